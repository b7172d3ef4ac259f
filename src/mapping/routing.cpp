// SPDX-License-Identifier: Apache-2.0
#include <syncline/mapping/routing.hpp>

#include <algorithm>
#include <optional>

#include <syncline/core/text.hpp>

#include "mapping/bound_path.hpp"
#include "mapping/held_value.hpp"

namespace syncline::inline v1::rules {

class bound_routes {
public:
    struct condition {
        bound_path path{};
        std::shared_ptr<held_value const> value{};

        [[nodiscard]] bool holds(void const* record) const {
            auto const found = path.read(record);
            return found.state == presence::given && path.type->equal(found.at, value->get());
        }
    };

    routes table{};
    std::vector<std::vector<condition>> conditions{};  // of each rule
};

namespace {

/// The value this rule wants of that field, if it wants any.
[[nodiscard]] std::string const* wanted(route const& rule, std::string_view field) {
    for (auto const& c : rule.when)
        if (c.field == field) return &c.is;
    return nullptr;
}

/// Whether `earlier` holds whenever `later` does.
[[nodiscard]] bool covers(route const& earlier, route const& later) {
    return std::all_of(earlier.when.begin(), earlier.when.end(), [&](route_condition const& c) {
        auto const* const value = wanted(later, c.field);
        return value != nullptr && *value == c.is;
    });
}

[[nodiscard]] bool exclude_each_other(route const& a, route const& b) {
    return std::any_of(a.when.begin(), a.when.end(), [&](route_condition const& c) {
        auto const* const value = wanted(b, c.field);
        return value != nullptr && *value != c.is;
    });
}

[[nodiscard]] result<bound_routes::condition> bind(route_condition const& c, record_type const& record) {
    auto path = path_in(record, c.field);
    if (!path) return fail(std::move(path).error());
    auto const& type = *path->type;
    if (!type.parse || !type.equal)
        return fail(errc::misconfigured,
                    "found field " + c.field + ", a " + name_of(type) + ", which cannot be compared");
    auto value = std::make_shared<held_value>();
    if (!type.parse(c.is, &type == &type_of<std::string>, value->room_for(type)))
        return fail(errc::misconfigured,
                    "found " + quote(shorten(c.is)) + " for " + c.field + ", expected " + name_of(type));
    value->keep();
    return bound_routes::condition{*std::move(path), std::move(value)};
}

}  // namespace

result<std::shared_ptr<bound_routes const>> bind_routes(routes table, record_type const& record) {
    auto out = std::make_shared<bound_routes>();
    std::string wrong;
    auto const refuse = [&wrong](std::string_view rule, std::string_view why) {
        if (!wrong.empty()) wrong += "; ";
        (((wrong += "route ") += shorten(rule)) += ": ") += why;
    };
    for (auto const& rule : table.rules) {
        auto const same =
            std::count_if(table.rules.begin(), table.rules.end(), [&](route const& r) { return r.name == rule.name; });
        if (rule.name.empty() || rule.name == "otherwise") refuse(rule.name, "found no name of its own, expected one");
        if (same > 1) refuse(rule.name, "found the name twice, expected it once");
        if (rule.to.empty()) refuse(rule.name, "found no place to go, expected one");
        if (rule.when.empty()) refuse(rule.name, "found no condition, expected one; what always holds is `otherwise`");
        auto& conditions = out->conditions.emplace_back();
        for (auto const& c : rule.when) {
            auto bound = bind(c, record);
            if (bound)
                conditions.push_back(*std::move(bound));
            else
                refuse(rule.name, bound.error().message);
        }
    }
    if (table.otherwise.empty()) refuse("otherwise", "found no place to go, expected one");
    if (!wrong.empty()) return fail(errc::misconfigured, std::move(wrong));
    out->table = std::move(table);
    return out;
}

routed route_of(bound_routes const& table, void const* record) {
    for (std::size_t i = 0; i < table.conditions.size(); ++i) {
        auto const& all = table.conditions[i];
        if (std::all_of(all.begin(), all.end(), [&](bound_routes::condition const& c) { return c.holds(record); }))
            return {table.table.rules[i].to, table.table.rules[i].name};
    }
    return {table.table.otherwise, "otherwise"};
}

std::vector<std::string> coverage_of(bound_routes const& table) {
    std::vector<std::string> out;
    auto const& all = table.table.rules;
    for (std::size_t later = 0; later < all.size(); ++later)
        for (std::size_t earlier = 0; earlier < later; ++earlier) {
            auto const& a = all[earlier];
            auto const& b = all[later];
            if (covers(a, b))
                out.push_back("route " + b.name + " never fires: " + a.name + " holds whenever it does");
            else if (a.to != b.to && !exclude_each_other(a, b))
                out.push_back("routes " + a.name + " and " + b.name + " may hold together: " + a.to + " goes before " +
                              b.to);
        }
    return out;
}

}  // namespace syncline::inline v1::rules
