// SPDX-License-Identifier: Apache-2.0
#include "hubspot_state.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include <syncline/core/fingerprint.hpp>

// HS 7: directed rows in both directions, types with ids that depend on the direction, a primary company.

namespace syncline::inline v1::emulator {

using namespace hubspot_detail;

std::vector<association_type> const& hubspot_detail::association_types() {
    static std::vector<association_type> const all{
        {"contacts", "companies", 279, "", "contact_to_company_unlabeled"},
        {"contacts", "companies", 1, "Primary", "contact_to_company"},
        {"companies", "contacts", 280, "", "company_to_contact_unlabeled"},
        {"companies", "contacts", 2, "Primary", "company_to_contact"},
        {"deals", "contacts", 3, "", "deal_to_contact"},
        {"contacts", "deals", 4, "", "contact_to_deal"},
        {"deals", "companies", 341, "", "deal_to_company_unlabeled"},
        {"deals", "companies", 5, "Primary", "deal_to_company"},
        {"companies", "deals", 342, "", "company_to_deal_unlabeled"},
        {"companies", "deals", 6, "Primary", "company_to_deal"},
        {"deals", "line_items", 19, "", "deal_to_line_item"},
        {"line_items", "deals", 20, "", "line_item_to_deal"},
        {"companies", "companies", 13, "Child Company", "parent_to_child_company"},
        {"companies", "companies", 14, "Parent Company", "child_to_parent_company"},
    };
    return all;
}

namespace {

constexpr std::size_t most_inline = 100;
constexpr std::size_t most_in_page = 500;

association_type const* of_id(int id) {
    for (auto const& t : association_types())
        if (t.id == id) return &t;
    return nullptr;
}

/// The type of the row in the other direction.
int inverse(int id) {
    static constexpr std::pair<int, int> pairs[] = {{279, 280}, {1, 2}, {3, 4}, {341, 342}, {5, 6}, {19, 20}, {13, 14}};
    for (auto const& [a, b] : pairs)
        if (id == a || id == b) return id == a ? b : a;
    return 0;
}

int default_type(std::string_view from, std::string_view to) {
    for (auto const& t : association_types())
        if (t.from == from && t.to == to && t.label.empty()) return t.id;
    return 0;
}

int primary_type(std::string_view from, std::string_view to) {
    for (auto const& t : association_types())
        if (t.from == from && t.to == to && t.label == "Primary") return t.id;
    return 0;
}

std::uint64_t number_or_zero(std::string_view text) {
    std::uint64_t n = 0;
    auto const [end, problem] = std::from_chars(text.data(), text.data() + text.size(), n);
    return problem == std::errc() && end == text.data() + text.size() ? n : 0;
}

refusal no_record(object_type const& t, std::string_view id) {
    return {.status = 404,
            .category = "OBJECT_NOT_FOUND",
            .message = t.heading + " " + std::string(id) + " does not exist",
            .context = {{"ids", {id}}},
            .sub_category = "crm.associations.NOT_FOUND"};
}

json spec(int id) { return {{"associationCategory", "HUBSPOT_DEFINED"}, {"associationTypeId", id}}; }

std::string mark_of(object_type const& from, std::uint64_t id, object_type const& to) {
    return fingerprint_of(from.name + std::to_string(id) + to.name).text().substr(0, 8);
}

}  // namespace

hubspot::state::outcome_of<void> hubspot::state::link(object_type& from, record& a, object_type& to, record& b,
                                                      std::vector<int> const& link_types) {
    auto kinds = link_types;
    if (kinds.empty()) kinds.push_back(default_type(from.name, to.name));
    for (auto const id : kinds) {
        auto const* const t = of_id(id);
        if (!t) return tl::unexpected(refusal{.message = "One or more associations are invalid"});
        if (t->from != from.name || t->to != to.name)
            return tl::unexpected(
                refusal{.message = "invalid from object type " + from.type_id +
                                   " for associations to be created. expected: " + type(t->from)->type_id});
    }
    // a line item belongs to one parent
    auto const& [deals, items] = std::pair{&from, &to};
    if (items->name == "line_items" || deals->name == "line_items") {
        auto const& item = items->name == "line_items" ? b : a;
        auto const& parent = items->name == "line_items" ? a : b;
        auto const* const have = links_of(types.at("line_items"), item.id, types.at("deals"));
        if (have && !have->empty() && !have->contains(parent.id))
            return tl::unexpected(refusal{.message = "line item " + std::to_string(item.id) +
                                                     " is already associated with another deal"});
    }
    // the first associated company becomes primary by itself
    if (auto const first = primary_type(from.name, to.name); first != 0 && to.name == "companies") {
        auto const* const have = links_of(from, a.id, to);
        if (!have || have->empty()) kinds.push_back(first);
    } else if (auto const back = primary_type(to.name, from.name); back != 0 && from.name == "companies") {
        auto const* const have = links_of(to, b.id, from);
        if (!have || have->empty()) kinds.push_back(inverse(back));
    }
    for (auto const id : kinds) {
        links[{from.name, a.id}][to.name][b.id].insert(id);
        links[{to.name, b.id}][from.name][a.id].insert(inverse(id));
        // a label never stands alone: the unlabelled type is always there beside it
        if (auto const plain = default_type(from.name, to.name); plain != 0) {
            links[{from.name, a.id}][to.name][b.id].insert(plain);
            links[{to.name, b.id}][from.name][a.id].insert(inverse(plain));
        }
    }
    return {};
}

void hubspot::state::unlink(object_type const& from, std::uint64_t a, object_type const& to, std::uint64_t b,
                            std::set<int> const& only) {
    auto const drop = [&](std::string const& x, std::uint64_t xid, std::string const& y, std::uint64_t yid, bool back) {
        auto const found = links.find({x, xid});
        if (found == links.end()) return;
        auto const row = found->second.find(y);
        if (row == found->second.end()) return;
        auto const target = row->second.find(yid);
        if (target == row->second.end()) return;
        if (!only.empty())
            for (auto const id : only) target->second.erase(back ? inverse(id) : id);
        if (only.empty() || target->second.empty()) row->second.erase(target);
    };
    drop(from.name, a, to.name, b, false);
    drop(to.name, b, from.name, a, true);
}

std::map<std::uint64_t, std::set<int>> const* hubspot::state::links_of(object_type const& from, std::uint64_t id,
                                                                       object_type const& to) const {
    auto const found = links.find({from.name, id});
    if (found == links.end()) return nullptr;
    auto const row = found->second.find(to.name);
    return row == found->second.end() ? nullptr : &row->second;
}

/// `associations` of a create: [{"to":{"id"},"types":[{...}]}].
hubspot::state::outcome_of<void> hubspot::state::link_all(object_type& t, record& r, json const& associations) {
    for (auto const& one : associations) {
        auto const id = one.at("to").at("id").is_string() ? one["to"]["id"].get<std::string>() : one["to"]["id"].dump();
        for (auto const& s : one.at("types")) {
            auto const* const kind = of_id(s.at("associationTypeId").get<int>());
            if (!kind || kind->from != t.name)
                return tl::unexpected(refusal{.message = "One or more associations are invalid"});
            auto& to = *type(kind->to);
            auto* const end = find(to, id);
            if (!end) return tl::unexpected(no_record(to, id));
            if (auto ok = link(t, r, to, *end, {kind->id}); !ok) return ok;
        }
    }
    return {};
}

// HS 3: inline associations page on their own; one entry per type of link, so that a primary company comes twice.
json hubspot::state::inline_associations(object_type& from, record const& r, std::vector<std::string> const& to) {
    json out = json::object();
    for (auto const& name : to) {
        auto const* const there = type(name);
        auto const* const have = there ? links_of(from, r.id, *there) : nullptr;
        if (!have || have->empty()) continue;
        auto& shown = out[there->inline_name];
        shown["results"] = json::array();
        std::size_t count = 0;
        for (auto const& [id, kinds] : *have) {
            if (count++ == most_inline) {
                auto const after = mark_of(from, r.id, *there) + std::to_string(id - 1);
                shown["paging"]["next"] = {{"after", after}, {"link", "https://api.hubapi.com/?after=" + after}};
                break;
            }
            for (auto const kind : kinds)
                shown["results"].push_back({{"id", std::to_string(id)}, {"type", of_id(kind)->name}});
        }
    }
    return out;
}

namespace {

json labels(object_type const& from, std::uint64_t a, object_type const& to, std::uint64_t b,
            std::vector<int> const& kinds) {
    json names = json::array();
    for (auto const id : kinds)
        if (auto const* const t = of_id(id); t && !t->label.empty()) names.push_back(t->label);
    return {{"fromObjectTypeId", from.type_id},
            {"fromObjectId", std::to_string(a)},
            {"toObjectTypeId", to.type_id},
            {"toObjectId", std::to_string(b)},
            {"labels", names}};
}

json both_rows(std::uint64_t a, std::uint64_t b, int kind) {
    return json::array(
        {{{"from", {{"id", std::to_string(a)}}}, {"to", {{"id", std::to_string(b)}}}, {"associationSpec", spec(kind)}},
         {{"from", {{"id", std::to_string(b)}}},
          {"to", {{"id", std::to_string(a)}}},
          {"associationSpec", spec(inverse(kind))}}});
}

/// A page of one record's links, and where the next one starts.
json page_of(std::map<std::uint64_t, std::set<int>> const& have, std::uint64_t after, std::size_t limit,
             std::string const& mark, bool numeric, json& paging) {
    auto out = json::array();
    std::uint64_t last = after;
    for (auto at = have.upper_bound(after); at != have.end(); ++at) {
        if (out.size() == limit) {
            auto const next = mark + std::to_string(last);
            paging["next"] = {{"after", next}, {"link", "https://api.hubapi.com/?after=" + next}};
            break;
        }
        auto kinds = json::array();
        for (auto const id : at->second) {
            json one{{"category", "HUBSPOT_DEFINED"}, {"typeId", id}};
            if (auto const* const t = of_id(id); !t->label.empty()) one["label"] = t->label;
            kinds.push_back(std::move(one));
        }
        // declared a string now, a number in older answers
        json const id = numeric ? json(at->first) : json(std::to_string(at->first));
        out.push_back({{"toObjectId", id}, {"associationTypes", std::move(kinds)}});
        last = at->first;
    }
    return out;
}

}  // namespace

http::response hubspot::state::record_associations(http::request const& r, object_type& from,
                                                   std::vector<std::string> const& path,
                                                   std::multimap<std::string, std::string> const& query) {
    using http::method;
    bool const plain = path.size() > 2 && path[2] == "default";
    auto const rest = std::vector<std::string>(path.begin() + (plain ? 3 : 2), path.end());
    auto* const to = rest.empty() ? nullptr : type(rest[0]);
    if (!to || rest.size() > 2) return speak(404);
    auto* const a = find(from, path[0]);
    if (!a) return reply(no_record(from, path[0]));
    if (rest.size() == 1) {
        if (r.method != method::get || plain) return speak(405);
        auto const mark = mark_of(from, a->id, *to);
        auto const limit = query.contains("limit") ? number_or_zero(query.find("limit")->second) : most_in_page;
        auto const after = query.contains("after") ? query.find("after")->second : mark + "0";
        if (limit == 0 || limit > most_in_page) return reply({.message = "limit must be between 1 and 500"});
        if (!after.starts_with(mark))
            return reply({.message = "Invalid value for after: it does not belong to this list"});
        json out{{"results", json::array()}};
        json paging;
        if (auto const* const have = links_of(from, a->id, *to))
            out["results"] = page_of(*have, number_or_zero(std::string_view(after).substr(8)), limit, mark,
                                     options.numeric_association_ids, paging);
        if (!paging.is_null()) out["paging"] = std::move(paging);
        return reply(200, out);
    }
    auto* const b = find(*to, rest[1]);
    if (!b) return reply(no_record(*to, rest[1]));
    if (r.method == method::del && !plain) {
        unlink(from, a->id, *to, b->id);
        return reply(204, nullptr);
    }
    if (r.method != method::put) return speak(405);
    auto const started = stamp(clock.now());
    if (plain) {
        if (auto ok = link(from, *a, *to, *b, {}); !ok) return reply(ok.error());
        return reply(200, {{"status", "COMPLETE"},
                           {"results", both_rows(a->id, b->id, default_type(from.name, to->name))},
                           {"startedAt", started},
                           {"completedAt", stamp(clock.now())}});
    }
    std::vector<int> kinds;
    for (auto const& s : json::parse(r.body)) kinds.push_back(s.at("associationTypeId").get<int>());
    if (kinds.empty()) return reply({.message = "at least one association type is required"});
    if (auto ok = link(from, *a, *to, *b, kinds); !ok) return reply(ok.error());
    return reply(201, labels(from, a->id, *to, b->id, kinds));
}

http::response hubspot::state::batch_associations(std::string_view what, object_type& from, object_type& to,
                                                  json const& body, bool dated, verdict const& v) {
    auto const started = stamp(clock.now());
    auto const& inputs = body.at("inputs");
    auto const most = what == "read" ? std::size_t{1000} : what == "archive" ? std::size_t{100} : std::size_t{2000};
    if (inputs.size() > most)
        return reply(
            {.message = "inputs: at most " + std::to_string(most) + ", found " + std::to_string(inputs.size())});
    auto results = json::array();
    auto errors = json::array();
    auto const answer = [&](int whole) {
        std::reverse(results.begin(), results.end());
        json out{{"status", "COMPLETE"},
                 {"results", std::move(results)},
                 {"startedAt", started},
                 {"completedAt", stamp(clock.now())}};
        if (errors.empty()) return reply(whole, out);
        out["numErrors"] = errors.size();
        out["errors"] = std::move(errors);
        return reply(207, out);
    };
    auto const add_error = [&](refusal const& r) {
        errors.push_back({{"status", "error"},
                          {"category", r.category},
                          {"subCategory", r.sub_category},
                          {"message", r.message},
                          {"context", r.context}});
    };
    auto const id_in = [](json const& one) {
        return one.at("id").is_string() ? one["id"].get<std::string>() : one["id"].dump();
    };

    if (what == "read") {
        for (auto const& input : inputs) {
            auto const id = id_in(input);
            auto const* const a = find(from, id);
            auto const* const have = a ? links_of(from, a->id, to) : nullptr;
            if (!have || have->empty()) {  // no link and no such record are answered alike
                add_error({.category = "OBJECT_NOT_FOUND",
                           .message = "No " + to.singular + " is associated with " + from.singular + " " + id + ".",
                           .context = {{"fromObjectId", {id}},
                                       {"fromObjectType", {from.singular}},
                                       {"toObjectType", {to.singular}}},
                           .sub_category = "crm.associations.NO_ASSOCIATIONS_FOUND"});
                continue;
            }
            auto const mark = mark_of(from, a->id, to);
            auto const after = input.value("after", mark + "0");
            if (!after.starts_with(mark))
                return reply({.message = "Invalid value for after: it does not belong to this list"});
            json one{{"from", {{"id", id}}}};
            json paging;
            one["to"] = page_of(*have, number_or_zero(std::string_view(after).substr(8)), most_in_page, mark,
                                options.numeric_association_ids, paging);
            if (!paging.is_null()) one["paging"] = std::move(paging);
            results.push_back(std::move(one));
        }
        return answer(200);
    }
    if (what == "archive" || what == "labels/archive") {
        for (auto const& input : inputs) {
            auto const* const a = find(from, id_in(input.at("from")));
            if (!a) continue;
            auto const ends = input.at("to").is_array() ? input["to"] : json::array({input["to"]});
            std::set<int> only;
            if (what == "labels/archive")
                for (auto const& s : input.at("types")) only.insert(s.at("associationTypeId").get<int>());
            for (auto const& end : ends)
                if (auto const* const b = find(to, id_in(end))) unlink(from, a->id, to, b->id, only);
        }
        return reply(dated ? 200 : 204, nullptr);
    }
    if (what != "create" && what != "associate/default") return speak(404);
    std::size_t i = 0;
    for (auto const& input : inputs) {
        auto const a_id = id_in(input.at("from"));
        auto const b_id = id_in(input.at("to"));
        auto* const a = find(from, a_id);
        auto* const b = find(to, b_id);
        std::vector<int> kinds;
        if (what == "create")
            for (auto const& s : input.at("types")) kinds.push_back(s.at("associationTypeId").get<int>());
        if (v.refuses(i++, input.dump())) {
            add_error({.message = "One or more associations are invalid",
                       .context = {{"fromObjectId", {a_id}}, {"toObjectId", {b_id}}}});
        } else if (!a || !b) {
            auto problem = a ? no_record(to, b_id) : no_record(from, a_id);
            problem.context = {{"fromObjectId", {a_id}}, {"toObjectId", {b_id}}};
            add_error(problem);
        } else if (auto ok = link(from, *a, to, *b, kinds); !ok) {
            auto problem = ok.error();
            problem.context = {{"fromObjectId", {a_id}}, {"toObjectId", {b_id}}};
            add_error(problem);
        } else if (what == "create") {
            results.push_back(labels(from, a->id, to, b->id, kinds));
        } else {
            for (auto& row : both_rows(a->id, b->id, default_type(from.name, to.name))) results.push_back(row);
        }
    }
    return answer(what == "create" && !dated ? 201 : 200);
}

}  // namespace syncline::inline v1::emulator
