# SPDX-License-Identifier: Apache-2.0
# A host without CMake: src/syncline.cpp and one command.
include("${CMAKE_CURRENT_LIST_DIR}/common.cmake")
file(REMOVE_RECURSE "${WORK}")
file(MAKE_DIRECTORY "${WORK}")
separate_arguments(own UNIX_COMMAND "${FLAGS}")
set(command "${COMPILER}" -std=c++20 ${own} "-I${SOURCE}/include" "-I${SOURCE}/src")
run("compiling src/syncline.cpp" ${LAUNCHER} ${command} -DSYNCLINE_HTTP_CURL -DSYNCLINE_STORE_SQLITE
    -c "${SOURCE}/src/syncline.cpp" -o "${WORK}/syncline.o")
foreach(component IN ITEMS core http_curl store_sqlite)
  run("compiling the consumer of ${component}" ${command} "${SOURCE}/tests/install/consumer/${component}.cpp"
      "${WORK}/syncline.o" -o "${WORK}/uses_${component}" -lsimdjson -lcrypto -lcurl -lsqlite3 -pthread)
endforeach()
run_programs(core http_curl store_sqlite)
