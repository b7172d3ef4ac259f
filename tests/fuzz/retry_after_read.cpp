// SPDX-License-Identifier: Apache-2.0
// Any bytes as a Retry-After value: nothing, or a wait between none and the longest.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include <syncline/http/retry_after.hpp>

using namespace syncline;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    constexpr instant now = std::chrono::sys_days{std::chrono::year{2026} / 1 / 1};
    for (auto const t : {now, instant{}, now + std::chrono::hours(24 * 365 * 100)}) {
        auto const wait = http::parse_retry_after(text, t);
        if (wait && (*wait < std::chrono::milliseconds(0) || *wait > http::longest_retry_after)) {
            std::fprintf(stderr, "a wait out of bounds\n");
            std::abort();
        }
    }
    return 0;
}
