// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include <boost/describe/enum.hpp>

namespace syncline::inline v1::model {

/// What a system is to the business, whatever its make. A system may be several of them.
enum class system_role : std::uint8_t {
    crm,             ///< Leads, opportunities, quotes.
    erp,             ///< Contracts, projects, invoices: Odoo.
    billing,         ///< Subscriptions, recurring invoices, payments.
    time_tracking,   ///< Hours and expenses until they are approved.
    hr,              ///< People, skills, cost rates.
    finance_ledger,  ///< A statutory ledger beside the ERP.
    library,         ///< Syncline itself: links, leases, gates.
};
BOOST_DESCRIBE_ENUM(system_role, crm, erp, billing, time_tracking, hr, finance_ledger, library)

}  // namespace syncline::inline v1::model
