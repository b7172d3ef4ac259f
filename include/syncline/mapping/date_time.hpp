// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <chrono>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

#include <syncline/core/instant.hpp>
#include <syncline/core/result.hpp>
#include <syncline/mapping/conversion.hpp>

// Named time zones are not here: which offset a zone had on a day is data that changes several times a year. A host
// that has it hands over the offset.

namespace syncline::inline v1 {

/// Reads a time that says its offset: `2026-11-22T05:50:38.000+0000`, `2026-03-01T02:00:00-08:00`, `...Z`.
/// *Errors*: `mapping` for anything else. Digits below the microsecond are dropped.
struct to_instant_t {
    static constexpr conversion_facts facts{"to_instant",
                                            "RFC 3339 time, its offset with or without colon (Salesforce, QuickBooks)",
                                            "instant",
                                            "refuses times without an offset; drops what is below a microsecond",
                                            "instant_text: the moment comes back, the offset does not",
                                            "none",
                                            "RFC 3339"};
    [[nodiscard]] result<instant> operator()(std::string_view text) const;
    [[nodiscard]] static constexpr std::string_view describe() { return facts.name; }
};
inline constexpr to_instant_t to_instant{};

/// A moment as RFC 3339 in UTC: `2026-11-22T05:50:38Z`. *Errors*: `mapping` outside of the years 0000 to 9999.
struct instant_text_t {
    static constexpr conversion_facts facts{
        "instant_text",      "instant", "RFC 3339 in UTC", "refuses years outside of 0000 to 9999",
        "to_instant: exact", "none",    "RFC 3339"};
    [[nodiscard]] result<std::string> operator()(instant t) const;
    [[nodiscard]] static constexpr std::string_view describe() { return facts.name; }
};
inline constexpr instant_text_t instant_text{};

/// Reads a time without an offset that its system means as UTC, as Odoo's are: `2026-11-22 05:50:38`.
/// *Errors*: `mapping` for anything else.
struct naive_utc_to_instant_t {
    static constexpr conversion_facts facts{"naive_utc_to_instant",
                                            "2026-11-22 05:50:38, meant as UTC (Odoo)",
                                            "instant",
                                            "refuses times with an offset or a T",
                                            "naive_utc: exact",
                                            "none",
                                            "Odoo's external API"};
    [[nodiscard]] result<instant> operator()(std::string_view text) const;
    [[nodiscard]] static constexpr std::string_view describe() { return facts.name; }
};
inline constexpr naive_utc_to_instant_t naive_utc_to_instant{};

/// A moment in UTC without saying so, to the second: `2026-11-22 05:50:38`.
/// *Errors*: `mapping` when there is a fraction of a second, or outside of the years 0000 to 9999.
struct naive_utc_t {
    static constexpr conversion_facts facts{
        "naive_utc",
        "instant",
        "2026-11-22 05:50:38, meant as UTC (Odoo)",
        "refuses fractions of a second (whole_seconds drops them), and years outside "
        "of 0000 to 9999",
        "naive_utc_to_instant: exact",
        "none",
        "Odoo's external API"};
    [[nodiscard]] result<std::string> operator()(instant t) const;
    [[nodiscard]] static constexpr std::string_view describe() { return facts.name; }
};
inline constexpr naive_utc_t naive_utc{};

/// A moment without its fraction of a second, never later than it was. Cannot fail.
struct whole_seconds_t {
    static constexpr conversion_facts facts{
        "whole_seconds", "instant",    "instant at a whole second", "total", "none: the fraction is gone",
        "none",          "rounds down"};
    [[nodiscard]] instant operator()(instant t) const {
        using std::chrono::seconds;
        // the first moment there is has no whole second before it
        return (std::max)(std::chrono::floor<seconds>(t), std::chrono::ceil<seconds>((instant::min)()));
    }
    [[nodiscard]] static constexpr std::string_view describe() { return facts.name; }
};
inline constexpr whole_seconds_t whole_seconds{};

/// Reads milliseconds since 1970, as a number or as HubSpot's text. *Errors*: `mapping` for no whole number, and
/// outside of the years 0000 to 9999.
struct milliseconds_to_instant_t {
    static constexpr conversion_facts facts{"milliseconds_to_instant",
                                            "milliseconds since 1970, number or text (HubSpot)",
                                            "instant",
                                            "refuses years outside of 0000 to 9999",
                                            "epoch_milliseconds: exact",
                                            "none",
                                            "POSIX time"};
    [[nodiscard]] result<instant> operator()(std::int64_t milliseconds) const;
    void operator()(std::floating_point auto) const = delete;  // has lost what it says already
    [[nodiscard]] result<instant> operator()(std::string_view text) const;
    [[nodiscard]] static constexpr std::string_view describe() { return facts.name; }
};
inline constexpr milliseconds_to_instant_t milliseconds_to_instant{};

/// A moment as milliseconds since 1970. *Errors*: `mapping` when there is a fraction of a
/// millisecond, or outside of the years 0000 to 9999.
struct epoch_milliseconds_t {
    static constexpr conversion_facts facts{"epoch_milliseconds",
                                            "instant",
                                            "milliseconds since 1970",
                                            "refuses fractions of a millisecond, and years outside of 0000 to 9999",
                                            "milliseconds_to_instant: exact",
                                            "none",
                                            "POSIX time"};
    [[nodiscard]] result<std::int64_t> operator()(instant t) const;
    [[nodiscard]] static constexpr std::string_view describe() { return facts.name; }
};
inline constexpr epoch_milliseconds_t epoch_milliseconds{};

/// Reads seconds since 1970, as a number or as text. *Errors*: `mapping` as for milliseconds.
struct seconds_to_instant_t {
    static constexpr conversion_facts facts{"seconds_to_instant",
                                            "seconds since 1970, number or text (Stripe)",
                                            "instant",
                                            "refuses years outside of 0000 to 9999",
                                            "epoch_seconds: exact",
                                            "none",
                                            "POSIX time"};
    [[nodiscard]] result<instant> operator()(std::int64_t seconds) const;
    void operator()(std::floating_point auto) const = delete;  // has lost what it says already
    [[nodiscard]] result<instant> operator()(std::string_view text) const;
    [[nodiscard]] static constexpr std::string_view describe() { return facts.name; }
};
inline constexpr seconds_to_instant_t seconds_to_instant{};

/// A moment as seconds since 1970. *Errors*: `mapping` when there is a fraction of a second, or outside of the years
/// 0000 to 9999.
struct epoch_seconds_t {
    static constexpr conversion_facts facts{
        "epoch_seconds",
        "instant",
        "seconds since 1970",
        "refuses fractions of a second (whole_seconds drops them), and years outside "
        "of 0000 to 9999",
        "seconds_to_instant: exact",
        "none",
        "POSIX time"};
    [[nodiscard]] result<std::int64_t> operator()(instant t) const;
    [[nodiscard]] static constexpr std::string_view describe() { return facts.name; }
};
inline constexpr epoch_seconds_t epoch_seconds{};

/// Reads `2026-11-22`. *Errors*: `mapping` for anything else.
struct to_date_t {
    static constexpr conversion_facts facts{
        "to_date",          "2026-11-22", "calendar day",       "refuses what is no day of the Gregorian calendar",
        "date_text: exact", "none",       "RFC 3339, full-date"};
    [[nodiscard]] result<local_date> operator()(std::string_view text) const;
    [[nodiscard]] static constexpr std::string_view describe() { return facts.name; }
};
inline constexpr to_date_t to_date{};

/// A day as `2026-11-22`. *Errors*: `mapping` when it is no day, or its year is none of 0000 to 9999.
struct date_text_t {
    static constexpr conversion_facts facts{
        "date_text",          "calendar day",
        "2026-11-22",         "refuses what is no day, and years outside of 0000 to 9999",
        "to_date: exact",     "none",
        "RFC 3339, full-date"};
    [[nodiscard]] result<std::string> operator()(local_date day) const;
    [[nodiscard]] static constexpr std::string_view describe() { return facts.name; }
};
inline constexpr date_text_t date_text{};

/// Reads a day that is written as the milliseconds of its midnight in UTC, as HubSpot's date properties are.
/// *Errors*: `mapping` when it is not midnight: a moment is no day until somebody says where (`day_at`).
struct midnight_to_date_t {
    static constexpr conversion_facts facts{"midnight_to_date",
                                            "milliseconds of midnight UTC, number or text (HubSpot dates)",
                                            "calendar day",
                                            "refuses what is not midnight UTC",
                                            "utc_midnight: exact",
                                            "none",
                                            "HubSpot's date properties"};
    [[nodiscard]] result<local_date> operator()(std::int64_t milliseconds) const;
    void operator()(std::floating_point auto) const = delete;  // has lost what it says already
    [[nodiscard]] result<local_date> operator()(std::string_view text) const;
    [[nodiscard]] static constexpr std::string_view describe() { return facts.name; }
};
inline constexpr midnight_to_date_t midnight_to_date{};

/// A day as the milliseconds of its midnight in UTC. *Errors*: `mapping` when it is no day.
struct utc_midnight_t {
    static constexpr conversion_facts facts{"utc_midnight",
                                            "calendar day",
                                            "milliseconds of midnight UTC (HubSpot dates)",
                                            "refuses what is no day, and years outside of 0000 to 9999",
                                            "midnight_to_date: exact",
                                            "none",
                                            "HubSpot's date properties"};
    [[nodiscard]] result<std::int64_t> operator()(local_date day) const;
    [[nodiscard]] static constexpr std::string_view describe() { return facts.name; }
};
inline constexpr utc_midnight_t utc_midnight{};

/// Which day a moment falls on where clocks are `offset` ahead of UTC, all year: `day_at{-8h}`. Zones that change their
/// clocks need the offset of that day. *Errors*: `mapping` outside of the years 0000 to 9999, or when the offset is a
/// day or more.
struct day_at {
    std::chrono::minutes offset;
    static constexpr conversion_facts facts{"day_at",
                                            "instant, and an offset to UTC",
                                            "calendar day",
                                            "refuses years outside of 0000 to 9999",
                                            "start_of_day with the same offset: the day comes back, the time does not",
                                            "one fixed offset, no time zone",
                                            "ISO 8601"};
    [[nodiscard]] result<local_date> operator()(instant t) const;
    [[nodiscard]] std::string describe() const;
};

/// When a day begins where clocks are `offset` ahead of UTC, all year. *Errors*: `mapping` when it is no day, or the
/// moment lies outside of the years 0000 to 9999, or the offset is a day or more.
struct start_of_day {
    std::chrono::minutes offset;
    static constexpr conversion_facts facts{"start_of_day",
                                            "calendar day, and an offset to UTC",
                                            "instant",
                                            "refuses what is no day, and years outside of 0000 to 9999",
                                            "day_at with the same offset: exact",
                                            "one fixed offset, no time zone",
                                            "ISO 8601"};
    [[nodiscard]] result<instant> operator()(local_date day) const;
    [[nodiscard]] std::string describe() const;
};

}  // namespace syncline::inline v1
