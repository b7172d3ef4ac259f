// SPDX-License-Identifier: Apache-2.0
#include "hubspot_state.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include <syncline/core/decimal.hpp>
#include <syncline/core/fingerprint.hpp>

namespace syncline::inline v1::emulator {

using namespace hubspot_detail;

namespace {

constexpr std::size_t most_inputs = 100;  // HS 3

std::optional<std::uint64_t> number(std::string_view text) {
    std::uint64_t n = 0;
    auto const [end, problem] = std::from_chars(text.data(), text.data() + text.size(), n);
    if (text.empty() || problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return n;
}

std::string upper(std::string text) {
    for (auto& c : text)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - ('a' - 'A'));
    return text;
}

/// What is wrong with one value, as it stands inside the message of a validation error (HS 3, HS 4).
json invalid(std::string_view name, std::string_view error, std::string_view message) {
    return {{"isValid", false}, {"message", message}, {"error", error}, {"name", name}};
}

refusal not_valid(json const& list) {
    return {.message = "Property values were not valid: " + list.dump(-1, ' ', false, json::error_handler_t::replace)};
}

refusal no_such_record(std::string_view id) {
    // HS 9 [T]: numeric ids are answered without a category, others with one and with two blanks in the text
    if (number(id)) return {.status = 404, .category = "", .message = "resource not found"};
    return {.status = 404,
            .category = "OBJECT_NOT_FOUND",
            .message = "Object not found.  objectId are usually numeric.",
            .context = {{"id", {id}}}};
}

std::vector<std::string> list_of(std::multimap<std::string, std::string> const& query, std::string const& name) {
    std::vector<std::string> out;  // repeated or with commas, both are understood
    for (auto [at, end] = query.equal_range(name); at != end; ++at) {
        std::string_view rest = at->second;
        while (!rest.empty()) {
            auto const comma = std::min(rest.find(','), rest.size());
            if (comma != 0) out.emplace_back(rest.substr(0, comma));
            rest.remove_prefix(std::min(comma + 1, rest.size()));
        }
    }
    return out;
}

std::vector<std::string> names_in(json const& body, char const* name) {
    return body.contains(name) ? body.at(name).get<std::vector<std::string>>() : std::vector<std::string>();
}

bool flag(std::multimap<std::string, std::string> const& query, std::string const& name) {
    auto const found = query.find(name);
    return found != query.end() && found->second == "true";
}

std::string one(std::multimap<std::string, std::string> const& query, std::string const& name) {
    auto const found = query.find(name);
    return found == query.end() ? std::string() : found->second;
}

}  // namespace

hubspot::state::object_type* hubspot::state::type(std::string_view name) {
    for (auto& [plural, t] : types)
        if (name == plural || name == t.singular || name == t.type_id) return &t;
    return nullptr;
}

// HS 3: a merged-away id answers the survivor, without a word about it.
hubspot::state::record* hubspot::state::find(object_type& t, std::string_view id, bool archived) {
    auto n = number(id);
    while (n) {
        auto const found = t.records.find(*n);
        if (found == t.records.end()) return nullptr;
        if (found->second.merged_into == 0) return found->second.archived == archived ? &found->second : nullptr;
        n = found->second.merged_into;
    }
    return nullptr;
}

hubspot::state::record* hubspot::state::find_by(object_type& t, std::string_view id_property, std::string_view value) {
    auto const index = t.unique.find(id_property);
    if (index == t.unique.end()) return nullptr;
    auto const found = index->second.find(std::string(value));
    return found == index->second.end() ? nullptr : &t.records.at(found->second);
}

/// A property as a reader sees it: stored or calculated. `properties` are the record's, or what the index remembers.
std::optional<std::string> hubspot::state::value(object_type const& t, record const& r, values const& properties,
                                                 std::string_view name) const {
    auto const stored = [&](std::string_view of) -> std::optional<std::string> {
        auto const found = properties.find(of);
        return found == properties.end() ? std::nullopt : std::optional(found->second);
    };
    if (name == "hs_object_id") return std::to_string(r.id);
    if (name == "createdate") return stamp(r.created);
    if (name == t.modified) return stamp(r.updated);
    if (name == "hs_merged_object_ids") {
        if (r.merged.empty()) return std::nullopt;
        std::string out;
        for (auto const id : r.merged) out += (out.empty() ? "" : ";") + std::to_string(id);
        return out;
    }
    if (t.name == "deals" &&
        (name == "hs_is_closed" || name == "hs_is_closed_won" || name == "hs_deal_stage_probability")) {
        auto const id = stored("dealstage");
        for (auto const& s : stages())
            if (id && s.id == *id) {
                if (name == "hs_deal_stage_probability") return s.probability;
                return s.closed && (name == "hs_is_closed" || s.probability == "1.0") ? "true" : "false";
            }
        return name == "hs_deal_stage_probability" ? std::nullopt : std::optional<std::string>("false");
    }
    if (t.name == "companies" && name == "hs_parent_company_id") {
        auto const* const above = links_of(t, r.id, t);
        if (above)
            for (auto const& [id, kinds] : *above)
                if (kinds.contains(14)) return std::to_string(id);
        return std::nullopt;
    }
    if (t.name == "line_items" && name == "amount") {
        auto const of = [&](std::string_view n) { return decimal::parse(stored(n).value_or("")); };
        auto const price = of("price");
        auto const quantity = of("quantity");
        if (!price || !quantity) return std::nullopt;
        auto net = checked_mul(*price, *quantity);
        if (auto const percent = of("hs_discount_percentage"); net && percent)
            if (auto const kept = checked_sub(decimal(100), *percent)) {
                net = checked_mul(*net, *kept);
                if (net) net = checked_div(*net, decimal(100), 6, rounding::half_up);
                if (net) net = net->normalized();
            }
        return net ? std::optional(net->to_string()) : std::nullopt;
    }
    return stored(name);
}

/// The values a write would store, or all that is wrong with it (HS 3, HS 4).
hubspot::state::outcome_of<hubspot::state::values> hubspot::state::checked(object_type& t, json const& properties,
                                                                           record const* existing, bool api) {
    values out;
    auto problems = json::array();
    for (auto const& [name, given] : properties.items()) {
        if (given.is_null()) continue;  // HS 4: null is not the way to clear
        auto const text = given.is_string() ? given.get<std::string>() : given.dump();
        auto const known = t.properties.find(name);
        if (known == t.properties.end() || known->second.archived) {
            problems.push_back(invalid(name, "PROPERTY_DOESNT_EXIST", "Property \"" + name + "\" does not exist"));
            continue;
        }
        auto const& p = known->second;
        if (p.read_only && api) {
            problems.push_back(
                invalid(name, "READ_ONLY_VALUE", "\"" + name + "\" is a read only property; its value cannot be set."));
            continue;
        }
        auto stored = stored_form(p, text);
        if (!stored) {
            problems.push_back(invalid(name, stored.error().error, stored.error().message));
            continue;
        }
        if (p.unique && !stored->empty()) {
            auto const& index = t.unique[name];
            auto const taken = index.find(*stored);
            if (taken != index.end() && (!existing || taken->second != existing->id)) {
                auto const id = std::to_string(taken->second);
                if (t.name == "contacts" && name == "email")  // HS 3: the id is only in the text
                    return tl::unexpected(refusal{.status = 409,
                                                  .category = "CONFLICT",
                                                  .message = "Contact already exists. Existing ID: " + id});
                problems.push_back(
                    invalid(name, "CONFLICTING_UNIQUE_VALUE",
                            "Cannot set PropertyValueCoordinates " + name + ". " + id + " already has that value."));
                continue;
            }
        }
        out[name] = *std::move(stored);
    }
    // HS 1: since 2026-09 the portal's own rules hold for API writes, whatever property the write is about
    if (api)
        for (auto const& name : t.required) {
            auto const given = out.find(name);
            bool const kept = existing && existing->properties.contains(name);
            if (given == out.end() ? !kept : given->second.empty())
                problems.push_back(invalid(name, "REQUIRED_FIELD", "\"" + name + "\" is required"));
        }
    if (!problems.empty()) return tl::unexpected(not_valid(problems));
    return out;
}

void hubspot::state::tell(object_type const& t, record const& r, action a, values const& written) {
    std::string key;
    for (auto const& [name, index] : t.unique)
        if (auto const v = r.properties.find(name); v != r.properties.end()) {
            key = v->second;
            break;
        }
    fingerprint_builder payload;
    for (auto const& [name, text] : written) {
        payload.add(name);
        payload.add(text);
    }
    log.append({.request = request,
                .at = clock.now(),
                .system = "hubspot",
                .object = t.name,
                .id = std::to_string(r.id),
                .key = std::move(key),
                .action = a,
                .payload = payload.finish()});
}

/// The search index learns of a change later (HS 5); reads by id and the list never lag.
void hubspot::state::touch(object_type& t, record& r, std::optional<values> before) {
    if (options.search_lag == 0 && commit_delay.count() == 0) return;
    if (!r.index) r.index = record::lagging{.seen = std::move(before)};
    r.index->until_search = t.searches + options.search_lag;
    r.index->until = clock.now() + commit_delay;
    t.lagging.insert(r.id);
}

void hubspot::state::settle(object_type& t) {
    ++t.searches;
    auto const now = clock.now();
    std::erase_if(t.lagging, [&](std::uint64_t id) {
        auto& index = t.records.at(id).index;
        if (index && (t.searches <= index->until_search || now < index->until)) return false;
        index.reset();
        return true;
    });
}

hubspot::state::outcome_of<hubspot::state::record*> hubspot::state::create(object_type& t, json const& properties,
                                                                           bool api) {
    auto given = properties;
    if (t.name == "deals" && !given.contains("pipeline")) given["pipeline"] = "default";
    if (t.name == "line_items" && given.contains("hs_product_id")) {
        // a line item starts as a copy of its product
        auto& products = types.at("products");
        if (auto const* const product = find(products, given["hs_product_id"].get<std::string>()))
            for (auto const* const name : {"name", "price", "hs_sku", "description"})
                if (auto const v = product->properties.find(name);
                    v != product->properties.end() && !given.contains(name))
                    given[name] = v->second;
    }
    auto ready = checked(t, given, nullptr, api);
    if (!ready) return tl::unexpected(std::move(ready).error());
    auto const now = clock.now();
    record made{.id = ++last_id, .created = now, .updated = now};
    for (auto& [name, text] : *ready) {
        if (text.empty()) continue;
        if (t.properties.at(name).unique) t.unique[name][text] = made.id;
        made.properties[name] = text;
    }
    auto& stored = t.records[made.id] = std::move(made);
    touch(t, stored, std::nullopt);
    tell(t, stored, action::create, *ready);
    return &stored;
}

hubspot::state::outcome_of<void> hubspot::state::update(object_type& t, record& r, json const& properties, bool api) {
    auto ready = checked(t, properties, &r, api);
    if (!ready) return tl::unexpected(std::move(ready).error());
    touch(t, r, r.properties);
    for (auto const& [name, text] : *ready) {
        auto const before = r.properties.find(name);
        if (t.properties.at(name).unique) {
            if (before != r.properties.end()) t.unique[name].erase(before->second);
            if (!text.empty()) t.unique[name][text] = r.id;
        }
        // HS 4: an empty text clears; a leading semicolon appends to a list of options
        if (text.empty())
            r.properties.erase(name);
        else if (text.front() == ';' && before != r.properties.end())
            before->second += text;
        else
            r.properties[name] = text.front() == ';' ? text.substr(1) : text;
    }
    r.updated = clock.now();
    tell(t, r, action::write, *ready);
    return {};
}

void hubspot::state::remove(object_type& t, record& r) {
    for (auto& [name, index] : t.unique)
        if (auto const v = r.properties.find(name); v != r.properties.end()) index.erase(v->second);
    r.archived = true;
    r.archived_at = clock.now();
    if (auto const l = links.find({t.name, r.id}); l != links.end())
        for (auto const& [to, targets] : std::map(l->second))
            for (auto const& [target, kinds] : targets) unlink(t, r.id, *type(to), target);
    tell(t, r, action::remove, {});
}

// HS 3: the survivor's values win, blank ones are filled; the other id vanishes without being archived.
hubspot::state::outcome_of<hubspot::state::record*> hubspot::state::merge(object_type& t, std::string_view survivor,
                                                                          std::string_view other) {
    auto* const kept = find(t, survivor);
    auto* const gone = find(t, other);
    if (!kept) return tl::unexpected(no_such_record(survivor));
    if (!gone || gone == kept) return tl::unexpected(no_such_record(other));
    touch(t, *kept, kept->properties);
    for (auto& [name, index] : t.unique)
        if (auto const v = gone->properties.find(name); v != gone->properties.end()) index.erase(v->second);
    values added;
    for (auto const& [name, text] : gone->properties)
        if (!kept->properties.contains(name)) {
            kept->properties[name] = added[name] = text;
            if (t.properties.at(name).unique) t.unique[name][text] = kept->id;
        }
    if (auto const l = links.find({t.name, gone->id}); l != links.end())
        for (auto const& [to, targets] : std::map(l->second))
            for (auto const& [target, kinds] : targets) {
                auto& there = *type(to);
                unlink(t, gone->id, there, target);
                auto& end = there.records.at(target);
                if (&end == kept) continue;
                // a line item's one parent was just taken away, so this cannot be refused
                (void)link(t, *kept, there, end, {kinds.begin(), kinds.end()});
            }
    kept->merged.push_back(gone->id);
    kept->merged.insert(kept->merged.end(), gone->merged.begin(), gone->merged.end());
    kept->updated = clock.now();
    gone->merged_into = kept->id;
    gone->merged.clear();
    gone->properties.clear();
    tell(t, *gone, action::remove, {});
    tell(t, *kept, action::write, added);
    return kept;
}

/// One record as answers show it. `as_seen`: its properties in the search index, when that lags behind.
json hubspot::state::show(object_type& t, record const& r, std::vector<std::string> const& properties,
                          std::vector<std::string> const& history, values const* as_seen) {
    auto const& from = as_seen ? *as_seen : r.properties;
    json shown = json::object();
    auto const put = [&](std::string const& name) {
        if (!t.properties.contains(name)) return;  // HS 4: an unknown name is silently missing
        if (auto v = value(t, r, from, name))
            shown[name] = *std::move(v);
        else if (options.blanks_as_null)
            shown[name] = nullptr;
    };
    for (auto const& name : properties.empty() ? t.defaults : properties) put(name);
    for (auto const& name : {std::string("hs_object_id"), std::string("createdate"), t.modified}) put(name);
    json out{{"id", std::to_string(r.id)},
             {"properties", std::move(shown)},
             {"createdAt", stamp(r.created)},
             {"updatedAt", stamp(r.updated)},
             {"archived", r.archived}};
    if (r.archived) out["archivedAt"] = stamp(r.archived_at);
    for (auto const& name : history)
        if (auto v = value(t, r, from, name))
            out["propertiesWithHistory"][name] = json::array(
                {{{"value", *std::move(v)}, {"timestamp", stamp(r.updated)}, {"sourceType", "INTEGRATION"}}});
    return out;
}

http::response hubspot::state::list(object_type& t, std::multimap<std::string, std::string> const& query) {
    std::size_t limit = 10;
    if (auto const text = one(query, "limit"); !text.empty()) {
        auto const n = number(text);
        if (!n || *n == 0 || *n > 100)
            return reply({.message = "limit must be between 1 and 100, found " + text});  // HS 3
        limit = *n;
    }
    bool const archived = flag(query, "archived");
    // opaque for clients: a mark of this list, then the last id; another list's is refused (HS 12)
    auto const mark = fingerprint_of(t.name + (archived ? " archived" : " live")).text().substr(0, 8);
    std::uint64_t last = 0;
    if (auto const after = one(query, "after"); !after.empty()) {
        auto const n = after.starts_with(mark) ? number(std::string_view(after).substr(8)) : std::nullopt;
        if (!n) return reply({.message = "Invalid value for after: it does not belong to this list"});
        last = *n;
    }
    auto const properties = list_of(query, "properties");
    auto const history = list_of(query, "propertiesWithHistory");
    auto const associated = list_of(query, "associations");
    json out{{"results", json::array()}};
    std::uint64_t shown = 0;
    for (auto at = t.records.upper_bound(last); at != t.records.end(); ++at) {
        auto const& r = at->second;
        if (r.archived != archived || r.merged_into != 0) continue;
        if (out["results"].size() == limit) {
            auto const after = mark + std::to_string(shown);
            out["paging"]["next"] = {{"after", after},
                                     {"link", "https://api.hubapi.com/crm/v3/objects/" + t.name + "?after=" + after}};
            break;
        }
        auto row = show(t, r, properties, history);
        if (!associated.empty())
            if (auto inline_ones = inline_associations(t, r, associated); !inline_ones.empty())
                row["associations"] = std::move(inline_ones);
        out["results"].push_back(std::move(row));
        shown = r.id;
    }
    return reply(200, out);
}

http::response hubspot::state::objects(http::request const& r, verdict const& v, object_type& t,
                                       std::vector<std::string> const& path,
                                       std::multimap<std::string, std::string> const& query) {
    using http::method;
    if (path.empty()) {
        if (r.method == method::get) return list(t, query);
        if (r.method != method::post) return speak(405);
        auto const body = json::parse(r.body);
        if (v.refuses(0, r.body)) return reply(not_valid(json::array({invalid("", "INVALID", "refused")})));
        auto made = create(t, body.at("properties"), true);
        if (!made) return reply(made.error());
        if (body.contains("associations"))
            if (auto ok = link_all(t, **made, body["associations"]); !ok) return reply(ok.error());
        std::vector<std::string> all;
        for (auto const& [name, text] : (*made)->properties) all.push_back(name);
        return reply(201, show(t, **made, all));
    }
    if (path[0] == "search" && path.size() == 1 && r.method == method::post) return search(t, json::parse(r.body));
    if (path[0] == "batch" && path.size() == 2 && r.method == method::post)
        return batch(path[1], t, json::parse(r.body), v, flag(query, "archived"));
    if (path[0] == "merge" && path.size() == 1 && r.method == method::post) {
        auto const body = json::parse(r.body);
        auto kept =
            merge(t, body.at("primaryObjectId").get<std::string>(), body.at("objectIdToMerge").get<std::string>());
        if (!kept) return reply(kept.error());
        return reply(200, show(t, **kept, {}));
    }
    if (path[0] == "gdpr-delete" && path.size() == 1 && t.name == "contacts") {
        auto const body = json::parse(r.body);
        auto const id = body.at("objectId").get<std::string>();
        auto* const found =
            body.contains("idProperty") ? find_by(t, body["idProperty"].get<std::string>(), id) : find(t, id);
        if (found) {
            remove(t, *found);
            t.records.erase(found->id);
        }
        return reply(204, nullptr);
    }
    if (path.size() > 1 && path[1] == "associations") return record_associations(r, t, path, query);
    if (path.size() != 1) return speak(404);

    auto const id_property = one(query, "idProperty");
    if (!id_property.empty() && !t.unique.contains(id_property))
        return reply({.message = "Property \"" + id_property + "\" is not a unique property of " + t.name});
    auto* const found =
        id_property.empty() ? find(t, path[0], flag(query, "archived")) : find_by(t, id_property, path[0]);
    if (r.method == method::del) {
        if (found) remove(t, *found);
        return reply(204, nullptr);  // HS 3: repeating it gives 204 too
    }
    if (!found) return reply(no_such_record(path[0]));
    if (r.method == method::patch) {
        auto const body = json::parse(r.body);
        if (v.refuses(0, r.body)) return reply(not_valid(json::array({invalid("", "INVALID", "refused")})));
        if (auto ok = update(t, *found, body.at("properties"), true); !ok) return reply(ok.error());
        std::vector<std::string> written;
        for (auto const& [name, text] : body["properties"].items()) written.push_back(name);
        return reply(200, show(t, *found, written));
    }
    if (r.method != method::get) return speak(405);
    auto out = show(t, *found, list_of(query, "properties"), list_of(query, "propertiesWithHistory"));
    if (auto const to = list_of(query, "associations"); !to.empty())
        if (auto inline_ones = inline_associations(t, *found, to); !inline_ones.empty())
            out["associations"] = std::move(inline_ones);
    return reply(200, out);
}

// HS 3: batches. Results come in another order than the inputs; errors are told by trace id or by id.
http::response hubspot::state::batch(std::string_view what, object_type& t, json const& body, verdict const& v,
                                     bool archived) {
    auto const started = stamp(clock.now());
    auto const& inputs = body.at("inputs");
    if (!inputs.is_array()) return reply({.message = "inputs must be a list"});
    if (inputs.size() > most_inputs)
        return reply({.message = "The maximum number of inputs supported in a batch request is 100, found " +
                                 std::to_string(inputs.size())});
    if (what == "archive") {
        for (auto const& input : inputs)
            if (auto* const r = find(t, input.at("id").get<std::string>())) remove(t, *r);
        return reply(204, nullptr);
    }

    auto results = json::array();
    auto errors = json::array();
    json missing = json::array();
    auto const add_error = [&](refusal const& r, json const& input) {
        json e{{"status", "error"}, {"category", r.category}, {"message", r.message}, {"context", r.context}};
        if (input.contains("objectWriteTraceId"))
            e["context"]["objectWriteTraceId"] = json::array({input["objectWriteTraceId"]});
        errors.push_back(std::move(e));
    };
    auto const answer = [&](int whole) {
        if (!missing.empty())
            errors.push_back({{"status", "error"},
                              {"category", "OBJECT_NOT_FOUND"},
                              {"message", "Could not get some " + upper(t.singular) +
                                              " objects, they may be deleted or not exist. Check that ids are valid."},
                              {"context", {{"ids", missing}}}});
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

    if (what == "read") {
        auto const id_property = body.value("idProperty", std::string());
        if (!id_property.empty() && !t.unique.contains(id_property))
            return reply({.message = "Property \"" + id_property + "\" is not a unique property of " + t.name});
        auto const properties = names_in(body, "properties");
        auto const history = names_in(body, "propertiesWithHistory");
        std::set<std::uint64_t> shown;
        for (auto const& input : inputs) {
            auto const id = input.at("id").get<std::string>();
            auto* const r = id_property.empty() ? find(t, id, archived) : find_by(t, id_property, id);
            if (!r)
                missing.push_back(id);
            else if (shown.insert(r->id).second)
                results.push_back(show(t, *r, properties, history));
        }
        return answer(200);
    }
    if (what != "create" && what != "update" && what != "upsert") return speak(404);

    // HS 3 [T]: a batch that names a record twice is refused as a whole, with or without trace ids
    if (what != "create") {
        std::set<std::string> seen;
        json twice = json::array();
        for (auto const& input : inputs)
            if (auto id = input.at("id").get<std::string>(); !seen.insert(id).second) twice.push_back(std::move(id));
        if (!twice.empty())
            return reply({.message = "Duplicate IDs found in batch input: " + twice.dump() + ". IDs must be unique",
                          .context = {{"ids", twice}}});
    }
    bool const traced =
        std::all_of(inputs.begin(), inputs.end(), [](json const& i) { return i.contains("objectWriteTraceId"); });
    auto const target = [&](json const& input) -> record* {
        if (what == "create") return nullptr;
        auto const id = input.at("id").get<std::string>();
        auto const by = input.value("idProperty", std::string());
        return by.empty() || by == "hs_object_id" ? find(t, id) : find_by(t, by, id);
    };
    auto const with_key = [&](json const& input) {
        auto properties = input.at("properties");
        if (what == "upsert") properties[input.at("idProperty").get<std::string>()] = input.at("id");
        return properties;
    };

    // first all checks, so that a batch without trace ids is refused before anything of it is kept
    std::vector<char> good(inputs.size(), 1);
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        auto const& input = inputs[i];
        auto const by = input.value("idProperty", std::string());
        if (what == "upsert" && by.empty()) return reply({.message = "idProperty is required in each input"});
        if (!by.empty() && by != "hs_object_id" && !t.unique.contains(by))
            return reply({.message = "Property \"" + by + "\" is not a unique property of " + t.name});
        auto* const r = target(input);
        if (what == "update" && !r) {
            missing.push_back(input.at("id"));
            good[i] = 0;
            continue;
        }
        std::optional<refusal> problem;
        if (auto ready = checked(t, with_key(input), r, true); !ready) problem = std::move(ready).error();
        if (!problem && v.refuses(i, input.dump()))
            problem = not_valid(json::array({invalid("", "INVALID", "refused by a rule of this portal")}));
        if (!problem) continue;
        if (!traced) return reply(*problem);
        add_error(*problem, input);
        good[i] = 0;
    }
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        if (!good[i]) continue;
        auto const& input = inputs[i];
        auto* r = target(input);
        bool const fresh = r == nullptr;
        outcome_of<void> done{};
        if (fresh) {
            auto made = create(t, with_key(input), true);
            if (made) {
                r = *made;
                if (input.contains("associations")) done = link_all(t, *r, input["associations"]);
            } else {
                done = tl::unexpected(std::move(made).error());
            }
        } else {
            done = update(t, *r, with_key(input), true);
        }
        if (!done) {  // two inputs of one batch wanted the same unique value
            add_error(done.error(), input);
            continue;
        }
        std::vector<std::string> written;
        auto const properties = with_key(input);
        for (auto const& [name, text] : properties.items()) written.push_back(name);
        auto shown = show(t, *r, written);
        if (what == "upsert") shown["new"] = fresh;
        if (input.contains("objectWriteTraceId")) shown["objectWriteTraceId"] = input["objectWriteTraceId"];
        results.push_back(std::move(shown));
    }
    return answer(what == "create" && !options.created_is_200 ? 201 : 200);
}

}  // namespace syncline::inline v1::emulator
