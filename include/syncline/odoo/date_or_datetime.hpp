// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include <syncline/core/instant.hpp>
#include <syncline/core/result.hpp>
#include <syncline/json/codec.hpp>
#include <syncline/json/dialect.hpp>

namespace syncline::inline v1::json {
class writer;
}

namespace syncline::inline v1::odoo {

/// What some series keep as a day and others as a moment, as the deadline of a task (a day before 17).
///
/// It says what the server said and no more: a day has no time, so `at` is empty there. It is written as it is; Odoo
/// takes a day for a moment as midnight UTC, and of a moment for a day it keeps the day (recorded: 16/dates.json).
/// In a condition it compares as the server compares: give a day where the field is one.
class date_or_datetime {
public:
    date_or_datetime() = default;      ///< 1970-01-01.
    date_or_datetime(local_date day);  // NOLINT(google-explicit-constructor): a day is one of the two
    date_or_datetime(instant at);      // NOLINT(google-explicit-constructor): and a moment the other

    /// Reads `YYYY-MM-DD` or `YYYY-MM-DD HH:MM:SS` in UTC. *Errors*: `malformed` for any other text.
    [[nodiscard]] static result<date_or_datetime> parse(std::string_view text);

    /// The day, in UTC where it is a moment.
    [[nodiscard]] local_date day() const noexcept { return day_; }

    /// The moment, unless it is a day.
    [[nodiscard]] std::optional<instant> at() const noexcept { return at_; }

    /// As it is written.
    [[nodiscard]] explicit operator std::string_view() const noexcept { return text_; }

    friend bool operator==(date_or_datetime const&, date_or_datetime const&) = default;

private:
    local_date day_ = std::chrono::year(1970) / 1 / 1;
    std::optional<instant> at_{};
    std::string text_ = "1970-01-01";  // what conditions and writes need
};

}  // namespace syncline::inline v1::odoo

template <>
struct syncline::json::codec<syncline::odoo::date_or_datetime> {
    static result<odoo::date_or_datetime> decode(std::string_view json, dialect d);
    static void encode(writer& out, odoo::date_or_datetime const& value);
};
