// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <syncline/core/result.hpp>

namespace syncline::inline v1::sync {

/// One field of an object of another system, as far as a mapping depends on it.
struct field_shape {
    std::string name{};
    std::string type{};                   ///< The system's own word: `many2one`, `enumeration`, `picklist`.
    std::string relation{};               ///< The object it points to, where it points.
    std::string label{};                  ///< What people read. Only tells what a lost field may have become.
    bool required = false;                ///< A record without a value is refused.
    bool defaulted = false;               ///< The system fills it when a create leaves it out.
    std::optional<std::size_t> length{};  ///< Longest text, where there is a limit.
    std::vector<std::string> choices{};   ///< The values it may have, where they are listed.

    friend bool operator==(field_shape const&, field_shape const&) = default;
};

/// An object of another system: what a mapping was built on, or what the system says now.
struct object_shape {
    std::string system{};   ///< `odoo`.
    std::string object{};   ///< `sale.order`.
    std::string version{};  ///< The system's own, where it has one.
    std::vector<field_shape> fields{};

    friend bool operator==(object_shape const&, object_shape const&) = default;
};

/// What happened to a field.
enum class drift_kind : std::uint8_t {
    added,
    removed,
    renamed_likely,  ///< One is gone and another is new, and they look like the same.
    type,            ///< Another type, or it points to another object.
    length,
    required,
    choices
};

/// What of a mapping's work a drift may break.
enum class breakage : std::uint8_t {
    nothing,
    reading,  ///< Values may come that did not come before: blanks, other choices.
    writing,  ///< Values may be refused or cut that were taken before.
    both
};

/// One difference between the description a mapping was built on and the live one.
struct drift {
    drift_kind kind = drift_kind::added;
    breakage breaks = breakage::nothing;
    std::string system{};
    std::string object{};
    std::optional<field_shape> was{};  ///< As the mapping knows it; nothing when added.
    std::optional<field_shape> is{};   ///< As it is now; nothing when removed.

    /// One line for an operator: ``odoo sale.order.line: field `tax_id` (many2many of account.tax) is gone, likely
    /// renamed to `tax_ids`; breaks reading and writing``. Names the other system gave are cut, and hold no control
    /// characters.
    [[nodiscard]] std::string text() const;
};

/// What differs, by the name of the field (the old one, where it was renamed), then by kind.
///
/// A field that is gone and a new one of the same type and relation are `renamed_likely` when their names are near
/// (`name_distance`) or their labels are the same but for case. Where several fit, both signs go before a near name
/// alone, that before a label alone, then the nearer name, then the alphabet; each field is in one pair at most.
/// `known` are pairs of names that are one field whatever they look like, and go before all others. The two of a pair
/// are compared further. Every field that is only here or only there is in exactly one `added`, `removed` or
/// `renamed_likely`. Of fields that are listed twice the first one counts; the order of fields and choices does not.
///
/// Breaks: gone, renamed and retyped fields both; a new field or one that was optional, when it is required and has no
/// default, writing, as do a shorter length and choices that are gone; a field no longer required and new choices
/// reading. The rest breaks nothing.
[[nodiscard]] std::vector<drift> drift_between(
    object_shape const& built_on, object_shape const& live,
    std::span<std::pair<std::string_view, std::string_view> const> known = {});

/// Whether whoever creates such records has to learn of it, described field or not: required from now on, no default.
[[nodiscard]] bool concerns_every_create(drift const& d) noexcept;

/// A drift as one mapping sees it.
struct drift_report {
    std::vector<drift> affecting{};  ///< Touches a field the mapping uses, or every create.
    std::vector<drift> others{};

    /// Whether the mapping should not run as it is.
    [[nodiscard]] bool breaks() const noexcept {
        for (auto const& d : affecting)
            if (d.breaks != breakage::nothing) return true;
        return false;
    }
};

/// What a flow does about drift that breaks its work. Told to the observer it is in any case (`drift.found`).
enum class on_drift : std::uint8_t {
    evolve,          ///< Goes on: what the other side then refuses parks record by record.
    freeze,          ///< Goes on reading and writes nothing: what comes waits in flight for a run without drift.
    discard_fields,  ///< Goes on and leaves the fields out of what it writes.
    stop             ///< Does not run.
};

/// The description as text to keep beside the code of a mapping: JSON, a field a line, in one canonical form, so that
/// its changes read well in review.
[[nodiscard]] std::string snapshot_of(object_shape const& shape);

/// Reads what `snapshot_of` wrote. *Errors*: `malformed`, saying where, what was found and what was expected.
[[nodiscard]] result<object_shape> read_snapshot(std::string_view text);

}  // namespace syncline::inline v1::sync
