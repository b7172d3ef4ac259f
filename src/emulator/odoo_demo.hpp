// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "emulator/odoo_methods.hpp"

namespace syncline::inline v1::emulator::erp {

/// Makes a record under an id and, unless it is blank, an external id.
using put_record =
    std::function<void(std::string_view model, id_type id, json const& vals, std::string const& external)>;

/// Accounts, journals, taxes, an employee, stages: what sales, invoicing, timesheets and leads take for granted.
void fill_business(environment& env, base_settings const& settings, put_record const& put);

}  // namespace syncline::inline v1::emulator::erp
