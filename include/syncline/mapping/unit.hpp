// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include <syncline/core/result.hpp>
#include <syncline/mapping/conversion.hpp>

namespace syncline::inline v1 {

/// Reads a unit of measure as its UN/ECE Recommendation 20 code: `Hours`, `hr` or `HUR` as `HUR`, `Units` as `C62`.
///
/// *Errors*: `mapping` for a unit that is not listed, with near names; a host's own goes through a `value_table`.
struct to_unit_code_t {
    static constexpr conversion_facts facts{
        "to_unit_code",
        "unit as text: a Rec 20 code, Odoo's name, or an everyday English one",
        "UN/ECE Rec 20 code",
        "knows the units of services, and those of length, area, volume and mass that systems ship; refuses others",
        "unit_name: the code comes back, the spelling does not",
        "English",
        "UN/ECE Recommendation 20; names as in Odoo 16 to 18"};
    [[nodiscard]] result<std::string> operator()(std::string_view text) const;
    [[nodiscard]] static constexpr std::string_view describe() { return facts.name; }
};
inline constexpr to_unit_code_t to_unit_code{};

/// The name of a unit as Odoo ships it (`Hours`, `Units`, `kg`), else its plain English one.
/// *Errors*: `mapping` for a code that is not listed.
struct unit_name_t {
    static constexpr conversion_facts facts{"unit_name",           "UN/ECE Rec 20 code",
                                            "name of the unit",    "refuses codes that are not listed",
                                            "to_unit_code: exact", "English",
                                            "Odoo 16 to 18"};
    [[nodiscard]] result<std::string> operator()(std::string_view code) const;
    [[nodiscard]] static constexpr std::string_view describe() { return facts.name; }
};
inline constexpr unit_name_t unit_name{};

}  // namespace syncline::inline v1
