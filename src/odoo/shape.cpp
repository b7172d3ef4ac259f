// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include <syncline/core/near_name.hpp>

#include "odoo/session.hpp"

// Described records against what the server says its models are.

namespace syncline::inline v1::odoo::detail {
namespace {

constexpr std::size_t most_named = 3;

/// Fields somebody may have meant, the likeliest first.
std::string similar(std::string_view name, model_facts const& facts) {
    std::vector<std::pair<std::size_t, std::string_view>> found;
    for (auto const& f : facts)
        if (auto const distance = name_distance(name, f.name)) found.emplace_back(*distance, f.name);
    std::sort(found.begin(), found.end());
    std::string out;
    for (std::size_t i = 0; i < std::min(found.size(), most_named); ++i)
        out += (i == 0 ? "`" : ", `") + std::string(found[i].second) + '`';
    return out;
}

std::string_view expected(holds h) {
    switch (h) {
        case holds::text: return "a text or selection";
        case holds::boolean: return "a boolean";
        case holds::number: return "a number";
        case holds::moment: return "a datetime";
        case holds::date: return "a date";
        case holds::reference: return "a many2one";
        case holds::list: return "a one2many or many2many";
        case holds::anything: break;
    }
    return "anything";
}

bool can_hold(holds h, std::string_view type) {
    auto const any_of = [type](std::initializer_list<std::string_view> types) {
        return std::find(types.begin(), types.end(), type) != types.end();
    };
    switch (h) {
        case holds::text:
            return any_of({"char", "text", "html", "selection", "binary", "reference", "date", "datetime"});
        case holds::boolean: return type == "boolean";
        case holds::number: return any_of({"integer", "float", "monetary", "many2one_reference"});
        case holds::moment: return type == "datetime";
        case holds::date: return type == "date";
        case holds::reference: return type == "many2one";
        case holds::list: return any_of({"one2many", "many2many"});
        case holds::anything: break;
    }
    return true;
}

field_facts const* find(model_facts const& facts, std::string_view name) {
    auto const it = std::lower_bound(facts.begin(), facts.end(), name,
                                     [](field_facts const& f, std::string_view n) { return f.name < n; });
    return it != facts.end() && it->name == name ? &*it : nullptr;
}

}  // namespace

shape::field const& shape::at(std::string_view described_name) const {
    auto const it = std::find_if(record->fields.begin(), record->fields.end(),
                                 [described_name](described_field const& f) { return f.name == described_name; });
    return fields[static_cast<std::size_t>(it - record->fields.begin())];
}

result<shape> fitted(described_record const& record, model_facts const& facts, std::string_view version) {
    shape out{.record = &record, .version = std::string(version)};
    std::string problems;
    auto const problem = [&problems](described_field const& f, std::string const& what) {
        problems += problems.empty() ? "" : "; ";
        problems += "field `" + std::string(f.name) + "`: " + what;
    };
    for (auto const& f : record.fields) {
        auto const* have = find(facts, f.name);
        std::string_view name = f.name;
        if (have == nullptr && !f.other.empty()) {
            have = find(facts, f.other);
            name = f.other;
        }
        if (have == nullptr) {
            out.fields.push_back({});
            if (f.may_lack) continue;
            auto const instead = similar(f.name, facts);
            problem(f, "found none on Odoo " + std::string(version) +
                           (instead.empty() ? std::string(", and none with a name like it")
                                            : ", the model has " + instead + " instead"));
            continue;
        }
        if (!can_hold(f.holds, have->type))
            problem(f, "found type `" + have->type + "` on Odoo " + std::string(version) + ", expected " +
                           std::string(expected(f.holds)));
        out.fields.push_back(
            {.name = name, .type = have->type, .searchable = have->searchable, .sortable = have->sortable});
    }
    if (!problems.empty()) return fail(errc::unsupported, "odoo " + std::string(record.model) + ": " + problems);
    return out;
}

error refused(shape const& s, std::string_view field, std::string_view what) {
    return {.code = errc::unsupported,
            .message = "odoo " + std::string(s.record->model) + ": field `" + std::string(field) + "` " +
                       std::string(what) + " on Odoo " + s.version};
}

result<std::vector<reflect::predicate_node>> to_nodes(shape const& s, std::vector<reflect::predicate_node> nodes) {
    for (auto& n : nodes) {
        if (n.kind != reflect::connective::condition) continue;
        auto const& f = s.at(n.field);
        if (f.name.empty()) return fail(refused(s, n.field, "stands in a condition, found none"));
        if (!f.searchable)
            return fail(refused(s, n.field, "stands in a condition, found one that is computed and not searchable"));
        n.field = f.name;
    }
    return nodes;
}

std::vector<std::string_view> names_of(shape const& s) {
    std::vector<std::string_view> names;
    for (auto const& f : s.fields)
        if (!f.name.empty()) names.push_back(f.name);
    return names;
}

}  // namespace syncline::inline v1::odoo::detail
