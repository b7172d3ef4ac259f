// SPDX-License-Identifier: Apache-2.0
// Any bytes as a decimal: what is read is written and read again digit for digit, and stays within its limits.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include <syncline/core/decimal.hpp>

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
    auto const read = decimal::parse(text);
    if (!read) {
        expect(read.error().code == errc::malformed || read.error().code == errc::too_large,
               "an error of another kind");
        expect(read.error().message.size() < 200, "a message without bound");
        return 0;
    }
    expect(text.find_first_not_of("0123456789.-+eE") == std::string_view::npos, "read what is no number");
    expect(read->scale() >= 0 && read->scale() <= decimal::max_scale, "scale out of range");
    std::string const written = read->to_string();
    expect(written.size() <= decimal::max_text, "text too long");
    auto const again = decimal::parse(written);
    expect(again && again->coefficient() == read->coefficient() && again->scale() == read->scale(),
           "text and back differs");
    expect(read->normalized() == *read, "normalized differs");
    expect(checked_sub(*read, *read)->is_zero(), "x - x is not zero");
    for (int scale = 0; scale <= decimal::max_scale; scale += 7) {
        auto const low = read->round(scale, rounding::floor);
        auto const high = read->round(scale, rounding::ceiling);
        auto const near = read->round(scale, rounding::half_even);
        expect(low <= *read && *read <= high && (near == low || near == high), "rounding leaves its bounds");
    }
    return 0;
}
