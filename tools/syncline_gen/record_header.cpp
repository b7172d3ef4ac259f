// SPDX-License-Identifier: Apache-2.0
#include "record_header.hpp"

#include <algorithm>
#include <array>
#include <boost/describe/class.hpp>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <utility>

#include <syncline/core/text.hpp>
#include <syncline/json/decode.hpp>
#include <syncline/json/raw.hpp>

namespace syncline_gen {

using namespace syncline;
using odoo::field_description;
using odoo::model_description;

namespace {

constexpr std::size_t line_length = 120;
constexpr std::size_t label_length = 80;
constexpr std::size_t most_choices = 8;

// ---- texts of a server in a source ----------------------------------------------------------------------------------

/// A text that stays inside the comment line it is put into: no line ends, no backslash that would join the next line,
/// and none of the invisible characters that make a line read otherwise than it is.
std::string in_comment(std::string_view text) {
    std::string plain;
    for (auto rest = text; !rest.empty();) {
        auto const c = static_cast<unsigned char>(rest.front());
        bool const lead = c == 0xE2 && rest.size() > 2;
        auto const second = lead ? static_cast<unsigned char>(rest[1]) : 0U;
        auto const third = lead ? static_cast<unsigned char>(rest[2]) : 0U;
        // U+200B to U+200F, U+2028 to U+202E, U+2066 to U+2069: zero width, line ends, changes of direction
        bool const unseen =
            (second == 0x80 && ((third >= 0x8B && third <= 0x8F) || (third >= 0xA8 && third <= 0xAE))) ||
            (second == 0x81 && third >= 0xA6 && third <= 0xA9);
        plain += unseen ? ' ' : c == '\\' ? '/' : c < ' ' ? ' ' : rest.front();
        rest.remove_prefix(unseen ? 3 : 1);
    }
    plain = shorten(collapse_spaces(plain), label_length);
    // two question marks may begin a trigraph, and one of those is a backslash
    std::string out;
    for (char const c : plain) out += c == '?' && out.ends_with('?') ? " ?" : std::string(1, c);
    return out;
}

/// A text as a string literal. Octal escapes end by themselves, other than hexadecimal ones.
std::string literal(std::string_view text) {
    std::string out = "\"";
    for (char const c : text) {
        auto const u = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            (out += '\\') += c;
        else if (u < ' ' || u >= 0x7F || c == '?') {
            out += '\\';
            for (int shift = 6; shift >= 0; shift -= 3) out += static_cast<char>('0' + ((u >> shift) & 7U));
        } else
            out += c;
    }
    return out += '"';
}

/// Names that C++ or its usual headers keep for themselves.
constexpr std::string_view taken[] = {"EOF",
                                      "FALSE",
                                      "NULL",
                                      "TRUE",
                                      "alignas",
                                      "alignof",
                                      "and",
                                      "and_eq",
                                      "asm",
                                      "assert",
                                      "auto",
                                      "bitand",
                                      "bitor",
                                      "bool",
                                      "break",
                                      "case",
                                      "catch",
                                      "char",
                                      "char16_t",
                                      "char32_t",
                                      "char8_t",
                                      "class",
                                      "co_await",
                                      "co_return",
                                      "co_yield",
                                      "compl",
                                      "concept",
                                      "const",
                                      "const_cast",
                                      "consteval",
                                      "constexpr",
                                      "constinit",
                                      "continue",
                                      "decltype",
                                      "default",
                                      "delete",
                                      "do",
                                      "double",
                                      "dynamic_cast",
                                      "else",
                                      "enum",
                                      "errno",
                                      "explicit",
                                      "export",
                                      "extern",
                                      "false",
                                      "float",
                                      "for",
                                      "friend",
                                      "goto",
                                      "i386",
                                      "if",
                                      "inline",
                                      "int",
                                      "linux",
                                      "long",
                                      "mutable",
                                      "namespace",
                                      "new",
                                      "noexcept",
                                      "not",
                                      "not_eq",
                                      "nullptr",
                                      "operator",
                                      "or",
                                      "or_eq",
                                      "private",
                                      "protected",
                                      "public",
                                      "register",
                                      "reinterpret_cast",
                                      "requires",
                                      "return",
                                      "short",
                                      "signed",
                                      "sizeof",
                                      "static",
                                      "static_assert",
                                      "static_cast",
                                      "stderr",
                                      "stdin",
                                      "stdout",
                                      "struct",
                                      "switch",
                                      "syncline",
                                      "template",
                                      "this",
                                      "thread_local",
                                      "throw",
                                      "true",
                                      "try",
                                      "typedef",
                                      "typeid",
                                      "typename",
                                      "union",
                                      "unix",
                                      "unsigned",
                                      "using",
                                      "virtual",
                                      "void",
                                      "volatile",
                                      "wchar_t",
                                      "while",
                                      "xor",
                                      "xor_eq"};

bool is_taken(std::string_view name) { return std::find(std::begin(taken), std::end(taken), name) != std::end(taken); }

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// The text as a name C++ takes, as near to it as may be.
std::string identifier(std::string_view text) {
    std::string out;
    for (char const c : text) {
        char const d = is_letter(c) || (c >= '0' && c <= '9') ? c : '_';
        // two underscores side by side, like one in front, belong to the compiler
        if (d != '_' || (!out.empty() && out.back() != '_')) out += d;
    }
    if (out.empty() || !is_letter(out.front())) out.insert(0, "x_");
    if (is_taken(out)) out += '_';
    return out;
}

bool is_model_name(std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return is_letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '.';
    });
}

bool is_name_space(std::string_view name) {
    while (true) {
        auto const end = std::min(name.find("::"), name.size());
        auto const part = name.substr(0, end);
        if (part.empty() || part != identifier(part) || part == "std" || part == "boost") return false;
        if (end == name.size()) return true;
        name.remove_prefix(end + 2);
    }
}

// ---- members --------------------------------------------------------------------------------------------------------

enum class kind { text, whole, number, boolean, date, moment, reference, list, none };

kind kind_of(field_description const& f) {
    static std::map<std::string_view, kind> const kinds{{"char", kind::text},
                                                        {"text", kind::text},
                                                        {"html", kind::text},
                                                        {"selection", kind::text},
                                                        {"reference", kind::text},
                                                        {"integer", kind::whole},
                                                        {"many2one_reference", kind::whole},
                                                        {"float", kind::number},
                                                        {"monetary", kind::number},
                                                        {"boolean", kind::boolean},
                                                        {"date", kind::date},
                                                        {"datetime", kind::moment},
                                                        {"many2one", kind::reference},
                                                        {"one2many", kind::list},
                                                        {"many2many", kind::list}};
    auto const it = kinds.find(f.type);
    return it == kinds.end() ? kind::none : it->second;
}

/// Required texts are there in every row; all else may be blank, whatever `required` says, in rows made before it did.
std::string type_of(field_description const& f) {
    switch (kind_of(f)) {
        case kind::text: return f.required ? "std::string" : "syncline::field_value<std::string>";
        case kind::whole: return "syncline::field_value<std::int64_t>";
        case kind::number: return "syncline::field_value<syncline::decimal>";
        case kind::boolean: return "syncline::field_value<bool>";
        case kind::date: return "syncline::field_value<syncline::local_date>";
        case kind::moment: return "syncline::field_value<syncline::instant>";
        case kind::reference: return "syncline::field_value<syncline::json::id_name>";
        case kind::list: return "std::vector<std::int64_t>";
        case kind::none: break;
    }
    return {};
}

struct member {
    field_description const* field;
    std::string name;
};

tl::unexpected<error> unusable(model_description const& m, std::string const& what) {
    return fail(errc::misconfigured, in_comment(m.model) + ": " + what);
}

/// The fields to describe, the id not among them, and those that could be but do not fit.
struct choice {
    std::vector<field_description const*> described{};
    std::vector<field_description const*> beyond{};
    std::vector<field_description const*> unreadable{};
};

result<choice> chosen(model_description const& m, header_options const& o) {
    choice out;
    if (!o.fields.empty()) {
        std::set<std::string_view> seen{"id"};
        for (auto const& name : o.fields) {
            if (!seen.insert(name).second) continue;
            auto const* f = m.find(name);
            if (f == nullptr)
                return unusable(m, "found no field `" + in_comment(name) + "`, expected one of the model's");
            if (kind_of(*f) == kind::none)
                return unusable(m, "field `" + in_comment(name) + "`: found type `" + in_comment(f->type) +
                                       "`, expected one a member can hold");
            out.described.push_back(f);
        }
        if (out.described.size() >= most_members)
            return unusable(m, "found " + std::to_string(out.described.size()) + " fields, expected at most " +
                                   std::to_string(most_members - 1) + " and the id");
        return out;
    }
    for (auto const& f : m.fields)
        if (f.name != "id") (kind_of(f) == kind::none ? out.unreadable : out.described).push_back(&f);
    auto const rank = [](field_description const* f) {
        return std::pair(f->name == "name" ? 0 : f->stored && f->required ? 1 : f->stored ? 2 : 3, f->name);
    };
    std::sort(out.described.begin(), out.described.end(), [&](auto* a, auto* b) { return rank(a) < rank(b); });
    if (out.described.size() >= most_members) {
        out.beyond.assign(out.described.begin() + (most_members - 1), out.described.end());
        out.described.resize(most_members - 1);
    }
    auto const by_name = [](auto* a, auto* b) { return a->name < b->name; };
    std::sort(out.described.begin(), out.described.end(), [&](auto* a, auto* b) {
        return std::pair(a->name != "name", a->name) < std::pair(b->name != "name", b->name);
    });
    std::sort(out.beyond.begin(), out.beyond.end(), by_name);
    return out;
}

std::vector<member> named(std::vector<field_description const*> const& fields, std::string const& record) {
    std::set<std::string> used{"id", record};
    std::vector<member> out;
    // names that need no change come first, so that a changed one never takes one of them
    for (auto const* f : fields)
        if (identifier(f->name) == f->name) used.insert(f->name);
    for (auto const* f : fields) {
        auto name = identifier(f->name);
        if (name != f->name || name == record) {
            std::string const base = name.ends_with('_') ? name : name + '_';
            for (int i = 2; !used.insert(name).second; ++i) name = base + std::to_string(i);
        }
        out.push_back({f, name});
    }
    return out;
}

// ---- text -----------------------------------------------------------------------------------------------------------

/// `first` and then the items, comma after comma, in lines no longer than the house's.
std::string listed(std::string const& first, std::string_view indent, std::vector<std::string> const& items,
                   std::string_view last) {
    std::string out;
    std::string line = first;
    for (std::size_t i = 0; i < items.size(); ++i) {
        std::string const item = items[i] + (i + 1 == items.size() ? std::string(last) : ",");
        bool const starts = i == 0 || line.ends_with('(');
        if (!starts && line.size() + 1 + item.size() > line_length) {
            out += line + '\n';
            line = std::string(indent) + item;
        } else {
            line += (starts ? "" : " ") + item;
        }
    }
    return out + line + '\n';
}

std::string said_of(field_description const& f) {
    std::string out = in_comment(f.label);
    if (!f.relation.empty()) out += (out.empty() ? "(" : " (") + in_comment(f.relation) + ')';
    for (std::size_t i = 0; i < f.choices.size() && i < most_choices; ++i)
        out += (i == 0 ? (out.empty() ? "`" : ": `") : ", `") + in_comment(f.choices[i].first) + '`';
    if (f.choices.size() > most_choices) out += ", ...";
    if (f.readonly) out += out.empty() ? "read only" : "; read only";
    return out;
}

std::string names_of(std::vector<field_description const*> const& fields, std::string const& intro) {
    if (fields.empty()) return {};
    std::vector<std::string> names;
    names.reserve(fields.size());
    for (auto const* f : fields) names.push_back(in_comment(f->name));
    return listed("/// " + intro + ' ', "/// ", names, ".");
}

std::string includes(std::vector<member> const& members) {
    std::set<std::string> standard{"<cstdint>", "<string_view>"};
    std::set<std::string> ours{"<syncline/odoo/record.hpp>"};
    for (auto const& m : members) {
        auto const k = kind_of(*m.field);
        if (k == kind::text) standard.insert("<string>");
        if (k == kind::list) standard.insert("<vector>");
        if (k != kind::list && !(k == kind::text && m.field->required)) ours.insert("<syncline/core/field_value.hpp>");
        if (k == kind::number) ours.insert("<syncline/core/decimal.hpp>");
        if (k == kind::date || k == kind::moment) ours.insert("<syncline/core/instant.hpp>");
        if (k == kind::reference) ours.insert("<syncline/json/id_name.hpp>");
        if (m.name != m.field->name) ours.insert("<syncline/json/names.hpp>");
    }
    std::string out;
    for (auto const& s : standard) out += "#include " + s + '\n';
    out += "\n#include <boost/describe/class.hpp>\n\n";
    for (auto const& s : ours) out += "#include " + s + '\n';
    return out;
}

}  // namespace

result<std::string> record_header(model_description const& model, header_options const& options) {
    if (!is_model_name(model.model))
        return unusable(model, "found this as the model's name, expected letters, digits, `_` and `.`");
    if (!is_name_space(options.name_space))
        return unusable(model, "namespace: found \"" + in_comment(options.name_space) +
                                   "\", expected names of C++, separated by `::`");
    auto const fields = chosen(model, options);
    if (!fields) return fail(fields.error());
    std::string const record = identifier(model.model);
    auto const members = named(fields->described, record);
    std::string const full = options.name_space + "::" + record;

    std::string out = "// SPDX-License-Identifier: Apache-2.0\n// Written by syncline-gen: " + model.model +
                      " as Odoo" + (model.version.empty() ? "" : ' ' + in_comment(model.version)) +
                      " describes it.\n#pragma once\n\n" + includes(members) + "\nnamespace " + options.name_space +
                      " {\n\n/// A record of " + model.model + ".\n";
    out += names_of(fields->beyond,
                    "Left out, because a struct can describe " + std::to_string(most_members) + " members:");
    out += names_of(fields->unreadable, "Left out, because no member can hold them:");
    out += "struct " + record + " {\n    std::int64_t id = 0;\n";
    for (auto const& m : members) {
        std::string const line = "    " + type_of(*m.field) + ' ' + m.name + "{};";
        std::string const said = said_of(*m.field);
        if (said.empty())
            out += line + '\n';
        else if (line.size() + 7 + said.size() <= line_length)
            out += line + "  ///< " + said + '\n';
        else
            out += "    /// " + said + '\n' + line + '\n';
    }
    out += "};\n";
    std::vector<std::string> names{"id"};
    std::vector<std::string> renames;
    for (auto const& m : members) {
        names.push_back(m.name);
        if (m.name != m.field->name) renames.push_back('{' + literal(m.name) + ", " + literal(m.field->name) + '}');
    }
    std::string const start = "BOOST_DESCRIBE_STRUCT(" + record + ", (),";
    std::string const lines = listed("                      (", "                       ", names, "))");
    std::string const line = start + lines.substr(lines.find('(') - 1);
    bool const fits = std::count(lines.begin(), lines.end(), '\n') == 1 && line.size() <= line_length + 1;
    out += fits ? line : start + '\n' + lines;
    out += "\n}  // namespace " + options.name_space + "\n\ntemplate <>\ninline constexpr std::string_view " +
           "syncline::odoo::model_name<" + full + "> = " + literal(model.model) + ";\n";
    if (!renames.empty())
        out += "template <>\ninline constexpr syncline::json::renamed syncline::json::names<" + full + ">[] = {\n" +
               listed("    ", "    ", renames, "};");
    return out;
}

// ---- fields_get -----------------------------------------------------------------------------------------------------

namespace {

struct described {
    std::string type{};
    std::optional<std::string> string{};
    std::optional<std::string> relation{};
    std::optional<bool> required{};
    std::optional<bool> readonly{};
    std::optional<bool> store{};
    std::optional<std::int64_t> size{};
    std::optional<json::raw> selection{};
};
BOOST_DESCRIBE_STRUCT(described, (), (type, string, relation, required, readonly, store, size, selection))

struct recording {
    std::optional<std::string> model{};
    std::optional<std::string> name{};  // "fields_get project.project"
    std::optional<std::string> version{};
    std::optional<std::string> odoo_series{};
    std::optional<std::vector<std::pair<std::string, described>>> fields{};
};
BOOST_DESCRIBE_STRUCT(recording, (), (model, name, version, odoo_series, fields))

/// Pairs of value and label; a method that works them out is only named.
std::vector<std::pair<std::string, std::string>> choices_of(json::raw const& selection) {
    std::vector<std::pair<std::string, std::string>> out;
    auto const rows = json::decode<std::vector<std::vector<json::raw>>>(selection.text, json::odoo);
    if (!rows) return out;
    for (auto const& row : *rows) {
        auto const value =
            row.empty() ? result<std::string>(std::string()) : json::decode<std::string>(row.front().text, json::odoo);
        auto const label =
            row.size() < 2 ? result<std::string>(std::string()) : json::decode<std::string>(row[1].text, json::odoo);
        if (value && !row.empty()) out.emplace_back(*value, label.value_or(std::string()));
    }
    return out;
}

}  // namespace

result<model_description> read_fields_get(std::string_view text, std::string_view model) {
    using all_fields = std::vector<std::pair<std::string, described>>;
    auto whole = json::decode<recording>(text, json::odoo);
    model_description out;
    all_fields fields;
    if (whole && whole->fields) {
        fields = std::move(*whole->fields);
        std::string_view const name = whole->name ? std::string_view(*whole->name) : std::string_view();
        constexpr std::string_view before = "fields_get ";
        out.model = whole->model               ? *whole->model
                    : name.starts_with(before) ? std::string(name.substr(before.size()))
                                               : std::string();
        out.version = whole->version       ? *whole->version
                      : whole->odoo_series ? *whole->odoo_series + ".0"
                                           : std::string();
    } else {
        auto bare = json::decode<all_fields>(text, json::odoo);
        if (!bare) return fail_within("fields_get", std::move(bare).error());
        fields = *std::move(bare);
    }
    if (!model.empty()) out.model = std::string(model);
    if (out.model.empty())
        return fail(errc::misconfigured,
                    "fields_get: found no name of the model, expected one in the file or beside it");
    for (auto& [name, f] : fields)
        out.fields.push_back(
            {.name = name,
             .type = f.type,
             .label = f.string.value_or(""),
             .relation = f.relation.value_or(""),
             .inverse = {},
             .required = f.required.value_or(false),
             .readonly = f.readonly.value_or(false),
             .stored = f.store.value_or(true),
             .size = f.size.value_or(0) > 0 ? std::optional(static_cast<std::size_t>(*f.size)) : std::nullopt,
             .choices = f.selection ? choices_of(*f.selection) : std::vector<std::pair<std::string, std::string>>{}});
    std::sort(out.fields.begin(), out.fields.end(), [](auto const& a, auto const& b) { return a.name < b.name; });
    return out;
}

}  // namespace syncline_gen
