// SPDX-License-Identifier: Apache-2.0
#include <syncline/emulator/loopback_server.hpp>

#include <arpa/inet.h>
#include <httplib.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>
#include <utility>

#include <syncline/core/text.hpp>

namespace syncline::inline v1::emulator {
namespace {

/// The port of one end of an IPv4 socket; 0 for anything else.
template <class NameOf>
int port_of(int fd, NameOf name_of) {
    sockaddr_in address{};
    socklen_t length = sizeof(address);
    if (name_of(fd, reinterpret_cast<sockaddr*>(&address), &length) != 0 || address.sin_family != AF_INET) return 0;
    return ntohs(address.sin_port);
}

/// Shuts down the connections of a server, or the one from `peer_port`. cpp-httplib tells a handler the ports of its
/// connection but not the socket, so the socket is looked up among the open ones; cpp-httplib serves none above
/// FD_SETSIZE. Its workers notice, as with any client that went away.
void shut_down(int local_port, std::optional<int> peer_port) {
    for (int fd = 0; fd < FD_SETSIZE; ++fd) {
        if (port_of(fd, ::getsockname) != local_port) continue;
        int const peer = port_of(fd, ::getpeername);
        if (peer != 0 && (!peer_port || *peer_port == peer)) ::shutdown(fd, SHUT_RDWR);
    }
}

/// Aborts the connection from `peer_port` so that its client sees a reset: what connecting to nowhere does to a socket.
void reset(int local_port, int peer_port) {
    for (int fd = 0; fd < FD_SETSIZE; ++fd) {
        if (port_of(fd, ::getsockname) != local_port || port_of(fd, ::getpeername) != peer_port) continue;
        sockaddr nowhere{};
        nowhere.sa_family = AF_UNSPEC;
        static_cast<void>(::connect(fd, &nowhere, sizeof(nowhere)));
    }
}

/// Whether the connection this thread serves is one too many.
thread_local bool is_one_too_many = false;

/// As many connections at once as there are workers, a number of them that wait, and a thread that turns away the rest.
class bounded_queue final : public httplib::TaskQueue {
public:
    bounded_queue(std::size_t workers, std::size_t backlog) : limit_(workers + backlog), workers_(workers) {}

    // void in older cpp-httplib, bool in newer
    using enqueued = decltype(std::declval<httplib::TaskQueue&>().enqueue(std::function<void()>()));

    enqueued enqueue(std::function<void()> serve) override {
        if (taken_.load() >= limit_) {
            turned_away_.enqueue([serve = std::move(serve)] {
                is_one_too_many = true;
                serve();
                is_one_too_many = false;
            });
        } else {
            ++taken_;
            workers_.enqueue([this, serve = std::move(serve)] {
                serve();
                --taken_;
            });
        }
        return enqueued(true);
    }

    void shutdown() override {
        workers_.shutdown();
        turned_away_.shutdown();
    }

private:
    std::size_t limit_;
    std::atomic<std::size_t> taken_ = 0;
    httplib::ThreadPool workers_;
    httplib::ThreadPool turned_away_{1};
};

/// Header fields cpp-httplib adds to a request that came without them.
bool added_by_server(std::string_view name) {
    return name == "REMOTE_ADDR" || name == "REMOTE_PORT" || name == "LOCAL_ADDR" || name == "LOCAL_PORT";
}

/// Header fields that belong to the connection and not to the response.
bool belongs_to_connection(std::string_view name) {
    return equals_ignore_case(name, "Content-Length") || equals_ignore_case(name, "Transfer-Encoding") ||
           equals_ignore_case(name, "Connection") || equals_ignore_case(name, "Keep-Alive");
}

std::optional<http::method> method_of(std::string_view name) {
    using http::method;
    for (auto const m : {method::get, method::post, method::put, method::patch, method::del, method::options})
        if (name == to_string(m)) return m;
    if (name == "HEAD") return method::get;
    return std::nullopt;
}

}  // namespace

struct loopback_server::state {
    http::any_transport transport;
    std::unique_ptr<httplib::Server> server;
    std::thread listener;
    std::once_flag stopped;
    result<void> started{};
    int port = 0;
    bool tls = false;

    explicit state(http::any_transport t) : transport(std::move(t)) {}

    [[nodiscard]] std::string url() const {
        return (tls ? "https://localhost:" : "http://127.0.0.1:") + std::to_string(port);
    }

    void answer(httplib::Request const& in, std::string body, httplib::Response& out) {
        if (is_one_too_many) {
            reset(port, in.remote_port);
            return;
        }
        auto const method = method_of(in.method);
        if (!method) {
            out.status = 405;
            return;
        }
        http::request request{.method = *method, .url = url() + in.target, .body = std::move(body)};
        for (auto const& [name, value] : in.headers) {
            constexpr std::string_view scheme = "bearer ";
            if (added_by_server(name)) continue;
            if (equals_ignore_case(name, "Authorization") &&
                equals_ignore_case(std::string_view(value).substr(0, scheme.size()), scheme))
                request.bearer = secret(std::string_view(value).substr(scheme.size()));
            else
                request.headers.push_back({name, value});
        }
        auto const reply = transport.send(request, context{});
        if (!reply) {
            shut_down(port, in.remote_port);
            return;
        }
        out.status = reply->status;
        for (auto const& h : reply->headers)
            if (!belongs_to_connection(h.name)) out.headers.emplace(h.name, h.value);
        out.body = reply->body;
    }

    void route() {
        auto const without_body = [this](httplib::Request const& in, httplib::Response& out) { answer(in, {}, out); };
        // read raw: cpp-httplib's own reading would take forms and multipart bodies apart
        auto const with_body = [this](httplib::Request const& in, httplib::Response& out,
                                      httplib::ContentReader const& read) {
            if (in.is_multipart_form_data()) {  // cpp-httplib has no raw reading of these
                read([](httplib::MultipartFormData const&) { return true; },
                     [](char const*, std::size_t) { return true; });
                out.status = 415;
                return;
            }
            std::string body;
            bool const whole = read([&](char const* data, std::size_t size) {
                body.append(data, size);
                return true;
            });
            if (whole) answer(in, std::move(body), out);
        };
        server->Get(".*", without_body);
        server->Delete(".*", without_body);
        server->Options(".*", without_body);
        server->Post(".*", with_body);
        server->Put(".*", with_body);
        server->Patch(".*", with_body);
        server->Delete(".*", with_body);
    }

    [[nodiscard]] result<void> start(loopback_options const& options) {
        if (options.certificate_file.empty() != options.key_file.empty())
            return fail(errc::misconfigured, "loopback server: certificate_file and key_file go together");
        tls = !options.certificate_file.empty();
        if (tls)
            server = std::make_unique<httplib::SSLServer>(options.certificate_file.c_str(), options.key_file.c_str());
        else
            server = std::make_unique<httplib::Server>();
        if (!server->is_valid())
            return fail(errc::misconfigured, "loopback server: certificate " + options.certificate_file + " with key " +
                                                 options.key_file + " cannot be used");

        server->new_task_queue = [n = std::max<std::size_t>(options.workers, 1),
                                  backlog = options.backlog]() -> httplib::TaskQueue* {
            if (backlog) return new bounded_queue(n, *backlog);
            return new httplib::ThreadPool(n);
        };
        server->set_tcp_nodelay(true);
        server->set_keep_alive_max_count(options.backlog ? 1 : 1'000'000);
        server->set_keep_alive_timeout(60);
        server->set_payload_max_length(options.max_body);
        // without SO_REUSEPORT, which is cpp-httplib's default: two servers must not share one port silently
        server->set_socket_options([](auto fd) {
            int const yes = 1;
            ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
        });
        route();

        if (options.port == 0)
            port = server->bind_to_any_port("127.0.0.1");
        else if (server->bind_to_port("127.0.0.1", options.port))
            port = options.port;
        if (port <= 0)
            return fail(errc::misconfigured,
                        "loopback server: port " + std::to_string(options.port) + " cannot be bound");
        listener = std::thread([this] { server->listen_after_bind(); });
        while (!server->is_running()) std::this_thread::yield();  // stop() before that would have no effect
        return {};
    }

    void stop() {
        std::call_once(stopped, [this] {
            if (!listener.joinable()) return;
            server->stop();
            shut_down(port, std::nullopt);
            listener.join();
        });
    }
};

loopback_server::loopback_server(http::any_transport transport, loopback_options const& options)
    : state_(std::make_unique<state>(std::move(transport))) {
    state_->started = state_->start(options);
}

loopback_server::~loopback_server() { state_->stop(); }

result<void> const& loopback_server::started() const noexcept { return state_->started; }

int loopback_server::port() const noexcept { return state_->port; }

std::string loopback_server::url() const { return state_->url(); }

void loopback_server::stop() { state_->stop(); }

}  // namespace syncline::inline v1::emulator
