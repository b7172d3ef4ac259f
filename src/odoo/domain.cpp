// SPDX-License-Identifier: Apache-2.0
#include <syncline/odoo/domain.hpp>

#include <variant>

#include <syncline/core/rfc3339.hpp>
#include <syncline/json/dialect.hpp>
#include <syncline/json/writer.hpp>

namespace syncline::inline v1::odoo {
namespace {

std::string moment(instant t) {
    std::string text = format_utc_datetime(t);
    auto const micros = (t - std::chrono::floor<std::chrono::seconds>(t)).count();
    if (micros != 0) {
        text += '.';
        syncline::detail::append_digits(text, static_cast<std::uint64_t>(micros), 6);
    }
    return text;
}

void write_literal(json::writer& w, reflect::literal const& value) {
    std::visit(
        [&w](auto const& v) {
            using type = std::remove_cvref_t<decltype(v)>;
            if constexpr (std::is_same_v<type, instant>)
                w.value(moment(v));
            else if constexpr (std::is_same_v<type, local_date>)
                w.value(format_date(v));
            else
                w.value(v);
        },
        value);
}

std::string_view operator_of(reflect::comparison c) {
    using enum reflect::comparison;
    switch (c) {
        case equal: return "=";
        case not_equal: return "!=";
        case less: return "<";
        case less_equal: return "<=";
        case greater: return ">";
        case greater_equal: return ">=";
        case in: return "in";
        case contains: return "ilike";
    }
    return "=";
}

void write_condition(json::writer& w, reflect::predicate_node const& node) {
    auto const* const text = node.values.size() == 1 ? std::get_if<std::string>(&node.values.front()) : nullptr;
    bool const equality = node.op == reflect::comparison::equal || node.op == reflect::comparison::not_equal;
    w.begin_array().value(node.field);
    if (equality && text && text->empty()) {
        w.value(node.op == reflect::comparison::equal ? "in" : "not in");
        w.begin_array().value(false).value("").end_array();
    } else if (node.op == reflect::comparison::in) {
        w.value("in").begin_array();
        for (auto const& v : node.values) write_literal(w, v);
        w.end_array();
    } else if (node.op == reflect::comparison::contains && text) {
        w.value("ilike").value(escaped_pattern(*text));
    } else {
        w.value(operator_of(node.op));
        if (node.values.empty())
            w.value(false);
        else
            write_literal(w, node.values.front());
    }
    w.end_array();
}

}  // namespace

std::string escaped_pattern(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (char const c : text) {
        if (c == '\\' || c == '%' || c == '_') out += '\\';
        out += c;
    }
    return out;
}

std::string to_domain(std::span<reflect::predicate_node const> nodes) {
    std::string out;
    json::writer w{out, json::odoo};
    w.begin_array();
    for (auto const& node : nodes) {
        switch (node.kind) {
            case reflect::connective::all_of: w.value("&"); break;
            case reflect::connective::any_of: w.value("|"); break;
            case reflect::connective::none_of: w.value("!"); break;
            case reflect::connective::condition: write_condition(w, node); break;
        }
    }
    w.end_array();
    return out;
}

}  // namespace syncline::inline v1::odoo
