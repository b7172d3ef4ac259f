// SPDX-License-Identifier: Apache-2.0
#pragma once

// A record for each model of the canonical model's Odoo columns, with the fields it names, for series 16, 18 and 19 at
// once: docs/reference/odoo.md lists them. A host that needs other fields describes a struct of its own with the same
// model name, or lets `syncline-gen` write it.

#include <syncline/odoo/records/accounting.hpp>
#include <syncline/odoo/records/company.hpp>
#include <syncline/odoo/records/contract.hpp>
#include <syncline/odoo/records/crm.hpp>
#include <syncline/odoo/records/employee.hpp>
#include <syncline/odoo/records/expense.hpp>
#include <syncline/odoo/records/external_id.hpp>
#include <syncline/odoo/records/partner.hpp>
#include <syncline/odoo/records/product.hpp>
#include <syncline/odoo/records/project.hpp>
#include <syncline/odoo/records/sales.hpp>
#include <syncline/odoo/records/timesheet.hpp>
