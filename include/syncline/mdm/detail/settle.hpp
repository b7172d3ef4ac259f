// SPDX-License-Identifier: Apache-2.0
// The compiled half: it orders facts and narrows candidates, and knows neither records nor members.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <syncline/core/field_value.hpp>
#include <syncline/core/fingerprint.hpp>
#include <syncline/core/function_ref.hpp>
#include <syncline/core/instant.hpp>
#include <syncline/mdm/conflict.hpp>
#include <syncline/mdm/explanation.hpp>
#include <syncline/mdm/fact.hpp>
#include <syncline/model/system_role.hpp>

namespace syncline::inline v1::mdm::detail {

/// A system as rules name it: by what it is to the business, or by its own name.
struct speaker {
    constexpr speaker(model::system_role r) noexcept : role(r) {}        // NOLINT(google-explicit-constructor)
    constexpr speaker(std::string_view name) noexcept : system(name) {}  // NOLINT(google-explicit-constructor)
    constexpr speaker(char const* name) noexcept : system(name) {}       // NOLINT(google-explicit-constructor)

    std::optional<model::system_role> role{};
    std::string_view system{};
};

enum class step_kind : std::uint8_t {
    only,
    most_restrictive,
    owner,
    ranked,
    verified,
    newest,
    most_complete,
    longest,
    ask,
};

/// One step of a rule with its types taken off.
struct step {
    step_kind kind;
    std::span<speaker const> who{};
    /// `most_restrictive`: the place of the record's value among `values`, from 0; behind the last when it is none.
    std::size_t (*place)(void const* record, void const* values) = nullptr;
    void const* values = nullptr;
    void (*add_values)(std::string& out, void const* values) = nullptr;
};

/// What a record says of a group of fields.
struct reading {
    field_state state = field_state::absent;
    std::size_t complete = 0;  ///< Members with a value.
    std::size_t length = 0;    ///< Characters of its texts.
    fingerprint digest{};
};

struct noted {
    std::optional<instant> at{};
    bool verified = false;
};

/// A field, or fields that survive together, as a row of functions.
struct group {
    std::span<std::string_view const> members;
    reading (*read)(void const* record);
    noted (*notes)(void const* fact);
    void (*add_text)(std::string& out, void const* record);
    void (*copy)(void* to, void const* from);
};

struct erased_fact {
    void const* fact;
    void const* record;
    provenance const* from;
    fingerprint digest;   ///< Of all of it.
    bool newest = false;  ///< Of the copies of its record.
};

[[nodiscard]] std::vector<agreed_field> marks_of(std::vector<explanation> const& fields);
[[nodiscard]] std::string name_of(std::span<std::string_view const> members);
[[nodiscard]] std::string text_of(std::span<step const> rule);
[[nodiscard]] std::string text_of_tie_break(std::span<speaker const> ranking);

/// One merge under way. Lifetime: refers to everything it was made of.
class merging {
public:
    struct thing {
        std::string_view entity;
        std::string_view record;
        std::span<speaker const> ranking;
        std::span<decision const> decisions;
        void const* agreed;  ///< A record, or nothing.
        std::span<agreed_field const> agreed_fields;
    };

    /// Puts the facts in an order that does not depend on the one they came in; all that follows is decided in it.
    merging(thing const& t, std::vector<erased_fact> facts);

    /// Whether the newest copy of some record fits.
    [[nodiscard]] bool any(function_ref<bool(void const* fact)> fits) const;

    /// Settles one group and copies what survives into `golden`. `condition` tells when this rule holds.
    void settle(group const& g, std::span<step const> rule, std::string const& condition, void* golden);

    std::vector<explanation> fields{};
    std::vector<conflict> conflicts{};

private:
    thing thing_;
    std::vector<erased_fact> facts_;
};

}  // namespace syncline::inline v1::mdm::detail
