// SPDX-License-Identifier: Apache-2.0
#include "hubspot_state.hpp"

#include <algorithm>
#include <charconv>
#include <compare>
#include <utility>

#include <syncline/core/decimal.hpp>
#include <syncline/core/text.hpp>

// HS 5: search over an index that may lag, with its limits on filters, sorts, page and rows.

namespace syncline::inline v1::emulator {

using namespace hubspot_detail;

namespace {

constexpr std::size_t most_rows = 10'000;

std::string lower(std::string_view text) {
    std::string out(text);
    for (auto& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    return out;
}

/// A moment as epoch milliseconds, from ISO text or milliseconds; nothing for other text.
std::optional<decimal> milliseconds(std::string_view text) {
    if (auto n = decimal::parse(text)) return *n;
    auto t = parse_instant(text);
    if (!t)
        if (auto const d = parse_date(text)) t = instant(std::chrono::sys_days(*d));
    if (!t) return std::nullopt;
    return decimal(
        static_cast<std::int64_t>(std::chrono::floor<std::chrono::milliseconds>(t->time_since_epoch()).count()));
}

std::optional<std::partial_ordering> compared(definition const& p, std::string_view a, std::string_view b) {
    if (p.type == "number") {
        auto const x = decimal::parse(a);
        auto const y = decimal::parse(b);
        if (!x || !y) return std::nullopt;
        return *x <=> *y;
    }
    if (p.type == "datetime" || p.type == "date") {
        auto const x = milliseconds(a);
        auto const y = milliseconds(b);
        if (!x || !y) return std::nullopt;
        return *x <=> *y;
    }
    return lower(a) <=> lower(b);
}

/// Whether a word of `text` fits the token, `*` standing for anything at its ends.
bool has_token(std::string_view text, std::string token) {
    token = lower(token);
    bool const open_front = token.starts_with('*');
    bool const open_back = token.size() > 1 && token.ends_with('*');
    auto const part =
        std::string_view(token).substr(open_front ? 1 : 0, token.size() - (open_front ? 1 : 0) - (open_back ? 1 : 0));
    auto const words = lower(text);
    auto const is_word = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    };
    for (std::size_t at = 0; at < words.size();) {
        if (!is_word(words[at])) {
            ++at;
            continue;
        }
        auto end = at;
        while (end < words.size() && is_word(words[end])) ++end;
        auto const word = std::string_view(words).substr(at, end - at);
        auto const found = word.find(part);
        if (found != std::string_view::npos && (open_front || word.starts_with(part)) &&
            (open_back || word.ends_with(part)))
            return true;
        at = end;
    }
    return false;
}

struct filter {
    definition const* on;
    std::string op;
    std::string value;
    std::string high;
    std::vector<std::string> values;

    [[nodiscard]] bool holds(std::optional<std::string> const& have) const {
        if (op == "HAS_PROPERTY") return have.has_value();
        if (op == "NOT_HAS_PROPERTY") return !have.has_value();
        if (!have) return op == "NEQ" || op == "NOT_IN" || op == "NOT_CONTAINS_TOKEN";
        if (op == "CONTAINS_TOKEN") return has_token(*have, value);
        if (op == "NOT_CONTAINS_TOKEN") return !has_token(*have, value);
        if (op == "IN" || op == "NOT_IN") {
            // exact, and texts are held in lower case: a value with a capital letter never matches
            auto const mine = on->type == "string" ? lower(*have) : *have;
            bool const in = std::find(values.begin(), values.end(), mine) != values.end();
            return in == (op == "IN");
        }
        auto const order = compared(*on, *have, value);
        if (!order) return false;
        if (op == "EQ") return *order == 0;
        if (op == "NEQ") return *order != 0;
        if (op == "LT") return *order < 0;
        if (op == "LTE") return *order <= 0;
        if (op == "GT") return *order > 0;
        if (op == "GTE") return *order >= 0;
        auto const top = compared(*on, *have, high);  // BETWEEN
        return *order >= 0 && top && *top <= 0;
    }
};

}  // namespace

http::response hubspot::state::search(object_type& t, json const& body) {
    settle(t);
    auto const refuse = [&](std::string message) {
        auto out = reply({.message = std::move(message)});
        std::erase_if(out.headers, [](http::header const& h) { return h.name.starts_with("X-HubSpot-RateLimit"); });
        return out;
    };
    static constexpr std::string_view operators[] = {"EQ",
                                                     "NEQ",
                                                     "LT",
                                                     "LTE",
                                                     "GT",
                                                     "GTE",
                                                     "BETWEEN",
                                                     "IN",
                                                     "NOT_IN",
                                                     "HAS_PROPERTY",
                                                     "NOT_HAS_PROPERTY",
                                                     "CONTAINS_TOKEN",
                                                     "NOT_CONTAINS_TOKEN"};
    std::vector<std::vector<filter>> groups;
    std::size_t filters = 0;
    for (auto const& group : body.value("filterGroups", json::array())) {
        auto& out = groups.emplace_back();
        for (auto const& f : group.at("filters")) {
            auto const name = f.at("propertyName").get<std::string>();
            auto const op = f.at("operator").get<std::string>();
            auto const known = t.properties.find(name);
            if (known == t.properties.end() || known->second.archived)
                return refuse("There was a problem with the request: property " + name + " does not exist");
            if (std::find(std::begin(operators), std::end(operators), op) == std::end(operators))
                return refuse("Invalid operator " + op);
            filter made{.on = &known->second,
                        .op = op,
                        .value = f.value("value", std::string()),
                        .high = f.value("highValue", std::string()),
                        .values = f.value("values", std::vector<std::string>())};
            if ((op == "IN" || op == "NOT_IN") && made.values.empty()) return refuse("values is required for " + op);
            out.push_back(std::move(made));
            ++filters;
        }
        if (out.size() > 6) return refuse("filters: at most 6 in a group, found " + std::to_string(out.size()));
    }
    if (groups.size() > 5) return refuse("filterGroups: at most 5, found " + std::to_string(groups.size()));
    if (filters > 18) return refuse("filters: at most 18 in all, found " + std::to_string(filters));
    auto const query = lower(body.value("query", std::string()));
    if (query.size() > 3000) return refuse("query: at most 3000 characters");

    std::size_t limit = 10;
    if (body.contains("limit")) limit = body["limit"].get<std::size_t>();
    if (limit == 0 || limit > 200) return refuse("limit must be between 1 and 200, found " + std::to_string(limit));
    std::size_t after = 0;
    if (body.contains("after")) {
        auto const text = body["after"].is_string() ? body["after"].get<std::string>() : body["after"].dump();
        auto const [end, problem] = std::from_chars(text.data(), text.data() + text.size(), after);
        if (problem != std::errc() || end != text.data() + text.size())
            return refuse("Invalid value for after: " + text);
    }
    if (after + limit > most_rows && after >= most_rows)
        return refuse("There was a problem with the request: after must be below 10000, found " +
                      std::to_string(after));

    auto const& sorts = body.value("sorts", json::array());
    if (sorts.size() > 1) return refuse("sorts: at most 1, found " + std::to_string(sorts.size()));
    std::string by = "createdate";
    bool descending = true;
    if (!sorts.empty()) {
        if (sorts[0].is_string()) {
            by = sorts[0].get<std::string>();
            descending = by.starts_with('-');
            if (descending) by.erase(0, 1);
        } else {
            by = sorts[0].at("propertyName").get<std::string>();
            descending = sorts[0].value("direction", std::string("ASCENDING")) == "DESCENDING";
        }
    }
    auto const sorted_by = t.properties.find(by);
    if (sorted_by == t.properties.end()) return refuse("There was a problem with the request: cannot sort by " + by);

    struct row {
        record const* r;
        values const* seen;
        std::optional<std::string> key;
    };
    std::vector<row> rows;
    for (auto const& entry : t.records) {
        auto const& r = entry.second;
        if (r.archived || r.merged_into != 0) continue;
        if (r.index && !r.index->seen) continue;
        auto const& seen = r.index ? *r.index->seen : r.properties;
        bool fits = groups.empty();
        for (auto const& group : groups)
            if (std::all_of(group.begin(), group.end(),
                            [&](filter const& f) { return f.holds(value(t, r, seen, f.on->name)); })) {
                fits = true;
                break;
            }
        if (fits && !query.empty())
            fits = std::any_of(seen.begin(), seen.end(),
                               [&](auto const& p) { return lower(p.second).find(query) != std::string::npos; });
        if (fits) rows.push_back({&r, &seen, by == "hs_object_id" ? std::nullopt : value(t, r, seen, by)});
    }
    // records come in order of id, which is how ties stay
    if (by == "hs_object_id") {
        if (descending) std::reverse(rows.begin(), rows.end());
    } else {
        std::stable_sort(rows.begin(), rows.end(), [&](row const& a, row const& b) {
            auto const& x = descending ? b.key : a.key;
            auto const& y = descending ? a.key : b.key;
            if (!x || !y) return !x && y;
            auto const order = compared(sorted_by->second, *x, *y);
            return order && *order < 0;
        });
    }

    auto const properties = body.value("properties", std::vector<std::string>());
    json out{{"total", rows.size()}, {"results", json::array()}};
    auto const end = std::min({rows.size(), after + limit, most_rows});
    for (auto i = after; i < end; ++i) out["results"].push_back(show(t, *rows[i].r, properties, {}, rows[i].seen));
    if (end < rows.size()) out["paging"]["next"]["after"] = std::to_string(end);
    return reply(200, out, false);
}

}  // namespace syncline::inline v1::emulator
