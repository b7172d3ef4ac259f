# SPDX-License-Identifier: Apache-2.0
# How a module becomes a target, and how its tests become one.

# syncline_module(<name> LEVEL <n> [USES <module>...])
#   Declares include/syncline/<name>/ + src/<name>/*.cpp as the object library syncline_<name> and, when tests are
#   on, tests/unit/<name>/*.cpp as the test program unit_<name>. The test links the module and what it USES, nothing
#   else: a module that needs more than the table says does not link.
function(syncline_module name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "LEVEL" "USES")
  string(REPLACE "/" "_" id "${name}")
  file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/${name}/*.cpp")
  set(uses ${arg_USES})
  list(TRANSFORM uses REPLACE "/" "_")
  set(objects "")
  if(sources)
    add_library(syncline_${id} OBJECT ${sources})
    target_link_libraries(syncline_${id} PUBLIC syncline_headers PRIVATE simdjson::simdjson OpenSSL::Crypto)
    target_include_directories(syncline_${id} PRIVATE "${PROJECT_SOURCE_DIR}/src")
    set_target_properties(syncline_${id} PROPERTIES POSITION_INDEPENDENT_CODE ON)
    set_property(GLOBAL APPEND PROPERTY SYNCLINE_OBJECTS $<TARGET_OBJECTS:syncline_${id}>)
  endif()
  file(GLOB tests CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tests/unit/${name}/*.cpp")
  if(SYNCLINE_TESTS AND tests)
    foreach(m IN LISTS id uses)
      if(TARGET syncline_${m})
        list(APPEND objects $<TARGET_OBJECTS:syncline_${m}>)
      endif()
    endforeach()
    syncline_test(unit_${id} SOURCES ${tests} OBJECTS ${objects})
  endif()
endfunction()

# syncline_test(<name> SOURCES ... [OBJECTS ...] [LINK ...]): one doctest program, one ctest entry.
function(syncline_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;OBJECTS;LINK")
  add_executable(${name} ${arg_SOURCES} "${PROJECT_SOURCE_DIR}/tests/main.cpp" ${arg_OBJECTS})
  target_link_libraries(${name} PRIVATE ${arg_LINK} syncline_headers doctest::doctest simdjson::simdjson OpenSSL::Crypto)
  target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}/tests")
  target_compile_definitions(${name} PRIVATE
    SYNCLINE_TEST_DATA="${PROJECT_SOURCE_DIR}/tests" SYNCLINE_SHARED_DATA="${PROJECT_SOURCE_DIR}/../shared")
  add_test(NAME ${name} COMMAND ${name})
endfunction()
