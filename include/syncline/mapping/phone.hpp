// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include <boost/describe/class.hpp>

#include <syncline/core/result.hpp>
#include <syncline/mapping/conversion.hpp>

namespace syncline::inline v1 {

/// A telephone number one can dial from anywhere.
struct phone_number {
    std::string e164{};       ///< `+4930123456`: E.164, `+` and up to 15 digits.
    std::string extension{};  ///< Digits behind it, dialled by hand or by the exchange; empty when there are none.

    friend bool operator==(phone_number const&, phone_number const&) = default;
};
BOOST_DESCRIBE_STRUCT(phone_number, (), (e164, extension))

/// Reads a telephone number; one written without its country is taken for one of `country` (alpha-2).
///
/// Blanks and `( ) - . /` do not matter. `+`, and what is dialled for it in `country` (`00`, `011`), start an
/// international number; `+49 (0)30` loses its zero; `ext. 12`, `x12`, `#12` and `;ext=12` are the extension.
/// A national number must have the lengths of its country, and the leading digit (`0`, `8`, `06`) where an area code
/// could be missing and nobody would see it. What is known are shapes (E.164, assigned country codes,
/// national lengths): whether a number is in use is not.
/// *Errors*: `mapping`; also for a national number when `country` is empty or none of ISO 3166-1.
struct to_phone {
    std::string_view country{};
    static constexpr conversion_facts facts{
        "to_phone",
        "telephone number as text, and the country of those without +",
        "E.164 and extension",
        "refuses letters, unassigned country codes, wrong lengths, national numbers without a country or without the "
        "leading zero that tells an area code",
        "phone_text: exact",
        "dialling habits of 245 countries",
        "ITU-T E.164 and E.164.D; lengths and prefixes as libphonenumber 9.0 lists them"};
    [[nodiscard]] result<phone_number> operator()(std::string_view text) const;
    [[nodiscard]] std::string describe() const {
        return country.empty() ? "to_phone" : "to_phone " + std::string(country);
    }
};

/// A number as RFC 3966 writes it, less its `tel:`: `+4930123456;ext=12`. Cannot fail.
struct phone_text_t {
    static constexpr conversion_facts facts{
        "phone_text", "E.164 and extension", "+4930123456;ext=12", "total", "to_phone: exact", "none", "RFC 3966"};
    [[nodiscard]] std::string operator()(phone_number const& number) const;
    [[nodiscard]] static constexpr std::string_view describe() { return facts.name; }
};
inline constexpr phone_text_t phone_text{};

/// The E.164 number alone, for fields that hold nothing else. *Errors*: `mapping` when that would lose an extension.
struct e164_only_t {
    static constexpr conversion_facts facts{
        "e164_only", "E.164 and extension", "+4930123456", "refuses a number with an extension", "to_phone: exact",
        "none",      "ITU-T E.164"};
    [[nodiscard]] result<std::string> operator()(phone_number const& number) const;
    [[nodiscard]] static constexpr std::string_view describe() { return facts.name; }
};
inline constexpr e164_only_t e164_only{};

}  // namespace syncline::inline v1
