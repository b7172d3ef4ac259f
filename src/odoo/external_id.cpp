// SPDX-License-Identifier: Apache-2.0
#include <syncline/odoo/external_id.hpp>

#include <syncline/core/fingerprint.hpp>

namespace syncline::inline v1::odoo {
namespace detail {

std::string escaped_name(std::string_view text, std::size_t max) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    out.reserve(text.size() + 16);
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
            out += c;
        } else if (c == '_') {
            out += "__";
        } else {
            out += "_x";
            out += digits[byte >> 4U];
            out += digits[byte & 15U];
        }
    }
    constexpr std::size_t suffix = 34;
    if (out.size() > max) {
        out.resize(max - suffix);
        out += "_h";
        out += fingerprint_of(text).text();
    }
    return out;
}

}  // namespace detail

std::string external_name(sync::idempotency_key const& key) { return detail::escaped_name(key.text); }

}  // namespace syncline::inline v1::odoo
