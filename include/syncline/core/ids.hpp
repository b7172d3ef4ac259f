// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstddef>
#include <string>
#include <string_view>

#include <syncline/core/uuid.hpp>

namespace syncline::inline v1 {

/// A uuid that knows what it identifies: ids of different things neither compare nor convert.
///
///     using party_id = strong_id<struct party_tag>;
///     party_id id{uuid_v7(clock.now(), the_system_random())};
template <class Tag>
class strong_id {
public:
    constexpr strong_id() = default;  ///< Nil: no id yet.
    explicit constexpr strong_id(syncline::uuid const& value) noexcept : value_(value) {}

    /// *Errors*: `malformed`.
    [[nodiscard]] static result<strong_id> parse(std::string_view text) {
        return uuid::parse(text).map([](syncline::uuid const& u) { return strong_id(u); });
    }

    [[nodiscard]] constexpr syncline::uuid const& value() const noexcept { return value_; }
    [[nodiscard]] constexpr bool is_nil() const noexcept { return value_.is_nil(); }
    [[nodiscard]] std::string text() const { return value_.text(); }

    friend constexpr auto operator<=>(strong_id const&, strong_id const&) = default;

private:
    syncline::uuid value_;
};

}  // namespace syncline::inline v1

template <>
struct std::hash<syncline::uuid> {
    [[nodiscard]] std::size_t operator()(syncline::uuid const& u) const noexcept {
        return std::hash<std::string_view>{}({reinterpret_cast<char const*>(u.bytes().data()), u.bytes().size()});
    }
};

template <class Tag>
struct std::hash<syncline::strong_id<Tag>> {
    [[nodiscard]] std::size_t operator()(syncline::strong_id<Tag> const& id) const noexcept {
        return std::hash<syncline::uuid>{}(id.value());
    }
};
