// SPDX-License-Identifier: Apache-2.0
// Line 4: one call as a host makes it (credential, limiter, retry policy, typed decode of a 1 KB answer), against the
// same bytes asked for with bare libcurl (multi_socket_action on epoll, handles set up once) and decoded the same way.
// The server is a thread of this program that does next to nothing; only the calling thread's time counts.
#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <syncline/http/authorized.hpp>
#include <syncline/http/curl_transport.hpp>
#include <syncline/http/rate_limited.hpp>
#include <syncline/http/retrying.hpp>
#include <syncline/json/decode.hpp>

#include "harness.hpp"
#include "payloads.hpp"

namespace {

using namespace syncline;

struct answer {
    std::vector<bench::hubspot_contact<std::string>> results{};
    BOOST_DESCRIBE_CLASS(answer, (), (results), (), ())
};

constexpr std::string_view token = "pat-na1-00000000-0000-0000-0000-000000000000";

void must(bool ok, char const* what) {
    if (!ok) throw std::runtime_error(std::string("http_call: ") + what);
}

/// Answers every request head with the same bytes. One thread, epoll, kept-alive connections.
class canned_server {
public:
    canned_server() {
        auto const body = bench::hubspot_batch(2);
        reply_ = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
                 "\r\n\r\n" + body;
        listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof(address);
        must(::bind(listener_, reinterpret_cast<sockaddr*>(&address), length) == 0 && ::listen(listener_, 256) == 0 &&
                 ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length) == 0,
             "no socket");
        url = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "/crm/objects/2026-09/contacts?limit=2";
        epoll_ = ::epoll_create1(EPOLL_CLOEXEC);
        watch(listener_);
        thread_ = std::thread([this] { serve(); });
    }
    canned_server(canned_server const&) = delete;
    canned_server& operator=(canned_server const&) = delete;
    ~canned_server() {
        stopping_ = true;
        thread_.join();
        for (int const fd : open_) ::close(fd);
        ::close(listener_);
        ::close(epoll_);
    }

    std::string url;
    std::atomic<long> connections{0};
    std::atomic<long> requests{0};

private:
    void watch(int fd) const {
        epoll_event e{};
        e.events = EPOLLIN;
        e.data.fd = fd;
        ::epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &e);
    }

    void serve() {
        std::array<epoll_event, 128> events{};
        while (!stopping_) {
            int const n = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), 50);
            for (int i = 0; i < n; ++i) {
                int const fd = events[static_cast<std::size_t>(i)].data.fd;
                if (fd == listener_)
                    accept_one();
                else
                    answer_one(fd);
            }
        }
    }

    void accept_one() {
        int const fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (fd < 0) return;
        int const yes = 1;
        ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
        open_.push_back(fd);
        ++connections;
        watch(fd);
    }

    // a request is one small segment, an answer fits the socket's buffer: no need to put pieces together
    void answer_one(int fd) {
        std::array<char, 4096> head{};
        auto const size = ::recv(fd, head.data(), head.size(), 0);
        if (size <= 0) {
            std::erase(open_, fd);
            ::close(fd);
            return;
        }
        ++requests;
        must(::send(fd, reply_.data(), reply_.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(reply_.size()),
             "short write");
    }

    std::string reply_;
    int listener_ = -1;
    int epoll_ = -1;
    std::vector<int> open_;
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

std::size_t decoded(std::string const& body) {
    auto const a = json::decode<answer>(body, json::hubspot);
    must(a && a->results.size() == 2, "not the answer that was sent");
    bench::keep(*a);
    return a->results.size();
}

/// What a careful C++ programmer writes on libcurl for this one request.
class bare_client {
public:
    bare_client(std::string const& url, std::size_t in_flight)
        : multi_(curl_multi_init()), epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
        headers_ = curl_slist_append(headers_, ("Authorization: Bearer " + std::string(token)).c_str());
        headers_ = curl_slist_append(headers_, "Content-Type: application/json");
        curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &bare_client::watch);
        curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
        curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &bare_client::set_timer);
        curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
        curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, 128L);
        bodies_.resize(in_flight);
        for (auto& body : bodies_) {
            CURL* const easy = curl_easy_init();
            curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
            curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers_);
            curl_easy_setopt(easy, CURLOPT_USERAGENT, "syncline/0.1.0");
            curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip");
            curl_easy_setopt(easy, CURLOPT_PROXY, "");
            curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
            curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, 60'000L);
            curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &bare_client::take);
            curl_easy_setopt(easy, CURLOPT_WRITEDATA, &body);
            curl_easy_setopt(easy, CURLOPT_PRIVATE, &body);
            easies_.push_back(easy);
        }
    }
    bare_client(bare_client const&) = delete;
    bare_client& operator=(bare_client const&) = delete;
    ~bare_client() {
        for (auto* e : easies_) curl_easy_cleanup(e);
        curl_multi_cleanup(multi_);
        curl_slist_free_all(headers_);
        ::close(epoll_);
    }

    void run(std::size_t calls) {
        std::size_t started = 0;
        std::size_t done = 0;
        for (auto* e : easies_)
            if (started < calls) curl_multi_add_handle(multi_, e), ++started;
        while (done < calls) {
            step();
            int left = 0;
            while (CURLMsg const* m = curl_multi_info_read(multi_, &left)) {
                CURL* const easy = m->easy_handle;
                must(m->data.result == CURLE_OK, "a request failed");
                std::string* body = nullptr;
                curl_easy_getinfo(easy, CURLINFO_PRIVATE, &body);
                curl_multi_remove_handle(multi_, easy);
                decoded(*body);
                body->clear();
                ++done;
                if (started < calls) curl_multi_add_handle(multi_, easy), ++started;
            }
        }
    }

private:
    static std::size_t take(char* data, std::size_t, std::size_t size, void* body) {
        static_cast<std::string*>(body)->append(data, size);
        return size;
    }

    static int watch(CURL*, curl_socket_t fd, int what, void* self, void* known) {
        auto& c = *static_cast<bare_client*>(self);
        if (what == CURL_POLL_REMOVE) {
            ::epoll_ctl(c.epoll_, EPOLL_CTL_DEL, fd, nullptr);
            curl_multi_assign(c.multi_, fd, nullptr);
            return 0;
        }
        epoll_event e{};
        e.data.fd = fd;
        if (what != CURL_POLL_OUT) e.events |= EPOLLIN;
        if (what != CURL_POLL_IN) e.events |= EPOLLOUT;
        ::epoll_ctl(c.epoll_, known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, &e);
        if (!known) curl_multi_assign(c.multi_, fd, self);
        return 0;
    }

    static int set_timer(CURLM*, long ms, void* self) {
        static_cast<bare_client*>(self)->timer_ = ms;
        return 0;
    }

    void step() {
        int running = 0;
        if (timer_ == 0) {
            timer_ = -1;
            curl_multi_socket_action(multi_, CURL_SOCKET_TIMEOUT, 0, &running);
            return;
        }
        std::array<epoll_event, 64> events{};
        int const n = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), static_cast<int>(timer_));
        for (int i = 0; i < n; ++i) {
            auto const& e = events[static_cast<std::size_t>(i)];
            int const what = (e.events & EPOLLIN ? CURL_CSELECT_IN : 0) | (e.events & EPOLLOUT ? CURL_CSELECT_OUT : 0) |
                             (e.events & (EPOLLERR | EPOLLHUP) ? CURL_CSELECT_ERR : 0);
            curl_multi_socket_action(multi_, e.data.fd, what, &running);
        }
        if (n == 0) curl_multi_socket_action(multi_, CURL_SOCKET_TIMEOUT, 0, &running);
    }

    CURLM* multi_;
    int epoll_;
    long timer_ = -1;
    curl_slist* headers_ = nullptr;
    std::vector<CURL*> easies_;
    std::vector<std::string> bodies_;
};

/// The same calls through every layer a host would put on top of each other.
class sdk_client {
public:
    explicit sdk_client(std::string const& url)
        : http_(http::retrying{http::rate_limited{
              http::authorized{wire_,
                               [](http::credential_need, context const&) { return result<secret>(secret{token}); }},
              {.requests = 1'000'000'000}}}),
          request_{.url = url, .headers = {{"Content-Type", "application/json"}}, .repeat = http::safety::read} {}

    void run(std::size_t calls, std::size_t in_flight) {
        if (in_flight == 1) {
            for (std::size_t i = 0; i < calls; ++i) take(http_.send(request_, context{}));
            return;
        }
        requests_.resize(calls, request_);
        http_.send_all(
            requests_, in_flight, [](std::size_t, result<http::response> r) { take(std::move(r)); }, context{});
    }

private:
    static void take(result<http::response> r) {
        must(r && r->status == 200, "a call failed");
        decoded(r->body);
    }

    http::curl_transport wire_{{.allow_plain_loopback = true}};
    http::any_transport http_;
    http::request request_;
    std::vector<http::request> requests_;
};

std::vector<bench::outcome> compare(bench::settings const& s, std::string const& name, std::size_t in_flight,
                                    bench::timer clock, bench::goal goal) {
    canned_server server;
    sdk_client sdk(server.url);
    bare_client bare(server.url, in_flight);
    std::size_t const calls = in_flight == 1 ? 1 : in_flight * 8;
    return bench::race{.line = name,
                       .work = static_cast<double>(calls),
                       .unit = "calls/s",
                       .subject = [&] { sdk.run(calls, in_flight); },
                       .anchors = {{"bare libcurl + decode", [&] { bare.run(calls); }, goal}},
                       .clock = clock}
        .run(s);
}

bench::line const cpu_1{"4.call.cpu.1", [](bench::settings const& s) {
                            return compare(s, "4.call.cpu.1", 1, bench::timer::thread_cpu, bench::times_the_cost(1.15));
                        }};
bench::line const cpu_32{"4.call.cpu.32", [](bench::settings const& s) {
                             return compare(s, "4.call.cpu.32", 32, bench::timer::thread_cpu,
                                            bench::times_the_cost(1.15));
                         }};
bench::line const rate_8{"4.call.rate.8", [](bench::settings const& s) {
                             return compare(s, "4.call.rate.8", 8, bench::timer::wall, bench::times_as_fast(0.9));
                         }};
bench::line const rate_64{"4.call.rate.64", [](bench::settings const& s) {
                              return compare(s, "4.call.rate.64", 64, bench::timer::wall, bench::times_as_fast(0.9));
                          }};

bench::line const reuse{"4.call.reuse", [](bench::settings const&) {
                            canned_server server;
                            sdk_client sdk(server.url);
                            for (int i = 0; i < 40; ++i) sdk.run(512, 8);
                            for (int i = 0; i < 512; ++i) sdk.run(1, 1);
                            auto const requests = static_cast<double>(server.requests.load());
                            double const reused = 1 - static_cast<double>(server.connections.load()) / requests;
                            return std::vector<bench::outcome>{
                                {"4.call.reuse", "every request", reused, 0.999, reused >= 0.999, 100 * reused, "%"}};
                        }};

}  // namespace
