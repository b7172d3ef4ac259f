// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <syncline/core/instant.hpp>
#include <syncline/core/reference.hpp>
#include <syncline/core/result.hpp>
#include <syncline/mdm/explanation.hpp>
#include <syncline/model/reference.hpp>

namespace syncline::inline v1::mdm {

/// What a source said of a field at some time: enough to see that it says the same today.
struct mark {
    external_ref source{};
    std::string digest{};

    friend bool operator==(mark const&, mark const&) = default;
};
BOOST_DESCRIBE_STRUCT(mark, (), (source, digest))

/// What the sources said of a field when they agreed on it.
struct agreed_field {
    std::string field{};
    std::vector<mark> sides{};

    friend bool operator==(agreed_field const&, agreed_field const&) = default;
};
BOOST_DESCRIBE_STRUCT(agreed_field, (), (field, sides))

/// How long a decision holds.
enum class lasting : std::uint8_t {
    once,          ///< While every source says what it said when the decision was made.
    this_record,   ///< From now on this source wins this field of this record, whatever is said.
    every_record,  ///< From now on this source's system wins this field of every record.
};
BOOST_DESCRIBE_ENUM(lasting, once, this_record, every_record)

/// A person's word on a field. Store it as it is and hand it to every later merge; taking it back is not handing it in.
///
/// It chooses among the sources. A value nobody has said yet is a fact of a source of its own, which wins then.
struct decision {
    std::string entity{};
    std::string record{};
    std::string field{};
    external_ref winner{};
    lasting holds = lasting::once;
    std::string by{};
    instant at{};
    std::string reason{};
    std::vector<mark> sides{};  ///< What everybody said.

    friend bool operator==(decision const&, decision const&) = default;
};
BOOST_DESCRIBE_STRUCT(decision, (), (entity, record, field, winner, holds, by, at, reason, sides))

/// What a person says to a conflict.
struct ruling {
    external_ref winner{};
    lasting holds = lasting::once;
    std::string by{};
    instant at{};
    std::string reason{};
};

/// The decision a ruling on an explained field makes, whether there is a conflict about it or not.
///
/// *Errors*: `not_found` when `winner` is none of the sources; `rejected` when the rule bars it (a decision lifts
/// neither `only` nor `most_restrictive`), and when nobody is named as the one who decided.
[[nodiscard]] result<decision> decide(explanation const& what, ruling v);

/// Why a person should look.
enum class conflict_reason : std::uint8_t {
    asked,         ///< The rule says so: nothing survives until somebody decided.
    both_changed,  ///< Since they agreed, sources were changed to different values; meanwhile the rule's outcome
                   ///< stands.
};
BOOST_DESCRIBE_ENUM(conflict_reason, asked, both_changed)

/// Sources that contradict each other about one field. `what` has all values with where they come from, and the
/// outcome.
struct conflict {
    explanation what{};
    conflict_reason reason = conflict_reason::asked;
    std::optional<decision> lapsed{};  ///< The last decision on it that held once, made when other things were said.

    friend bool operator==(conflict const&, conflict const&) = default;
};
BOOST_DESCRIBE_STRUCT(conflict, (), (what, reason, lapsed))

/// The same while every source says the same, so that a conflict that is still open is found and not opened again:
/// 32 hexadecimal digits.
[[nodiscard]] std::string id_of(conflict const& c);

/// In words. Without values it is fit for logs and for `store::exception_row::text`.
[[nodiscard]] std::string to_text(conflict const& c, values v = values::hidden);

}  // namespace syncline::inline v1::mdm
