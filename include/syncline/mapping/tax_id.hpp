// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <syncline/core/result.hpp>
#include <syncline/mapping/conversion.hpp>

namespace syncline::inline v1 {

/// How far a tax id was looked at. None of them says that the authority knows it.
enum class tax_id_check : std::uint8_t {
    check_digits,    ///< Shape and check digits are right.
    shape,           ///< The shape is right; the scheme publishes no check digits.
    unknown_scheme,  ///< Kept as it came: no rule is known for its scheme.
};
BOOST_DESCRIBE_ENUM(tax_id_check, check_digits, shape, unknown_scheme)

/// A tax id whose shape was checked.
struct checked_tax_id {
    std::string
        scheme{};  ///< `VAT`, `EIN`, `GSTIN`, `CNPJ`, `CPF`, `SIREN`, `SIRET`, `ABN`, `LEI`, `DUNS`, or as it came.
    std::string country{};  ///< Alpha-2; empty for schemes of the world (LEI, DUNS) and where nobody said.
    std::string value{};    ///< Without blanks and punctuation; a VAT number with its prefix, `DE136695976`.
    tax_id_check check = tax_id_check::unknown_scheme;

    friend bool operator==(checked_tax_id const&, checked_tax_id const&) = default;
};
BOOST_DESCRIBE_STRUCT(checked_tax_id, (), (scheme, country, value, check))

/// Checks a tax id by the rule of its scheme. An unknown scheme is kept with its text, flagged, never dropped.
///
/// `scheme` is one of `checked_tax_id::scheme` in any letter case, or what Stripe calls it (`eu_vat`, `us_ein`). The
/// country of a VAT number is that of its prefix, else `country`; the two may not contradict each other. Greece is
/// `GR` with the prefix `EL`; Northern Ireland is `GB` with the prefix `XI`. A VAT number of a country whose rule is
/// not known counts as an unknown scheme. *Errors*: `mapping` when the text breaks the rule of a known scheme, or is
/// empty, too long or no UTF-8.
[[nodiscard]] result<checked_tax_id> check_tax_id(std::string_view scheme, std::string_view country,
                                                  std::string_view text);

/// `check_tax_id` for one scheme: `from<&company::vat> | to_tax_id{"VAT", "DE"}`.
struct to_tax_id {
    std::string_view scheme;
    std::string_view country{};
    static constexpr conversion_facts facts{
        "to_tax_id",
        "tax id as text, its scheme and its country",
        "checked tax id",
        "refuses what breaks the shape or the check digits of a known scheme; keeps an unknown scheme and flags it",
        "tax_id_text: the value comes back without blanks and punctuation",
        "none",
        "per scheme: tax_id_rules()"};
    [[nodiscard]] result<checked_tax_id> operator()(std::string_view text) const {
        return check_tax_id(scheme, country, text);
    }
    [[nodiscard]] std::string describe() const {
        return "to_tax_id " + std::string(scheme) + (country.empty() ? "" : ' ' + std::string(country));
    }
};

/// The value of a tax id, as fields such as Odoo's `vat` and Stripe's `value` hold it. Cannot fail.
struct tax_id_text_t {
    static constexpr conversion_facts facts{"tax_id_text",
                                            "checked tax id",
                                            "its value as text",
                                            "total",
                                            "to_tax_id with scheme and country: exact",
                                            "none",
                                            "per scheme: tax_id_rules()"};
    [[nodiscard]] std::string operator()(checked_tax_id const& id) const { return id.value; }
    [[nodiscard]] static constexpr std::string_view describe() { return facts.name; }
};
inline constexpr tax_id_text_t tax_id_text{};

/// One rule `check_tax_id` knows.
struct tax_id_rule {
    std::string_view scheme;
    std::string_view country;  ///< Empty: any.
    std::string_view prefix;   ///< What a VAT number begins with.
    std::string_view shape;    ///< Behind the prefix: `9` a digit, `@` a letter, `*` either; `|` between alternatives.
    std::string_view check;    ///< The check digits, or why there are none to check.
};

/// Every rule, VAT numbers first. Lifetime: static.
[[nodiscard]] std::span<tax_id_rule const> tax_id_rules();

/// The same as a table in Markdown, as the reference shows it.
[[nodiscard]] std::string tax_id_table();

}  // namespace syncline::inline v1
