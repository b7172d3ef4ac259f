// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <syncline/http/request.hpp>
#include <syncline/http/transport.hpp>

namespace syncline::inline v1::testkit {

/// A transport that plays a script: which requests must come, in which order, and what each gets for an answer.
///
/// ```cpp
/// testkit::scripted_transport http;
/// http.expect("POST", "/json/2/res.partner/search_read").body_contains("\"limit\": 80").reply(200, "[]");
/// http.expect("POST", "/json/2/res.partner/create").fail({.code = errc::timed_out, .message = "no answer"});
/// http.whenever("GET", "/health").reply(200, "ok");
/// ...
/// CHECK(http.problems() == "");
/// ```
///
/// A request is compared with the oldest expectation not met yet; if it does not fit, with every `whenever`, oldest
/// first. A request that fits nothing gets `errc::defect`, and `problems` says what was expected and what came.
/// Lifetime: expectations are references into the transport, valid until it goes away.
/// Threads: `send` may be called from any number of threads; write the script before.
class scripted_transport {
public:
    /// One line of the script. Without a reply it answers 200 with no body.
    class expectation {
    public:
        /// The body must contain this text. Several may be named.
        expectation& body_contains(std::string text) {
            body_parts_.push_back(std::move(text));
            return *this;
        }

        /// The body must be exactly this text.
        expectation& body(std::string text) {
            body_ = std::move(text);
            return *this;
        }

        /// A header of that name must have that value.
        expectation& header(std::string name, std::string value) {
            headers_.push_back({std::move(name), std::move(value)});
            return *this;
        }

        /// The request's bearer token must be this text.
        expectation& bearer(std::string token) {
            bearer_ = std::move(token);
            return *this;
        }

        void reply(int status, std::string body = {}, std::vector<http::header> headers = {}) {
            reply(http::response{.status = status, .headers = std::move(headers), .body = std::move(body)});
        }

        void reply(http::response r) { reply_ = canned{std::move(r)}; }

        void fail(error e) { reply_ = canned{tl::unexpected<error>(std::move(e))}; }

        /// Answers with what `f(request const&, context const&) -> result<http::response>` says.
        template <class F>
        void reply_with(F f) {
            reply_ = called<F>{std::move(f)};
        }

    private:
        friend class scripted_transport;

        struct canned {
            result<http::response> answer;
            [[nodiscard]] result<http::response> send(http::request const&, context const&) const { return answer; }
        };

        template <class F>
        struct called {
            F f;
            [[nodiscard]] result<http::response> send(http::request const& r, context const& ctx) { return f(r, ctx); }
        };

        expectation(std::string method, std::string url) : method_(std::move(method)), url_(std::move(url)) {}

        /// What of the request does not fit, in words; nothing when all does.
        [[nodiscard]] std::optional<std::string> mismatch(http::request const& r) const {
            if (!method_.empty() && method_ != to_string(r.method))
                return "method is " + std::string(to_string(r.method));
            if (!url_.empty() && r.url != url_ && (url_.front() != '/' || target_of(r.url) != url_))
                return "url is " + r.url;
            if (body_ && r.body != *body_)
                return "body is `" + excerpt(r.body) + "`, expected `" + excerpt(*body_) + "`";
            for (auto const& part : body_parts_)
                if (r.body.find(part) == std::string::npos)
                    return "body `" + excerpt(r.body) + "` lacks `" + part + "`";
            for (auto const& wanted : headers_)
                if (std::none_of(r.headers.begin(), r.headers.end(), [&](http::header const& h) {
                        return h.name == wanted.name && h.value == wanted.value;
                    }))
                    return "header `" + wanted.name + ": " + wanted.value + "` is missing";
            if (bearer_ && r.bearer.reveal() != *bearer_) return std::string("bearer token is another one");
            return std::nullopt;
        }

        [[nodiscard]] std::string text() const {
            return (method_.empty() ? "any method" : method_) + " " + (url_.empty() ? "any url" : url_);
        }

        [[nodiscard]] static std::string_view target_of(std::string_view url) {
            auto const scheme = url.find("://");
            auto const path = scheme == std::string_view::npos ? 0 : url.find('/', scheme + 3);
            return path == std::string_view::npos ? std::string_view("/") : url.substr(path);
        }

        [[nodiscard]] static std::string excerpt(std::string const& text) {
            return text.size() <= 400 ? text : text.substr(0, 400) + "...";
        }

        std::string method_;
        std::string url_;
        std::optional<std::string> body_;
        std::vector<std::string> body_parts_;
        std::vector<http::header> headers_;
        std::optional<std::string> bearer_;
        http::any_transport reply_{canned{http::response{.status = 200}}};
    };

    scripted_transport() = default;
    scripted_transport(scripted_transport const&) = delete;
    scripted_transport& operator=(scripted_transport const&) = delete;

    /// The next request must be this one. `url` is the whole URL, or path and query when it starts with `/`; an empty
    /// method or URL fits any.
    expectation& expect(std::string method, std::string url) {
        return script_.emplace_back(expectation(std::move(method), std::move(url)));
    }

    /// Any number of such requests, at any time, none included.
    expectation& whenever(std::string method, std::string url) {
        return standing_.emplace_back(expectation(std::move(method), std::move(url)));
    }

    [[nodiscard]] result<http::response> send(http::request const& r, context const& ctx) {
        auto chosen = choose(r);
        if (!chosen) return tl::unexpected<error>(std::move(chosen).error());
        // outside the lock: a function may send through this same transport
        return (*chosen)->reply_.send(r, ctx);
    }

    /// Every request that came, in order, the unexpected ones included.
    [[nodiscard]] std::vector<http::request> requests() const {
        std::lock_guard const lock(mutex_);
        return requests_;
    }

    /// What did not go by the script, one line each, requests still missing included; empty when all went well.
    [[nodiscard]] std::string problems() const {
        std::lock_guard const lock(mutex_);
        std::string out = problems_;
        for (std::size_t i = met_; i < script_.size(); ++i)
            out += "expectation " + std::to_string(i + 1) + " (" + script_[i].text() + ") was not met\n";
        return out;
    }

private:
    [[nodiscard]] result<expectation*> choose(http::request const& r) {
        std::lock_guard const lock(mutex_);
        requests_.push_back(r);
        std::string why = "the script has ended";
        if (met_ < script_.size()) {
            auto const mismatch = script_[met_].mismatch(r);
            if (!mismatch) return &script_[met_++];
            why = "expectation " + std::to_string(met_ + 1) + " is " + script_[met_].text() + ", but " + *mismatch;
        }
        for (auto& e : standing_)
            if (!e.mismatch(r)) return &e;
        auto text = "request " + std::to_string(requests_.size()) + " (" + std::string(to_string(r.method)) + " " +
                    r.url + ") was not expected: " + why;
        problems_ += text + "\n";
        return syncline::fail(errc::defect, std::move(text));
    }

    mutable std::mutex mutex_;
    std::deque<expectation> script_;
    std::deque<expectation> standing_;
    std::size_t met_ = 0;
    std::vector<http::request> requests_;
    std::string problems_;
};

}  // namespace syncline::inline v1::testkit
