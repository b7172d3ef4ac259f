# SPDX-License-Identifier: Apache-2.0
cmake_minimum_required(VERSION 3.25)
# What the consumer scripts share. All of them get SOURCE, BUILD, WORK, PREFIX, PARTS, COMPILER, ... from CMakeLists.txt.
string(REPLACE "," ";" PARTS "${PARTS}")
# As `./dev` has it: the compiler cache knows these sources from the build of the tests.
set(ENV{CCACHE_NOHASHDIR} 1)

# run(<what it is for> <command>...): fails with the command's words; leaves them in `said`.
macro(run what)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE said ERROR_VARIABLE complained)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "${what} failed (${result}):\n${said}\n${complained}")
  endif()
endmacro()

# build_consumer(<cmake arguments>...): configures and builds tests/install/consumer as a host would.
function(build_consumer)
  file(REMOVE_RECURSE "${WORK}")
  set(launcher "")
  if(LAUNCHER)
    set(launcher "-DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER}")
  endif()
  run("configuring the consumer" "${CMAKE_COMMAND}" -S "${SOURCE}/tests/install/consumer" -B "${WORK}" -G Ninja
      "-DCMAKE_CXX_COMPILER=${COMPILER}" "-DCMAKE_CXX_FLAGS=${FLAGS}" "-DCMAKE_CXX_FLAGS_DEBUG=${DEBUG_FLAGS}"
      "-DCMAKE_BUILD_TYPE=${BUILD_TYPE}" ${launcher} ${ARGN})
  run("building the consumer" "${CMAKE_COMMAND}" --build "${WORK}")
endfunction()

function(run_programs)
  foreach(component IN LISTS ARGN)
    run("running the consumer of ${component}" "${WORK}/uses_${component}")
    message("${said}")
  endforeach()
endfunction()
