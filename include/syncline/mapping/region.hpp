// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include <syncline/core/result.hpp>
#include <syncline/mapping/conversion.hpp>

namespace syncline::inline v1 {

/// Reads a state, province or canton of `country` (alpha-2) as its ISO 3166-2 code: `California`, `CA` or `us-ca` as
/// `US-CA`.
///
/// Names are known for AE AR AT AU BR CA CH DE ES IE IN IT JP MX MY NL NZ US ZA and the four parts of GB; a name that a
/// province and its community share in ES is the province's. Elsewhere, and for the counties of GB, a text of the shape
/// of a code (`FR-IDF`) passes as it is.
/// *Errors*: `mapping` for anything else, with near names. Which country it is must be known: there are two Georgias.
///
///     to<&address::region> = from_record | [](lead const& l) { return region_code(l.state, l.country); }
[[nodiscard]] result<std::string> region_code(std::string_view text, std::string_view country);

/// `region_code` for a country that is always the same: `from<&lead::state> | to_region_code{"US"}`.
struct to_region_code {
    std::string_view country;
    static constexpr conversion_facts facts{
        "to_region_code",
        "region as text, and its country",
        "ISO 3166-2",
        "knows the regions of AE AR AT AU BR CA CH DE ES IE IN IT JP MX MY NL NZ US ZA and refuses others there; of "
        "other countries, and for counties of GB, keeps what has the shape of a code and refuses names",
        "region_name, local_region_code: the code comes back, the spelling does not",
        "each country's own names, common English ones",
        "ISO 3166-2 (India as of November 2023)"};
    [[nodiscard]] result<std::string> operator()(std::string_view text) const { return region_code(text, country); }
    [[nodiscard]] std::string describe() const { return "to_region_code " + std::string(country); }
};

/// The name of an ISO 3166-2 code. *Errors*: `mapping` when its country's names are not known, or it is no code there.
struct region_name_t {
    static constexpr conversion_facts facts{"region_name",
                                            "ISO 3166-2",
                                            "name of the region",
                                            "refuses codes of countries whose names are not listed",
                                            "to_region_code with the country: exact",
                                            "each country's own names",
                                            "ISO 3166-2 (India as of November 2023)"};
    [[nodiscard]] result<std::string> operator()(std::string_view code) const;
    [[nodiscard]] static constexpr std::string_view describe() { return facts.name; }
};
inline constexpr region_name_t region_name{};

/// What stands behind the country in an ISO 3166-2 code: `CA` of `US-CA`. *Errors*: `mapping` when it is no code.
struct local_region_code_t {
    static constexpr conversion_facts facts{"local_region_code",
                                            "ISO 3166-2",
                                            "the code inside its country",
                                            "refuses what has not the shape of a code",
                                            "to_region_code with the country: exact where names are listed",
                                            "none",
                                            "ISO 3166-2"};
    [[nodiscard]] result<std::string> operator()(std::string_view code) const;
    [[nodiscard]] static constexpr std::string_view describe() { return facts.name; }
};
inline constexpr local_region_code_t local_region_code{};

}  // namespace syncline::inline v1
