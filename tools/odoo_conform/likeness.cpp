// SPDX-License-Identifier: Apache-2.0
#include "likeness.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <utility>

#include "digits.hpp"

namespace syncline::odoo_conform {

namespace {

std::string shown(json const& v) {
    auto text = v.dump(-1, ' ', false, json::error_handler_t::replace);
    if (text.size() > 300) text = text.substr(0, 300) + "...";
    return text;
}

std::string differs(json const& recorded, json const& ours, std::string const& at) {
    return at + ": recorded " + shown(recorded) + ", emulator " + shown(ours);
}

bool is_integer_list(json const& v) {
    return v.is_array() && !v.empty() &&
           std::all_of(v.begin(), v.end(), [](json const& e) { return e.is_number_integer(); });
}

/// `[id, name]`, as a many2one is read.
bool is_pair(json const& v) { return v.is_array() && v.size() == 2 && v[0].is_number_integer() && v[1].is_string(); }

/// A date or a time as Odoo writes them.
std::optional<instant> moment_in(std::string const& s) {
    using namespace std::chrono;
    auto const number = [&](std::size_t from, std::size_t size) {
        int out = -1;
        auto const* const first = s.data() + from;
        auto const [end, ec] = std::from_chars(first, first + size, out);
        return ec == std::errc() && end == first + size ? out : -1;
    };
    if (s.size() != 10 && s.size() != 19) return std::nullopt;
    if (s[4] != '-' || s[7] != '-') return std::nullopt;
    auto const day = year(number(0, 4)) / month(static_cast<unsigned>(number(5, 2))) /
                     std::chrono::day(static_cast<unsigned>(number(8, 2)));
    if (!day.ok()) return std::nullopt;
    instant out = sys_days(day);
    if (s.size() == 19) {
        if (s[10] != ' ' || s[13] != ':' || s[16] != ':') return std::nullopt;
        out += hours(number(11, 2)) + minutes(number(14, 2)) + seconds(number(17, 2));
    }
    return out;
}

/// The last line of a Python traceback, which is the exception; any other text as it is.
std::string without_traceback(std::string s) {
    constexpr std::string_view head = "Traceback (most recent call last):\n";
    if (!s.starts_with(head)) return s;
    while (!s.empty() && s.back() == '\n') s.pop_back();
    return "Traceback: " + s.substr(s.rfind('\n') + 1);
}

/// Tags and texts of an XML document, without the white space between tags and the way quotes are written.
std::vector<std::string> tokens(std::string const& xml) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < xml.size();) {
        auto const end =
            xml[i] == '<' ? std::min(xml.find('>', i) + 1, xml.size()) : std::min(xml.find('<', i), xml.size());
        auto token = xml.substr(i, end - i);
        i = end == 0 ? xml.size() : end;
        if (token.starts_with("<?")) continue;
        if (token.find_first_not_of(" \n\r\t") != std::string::npos) out.push_back(std::move(token));
    }
    return out;
}

bool is_html(std::string const& s) { return s.starts_with("<!DOCTYPE html") || s.starts_with("<!doctype html"); }

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> all) {
    return std::find(all.begin(), all.end(), name) != all.end();
}

std::string without_granularity(std::string const& key) { return key.substr(0, key.find(':')); }

}  // namespace

bool takes_ids(std::string const& method) {
    return !is_one_of(
        method, {"search", "search_count", "search_read", "create", "load", "fields_get", "name_search", "name_create",
                 "default_get", "check_object_reference", "context_get", "read_group", "formatted_read_group",
                 "check_access_rights", "check_field_access_rights", "onchange", "web_search_read", "get_views"});
}

std::optional<object_call> call_in(json const& request) {
    auto const path = request.value("path", "");
    json const body = request.value("body", json());
    auto const text = [](json const& v) { return v.is_string() ? v.get<std::string>() : std::string(); };
    auto const list = [](json const& v) { return v.is_array() ? v : json::array(); };
    auto const object = [](json const& v) { return v.is_object() ? v : json::object(); };
    if (path.starts_with("/xmlrpc") && request.contains("body_text")) {
        std::vector<std::string> texts;
        for (auto const& t : tokens(request["body_text"].get<std::string>()))
            if (t[0] != '<') texts.push_back(t);
        if (texts.size() < 6 || texts[0] != "execute_kw") return std::nullopt;
        return object_call{.model = texts[4], .method = texts[5]};
    }
    if (path.starts_with("/json/2/")) {
        auto const rest = path.substr(8, path.find('?') - 8);
        auto const slash = rest.find('/');
        if (slash == std::string::npos || !(body.is_object() || body.is_null())) return std::nullopt;
        return object_call{
            .model = rest.substr(0, slash), .method = rest.substr(slash + 1), .named = object(body), .by_name = true};
    }
    if (!body.is_object() || !body.contains("params") || !body["params"].is_object()) return std::nullopt;
    json const& params = body["params"];
    if (path.starts_with("/web/dataset/call_kw"))
        return object_call{.model = text(params.value("model", json())),
                           .method = text(params.value("method", json())),
                           .arguments = list(params.value("args", json())),
                           .named = object(params.value("kwargs", json()))};
    json const args = list(params.value("args", json()));
    if (text(params.value("service", json())) != "object" || args.size() < 5) return std::nullopt;
    object_call out{.model = text(args[3]), .method = text(args[4])};
    if (text(params["method"]) == "execute") {
        out.arguments = json(args.begin() + 5, args.end());
    } else {
        if (args.size() > 5) out.arguments = list(args[5]);
        if (args.size() > 6) out.named = object(args[6]);
    }
    return out;
}

// What is known of ids.

bool likeness::learn(std::string const& model, std::int64_t recorded, std::int64_t ours) {
    // every database has these under the same ids
    if (model == "res.country" || model == "res.currency") return recorded == ours;
    auto const [there, fresh] = ours_.emplace(std::pair(model, recorded), ours);
    if (!fresh) return there->second == ours;
    auto const [back, alone] = recorded_.emplace(std::pair(model, ours), recorded);
    if (alone) return true;
    ours_.erase(there);
    return false;
}

bool likeness::knows(std::string const& model, std::int64_t recorded) const {
    return ours_.contains({model, recorded});
}

std::int64_t likeness::ours_of(std::string const& model, std::int64_t recorded) const {
    auto const it = ours_.find({model, recorded});
    return it == ours_.end() ? recorded : it->second;
}

// Requests.

json likeness::ids(std::string const& model, json const& v) {
    if (v.is_number_integer()) {
        named_.emplace_back(model, v.get<std::int64_t>());
        return ours_of(model, v.get<std::int64_t>());
    }
    if (!v.is_array()) return v;
    json out = v;
    for (auto& e : out) e = ids(model, e);
    return out;
}

json likeness::values(std::string const& model, json const& v) {
    if (v.is_array()) {
        json out = v;
        for (auto& e : out) e = values(model, e);
        return out;
    }
    if (!v.is_object()) return v;
    json out = v;
    for (auto const& [name, value] : v.items()) {
        auto const other = relations_.to(model, name);
        if (other.empty()) continue;
        out[name] = value.is_array() ? commands(other, value) : ids(other, value);
    }
    return out;
}

json likeness::commands(std::string const& model, json const& v) {
    json out = v;
    for (auto& c : out) {
        if (!c.is_array() || c.empty() || !c[0].is_number_integer()) {
            c = ids(model, c);
            continue;
        }
        if (c.size() > 1 && c[0] != 0 && c[0] != 6) c[1] = ids(model, c[1]);
        if (c.size() > 2) c[2] = c[2].is_object() ? values(model, c[2]) : ids(model, c[2]);
    }
    return out;
}

std::string likeness::model_at_end(std::string model, std::string const& path) {
    for (std::size_t from = 0; from < path.size();) {
        auto const dot = std::min(path.find('.', from), path.size());
        auto const name = path.substr(from, dot - from);
        model = name == "id" ? model : relations_.to(model, name);
        from = dot + 1;
    }
    return model;
}

json likeness::domain(std::string const& model, json const& v) {
    if (!v.is_array()) return v;
    json out = v;
    for (auto& term : out)
        if (term.is_array() && term.size() == 3 && term[0].is_string())
            if (auto const other = model_at_end(model, term[0].get<std::string>()); !other.empty())
                term[2] = ids(other, term[2]);
    return out;
}

json likeness::context(std::string const& model, json const& v) {
    if (!v.is_object()) return v;
    json out = v;
    auto const active =
        v.contains("active_model") && v["active_model"].is_string() ? v["active_model"].get<std::string>() : model;
    for (auto const& [name, value] : v.items()) {
        if (name == "active_id" || name == "active_ids") out[name] = ids(active, value);
        if (name == "allowed_company_ids") out[name] = ids("res.company", value);
        if (name.starts_with("default_"))
            if (auto const other = relations_.to(model, name.substr(8)); !other.empty()) out[name] = ids(other, value);
    }
    return out;
}

/// A column that ends in `.id` holds database ids as text.
void likeness::translate_load(object_call& c) {
    json* const fields = c.by_name ? &c.named["fields"] : c.arguments.empty() ? nullptr : &c.arguments[0];
    json* const rows = c.by_name ? &c.named["data"] : c.arguments.size() < 2 ? nullptr : &c.arguments[1];
    if (!fields || !rows || !fields->is_array() || !rows->is_array()) return;
    for (std::size_t i = 0; i < fields->size(); ++i) {
        if (!(*fields)[i].is_string()) continue;
        auto path = (*fields)[i].get<std::string>();
        if (path != ".id" && !path.ends_with("/.id")) continue;
        path = path == ".id" ? std::string("id") : path.substr(0, path.size() - 4);
        std::replace(path.begin(), path.end(), '/', '.');
        auto const other = model_at_end(c.model, path);
        for (auto& row : *rows)
            if (row.is_array() && i < row.size() && row[i].is_string())
                row[i] = std::to_string(ids(other, leading_number(row[i].get<std::string>())).get<std::int64_t>());
    }
}

object_call likeness::translated(object_call const& c) {
    object_call out = c;
    if (out.named.contains("context")) out.named["context"] = context(c.model, out.named["context"]);
    if (c.method == "load") {
        translate_load(out);
        return out;
    }
    bool const with_ids = takes_ids(c.method);
    if (with_ids && !out.arguments.empty()) out.arguments[0] = ids(c.model, out.arguments[0]);
    auto const first = [&](char const* name, bool after_ids) -> json* {
        if (auto const it = out.named.find(name); it != out.named.end()) return &*it;
        std::size_t const at = after_ids ? 1 : 0;
        return !c.by_name && at < out.arguments.size() ? &out.arguments[at] : nullptr;
    };
    if (c.by_name && out.named.contains("ids")) out.named["ids"] = ids(c.model, out.named["ids"]);
    if (c.method == "create")
        if (json* const v = first("vals_list", false)) *v = values(c.model, *v);
    if (c.method == "write")
        if (json* const v = first("vals", true)) *v = values(c.model, *v);
    if (c.method == "copy")
        if (json* const v = first("default", true)) *v = values(c.model, *v);
    if (is_one_of(c.method, {"search", "search_count", "search_read", "read_group", "formatted_read_group"}))
        if (json* const v = first("domain", false)) *v = domain(c.model, *v);
    if (c.method == "name_search")
        for (char const* const name : {"args", "domain"})
            if (auto const it = out.named.find(name); it != out.named.end()) *it = domain(c.model, *it);
    return out;
}

std::vector<record_id> likeness::named_in(object_call const& c) {
    named_.clear();
    static_cast<void>(translated(c));
    return std::exchange(named_, {});
}

// Answers.

std::string likeness::difference(object_call const& c, json const& recorded, json const& ours, bool trimmed) {
    trimmed_ = trimmed;
    meaning m;
    if (is_one_of(c.method, {"create", "copy", "search", "exists"})) m = {meaning::kind::ids, c.model};
    if (is_one_of(c.method, {"read", "search_read", "read_group", "formatted_read_group"}))
        m = {meaning::kind::rows, c.model};
    if (is_one_of(c.method, {"name_search", "name_get", "name_create"})) m = {meaning::kind::pairs, c.model};
    if (c.method == "load" && recorded.is_object() && ours.is_object() && recorded.contains("ids") &&
        ours.contains("ids")) {
        if (auto d = differ(recorded["ids"], ours["ids"], {meaning::kind::ids, c.model}, "result.ids"); !d.empty())
            return d;
        json rest = recorded;
        json our_rest = ours;
        rest.erase("ids");
        our_rest.erase("ids");
        return differ(rest, our_rest, {}, "result");
    }
    // how many records the whole demo database has says nothing
    if (c.method == "search_count" && recorded.is_number_integer() && ours.is_number_integer() &&
        recorded.get<std::int64_t>() > 20)
        return {};
    return differ(recorded, ours, m, "result");
}

std::string likeness::difference(json const& recorded, json const& ours, bool trimmed) {
    trimmed_ = trimmed;
    return differ(recorded, ours, {}, "body");
}

std::string likeness::differ(json const& recorded, json const& ours, meaning const& m, std::string const& at) {
    if (recorded.is_number_integer() && ours.is_number_integer()) {
        auto const theirs = recorded.get<std::int64_t>();
        auto const mine = ours.get<std::int64_t>();
        if (m.what == meaning::kind::plain) return theirs == mine ? "" : differs(recorded, ours, at);
        return learn(m.model, theirs, mine) ? "" : differs(recorded, ours, at);
    }
    if (recorded.is_string() && ours.is_string())
        return same_text(recorded.get<std::string>(), ours.get<std::string>()) ? "" : differs(recorded, ours, at);
    if (recorded.is_number() && ours.is_number()) return recorded == ours ? "" : differs(recorded, ours, at);
    if (recorded.type() != ours.type()) return differs(recorded, ours, at);
    if (recorded.is_array()) return differ_list(recorded, ours, m, at);
    if (recorded.is_object()) return differ_object(recorded, ours, m, at);
    return recorded == ours ? "" : differs(recorded, ours, at);
}

/// Rows of which only some were kept are rows that were there before: only their members and types count.
std::string likeness::differ_shape(json const& recorded, json const& ours, std::string const& at) {
    for (auto const& [key, value] : recorded.items()) {
        auto const own = ours.find(key);
        if (own == ours.end()) return at + "." + key + " is missing in " + shown(ours);
        bool const alike = own->type() == value.type() || (own->is_number() && value.is_number()) ||
                           *own == json(false) || value == json(false);
        if (!alike) return differs(value, *own, at + "." + key);
    }
    return {};
}

std::string likeness::differ_list(json const& recorded, json const& ours, meaning const& m, std::string const& at) {
    bool const shorter = trimmed_ && recorded.size() < ours.size();
    if (recorded.size() != ours.size() && !shorter) return differs(recorded, ours, at);
    if (is_pair(recorded) && is_pair(ours)) {
        auto const& model = m.model;
        if (!learn(model, recorded[0].get<std::int64_t>(), ours[0].get<std::int64_t>()))
            return differs(recorded, ours, at);
        return differ(recorded[1], ours[1], {}, at + "[1]");
    }
    meaning inner = m;
    if (m.what == meaning::kind::plain && is_integer_list(recorded) && is_integer_list(ours))
        inner.what = meaning::kind::ids;
    for (std::size_t i = 0; i < recorded.size(); ++i) {
        auto const here = at + "[" + std::to_string(i) + "]";
        if (shorter && m.what == meaning::kind::plain && recorded[i].is_string()) {
            // a list of names of which some were kept: each has to be there
            if (std::none_of(ours.begin(), ours.end(), [&](json const& e) { return e == recorded[i]; }))
                return here + ": " + shown(recorded[i]) + " is missing";
            continue;
        }
        bool const is_row = trimmed_ && m.what == meaning::kind::rows && recorded[i].is_object() && ours[i].is_object();
        auto d = is_row ? differ_shape(recorded[i], ours[i], here) : differ(recorded[i], ours[i], inner, here);
        if (!d.empty()) return d;
    }
    return {};
}

likeness::meaning likeness::member(meaning const& m, json const& object, std::string const& key) {
    auto const text = [&](char const* name) {
        auto const it = object.find(name);
        return it != object.end() && it->is_string() ? it->get<std::string>() : std::string();
    };
    if (m.what == meaning::kind::rows) {
        if (key == "id") return {meaning::kind::ids, m.model};
        auto const other = relations_.to(m.model, without_granularity(key));
        if (!other.empty()) return {meaning::kind::pairs, other};
    }
    if (key == "res_id") {
        auto const model = !text("res_model").empty() ? text("res_model") : text("model");
        if (!model.empty()) return {meaning::kind::ids, model};
        if (m.what == meaning::kind::rows) return {meaning::kind::ids, "ir.model.data res_id"};
    }
    return {};
}

std::string likeness::differ_object(json const& recorded, json const& ours, meaning const& m, std::string const& at) {
    for (auto const& [key, value] : recorded.items()) {
        if (key == "debug") continue;  // a traceback: nobody reads it by program
        auto own = ours.find(key);
        // get_external_id answers an object whose keys are ids
        if (own == ours.end() && !key.empty() &&
            std::all_of(key.begin(), key.end(), [](unsigned char c) { return std::isdigit(c) != 0; }))
            for (auto const& [ids, mapped] : ours_)
                if (std::to_string(ids.second) == key && own == ours.end()) own = ours.find(std::to_string(mapped));
        if (own == ours.end()) return at + "." + key + " is missing in " + shown(ours);
        if (auto d = differ(value, *own, member(m, recorded, key), at + "." + key); !d.empty()) return d;
    }
    if (recorded.size() != ours.size() && !trimmed_)
        for (auto const& [key, value] : ours.items())
            if (!recorded.contains(key) && !(key.size() < 12 && leading_number(key) > 0))
                return at + "." + key + " was not recorded: " + shown(value);
    return {};
}

bool likeness::is_moment(std::string const& recorded, std::string const& ours) const {
    auto const x = moment_in(recorded);
    auto const y = moment_in(ours);
    if (!x || !y || recorded.size() != ours.size()) return false;
    auto const near = [](instant a, instant b) { return (a > b ? a - b : b - a) < std::chrono::hours(36); };
    return recorded.size() == 19 && near(*x, recorded_at_) && near(*y, played_at_);
}

bool likeness::same_number_in_text(std::string const& recorded, std::string const& ours) const {
    if (recorded == ours) return true;
    if (recorded.size() > 12 || ours.size() > 12) return false;
    auto const theirs = leading_number(recorded);
    auto const mine = leading_number(ours);
    return std::any_of(ours_.begin(), ours_.end(),
                       [&](auto const& known) { return known.first.second == theirs && known.second == mine; });
}

bool likeness::same_text(std::string recorded, std::string ours) const {
    if (is_moment(recorded, ours)) return true;
    recorded = without_traceback(std::move(recorded));
    ours = without_traceback(std::move(ours));
    // the SQL behind a message of PostgreSQL, and the address of its server
    for (auto* const s : {&recorded, &ours}) {
        if (auto const p = s->find("\nLINE "); p != std::string::npos) s->resize(p);
        constexpr std::string_view server = "connection to server";
        if (auto const p = s->find(server); p != std::string::npos)
            if (auto const q = s->find(" failed:", p); q != std::string::npos)
                s->erase(p + server.size(), q - p - server.size());
    }
    // eight hexadecimal digits at the end of an external id that an export makes are drawn at random
    for (auto* const s : {&recorded, &ours})
        if (s->starts_with("__export__.") && s->size() > 20 && (*s)[s->size() - 9] == '_') s->resize(s->size() - 8);
    // numbers may be ids
    std::size_t i = 0;
    std::size_t j = 0;
    auto const digits = [](std::string const& s, std::size_t from) {
        auto to = from;
        while (to < s.size() && std::isdigit(static_cast<unsigned char>(s[to])) != 0) ++to;
        return s.substr(from, to - from);
    };
    while (i < recorded.size() && j < ours.size()) {
        auto const theirs = digits(recorded, i);
        auto const mine = digits(ours, j);
        if (!theirs.empty() && !mine.empty()) {
            if (!same_number_in_text(theirs, mine)) break;
            i += theirs.size();
            j += mine.size();
        } else if (recorded[i] == ours[j]) {
            ++i;
            ++j;
        } else {
            break;
        }
    }
    return i == recorded.size() && j == ours.size();
}

std::string likeness::difference(std::string const& recorded, std::string const& ours, bool trimmed) {
    bool const cut = trimmed || recorded.find("...(trimmed)...") != std::string::npos;
    if (is_html(recorded) && is_html(ours))
        return cut || recorded == ours ? "" : differs(json(recorded), json(ours), "page");
    if (recorded.starts_with("<?xml") && ours.starts_with("<?xml")) {
        auto const theirs = tokens(recorded);
        auto const mine = tokens(ours);
        if (theirs.size() != mine.size()) return differs(json(recorded), json(ours), "xml");
        for (std::size_t i = 0; i < theirs.size(); ++i) {
            bool const is_count = i > 0 && theirs[i - 1] == "<int>" && mine[i - 1] == "<int>" && theirs.size() == 11 &&
                                  leading_number(theirs[i]) > 20;
            if (!is_count && !same_text(theirs[i], mine[i])) return differs(theirs[i], mine[i], "xml");
        }
        return {};
    }
    return same_text(recorded, ours) ? "" : differs(json(recorded), json(ours), "body");
}

}  // namespace syncline::odoo_conform
