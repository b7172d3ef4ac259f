// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <syncline/core/fingerprint.hpp>
#include <syncline/core/instant.hpp>

namespace syncline::inline v1::store {

/// Where one source record stands in one flow. received = done + parked + in flight, always.
enum class intake_state : std::uint8_t { in_flight, done, parked };

/// One source record as one flow last saw it.
struct intake_row {
    std::string flow{};
    std::string source_id{};  ///< The record's id in its own system.
    fingerprint content{};    ///< Of the record as received: equal means nothing to do.
    intake_state state = intake_state::in_flight;
    instant updated{};

    friend bool operator==(intake_row const&, intake_row const&) = default;
};

/// What a scan over intake shows. Lifetime: `source_id` is valid only during the call.
struct intake_view {
    std::string_view source_id;
    fingerprint content;
    intake_state state;
};

struct intake_counts {
    std::uint64_t in_flight = 0;
    std::uint64_t done = 0;
    std::uint64_t parked = 0;
    friend bool operator==(intake_counts const&, intake_counts const&) = default;
};

/// What is known of one write to an outside system.
enum class effect_state : std::uint8_t {
    intended,  ///< Written down before the call: the outcome must be looked up before anything is tried again.
    done,      ///< The other side has it; `remote_id` names the record.
    failed,    ///< Certainly did not happen.
    unknown,   ///< Could not be found out: a person decides.
};

/// One write to an outside system. `key` is its business identity and never changes.
struct effect_row {
    std::string key{};  ///< `flow/record/step`.
    std::string flow{};
    std::string source_id{};
    std::string step{};
    std::string system{};   ///< `odoo`, `hubspot`.
    std::string object{};   ///< The other side's name of the record type, `sale.order`.
    fingerprint content{};  ///< Of what was sent.
    effect_state state = effect_state::intended;
    std::uint32_t attempts = 0;
    std::string remote_id{};
    std::string mapping{};  ///< `id@version#hash` of the mapping that produced it.
    std::string correlation_id{};
    std::string message{};  ///< Our words for the last failure.
    instant created{};
    instant updated{};

    friend bool operator==(effect_row const&, effect_row const&) = default;
};

enum class link_state : std::uint8_t { active, merged, deleted };

/// One entry of the identity map: a record of an outside system stands for this canonical id.
struct link_row {
    std::string system{};
    std::string object{};
    std::string external_id{};
    std::string entity{};     ///< Canonical kind, `party`.
    std::string canonical{};  ///< UUID text.
    link_state state = link_state::active;
    std::string evidence{};  ///< Why: `created`, `matched by name`, ...
    instant updated{};

    friend bool operator==(link_row const&, link_row const&) = default;
};

enum class exception_state : std::uint8_t { open, resolved, discarded };

/// One piece of work for a person (or, for some categories, for time).
struct exception_row {
    std::string flow{};
    std::string source_id{};  ///< With `flow`: the identity of the exception.
    std::string step{};
    std::string category{};  ///< `category_info::code`.
    std::string owner{};
    std::string severity{};
    std::string text{};    ///< What is wrong, in words: record, field, found, expected.
    std::string hint{};    ///< What to do about it.
    std::string detail{};  ///< Technical detail beneath; never a secret.
    std::string amount{};  ///< Money at risk as decimal text, or empty.
    std::string currency{};
    exception_state state = exception_state::open;
    std::uint32_t attempts = 0;
    std::string correlation_id{};
    instant opened{};
    instant updated{};
    std::optional<instant> not_before{};  ///< When a retry makes sense, if time can help.

    friend bool operator==(exception_row const&, exception_row const&) = default;
};

/// How far a version of a mapping has come.
enum class mapping_state : std::uint8_t { submitted, approved, active, retired };

/// One version of a mapping, with who stands for it.
struct mapping_row {
    std::string id{};       ///< `won-deal-to-project`.
    std::string hash{};     ///< With `id`: the identity. The fingerprint of `text`, as text.
    std::string version{};  ///< Semantic version.
    std::string text{};     ///< The canonical text: one rule a line.
    std::string author{};
    std::string approved_by{};
    mapping_state state = mapping_state::submitted;
    instant submitted{};
    std::optional<instant> approved{};
    std::optional<instant> activated{};  ///< The last time.

    friend bool operator==(mapping_row const&, mapping_row const&) = default;
};

/// One line of evidence. The store numbers and chains the lines; they are never changed.
struct audit_row {
    std::uint64_t sequence = 0;  ///< Given by the store: gapless from 1.
    instant at{};
    std::string flow{};
    std::string source_id{};
    std::string effect{};  ///< The effect's key.
    std::string action{};  ///< `created`, `updated`, `matched`, `found after lost reply`, `parked`, ...
    std::string system{};
    std::string object{};
    std::string remote_id{};
    std::string content{};  ///< Fingerprint text of what was sent.
    std::string mapping{};
    std::string correlation_id{};
    std::string causation_id{};

    friend bool operator==(audit_row const&, audit_row const&) = default;
};

}  // namespace syncline::inline v1::store
