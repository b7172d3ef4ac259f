// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <syncline/emulator/hubspot.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <syncline/core/rfc3339.hpp>

// What is behind emulator::hubspot. "HS n" in comments is section n of the API notes in docs/reference/hubspot.md.

namespace syncline::inline v1::emulator::hubspot_detail {

using json = nlohmann::json;
using values = std::map<std::string, std::string, std::less<>>;

/// An answer that is no success: status and body as HubSpot writes them (HS 9). All fields are optional there.
struct refusal {
    int status = 400;
    std::string category = "VALIDATION_ERROR";
    std::string message;
    json context = json::object();
    std::string sub_category{};
};

template <class T>
using outcome_of = tl::expected<T, refusal>;

struct option {
    std::string value;
    std::string label;
};

struct definition {
    std::string name;
    std::string label;
    std::string type;
    std::string field_type;
    std::string group;
    std::string description{};
    std::vector<option> options{};
    bool unique = false;
    bool read_only = false;
    bool ours = true;  ///< hubspotDefined.
    bool archived = false;
};

struct record {
    std::uint64_t id = 0;
    values properties{};
    instant created{};
    instant updated{};
    bool archived = false;
    instant archived_at{};
    std::uint64_t merged_into = 0;
    std::vector<std::uint64_t> merged{};  ///< Ids that went up in this one.

    /// What the search index still holds while it lags behind; nothing when it is up to date.
    struct lagging {
        std::optional<values> seen;  ///< Absent: the index does not know the record yet.
        std::uint64_t until_search = 0;
        instant until{};
    };
    std::optional<lagging> index{};
};

/// One kind of link between two types. `id` is how the API names it (HS 7).
struct association_type {
    std::string_view from;
    std::string_view to;
    int id;
    std::string_view label;  ///< Empty: the default, unlabelled one.
    std::string_view name;   ///< In inline associations.
};

[[nodiscard]] std::vector<association_type> const& association_types();

struct object_type {
    std::string name;                   ///< Plural, as in paths: `deals`.
    std::string singular;               ///< `deal`, accepted in paths too.
    std::string type_id;                ///< `0-3`.
    std::string heading;                ///< `Deal`, in messages.
    std::string inline_name;            ///< Key of inline associations: `line items` with a blank.
    std::string modified;               ///< `hs_lastmodifieddate`, for contacts `lastmodifieddate`.
    std::string group;                  ///< Property group: `lineiteminformation`.
    std::vector<std::string> defaults;  ///< Returned when nothing was asked for.
    std::map<std::string, definition, std::less<>> properties;
    std::map<std::uint64_t, record> records;
    std::map<std::string, std::unordered_map<std::string, std::uint64_t>, std::less<>> unique;  ///< Value to id.
    std::set<std::string, std::less<>> required;
    std::set<std::uint64_t> lagging;  ///< Records whose index is behind.
    std::uint64_t searches = 0;
};

struct owner {
    std::string id;
    std::string first_name, last_name, email;
    bool archived = false;
    instant created{};
};

struct stage {
    std::string id;
    std::string label;
    std::string probability;
    bool closed = false;
};

/// The stages of the one pipeline every portal has.
[[nodiscard]] std::vector<stage> const& stages();

/// The types a new portal has, with the properties the emulator knows.
[[nodiscard]] std::map<std::string, object_type, std::less<>> standard_types();

/// Brings a value into its stored form, or says what is wrong with it as HubSpot does.
struct bad_value {
    std::string error;  ///< `INVALID_OPTION`, ...
    std::string message;
};
[[nodiscard]] tl::expected<std::string, bad_value> stored_form(definition const& p, std::string_view value);

/// Time with milliseconds, as every answer has it.
[[nodiscard]] std::string stamp(instant t);

}  // namespace syncline::inline v1::emulator::hubspot_detail

namespace syncline::inline v1::emulator {

struct hubspot::state {
    using json = hubspot_detail::json;
    using values = hubspot_detail::values;
    using record = hubspot_detail::record;
    using object_type = hubspot_detail::object_type;
    template <class T>
    using outcome_of = hubspot_detail::outcome_of<T>;
    using refusal = hubspot_detail::refusal;

    state(any_clock c, hubspot_options o, truth_log& l);

    any_clock clock;
    hubspot_options options;
    truth_log& log;
    mutable std::mutex mutex;

    std::map<std::string, object_type, std::less<>> types;
    /// From one record to others of a type: the types of link to each, in order of id.
    std::map<std::pair<std::string, std::uint64_t>, std::map<std::string, std::map<std::uint64_t, std::set<int>>>>
        links;
    std::vector<hubspot_detail::owner> owners;
    std::uint64_t last_id = 40'000'000'000;  // beyond 32 bits, as in old portals
    std::uint64_t calls = 0;
    std::uint64_t answers = 0;

    // ---- one call, filled in while it is served
    std::uint64_t request = 0;
    std::chrono::milliseconds commit_delay{0};

    // ---- limits and credentials (HS 2, HS 8)
    std::deque<instant> burst;
    std::deque<instant> searches;
    std::chrono::sys_days day{};
    std::size_t today = 0;
    std::map<std::string, instant, std::less<>> issued;  ///< Refreshed tokens and their end.

    // ---- hubspot.cpp
    [[nodiscard]] http::response serve(http::request const& r, verdict const& v);
    [[nodiscard]] http::response speak(int status);
    [[nodiscard]] http::response reply(int status, json const& body, bool limits = true);
    [[nodiscard]] http::response reply(refusal const& r);
    [[nodiscard]] std::optional<http::response> over_limit(bool search);
    [[nodiscard]] std::optional<http::response> not_let_in(http::request const& r);
    [[nodiscard]] http::response token(http::request const& r);
    [[nodiscard]] json error_body(refusal const& r);
    [[nodiscard]] std::string correlation();

    // ---- hubspot_records.cpp
    [[nodiscard]] object_type* type(std::string_view name);
    /// The live record an id stands for, a merged one's survivor; null when there is none.
    [[nodiscard]] record* find(object_type& t, std::string_view id, bool archived = false);
    [[nodiscard]] record* find_by(object_type& t, std::string_view id_property, std::string_view value);
    [[nodiscard]] std::optional<std::string> value(object_type const& t, record const& r, values const& properties,
                                                   std::string_view name) const;
    [[nodiscard]] outcome_of<values> checked(object_type& t, json const& properties, record const* existing, bool api);
    [[nodiscard]] outcome_of<record*> create(object_type& t, json const& properties, bool api);
    [[nodiscard]] outcome_of<void> update(object_type& t, record& r, json const& properties, bool api);
    void remove(object_type& t, record& r);
    [[nodiscard]] outcome_of<record*> merge(object_type& t, std::string_view survivor, std::string_view other);
    void touch(object_type& t, record& r, std::optional<values> before);
    void settle(object_type& t);
    void tell(object_type const& t, record const& r, action a, values const& written);

    [[nodiscard]] json show(object_type& t, record const& r, std::vector<std::string> const& properties,
                            std::vector<std::string> const& history = {}, values const* as_seen = nullptr);
    [[nodiscard]] http::response objects(http::request const& r, verdict const& v, object_type& t,
                                         std::vector<std::string> const& path,
                                         std::multimap<std::string, std::string> const& query);
    [[nodiscard]] http::response list(object_type& t, std::multimap<std::string, std::string> const& query);
    [[nodiscard]] http::response batch(std::string_view what, object_type& t, json const& body, verdict const& v,
                                       bool archived);
    [[nodiscard]] http::response search(object_type& t, json const& body);  // hubspot_search.cpp

    // ---- hubspot_associations.cpp
    [[nodiscard]] outcome_of<void> link(object_type& from, record& a, object_type& to, record& b,
                                        std::vector<int> const& link_types);
    void unlink(object_type const& from, std::uint64_t a, object_type const& to, std::uint64_t b,
                std::set<int> const& only = {});
    [[nodiscard]] std::map<std::uint64_t, std::set<int>> const* links_of(object_type const& from, std::uint64_t id,
                                                                         object_type const& to) const;
    [[nodiscard]] json inline_associations(object_type& from, record const& r, std::vector<std::string> const& to);
    [[nodiscard]] http::response record_associations(http::request const& r, object_type& from,
                                                     std::vector<std::string> const& path,
                                                     std::multimap<std::string, std::string> const& query);
    [[nodiscard]] http::response batch_associations(std::string_view what, object_type& from, object_type& to,
                                                    json const& body, bool dated, verdict const& v);
    [[nodiscard]] outcome_of<void> link_all(object_type& t, record& r, json const& associations);

    // ---- hubspot_properties.cpp
    [[nodiscard]] http::response properties(http::request const& r, object_type& t,
                                            std::vector<std::string> const& path);
    [[nodiscard]] http::response owners_answer(std::vector<std::string> const& path,
                                               std::multimap<std::string, std::string> const& query);
    [[nodiscard]] http::response pipelines(std::vector<std::string> const& path);
    [[nodiscard]] json describe(hubspot_detail::definition const& p) const;
    [[nodiscard]] outcome_of<void> define(object_type& t, hubspot_detail::definition p);
};

}  // namespace syncline::inline v1::emulator
