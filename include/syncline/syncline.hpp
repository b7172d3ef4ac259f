// SPDX-License-Identifier: Apache-2.0
// The whole host API. The optional parts (http/curl_transport.hpp, store/sqlite_store.hpp, testkit/, emulator/) are
// included by those who link them.
#pragma once

#include <syncline/core.hpp>
#include <syncline/crm/hubspot.hpp>
#include <syncline/http.hpp>
#include <syncline/json.hpp>
#include <syncline/mapping.hpp>
#include <syncline/mdm.hpp>
#include <syncline/model.hpp>
#include <syncline/odoo.hpp>
#include <syncline/reflect.hpp>
#include <syncline/store.hpp>
#include <syncline/sync.hpp>
#include <syncline/version.hpp>
#include <syncline/workflow.hpp>
