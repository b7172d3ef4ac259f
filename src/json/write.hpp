// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <syncline/core/decimal.hpp>

// The pieces of JSON text that both writers append.

namespace syncline::json::detail {

void write_string(std::string& out, std::string_view text);
void write_integer(std::string& out, std::int64_t i);
void write_integer(std::string& out, std::uint64_t i);
void write_decimal(std::string& out, decimal const& d);

}  // namespace syncline::json::detail
