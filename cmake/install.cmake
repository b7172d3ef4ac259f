# SPDX-License-Identifier: Apache-2.0
# Install rules: the libraries with their headers, one export set and one .pc file per component, and the package
# config that ties them together.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/syncline")

# syncline_install(<component> <target> [PC_REQUIRES ...] [PC_REQUIRES_PRIVATE ...] [PC_LIBS_PRIVATE ...])
function(syncline_install component target)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "" "PC_REQUIRES;PC_REQUIRES_PRIVATE;PC_LIBS_PRIVATE")
  install(TARGETS ${target} EXPORT syncline-${component} FILE_SET HEADERS)
  install(EXPORT syncline-${component} NAMESPACE syncline:: DESTINATION "${package_dir}"
          FILE syncline-${component}-targets.cmake)
  set(pc_name syncline)
  set(pc_what "core")
  if(NOT component STREQUAL "core")
    set(pc_name syncline_${component})
    set(pc_what "${component}")
  endif()
  get_target_property(type ${target} TYPE)
  set(pc_libs "-L\${libdir} -l${target}")
  if(type STREQUAL "INTERFACE_LIBRARY")
    set(pc_libs "")
  endif()
  # from the .pc file up to the prefix, so that the tree can be moved
  file(RELATIVE_PATH pc_up "/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/")
  string(REGEX REPLACE "/$" "" pc_up "${pc_up}")
  list(JOIN arg_PC_REQUIRES ", " pc_requires)
  list(JOIN arg_PC_REQUIRES_PRIVATE ", " pc_requires_private)
  list(JOIN arg_PC_LIBS_PRIVATE " " pc_libs_private)
  configure_file("${PROJECT_SOURCE_DIR}/cmake/syncline.pc.in" "${PROJECT_BINARY_DIR}/${pc_name}.pc" @ONLY)
  install(FILES "${PROJECT_BINARY_DIR}/${pc_name}.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
endfunction()

syncline_install(core syncline PC_REQUIRES_PRIVATE simdjson libcrypto)
if(SYNCLINE_HTTP_CURL)
  syncline_install(http_curl syncline_http_curl PC_REQUIRES syncline PC_REQUIRES_PRIVATE libcurl libcrypto)
endif()
if(SYNCLINE_STORE_SQLITE)
  syncline_install(store_sqlite syncline_store_sqlite PC_REQUIRES syncline PC_REQUIRES_PRIVATE sqlite3 libcrypto)
endif()
if(SYNCLINE_GOVERNANCE)
  syncline_install(governance syncline_governance PC_REQUIRES syncline)
endif()
if(SYNCLINE_TESTKIT)
  syncline_install(testkit syncline_testkit PC_REQUIRES syncline PC_REQUIRES_PRIVATE sqlite3)
endif()
if(SYNCLINE_EMULATOR)
  syncline_install(emulator syncline_emulator PC_REQUIRES syncline PC_REQUIRES_PRIVATE cpp-httplib libssl
                   PC_LIBS_PRIVATE -pthread)
endif()

configure_package_config_file(
  "${PROJECT_SOURCE_DIR}/cmake/syncline-config.cmake.in" "${PROJECT_BINARY_DIR}/syncline-config.cmake"
  INSTALL_DESTINATION "${package_dir}" NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/syncline-config-version.cmake"
  COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/syncline-config.cmake" "${PROJECT_BINARY_DIR}/syncline-config-version.cmake"
              "${PROJECT_SOURCE_DIR}/cmake/find_httplib.cmake"
        DESTINATION "${package_dir}")
# What editors and checks need to know of mappings that are written as files.
install(FILES "${PROJECT_SOURCE_DIR}/schemas/mapping-1.schema.json"
              "${PROJECT_SOURCE_DIR}/schemas/value-tables-1.schema.json"
        DESTINATION "${CMAKE_INSTALL_DATADIR}/syncline/schemas")
