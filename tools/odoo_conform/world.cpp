// SPDX-License-Identifier: Apache-2.0
#include "world.hpp"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <utility>
#include <vector>

#include <syncline/core/rfc3339.hpp>

#include "digits.hpp"

namespace syncline::odoo_conform {

namespace {

using namespace std::chrono;

std::string address_of(int series) { return "http://127.0.0.1:80" + std::to_string(series); }

/// Every text in a value, at any depth.
template <class Visit>
void each_text(json const& v, Visit const& visit) {
    if (v.is_string()) visit(v.get_ref<std::string const&>());
    if (v.is_array() || v.is_object())
        for (auto const& e : v) each_text(e, visit);
}

/// The latest `write_date` or `create_date` an answer shows; the day the recordings were made where none does.
instant recorded_at(recording const& r) {
    std::string latest;
    auto const look = [&](auto const& self, json const& v) -> void {
        if (v.is_object())
            for (auto const& [key, value] : v.items())
                if ((key == "write_date" || key == "create_date") && value.is_string())
                    latest = std::max(latest, value.template get<std::string>());
        if (v.is_array() || v.is_object())
            for (auto const& e : v) self(self, e);
    };
    for (auto const& s : r.steps) look(look, s.response.value("body", json()));
    if (auto const day = parse_date(std::string_view(latest).substr(0, 10)); latest.size() == 19 && day)
        return sys_days(*day) + hours(6) + minutes(20);
    return sys_days(year(2026) / 11 / 22) + hours(6) + minutes(20);
}

/// A key of the recordings: a dummy that says whose it was.
std::string key_in(recording const& r, std::string_view mark, std::string otherwise) {
    std::string found;
    for (auto const& s : r.steps) {
        auto const look = [&](std::string const& text) {
            auto const at = text.find(mark);
            if (at == std::string::npos || !found.empty()) return;
            auto from = at;
            auto to = at;
            auto const is_part = [&](std::size_t i) { return std::isalnum(static_cast<unsigned char>(text[i])) != 0; };
            while (from > 0 && is_part(from - 1)) --from;
            while (to < text.size() && is_part(to)) ++to;
            found = text.substr(from, to - from);
        };
        each_text(s.request, look);
    }
    return found.empty() ? std::move(otherwise) : found;
}

std::string key_of(int series, char const* who) {
    return std::to_string(series) + who + "dk0a1b2c3d4a1b2c3d4a1b2c3d4a1b2c3d4";
}

emulator::odoo_options options_for(recording const& r) {
    auto const name = "odoo" + std::to_string(r.series);
    // the demo database was set up in French, whatever its users speak, and its products bear a tax
    emulator::odoo_options out{.series = r.series,
                               .database = name,
                               .name = "Mitchell Admin",
                               .company = "YourCompany",
                               .language = "fr_FR",
                               .sales_tax = true};
    out.api_key = secret{};  // kept as a record, see add_users
    for (char const* const other : {"odoo16", "odoo18", "odoo19", "odoo19b"})
        if (other != name) out.other_databases.emplace_back(other);
    if (r.series == 18) out.version = "18.0+e-20241005";
    return out;
}

/// Whether the recorded answer says that what the request names is not there.
bool was_missing(recorded_step const& s) {
    json const body = s.response.value("body", json());
    auto const text = body.dump();
    for (char const* const said :
         {"MissingError", "nother model ", "Unknown database identifier", "No matching record found for database id",
          "unauthorized or invalid companies", "with an active employee"})
        if (text.find(said) != std::string::npos) return true;
    return body == json::array() || (body.is_object() && body.contains("result") && body["result"] == json::array());
}

/// What a record needs besides its existence.
json least_values(std::string const& model, std::int64_t id) {
    auto number = std::to_string(id);
    number.insert(0, number.size() < 6 ? 6 - number.size() : 0, '0');  // so that names sort as ids do
    if (model == "sale.order") return {{"partner_id", 1}};
    if (model == "res.users") return {{"name", "User " + number}, {"login", "user" + number}};
    if (model == "product.product") return {{"name", "Product " + number}, {"type", "service"}};
    return {{"name", model + " " + number}};
}

}  // namespace

world::world(recording const& r)
    : series_(r.series),
      address_(address_of(r.series)),
      began_at_(recorded_at(r)),
      clock_(began_at_),
      box_(clock_, options_for(r)) {}

json world::call(std::string const& model, std::string const& method, json arguments, json named) {
    json const body = {{"params",
                        {{"service", "object"},
                         {"method", "execute_kw"},
                         {"args",
                          {box_.options().database, 2, std::string(box_.options().password.reveal()), model, method,
                           std::move(arguments), std::move(named)}}}}};
    auto const reply = box_.send({.method = http::method::post,
                                  .url = address_ + "/jsonrpc",
                                  .headers = {{"Content-Type", "application/json"}},
                                  .body = body.dump()},
                                 context{});
    if (!reply) return nullptr;
    json const answer = json::parse(reply->body, nullptr, false);
    return answer.is_object() && answer.contains("result") ? answer["result"] : json();
}

std::string world::to(std::string const& model, std::string const& field) {
    auto it = relations_.find(model);
    if (it == relations_.end()) {
        it = relations_.emplace(model, std::map<std::string, std::string>()).first;
        json const fields =
            call(model, "fields_get", json::array(), {{"attributes", json::array({"type", "relation"})}});
        if (fields.is_object())
            for (auto const& [name, f] : fields.items())
                if (f.contains("relation")) it->second[name] = f["relation"].get<std::string>();
    }
    auto const known = it->second.find(field);
    return known == it->second.end() ? std::string() : known->second;
}

void world::add(likeness& ids, std::string const& model, std::int64_t id, json const& values) {
    if (ids.knows(model, id)) return;
    json all = least_values(model, id);
    if (values.is_object()) all.update(values);
    all["id"] = id;
    static_cast<void>(box_.add(model, all.dump()));  // what is there already, or unknown, stays as it is
    ids.learn(model, id, id);
}

void world::add_users(recording const& r, likeness& ids) {
    // the administrator and a user with no group but the one all have, each with a key made at the same time
    std::int64_t const low = series_ == 19 ? 7 : 8;
    char const* const expiry = series_ == 19 ? "2027-02-10 06:16:46" : "2027-02-10 06:16:24";
    add(ids, "res.users", 6, {{"name", "Marc Demo"}, {"login", "demo"}});
    box_.next_id("res.users", low);
    static_cast<void>(box_.add_user({.login = "lowpriv", .name = "Low Privilege"}));
    ids.learn("res.users", low, low);
    std::int64_t number = 0;
    for (auto const& [who, key] :
         {std::pair<std::int64_t, std::string>(2, key_in(r, "admdk0", key_of(series_, "adm"))),
          std::pair<std::int64_t, std::string>(low, key_in(r, "lowdk0", key_of(series_, "low")))}) {
        json values = {{"name", "sdk-recording"}, {"user_id", who}, {"key", key}};
        if (series_ >= 18) values["expiration_date"] = expiry;
        add(ids, "res.users.apikeys", ++number, values);
    }
}

void world::add_demo_data(recording const& r, likeness& ids) {
    bool const is_16 = series_ == 16;
    auto const set = [&](std::string const& model, std::int64_t id, json values) {
        static_cast<void>(call(model, "write", {{id}, std::move(values)}));
    };
    // on 16 euros are switched on
    if (is_16) set("res.currency", 1, {{"active", true}});
    set("res.partner", 3, {{"company_name", "YourCompany"}});
    json company = {{"phone", is_16 ? "+5 555-555-5555" : "+1 555-555-5556"}, {"country_id", 233}};
    // an earlier recording (errors_object) took the country away
    if (r.name == "xmlrpc" || r.name == "json2_success") company["country_id"] = false;
    set("res.partner", 1, company);

    add(ids, "res.partner.category", 1, {{"name", "first"}});
    std::int64_t const azure = is_16 ? 14 : 15;
    for (std::int64_t const id : {8, 9})
        add(ids, "res.partner", id, {{"name", "Company " + std::to_string(id)}, {"is_company", true}});
    add(ids, "res.partner", azure, {{"name", "Azure Interior"}, {"is_company", true}});
    add(ids, "res.partner", azure + 12, {{"name", "Brandon Freeman"}, {"parent_id", azure}});
    add(ids, "res.partner", azure + 19, {{"name", "Colleen Diaz"}, {"parent_id", azure}});
    for (std::int64_t const id : {is_16 ? 39 : 40, is_16 ? 40 : 41})
        add(ids, "res.partner", id, {{"name", "Branch " + std::to_string(id)}, {"parent_id", 1}});
    if (r.name == "json2_errors") add(ids, "sale.order", 26, {{"partner_id", azure}, {"state", "sale"}});
    if (r.name == "errors_access") {
        // the first tasks of the demo data, in the order they are listed
        std::int64_t id = 0;
        for (char const* const name : {"Energy Certificate", "Room 2: Decoration", "Bathroom"})
            add(ids, "project.task", ++id, {{"name", name}});
    }
    if (r.name == "external_ids")  // a record whose creation was not recorded
        for (auto const& s : r.steps)
            if (auto const c = call_in(s.request);
                c && c->method == "export_data" && s.label.find("MAKES") != std::string::npos)
                for (auto const& named : ids.named_in(*c))
                    add(ids, named.first, named.second, {{"name", "sdk no xid"}});
    if (!is_16 && r.name == "multi_company") {
        // on 18 the recording begins after the second company was made
        bool const makes_it = std::any_of(r.steps.begin(), r.steps.end(), [](recorded_step const& s) {
            auto const c = call_in(s.request);
            return c && c->model == "res.company" && c->method == "create";
        });
        if (!makes_it) add(ids, "res.company", 2, {{"name", "SDK Company B"}});
    }
}

std::map<record_id, std::string> world::names_in(recording const& r) {
    std::map<record_id, std::string> out;
    for (auto const& s : r.steps) {
        auto const c = call_in(s.request);
        json const body = s.response.value("body", json());
        json const result = body.is_object() && body.contains("result") ? body["result"] : body;
        if (!c || !result.is_array()) continue;
        for (auto const& row : result) {
            if (!row.is_object()) continue;
            for (auto const& [key, value] : row.items()) {
                if (!value.is_array() || value.size() != 2 || !value[0].is_number_integer() || !value[1].is_string())
                    continue;
                auto const text = value[1].get<std::string>();
                // what a name was put together from cannot be told
                if (text.find_first_of("[](),") == std::string::npos)
                    out.emplace(record_id(to(c->model, key), value[0].get<std::int64_t>()), text);
            }
        }
    }
    return out;
}

void world::add_named_records(recording const& r, likeness& ids) {
    std::set<record_id> absent;
    for (auto const& s : r.steps)
        if (auto const call = call_in(s.request); call && was_missing(s))
            for (auto const& named : ids.named_in(*call)) absent.insert(named);
    auto const names = names_in(r);
    // what an earlier answer showed was made by the recording, or was there and has been put there
    likeness shown(*this, began_at_, began_at_);
    for (auto const& s : r.steps) {
        auto const call = call_in(s.request);
        if (!call) continue;
        json const body = s.response.value("body", json());
        json const result = body.is_object() && body.contains("result") ? body["result"] : body;
        for (auto const& named : ids.named_in(*call))
            if (!absent.contains(named) && !shown.knows(named.first, named.second) && named.second > 0 &&
                !is_made_on_the_way(named)) {
                json values = json::object();
                if (auto const it = names.find(named); it != names.end()) values["name"] = it->second;
                if (named.first == "project.task") {
                    add(ids, "project.project", 1, {{"name", "Office Design"}});
                    values["project_id"] = 1;
                }
                add(ids, named.first, named.second, values);
            }
        static_cast<void>(shown.difference(*call, result, result, false));  // learns the ids in it
    }
}

void world::add_books(recording const& r, likeness& ids) {
    // numbers of entries go on from where the demo database had come to
    for (auto const& [prefix, type] : std::vector<std::pair<std::string, std::string>>{
             {"FAC/", "out_invoice"}, {"RFAC/", "out_refund"}, {"PBNK1/", "entry"}}) {
        std::string first;
        for (auto const& s : r.steps)
            each_text(s.response.value("body", json()), [&, wanted = prefix](std::string const& text) {
                // FAC/2026/00006
                if (first.empty() && text.starts_with(wanted)) first = text.substr(0, wanted.size() + 10);
            });
        auto const slash = first.rfind('/');
        if (first.size() != prefix.size() + 10 || slash != prefix.size() + 4) continue;
        auto const number = leading_number(std::string_view(first).substr(slash + 1));
        if (number < 2) continue;
        auto before = std::to_string(number - 1);
        before.insert(0, 5 - std::min<std::size_t>(before.size(), 5), '0');
        json const move = {{"move_type", type}, {"name", first.substr(0, slash + 1) + before}, {"state", "posted"}};
        static_cast<void>(box_.add("account.move", move.dump()));
    }
    // currencies that were switched on, and their rates beyond the one that each database has
    for (auto const& s : r.steps) {
        auto const c = call_in(s.request);
        json const body = s.response.value("body", json());
        if (!c || c->model != "res.currency" || !body.is_object() || !body.contains("result")) continue;
        std::map<std::int64_t, json> by_rate;  // ids only go up
        if (body["result"].is_array())
            for (auto const& currency : body["result"])
                if (currency.is_object() && currency.contains("rate_ids") && !currency["rate_ids"].empty())
                    by_rate.emplace(currency["rate_ids"][0].get<std::int64_t>(), currency);
        for (auto const& [newest, currency] : by_rate) {
            static_cast<void>(call("res.currency", "write", {{currency["id"]}, {{"active", true}}}));
            if (newest > 1)
                add(ids, "res.currency.rate", newest,
                    {{"name", "2026-01-01"}, {"rate", currency["rate"]}, {"currency_id", currency["id"]}});
        }
    }
}

void world::follow_ids(recording const& r) {
    // what a step makes besides its answer, by method
    static std::map<std::string, std::vector<std::string>> const makers = {
        {"action_confirm", {"project.project", "project.task", "account.analytic.account"}},
        {"create_invoices", {"account.move", "account.move.line"}},
        {"reverse_moves", {"account.move", "account.move.line"}},
        {"refund_moves", {"account.move", "account.move.line"}},
        {"action_create_payments",
         {"account.payment", "account.move", "account.move.line", "account.partial.reconcile"}},
    };
    std::set<std::string> made;
    for (auto const& s : r.steps)
        if (auto const c = call_in(s.request))
            if (auto const it = makers.find(c->method); it != makers.end())
                made.insert(it->second.begin(), it->second.end());
    auto const saw = [&](std::string const& model, json const& id) {
        if (!id.is_number_integer() || !made.contains(model)) return;
        auto const [it, fresh] = first_made_.emplace(model, id.get<std::int64_t>());
        if (!fresh) it->second = std::min(it->second, id.get<std::int64_t>());
    };
    for (auto const& s : r.steps) {
        auto const c = call_in(s.request);
        json const body = s.response.value("body", json());
        json const result = body.is_object() && body.contains("result") ? body["result"] : body;
        if (!c) continue;
        if (c->method == "create") saw(c->model, result);
        if (!result.is_array()) continue;
        for (auto const& row : result) {
            if (!row.is_object()) continue;
            saw(c->model, row.value("id", json()));
            if (auto const paid = row.value("invoice_payments_widget", json()); paid.is_object())
                for (auto const& part : paid.value("content", json::array()))
                    saw("account.partial.reconcile", part.value("partial_id", json()));
        }
    }
    for (auto const& [model, id] : first_made_) box_.next_id(model, id);
}

bool world::is_made_on_the_way(record_id const& r) const {
    auto const it = first_made_.find(r.first);
    return it != first_made_.end() && r.second >= it->second;
}

void world::prepare(recording const& r, likeness& ids) {
    // what each new database begins with
    for (std::int64_t const id : {1, 2, 3}) ids.learn("res.partner", id, id);
    for (std::int64_t const id : {1, 2}) ids.learn("res.users", id, id);
    ids.learn("res.company", 1, 1);
    add_users(r, ids);
    add_demo_data(r, ids);
    add_books(r, ids);
    follow_ids(r);
    add_named_records(r, ids);
}

}  // namespace syncline::odoo_conform
