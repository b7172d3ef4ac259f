// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace syncline::inline v1::json {

/// How one system writes its values into JSON. A small value; `plain`, `odoo` and `hubspot` are the stock ones.
struct dialect {
    /// How a moment is written.
    enum class time_form {
        rfc3339,         ///< `"2026-11-22T05:50:38.001Z"`
        spaced_utc,      ///< `"2026-11-22 05:50:38"`, always UTC, whole seconds.
        iso_or_epoch_ms  ///< Read from RFC 3339 or epoch milliseconds, written as `"2026-11-22T05:50:38.001Z"`.
    };

    bool false_is_blank = false;    ///< `false` stands for "no value" in every member that is not a bool.
    bool empty_is_blank = false;    ///< `""` stands for "no value", and is how a value is cleared.
    bool scalars_are_text = false;  ///< Numbers and bools are also read from strings, and are written as strings.
    time_form times = time_form::rfc3339;

    friend bool operator==(dialect const&, dialect const&) = default;
};

/// JSON as most systems write it: blank is `null`, numbers are numbers, moments are RFC 3339.
inline constexpr dialect plain{};

/// Odoo: blank is `false` for every member but bool; moments are `YYYY-MM-DD HH:MM:SS` in UTC.
inline constexpr dialect odoo{.false_is_blank = true, .times = dialect::time_form::spaced_utc};

/// HubSpot properties: every value is a string; blank is `""` on the way out, `""`, `null` or absence on the way in.
inline constexpr dialect hubspot{
    .empty_is_blank = true, .scalars_are_text = true, .times = dialect::time_form::iso_or_epoch_ms};

}  // namespace syncline::inline v1::json
