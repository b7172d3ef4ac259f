# SPDX-License-Identifier: Apache-2.0
# The compilers a test that only looks at messages or headers runs on: the one of this build and, when the machine has
# it, the other family.
function(syncline_compilers out)
  set(found "${CMAKE_CXX_COMPILER}")
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    find_program(SYNCLINE_OTHER_COMPILER NAMES clang++-14 clang++)
  else()
    find_program(SYNCLINE_OTHER_COMPILER NAMES g++-12 g++)
  endif()
  if(SYNCLINE_OTHER_COMPILER)
    list(APPEND found "${SYNCLINE_OTHER_COMPILER}")
  endif()
  set(${out} "${found}" PARENT_SCOPE)
endfunction()

function(syncline_compiler_kind compiler out)
  set(kind gcc)
  if(compiler MATCHES "clang")
    set(kind clang)
  endif()
  set(${out} ${kind} PARENT_SCOPE)
endfunction()
