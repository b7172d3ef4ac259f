// SPDX-License-Identifier: Apache-2.0
#include "emulator/odoo_group.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace syncline::inline v1::emulator::erp {

namespace {

using namespace std::chrono;

constexpr std::array<std::string_view, 12> months_by_name = {"January",   "February", "March",    "April",
                                                             "May",       "June",     "July",     "August",
                                                             "September", "October",  "November", "December"};

/// One field to group by: `date_order:month`.
struct key_column {
    std::string spec;
    field const* of = nullptr;
    std::string length{};  ///< Of a date: hour, day, week, month, quarter, year.

    [[nodiscard]] bool is_date() const { return of->kind == kind::date || of->kind == kind::datetime; }
};

/// The rows that share their values of the key columns.
struct group_of_rows {
    std::vector<json> values;  ///< As stored; of a date the beginning of its span, in local time.
    std::vector<id_type> ids;
};

std::vector<std::string> texts_in(json const& list) {
    std::vector<std::string> out;
    if (list.is_string()) out.push_back(list.get<std::string>());
    if (list.is_array())
        for (auto const& e : list) out.push_back(as_text(e));
    return out;
}

class grouper {
public:
    grouper(environment& env, model const& m, grouping const& g) : env_(env), model_(m), asked_(g) {
        for (auto const& spec : texts_in(g.by)) {
            auto const colon = spec.find(':');
            auto const name = spec.substr(0, colon);
            field const* const f = m.find(name);
            if (!f) throw value_error("Invalid field " + repr(name) + " on model " + repr(std::string(m.name)));
            key_column k{.spec = spec, .of = f};
            if (k.is_date()) k.length = colon == std::string::npos ? "month" : spec.substr(colon + 1);
            keys_.push_back(std::move(k));
            if (g.lazy) break;
        }
        collect();
    }

    /// read_group: names of the fields, a domain to open the group with.
    json classic() {
        json out = json::array();
        for (auto const& g : page()) {
            json row = json::object();
            json domain_parts = json::array();
            json ranges = json::object();
            for (std::size_t i = 0; i < keys_.size(); ++i) {
                auto const& k = keys_[i];
                row[k.spec] = label(k, g.values[i]);
                for (auto const& term : terms(k, g.values[i])) domain_parts.push_back(term);
                if (k.is_date())
                    ranges[k.spec] = g.values[i].is_null()
                                         ? json(false)
                                         : json{{"from", bound(k, g.values[i], 0)}, {"to", bound(k, g.values[i], 1)}};
            }
            auto const counted =
                asked_.lazy && !keys_.empty() ? std::string(keys_.front().of->name) + "_count" : "__count";
            row[counted] = g.ids.size();
            for (auto const& spec : texts_in(asked_.fields)) aggregate(row, spec, g, false);
            row["__domain"] = opened(domain_parts);
            if (!ranges.empty()) row["__range"] = std::move(ranges);
            out.push_back(std::move(row));
        }
        return out;
    }

    json formatted() {
        json out = json::array();
        for (auto const& g : page()) {
            json row = json::object();
            json extra = json::array();
            for (std::size_t i = 0; i < keys_.size(); ++i) {
                auto const& k = keys_[i];
                json const shown = label(k, g.values[i]);
                row[k.spec] = k.is_date() && shown.is_string() ? json::array({bound(k, g.values[i], 0), shown}) : shown;
                for (auto const& term : terms(k, g.values[i])) extra.push_back(term);
            }
            row["__extra_domain"] = conjunction(extra);
            for (auto const& spec : texts_in(asked_.fields)) aggregate(row, spec, g, true);
            out.push_back(std::move(row));
        }
        return out;
    }

private:
    /// Whether a zone is asked for: then spans begin at local midnight.
    [[nodiscard]] std::string zone() { return env_.context().contains("tz") ? env_.timezone() : std::string("UTC"); }

    static sys_days day_in(std::string const& text) {
        return floor<days>(read_datetime(text.substr(0, 10) + " 00:00:00"));
    }

    /// The beginning of the span a day lies in, or of the one `more` spans later.
    static sys_days start(std::string const& length, sys_days day, int more) {
        year_month_day const d(day);
        if (length == "day") return day + days(more);
        if (length == "week") return day - (weekday(day) - Monday) + days(7 * more);
        if (length == "month") return sys_days((d.year() / d.month() + months(more)) / 1);
        if (length == "quarter") {
            auto const first = (static_cast<unsigned>(d.month()) - 1) / 3 * 3 + 1;
            return sys_days((d.year() / month(first) + months(3 * more)) / 1);
        }
        if (length == "year") return sys_days((d.year() + years(more)) / 1 / 1);
        throw value_error("invalid granularity " + repr(length));
    }

    json key_of(key_column const& k, id_type id) {
        json v = env_.get(model_, id, k.of->name);
        if (!k.is_date() || v.is_null()) {
            if (k.of->kind == kind::boolean) return v == json(true);
            return v;
        }
        if (k.of->kind == kind::date)
            return start(k.length, day_in(v.get<std::string>()), 0).time_since_epoch().count();
        instant const moment(microseconds(v.get<id_type>()));
        instant const local = moment + offset_of_utc(zone(), moment);
        if (k.length == "hour") return floor<hours>(local).time_since_epoch().count();
        return start(k.length, floor<days>(local), 0).time_since_epoch().count();
    }

    void collect() {
        auto const ids = env_.search(model_, asked_.domain, 0, 0, nullptr);
        if (keys_.empty()) {
            groups_.push_back({{}, ids});
            return;
        }
        for (auto const id : ids) {
            std::vector<std::vector<json>> all(1);
            for (auto const& k : keys_) {
                json const key = key_of(k, id);
                // a record counts once for each of several related ones
                bool const many = key.is_array();
                std::vector<json> const values = many && !key.empty() ? std::vector<json>(key.begin(), key.end())
                                                 : many               ? std::vector<json>(1)
                                                                      : std::vector<json>{key};
                std::vector<std::vector<json>> longer;
                for (auto const& before : all)
                    for (auto const& v : values) {
                        longer.push_back(before);
                        longer.back().push_back(v);
                    }
                all = std::move(longer);
            }
            for (auto& values : all) {
                auto const it = std::find_if(groups_.begin(), groups_.end(),
                                             [&](group_of_rows const& g) { return g.values == values; });
                if (it == groups_.end())
                    groups_.push_back({std::move(values), {id}});
                else
                    it->ids.push_back(id);
            }
        }
        arrange();
    }

    /// Sorted by the key columns, or as was asked for; blanks come last.
    void arrange() {
        bool descending = false;
        if (asked_.order.is_string()) descending = asked_.order.get<std::string>().find(" desc") != std::string::npos;
        std::stable_sort(groups_.begin(), groups_.end(), [&](group_of_rows const& a, group_of_rows const& b) {
            for (std::size_t i = 0; i < keys_.size(); ++i) {
                json const& x = a.values[i];
                json const& y = b.values[i];
                if (x == y) continue;
                if (x.is_null() != y.is_null()) return y.is_null();
                if (keys_[i].of->is_relational()) {
                    model const& other = env_.named(keys_[i].of->extra);
                    std::vector<id_type> both = {x.get<id_type>(), y.get<id_type>()};
                    env_.sort(other, both, other.order);
                    return (json(both.front()) == x) != descending;
                }
                return (x < y) != descending;
            }
            return false;
        });
    }

    [[nodiscard]] std::vector<group_of_rows> page() const {
        auto const count = [](json const& v) {
            return v.is_number_integer() && v.get<std::int64_t>() > 0 ? v.get<std::size_t>() : 0;
        };
        auto const first = std::min(count(asked_.offset), groups_.size());
        auto const most = count(asked_.limit);
        auto const last = most == 0 ? groups_.size() : std::min(groups_.size(), first + most);
        return {groups_.begin() + static_cast<std::ptrdiff_t>(first),
                groups_.begin() + static_cast<std::ptrdiff_t>(last)};
    }

    /// The beginning of a span, or its end, in UTC as domains want it.
    json bound(key_column const& k, json const& value, int more) {
        if (k.of->kind == kind::date)
            return show_datetime(start(k.length, sys_days(days(value.get<int>())), more)).substr(0, 10);
        instant const local = k.length == "hour" ? instant(sys_time<hours>(hours(value.get<std::int64_t>() + more)))
                                                 : instant(start(k.length, sys_days(days(value.get<int>())), more));
        return show_datetime(from_local(zone(), local));
    }

    json label(key_column const& k, json const& value) {
        if (value.is_null()) return false;
        if (k.is_date()) {
            if (k.length == "hour") return bound(k, value, 0);
            sys_days const day(days(value.get<int>()));
            year_month_day const d(day);
            auto const name = std::string(months_by_name[static_cast<unsigned>(d.month()) - 1]);
            auto const in_year = std::to_string(static_cast<int>(d.year()));
            auto number = std::to_string(static_cast<unsigned>(d.day()));
            if (number.size() < 2) number.insert(0, "0");
            if (k.length == "day") return number + " " + name.substr(0, 3) + " " + in_year;
            if (k.length == "month") return name + " " + in_year;
            if (k.length == "quarter")
                return "Q" + std::to_string((static_cast<unsigned>(d.month()) + 2) / 3) + " " + in_year;
            if (k.length == "week") {
                // the week belongs to the year its Thursday lies in
                sys_days const thursday = day + days(3);
                auto const of = year_month_day(thursday).year();
                auto const week = (thursday - sys_days(of / 1 / 1)).count() / 7 + 1;
                return "W" + std::to_string(week) + " " + std::to_string(static_cast<int>(of));
            }
            return in_year;
        }
        if (k.of->is_relational()) {
            model const& other = env_.named(k.of->extra);
            return json::array({value, env_.display_name(other, value.get<id_type>())});
        }
        return value;
    }

    json terms(key_column const& k, json const& value) {
        std::string const name(k.of->name);
        if (value.is_null()) return json::array({json::array({name, "=", false})});
        if (!k.is_date()) return json::array({json::array({name, "=", value})});
        return json::array(
            {json::array({name, ">=", bound(k, value, 0)}), json::array({name, "<", bound(k, value, 1)})});
    }

    static json conjunction(json const& leaves) {
        json out = json::array();
        for (std::size_t i = 1; i < leaves.size(); ++i) out.push_back("&");
        for (auto const& l : leaves) out.push_back(l);
        return out;
    }

    /// The asked domain and the group's own terms: 16 puts the group first, 18 and 19 behind; 19 makes one list of
    /// both.
    json opened(json const& terms_of_group) {
        json whole = json::array();
        json leaves = json::array();
        bool is_flat = true;
        if (asked_.domain.is_array())
            for (auto const& t : asked_.domain) {
                is_flat = is_flat && t.is_array();
                leaves.push_back(t);
            }
        json given = is_flat ? conjunction(leaves) : leaves;
        json own = conjunction(terms_of_group);
        if (given.empty()) return own;
        if (own.empty()) return given;
        if (env_.series() == 19 && is_flat) {
            for (auto const& t : terms_of_group) leaves.push_back(t);
            return conjunction(leaves);
        }
        whole.push_back("&");
        for (auto const* const part : {env_.series() == 16 ? &own : &given, env_.series() == 16 ? &given : &own})
            for (auto const& t : *part) whole.push_back(t);
        return whole;
    }

    /// `amount_total`, `amount_total:max`, `name:max(amount_total)`; in the formatted form also `__count`.
    void aggregate(json& row, std::string const& spec, group_of_rows const& g, bool formatted) {
        if (spec == "__count") {
            row[spec] = g.ids.size();
            return;
        }
        auto const colon = spec.find(':');
        std::string alias = spec.substr(0, colon);
        std::string name = alias;
        std::string function = colon == std::string::npos ? std::string() : spec.substr(colon + 1);
        if (auto const open = function.find('('); open != std::string::npos) {
            name = function.substr(open + 1, function.size() - open - 2);
            function = function.substr(0, open);
        }
        field const* const f = model_.find(name);
        if (!f) throw value_error("Invalid field " + repr(name) + " on model " + repr(std::string(model_.name)));
        if (std::any_of(keys_.begin(), keys_.end(), [&](key_column const& k) { return k.of == f; })) return;
        bool const is_number = f->kind == kind::integer || f->kind == kind::floating || f->kind == kind::monetary;
        if (function.empty()) {
            if (!is_number || !f->stored || f->name == "id") return;
            function = "sum";
        }
        auto const& key = formatted ? spec : alias;
        std::vector<json> values;
        for (auto const id : g.ids)
            if (json v = env_.get(model_, id, f->name); !v.is_null()) values.push_back(std::move(v));
        if (function == "count" || function == "count_distinct") {
            if (function == "count_distinct") {
                std::sort(values.begin(), values.end());
                values.erase(std::unique(values.begin(), values.end()), values.end());
            }
            row[key] = values.size();
        } else if (function == "sum" || function == "avg") {
            double sum = 0;
            for (auto const& v : values) sum += v.get<double>();
            if (function == "avg")
                row[key] = values.empty() ? json(false) : json(sum / static_cast<double>(values.size()));
            else if (f->kind == kind::integer)
                row[key] = static_cast<std::int64_t>(sum);
            else
                row[key] = sum;
        } else if (function == "min" || function == "max") {
            auto const it = function == "min" ? std::min_element(values.begin(), values.end())
                                              : std::max_element(values.begin(), values.end());
            row[key] = it == values.end()          ? json(false)
                       : f->kind == kind::datetime ? json(show_datetime(instant(microseconds(it->get<id_type>()))))
                                                   : *it;
        } else if (function == "array_agg") {
            row[key] = values;
        } else {
            throw user_error("Invalid aggregation function: " + function);
        }
    }

    environment& env_;
    model const& model_;
    grouping const& asked_;
    std::vector<key_column> keys_;
    std::vector<group_of_rows> groups_;
};

}  // namespace

json read_group(environment& env, model const& m, grouping const& g) { return grouper(env, m, g).classic(); }

json formatted_read_group(environment& env, model const& m, grouping const& g) {
    return grouper(env, m, g).formatted();
}

}  // namespace syncline::inline v1::emulator::erp
