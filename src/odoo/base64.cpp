// SPDX-License-Identifier: Apache-2.0
#include "odoo/base64.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace syncline::inline v1::odoo::detail {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t none = 64;

constexpr auto sextets = [] {
    std::array<std::uint8_t, 256> v{};
    v.fill(none);
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        v[static_cast<std::uint8_t>(alphabet[i])] = static_cast<std::uint8_t>(i);
    return v;
}();

}  // namespace

void append_base64(std::string& out, std::span<char const> bytes) {
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::size_t const n = std::min<std::size_t>(3, bytes.size() - i);
        std::uint32_t word = 0;
        for (std::size_t k = 0; k < 3; ++k) word = word << 8U | (k < n ? static_cast<std::uint8_t>(bytes[i + k]) : 0U);
        for (std::size_t k = 0; k < 4; ++k) out += k <= n ? alphabet[word >> (18 - 6 * k) & 63U] : '=';
    }
}

bool append_decoded(std::string& out, std::string_view text) {
    if (text.size() % 4 != 0) return false;
    for (std::size_t i = 0; i < text.size(); i += 4) {
        std::size_t padding = 0;
        if (i + 4 == text.size()) padding = text[i + 3] != '=' ? 0 : text[i + 2] != '=' ? 1 : 2;
        std::uint32_t word = 0;
        for (std::size_t k = 0; k < 4; ++k) {
            auto const v = k < 4 - padding ? sextets[static_cast<std::uint8_t>(text[i + k])] : std::uint8_t{0};
            if (v == none) return false;
            word = word << 6U | v;
        }
        for (std::size_t k = 0; k < 3 - padding; ++k) out += static_cast<char>(word >> (16 - 8 * k) & 0xFFU);
    }
    return true;
}

}  // namespace syncline::inline v1::odoo::detail
