// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "emulator/odoo_schema.hpp"

// How the tables of fields are written down: one row a field, valid from one series to another, one source file an
// area. Names, labels, types, flags and selections are those of `fields_get` on 16.0, 18.0 and 19.0 servers; models
// that were not recorded have the fields their clients use.

namespace syncline::inline v1::emulator::erp::rows {

using enum kind;

inline constexpr unsigned required = 1;
inline constexpr unsigned readonly = 2;
inline constexpr unsigned unstored = 4;    // computed on read, but a domain on it works
inline constexpr unsigned unsearched = 8;  // computed on read, and a domain on it does not work
inline constexpr unsigned priced = 16;     // rounded to the "Product Price" precision on 16 and 18
inline constexpr unsigned measured = 32;   // rounded to two digits: quantities and discounts
inline constexpr unsigned cascades = 64;
inline constexpr unsigned restricts = 128;
inline constexpr unsigned derived = 256;  // the server stores it, the emulator computes it on read
inline constexpr unsigned lenient = 512;  // listed as required, yet a create without it is accepted
inline constexpr unsigned secret = 1024;

struct row {
    std::string_view name;
    erp::kind kind;
    std::string_view label;
    std::string_view extra{};
    unsigned flags = 0;
    int since = 16;
    int until = 99;
    std::string_view through{};
};

struct description {
    std::string_view name;
    std::string_view label;
    std::string_view order_16;
    std::string_view order;
    std::string_view key_field;
    std::span<row const> rows;
    int since = 16;
    int until = 99;
};

[[nodiscard]] std::span<description const> base();
[[nodiscard]] std::span<description const> access();
[[nodiscard]] std::span<description const> partners();
[[nodiscard]] std::span<description const> products();
[[nodiscard]] std::span<description const> sales();
[[nodiscard]] std::span<description const> invoices();
[[nodiscard]] std::span<description const> payments();
[[nodiscard]] std::span<description const> analytic();
[[nodiscard]] std::span<description const> projects();
[[nodiscard]] std::span<description const> employees();
[[nodiscard]] std::span<description const> crm();

}  // namespace syncline::inline v1::emulator::erp::rows
