// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include <syncline/core/context.hpp>
#include <syncline/core/result.hpp>
#include <syncline/http/request.hpp>
#include <syncline/json/validate.hpp>

// A server whose every word is the fuzzer's.

namespace replies {

using namespace syncline;

inline void expect(bool holds, char const* what) {
    if (holds) return;
    std::fprintf(stderr, "%s\n", what);
    std::abort();
}

/// The bodies in an input: they end at byte 0x1E, as in a JSON text sequence.
[[nodiscard]] inline std::vector<std::string> bodies_of(std::uint8_t const* data, std::size_t size) {
    std::string_view rest(reinterpret_cast<char const*>(data), size);
    std::vector<std::string> out;
    for (;;) {
        auto const end = rest.find('\x1E');
        out.emplace_back(rest.substr(0, end));
        if (end == std::string_view::npos || out.size() == 16) return out;
        rest.remove_prefix(end + 1);
    }
}

/// Answers one body after the other under one status, the last one from then on; after `most_calls` it is silent, so
/// that pages which always promise another one come to an end.
class server {
public:
    server(std::vector<std::string> const& bodies, int status) : bodies_(&bodies), status_(status) {}

    [[nodiscard]] result<http::response> send(http::request const&, context const&) {
        if (calls_ == most_calls)
            return fail({.code = errc::unavailable, .message = "silence", .effect = outcome::unknown});
        auto const& body = (*bodies_)[std::min(calls_++, bodies_->size() - 1)];
        return http::response{.status = status_, .headers = {{"Content-Type", "application/json"}}, .body = body};
    }

private:
    static constexpr std::size_t most_calls = 64;
    std::vector<std::string> const* bodies_;
    int status_;
    std::size_t calls_ = 0;
};

/// What must hold for every error, whatever the server said.
inline void check(error const& e) {
    expect(!e.message.empty(), "an error without a message");
    expect(is_valid_utf8(e.message), "a message that is not UTF-8");
    expect(e.message.size() < 4096, "a message without bound");
    expect(e.code != errc::defect, "a server's words made it our own defect");
}

/// One outcome per record, each a success with an id or a failure that says something.
template <class Outcomes>
void check(Outcomes const& outcomes, std::size_t records) {
    expect(outcomes.size() == records, "not one outcome per record");
    for (auto const& o : outcomes)
        if (!o) check(o.error());
}

}  // namespace replies
