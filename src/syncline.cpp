// SPDX-License-Identifier: Apache-2.0
// The whole library as one source, for embedders without CMake. Compile it with -std=c++20 and include/ and src/ on the
// include path; link simdjson and libcrypto. The optional parts come with their macros and their libraries:
//   -DSYNCLINE_HTTP_CURL     libcurl
//   -DSYNCLINE_STORE_SQLITE  SQLite
// The order is that of the levels.
// clang-format off
#if defined(__GNUC__) && !defined(__clang__)
// What lives in an unnamed namespace of its source lives in one of this file; gcc warns of every such member.
#pragma GCC diagnostic ignored "-Wsubobject-linkage"
#endif
#include "core/system.cpp"
#include "json/decode.cpp"
#include "json/fast.cpp"
#include "json/plan.cpp"
#include "json/text.cpp"
#include "json/walk.cpp"
#include "json/workspace.cpp"
#include "json/write.cpp"
#include "http/authorized.cpp"
#include "http/observed.cpp"
#include "http/rate_limited.cpp"
#include "http/redact.cpp"
#include "http/request.cpp"
#include "http/retry_after.cpp"
#include "http/retrying.cpp"
#include "http/status.cpp"
#include "http/url.cpp"
#include "http/validate.cpp"
#include "store/memory_store.cpp"
#include "model/catalogue.cpp"
#include "model/exchange_rate.cpp"
#include "model/lifecycle.cpp"
#include "model/payment_terms.cpp"
#include "model/period.cpp"
#include "model/versions.cpp"
#include "mdm/ownership.cpp"
#include "sync/drift.cpp"
#include "sync/engine.cpp"
#include "sync/ledger.cpp"
#include "odoo/attachments.cpp"
#include "odoo/base64.cpp"
#include "odoo/call_context.cpp"
#include "odoo/calls.cpp"
#include "odoo/canonical.cpp"
#include "odoo/capabilities.cpp"
#include "odoo/date_or_datetime.cpp"
#include "odoo/domain.cpp"
#include "odoo/drift.cpp"
#include "odoo/external_id.cpp"
#include "odoo/fault.cpp"
#include "odoo/order_to_cash.cpp"
#include "odoo/rpc.cpp"
#include "odoo/session.cpp"
#include "odoo/shape.cpp"
#include "odoo/source.cpp"
#include "odoo/to_model.cpp"
#include "odoo/upsert.cpp"
#include "odoo/upsert_protocol.cpp"
#include "crm/hubspot/associations.cpp"
#include "crm/hubspot/batch.cpp"
#include "crm/hubspot/capabilities.cpp"
#include "crm/hubspot/properties.cpp"
#include "crm/hubspot/search.cpp"
#include "crm/hubspot/session.cpp"
#include "crm/hubspot/source.cpp"
#include "crm/hubspot/target.cpp"
#include "workflow/closed_won.cpp"

#ifdef SYNCLINE_HTTP_CURL
#include "http/curl/curl_transport.cpp"
#include "http/curl/engine.cpp"
#include "http/curl/event_loop.cpp"
#include "http/curl/failure.cpp"
#endif

#ifdef SYNCLINE_STORE_SQLITE
#include "store/sqlite/connection.cpp"
#include "store/sqlite/lease.cpp"
#include "store/sqlite/schema.cpp"
#include "store/sqlite/sqlite_store.cpp"
#include "store/sqlite/sqlite_tables.cpp"
#endif
