// SPDX-License-Identifier: Apache-2.0
#include "http/curl/engine.hpp"

#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include <syncline/core/secret.hpp>
#include <syncline/core/text.hpp>
#include <syncline/http/validate.hpp>
#include <syncline/version.hpp>

#include "http/curl/event_loop.hpp"
#include "http/curl/failure.hpp"

namespace syncline::inline v1::http {
namespace {

using std::chrono::milliseconds;
using steady = std::chrono::steady_clock;

/// Connections kept for the next call, per engine.
constexpr std::size_t idle_connections = 64;

/// How long a connection may have been idle to be used again. Servers close idle ones after 5 seconds (Node, Apache) to
/// a minute or more; a write that must leave only once does not take the chance.
constexpr long idle_seconds = 60;
constexpr long idle_seconds_once = 3;

/// Room behind a body, so that a JSON reader which needs padding can parse it in place.
constexpr std::size_t body_padding = 64;

/// Below that size, how much a compressed body grew means nothing.
constexpr std::size_t expansion_floor = 64 * 1024;

/// A body of that size is in the socket's buffer at once: waiting for the answer begins when it is handed over.
constexpr std::size_t sent_at_once = 64 * 1024;

/// How many header fields a response has, mostly.
constexpr std::size_t usual_headers = 16;

/// A time limit may be "for ever", which must not overflow.
constexpr std::chrono::hours for_ever{24 * 365};

template <class Duration>
steady::time_point after(steady::time_point now, Duration d) {
    return d < for_ever ? now + d : now + for_ever;
}

void init_curl() {
    static CURLcode const once = curl_global_init(CURL_GLOBAL_DEFAULT);
    static_cast<void>(once);
}

bool is_this_machine(sockaddr const* address) {
    if (address->sa_family == AF_INET) {
        auto const& v4 = *reinterpret_cast<sockaddr_in const*>(address);
        return (ntohl(v4.sin_addr.s_addr) >> 24U) == 127;
    }
    if (address->sa_family == AF_INET6) {
        auto const& v6 = *reinterpret_cast<sockaddr_in6 const*>(address);
        return IN6_IS_ADDR_LOOPBACK(&v6.sin6_addr);
    }
    return false;
}

/// One request on its way. Kept and used again: its handle, and what it allocated.
struct transfer {
    CURL* easy = nullptr;
    curl_limits const* limits = nullptr;
    steady::time_point* next_check = nullptr;  // the engine's: when to look at the limits
    std::array<char, CURL_ERROR_SIZE> said{};
    std::vector<std::string> lines;  // header lines, as curl wants them
    std::vector<curl_slist> list;    // the same, chained; curl only reads it
    secret bearer_line;

    request const* sent = nullptr;
    std::size_t index = 0;
    std::string host;
    response got;
    std::size_t header_bytes = 0;
    bool in_body = false;
    bool headers_ended = false;
    bool encoded = false;
    bool first_byte = false;
    int handed_over = 0;  // to how many connections
    ended_by why = ended_by::curl;

    steady::time_point give_up;  // whole call
    steady::time_point mark;     // progress is measured from here
    curl_off_t moved = 0;        // bytes either way, at `mark`

    transfer() = default;
    transfer(transfer const&) = delete;
    transfer& operator=(transfer const&) = delete;
    ~transfer() { curl_easy_cleanup(easy); }

    /// How long it may go on without progress.
    [[nodiscard]] milliseconds patience() const {
        if (first_byte) return limits->stalled;
        // a call that may take long as a whole works before it answers
        return std::max(limits->first_byte, sent->timeout.value_or(limits->first_byte));
    }
    [[nodiscard]] steady::time_point patience_ends() const { return after(mark, patience()); }

    [[nodiscard]] curl_off_t bytes_moved() const {
        curl_off_t up = 0;
        curl_off_t down = 0;
        curl_easy_getinfo(easy, CURLINFO_SIZE_UPLOAD_T, &up);
        curl_easy_getinfo(easy, CURLINFO_SIZE_DOWNLOAD_T, &down);
        return up + down + static_cast<curl_off_t>(header_bytes);
    }

    void measure_from_here(std::size_t uploaded) {
        mark = steady::now();
        moved = static_cast<curl_off_t>(uploaded + header_bytes);
        *next_check = std::min(*next_check, patience_ends());
    }

    /// CURLOPT_HEADERFUNCTION: one whole line.
    static std::size_t on_header(char* data, std::size_t, std::size_t size, void* self) {
        auto& t = *static_cast<transfer*>(self);
        t.header_bytes += size;
        if (t.header_bytes > t.limits->headers) return t.end(ended_by::header_limit);
        if (!t.first_byte) {
            t.first_byte = true;
            t.measure_from_here(t.sent->body.size());
        }
        if (t.in_body) return size;  // trailers: nobody asked for them
        t.read_header(trimmed({data, size}));
        return t.why == ended_by::curl ? size : 0;
    }

    void read_header(std::string_view line) {
        if (line.starts_with("HTTP/")) {  // the status line; after a 1xx there is another one
            got.headers.clear();
            encoded = headers_ended = false;
            return;
        }
        if (line.empty()) {
            headers_ended = true;
            return;
        }
        auto const colon = line.find(':');
        if (colon == std::string_view::npos) return;
        auto& h = got.headers.emplace_back(
            header{std::string(line.substr(0, colon)), std::string(trimmed(line.substr(colon + 1)))});
        if (equals_ignore_case(h.name, "Content-Encoding")) {
            if (encoded || h.value.find(',') != std::string::npos) end(ended_by::stacked_encodings);
            encoded = true;
        }
    }

    /// CURLOPT_WRITEFUNCTION
    static std::size_t on_body(char* data, std::size_t, std::size_t size, void* self) {
        auto& t = *static_cast<transfer*>(self);
        auto& body = t.got.body;
        if (!t.in_body) {
            t.in_body = true;
            curl_off_t length = 0;
            if (!t.encoded) curl_easy_getinfo(t.easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
            if (length > 0)
                body.reserve(static_cast<std::size_t>(length) + body_padding);  // curl refused more than the limit
        }
        if (size > t.limits->body - body.size()) return t.end(ended_by::body_limit);
        body.append(data, size);
        if (t.encoded && body.size() > expansion_floor) {
            curl_off_t arrived = 0;
            curl_easy_getinfo(t.easy, CURLINFO_SIZE_DOWNLOAD_T, &arrived);
            if (body.size() / t.limits->expansion > static_cast<std::size_t>(arrived))
                return t.end(ended_by::expansion_limit);
        }
        return size;
    }

    /// CURLOPT_PREREQFUNCTION: a connection stands, the request is about to be written to it. curl comes here a second
    /// time when a kept-alive connection was closed before the first byte of an answer and it wants to try a new one:
    /// the server may have got the request all the same.
    static int on_connection(void* self, char*, char*, int, int) {
        auto& t = *static_cast<transfer*>(self);
        if (t.handed_over > 0 && t.sent->repeat == safety::once) {
            t.end(ended_by::second_send);
            return CURL_PREREQFUNC_ABORT;
        }
        ++t.handed_over;
        t.measure_from_here(std::min(t.sent->body.size(), sent_at_once));
        return CURL_PREREQFUNC_OK;
    }

    /// CURLOPT_OPENSOCKETFUNCTION of plain requests: behind the name's resolution, so that no name server can send one
    /// elsewhere.
    static curl_socket_t open_loopback_socket(void* self, curlsocktype, curl_sockaddr* a) {
        auto& t = *static_cast<transfer*>(self);
        if (!is_this_machine(&a->addr)) {
            t.end(ended_by::foreign_address);
            return CURL_SOCKET_BAD;
        }
        return ::socket(a->family, a->socktype, a->protocol);
    }

    /// Notes why; 0 is what makes curl end the transfer.
    std::size_t end(ended_by reason) {
        why = reason;
        return 0;
    }

    void set_headers() {
        lines.clear();
        bool typed = false;
        for (auto const& h : sent->headers) {
            typed = typed || equals_ignore_case(h.name, "Content-Type");
            // curl takes "Name:" for "leave that one out"
            lines.push_back(h.value.empty() ? h.name + ";" : h.name + ": " + h.value);
        }
        if (!typed) lines.emplace_back("Content-Type:");
        lines.emplace_back("Expect:");  // else curl waits a second for a 100 before a large body

        list.clear();
        for (auto& line : lines) list.push_back({line.data(), nullptr});
        if (!sent->bearer.empty()) {
            std::string line = "Authorization: Bearer ";
            line += sent->bearer.reveal();
            bearer_line = secret(std::move(line));
            list.push_back({const_cast<char*>(bearer_line.reveal().data()), nullptr});
        }
        for (std::size_t i = 1; i < list.size(); ++i) list[i - 1].next = &list[i];
        curl_easy_setopt(easy, CURLOPT_HTTPHEADER, list.data());
    }

    void set_method() const {
        bool const has_body = sent->method == method::post || sent->method == method::put ||
                              sent->method == method::patch || !sent->body.empty();
        if (has_body) {
            curl_easy_setopt(easy, CURLOPT_POST, 1L);
            curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(sent->body.size()));
            curl_easy_setopt(easy, CURLOPT_POSTFIELDS, sent->body.data());  // borrowed, not copied
        } else {
            curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
        }
        bool const usual = sent->method == (has_body ? method::post : method::get);
        curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, usual ? nullptr : to_string(sent->method).data());
    }
};

}  // namespace

struct engine::state {
    curl_options options;
    CURLM* multi = nullptr;
    std::unique_ptr<event_loop> loop;
    std::vector<std::unique_ptr<transfer>> active;
    std::vector<std::unique_ptr<transfer>> spare;
    std::size_t kept = 0;  // what CURLMOPT_MAXCONNECTS was set to
    steady::time_point next_check = steady::time_point::max();

    explicit state(curl_options const& o) : options(o) {}
    state(state const&) = delete;
    state& operator=(state const&) = delete;
    ~state() {
        abandon();
        spare.clear();
        curl_multi_cleanup(multi);  // still calls into the loop
    }

    [[nodiscard]] std::unique_ptr<transfer> make() {
        auto t = std::make_unique<transfer>();
        t->limits = &options.limits;
        t->next_check = &next_check;
        CURL* const easy = t->easy = curl_easy_init();
        if (!easy) return nullptr;
        auto const set = [easy](CURLoption option, auto value) { curl_easy_setopt(easy, option, value); };
        set(CURLOPT_PRIVATE, t.get());
        set(CURLOPT_ERRORBUFFER, t->said.data());
        set(CURLOPT_HEADERFUNCTION, &transfer::on_header);
        set(CURLOPT_HEADERDATA, t.get());
        set(CURLOPT_WRITEFUNCTION, &transfer::on_body);
        set(CURLOPT_WRITEDATA, t.get());
        set(CURLOPT_PREREQFUNCTION, &transfer::on_connection);
        set(CURLOPT_PREREQDATA, t.get());
        set(CURLOPT_OPENSOCKETDATA, t.get());

        // what may be spoken, and with whom
        set(CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_1_1});
        set(CURLOPT_PROTOCOLS_STR, options.allow_plain_loopback ? "http,https" : "https");
        set(CURLOPT_FOLLOWLOCATION, 0L);
        set(CURLOPT_REDIR_PROTOCOLS_STR, "https");
        set(CURLOPT_UNRESTRICTED_AUTH, 0L);
        set(CURLOPT_NETRC, long{CURL_NETRC_IGNORED});
        set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
        set(CURLOPT_PATH_AS_IS, 1L);
        // empty, and not absent: absent means the environment's
        std::string const proxy(options.proxy.reveal());
        set(CURLOPT_PROXY, proxy.c_str());
        set(CURLOPT_NOPROXY, "");
        set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);

        set(CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
        set(CURLOPT_PROXY_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
        set(CURLOPT_SSL_VERIFYPEER, 1L);
        set(CURLOPT_SSL_VERIFYHOST, 2L);
        if (!options.ca_file.empty()) {
            set(CURLOPT_CAINFO, options.ca_file.c_str());
            set(CURLOPT_CAPATH, static_cast<char const*>(nullptr));
        }

        set(CURLOPT_NOSIGNAL, 1L);
        // an abandoned name look-up is left to its thread; else the deadline would wait for the name server
        set(CURLOPT_QUICK_EXIT, 1L);
        set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.limits.connect.count()));
        set(CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(options.limits.body));
        if (curl_version_info(CURLVERSION_NOW)->features & CURL_VERSION_LIBZ) set(CURLOPT_ACCEPT_ENCODING, "gzip");
        set(CURLOPT_USERAGENT, "syncline/" SYNCLINE_VERSION_STRING);
        return t;
    }

    /// Puts a request on its way. *Errors*: it cannot go at all.
    [[nodiscard]] result<void> start(request const& r, std::size_t index, steady::time_point now) {
        auto const url = validate(r);
        if (!url) return fail_within(to_string(r.method), url.error());
        bool const plain = url->scheme == "http";
        if (plain && !(options.allow_plain_loopback && is_loopback(url->host)))
            return fail(errc::misconfigured,
                        std::string(to_string(r.method)) + " " + std::string(url->host) +
                            ": http:// is for this machine only, with allow_plain_loopback; use https://");
        if (plain && !options.proxy.empty())
            return fail(errc::misconfigured, std::string(to_string(r.method)) + " " + std::string(url->host) +
                                                 ": a request to this machine does not go through a proxy");
        if (spare.empty()) {
            auto made = make();
            if (!made) return fail(errc::unavailable, "http: curl gave no handle: out of memory");
            spare.push_back(std::move(made));
        }
        auto t = std::move(spare.back());
        spare.pop_back();

        t->sent = &r;
        t->index = index;
        t->host = url->host;
        t->got = response{};
        t->got.headers.reserve(usual_headers);
        t->header_bytes = 0;
        t->in_body = t->headers_ended = t->encoded = t->first_byte = false;
        t->handed_over = 0;
        t->why = ended_by::curl;
        t->said[0] = '\0';
        t->give_up = after(now, r.timeout.value_or(options.limits.whole));
        t->mark = now;
        t->moved = 0;

        curl_easy_setopt(t->easy, CURLOPT_URL, r.url.c_str());
        curl_easy_setopt(t->easy, CURLOPT_OPENSOCKETFUNCTION, plain ? &transfer::open_loopback_socket : nullptr);
        curl_easy_setopt(t->easy, CURLOPT_MAXAGE_CONN, r.repeat == safety::once ? idle_seconds_once : idle_seconds);
        t->set_method();
        t->set_headers();
        if (curl_multi_add_handle(multi, t->easy) != CURLM_OK)
            return fail(errc::unavailable, "http: curl takes no more requests: out of memory");
        next_check = std::min({next_check, t->give_up, t->patience_ends()});
        active.push_back(std::move(t));
        return {};
    }

    /// Takes a transfer out; curl closes its connection unless it is through.
    std::unique_ptr<transfer> take_out(std::size_t at) {
        auto t = std::move(active[at]);
        active[at] = std::move(active.back());
        active.pop_back();
        curl_multi_remove_handle(multi, t->easy);
        t->bearer_line = secret{};
        return t;
    }

    void abandon() {
        while (!active.empty()) spare.push_back(take_out(active.size() - 1));
    }

    void deliver(std::unique_ptr<transfer> t, CURLcode code, on_response done) {
        auto const index = t->index;
        result<response> out = std::move(t->got);
        // to curl, a connection closed among the headers is a whole answer without a body
        if (code == CURLE_OK && !t->headers_ended) code = CURLE_PARTIAL_FILE;
        if (code == CURLE_OK && t->why == ended_by::curl) {
            long status = 0;
            curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
            out->status = static_cast<int>(status);
        } else {
            long verify_result = 0;
            curl_easy_getinfo(t->easy, CURLINFO_SSL_VERIFYRESULT, &verify_result);
            out = tl::unexpected<error>(explain({.why = t->why,
                                                 .code = code,
                                                 .handed_over = t->handed_over > 0,
                                                 .verify_result = verify_result,
                                                 .said = t->said.data()},
                                                *t->sent, t->host, options.limits));
        }
        spare.push_back(std::move(t));  // first: `done` may throw
        done(index, std::move(out));
    }

    /// Delivers what curl is through with.
    void reap(on_response done) {
        int left = 0;
        while (CURLMsg const* m = curl_multi_info_read(multi, &left)) {
            if (m->msg != CURLMSG_DONE) continue;
            auto const code = m->data.result;
            auto const easy = m->easy_handle;
            auto const found =
                std::find_if(active.begin(), active.end(), [&](auto const& t) { return t->easy == easy; });
            if (found != active.end()) deliver(take_out(static_cast<std::size_t>(found - active.begin())), code, done);
        }
    }

    /// Ends what is over its time, and notes when to look again.
    void check_limits(steady::time_point now, on_response done) {
        next_check = steady::time_point::max();
        for (std::size_t i = active.size(); i-- > 0;) {
            auto& t = *active[i];
            if (now >= t.patience_ends()) {
                auto const moved = t.bytes_moved();
                auto const least = std::chrono::ceil<std::chrono::seconds>(t.patience()).count();
                // until the request is handed over, curl's own limit for connecting counts
                if (t.handed_over > 0 && moved - t.moved < least)
                    t.end(t.first_byte ? ended_by::stall_limit : ended_by::first_byte_limit);
                t.mark = now;
                t.moved = moved;
            }
            if (now >= t.give_up) t.end(ended_by::whole_limit);
            if (t.why != ended_by::curl)
                deliver(take_out(i), CURLE_ABORTED_BY_CALLBACK, done);
            else
                next_check = std::min({next_check, t.give_up, t.patience_ends()});
        }
    }
};

engine::engine(std::unique_ptr<state> s) : state_(std::move(s)) {}
engine::~engine() = default;

result<std::unique_ptr<engine>> engine::create(curl_options const& options) {
    init_curl();
    auto s = std::make_unique<state>(options);
    s->multi = curl_multi_init();
    if (!s->multi) return fail(errc::unavailable, "http: curl gave no handle: out of memory");
    curl_multi_setopt(s->multi, CURLMOPT_PIPELINING, long{CURLPIPE_NOTHING});
    auto loop = event_loop::on(s->multi);
    if (!loop) return tl::unexpected<error>(std::move(loop.error()));
    s->loop = std::move(*loop);
    return std::unique_ptr<engine>(new engine(std::move(s)));
}

void engine::run(std::span<request const> rs, std::size_t in_flight, on_response done, context const& ctx) {
    auto& s = *state_;
    in_flight = std::max<std::size_t>(in_flight, 1);
    if (auto const keep = std::max(in_flight, idle_connections); keep != s.kept) {
        curl_multi_setopt(s.multi, CURLMOPT_MAXCONNECTS, static_cast<long>(keep));
        s.kept = keep;
    }
    struct on_exit {  // also when `done` throws
        state& s;
        ~on_exit() { s.abandon(); }
    } const guard{s};
    std::stop_callback const wake(ctx.stop, [&s] { s.loop->wake(); });
    auto deadline = steady::time_point::max();
    if (ctx.deadline) deadline = after(steady::now(), *ctx.deadline - s.options.clock.now());

    std::size_t next = 0;
    for (;;) {
        auto const now = steady::now();
        if (bool const stopped = ctx.stop.stop_requested(); stopped || now >= deadline) {
            auto const why = stopped ? ended_by::stop : ended_by::deadline;
            while (!s.active.empty()) {
                s.active.back()->end(why);
                s.deliver(s.take_out(s.active.size() - 1), CURLE_ABORTED_BY_CALLBACK, done);
            }
            for (; next < rs.size(); ++next) {
                auto const url = split_url(rs[next].url).value_or(url_parts{});
                done(next, tl::unexpected<error>(explain({.why = why}, rs[next], url.host, s.options.limits)));
            }
            return;
        }
        while (s.active.size() < in_flight && next < rs.size()) {
            auto const index = next++;
            if (auto started = s.start(rs[index], index, now); !started)
                done(index, tl::unexpected<error>(std::move(started.error())));
        }
        if (s.active.empty()) return;

        auto const wait = std::min(s.next_check, deadline) - now;
        s.loop->step(std::chrono::ceil<milliseconds>(std::min<steady::duration>(wait, std::chrono::minutes(1))));
        s.reap(done);
        if (auto const later = steady::now(); later >= s.next_check) s.check_limits(later, done);
    }
}

}  // namespace syncline::inline v1::http
