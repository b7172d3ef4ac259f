# SPDX-License-Identifier: Apache-2.0
include("${CMAKE_CURRENT_LIST_DIR}/common.cmake")
build_consumer("-DCMAKE_PREFIX_PATH=${PREFIX}" "-Dcomponents=core;${PARTS}")
run_programs(core ${PARTS})
