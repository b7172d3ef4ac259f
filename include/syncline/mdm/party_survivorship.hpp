// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <syncline/mdm/survivorship.hpp>
#include <syncline/model/party.hpp>
#include <syncline/model/system_role.hpp>

namespace syncline::inline v1::mdm {

namespace detail {

/// The CRM's, and the ERP's where the CRM has none.
inline constexpr auto crm_filled_by_erp =
    only(model::system_role::crm, model::system_role::erp) | ranked(model::system_role::crm, model::system_role::erp);

}  // namespace detail

/// Which value of a customer, prospect or partner survives unless a host says otherwise: the CRM's, filled by the ERP;
/// of the registered name and the tax ids those that were checked; of the address with its country the newest; what the
/// books need is the ERP's alone.
inline constexpr auto party_survivorship = survivorship<model::party>(
    "party", tie_break(model::system_role::crm, model::system_role::erp, model::system_role::billing),
    leave<&model::party::source>,       // a golden record is read from no system
    leave<&model::party::merged_from>,  // links are the library's
    keep<& model::party::kind> = detail::crm_filled_by_erp, keep<& model::party::name> = detail::crm_filled_by_erp,
    keep<& model::party::website> = detail::crm_filled_by_erp, keep<& model::party::phone> = detail::crm_filled_by_erp,
    keep<& model::party::email> = detail::crm_filled_by_erp, keep<& model::party::industry> = detail::crm_filled_by_erp,
    keep<& model::party::parent> = detail::crm_filled_by_erp,
    keep<& model::party::language> = detail::crm_filled_by_erp, keep<& model::party::owner> = detail::crm_filled_by_erp,
    keep<& model::party::lifecycle> = detail::crm_filled_by_erp,
    keep<& model::party::active> = detail::crm_filled_by_erp,
    keep<& model::party::legal_name> = verified | ranked(model::system_role::erp) | newest,
    keep<& model::party::tax_ids> = verified | ranked(model::system_role::erp) | newest,
    keep<&model::party::country, &model::party::address> =
        only(model::system_role::crm, model::system_role::erp) | newest,
    keep<& model::party::number> = sole_owner(model::system_role::erp),
    keep<& model::party::currency> = sole_owner(model::system_role::erp));

}  // namespace syncline::inline v1::mdm
