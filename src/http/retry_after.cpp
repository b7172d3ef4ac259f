// SPDX-License-Identifier: Apache-2.0
#include <syncline/http/retry_after.hpp>

#include <algorithm>
#include <array>

#include <syncline/core/text.hpp>

namespace syncline::inline v1::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// The number made of all of `text`, or -1.
int number(std::string_view text) {
    int out = 0;
    for (char const c : text) {
        if (c < '0' || c > '9') return -1;
        out = out * 10 + (c - '0');
    }
    return text.empty() ? -1 : out;
}

std::optional<seconds> delay(std::string_view text) {
    if (text.empty() || !std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return std::nullopt;
    text.remove_prefix(std::min(text.find_first_not_of('0'), text.size() - 1));
    constexpr std::size_t more_than_a_day = 6;  // digits; keeps the sum below from overflowing
    if (text.size() >= more_than_a_day) return std::chrono::duration_cast<seconds>(longest_retry_after);
    return seconds(number(text));
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`: fixed columns. The two forms RFC 9110 calls obsolete are not read.
std::optional<instant> date(std::string_view text) {
    constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    if (text.size() != 29 || text.substr(3, 2) != ", " || text[7] != ' ' || text[11] != ' ' || text[16] != ' ' ||
        text[19] != ':' || text[22] != ':' || text.substr(25) != " GMT")
        return std::nullopt;
    auto const month = std::find(months.begin(), months.end(), text.substr(8, 3));
    int const day = number(text.substr(5, 2));
    int const year = number(text.substr(12, 4));
    int const hour = number(text.substr(17, 2));
    int const minute = number(text.substr(20, 2));
    int const second = number(text.substr(23, 2));
    if (month == months.end() || day < 0 || year < 0 || hour < 0 || hour > 23 || minute < 0 || minute > 59 ||
        second < 0 || second > 60)
        return std::nullopt;
    std::chrono::year_month_day const ymd(std::chrono::year(year),
                                          std::chrono::month(static_cast<unsigned>(month - months.begin() + 1)),
                                          std::chrono::day(static_cast<unsigned>(day)));
    if (!ymd.ok()) return std::nullopt;
    return std::chrono::sys_days(ymd) + std::chrono::hours(hour) + std::chrono::minutes(minute) + seconds(second);
}

}  // namespace

std::optional<milliseconds> parse_retry_after(std::string_view value, instant now) noexcept {
    value = trimmed(value);
    if (auto const d = delay(value)) return std::min<milliseconds>(*d, longest_retry_after);
    if (auto const t = date(value)) {
        auto const wait = std::chrono::ceil<milliseconds>(*t - now);
        return std::clamp(wait, milliseconds(0), longest_retry_after);
    }
    return std::nullopt;
}

}  // namespace syncline::inline v1::http
