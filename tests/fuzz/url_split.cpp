// SPDX-License-Identifier: Apache-2.0
// Any bytes as a URL: what is accepted is put together from its parts and split again into the same parts.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include <syncline/http/redact.hpp>
#include <syncline/http/url.hpp>

using namespace syncline;

namespace {

void expect(bool holds, char const* what) {
    if (holds) return;
    std::fprintf(stderr, "%s\n", what);
    std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    static_cast<void>(http::is_loopback(text));
    auto const shown = http::redacted_url(text);
    auto const encoded = http::percent_encoded(text);
    auto const split = http::split_url(text);
    if (!split) {
        expect(split.error().code == errc::misconfigured, "an error of another kind");
        expect(split.error().message.size() < 200, "a message without bound");
        expect(shown == "***", "what is no URL is shown");
    } else {
        expect(split->port != 0 && !split->host.empty(), "accepted without a host or a port");
        expect(std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7F'; }),
               "accepted what is not printable");
        bool const bracketed = split->host.find(':') != std::string_view::npos;
        std::string const whole = std::string(split->scheme) + "://" + (bracketed ? "[" : "") +
                                  std::string(split->host) + (bracketed ? "]" : "") + ":" +
                                  std::to_string(split->port) + std::string(split->target);
        auto const again = http::split_url(whole);
        expect(again && again->scheme == split->scheme && again->host == split->host && again->port == split->port &&
                   again->target == split->target,
               "put together and split again differs");
        expect(http::split_url(shown).has_value(), "what is shown of a URL is none");
    }
    // any text is one segment, or one name and one value, once it is encoded
    auto const made = http::split_url("https://a.example/" + encoded);
    expect(made.has_value() || text == "." || text == "..", "an encoded segment is refused");
    expect(http::split_url(http::with_query("https://a.example/x", {{text, text}})).has_value(),
           "an encoded query is refused");
    return 0;
}
