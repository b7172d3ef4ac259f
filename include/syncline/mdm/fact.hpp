// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <boost/describe/class.hpp>

#include <syncline/core/instant.hpp>
#include <syncline/core/reference.hpp>
#include <syncline/model/system_role.hpp>
#include <syncline/reflect/field.hpp>

namespace syncline::inline v1::mdm {

/// Where a fact comes from.
struct provenance {
    external_ref source{};  ///< The record it was read from. Two facts with the same one are copies of one record.
    /// What that system is to the business; no rule that names a role hears one whose role was not said.
    model::system_role role = model::system_role::library;
    instant at{};                   ///< Source time: when the record was last changed there, by that system's clock.
    std::optional<instant> read{};  ///< When we read it. A source time beyond it is a fast clock and counts as it.
};

/// What is known of one field beyond what is known of its record. Made by `note<&R::member>({...})`.
template <class Record>
struct field_note {
    std::optional<instant> at{};  ///< When this field was changed, where the source says so.
    bool verified = false;   ///< Somebody checked the value: a tax id with its authority, an address with the post.
    std::size_t member = 0;  ///< Which field, counted in its record; `note` fills it in.
};

/// A note on one member: `note<&customer::vat>({.verified = true})`. A note on a member of a group is one on the group.
template <auto Member>
[[nodiscard]] constexpr auto note(field_note<reflect::record_of<Member>> n) {
    static_cast<void>(reflect::name_of<Member>());  // refuses a member that is not described
    n.member = reflect::index_of<Member>;
    return n;
}

/// What one source says of one thing.
///
/// Hand in whole reads: a newer copy of a record stands for all of it, but for fields it left absent.
template <class Record>
struct fact {
    Record record{};
    provenance from{};
    std::vector<field_note<Record>> notes{};
};

}  // namespace syncline::inline v1::mdm
