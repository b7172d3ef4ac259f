// SPDX-License-Identifier: Apache-2.0
// The whole library as one source, for embedders without CMake. Compile it with -std=c++20 and include/ and src/ on the
// include path; link simdjson and libcrypto. The optional parts come with their macros and their libraries:
//   -DSYNCLINE_HTTP_CURL     libcurl
//   -DSYNCLINE_STORE_SQLITE  SQLite
#include "core/system.cpp"
//
#include "http/authorized.cpp"
#include "http/rate_limited.cpp"
#include "http/redact.cpp"
#include "http/request.cpp"
#include "http/retry_after.cpp"
#include "http/retrying.cpp"
#include "http/status.cpp"
#include "http/url.cpp"
#include "http/validate.cpp"
//
#include "json/text.cpp"
#include "json/walk.cpp"
#include "json/write.cpp"
//
#include "store/memory_store.cpp"

#ifdef SYNCLINE_STORE_SQLITE
#include "store/sqlite/connection.cpp"
#include "store/sqlite/lease.cpp"
#include "store/sqlite/schema.cpp"
#include "store/sqlite/sqlite_store.cpp"
#include "store/sqlite/sqlite_tables.cpp"
#endif
