// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <syncline/core/field_value.hpp>
#include <syncline/core/instant.hpp>
#include <syncline/core/reference.hpp>
#include <syncline/model/reference.hpp>
#include <syncline/model/system_role.hpp>

namespace syncline::inline v1::mdm {

/// How it was settled which value of a field survives.
enum class settled_by : std::uint8_t {
    nobody,     ///< No source has an opinion: the field is absent.
    unopposed,  ///< Nobody says otherwise.
    rule,       ///< A step of the field's rule.
    tie_break,  ///< The rule left several; the ranking of systems, the newer source time or the smaller id decided.
    decision,   ///< A person.
    open,       ///< A person has to; until then the field is absent, so that nothing is overwritten.
};
BOOST_DESCRIBE_ENUM(settled_by, nobody, unopposed, rule, tie_break, decision, open)

/// What one source says of a field, and what became of it.
struct side {
    external_ref source{};
    model::system_role role = model::system_role::library;
    instant at{};  ///< When it was changed at the source, no later than it was read.
    bool verified = false;
    bool blank = false;     ///< Known to be blank.
    std::string text{};     ///< The value for people, at most `max_text` bytes. As personal as the field.
    std::string digest{};   ///< Of the whole value: equal digest, equal value.
    bool survives = false;  ///< At most one does.
    bool barred = false;    ///< The rule hears others only, and no decision can change that.
    std::string lost_to{};  ///< The step at which it fell; nothing when it survives or says what the survivor says.

    static constexpr std::size_t max_text = 200;
    friend bool operator==(side const&, side const&) = default;
};
BOOST_DESCRIBE_STRUCT(side, (), (source, role, at, verified, blank, text, digest, survives, barred, lost_to))

/// Why a field of a golden record has the value it has. A plain value: the same facts give the same one in any order.
struct explanation {
    std::string entity{};  ///< `party`.
    std::string record{};  ///< The canonical id.
    std::string field{};   ///< `name`; `street, zip, city` for a group.
    std::string rule{};    ///< All of it, in words.
    settled_by settled = settled_by::nobody;
    std::string step{};         ///< What settled it: a step of the rule, the tie-break, or who decided when and why.
    std::vector<side> sides{};  ///< Everybody who does not leave the field absent, by source.

    friend bool operator==(explanation const&, explanation const&) = default;
};
BOOST_DESCRIBE_STRUCT(explanation, (), (entity, record, field, rule, settled, step, sides))

/// Whether a text shows the values themselves. They may be personal: shown to people who may see the record, never
/// logged.
enum class values : std::uint8_t { hidden, shown };

/// In words: what survived and why, and a line for each source that said something else.
[[nodiscard]] std::string to_text(explanation const& why, values v = values::hidden);

}  // namespace syncline::inline v1::mdm
