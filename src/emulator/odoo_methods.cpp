// SPDX-License-Identifier: Apache-2.0
#include "emulator/odoo_methods.hpp"

#include <algorithm>
#include <span>

#include "emulator/odoo_behaviour.hpp"
#include "emulator/odoo_demo.hpp"
#include "emulator/odoo_metadata.hpp"
#include "emulator/odoo_method_table.hpp"
#include "emulator/odoo_rights.hpp"

namespace syncline::inline v1::emulator::erp {

namespace {

json ids_or_id(environment& env, json const& shape, std::vector<id_type> const& ids) {
    static_cast<void>(env);
    return shape.is_object() ? json(ids.front()) : json(ids);
}

void refuse_some(environment& env, json const& records) {
    if (!env.faults()) return;
    for (std::size_t i = 0; i < records.size(); ++i)
        if (env.faults()->refuses(i, records[i].dump(-1, ' ', false, json::error_handler_t::replace)))
            throw validation_error("The record was refused.");
}

/// Many2one fields read as `[id, name]` unless `load` asks for anything but the default: then as the id alone.
bool as_pairs(arguments const& a) { return a.at("load").is_null() || a.at("load") == "_classic_read"; }

std::optional<json> search(environment& env, model const& m, arguments const& a) {
    auto const ids = env.search(m, a.at("domain"), a.at("offset"), a.at("limit"), a.at("order"));
    if (truth(a.at("count"))) return ids.size();
    return ids;
}

std::optional<json> search_count(environment& env, model const& m, arguments const& a) {
    return env.search(m, a.at("domain"), 0, a.at("limit"), "id").size();
}

std::optional<json> search_read(environment& env, model const& m, arguments const& a) {
    auto const ids = env.search(m, a.at("domain"), a.at("offset"), a.at("limit"), a.at("order"));
    return env.read(m, ids, a.at("fields"), as_pairs(a));
}

std::optional<json> read(environment& env, model const& m, arguments const& a) {
    return env.read(m, a.ids, a.at("fields"), as_pairs(a));
}

std::optional<json> create(environment& env, model const& m, arguments const& a) {
    json const shape = a.at("vals_list");
    json const list = shape.is_object() ? json::array({shape}) : shape;
    if (!list.is_array()) throw type_error("create() expects a list of values, not " + repr(shape));
    refuse_some(env, list);
    std::vector<id_type> ids;
    for (auto const& vals : list) ids.push_back(env.create(m, vals));
    return ids_or_id(env, shape, ids);
}

std::optional<json> write(environment& env, model const& m, arguments const& a) {
    refuse_some(env, json(a.ids));
    env.write(m, a.ids, a.at("vals"));
    return true;
}

std::optional<json> unlink(environment& env, model const& m, arguments const& a) {
    refuse_some(env, json(a.ids));
    env.unlink(m, a.ids);
    return true;
}

std::optional<json> copy(environment& env, model const& m, arguments const& a) {
    std::vector<id_type> made;
    for (auto const id : a.ids) made.push_back(env.copy(m, id, a.at("default")));
    // crud_res_partner: 16 gives one id, 18 and 19 a list
    if (env.series() == 16 && made.size() == 1) return made.front();
    return made;
}

std::optional<json> load(environment& env, model const& m, arguments const& a) {
    return env.load(m, a.at("fields"), a.at("data"));
}

std::optional<json> fields_get(environment& env, model const& m, arguments const& a) {
    return env.fields_get(m, a.at("allfields"), a.at("attributes"));
}

std::optional<json> name_search(environment& env, model const& m, arguments const& a) {
    json const args = a.by_name.contains("domain") ? a.at("domain") : a.at("args");
    json const op = a.at("operator");
    json const limit = a.at("limit");
    return env.name_search(m, truth(a.at("name")) ? as_text(a.at("name")) : std::string(), args,
                           op.is_string() ? op.get<std::string>() : "ilike", limit.is_null() ? json(100) : limit);
}

std::optional<json> name_create(environment& env, model const& m, arguments const& a) {
    auto const id = env.create(m, {{"name", a.at("name")}});
    return json::array({id, env.display_name(m, id)});
}

std::optional<json> name_get(environment& env, model const& m, arguments const& a) {
    json out = json::array();
    for (auto const id : a.ids) out.push_back(json::array({id, env.display_name(m, id)}));
    return out;
}

std::optional<json> default_get(environment& env, model const& m, arguments const& a) {
    return env.default_get(m, a.by_name.contains("fields") ? a.at("fields") : a.at("fields_list"));
}

std::optional<json> exists(environment& env, model const& m, arguments const& a) {
    json out = json::array();
    for (auto const id : a.ids)
        if (env.exists(m, id)) out.push_back(id);
    return out;
}

std::optional<json> get_external_id(environment& env, model const& m, arguments const& a) {
    json out = json::object();
    for (auto const id : a.ids) out[std::to_string(id)] = env.db().external_name_of(m.name, id);
    return out;
}

std::optional<json> check_object_reference(environment& env, model const& m, arguments const& a) {
    auto const name = as_text(a.at("module")) + "." + as_text(a.at("xml_id"));
    auto const row = env.db().external(name);
    if (!row || !env.exists(m, *row))  // external_ids, "check_object_reference, missing"
        throw value_error("External ID not found in the system: " + name);
    return json::array({env.get(m, *row, "model"), env.get(m, *row, "res_id")});
}

std::optional<json> context_get(environment& env, model const& m, arguments const&) {
    return json{{"lang", env.get(m, env.uid(), "lang")}, {"tz", env.get(m, env.uid(), "tz")}, {"uid", env.uid()}};
}

std::span<method const> methods() {
    static std::vector<method> const of_every_model = {
        {"search", true, {{"domain", true}, {"offset"}, {"limit"}, {"order"}, {"count"}}, search, {}, 16, 16},
        {"search", true, {{"domain", true}, {"offset"}, {"limit"}, {"order"}}, search, {}, 18},
        {"search_count", true, {{"domain", true}, {"limit"}}, search_count},
        {"search_read", true, {{"domain"}, {"fields"}, {"offset"}, {"limit"}, {"order"}, {"load"}}, search_read},
        {"read", false, {{"fields"}, {"load"}}, read},
        {"create", true, {{"vals_list", true}}, create},
        {"write", false, {{"vals", true}}, write},
        {"unlink", false, {}, unlink},
        {"copy", false, {{"default"}}, copy},
        {"load", true, {{"fields", true}, {"data", true}}, load},
        {"fields_get", true, {{"allfields"}, {"attributes"}}, fields_get},
        {"name_search", true, {{"name"}, {"args"}, {"operator"}, {"limit"}}, name_search, {}, 16, 18},
        {"name_search", true, {{"name"}, {"domain"}, {"operator"}, {"limit"}}, name_search, {}, 19},
        {"name_create", true, {{"name", true}}, name_create},
        {"name_get", false, {}, name_get, {}, 16, 16},
        {"default_get", true, {{"fields_list", true}}, default_get, {}, 16, 18},
        {"default_get", true, {{"fields", true}}, default_get, {}, 19},
        {"exists", false, {}, exists, {}, 16, 18},
        {"get_external_id", false, {}, get_external_id},
        {"check_object_reference",
         true,
         {{"module", true}, {"xml_id", true}, {"raise_on_access_error"}},
         check_object_reference,
         "ir.model.data"},
        {"context_get", true, {}, context_get, "res.users"},
    };
    static auto const all = [] {
        auto out = of_every_model;
        for (auto const area :
             {sales_methods(), invoice_methods(), payment_methods(), expense_methods(), lead_methods()})
            out.insert(out.end(), area.begin(), area.end());
        return out;
    }();
    return all;
}

bool exists_on(method const& m, int series, std::string_view model_name) {
    return series >= m.since && series <= m.until && (m.only_on.empty() || m.only_on == model_name);
}

method const* find_method(int series, std::string_view model_name, std::string_view name) {
    for (auto const table : {methods(), platform_methods()})
        for (auto const& m : table)
            if (m.name == name && exists_on(m, series, model_name)) return &m;
    return nullptr;
}

/// The operation whose right a method needs; nothing for those that only tell about the model or the user.
std::optional<operation> right_for(std::string_view name) {
    constexpr std::string_view free[] = {"fields_get",
                                         "default_get",
                                         "exists",
                                         "context_get",
                                         "check_access_rights",
                                         "check_field_access_rights",
                                         "has_access",
                                         "get_external_id",
                                         "check_object_reference",
                                         "make_key",
                                         "set"};
    if (std::find(std::begin(free), std::end(free), name) != std::end(free)) return std::nullopt;
    if (name == "create" || name == "copy" || name == "load" || name == "name_create") return operation::create;
    if (name == "unlink") return operation::unlink;
    return may_write(name) ? operation::write : operation::read;
}

/// Carries out what has been resolved, as far as the user may.
std::optional<json> run(environment& env, method const& how, model const& m, arguments const& a) {
    env.check_companies();
    describe_models(env, m.name);
    if (auto const op = right_for(how.name)) {
        check_access(env, m.name, *op);
        if (*op == operation::read) check_fields(env, m, a.at("fields"));
        if (!how.on_model) check_rules(env, m, a.ids, *op);
    }
    return how.run(env, m, a);
}

exception private_method(int series, std::string const& model_name, std::string const& name) {
    return access_error("Private methods (such as " + (series == 19 ? repr(model_name + "." + name) : name) +
                        ") cannot be called remotely.");
}

bool is_private(int series, std::string const& name) {
    return name.starts_with("_") || (series == 19 && name == "exists");
}

/// errors_object, "ids is a string": every character is taken for an id.
std::vector<id_type> ids_of(json const& given) {
    if (given.is_number_integer()) return {given.get<id_type>()};
    if (given.is_string() && !given.get_ref<std::string const&>().empty())
        throw not_an_integer(given.get<std::string>().substr(0, 1));
    std::vector<id_type> out;
    if (!given.is_array()) return out;
    for (auto const& id : given) {
        if (!id.is_number_integer()) throw not_an_integer(as_text(id));
        out.push_back(id.get<id_type>());
    }
    return out;
}

/// `BaseModel.read()`, as Python names a function that was called wrongly.
std::string shown(method const& m) { return "BaseModel." + std::string(m.name) + "()"; }

}  // namespace

std::vector<method const*> methods_of_model(int series, std::string_view model_name) {
    std::vector<method const*> out;
    for (auto const table : {methods(), platform_methods()})
        for (auto const& m : table)
            if (exists_on(m, series, model_name)) out.push_back(&m);
    return out;
}

bool may_write(std::string_view name) noexcept {
    constexpr std::string_view writing[] = {"create",      "write",           "unlink",       "copy",         "load",
                                            "name_create", "create_invoices", "refund_moves", "reverse_moves"};
    return name.starts_with("action_") || name.starts_with("button_") ||
           std::find(std::begin(writing), std::end(writing), name) != std::end(writing);
}

std::optional<json> call_positional(environment& env, std::string const& model_name, std::string const& method_name,
                                    json const& args, json const& named) {
    int const series = env.series();
    if (!env.knows(model_name)) throw user_error("Object " + model_name + " doesn't exist");
    if (is_private(series, method_name)) throw private_method(series, model_name, method_name);
    method const* const m = find_method(series, model_name, method_name);
    if (!m)  // errors_object, "unknown method"
        throw exception{.name = "builtins.AttributeError",
                        .message = series == 19 ? "The method '" + model_name + "." + method_name + "' does not exist"
                                                : "The method '" + method_name + "' does not exist on the model '" +
                                                      model_name + "'"};
    arguments a;
    json rest = args.is_array() ? args : json::array();
    if (!m->on_model) {
        if (rest.empty())  // errors_object, "missing positional arguments"
            throw exception{.name = "builtins.IndexError",
                            .message = series == 19 ? "list index out of range" : "tuple index out of range"};
        a.ids = ids_of(rest[0]);
        rest.erase(rest.begin());
    }
    std::size_t const least = static_cast<std::size_t>(
        std::count_if(m->parameters.begin(), m->parameters.end(), [](parameter_info const& p) { return p.required; }));
    if (rest.size() > m->parameters.size()) {
        std::size_t const most = m->parameters.size() + 1;  // Python counts `self`
        throw type_error(shown(*m) + " takes " +
                         (least + 1 == most ? std::to_string(most)
                                            : "from " + std::to_string(least + 1) + " to " + std::to_string(most)) +
                         " positional arguments but " + std::to_string(rest.size() + 1) + " were given");
    }
    for (std::size_t i = 0; i < rest.size(); ++i) a.by_name[std::string(m->parameters[i].name)] = rest[i];
    for (auto const& [name, value] : named.items()) {
        if (name == "context") {
            if (value.is_object()) env.context() = value;
            continue;
        }
        bool const known = std::any_of(m->parameters.begin(), m->parameters.end(),
                                       [&n = name](parameter_info const& p) { return p.name == n; });
        if (!known) throw type_error(shown(*m) + " got an unexpected keyword argument " + repr(name));
        if (a.by_name.contains(name)) throw type_error(shown(*m) + " got multiple values for argument " + repr(name));
        a.by_name[name] = value;
    }
    std::string missing;
    std::size_t count = 0;
    for (auto const& p : m->parameters)
        if (p.required && !a.by_name.contains(p.name)) {
            missing += (missing.empty() ? "" : " and ") + repr(std::string(p.name));
            ++count;
        }
    if (count > 0)
        throw type_error(shown(*m) + " missing " + std::to_string(count) + " required positional argument" +
                         (count > 1 ? "s" : "") + ": " + missing);
    return run(env, *m, env.named(model_name), a);
}

std::optional<json> call_named(environment& env, std::string const& model_name, std::string const& method_name,
                               json const& body) {
    auto const refused = [](std::string const& kind_of_error, std::string const& message, int status) {
        return exception{.name = "werkzeug.exceptions." + kind_of_error,
                         .message = message,
                         .status = status,
                         .arguments = json::array({message, status})};
    };
    if (!env.knows(model_name)) throw refused("NotFound", "the model " + repr(model_name) + " does not exist", 404);
    if (is_private(19, method_name)) throw private_method(19, model_name, method_name);
    method const* const m = find_method(19, model_name, method_name);
    if (!m) throw refused("NotFound", "The method '" + model_name + "." + method_name + "' does not exist", 404);
    arguments a;
    for (auto const& [name, value] : body.items()) {
        if (name == "context") {
            if (value.is_object()) env.context() = value;
        } else if (name == "ids") {
            if (m->on_model && truth(value))
                throw refused("UnprocessableEntity", "cannot call " + model_name + "." + method_name + " with ids",
                              422);
            a.ids = ids_of(value);
        } else {
            a.by_name[name] = value;
        }
    }
    for (auto const& p : m->parameters)
        if (p.required && !a.by_name.contains(p.name))
            throw refused("UnprocessableEntity", "missing a required argument: " + repr(std::string(p.name)), 422);
    for (auto const& [name, value] : a.by_name.items())
        if (std::none_of(m->parameters.begin(), m->parameters.end(),
                         [&, n = std::string_view(name)](parameter_info const& p) { return p.name == n; }))
            throw refused("UnprocessableEntity", "got an unexpected keyword argument " + repr(name), 422);
    auto out = run(env, *m, env.named(model_name), a);
    // json2_success, "create: vals_list as an object -> still a list"
    if (out && (m->name == "create" || m->name == "copy") && out->is_number()) return json::array({*out});
    return out;
}

void fill_base(database& db, base_settings const& settings) {
    struct named {
        id_type id;
        std::string_view code;
        std::string_view name;
        int phone;
    };
    // the ids real servers of all three series give them
    constexpr named countries[] = {
        {12, "AT", "Austria", 43},       {13, "AU", "Australia", 61}, {20, "BE", "Belgium", 32},
        {31, "BR", "Brazil", 55},        {38, "CA", "Canada", 1},     {40, "CF", "Central African Republic", 236},
        {43, "CH", "Switzerland", 41},   {48, "CN", "China", 86},     {56, "CZ", "Czech Republic", 420},
        {57, "DE", "Germany", 49},       {59, "DK", "Denmark", 45},   {68, "ES", "Spain", 34},
        {70, "FI", "Finland", 358},      {75, "FR", "France", 33},    {79, "GF", "French Guiana", 594},
        {101, "IE", "Ireland", 353},     {104, "IN", "India", 91},    {109, "IT", "Italy", 39},
        {112, "JO", "Jordan", 962},      {113, "JP", "Japan", 81},    {114, "KE", "Kenya", 254},
        {121, "KR", "South Korea", 82},  {156, "MX", "Mexico", 52},   {165, "NL", "Netherlands", 31},
        {166, "NO", "Norway", 47},       {172, "PA", "Panama", 507},  {174, "PF", "French Polynesia", 689},
        {176, "PH", "Philippines", 63},  {178, "PL", "Poland", 48},   {183, "PT", "Portugal", 351},
        {188, "RO", "Romania", 40},      {196, "SE", "Sweden", 46},   {231, "GB", "United Kingdom", 44},
        {233, "US", "United States", 1},
    };
    struct money {
        id_type id_16, id_18, id_19;
        std::string_view name, symbol, position;
        int digits;
    };
    constexpr money currencies[] = {
        {1, 125, 126, "EUR", "€", "after", 2},    {2, 1, 1, "USD", "$", "before", 2},
        {4, 3, 3, "CAD", "$", "after", 2},        {5, 4, 4, "CHF", "CHF", "before", 2},
        {26, 25, 25, "JPY", "¥", "before", 0},    {94, 93, 94, "KWD", "KD", "after", 3},
        {144, 143, 144, "GBP", "£", "before", 2},
    };
    environment env(db, {.timezone = settings.timezone});
    fill_groups(env);
    put_record const put = [&](std::string_view model_name, id_type id, json const& vals, std::string const& external) {
        db.at(model_name).next_id = id;
        static_cast<void>(env.create(env.named(model_name), vals));
        if (!external.empty()) env.bind(external, model_name, id, true);
    };
    auto const lower = [](std::string_view code) {
        std::string out(code);
        for (char& c : out) c = static_cast<char>(c - 'A' + 'a');
        return out;
    };
    id_type main_currency = 0;
    for (auto const& c : currencies) {
        id_type const id = db.series() == 16 ? c.id_16 : db.series() == 18 ? c.id_18 : c.id_19;
        if (c.name == settings.currency) main_currency = id;
        put("res.currency", id,
            {{"name", c.name},
             {"symbol", c.symbol},
             {"position", c.position},
             {"decimal_places", c.digits},
             {"rounding", c.digits == 0   ? 1.0
                          : c.digits == 3 ? 0.001
                                          : 0.01},
             {"active", c.name == settings.currency}},
            "base." + std::string(c.name));
    }
    for (auto const& c : countries)
        put("res.country", c.id, {{"name", c.name}, {"code", c.code}, {"phone_code", c.phone}},
            "base." + lower(c.code));
    put("uom.uom", 1, {{"name", "Units"}}, "uom.product_uom_unit");
    put("uom.uom", 4, {{"name", "Hours"}}, "uom.product_uom_hour");
    put("res.partner", 1, {{"name", settings.company}, {"is_company", true}, {"lang", settings.language}},
        "base.main_partner");
    put("res.company", 1, {{"name", settings.company}, {"partner_id", 1}, {"currency_id", main_currency}},
        "base.main_company");
    put("res.partner", 2, {{"name", "OdooBot"}, {"active", false}}, "base.partner_root");
    put("res.users", 1, {{"login", "__system__"}, {"partner_id", 2}, {"active", false}}, "base.user_root");
    put("res.partner", 3, {{"name", settings.name}, {"email", "admin@example.com"}, {"country_id", 233}},
        "base.partner_admin");
    json everything = json::array();
    for (auto const& row : db.at("res.groups").rows) everything.push_back(row.first);
    put("res.users", 2,
        {{"login", settings.login},
         {"password", settings.password},
         {"partner_id", 3},
         {db.series() == 19 ? "group_ids" : "groups_id", json::array({json::array({6, 0, everything})})}},
        "base.user_admin");
    if (!settings.api_key.empty())
        static_cast<void>(env.create(env.named("res.users.apikeys"),
                                     {{"name", "API key"}, {"user_id", 2}, {"key", settings.api_key}}));
    // names_and_metadata, "get_metadata": the first records came before any user
    for (std::string_view const name : {"res.partner", "res.company", "res.users"}) {
        table& t = db.at(name);
        t.rows.at(1).values[t.model->at("create_uid").slot] = nullptr;
        t.rows.at(1).values[t.model->at("write_uid").slot] = nullptr;
    }
    fill_business(env, settings, put);
    fill_metadata(env);
    for (auto& [name, t] : db.tables()) {
        for (auto& [id, r] : t.rows) r.built_in = true;
        if (!t.rows.empty()) t.next_id = t.rows.rbegin()->first + 1;
    }
}

}  // namespace syncline::inline v1::emulator::erp
