// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <syncline/core/result.hpp>
#include <syncline/emulator/hubspot.hpp>

#include "csv.hpp"

namespace demo {

/// A CRM export: the three tables of a sales pipeline.
struct crm_export {
    csv_table accounts;
    csv_table products;
    csv_table deals;
};

/// Reads the three files. *Errors*: as `read_csv`.
[[nodiscard]] syncline::result<crm_export> read_export(std::string const& deals, std::string const& accounts,
                                                       std::string const& products);

/// The built-in data: small, and with the troubles real data has.
[[nodiscard]] crm_export built_in_export();

/// Puts the export into the CRM; what cannot be put there is told, the rest goes in.
[[nodiscard]] std::vector<input_problem> load(crm_export const& data, syncline::emulator::hubspot& crm);

}  // namespace demo
