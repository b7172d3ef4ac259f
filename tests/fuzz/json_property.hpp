// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include <simdjson.h>

#include <syncline/json/decode.hpp>
#include <syncline/json/encode.hpp>
#include <syncline/json/validate.hpp>

#include "json/fast.hpp"
#include "json/walk.hpp"
#include "unit/json/records.hpp"

// What must hold for any bytes: the fuzzer and the unit tests both ask here.

namespace json_property {

using namespace syncline;

/// A strict second parser's verdict. Numbers beyond a double are its own limit and no verdict.
enum class verdict { accepted, refused, none };

[[nodiscard]] inline verdict second_opinion(std::string_view text) {
    struct sax : nlohmann::json_sax<nlohmann::json> {
        bool overflow = false;
        std::size_t depth = 0;
        std::size_t deepest = 0;
        bool open() { return deepest = std::max(deepest, ++depth), true; }
        bool null() override { return true; }
        bool boolean(bool) override { return true; }
        bool number_integer(number_integer_t) override { return true; }
        bool number_unsigned(number_unsigned_t) override { return true; }
        bool number_float(number_float_t, string_t const&) override { return true; }
        bool string(string_t&) override { return true; }
        bool binary(binary_t&) override { return true; }
        bool start_object(std::size_t) override { return open(); }
        bool key(string_t&) override { return true; }
        bool end_object() override { return --depth, true; }
        bool start_array(std::size_t) override { return open(); }
        bool end_array() override { return --depth, true; }
        bool parse_error(std::size_t, std::string const&, nlohmann::detail::exception const& e) override {
            overflow = e.id == 406;
            return false;
        }
    } handler;
    // It takes a NUL for the end of the text; JSON has none anywhere.
    if (text.find('\0') != std::string_view::npos) return verdict::refused;
    bool const ok = nlohmann::json::sax_parse(text, &handler);
    if (handler.overflow) return verdict::none;
    return ok && handler.deepest <= 64 ? verdict::accepted : verdict::refused;
}

/// The quick reader alone.
template <class T>
[[nodiscard]] bool fast(T& out, std::string_view text, json::dialect d) {
    if (!simdjson::validate_utf8(text.data(), text.size())) return false;
    std::string padded(text);
    padded.append(json::detail::fast_padding, '\0');
    return json::detail::read_fast(json::detail::type_of<T>, &out, std::string_view(padded).substr(0, text.size()), "",
                                   {.dialect = d, .copy = padded.data(), .original = text.data()}, 64);
}

/// The general reader alone.
template <class T>
[[nodiscard]] result<void> general(T& out, std::string_view text, json::dialect d) {
    return json::detail::walk(json::detail::type_of<T>, &out, text, {.dialect = d}, nullptr);
}

/// What does not hold for `text` in this dialect; empty when all does.
template <class T>
[[nodiscard]] std::string broken(std::string_view text, json::dialect d) {
    T quick{};
    T careful{};
    bool const is_quick = fast(quick, text, d);
    auto const r = general(careful, text, d);
    if (is_quick && !r) return "the quick reader took what the general one refused: " + r.error().message;
    if (!r) {
        if (r.error().message.find(", expected ") == std::string::npos) return "an unclear error: " + r.error().message;
        if (!is_valid_utf8(r.error().message)) return "an error that is not UTF-8";
        if (std::any_of(r.error().message.begin(), r.error().message.end(), [](char c) { return c >= 0 && c < ' '; }))
            return "a control character in an error";
        if (r.error().code != errc::malformed && r.error().code != errc::too_large) return "an odd code";
        return "";
    }
    if (is_quick && !(quick == careful)) return "the readers read different values";
    if (second_opinion(text) == verdict::refused) return "nlohmann refuses it";

    auto const written = json::encode(careful, d);
    if (auto const v = json::validate(written); !v) return "wrote what is not JSON: " + v.error().message;
    auto const again = json::decode<T>(written, d);
    if (!again) return "wrote what it does not read: " + again.error().message + " in " + written;
    if (json::encode(*again, d) != written) return "the second writing differs from the first: " + written;
    return "";
}

/// What does not hold for `text`; empty when all does.
[[nodiscard]] inline std::string broken(std::string_view text) {
    auto const marked = text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text;
    bool const valid = json::validate(text).has_value();
    auto const opinion = second_opinion(marked);
    if (valid && opinion == verdict::refused) return "validate accepts what nlohmann refuses";
    if (!valid && opinion == verdict::accepted) return "validate refuses what nlohmann accepts";
    for (auto const& d : {json::plain, json::odoo, json::hubspot}) {
        if (auto b = broken<records::order>(marked, d); !b.empty()) return b;
        if (auto b = broken<std::vector<records::order>>(marked, d); !b.empty()) return b;
    }
    return broken<json::raw>(marked, json::plain);
}

}  // namespace json_property
