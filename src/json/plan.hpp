// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <syncline/json/detail/table.hpp>

// What the quick reader and the encoder work out once about each struct.

namespace syncline::inline v1::json::detail {

class fast_reader;
class encoder;
struct slot;

/// Reads one value at `p` into `at`; the position behind it, or null to decline.
using read_function = char const* (*)(fast_reader&, slot const&, void* at, char const* p);

/// Writes the member at `at` with its key, or nothing when it is absent.
using write_function = void (*)(encoder&, slot const&, void const* at);

/// A member, prepared: its key is compared and written as one block.
struct slot {
    static constexpr std::size_t key_room = 32;

    std::array<char, 1 + key_room> lead{};  ///< `,"name":` and zeros behind; control characters when it does not fit.
    std::uint32_t key_mask = 0;             ///< A bit for each byte of `"name":`.
    std::uint32_t key_size = 0;             ///< Of `"name":`; 0 when it does not fit.
    read_function read = nullptr;
    write_function write = nullptr;
    std::uint32_t offset = 0;
    detail::type const* type = nullptr;
    std::string_view name;
    std::string_view also;
    std::string key;  ///< `"name":`, escaped, of any length.

    [[nodiscard]] char const* key_block() const noexcept { return lead.data() + 1; }
};

struct object_plan {
    explicit object_plan(std::span<member const> members);

    std::vector<slot> slots;
    std::uint64_t all = 0;       ///< A bit for every member but the bag.
    std::uint64_t required = 0;  ///< A bit for every member that must come.
    slot const* bag = nullptr;   ///< The json::extras member, if there is one.
};

[[nodiscard]] read_function read_function_for(type const& t);
[[nodiscard]] write_function write_function_for(type const& t);

}  // namespace syncline::inline v1::json::detail
