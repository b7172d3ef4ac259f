// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <syncline/core/clock.hpp>
#include <syncline/core/result.hpp>
#include <syncline/emulator/fault_plan.hpp>
#include <syncline/emulator/truth_log.hpp>
#include <syncline/http/transport.hpp>

namespace syncline::inline v1::emulator {

/// How the emulated portal is set up. The defaults are a patient portal: no limits, a search index without lag.
struct hubspot_options {
    std::string token{};          ///< The one access token that is let in; empty: any. Refreshed tokens are let in too.
    std::string refresh_token{};  ///< The one the token endpoint takes; empty: any.
    std::size_t per_ten_seconds = 0;       ///< Requests in any 10 s before 429; 0: no limit. 190 on Professional.
    std::size_t searches_per_second = 0;   ///< Searches in any second before 429; 0: no limit. 5 in reality.
    std::size_t per_day = 0;               ///< Requests before 429 until midnight UTC; 0: no limit.
    bool retry_after = false;              ///< Whether a 429 says `Retry-After`; reality does not promise it.
    std::size_t search_lag = 0;            ///< Searches of a type that pass before they find what was written.
    bool blanks_as_null = true;            ///< Requested properties without a value: `null`, or left out.
    bool numeric_association_ids = false;  ///< `toObjectId` as a number, as older answers had it.
    bool created_is_200 = false;           ///< Batches that create answer 200 instead of 201.
};

/// A property of an object type, as the properties endpoint knows it.
struct hubspot_property {
    std::string name;
    std::string label{};                 ///< The name when empty.
    std::string type = "string";         ///< string, number, bool, date, datetime, enumeration.
    std::string field_type = "text";     ///< text, textarea, number, booleancheckbox, date, select, checkbox.
    std::vector<std::string> options{};  ///< Of an enumeration; a label equals its value.
    bool unique = false;
    bool read_only = false;  ///< Calculated: API writes are refused.
};

using hubspot_values = std::vector<std::pair<std::string, std::string>>;

struct hubspot_line {
    std::string name;
    std::string sku{};
    std::string quantity = "1";
    std::string price = "0";
};

struct hubspot_deal {
    std::string name;
    std::string amount{};
    std::string stage = "closedwon";
    std::string company{};  ///< Id of its (primary) company.
    std::vector<hubspot_line> lines{};
    std::string close_date{};  ///< A day, a moment or epoch milliseconds.
    std::string owner{};
    std::string currency = "USD";
};

/// HubSpot's CRM API, version 2026-09 and the v3/v4 paths before it, in memory: a transport for tests and the sandbox.
///
/// Companies, contacts, deals, line items, products; properties, associations, owners, the deals pipeline, search,
/// batches with 207, merges, archive, limits, the token refresh. docs/reference/hubspot.md says where each behaviour
/// was learned. What goes wrong beyond the system's own moods is told to `faults`, whose operations are named
/// `<type> <what>`: `deals list`, `deals batch/update`, `line_items batch/read`, `deals search`,
/// `deals-companies associations batch/read`, `properties read`.
///
/// ```cpp
/// emulator::hubspot box{clock};
/// auto const acme = *box.add_company("Acme");
/// auto const deal = *box.add_deal({.name = "Roll-out", .amount = "1200.00", .company = acme});
/// box.faults.drop_reply_to("deals batch/update");
/// crm::hubspot::client hub{box, {.token = secret{"any"}}};
/// ```
///
/// Seeding goes through the rules of the API and is refused like a call; it is not counted against limits.
/// Threads: safe from any number of threads.
class hubspot {
public:
    explicit hubspot(any_clock clock, hubspot_options options = {});
    hubspot(hubspot const&) = delete;
    hubspot& operator=(hubspot const&) = delete;
    ~hubspot();

    /// A call. Nothing but `faults` and a stopped or expired `ctx` makes it an error.
    [[nodiscard]] result<http::response> send(http::request const& r, context const& ctx);

    /// Creates a record and returns its id.
    /// *Errors*: as the API refuses: `rejected`, `conflict`, `not_found` for an unknown type.
    [[nodiscard]] result<std::string> add(std::string_view type, hubspot_values const& properties);
    [[nodiscard]] result<std::string> add_company(std::string name, hubspot_values more = {},
                                                  std::string const& parent = {});
    [[nodiscard]] result<std::string> add_product(std::string name, std::string sku, std::string price);
    /// With its line items.
    [[nodiscard]] result<std::string> add_deal(hubspot_deal deal);

    /// Changes properties as a person in the browser would: an empty value clears.
    [[nodiscard]] result<void> set(std::string_view type, std::string_view id, hubspot_values const& properties);
    [[nodiscard]] result<void> archive(std::string_view type, std::string_view id);
    /// `other` goes up in `survivor`, which answers for both ids from here on.
    [[nodiscard]] result<void> merge(std::string_view type, std::string_view survivor, std::string_view other);
    /// Associates with the default type; a deal's first company becomes its primary one.
    [[nodiscard]] result<void> associate(std::string_view from_type, std::string_view from, std::string_view to_type,
                                         std::string_view to);
    [[nodiscard]] result<void> add_property(std::string_view type, hubspot_property property);
    /// From here on API writes of this type are refused that leave this property blank (version 2026-09).
    [[nodiscard]] result<void> require(std::string_view type, std::string_view property);
    /// Adds an owner and returns its id.
    std::string add_owner(std::string first_name, std::string last_name, std::string email);

    /// Live records of a type; 0 for an unknown one.
    [[nodiscard]] std::size_t count(std::string_view type) const;
    /// A property of a live record, calculated ones included; nothing when there is no such record or no value.
    [[nodiscard]] std::optional<std::string> property(std::string_view type, std::string_view id,
                                                      std::string_view name) const;
    /// Ids of the live records of a type, in order of creation.
    [[nodiscard]] std::vector<std::string> ids(std::string_view type) const;
    /// Everything that is stored but its times, as JSON: equal texts are equal states.
    [[nodiscard]] std::string dump() const;
    /// Calls so far, in any way answered or lost.
    [[nodiscard]] std::uint64_t calls() const;

    fault_plan faults;
    truth_log log;

private:
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace syncline::inline v1::emulator
