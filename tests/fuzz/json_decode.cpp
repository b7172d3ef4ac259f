// SPDX-License-Identifier: Apache-2.0
// Any bytes as JSON, into a record with a member of every type, in every dialect.
// Shows R084.
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "fuzz/json_property.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const broken = json_property::broken({reinterpret_cast<char const*>(data), size});
    if (broken.empty()) return 0;
    std::fprintf(stderr, "%s\n", broken.c_str());
    std::abort();
}
