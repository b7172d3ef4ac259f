// SPDX-License-Identifier: Apache-2.0
// Line 12: an amount of money read from text and written as text, against a decimal type of 50 digits and against
// double, which loses cents elsewhere.
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include <boost/multiprecision/cpp_dec_float.hpp>

#include <syncline/model/money.hpp>

#include "harness.hpp"
#include "payloads.hpp"

namespace {

using namespace syncline;
using boost::multiprecision::cpp_dec_float_50;

constexpr model::currency euro = "EUR";
constexpr std::size_t amounts = 1000;

/// Amounts as they come over the wire: up to seven digits before the point, a tenth of them negative, most with two
/// decimals, some with one or none.
[[nodiscard]] std::vector<std::string> texts() {
    std::vector<std::string> out;
    std::uint64_t state = 42;
    auto const below = [&state](std::uint64_t n) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        return (state >> 33U) % n;
    };
    for (std::size_t i = 0; i < amounts; ++i) {
        std::uint64_t most = 1;
        for (auto digits = 1 + below(7); digits > 0; --digits) most *= 10;
        std::string text(below(10) == 0 ? "-" : "");
        text += std::to_string(1 + below(most));
        auto const kind = below(10);
        if (kind > 0) text += '.' + std::to_string(below(10));
        if (kind > 2) text += std::to_string(below(10));
        out.push_back(std::move(text));
    }
    return out;
}

[[nodiscard]] std::int64_t minor_of(result<model::money> const& m) { return m.value().minor(); }
[[nodiscard]] std::int64_t minor_of(cpp_dec_float_50 const& d) {
    return cpp_dec_float_50(d * 100).convert_to<std::int64_t>();
}
[[nodiscard]] std::int64_t minor_of(double d) { return std::llround(d * 100); }

[[nodiscard]] result<model::money> read_money(std::string const& text) {
    auto const d = decimal::parse(text);
    if (!d) std::abort();
    return model::money::of(*d, euro);
}
[[nodiscard]] cpp_dec_float_50 read_dec_float(std::string const& text) { return cpp_dec_float_50(text); }
[[nodiscard]] double read_double(std::string const& text) {
    double d = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), d).ec != std::errc()) std::abort();
    return d;
}
[[nodiscard]] double read_strtod(std::string const& text) { return std::strtod(text.c_str(), nullptr); }

/// Room for an amount. The text lies in it, except that cpp_dec_float gives a string of its own.
using buffer = std::array<char, 64>;

[[nodiscard]] std::string_view write_money(buffer& b, result<model::money> const& m) {
    return {b.data(), m->to_decimal().write_to(b.data())};
}
[[nodiscard]] std::string write_dec_float(buffer& /*unused*/, cpp_dec_float_50 const& d) {
    return d.str(2, std::ios_base::fixed);
}
[[nodiscard]] std::string_view write_double(buffer& b, double d) {
    return {b.data(), std::to_chars(b.data(), b.data() + b.size(), d, std::chars_format::fixed, 2).ptr};
}
[[nodiscard]] std::string_view write_printf(buffer& b, double d) {
    return {b.data(), static_cast<std::size_t>(std::snprintf(b.data(), b.size(), "%.2f", d))};
}

template <auto Read>
[[nodiscard]] std::uint64_t minor_sum(std::vector<std::string> const& all) {
    bench::checksum c;
    for (auto const& t : all) c.add(minor_of(Read(t)));
    return c.value();
}

template <auto Write, class T>
[[nodiscard]] std::uint64_t text_sum(std::vector<T> const& all) {
    bench::checksum c;
    buffer b;
    for (auto const& a : all) c.add(std::string_view(Write(b, a)));
    return c.value();
}

template <auto Read>
[[nodiscard]] auto reading(std::vector<std::string> const& all) {
    return [&all] {
        for (auto const& t : all) bench::keep(Read(t));
    };
}

template <auto Write, class T>
[[nodiscard]] auto writing(std::vector<T> const& all) {
    return [&all] {
        buffer b;
        for (auto const& a : all) bench::keep(Write(b, a));
    };
}

template <auto Read>
[[nodiscard]] auto read_all(std::vector<std::string> const& all) {
    std::vector<decltype(Read(all.front()))> out;
    for (auto const& t : all) out.push_back(Read(t));
    return out;
}

bench::line const parse{
    "12.money_parse", [](bench::settings const& s) {
        auto const all = texts();
        auto const expected = minor_sum<read_money>(all);
        bench::require_equal(expected, minor_sum<read_dec_float>(all), "cpp_dec_float_50");
        bench::require_equal(expected, minor_sum<read_double>(all), "from_chars");
        bench::require_equal(expected, minor_sum<read_strtod>(all), "strtod");
        return bench::race{.line = "12.money_parse",
                           .work = amounts,
                           .unit = "M/s",
                           .scale = 1e-6,
                           .subject = reading<read_money>(all),
                           .anchors = {{"cpp_dec_float_50", reading<read_dec_float>(all), bench::times_as_fast(15)},
                                       {"double, from_chars", reading<read_double>(all), bench::times_as_fast(1)},
                                       {"double, strtod", reading<read_strtod>(all), bench::times_as_fast(1)}}}
            .run(s);
    }};

bench::line const format{
    "12.money_format", [](bench::settings const& s) {
        auto const all = texts();
        auto const ours = read_all<read_money>(all);
        auto const wide = read_all<read_dec_float>(all);
        auto const doubles = read_all<read_double>(all);
        auto const expected = text_sum<write_money>(ours);
        bench::require_equal(expected, text_sum<write_dec_float>(wide), "cpp_dec_float_50");
        bench::require_equal(expected, text_sum<write_double>(doubles), "to_chars");
        bench::require_equal(expected, text_sum<write_printf>(doubles), "snprintf");
        return bench::race{.line = "12.money_format",
                           .work = amounts,
                           .unit = "M/s",
                           .scale = 1e-6,
                           .subject = writing<write_money>(ours),
                           .anchors = {{"cpp_dec_float_50", writing<write_dec_float>(wide), bench::times_as_fast(50)},
                                       {"double, to_chars", writing<write_double>(doubles), bench::times_as_fast(1)},
                                       {"double, snprintf", writing<write_printf>(doubles), bench::times_as_fast(1)}}}
            .run(s);
    }};

}  // namespace
