// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <boost/describe/class.hpp>

#include <syncline/core/field_value.hpp>
#include <syncline/model/address.hpp>
#include <syncline/model/currency.hpp>
#include <syncline/model/entity.hpp>
#include <syncline/model/reference.hpp>
#include <syncline/model/tax.hpp>

namespace syncline::inline v1::model {

/// One of the host's own companies: part of the key of every financial object.
struct legal_entity {
    external_ref source{};  ///< The record this was read from.
    std::string name{};
    std::vector<tax_id> tax_ids{};
    model::currency currency{};  ///< What its books are kept in.
    address seat{};
    std::optional<external_ref> parent{};

    friend bool operator==(legal_entity const&, legal_entity const&) = default;
};
BOOST_DESCRIBE_STRUCT(legal_entity, (), (source, name, tax_ids, currency, seat, parent))
template <>
inline constexpr auto entity<legal_entity> =
    describe_entity("legal entity", "its tax id",
                    {
                        {"source", classification::internal, system_role::library},
                        {"name", classification::internal, system_role::erp},
                        {"tax_ids", classification::internal, system_role::erp},
                        {"currency", classification::internal, system_role::erp},
                        {"seat", classification::public_, system_role::erp},
                        {"parent", classification::internal, system_role::erp},
                    });

/// Where costs and revenue are counted: a cost centre, a project, a brand.
struct analytic_account {
    external_ref source{};                       ///< The record this was read from.
    std::optional<external_ref> legal_entity{};  ///< None: shared by all.
    std::string code{};
    std::string name{};
    field_value<std::string> plan{};  ///< The dimension it belongs to.
    std::optional<external_ref> party{};

    friend bool operator==(analytic_account const&, analytic_account const&) = default;
};
BOOST_DESCRIBE_STRUCT(analytic_account, (), (source, legal_entity, code, name, plan, party))
template <>
inline constexpr auto entity<analytic_account> =
    describe_entity("analytic account", "its code, by plan and legal entity",
                    {
                        {"source", classification::internal, system_role::library},
                        {"legal_entity", classification::internal, system_role::erp},
                        {"code", classification::internal, system_role::erp},
                        {"name", classification::internal, system_role::erp},
                        {"plan", classification::internal, system_role::erp},
                        {"party", classification::internal, system_role::erp},
                    });

}  // namespace syncline::inline v1::model
