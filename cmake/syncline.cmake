# SPDX-License-Identifier: Apache-2.0
# How a module becomes a target, and how its tests become one. cmake/modules.cmake is the only caller of the first two.

# What every part sees: the headers and the two libraries they name. Never installed: the installed targets carry the
# same two libraries themselves.
add_library(syncline_headers INTERFACE)
target_include_directories(syncline_headers INTERFACE "${PROJECT_SOURCE_DIR}/include")
target_link_libraries(syncline_headers INTERFACE tl::expected Boost::headers)
target_compile_features(syncline_headers INTERFACE cxx_std_20)

# syncline_module(<name> LEVEL <n> [USES <module>...] [LINK <library>...])
#   Declares include/syncline/<name>/ + src/<name>/*.cpp as the object library syncline_<name> and, when tests are
#   on, tests/unit/<name>/*.cpp as the test program unit_<name>. The test links the module and what it USES, nothing
#   else: a module that needs more than the table says does not link. LINK names what its sources (never its headers)
#   need besides; LEVEL is read by tests/architecture.
function(syncline_module name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "LEVEL" "USES;LINK")
  string(REPLACE "/" "_" id "${name}")
  file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/${name}/*.cpp")
  set_property(GLOBAL APPEND PROPERTY SYNCLINE_LINK ${arg_LINK})
  set_property(GLOBAL PROPERTY SYNCLINE_LINK_${id} ${arg_LINK})
  if(sources)
    add_library(syncline_${id} OBJECT ${sources})
    target_link_libraries(syncline_${id} PRIVATE syncline_headers ${arg_LINK})
    target_include_directories(syncline_${id} PRIVATE "${PROJECT_SOURCE_DIR}/src")
    # src/syncline.cpp shows that the core's sources share a translation unit well, so unity builds make few
    set_target_properties(syncline_${id} PROPERTIES POSITION_INDEPENDENT_CODE ON UNITY_BUILD_BATCH_SIZE 16)
    set_property(GLOBAL APPEND PROPERTY SYNCLINE_OBJECTS $<TARGET_OBJECTS:syncline_${id}>)
  endif()
  file(GLOB tests CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tests/unit/${name}/*.cpp")
  if(SYNCLINE_TESTS AND tests)
    set(objects "")
    set(libraries "")
    set(uses ${arg_USES})
    list(TRANSFORM uses REPLACE "/" "_")
    foreach(m IN LISTS id uses)
      if(TARGET syncline_${m})
        list(APPEND objects $<TARGET_OBJECTS:syncline_${m}>)
      endif()
      get_property(needed GLOBAL PROPERTY SYNCLINE_LINK_${m})
      list(APPEND libraries ${needed})
    endforeach()
    syncline_test(unit_${id} SOURCES ${tests} OBJECTS ${objects} LINK ${libraries})
  endif()
endfunction()

# syncline_part(<name> [FOLDER <folder>] [HEADERS <pattern>...] [USES <module or part>...] [LINK <library>...]
#               [TEST_LINK <library>...])
#   An optional part is a library of its own, syncline::<name>: what drags in a dependency, and what only tests want.
#   It is built when the option SYNCLINE_<NAME> is on. Its sources lie below src/<folder> (<folder> is <name> unless
#   told), its headers include/syncline/<folder>/*.hpp and the HEADERS patterns. LINK names what its sources need, as
#   installed packages know it; TEST_LINK what its tests need besides.
function(syncline_part name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "FOLDER" "HEADERS;USES;LINK;TEST_LINK")
  if(NOT arg_FOLDER)
    set(arg_FOLDER ${name})
  endif()
  list(TRANSFORM arg_HEADERS PREPEND "${PROJECT_SOURCE_DIR}/include/syncline/")
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/include/syncline/${arg_FOLDER}/*.hpp")
  foreach(pattern IN LISTS arg_HEADERS)
    file(GLOB beside CONFIGURE_DEPENDS "${pattern}")
    list(APPEND headers ${beside})
  endforeach()
  # Built or not, a part's headers are never the core's.
  set_property(GLOBAL APPEND PROPERTY SYNCLINE_PART_HEADERS ${headers})

  string(TOUPPER "SYNCLINE_${name}" option)
  if(NOT ${option})
    return()
  endif()
  set_property(GLOBAL APPEND PROPERTY SYNCLINE_PARTS ${name})
  set_property(GLOBAL PROPERTY SYNCLINE_HEADERS_${name} ${headers})
  set_property(GLOBAL PROPERTY SYNCLINE_USES_${name} ${arg_USES})
  set_property(GLOBAL PROPERTY SYNCLINE_LINK_${name} ${arg_LINK})
  set_property(GLOBAL PROPERTY SYNCLINE_TEST_LINK_${name} ${arg_TEST_LINK})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/${arg_FOLDER}/*.cpp")
  set_property(GLOBAL PROPERTY SYNCLINE_SOURCES_${name} ${sources})
endfunction()

# syncline_libraries(): the libraries people link, from what the table declared.
function(syncline_libraries)
  get_property(objects GLOBAL PROPERTY SYNCLINE_OBJECTS)
  get_property(part_headers GLOBAL PROPERTY SYNCLINE_PART_HEADERS)
  get_property(libraries GLOBAL PROPERTY SYNCLINE_LINK)
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/include/syncline/*.hpp")
  list(REMOVE_ITEM headers ${part_headers})
  list(REMOVE_DUPLICATES libraries)
  add_library(syncline ${objects})
  target_link_libraries(syncline PUBLIC tl::expected Boost::headers PRIVATE ${libraries})
  syncline_library(syncline syncline HEADERS ${headers})

  get_property(parts GLOBAL PROPERTY SYNCLINE_PARTS)
  foreach(name IN LISTS parts)
    foreach(what IN ITEMS HEADERS USES LINK TEST_LINK SOURCES)
      get_property(${what} GLOBAL PROPERTY SYNCLINE_${what}_${name})
    endforeach()
    set(below syncline)
    foreach(use IN LISTS USES)
      if(use IN_LIST parts)
        list(APPEND below syncline_${use})
      endif()
    endforeach()
    if(SOURCES)
      add_library(syncline_${name} ${SOURCES})
      target_link_libraries(syncline_${name} PUBLIC ${below} PRIVATE ${LINK})
      target_include_directories(syncline_${name} PRIVATE "${PROJECT_SOURCE_DIR}/src")
      set_target_properties(syncline_${name} PROPERTIES POSITION_INDEPENDENT_CODE ON)
    else()
      add_library(syncline_${name} INTERFACE)
      target_link_libraries(syncline_${name} INTERFACE ${below})
    endif()
    syncline_library(syncline_${name} ${name} HEADERS ${HEADERS})
    file(GLOB tests CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tests/unit/${name}/*.cpp")
    if(SYNCLINE_TESTS AND tests)
      syncline_test(unit_${name} SOURCES ${tests} LINK syncline_${name} ${LINK} ${TEST_LINK})
    endif()
  endforeach()
endfunction()

# syncline_library(<target> <name> HEADERS <file>...): what every library people link has in common.
function(syncline_library target name)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "" "HEADERS")
  set(scope PUBLIC)
  get_target_property(type ${target} TYPE)
  if(type STREQUAL "INTERFACE_LIBRARY")
    set(scope INTERFACE)
  endif()
  add_library(syncline::${name} ALIAS ${target})
  target_compile_features(${target} ${scope} cxx_std_20)
  target_sources(${target} ${scope} FILE_SET HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}/include" FILES ${arg_HEADERS})
  set_target_properties(${target} PROPERTIES
    EXPORT_NAME ${name}
    VERIFY_INTERFACE_HEADER_SETS ${SYNCLINE_TESTS})
  if(NOT type STREQUAL "INTERFACE_LIBRARY")
    set_target_properties(${target} PROPERTIES
      VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
  endif()
endfunction()

# syncline_test(<name> SOURCES ... [OBJECTS ...] [LINK ...]): one doctest program, one ctest entry. Its sources are
# compiled one by one in every preset: they may give their helpers the same names.
function(syncline_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;OBJECTS;LINK")
  if(NOT TARGET syncline_test_main)
    add_library(syncline_test_main OBJECT "${PROJECT_SOURCE_DIR}/tests/main.cpp")
    target_link_libraries(syncline_test_main PUBLIC doctest::doctest)
    target_compile_features(syncline_test_main PUBLIC cxx_std_20)
  endif()
  add_executable(${name} ${arg_SOURCES} ${arg_OBJECTS})
  if(name MATCHES "^unit_")
    set_target_properties(${name} PROPERTIES UNITY_BUILD OFF)  # each sees the header it tests alone
  endif()
  target_link_libraries(${name} PRIVATE ${arg_LINK} syncline_headers syncline_test_main nlohmann_json::nlohmann_json)
  target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}/tests" "${PROJECT_SOURCE_DIR}/src")
  target_compile_definitions(${name} PRIVATE
    SYNCLINE_TEST_DATA="${PROJECT_SOURCE_DIR}/tests" SYNCLINE_SHARED_DATA="${PROJECT_SOURCE_DIR}/../shared")
  add_test(NAME ${name} COMMAND ${name})
endfunction()
