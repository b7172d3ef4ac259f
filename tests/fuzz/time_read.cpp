// SPDX-License-Identifier: Apache-2.0
// Any bytes as a time or a date: what is read lies in the years 0000 to 9999 and is written and read again the same.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include <syncline/core/rfc3339.hpp>

using namespace syncline;

namespace {

void expect(bool holds, char const* what) {
    if (holds) return;
    std::fprintf(stderr, "%s\n", what);
    std::abort();
}

template <class T>
bool refused(result<T> const& r) {
    if (r) return false;
    expect(r.error().code == errc::malformed, "an error of another kind");
    expect(r.error().message.size() < 200, "a message without bound");
    return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    if (auto const t = parse_instant(text); !refused(t))
        expect(parse_instant(format_instant(*t)) == t, "an instant differs after text and back");
    if (auto const t = parse_utc_datetime(text); !refused(t))
        expect(parse_instant(format_instant(*t)) == t, "a UTC time differs after text and back");
    if (auto const d = parse_date(text); !refused(d))
        expect(format_date(*d) == text, "a date is not written as it was read");
    return 0;
}
