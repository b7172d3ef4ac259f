// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include <syncline/emulator/odoo.hpp>
#include <syncline/testkit/manual_clock.hpp>

#include "likeness.hpp"

// What was there before a recording began. The recorded servers held Odoo's demo data, of which the recordings show
// little; that little is here, and of each other record a request names no more than that it exists.

namespace syncline::odoo_conform {

/// The emulator a recording is played to, with its clock at the time of the recording.
class world final : public relations {
public:
    explicit world(recording const& r);

    [[nodiscard]] emulator::odoo& box() noexcept { return box_; }
    [[nodiscard]] testkit::manual_clock& clock() noexcept { return clock_; }
    /// When the recording was made, as its own write dates tell, and so what the clock began with.
    [[nodiscard]] instant began_at() const noexcept { return began_at_; }
    /// Where the recorded server was: some answers name it.
    [[nodiscard]] std::string const& address() const noexcept { return address_; }

    [[nodiscard]] std::string to(std::string const& model, std::string const& field) override;

    /// Puts there what the recording took for granted; `ids` learns the ids of those records.
    void prepare(recording const& r, likeness& ids);

    /// A call by the administrator: its result, or null when it was refused.
    json call(std::string const& model, std::string const& method, json arguments, json named = json::object());

private:
    void add(likeness& ids, std::string const& model, std::int64_t id, json const& values = json::object());
    void add_users(recording const& r, likeness& ids);
    void add_demo_data(recording const& r, likeness& ids);
    /// Where entries and currencies of the demo database had come to.
    void add_books(recording const& r, likeness& ids);
    /// Records the server makes besides its answer go on from the first that was recorded: some answers count on ids
    /// that models share (task 72, journal item 72), and tell of records only by number.
    void follow_ids(recording const& r);
    [[nodiscard]] bool is_made_on_the_way(record_id const& r) const;
    /// What answers call records that are pointed to.
    [[nodiscard]] std::map<record_id, std::string> names_in(recording const& r);
    void add_named_records(recording const& r, likeness& ids);

    int series_;
    std::string address_;
    instant began_at_;
    testkit::manual_clock clock_;
    emulator::odoo box_;
    std::map<std::string, std::map<std::string, std::string>> relations_;
    std::map<std::string, std::int64_t> first_made_;  // by model, see follow_ids
};

}  // namespace syncline::odoo_conform
