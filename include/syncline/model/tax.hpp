// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <syncline/core/decimal.hpp>
#include <syncline/core/field_value.hpp>
#include <syncline/core/instant.hpp>
#include <syncline/model/entity.hpp>
#include <syncline/model/reference.hpp>

namespace syncline::inline v1::model {

/// What is known of a tax id.
enum class tax_id_state : std::uint8_t {
    unchecked,
    well_formed,  ///< Its shape and check digits are right.
    verified,     ///< The authority says it is theirs.
    malformed,
    unknown_scheme,  ///< Kept as it came: nobody here can judge it.
};
BOOST_DESCRIBE_ENUM(tax_id_state, unchecked, well_formed, verified, malformed, unknown_scheme)

/// A number a tax or company register knows somebody by.
struct tax_id {
    std::string scheme{};                ///< `VAT`, `EIN`, `GST`, `CNPJ`, `SIREN`, `LEI`, `DUNS`, or the local name.
    field_value<std::string> country{};  ///< ISO 3166-1 alpha-2 code.
    std::string value{};
    tax_id_state state = tax_id_state::unchecked;
    std::optional<instant> checked{};  ///< When it was verified.

    friend bool operator==(tax_id const&, tax_id const&) = default;
};
BOOST_DESCRIBE_STRUCT(tax_id, (), (scheme, country, value, state, checked))

/// How a supply is taxed, after EN 16931 BT-151 (UNCL 5305).
enum class tax_category : std::uint8_t {
    standard,         ///< S
    zero,             ///< Z
    exempt,           ///< E
    reverse_charge,   ///< AE
    intra_community,  ///< K
    export_,          ///< G
    out_of_scope,     ///< O
};
BOOST_DESCRIBE_ENUM(tax_category, standard, zero, exempt, reverse_charge, intra_community, export_, out_of_scope)

/// How a sale is taxed, where, and since when.
struct tax_treatment {
    tax_category category = tax_category::standard;
    std::string jurisdiction{};         ///< ISO 3166-1 code, or 3166-2 where regions tax.
    std::optional<decimal> rate{};      ///< Percent: 19 for 19 %.
    field_value<std::string> reason{};  ///< Why none is due, in the words of the law.
    std::optional<local_date> valid_from{};
    std::optional<local_date> valid_to{};  ///< The first day it is no longer true.

    friend bool operator==(tax_treatment const&, tax_treatment const&) = default;
};
BOOST_DESCRIBE_STRUCT(tax_treatment, (), (category, jurisdiction, rate, reason, valid_from, valid_to))

/// A tax as a system has it, and the treatment it stands for.
struct tax_code {
    external_ref source{};  ///< The record this was read from.
    external_ref legal_entity{};
    std::string name{};
    tax_treatment treatment{};
    bool price_includes = false;  ///< Whether prices contain it.

    friend bool operator==(tax_code const&, tax_code const&) = default;
};
BOOST_DESCRIBE_STRUCT(tax_code, (), (source, legal_entity, name, treatment, price_includes))
template <>
inline constexpr auto entity<tax_code> =
    describe_entity("tax code", "the system's own code, by legal entity",
                    {
                        {"source", classification::internal, system_role::library},
                        {"legal_entity", classification::internal, system_role::erp},
                        {"name", classification::internal, system_role::erp},
                        {"treatment", classification::internal, system_role::erp},
                        {"price_includes", classification::internal, system_role::erp},
                    });

}  // namespace syncline::inline v1::model
