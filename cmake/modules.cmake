# SPDX-License-Identifier: Apache-2.0
# The module table: one line per module, in level order. CMake builds from it and tests/architecture reads it.
#   syncline_module(<name> LEVEL <n> USES <modules it may include> LINK <libraries its sources may include>)
#   syncline_part(<name> FOLDER <folder> HEADERS <its headers> USES <...> LINK <...>)
# A module is include/syncline/<name>/, src/<name>/ and tests/unit/<name>/. A part is an optional library of its own.
syncline_module(core        LEVEL 0 LINK OpenSSL::Crypto)
syncline_module(reflect     LEVEL 1 USES core)
syncline_module(json        LEVEL 2 USES core reflect LINK simdjson::simdjson)
syncline_module(http        LEVEL 2 USES core)
syncline_module(store       LEVEL 2 USES core)
syncline_module(model       LEVEL 2 USES core reflect)
syncline_module(mapping     LEVEL 3 USES core reflect json model)
syncline_module(sync        LEVEL 3 USES core reflect json store)
syncline_module(mdm         LEVEL 3 USES core reflect model)
syncline_module(odoo        LEVEL 4 USES core reflect json http store model mapping sync)
syncline_module(crm/hubspot LEVEL 4 USES core reflect json http store model mapping sync)
syncline_module(workflow    LEVEL 5 USES core reflect json store model mapping sync)

syncline_part(http_curl FOLDER http/curl HEADERS http/curl*.hpp USES core http
              LINK CURL::libcurl OpenSSL::Crypto TEST_LINK OpenSSL::SSL Threads::Threads)
syncline_part(store_sqlite FOLDER store/sqlite HEADERS store/sqlite*.hpp USES core store
              LINK SQLite::SQLite3 OpenSSL::Crypto TEST_LINK syncline_testkit)
# These stand beside the house: nothing in it looks at them.
syncline_part(governance HEADERS governance.hpp USES core reflect json model mapping mdm sync)
syncline_part(testkit USES core reflect http sync LINK SQLite::SQLite3)
syncline_part(emulator USES core http LINK httplib::httplib nlohmann_json::nlohmann_json OpenSSL::SSL Threads::Threads)
