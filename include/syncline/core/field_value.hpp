// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cassert>
#include <concepts>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>

namespace syncline::inline v1 {

enum class field_state : std::uint8_t {
    absent,  ///< Not read, not to be sent.
    empty,   ///< Known to be blank; sent, it clears the field.
    value,
};

/// A field of a record in its three states, so that "we did not ask" is never mistaken for "it is blank".
///
///     record.phone = "+43 1 234";                          // sent as that value
///     record.phone = field_value<std::string>::empty_value();  // sent as blank
///     record.phone = {};                                   // not sent
template <class T>
class field_value {
public:
    using value_type = T;

    constexpr field_value() = default;
    template <class U = T>
        requires(std::constructible_from<T, U>&& std::convertible_to<U, T> &&
                 !std::same_as<std::remove_cvref_t<U>, field_value>)
    constexpr field_value(U&& value)  // NOLINT(google-explicit-constructor): a value is a field with that value
        : value_(std::forward<U>(value)) {}

    [[nodiscard]] static constexpr field_value empty_value() {
        field_value f;
        f.empty_ = true;
        return f;
    }

    [[nodiscard]] constexpr field_state state() const noexcept {
        return value_ ? field_state::value : empty_ ? field_state::empty : field_state::absent;
    }
    [[nodiscard]] constexpr bool has_value() const noexcept { return value_.has_value(); }
    [[nodiscard]] constexpr bool is_empty() const noexcept { return empty_; }
    [[nodiscard]] constexpr bool is_absent() const noexcept { return !value_ && !empty_; }

    /// The value; asking for it in another state is a mistake of the caller.
    [[nodiscard]] constexpr T const& value() const& noexcept {
        assert(value_);
        return *value_;
    }
    [[nodiscard]] constexpr T& value() & noexcept {
        assert(value_);
        return *value_;
    }
    [[nodiscard]] constexpr T&& value() && noexcept {
        assert(value_);
        return *std::move(value_);
    }
    template <class U>
    [[nodiscard]] constexpr T value_or(U&& otherwise) const& {
        return value_.value_or(std::forward<U>(otherwise));
    }

    /// Same state and, where there is one, same value.
    friend constexpr bool operator==(field_value const&, field_value const&) = default;

private:
    std::optional<T> value_{};
    bool empty_ = false;  // never together with a value
};

}  // namespace syncline::inline v1
