// SPDX-License-Identifier: Apache-2.0
#include "json/plan.hpp"

#include "json/write.hpp"

namespace syncline::inline v1::json::detail {

namespace {

[[nodiscard]] slot make_slot(member const& m) {
    slot s;
    s.offset = m.offset;
    s.type = m.type;
    s.name = m.name;
    s.also = m.also;
    s.read = read_function_for(*m.type);
    s.write = write_function_for(*m.type);
    write_string(s.key, m.name);
    s.key += ':';
    if (s.key.size() < slot::key_room && m.type->what != leaf::extras) {
        s.lead[0] = ',';
        s.key.copy(s.lead.data() + 1, s.key.size());
        s.key_size = static_cast<std::uint32_t>(s.key.size());
        s.key_mask = (std::uint32_t{1} << s.key_size) - 1;
    } else {
        s.lead.fill('\x01');  // never met where a key stands: such a member is found by its name
        s.key_mask = 1;
    }
    return s;
}

}  // namespace

object_plan::object_plan(std::span<member const> members) {
    slots.reserve(members.size());
    std::uint64_t bit = 1;
    for (auto const& m : members) {
        auto const& s = slots.emplace_back(make_slot(m));
        if (m.type->what == leaf::extras) {
            bag = &s;
        } else {
            all |= bit;
            if (m.type->wrap == wrapper::none) required |= bit;
        }
        bit <<= 1U;
    }
}

object_table::object_table(std::span<member const> m) : members(m), plan(new object_plan(m)) {}

}  // namespace syncline::inline v1::json::detail
