// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "emulator/odoo_entry.hpp"

// Taxes of a line, and how lines add up to a document.

namespace syncline::inline v1::emulator::erp {

/// A price with its taxes, before anything is rounded.
struct taxed_price {
    double untaxed = 0;
    struct part {
        id_type tax;
        double base;
        double amount;
    };
    std::vector<part> parts{};
};

[[nodiscard]] taxed_price apply_taxes(environment& env, double price, double quantity,
                                      std::vector<id_type> const& taxes);

/// A line's amounts, rounded to the digits of its currency.
struct line_amounts {
    double untaxed = 0;
    double tax = 0;
    double total = 0;
};

/// What adds lines up: rounded line by line on 16 and 18, as a whole on 19 (`tax_calculation_rounding_method`).
class totals {
public:
    totals(environment& env, id_type company, int digits);

    line_amounts add(taxed_price const& line);

    [[nodiscard]] double untaxed() const;
    [[nodiscard]] double tax() const;
    struct tax_total {
        id_type tax;
        double base;
        double amount;
    };
    /// Per tax, in the order they were met.
    [[nodiscard]] std::vector<tax_total> taxes() const;
    [[nodiscard]] bool rounds_globally() const noexcept { return globally_; }

private:
    bool globally_;
    int series_;
    int digits_;
    double untaxed_ = 0;
    std::vector<tax_total> taxes_{};
};

}  // namespace syncline::inline v1::emulator::erp
