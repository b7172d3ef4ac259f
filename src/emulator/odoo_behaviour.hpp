// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/odoo_entry.hpp"
#include "emulator/odoo_method_table.hpp"

// What models do beyond keeping values: the hooks their areas plug into the environment, and the methods they add.

namespace syncline::inline v1::emulator::erp {

/// A record before it is there: what was given, and what defaults may still fill.
struct draft {
    model const& of;
    record& r;
    std::vector<bool> const& given;
    id_type id = 0;  ///< 0 for `default_get`.

    [[nodiscard]] json const& at(std::string_view field_name) const { return r.values[of.at(field_name).slot]; }
    [[nodiscard]] bool is_given(std::string_view field_name) const {
        field const* const f = of.find(field_name);
        return f && given[f->slot];
    }
    /// Fills a field nobody gave; a series without that field goes without.
    void give(std::string_view field_name, json value) const {
        field const* const f = of.find(field_name);
        if (f && !given[f->slot] && !f->is_related()) r.values[f->slot] = std::move(value);
    }
    /// The same from a clock or a sequence: `dump` leaves it out.
    void give_by_itself(std::string_view field_name, json value) const {
        field const* const f = of.find(field_name);
        if (!f || given[f->slot] || f->is_related()) return;
        r.values[f->slot] = std::move(value);
        r.by_itself.insert(f->slot);
    }
};

/// The hooks of one model; each may be missing.
struct behaviour {
    std::string_view model;
    void (*defaults)(environment&, draft const&) = nullptr;
    /// A value computed on read; nothing for the fields it does not know.
    std::optional<json> (*compute)(environment&, entry const&, field const&) = nullptr;
    std::string (*display_name)(environment&, entry const&) = nullptr;
    void (*before_write)(environment&, std::vector<id_type> const&, json const& vals) = nullptr;
    void (*after_change)(environment&, entry const&, json const& vals, bool created) = nullptr;
    void (*check)(environment&, entry const&) = nullptr;
    void (*before_unlink)(environment&, std::vector<id_type> const&) = nullptr;
    /// What a removal leaves to do, prepared while the record is still there.
    std::vector<entry> (*touched_by_removal)(environment&, entry const&) = nullptr;
    void (*after_removal)(environment&, entry const& touched) = nullptr;
};

[[nodiscard]] std::span<behaviour const> product_behaviours();
[[nodiscard]] std::span<behaviour const> sales_behaviours();
[[nodiscard]] std::span<behaviour const> accounting_behaviours();
[[nodiscard]] std::span<behaviour const> invoice_behaviours();
[[nodiscard]] std::span<behaviour const> payment_behaviours();
[[nodiscard]] std::span<behaviour const> timesheet_behaviours();
[[nodiscard]] std::span<behaviour const> expense_behaviours();
[[nodiscard]] std::span<behaviour const> lead_behaviours();

[[nodiscard]] std::span<method const> sales_methods();
[[nodiscard]] std::span<method const> invoice_methods();
[[nodiscard]] std::span<method const> payment_methods();
[[nodiscard]] std::span<method const> expense_methods();
[[nodiscard]] std::span<method const> lead_methods();

/// The hooks of a model, or null.
[[nodiscard]] behaviour const* behaviour_of(std::string_view model_name);

}  // namespace syncline::inline v1::emulator::erp
