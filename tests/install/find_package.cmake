# SPDX-License-Identifier: Apache-2.0
include("${CMAKE_CURRENT_LIST_DIR}/common.cmake")
list(JOIN PARTS "," with_commas)
build_consumer("-DCMAKE_PREFIX_PATH=${PREFIX}" "-Dcomponents=core,${with_commas}")
run_programs(core ${PARTS})
