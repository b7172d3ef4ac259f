// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <syncline/odoo/arguments.hpp>
#include <syncline/odoo/attachments.hpp>
#include <syncline/odoo/call_context.hpp>
#include <syncline/odoo/capabilities.hpp>
#include <syncline/odoo/client.hpp>
#include <syncline/odoo/describe.hpp>
#include <syncline/odoo/domain.hpp>
#include <syncline/odoo/edits.hpp>
#include <syncline/odoo/external_id.hpp>
#include <syncline/odoo/options.hpp>
#include <syncline/odoo/order_to_cash.hpp>
#include <syncline/odoo/query.hpp>
#include <syncline/odoo/record.hpp>
#include <syncline/odoo/records.hpp>
#include <syncline/odoo/server_info.hpp>
#include <syncline/odoo/source.hpp>
#include <syncline/odoo/upsert_target.hpp>
