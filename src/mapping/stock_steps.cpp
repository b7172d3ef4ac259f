// SPDX-License-Identifier: Apache-2.0
#include "mapping/stock_steps.hpp"

#include <charconv>
#include <memory>
#include <string>
#include <system_error>

#include <syncline/core/text.hpp>
#include <syncline/mapping/address_lines.hpp>
#include <syncline/mapping/country.hpp>
#include <syncline/mapping/currency_code.hpp>
#include <syncline/mapping/date_time.hpp>
#include <syncline/mapping/hours.hpp>
#include <syncline/mapping/language.hpp>
#include <syncline/mapping/person_name.hpp>
#include <syncline/mapping/phone.hpp>
#include <syncline/mapping/policies.hpp>
#include <syncline/mapping/region.hpp>
#include <syncline/mapping/tax_id.hpp>
#include <syncline/mapping/unit.hpp>

#include "mapping/rounding_names.hpp"

namespace syncline::inline v1::rules {
namespace {

using words = std::vector<token>;

/// A policy with texts in it that it only views: they live beside it.
template <class Make>
struct owning {
    std::unique_ptr<words const> texts;
    decltype(std::declval<Make>()(std::declval<words const&>())) policy;

    owning(words const& w, Make make) : texts(std::make_unique<words const>(w)), policy(make(*texts)) {}

    template <class In>
    [[nodiscard]] auto operator()(In const& in, map_context const& mc) const {
        return call(policy, in, mc);
    }
};

template <class In, class Make>
[[nodiscard]] bound_step made_of(words const& w, Make make) {
    owning<Make> held(w, make);
    auto text = std::string(held.policy.describe());
    return step_of<In>(std::move(held), std::move(text));
}

[[nodiscard]] tl::unexpected<error> wants(std::string_view usage, words const& found) {
    std::string shown;
    for (auto const& w : found) (shown += shown.empty() ? "" : " ") += w.in_quotes ? quote(w.text) : w.text;
    return fail(errc::misconfigured,
                "found " + (shown.empty() ? "nothing behind it" : shorten(shown)) + ", expected " + std::string(usage));
}

[[nodiscard]] std::optional<std::int64_t> number(token const& t) {
    std::int64_t out = 0;
    auto const* const last = t.text.data() + t.text.size();
    auto const [end, failed] = std::from_chars(t.text.data(), last, out);
    if (t.in_quotes || failed != std::errc{} || end != last) return std::nullopt;
    return out;
}

[[nodiscard]] std::optional<std::size_t> count(words const& w, std::size_t i = 0) {
    if (w.size() <= i) return std::nullopt;
    auto const n = number(w[i]);
    return n && *n >= 0 ? std::optional(static_cast<std::size_t>(*n)) : std::nullopt;
}

[[nodiscard]] std::optional<rounding> rule_named(token const& t) {
    for (auto const& [name, rule] : rounding_names)
        if (!t.in_quotes && name == t.text) return rule;
    return std::nullopt;
}

using made = result<bound_step>;

[[nodiscard]] made at_most_of(words const& w) {
    auto const n = count(w);
    if (!n || w.size() != 1) return wants("a number of bytes", w);
    at_most const p{*n};
    return step_of<std::string>(p, p.describe());
}

[[nodiscard]] made value_table_of(words const& w) {
    if (w.size() != 1) return wants("the name of a value table", w);
    return made_of<std::string>(w, [](words const& t) { return value_table{t[0].text}; });
}

[[nodiscard]] made split_of(words const& w) {
    if (w.size() != 1 || w[0].text.size() != 1) return wants("one character in quotes", w);
    split const p{w[0].text[0]};
    return step_of<std::string>(p, p.describe());
}

[[nodiscard]] made as_ref_of(words const& w) {
    if (w.size() != 2) return wants("a system and an object", w);
    return made_of<std::string>(w, [](words const& t) { return as_ref{t[0].text, t[1].text}; });
}

[[nodiscard]] made linked_to_of(words const& w) {
    auto rest = w.size();
    bool const says = rest >= 4 && w[rest - 2].text == "saying" && w[rest - 1].in_quotes;
    if (says) rest -= 2;
    bool const rejects = rest == 4 && w[2].text == "or" && w[3].text == "reject";
    if (rejects) rest -= 2;
    if (rest != 2) return wants("a system and an object, `or reject` and `saying \"...\"` behind them", w);
    return made_of<external_ref>(w, [says, rejects](words const& t) {
        return linked_to{t[0].text, t[1].text, says ? std::string_view(t.back().text) : std::string_view(),
                         rejects ? unresolved::reject : unresolved::park};
    });
}

[[nodiscard]] made linked_or_none_of(words const& w) {
    if (w.size() != 2) return wants("a system and an object", w);
    return made_of<external_ref>(w, [](words const& t) { return linked_or_none{t[0].text, t[1].text}; });
}

[[nodiscard]] made to_phone_of(words const& w) {
    if (w.size() > 1) return wants("a country or nothing", w);
    return made_of<std::string>(
        w, [](words const& t) { return to_phone{t.empty() ? std::string_view() : std::string_view(t[0].text)}; });
}

[[nodiscard]] made to_region_code_of(words const& w) {
    if (w.size() != 1) return wants("a country", w);
    return made_of<std::string>(w, [](words const& t) { return to_region_code{t[0].text}; });
}

[[nodiscard]] made to_tax_id_of(words const& w) {
    if (w.empty() || w.size() > 2) return wants("a scheme, and a country where it has one", w);
    return made_of<std::string>(w, [](words const& t) {
        return to_tax_id{t[0].text, t.size() == 2 ? std::string_view(t[1].text) : std::string_view()};
    });
}

[[nodiscard]] made street_line_of(words const& w) {
    auto const n = count(w);
    if (!n || w.size() != 1) return wants("the number of a line", w);
    street_line const p{*n};
    return step_of<std::string>(p, p.describe());
}

[[nodiscard]] made street_rest_of(words const& w) {
    auto const n = count(w);
    if (!n || w.size() != 1) return wants("the number of a line", w);
    street_rest const p{*n};
    return step_of<std::string>(p, p.describe());
}

[[nodiscard]] made rounded_minutes_of(words const& w) {
    auto const rule = w.size() == 1 ? rule_named(w[0]) : std::nullopt;
    if (!rule) return wants("a rule of rounding, as half_even", w);
    rounded_minutes const p{*rule};
    return step_of<decimal>(p, p.describe());
}

[[nodiscard]] made rounded_hours_of(words const& w) {
    auto const n = count(w);
    auto const rule = w.size() == 2 ? rule_named(w[1]) : std::nullopt;
    if (!n || *n > 15 || !rule) return wants("a number of decimals up to 15 and a rule of rounding, as 2 half_even", w);
    rounded_hours const p{static_cast<int>(*n), *rule};
    return step_of<std::chrono::minutes>(p, p.describe());
}

[[nodiscard]] std::optional<std::chrono::minutes> offset_of(words const& w) {
    if (w.size() != 2 || w[1].text != "min") return std::nullopt;
    auto const n = number(w[0]);
    if (!n || *n <= -1440 || *n >= 1440) return std::nullopt;
    return std::chrono::minutes(*n);
}

[[nodiscard]] made day_at_of(words const& w) {
    auto const offset = offset_of(w);
    if (!offset) return wants("an offset to UTC of less than a day, as -480 min", w);
    day_at const p{*offset};
    return step_of<instant>(p, p.describe());
}

[[nodiscard]] made start_of_day_of(words const& w) {
    auto const offset = offset_of(w);
    if (!offset) return wants("an offset to UTC of less than a day, as -480 min", w);
    start_of_day const p{*offset};
    return step_of<local_date>(p, p.describe());
}

struct maker {
    std::string_view name;
    made (*make)(words const& w);
};

constexpr maker makers[] = {
    {"at_most", at_most_of},
    {"value_table", value_table_of},
    {"split", split_of},
    {"as_ref", as_ref_of},
    {"linked_to", linked_to_of},
    {"linked_or_none", linked_or_none_of},
    {"to_phone", to_phone_of},
    {"to_region_code", to_region_code_of},
    {"to_tax_id", to_tax_id_of},
    {"street_line", street_line_of},
    {"street_rest", street_rest_of},
    {"rounded_minutes", rounded_minutes_of},
    {"rounded_hours", rounded_hours_of},
    {"day_at", day_at_of},
    {"start_of_day", start_of_day_of},
};

/// The text of a stock policy says what it is called.
template <class In, class... P>
void add(std::vector<bound_step>& out, P... policy) {
    (out.push_back(step_of<In>(policy, std::string(policy.describe()))), ...);
}

}  // namespace

std::vector<bound_step> const& plain_steps() {
    static std::vector<bound_step> const all = [] {
        std::vector<bound_step> out;
        add<std::string>(out, trim, non_empty);
        add<std::string>(out, to_country_code, country_name, country_alpha3, country_numeric);
        add<std::string>(out, to_currency_code, lower_currency_code);
        add<std::string>(out, to_language_tag, with_likely_region, language_only, posix_locale, underscored_language,
                         lower_language_tag);
        add<std::string>(out, to_instant, naive_utc_to_instant, milliseconds_to_instant, seconds_to_instant, to_date,
                         midnight_to_date);
        add<std::int64_t>(out, milliseconds_to_instant, seconds_to_instant, midnight_to_date);
        add<instant>(out, instant_text, naive_utc, whole_seconds, epoch_milliseconds, epoch_seconds);
        add<local_date>(out, date_text, utc_midnight);
        add<decimal>(out, exact_minutes);
        add<std::chrono::minutes>(out, exact_hours);
        add<std::string>(out, split_name);
        add<name_parts>(out, full_name, family_first);
        add<phone_number>(out, phone_text, e164_only);
        add<std::string>(out, region_name, local_region_code);
        add<checked_tax_id>(out, tax_id_text);
        add<std::string>(out, to_unit_code, unit_name);
        return out;
    }();
    return all;
}

std::optional<result<bound_step>> step_with_words(std::string_view name, std::vector<token> const& words) {
    for (auto const& m : makers)
        if (m.name == name) return m.make(words);
    return std::nullopt;
}

std::vector<std::string_view> names_with_words() {
    std::vector<std::string_view> out;
    for (auto const& m : makers) out.push_back(m.name);
    return out;
}

}  // namespace syncline::inline v1::rules
