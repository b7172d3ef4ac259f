// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <syncline/core/field_value.hpp>
#include <syncline/core/instant.hpp>

namespace syncline::inline v1::model {

/// How far the asking has come.
enum class approval_state : std::uint8_t { none, requested, approved, rejected, withdrawn };
BOOST_DESCRIBE_ENUM(approval_state, none, requested, approved, rejected, withdrawn)

/// Whether somebody agreed, to what exactly, and when.
struct approval {
    approval_state state = approval_state::none;
    field_value<std::string> by{};  ///< Who decided.
    std::optional<instant> at{};
    field_value<std::string> hash{};  ///< Of what was agreed to: another content needs another approval.

    friend bool operator==(approval const&, approval const&) = default;
};
BOOST_DESCRIBE_STRUCT(approval, (), (state, by, at, hash))

}  // namespace syncline::inline v1::model
