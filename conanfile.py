# SPDX-License-Identifier: Apache-2.0
import os
import re

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeDeps, CMakeToolchain, cmake_layout
from conan.tools.files import copy, load, rmdir

required_conan_version = ">=2.0"


class SynclineConan(ConanFile):
    name = "syncline"
    description = "Typed clients and exactly-once synchronization for Odoo, CRM and billing systems"
    license = "Apache-2.0"
    topics = ("odoo", "hubspot", "crm", "erp", "integration", "synchronization")
    package_type = "library"
    implements = ["auto_shared_fpic"]
    settings = "os", "arch", "compiler", "build_type"
    options = {
        "shared": [True, False],
        "fPIC": [True, False],
        "with_http_curl": [True, False],
        "with_store_sqlite": [True, False],
        "with_governance": [True, False],
        "with_testkit": [True, False],
        "with_emulator": [True, False],
    }
    default_options = {
        "shared": False,
        "fPIC": True,
        "with_http_curl": True,
        "with_store_sqlite": True,
        "with_governance": True,
        "with_testkit": False,
        "with_emulator": False,
    }
    exports_sources = "CMakeLists.txt", "cmake/*", "include/*", "src/*", "schemas/*", "LICENSE"

    def set_version(self):
        text = load(self, os.path.join(self.recipe_folder, "CMakeLists.txt"))
        self.version = re.search(r"project\(syncline VERSION ([0-9.]+)", text).group(1)

    def layout(self):
        cmake_layout(self)

    def validate(self):
        check_min_cppstd(self, 20)

    def requirements(self):
        # In the public headers:
        self.requires("boost/[>=1.77 <2]", transitive_headers=True, options={"header_only": True})
        self.requires("tl-expected/[>=1.0 <2]", transitive_headers=True)
        # Inside:
        self.requires("simdjson/[>=3.0 <5]")
        self.requires("openssl/[>=3.0 <5]")
        if self.options.with_http_curl:
            self.requires("libcurl/[>=7.85 <9]")
        if self.options.with_store_sqlite or self.options.with_testkit:
            self.requires("sqlite3/[>=3.37 <4]")
        if self.options.with_emulator:
            self.requires("cpp-httplib/[>=0.11 <1]", options={"with_openssl": True})
            self.requires("nlohmann_json/[>=3.11 <4]")

    def generate(self):
        CMakeDeps(self).generate()
        toolchain = CMakeToolchain(self)
        toolchain.cache_variables.update({
            "SYNCLINE_HTTP_CURL": bool(self.options.with_http_curl),
            "SYNCLINE_STORE_SQLITE": bool(self.options.with_store_sqlite),
            "SYNCLINE_GOVERNANCE": bool(self.options.with_governance),
            "SYNCLINE_TESTKIT": bool(self.options.with_testkit),
            "SYNCLINE_EMULATOR": bool(self.options.with_emulator),
            "SYNCLINE_TESTS": False,
            "SYNCLINE_EXAMPLES": False,
        })
        toolchain.generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))
        CMake(self).install()
        # Conan writes these itself, for the consumer's generator.
        rmdir(self, os.path.join(self.package_folder, "lib", "cmake"))
        rmdir(self, os.path.join(self.package_folder, "lib", "pkgconfig"))

    def package_info(self):
        self.cpp_info.set_property("cmake_file_name", "syncline")
        self.cpp_info.set_property("cmake_target_name", "syncline::all")
        self.cpp_info.set_property("pkg_config_name", "syncline-all")

        core = self.cpp_info.components["core"]
        core.set_property("cmake_target_name", "syncline::syncline")
        core.set_property("pkg_config_name", "syncline")
        core.libs = ["syncline"]
        core.requires = ["boost::headers", "tl-expected::tl-expected", "simdjson::simdjson", "openssl::crypto"]
        if self.settings.os in ("Linux", "FreeBSD"):
            core.system_libs = ["pthread"]

        def part(name, requires):
            component = self.cpp_info.components[name]
            component.set_property("cmake_target_name", f"syncline::{name}")
            component.set_property("pkg_config_name", f"syncline_{name}")
            component.libs = [f"syncline_{name}"]
            component.requires = ["core", *requires]

        if self.options.with_http_curl:
            part("http_curl", ["libcurl::libcurl", "openssl::crypto"])
        if self.options.with_store_sqlite:
            part("store_sqlite", ["sqlite3::sqlite3", "openssl::crypto"])
        if self.options.with_governance:
            part("governance", [])
        if self.options.with_testkit:
            part("testkit", ["sqlite3::sqlite3"])
        if self.options.with_emulator:
            part("emulator", ["cpp-httplib::cpp-httplib", "nlohmann_json::nlohmann_json", "openssl::ssl"])
