# SPDX-License-Identifier: Apache-2.0
# The library as a subfolder of the host's project, with the optional parts it has on by default. This host compiles
# several sources at once, as some do.
include("${CMAKE_CURRENT_LIST_DIR}/common.cmake")
build_consumer("-DSYNCLINE_SOURCE=${SOURCE}" -DCMAKE_UNITY_BUILD=ON)
run_programs(core http_curl store_sqlite governance)
