// SPDX-License-Identifier: Apache-2.0
#include "emulator/odoo_taxes.hpp"

namespace syncline::inline v1::emulator::erp {

namespace {

bool is_included(entry const& tax, int series) {
    if (series == 16) return tax.is("price_include");
    return tax.text("price_include_override") == "tax_included";
}

}  // namespace

taxed_price apply_taxes(environment& env, double price, double quantity, std::vector<id_type> const& taxes) {
    double base = price * quantity;
    double included_share = 0;
    for (auto const id : taxes) {
        entry const tax(env, "account.tax", id);
        if (!is_included(tax, env.series())) continue;
        if (tax.text("amount_type") == "fixed")
            base -= tax.number("amount") * quantity;
        else
            included_share += tax.number("amount") / 100;
    }
    taxed_price out{.untaxed = base / (1 + included_share)};
    for (auto const id : taxes) {
        entry const tax(env, "account.tax", id);
        double const rate = tax.number("amount");
        auto const type = tax.text("amount_type");
        double const amount = type == "fixed"      ? rate * quantity
                              : type == "division" ? out.untaxed * rate / (100 - rate)
                                                   : out.untaxed * rate / 100;
        out.parts.push_back({id, out.untaxed, amount});
    }
    return out;
}

totals::totals(environment& env, id_type company, int digits)
    : globally_(entry(env, "res.company", company).text("tax_calculation_rounding_method") == "round_globally"),
      series_(env.series()),
      digits_(digits) {}

line_amounts totals::add(taxed_price const& line) {
    line_amounts out{.untaxed = round_to(line.untaxed, digits_)};
    double const base = globally_ ? line.untaxed : out.untaxed;
    untaxed_ += base;
    double tax = 0;
    for (auto const& p : line.parts) {
        // invoices_and_rounding, 16: 15 % of a rounded line, rounded again: 15.55 and not 15.54 for four lines
        double const of_base = base == line.untaxed || line.untaxed == 0 ? p.amount : p.amount * base / line.untaxed;
        double const amount = globally_ ? p.amount : round_to(of_base, digits_);
        tax += amount;
        auto it = taxes_.begin();
        while (it != taxes_.end() && it->tax != p.tax) ++it;
        if (it == taxes_.end()) it = taxes_.insert(it, {p.tax, 0, 0});
        it->base += base;
        it->amount += amount;
    }
    out.total = round_to(base + tax, digits_);
    // flow_order_to_cash: 128.93 on 16; on 18 and 19 the difference of two doubles, 128.92999999999995
    out.tax = series_ == 16 ? round_to(tax, digits_) : out.total - out.untaxed;
    return out;
}

double totals::untaxed() const { return round_to(untaxed_, digits_); }

std::vector<totals::tax_total> totals::taxes() const {
    auto out = taxes_;
    for (auto& t : out) {
        t.base = round_to(t.base, digits_);
        t.amount = round_to(t.amount, digits_);
    }
    return out;
}

double totals::tax() const {
    double sum = 0;
    for (auto const& t : taxes()) sum += t.amount;
    return round_to(sum, digits_);
}

}  // namespace syncline::inline v1::emulator::erp
