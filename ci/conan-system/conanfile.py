# SPDX-License-Identifier: Apache-2.0
# A stand-in for one recipe of Conan Center that points to the distribution's own library, so that our recipe can be
# checked without any remote. One file serves all: export it under the center's name and the distribution's version,
#   conan export ci/conan-system --name libcurl --version 7.88.1
from conan import ConanFile

# Conan Center's name: its CMake package, and per component the CMake target and the system library ("" = headers only).
LIBRARIES = {
    "boost": ("Boost", {"headers": ("Boost::headers", "")}),
    "tl-expected": ("tl-expected", {"tl-expected": ("tl::expected", "")}),
    "simdjson": ("simdjson", {"simdjson": ("simdjson::simdjson", "simdjson")}),
    "openssl": ("OpenSSL", {"crypto": ("OpenSSL::Crypto", "crypto"), "ssl": ("OpenSSL::SSL", "ssl")}),
    "libcurl": ("CURL", {"libcurl": ("CURL::libcurl", "curl")}),
    "sqlite3": ("SQLite3", {"sqlite3": ("SQLite::SQLite3", "sqlite3")}),
}


class SystemLibrary(ConanFile):
    settings = "os", "arch", "compiler", "build_type"
    options = {"header_only": [True, False]}
    default_options = {"header_only": False}

    def config_options(self):
        if self.name != "boost":
            del self.options.header_only

    def package_id(self):
        self.info.clear()

    def package_info(self):
        package, components = LIBRARIES[self.name]
        self.cpp_info.set_property("cmake_file_name", package)
        self.cpp_info.set_property("cmake_target_name", f"{package}::all-of-{self.name}")
        for name, (target, library) in components.items():
            component = self.cpp_info.components[name]
            component.set_property("cmake_target_name", target)
            component.includedirs = []
            component.libdirs = []
            component.bindirs = []
            component.system_libs = [library] if library else []
