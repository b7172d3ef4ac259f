// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <syncline/core/decimal.hpp>
#include <syncline/core/instant.hpp>
#include <syncline/core/result.hpp>
#include <syncline/model/money.hpp>
#include <syncline/model/tax.hpp>

namespace syncline::inline v1::model {

/// Where tax is rounded. Countries and systems differ, and the difference is cents.
enum class tax_rounding : std::uint8_t {
    per_line,   ///< Each line's tax, then the sum (Odoo's `round_per_line`).
    per_total,  ///< The sum of a treatment's lines (EN 16931 BG-23; Odoo's `round_globally`).
};
BOOST_DESCRIBE_ENUM(tax_rounding, per_line, per_total)

/// A line as far as tax is concerned.
struct taxed_line {
    money net{};
    tax_treatment tax{};

    friend bool operator==(taxed_line const&, taxed_line const&) = default;
};
BOOST_DESCRIBE_STRUCT(taxed_line, (), (net, tax))

/// What is due on all lines that are taxed alike (EN 16931 BG-23).
struct tax_subtotal {
    tax_treatment treatment{};
    money net{};
    money tax{};

    friend bool operator==(tax_subtotal const&, tax_subtotal const&) = default;
};
BOOST_DESCRIBE_STRUCT(tax_subtotal, (), (treatment, net, tax))

/// The totals of a document.
struct tax_totals {
    std::vector<tax_subtotal> by_treatment{};  ///< In the order of their first line.
    money net{};
    money tax{};
    money gross{};

    friend bool operator==(tax_totals const&, tax_totals const&) = default;
};
BOOST_DESCRIBE_STRUCT(tax_totals, (), (by_treatment, net, tax, gross))

/// The totals of lines of one currency. A treatment without a rate, or of a category that is not taxed, adds no tax.
/// Pure. *Errors*: `mapping`, naming the line (counted from 1): another currency than the first one's; a rate above 0
/// on what is exempt, zero-rated, reverse-charged, exported or out of scope (`tax_mismatch`); a standard one without a
/// rate
/// (`tax_mismatch`); `too_large`.
[[nodiscard]] result<tax_totals> totals_of(std::span<taxed_line const> lines, tax_rounding place,
                                           rounding mode = rounding::half_up);

/// How far totals that another system states may be away from ours.
struct tax_tolerance {
    std::int64_t minor_units = 0;           ///< Of the document.
    std::int64_t minor_units_per_line = 0;  ///< And so many more for each of its lines.
};

/// Compares stated totals with ours. Pure. *Errors*: `rejected` with `tax_mismatch` where the tax is too far away, with
/// `amount_mismatch` where the net or gross amount is: naming field, found, expected, difference and tolerance. Where
/// the other way of rounding gives exactly what is stated, the message says so.
[[nodiscard]] result<void> check_totals(std::string_view document, std::span<taxed_line const> lines,
                                        tax_rounding place, money const& stated_net, money const& stated_tax,
                                        money const& stated_gross, tax_tolerance const& tolerance = {});

/// What a tax code of a system means to one of our companies, while it is valid.
struct tax_mapping {
    std::string code{};          ///< The system's own.
    std::string legal_entity{};  ///< The id of one of the host's companies; empty: all of them.
    tax_treatment treatment{};   ///< With the days it is valid.

    friend bool operator==(tax_mapping const&, tax_mapping const&) = default;
};
BOOST_DESCRIBE_STRUCT(tax_mapping, (), (code, legal_entity, treatment))

/// The treatment a code stands for on a day. A company's own mapping goes before everybody's. Pure.
/// *Errors*: `mapping` with `tax_mismatch`: an unknown code, one that is not valid on that day (naming the days it is);
/// `misconfigured` when two mappings claim the same day.
[[nodiscard]] result<tax_treatment> treatment_on(std::span<tax_mapping const> mappings, std::string_view code,
                                                 std::string_view legal_entity, local_date day);

}  // namespace syncline::inline v1::model
