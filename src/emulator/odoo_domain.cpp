// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>

#include "emulator/odoo_environment.hpp"

// Domains as Odoo reads them: prefix operators, terms of three, and the differences between 16, 18 and 19 that
// crud_res_partner, errors_object, dates, experiments and external_ids recorded.

namespace syncline::inline v1::emulator::erp {

namespace {

bool is_operator(json const& item) { return item == "&" || item == "|" || item == "!"; }

bool is_known(std::string const& op, int series) {
    constexpr std::string_view all[] = {"=",      "!=",   "<=",       "<",     ">",         ">=", "=?",     "=like",
                                        "=ilike", "like", "not like", "ilike", "not ilike", "in", "not in", "<>"};
    if (op == "==") return series == 19;
    return std::find(std::begin(all), std::end(all), op) != std::end(all);
}

std::string folded(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

/// SQL's LIKE: % any run, _ one character (UTF-8), \ takes the next literally.
bool like(std::string_view text, std::string_view pattern) {
    while (!pattern.empty()) {
        if (pattern[0] == '%') {
            for (std::size_t i = 0; i <= text.size(); ++i)
                if (like(text.substr(i), pattern.substr(1))) return true;
            return false;
        }
        if (text.empty()) return false;
        if (pattern[0] == '_') {
            std::size_t width = 1;
            while (width < text.size() && (static_cast<unsigned char>(text[width]) & 0xC0U) == 0x80U) ++width;
            text.remove_prefix(width);
        } else {
            if (pattern[0] == '\\' && pattern.size() > 1) pattern.remove_prefix(1);
            if (text[0] != pattern[0]) return false;
            text.remove_prefix(1);
        }
        pattern.remove_prefix(1);
    }
    return text.empty();
}

double number_of(json const& v, field const& f, int series) {
    if (v.is_boolean()) return v.get<bool>() ? 1 : 0;
    if (v.is_number()) return v.get<double>();
    auto const text = as_text(v);
    double out = 0;
    auto const [end, ec] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (ec != std::errc() || end != text.data() + text.size()) {
        if (f.name == "id" || f.kind == kind::many2one) throw not_an_integer(text);
        if (f.kind == kind::integer) throw value_error("invalid literal for int() with base 10: " + repr(text));
        throw value_error("could not convert string to float: " + repr(text));
    }
    // a number as text finds an id on 16 and 18, and nothing on 19
    if (f.name == "id" && series == 19) return -1;
    return out;
}

/// A moment in a domain. A day alone means its beginning, or its end where that is what `<=` and `>` ask for: in UTC
/// on 16 and 18, in the user's zone on 19 (dates, "date-only bounds on a datetime field").
instant moment_of(environment& env, json const& v, std::string const& op) {
    std::string text = as_text(v);
    bool const strict = env.series() == 19;
    if (text.size() == 10) {
        bool const end_of_day = op == "<=" || op == ">";
        instant const local = read_datetime(text + (end_of_day ? " 23:59:59" : " 00:00:00"));
        return strict ? from_local(env.timezone(), local) : local;
    }
    // crud_res_partner, "datetime in a domain, ISO with Z"
    if (!text.empty() && text.back() == 'Z') {
        if (strict) throw value_error("expecting only datetimes with no timezone: " + repr(text));
        text.pop_back();
    }
    std::chrono::microseconds fraction{0};
    if (text.size() > 20 && text[19] == '.') {
        auto const digits = text.substr(20, 6);
        int value = 0;
        std::from_chars(digits.data(), digits.data() + digits.size(), value);
        for (auto n = digits.size(); n < 6; ++n) value *= 10;
        fraction = std::chrono::microseconds(value);
        text.resize(19);
    }
    if (text.size() == 19 && text[10] == 'T') text[10] = ' ';
    try {
        return read_datetime(text) + fraction;
    } catch (exception const&) {
        if (strict) throw;
        throw exception{.name = "psycopg2.errors.InvalidDatetimeFormat",
                        .message = "invalid input syntax for type timestamp: \"" + text + "\"\nLINE 1: ...\n"};
    }
}

}  // namespace

domain domain::parse(environment& env, model const& m, json const& text) {
    int const series = env.series();
    if (!text.is_array()) {
        if (!truth(text)) return {};
        // crud_res_partner, "domain passed un-nested as args"
        if (series == 19) throw type_error("Domain() invalid argument type for domain: " + repr(text));
        throw exception{.name = "builtins.AssertionError",
                        .message =
                            "Domains to normalize must have a 'domain' form: a list or tuple of domain "
                            "components"};
    }
    std::size_t at = 0;
    domain all;
    all.what_ = test::every;
    while (at < text.size()) all.parts_.push_back(sequence(env, m, text, at, text));
    return all;
}

domain domain::sequence(environment& env, model const& m, json const& items, std::size_t& at, json const& whole) {
    if (at >= items.size()) {
        // errors_object, "domain operator without its operands"
        switch (env.series()) {
            case 16:
                throw exception{.name = "builtins.AssertionError",
                                .message = "This domain is syntactically not correct: " + repr(whole)};
            case 18: throw value_error("Domain " + repr(whole) + " is syntactically not correct.");
            default: throw value_error("Domain() malformed domain " + repr(whole));
        }
    }
    json const& item = items[at++];
    if (!is_operator(item)) return term(env, m, item);
    domain d;
    d.what_ = item == "&" ? test::every : item == "|" ? test::some : test::negation;
    d.parts_.push_back(sequence(env, m, items, at, whole));
    if (d.what_ != test::negation) d.parts_.push_back(sequence(env, m, items, at, whole));
    return d;
}

domain domain::by_ids(field const& f, std::vector<id_type> ids, bool negative, bool blank) {
    domain d;
    std::sort(ids.begin(), ids.end());
    d.what_ = f.kind == kind::many2one || f.name == "id" ? test::ids : test::children;
    d.field_ = &f;
    d.negative_ = negative;
    d.blank_ = blank;
    for (auto const id : ids) d.among_.emplace_back(id);
    return d;
}

domain domain::term(environment& env, model const& m, json const& leaf) {
    int const series = env.series();
    auto const invalid = [&](char const* old_words, char const* new_words) {
        // errors_object, "unknown domain operator"
        return value_error((series == 19 ? new_words : old_words) + repr_tuple(leaf));
    };
    if (!leaf.is_array() || leaf.size() != 3) {
        // errors_object, "malformed domain leaf"
        if (series == 16) throw value_error("Invalid leaf " + (leaf.is_array() ? repr_tuple(leaf) : repr(leaf)));
        if (series == 18 && leaf.is_array())
            throw value_error("not enough values to unpack (expected 3, got " + std::to_string(leaf.size()) + ")");
        throw value_error("Domain() invalid item in domain: " + repr(leaf));
    }
    domain d;
    if (leaf[0].is_number()) {  // (1, '=', 1) and (0, '=', 1)
        d.what_ = leaf[0] == leaf[2] ? test::always : test::never;
        return d;
    }
    auto const path = as_text(leaf[0]);
    auto op = as_text(leaf[1]);
    std::transform(op.begin(), op.end(), op.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    if (op == "child_of" || op == "parent_of")
        throw exception{.name = "builtins.NotImplementedError",
                        .message = "this emulator knows no " + op + ": " + repr_tuple(leaf)};
    if (!is_known(op, series)) throw invalid("Invalid leaf ", "Invalid operator in condition ");
    json value = leaf[2];
    if (op == "<>") op = "!=";
    if (op == "==") op = "=";
    if (op == "=?") {
        if (!truth(value)) return d;
        op = "=";
    }
    auto const dot = path.find('.');
    field const* const f = m.find(path.substr(0, dot));
    if (!f)  // errors_object, "unknown field in a domain"
        throw value_error("Invalid field " + std::string(m.name) + "." + path.substr(0, dot) +
                          (series == 19 ? " in condition " : " in leaf ") + repr_tuple(leaf));
    if (dot != std::string::npos) {
        if (!f->is_relational())
            throw value_error("Invalid field property " + repr(path.substr(dot + 1)) + " on " + std::string(m.name) +
                              "." + std::string(f->name));
        // a record without the relation never matches, whatever the term behind says
        json const inner = json::array({json::array({path.substr(dot + 1), op, value})});
        return by_ids(*f, env.search(env.named(f->extra), inner, 0, 0, "id"), false, false);
    }
    if (!f->searchable) {
        // external_ids, "lookup by complete_name": ignored on 16 and 18, refused on 19
        if (series == 19)
            throw value_error("Cannot convert " + std::string(m.name) + "." + path +
                              " to SQL because it is not stored");
        return d;
    }

    bool const negative = op == "!=" || op.starts_with("not ");
    bool const falsy_text = series != 16;  // '' and false are one on 18 and 19, two on 16
    d.field_ = f;
    d.negative_ = negative;
    if (op == "in" || op == "not in" || op == "=" || op == "!=") {
        json list = value;
        if (op == "=" || op == "!=") {
            if (!value.is_array()) list = json::array({value});
        } else if (!value.is_array()) {
            if (series != 19) throw value_error("Invalid domain term " + repr_tuple(leaf));
            list = json::array({value});
        }
        bool blank = false;
        bool blank_is_said = true;
        if (f->is_relational() || f->name == "id") {
            std::vector<id_type> ids;
            for (auto const& v : list) {
                if (v.is_null() || v == json(false)) {
                    blank = true;
                } else if (v.is_string() && f->name != "id") {
                    if (v.get_ref<std::string const&>().empty()) continue;
                    for (auto const& hit :
                         env.name_search(env.named(f->extra), v.get<std::string>(), json::array(), "=", 0))
                        ids.push_back(hit[0].get<id_type>());
                } else {
                    ids.push_back(static_cast<id_type>(number_of(v, *f, series)));
                }
            }
            return by_ids(*f, std::move(ids), negative, negative ? !blank : blank);
        }
        d.what_ = test::among;
        for (auto const& v : list) {
            bool const is_false = v.is_null() || v == json(false);
            if (f->kind == kind::boolean) {
                d.among_.emplace_back(truth(v) && v != "0" && v != "false");
                blank = blank || !truth(v);
            } else if (f->is_text()) {
                if (is_false || (falsy_text && v == json(""))) {
                    blank = true;
                    if (falsy_text) d.among_.emplace_back("");
                } else {
                    d.among_.emplace_back(as_text(v));
                    // on 16, a text is neither equal to '' nor different from it when it is NULL
                    if (v == json("") && op == "!=") blank_is_said = false;
                }
            } else if (is_false) {
                blank = true;
                if (falsy_text && f->kind != kind::date && f->kind != kind::datetime) d.among_.emplace_back(0.0);
            } else if (f->kind == kind::date) {
                d.among_.emplace_back(as_text(v));
            } else if (f->kind == kind::datetime) {
                d.by_second_ = series == 19;
                auto t = moment_of(env, v, "=");
                if (d.by_second_) t = std::chrono::floor<std::chrono::seconds>(t);
                d.among_.emplace_back(t.time_since_epoch().count());
            } else {
                d.among_.emplace_back(number_of(v, *f, series));
                blank = blank || (falsy_text && number_of(v, *f, series) == 0);
            }
        }
        std::sort(d.among_.begin(), d.among_.end());
        d.blank_ = negative ? !blank && blank_is_said : blank;
        return d;
    }
    if (op == "<" || op == "<=" || op == ">" || op == ">=") {
        d.what_ = test::compare;
        d.op_ = op;
        if (value.is_null() || value == json(false)) {
            d.what_ = test::never;
        } else if (f->kind == kind::datetime) {
            d.by_second_ = series == 19;  // experiments, "granularity"
            auto t = moment_of(env, value, op);
            if (d.by_second_) t = std::chrono::floor<std::chrono::seconds>(t);
            d.bound_ = t.time_since_epoch().count();
        } else if (f->is_text() || f->kind == kind::date) {
            d.bound_ = as_text(value);
        } else {
            d.bound_ = number_of(value, *f, series);
        }
        return d;
    }
    // the like family
    auto const text = value.is_null() || value == json(false) ? std::string() : as_text(value);
    if (f->is_relational()) {
        std::vector<id_type> ids;
        auto const positive = negative ? op.substr(4) : op;
        for (auto const& hit : env.name_search(env.named(f->extra), text, json::array(), positive, 0))
            ids.push_back(hit[0].get<id_type>());
        return by_ids(*f, std::move(ids), negative, negative);
    }
    d.what_ = test::pattern;
    d.ignore_case_ = op.find("ilike") != std::string::npos;
    d.pattern_ = op.starts_with("=") ? text : "%" + text + "%";
    if (d.ignore_case_) d.pattern_ = folded(d.pattern_);
    // an empty text is like everything, blanks too; "not like ''" still lists blanks on 16 alone
    d.blank_ = negative ? !text.empty() || series == 16 : text.empty();
    return d;
}

bool domain::holds(environment& env, model const& m, id_type id, values const& v) const {
    switch (what_) {
        case test::always: return true;
        case test::never: return false;
        case test::every:
            return std::all_of(parts_.begin(), parts_.end(), [&](domain const& d) { return d.holds(env, m, id, v); });
        case test::some:
            return std::any_of(parts_.begin(), parts_.end(), [&](domain const& d) { return d.holds(env, m, id, v); });
        case test::negation: return !parts_.front().holds(env, m, id, v);
        default: break;
    }
    json made;
    bool const in_place = field_->stored && !field_->derived && !field_->is_related() &&
                          field_->kind != kind::one2many && field_->name != "id";
    if (!in_place) made = env.get(m, id, v, *field_);
    json const& cell = in_place ? v[field_->slot] : made;
    if (what_ == test::children) {
        if (cell.is_null() || cell.empty()) return blank_;
        bool const any = std::any_of(cell.begin(), cell.end(), [&](json const& child) {
            return std::binary_search(among_.begin(), among_.end(), child);
        });
        return any != negative_;
    }
    if (cell.is_null()) return blank_;
    json whole_seconds;
    json const* seen = &cell;
    if (by_second_) {
        using namespace std::chrono;
        whole_seconds = instant(floor<seconds>(instant(microseconds(cell.get<id_type>())))).time_since_epoch().count();
        seen = &whole_seconds;
    }
    switch (what_) {
        case test::ids:
        case test::among: return std::binary_search(among_.begin(), among_.end(), *seen) != negative_;
        case test::compare:
            if (op_ == "<") return *seen < bound_;
            if (op_ == "<=") return *seen <= bound_;
            if (op_ == ">") return *seen > bound_;
            return *seen >= bound_;
        case test::pattern: {
            auto const text = as_text(*seen);
            return like(ignore_case_ ? folded(text) : text, pattern_) != negative_;
        }
        default: return false;
    }
}

}  // namespace syncline::inline v1::emulator::erp
