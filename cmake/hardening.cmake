# SPDX-License-Identifier: Apache-2.0
# Read by the release preset before the first project(): the hardening flags of OpenSSF's guide that gcc 12 knows.
# Only here, never in a target: what a host's own code is compiled with is the host's choice.
string(CONCAT CMAKE_CXX_FLAGS_INIT
  "-Wall -Wformat=2 -Wconversion -Wimplicit-fallthrough -Wbidi-chars=any "
  "-Wno-restrict -Wno-maybe-uninitialized "  # gcc 12 sees both in std::string and std::optional where there is nothing
  "-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -D_GLIBCXX_ASSERTIONS "
  "-fstack-clash-protection -fstack-protector-strong -ftrivial-auto-var-init=zero")
if(CMAKE_HOST_SYSTEM_PROCESSOR MATCHES "x86_64|amd64|AMD64|i.86")
  string(APPEND CMAKE_CXX_FLAGS_INIT " -fcf-protection=full")
elseif(CMAKE_HOST_SYSTEM_PROCESSOR MATCHES "aarch64|arm64")
  string(APPEND CMAKE_CXX_FLAGS_INIT " -mbranch-protection=standard")
endif()
set(CMAKE_CXX_FLAGS_RELEASE_INIT "-O2")
set(CMAKE_EXE_LINKER_FLAGS_INIT "-Wl,-z,relro,-z,now,-z,noexecstack")
set(CMAKE_SHARED_LINKER_FLAGS_INIT "-Wl,-z,relro,-z,now,-z,noexecstack")
