// SPDX-License-Identifier: Apache-2.0
#include "hubspot_state.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include <syncline/core/decimal.hpp>
#include <syncline/core/text.hpp>

// HS 3, 4, 11: what the types of a new portal look like, how values are checked, owners and the pipeline. Names of
// properties are data, not part of HubSpot's published interface; the ones here are those the connector reads.

namespace syncline::inline v1::emulator {

using namespace hubspot_detail;

namespace {

definition text(std::string name, std::string label) {
    return {.name = std::move(name), .label = std::move(label), .type = "string", .field_type = "text", .group = ""};
}
definition typed(std::string name, std::string label, std::string type, std::string field_type) {
    return {.name = std::move(name),
            .label = std::move(label),
            .type = std::move(type),
            .field_type = std::move(field_type),
            .group = ""};
}
definition numeric(std::string name, std::string label) {
    return typed(std::move(name), std::move(label), "number", "number");
}
definition choice(std::string name, std::string label, std::vector<option> options) {
    auto p = typed(std::move(name), std::move(label), "enumeration", "select");
    p.options = std::move(options);
    return p;
}
definition calculated(definition p) {
    p.read_only = true;
    return p;
}

object_type make(std::string name, std::string singular, std::string id, std::string heading,
                 std::vector<definition> own, std::vector<std::string> defaults) {
    object_type t;
    t.name = std::move(name);
    t.singular = std::move(singular);
    t.type_id = std::move(id);
    t.heading = std::move(heading);
    t.inline_name = t.name == "line_items" ? "line items" : t.name;
    t.modified = t.name == "contacts" ? "lastmodifieddate" : "hs_lastmodifieddate";  // HS 6
    t.group = (t.name == "line_items" ? "lineitem" : t.singular) + "information";
    t.defaults = std::move(defaults);
    own.push_back(calculated(numeric("hs_object_id", "Record ID")));
    own.push_back(calculated(typed("createdate", "Create Date", "datetime", "date")));
    own.push_back(calculated(typed(t.modified, "Last Modified Date", "datetime", "date")));
    own.push_back(calculated(typed("hs_merged_object_ids", "Merged record IDs", "enumeration", "checkbox")));
    own.push_back(text("hubspot_owner_id", "Owner"));
    for (auto& p : own) {
        p.group = t.group;
        if (p.unique) t.unique[p.name];
        t.properties.emplace(p.name, std::move(p));
    }
    return t;
}

std::vector<option> same(std::initializer_list<char const*> values) {
    std::vector<option> out;
    for (auto const* v : values) out.push_back({v, v});
    return out;
}

}  // namespace

std::vector<stage> const& hubspot_detail::stages() {
    static std::vector<stage> const all{{"appointmentscheduled", "Appointment Scheduled", "0.2"},
                                        {"qualifiedtobuy", "Qualified To Buy", "0.4"},
                                        {"presentationscheduled", "Presentation Scheduled", "0.6"},
                                        {"decisionmakerboughtin", "Decision Maker Bought-In", "0.8"},
                                        {"contractsent", "Contract Sent", "0.9"},
                                        {"closedwon", "Closed Won", "1.0", true},
                                        {"closedlost", "Closed Lost", "0.0", true}};
    return all;
}

std::map<std::string, object_type, std::less<>> hubspot_detail::standard_types() {
    static auto const all = [] {
        std::map<std::string, object_type, std::less<>> out;
        auto const lifecycle = same({"subscriber", "lead", "marketingqualifiedlead", "salesqualifiedlead",
                                     "opportunity", "customer", "evangelist", "other"});
        auto email = text("email", "Email");
        email.unique = true;
        out["contacts"] =
            make("contacts", "contact", "0-1", "Contact",
                 {email, text("firstname", "First Name"), text("lastname", "Last Name"), text("phone", "Phone Number"),
                  text("mobilephone", "Mobile Phone Number"), text("jobtitle", "Job Title"),
                  text("company", "Company Name"), text("website", "Website URL"), text("address", "Street Address"),
                  text("city", "City"), text("state", "State/Region"), text("zip", "Postal Code"),
                  text("country", "Country/Region"), choice("lifecyclestage", "Lifecycle Stage", lifecycle)},
                 {"email", "firstname", "lastname"});
        // industry is an enumeration there, with a list that none of our sources holds: any text passes here
        out["companies"] =
            make("companies", "company", "0-2", "Company",
                 {text("name", "Company name"), text("domain", "Company Domain Name"), text("website", "Website URL"),
                  text("phone", "Phone Number"), text("industry", "Industry"), text("description", "Description"),
                  text("address", "Street Address"), text("address2", "Street Address 2"), text("city", "City"),
                  text("state", "State/Region"), text("zip", "Postal Code"), text("country", "Country/Region"),
                  text("founded_year", "Year Founded"), numeric("numberofemployees", "Number of Employees"),
                  numeric("annualrevenue", "Annual Revenue"), choice("lifecyclestage", "Lifecycle Stage", lifecycle),
                  calculated(numeric("hs_parent_company_id", "Parent Company"))},
                 {"domain", "name"});
        std::vector<option> stage_options;
        for (auto const& s : stages()) stage_options.push_back({s.id, s.label});
        out["deals"] =
            make("deals", "deal", "0-3", "Deal",
                 {text("dealname", "Deal Name"), choice("dealstage", "Deal Stage", stage_options),
                  choice("pipeline", "Pipeline", {{"default", "Sales Pipeline"}}), numeric("amount", "Amount"),
                  typed("closedate", "Close Date", "datetime", "date"), text("description", "Deal Description"),
                  choice("deal_currency_code", "Currency", same({"USD", "EUR", "GBP", "CHF", "JPY", "CAD", "AUD"})),
                  choice("dealtype", "Deal Type",
                         {{"newbusiness", "New Business"}, {"existingbusiness", "Existing Business"}}),
                  text("hs_next_step", "Next step"),
                  calculated(typed("hs_is_closed", "Is Deal Closed?", "bool", "booleancheckbox")),
                  calculated(typed("hs_is_closed_won", "Is Closed Won", "bool", "booleancheckbox")),
                  calculated(numeric("hs_deal_stage_probability", "Deal probability"))},
                 {"amount", "closedate", "dealname", "dealstage", "pipeline"});
        out["products"] =
            make("products", "product", "0-7", "Product",
                 {text("name", "Name"), text("description", "Description"), numeric("price", "Unit price"),
                  text("hs_sku", "SKU"), numeric("hs_cost_of_goods_sold", "Unit cost"),
                  choice("hs_product_type", "Product type", same({"inventory", "non_inventory", "service"})),
                  choice("recurringbillingfrequency", "Billing frequency", same({"monthly", "quarterly", "annually"}))},
                 {"description", "name", "price"});
        out["line_items"] = make(
            "line_items", "line_item", "0-8", "Line item",
            {text("name", "Name"), text("description", "Description"), numeric("price", "Unit price"),
             numeric("quantity", "Quantity"), text("hs_sku", "SKU"), numeric("hs_product_id", "Product ID"),
             choice("hs_line_item_currency_code", "Currency", same({"USD", "EUR", "GBP", "CHF", "JPY", "CAD", "AUD"})),
             numeric("hs_discount_percentage", "Discount percentage"), calculated(numeric("amount", "Net price")),
             choice("recurringbillingfrequency", "Billing frequency", same({"monthly", "quarterly", "annually"}))},
            {"amount", "hs_product_id", "quantity"});
        return out;
    }();
    return all;
}

// HS 4: every value is a string; what kind of string depends on the property.
tl::expected<std::string, bad_value> hubspot_detail::stored_form(definition const& p, std::string_view value) {
    auto const quoted = std::string(value);
    if (value.empty()) return std::string();
    if (p.type == "string") {
        if (value.size() > 65'536)
            return tl::unexpected(bad_value{"INVALID_LENGTH", "text is longer than 65536 characters"});
        return quoted;
    }
    value = trimmed(value);
    if (p.type == "number") {
        if (!decimal::parse(value))
            return tl::unexpected(bad_value{"INVALID_INTEGER", quoted + " was not a valid number."});
        return std::string(value);
    }
    if (p.type == "bool") {
        if (value != "true" && value != "false")
            return tl::unexpected(bad_value{"INVALID_BOOLEAN", quoted + " was not a valid boolean."});
        return std::string(value);
    }
    if (p.type == "date" || p.type == "datetime") {
        std::int64_t ms = 0;
        auto const [end, problem] = std::from_chars(value.data(), value.data() + value.size(), ms);
        bool const epoch = problem == std::errc() && end == value.data() + value.size();
        auto const day = parse_date(value);
        auto moment = epoch ? instant_from_milliseconds(ms) : parse_instant(value);
        if (!moment && day) moment = instant(std::chrono::sys_days(*day));
        if (!moment) return tl::unexpected(bad_value{"INVALID_DATE", quoted + " was not a valid long or date."});
        if (p.type == "datetime") return stamp(*moment);
        auto const midnight = std::chrono::floor<std::chrono::days>(*moment);
        if (*moment != midnight)
            return tl::unexpected(
                bad_value{"INVALID_DATE", quoted + " is at " + stamp(*moment).substr(11, 12) + " UTC, not midnight!"});
        return format_date(local_date(midnight));
    }
    // enumeration: options by value, several of them joined with semicolons
    auto const known = [&](std::string_view one) {
        return std::any_of(p.options.begin(), p.options.end(), [&](option const& o) { return o.value == one; });
    };
    for (auto rest = value.front() == ';' ? value.substr(1) : value; !rest.empty();) {
        auto const end = p.field_type == "checkbox" ? std::min(rest.find(';'), rest.size()) : rest.size();
        if (!known(rest.substr(0, end))) {
            std::string all;
            for (auto const& o : p.options) all += (all.empty() ? "" : ", ") + o.value;
            return tl::unexpected(
                bad_value{"INVALID_OPTION", quoted + " was not one of the allowed options: [" + all + "]"});
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return std::string(value);
}

json hubspot::state::describe(definition const& p) const {
    auto options_list = json::array();
    int order = 0;
    for (auto const& o : p.options)
        options_list.push_back({{"label", o.label}, {"value", o.value}, {"hidden", false}, {"displayOrder", order++}});
    return {{"name", p.name},
            {"label", p.label},
            {"type", p.type},
            {"fieldType", p.field_type},
            {"groupName", p.group},
            {"description", p.description},
            {"options", std::move(options_list)},
            {"hasUniqueValue", p.unique},
            {"calculated", p.read_only},
            {"hubspotDefined", p.ours},
            {"hidden", false},
            {"formField", !p.read_only},
            {"archived", p.archived},
            {"modificationMetadata",
             {{"readOnlyValue", p.read_only}, {"readOnlyDefinition", p.ours}, {"archivable", !p.ours}}}};
}

hubspot::state::outcome_of<void> hubspot::state::define(object_type& t, definition p) {
    auto const known = t.properties.find(p.name);
    if (known != t.properties.end() && !known->second.archived)
        return tl::unexpected(refusal{.status = 409,
                                      .category = "OBJECT_ALREADY_EXISTS",
                                      .message = "A property named '" + p.name + "' already exists."});
    auto const custom = std::count_if(t.properties.begin(), t.properties.end(),
                                      [](auto const& e) { return e.second.unique && !e.second.ours; });
    if (p.unique && custom >= 10)  // HS 3
        return tl::unexpected(refusal{.message = "An object can have at most 10 unique properties"});
    if (p.unique) t.unique[p.name];
    t.properties.insert_or_assign(p.name, std::move(p));
    return {};
}

http::response hubspot::state::properties(http::request const& r, object_type& t,
                                          std::vector<std::string> const& path) {
    using http::method;
    if (path.empty() && r.method == method::get) {
        json out{{"results", json::array()}};
        for (auto const& [name, p] : t.properties)
            if (!p.archived) out["results"].push_back(describe(p));
        return reply(200, out);
    }
    if (path.empty() && r.method == method::post) {
        auto const body = json::parse(r.body);
        definition p{.name = body.at("name").get<std::string>(),
                     .label = body.at("label").get<std::string>(),
                     .type = body.at("type").get<std::string>(),
                     .field_type = body.at("fieldType").get<std::string>(),
                     .group = body.at("groupName").get<std::string>(),
                     .description = body.value("description", std::string()),
                     .unique = body.value("hasUniqueValue", false),
                     .ours = false};
        static constexpr std::string_view types_known[] = {"string",   "number",      "date",
                                                           "datetime", "enumeration", "bool"};
        if (std::find(std::begin(types_known), std::end(types_known), p.type) == std::end(types_known))
            return reply({.message = "Invalid property type " + p.type});
        auto const fine = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
        if (p.name.empty() || !std::all_of(p.name.begin(), p.name.end(), fine))
            return reply({.message = "Invalid property name " + p.name});
        if (p.group != t.group) return reply({.message = "Property group " + p.group + " does not exist"});
        for (auto const& o : body.value("options", json::array()))
            p.options.push_back({o.at("value").get<std::string>(), o.at("label").get<std::string>()});
        auto const name = p.name;
        if (auto ok = define(t, std::move(p)); !ok) return reply(ok.error());
        return reply(201, describe(t.properties.at(name)));
    }
    if (path.size() != 1) return speak(404);
    auto const found = t.properties.find(path[0]);
    if (found == t.properties.end() || found->second.archived)
        return reply(
            {.status = 404, .category = "OBJECT_NOT_FOUND", .message = "Property " + path[0] + " does not exist"});
    if (r.method == method::get) return reply(200, describe(found->second));
    if (r.method == method::del) {
        if (found->second.ours) return reply({.message = "Property " + path[0] + " cannot be archived"});
        found->second.archived = true;
        return reply(204, nullptr);
    }
    if (r.method != method::patch) return speak(405);
    auto const body = json::parse(r.body);
    if (body.contains("label")) found->second.label = body["label"].get<std::string>();
    if (body.contains("description")) found->second.description = body["description"].get<std::string>();
    return reply(200, describe(found->second));
}

http::response hubspot::state::owners_answer(std::vector<std::string> const& path,
                                             std::multimap<std::string, std::string> const& query) {
    auto const show_owner = [&](owner const& o) -> json {
        return {{"id", o.id},
                {"email", o.email},
                {"type", "PERSON"},
                {"firstName", o.first_name},
                {"lastName", o.last_name},
                {"userId", static_cast<int>(&o - owners.data()) + 1},
                {"archived", o.archived},
                {"createdAt", stamp(o.created)},
                {"updatedAt", stamp(o.created)}};
    };
    if (path.size() == 1) {
        for (auto const& o : owners)
            if (o.id == path[0]) return reply(200, show_owner(o));
        return speak(404);
    }
    if (!path.empty()) return speak(404);
    auto const one = [&](char const* name) {
        auto const found = query.find(name);
        return found == query.end() ? std::string() : found->second;
    };
    std::size_t limit = 100;
    if (auto const given = one("limit"); !given.empty())
        std::from_chars(given.data(), given.data() + given.size(), limit);
    json out{{"results", json::array()}};
    for (auto const& o : owners) {
        if (!one("after").empty() && o.id <= one("after")) continue;
        if (!one("email").empty() && o.email != one("email")) continue;
        if (o.archived != (one("archived") == "true")) continue;
        if (out["results"].size() == limit) {
            out["paging"]["next"]["after"] = out["results"].back()["id"];
            break;
        }
        out["results"].push_back(show_owner(o));
    }
    return reply(200, out);
}

http::response hubspot::state::pipelines(std::vector<std::string> const& path) {
    // HS 4: stages of the default pipeline say they were made at the epoch
    auto const epoch = stamp(instant{});
    auto list = json::array();
    int order = 0;
    for (auto const& s : stages())
        list.push_back({{"id", s.id},
                        {"label", s.label},
                        {"displayOrder", order++},
                        {"metadata", {{"probability", s.probability}, {"isClosed", s.closed ? "true" : "false"}}},
                        {"createdAt", epoch},
                        {"updatedAt", epoch},
                        {"archived", false}});
    json const pipeline{{"id", "default"},    {"label", "Sales Pipeline"}, {"displayOrder", 0}, {"stages", list},
                        {"createdAt", epoch}, {"updatedAt", epoch},        {"archived", false}};
    if (path.empty()) return reply(200, {{"results", json::array({pipeline})}});
    if (path[0] != "default") return speak(404);
    if (path.size() == 1) return reply(200, pipeline);
    if (path.size() == 2 && path[1] == "stages") return reply(200, {{"results", list}});
    return speak(404);
}

}  // namespace syncline::inline v1::emulator
