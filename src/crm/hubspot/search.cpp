// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <utility>

#include <syncline/core/rfc3339.hpp>
#include <syncline/core/text.hpp>
#include <syncline/crm/hubspot/object.hpp>
#include <syncline/json/decode.hpp>
#include <syncline/json/writer.hpp>

#include "session.hpp"

namespace syncline::inline v1::crm::hubspot::detail {
namespace {

constexpr std::size_t most_groups = 5;
constexpr std::size_t most_in_group = 6;
constexpr std::size_t most_filters = 18;
constexpr std::size_t page_rows = 200;
constexpr std::size_t most_rows = 10'000;
constexpr std::string_view id_property = "hs_object_id";

struct filter {
    std::string_view property;
    std::string_view op;
    std::vector<std::string> values{};
};

/// Groups of filters: all of one group, or all of another. No group at all: nothing fits. An empty group: everything.
using any_of_groups = std::vector<std::vector<filter>>;

std::string lower(std::string_view text) {
    std::string out(text);
    for (auto& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    return out;
}

/// A constant as HubSpot's filters have it: everything is a text, a moment is epoch milliseconds.
struct rendered {
    std::string operator()(bool b) const { return b ? "true" : "false"; }
    std::string operator()(std::int64_t i) const { return std::to_string(i); }
    std::string operator()(std::string const& s) const { return s; }
    std::string operator()(decimal const& d) const { return d.to_string(); }
    std::string operator()(instant t) const {
        return std::to_string(std::chrono::floor<std::chrono::milliseconds>(t.time_since_epoch()).count());
    }
    std::string operator()(local_date d) const { return (*this)(instant(std::chrono::sys_days(d))); }
};

result<filter> filter_of(reflect::predicate_node const& node, bool negated) {
    using reflect::comparison;
    filter out{.property = node.field, .op = {}};
    auto const* const text = node.values.empty() ? nullptr : std::get_if<std::string>(&node.values.front());
    switch (node.op) {
        case comparison::equal:
        case comparison::not_equal: {
            bool const equal = (node.op == comparison::equal) != negated;
            if (text && text->empty()) {  // blank is the absence of a value over there
                out.op = equal ? "NOT_HAS_PROPERTY" : "HAS_PROPERTY";
                return out;
            }
            out.op = equal ? "EQ" : "NEQ";
            break;
        }
        case comparison::less: out.op = negated ? "GTE" : "LT"; break;
        case comparison::less_equal: out.op = negated ? "GT" : "LTE"; break;
        case comparison::greater: out.op = negated ? "LTE" : "GT"; break;
        case comparison::greater_equal: out.op = negated ? "LT" : "GTE"; break;
        case comparison::in:
            out.op = negated ? "NOT_IN" : "IN";
            for (auto const& v : node.values) {
                out.values.push_back(std::visit(rendered{}, v));
                // texts are matched in lower case there, options as they are written: both are asked for
                if (std::holds_alternative<std::string>(v))
                    if (auto l = lower(out.values.back()); l != out.values.back()) out.values.push_back(std::move(l));
            }
            return out;
        case comparison::contains: {
            auto const word = [](char c) {
                return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       static_cast<unsigned char>(c) >= 0x80;
            };
            if (!text || text->empty() || !std::all_of(text->begin(), text->end(), word))
                return fail(errc::unsupported, "contains on " + std::string(node.field) +
                                                   ": HubSpot finds parts of single words only, found `" +
                                                   shorten(text ? *text : "") + "`, expected letters and digits");
            out.op = negated ? "NOT_CONTAINS_TOKEN" : "CONTAINS_TOKEN";
            out.values.push_back("*" + *text + "*");
            return out;
        }
    }
    out.values.push_back(std::visit(rendered{}, node.values.front()));
    return out;
}

result<void> check_size(any_of_groups const& groups) {
    std::size_t all = 0;
    for (auto const& g : groups) {
        all += g.size();
        if (g.size() > most_in_group)
            return fail(errc::unsupported, "the condition needs " + std::to_string(g.size()) +
                                               " filters in one group, HubSpot takes " + std::to_string(most_in_group));
    }
    if (groups.size() > most_groups)
        return fail(errc::unsupported, "the condition needs " + std::to_string(groups.size()) +
                                           " filter groups, HubSpot takes " + std::to_string(most_groups));
    if (all > most_filters)
        return fail(errc::unsupported, "the condition needs " + std::to_string(all) +
                                           " filters in all, HubSpot takes " + std::to_string(most_filters));
    return {};
}

/// The groups of the node at `at` and what hangs under it; moves `at` behind it. Negation moves down to the filters.
result<any_of_groups> groups_of(std::vector<reflect::predicate_node> const& nodes, std::size_t& at, bool negated) {
    using reflect::connective;
    auto const& node = nodes[at++];
    if (node.kind == connective::condition) {
        if (node.op == reflect::comparison::in && node.values.empty())
            return negated ? any_of_groups{{}} : any_of_groups{};  // in nothing: never; not in nothing: always
        auto f = filter_of(node, negated);
        if (!f) return fail(std::move(f).error());
        return any_of_groups{{*std::move(f)}};
    }
    if (node.kind == connective::none_of) return groups_of(nodes, at, !negated);
    auto left = groups_of(nodes, at, negated);
    if (!left) return left;
    auto right = groups_of(nodes, at, negated);
    if (!right) return right;
    if ((node.kind == connective::any_of) != negated) {
        left->insert(left->end(), right->begin(), right->end());
    } else {
        any_of_groups both;
        for (auto const& a : *left)
            for (auto const& b : *right) {
                auto& joined = both.emplace_back(a);
                joined.insert(joined.end(), b.begin(), b.end());
            }
        *left = std::move(both);
    }
    // an empty group fits everything; beside it no other group counts
    if (std::any_of(left->begin(), left->end(), [](auto const& g) { return g.empty(); })) *left = {{}};
    // refused while it is small: sums of products grow fast
    if (auto fits = check_size(*left); !fits) return fail(std::move(fits).error());
    return left;
}

void write(json::writer& w, filter const& f) {
    w.begin_object().member("propertyName", f.property).member("operator", f.op);
    if (f.op == "IN" || f.op == "NOT_IN") {
        w.key("values").begin_array();
        for (auto const& v : f.values) w.value(v);
        w.end_array();
    } else if (!f.values.empty()) {
        w.member("value", f.values.front());
    }
    w.end_object();
}

struct search_envelope {
    std::optional<hubspot::paging> paging{};
};
BOOST_DESCRIBE_STRUCT(search_envelope, (), (paging))

}  // namespace

result<void> search(session& s, search_request const& what,
                    function_ref<result<rows_seen>(std::string const& body)> page, context const& ctx) {
    auto const name = naming(what.type, "search");
    any_of_groups groups{{}};
    if (!what.nodes.empty()) {
        std::size_t at = 0;
        auto made = groups_of(what.nodes, at, false);
        if (made)
            if (auto fits = check_size(*made); !fits) made = fail(std::move(fits).error());
        if (!made) return fail_within(name, std::move(made).error());
        groups = *std::move(made);
    }
    if (groups.empty() || what.limit == std::size_t{0}) return {};

    std::size_t read = 0;
    std::string last_id;
    for (;;) {  // one window after the other, each of at most 10,000 rows
        auto window = groups;
        if (!last_id.empty()) {
            for (auto& g : window) g.push_back({.property = id_property, .op = "GT", .values = {last_id}});
            if (!check_size(window))
                return fail(errc::too_large, name +
                                                 ": more than 10,000 records fit and the condition leaves no room for "
                                                 "one more filter to split them; narrow it");
        }
        std::size_t after = 0;
        for (;;) {
            auto const rows = what.limit ? std::min(page_rows, *what.limit - read) : page_rows;
            std::string body;
            json::writer w(body);
            w.begin_object();
            if (!(window.size() == 1 && window.front().empty())) {
                w.key("filterGroups").begin_array();
                for (auto const& g : window) {
                    w.begin_object().key("filters").begin_array();
                    for (auto const& f : g) write(w, f);
                    w.end_array().end_object();
                }
                w.end_array();
            }
            w.key("sorts").begin_array().begin_object().member("propertyName", id_property);
            w.member("direction", "ASCENDING").end_object().end_array();
            w.key("properties").begin_array();
            for (auto const p : what.properties) w.value(p);
            w.end_array().member("limit", rows);
            if (after != 0) w.member("after", std::to_string(after));
            w.end_object();
            auto got = s.send(s.request(http::method::post, s.url("objects", {what.type, "search"}), std::move(body),
                                        http::safety::read, "hubspot search"),
                              name, ctx);
            if (!got) return fail(std::move(got).error());
            auto envelope = json::decode<search_envelope>(got->body);
            if (!envelope) return fail_within(name, std::move(envelope).error());
            auto seen = page(got->body);
            if (!seen) return fail(std::move(seen).error());
            read += seen->count;
            if (what.limit && read >= *what.limit) return {};
            if (!envelope->paging || !envelope->paging->next || seen->count == 0) return {};

            auto const& text = envelope->paging->next->after;
            std::size_t next = 0;
            auto const [end, bad] = std::from_chars(text.data(), text.data() + text.size(), next);
            if (bad != std::errc() || end != text.data() + text.size() || next <= after)
                return fail(errc::malformed, name + ": $.paging.next.after: found \"" + shorten(text) +
                                                 "\", expected a number above " + std::to_string(after));
            after = next;
            if (after < most_rows) continue;
            if (seen->last_id == last_id)
                return fail(errc::malformed,
                            name + ": found the same id at the end of two windows, expected a higher one");
            last_id = std::move(seen->last_id);
            break;
        }
    }
}

}  // namespace syncline::inline v1::crm::hubspot::detail
