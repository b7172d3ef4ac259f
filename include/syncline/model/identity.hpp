// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <syncline/core/field_value.hpp>
#include <syncline/core/instant.hpp>
#include <syncline/model/entity.hpp>
#include <syncline/model/reference.hpp>

namespace syncline::inline v1::model {

/// What became of a record in its system.
enum class identity_state : std::uint8_t {
    active,
    merged_into,
    deleted,
    orphaned,  ///< Its system is gone, or no longer answers for it.
    disputed,  ///< Two people say different things of it.
};
BOOST_DESCRIBE_ENUM(identity_state, active, merged_into, deleted, orphaned, disputed)

/// One record of one system that stands for a thing.
struct identity_ref {
    external_ref record{};
    field_value<std::string> environment{};  ///< `live`, `test`: a test record never stands for a real one.
    field_value<std::string> realm{};        ///< The company, org, portal or account inside the system.
    identity_state state = identity_state::active;
    std::optional<external_ref> merged_into{};
    std::optional<instant> first_seen{};
    std::optional<instant> last_confirmed{};
    field_value<std::string> created_by{};  ///< Rule, person or flow.
    field_value<std::string> evidence{};    ///< Why it is thought to be the same: score parts, rule, reviewer.
    field_value<std::string> carrier{};     ///< Where the other system keeps our key.

    friend bool operator==(identity_ref const&, identity_ref const&) = default;
};
BOOST_DESCRIBE_STRUCT(identity_ref, (),
                      (record, environment, realm, state, merged_into, first_seen, last_confirmed, created_by, evidence,
                       carrier))

/// A thing, under an id that is ours and never used again, and the records that stand for it.
struct identity {
    std::string id{};    ///< UUID version 7.
    std::string kind{};  ///< The entity's name.
    std::vector<identity_ref> refs{};

    friend bool operator==(identity const&, identity const&) = default;
};
BOOST_DESCRIBE_STRUCT(identity, (), (id, kind, refs))
template <>
inline constexpr auto entity<identity> = describe_entity("identity", "its id",
                                                         {
                                                             {"id", classification::internal, system_role::library},
                                                             {"kind", classification::internal, system_role::library},
                                                             {"refs", classification::internal, system_role::library},
                                                         });

}  // namespace syncline::inline v1::model
