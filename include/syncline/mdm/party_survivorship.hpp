// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <syncline/mdm/survivorship.hpp>
#include <syncline/model/lifecycle.hpp>
#include <syncline/model/party.hpp>

namespace syncline::inline v1::mdm {

namespace detail {

/// The CRM's, and the ERP's where the CRM has none.
inline constexpr auto crm_filled_by_erp =
    only(model::system_role::crm, model::system_role::erp) | ranked(model::system_role::crm, model::system_role::erp);

}  // namespace detail

/// Who names a customer, prospect or partner unless a host says otherwise: the CRM, and the ERP fills what it leaves
/// blank; where it is, says whoever was told last.
inline constexpr auto party_survivorship = survivorship<model::party>(
    "party", tie_break(model::system_role::crm, model::system_role::erp, model::system_role::billing),
    leave<&model::party::source>,  // a golden record is read from no system
    keep<& model::party::kind> = detail::crm_filled_by_erp, keep<& model::party::name> = detail::crm_filled_by_erp,
    keep<& model::party::website> = detail::crm_filled_by_erp, keep<& model::party::phone> = detail::crm_filled_by_erp,
    keep<& model::party::email> = detail::crm_filled_by_erp, keep<& model::party::industry> = detail::crm_filled_by_erp,
    keep<& model::party::country> = only(model::system_role::crm, model::system_role::erp) | newest,
    keep<& model::party::parent> = detail::crm_filled_by_erp);

}  // namespace syncline::inline v1::mdm
