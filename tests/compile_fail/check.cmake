# SPDX-License-Identifier: Apache-2.0
cmake_minimum_required(VERSION 3.25)
# One misuse on one compiler: COMPILER, SOURCE, INCLUDES (separated by |), OWN (whether the build uses this compiler).
string(REPLACE "|" ";-I;" includes "-I;${INCLUDES}")
set(command "${COMPILER}" -std=c++20 -fsyntax-only ${includes} "${SOURCE}")

file(STRINGS "${SOURCE}" expectations REGEX "^// expect: ")
if(NOT expectations)
  message(FATAL_ERROR "${SOURCE}: no line '// expect: <text of the message>'")
endif()

if(OWN)
  execute_process(COMMAND ${command} RESULT_VARIABLE result ERROR_VARIABLE said)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "does not compile as it should be:\n${said}")
  endif()
endif()

execute_process(COMMAND ${command} -DSYNCLINE_EXPECT_FAIL RESULT_VARIABLE result ERROR_VARIABLE said)
if(result EQUAL 0)
  message(FATAL_ERROR "compiles with SYNCLINE_EXPECT_FAIL: the misuse is not refused")
endif()
foreach(line IN LISTS expectations)
  string(REGEX REPLACE "^// expect: " "" text "${line}")
  string(FIND "${said}" "${text}" at)
  if(at EQUAL -1)
    message(FATAL_ERROR "refused, but without the text\n  ${text}\nThe compiler said:\n${said}")
  endif()
endforeach()
