# SPDX-License-Identifier: Apache-2.0
# Makes httplib::httplib. Debian ships cpp-httplib with a .pc file only, Conan and vcpkg with a CMake package only.
# Installed beside the package config, which needs the same answer.
if(NOT TARGET httplib::httplib)
  find_package(httplib CONFIG QUIET)
endif()
if(NOT TARGET httplib::httplib)
  find_package(PkgConfig QUIET)
  if(PKG_CONFIG_FOUND)
    pkg_check_modules(cpp_httplib QUIET IMPORTED_TARGET cpp-httplib>=0.11)
  endif()
  if(TARGET PkgConfig::cpp_httplib)
    add_library(httplib::httplib INTERFACE IMPORTED)
    target_link_libraries(httplib::httplib INTERFACE PkgConfig::cpp_httplib)
  endif()
endif()
if(NOT TARGET httplib::httplib)
  message(FATAL_ERROR "syncline::emulator needs cpp-httplib 0.11 or newer (Debian: libcpp-httplib-dev), "
                      "or switch it off with -DSYNCLINE_EMULATOR=OFF")
endif()
