// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/describe/class.hpp>

#include <syncline/core/fingerprint.hpp>
#include <syncline/core/text.hpp>
#include <syncline/json/decode.hpp>
#include <syncline/json/extras.hpp>
#include <syncline/json/names.hpp>
#include <syncline/mapping/data_mapping.hpp>

#include "mapping/rule_text.hpp"

namespace syncline::inline v1 {
namespace mapping_json {

template <class V>
using object = std::vector<std::pair<std::string, V>>;

struct mapping_object {
    std::optional<std::string> schema{};
    std::string mapping{};
    std::string version{};
    std::optional<std::string> description{};
    std::optional<std::string> extends{};
    object<std::optional<std::string>> rules{};
    json::extras unknown{};
};
BOOST_DESCRIBE_STRUCT(mapping_object, (), (schema, mapping, version, description, extends, rules, unknown))

struct tables_object {
    std::optional<std::string> schema{};
    std::string value_tables{};
    std::string version{};
    std::optional<std::string> description{};
    object<object<std::string>> tables{};
    json::extras unknown{};
};
BOOST_DESCRIBE_STRUCT(tables_object, (), (schema, value_tables, version, description, tables, unknown))

}  // namespace mapping_json

template <>
inline constexpr json::renamed json::names<mapping_json::mapping_object>[] = {{"schema", "$schema"}};
template <>
inline constexpr json::renamed json::names<mapping_json::tables_object>[] = {{"schema", "$schema"}};

namespace {

/// One of our files as an object, without names it does not know, under an id and a version.
template <class T>
[[nodiscard]] result<T> read_file(std::string_view file, std::string_view text, std::size_t most_bytes,
                                  std::string_view expected) {
    if (text.size() > most_bytes)
        return fail(errc::too_large, std::string(file) + ": $: found " + std::to_string(text.size()) +
                                         " bytes, expected " + std::to_string(most_bytes) + " at most");
    auto out = json::decode<T>(text, json::plain, {.unique_keys = true});
    if (!out) return fail(std::move(out).error().within(file));
    if (!out->unknown.fields.empty())
        return fail(errc::malformed, std::string(file) + ": $." + shorten(out->unknown.fields.front().name) +
                                         ": found a field that is not known, expected one of " + std::string(expected));
    return out;
}

[[nodiscard]] result<void> check_name(std::string_view file, std::string_view path, std::string_view name) {
    bool good = !name.empty() && name.size() <= 100;
    for (char const c : name)
        good = good && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || detail::is_digit(c) || c == '-' ||
                        c == '_' || c == '.');
    if (good) return {};
    return fail(errc::malformed, std::string(file) + ": " + std::string(path) + ": found \"" + shorten(name) +
                                     "\", expected up to 100 letters, digits and - _ .");
}

/// Three numbers, as semantic versions have them.
[[nodiscard]] result<void> check_version(std::string_view file, std::string_view version) {
    int parts = 1;
    bool good = !version.empty() && version.size() <= 50;
    bool digit_before = false;
    for (char const c : version) {
        good = good && (detail::is_digit(c) || (c == '.' && digit_before));
        parts += c == '.' ? 1 : 0;
        digit_before = detail::is_digit(c);
    }
    if (good && parts == 3 && digit_before) return {};
    return fail(errc::malformed,
                std::string(file) + ": $.version: found \"" + shorten(version) + "\", expected three numbers as 1.0.0");
}

}  // namespace

result<void> mapping_files::add(std::string file, std::string_view json) {
    auto read = read_file<mapping_json::mapping_object>(file, json, most_bytes,
                                                        "mapping, version, description, extends, rules");
    if (!read) return fail(std::move(read).error());
    if (auto ok = check_name(file, "$.mapping", read->mapping); !ok) return ok;
    if (auto ok = check_version(file, read->version); !ok) return ok;
    for (auto const& m : mappings_)
        if (m.id == read->mapping)
            return fail(errc::conflict,
                        file + ": $.mapping: found \"" + m.id + "\", which " + m.where + " has already");
    mapping_of out{std::move(file),
                   std::move(read->mapping),
                   std::move(read->version),
                   std::move(read->extends).value_or(std::string()),
                   {}};
    for (auto& [field, rule] : read->rules) {
        auto where = out.where + ": $.rules." + shorten(field);
        if (rule)
            if (auto parsed = rules::read_rule(*rule); !parsed) return fail(std::move(parsed).error().within(where));
        out.rules.push_back({std::move(where), std::move(field), std::move(rule)});
    }
    mappings_.push_back(std::move(out));
    return {};
}

result<mapping_files::mapping_of> mapping_files::find(std::string_view id) const {
    auto const named = [this](std::string_view name) {
        return std::find_if(mappings_.begin(), mappings_.end(), [&](mapping_of const& m) { return m.id == name; });
    };
    auto it = named(id);
    if (it == mappings_.end()) {
        std::string there;
        for (auto const& known : ids()) (there += there.empty() ? "" : ", ") += known;
        return fail(errc::not_found, "mapping " + shorten(id) + ": was not added; there are: " + there);
    }
    mapping_of out = *it;
    std::vector<std::string_view> way{it->id};
    while (!it->extends.empty()) {
        auto const base = named(it->extends);
        if (base == mappings_.end())
            return fail(errc::misconfigured, it->where + ": $.extends: found \"" + shorten(it->extends) +
                                                 "\", expected a mapping that was added");
        if (std::find(way.begin(), way.end(), base->id) != way.end()) {
            std::string cycle;
            for (auto const step : way) (cycle += step) += ", ";
            return fail(errc::misconfigured, it->where + ": $.extends: found \"" + base->id +
                                                 "\", which extends itself: " + cycle + base->id);
        }
        for (auto const& rule : base->rules)
            if (std::none_of(out.rules.begin(), out.rules.end(),
                             [&](rules::written_rule const& r) { return r.field == rule.field; }))
                out.rules.push_back(rule);
        way.push_back(base->id);
        it = base;
    }
    return out;
}

result<void> mapping_files::whole(std::string_view id) const {
    if (auto const found = find(id); !found) return fail(found.error());
    return {};
}

std::vector<std::string> mapping_files::ids() const {
    std::vector<std::string> out;
    for (auto const& m : mappings_) out.push_back(m.id);
    std::sort(out.begin(), out.end());
    return out;
}

result<std::string> mapping_file(std::string_view id, std::string_view version, std::string_view text) {
    auto const written = rules::written_in(text);
    if (!written) return fail(written.error());
    using rules::quote;
    std::string out = "{\n  \"mapping\": " + quote(id) + ",\n  \"version\": " + quote(version) + ",\n  \"rules\": {";
    for (auto const& rule : *written) {
        out += &rule == written->data() ? "\n" : ",\n";
        out += "    " + quote(rule.field) + ": " + (rule.text ? quote(*rule.text) : "null");
    }
    return out += "\n  }\n}\n";
}

result<value_table_file> value_table_file::read(std::string_view file, std::string_view json) {
    auto read =
        read_file<mapping_json::tables_object>(file, json, most_bytes, "value_tables, version, description, tables");
    if (!read) return fail(std::move(read).error());
    if (auto ok = check_name(file, "$.value_tables", read->value_tables); !ok) return fail(std::move(ok).error());
    if (auto ok = check_version(file, read->version); !ok) return fail(std::move(ok).error());
    value_table_file out;
    out.id_ = std::move(read->value_tables);
    out.version_ = std::move(read->version);
    for (auto& [name, rows] : read->tables) {
        auto& table = out.tables_[name];
        for (auto& [from, to] : rows) table.emplace(std::move(from), std::move(to));
    }
    return out;
}

std::string value_table_file::describe() const {
    using rules::quote;
    std::string out =
        "{\n  \"value_tables\": " + quote(id_) + ",\n  \"version\": " + quote(version_) + ",\n  \"tables\": {";
    char const* before_table = "\n";
    for (auto const& [name, rows] : tables_) {
        out += before_table + ("    " + quote(name)) + ": {";
        char const* before_row = "\n";
        for (auto const& [from, to] : rows) {
            out += before_row + ("      " + quote(from)) + ": " + quote(to);
            before_row = ",\n";
        }
        out += "\n    }";
        before_table = ",\n";
    }
    return out += "\n  }\n}\n";
}

std::string value_table_file::identity() const {
    return id_ + '@' + version_ + '#' + fingerprint_of(describe()).text().substr(0, 12);
}

}  // namespace syncline::inline v1
