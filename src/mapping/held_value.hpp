// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <new>

#include <syncline/mapping/detail/value_type.hpp>

namespace syncline::inline v1::rules {

/// A value of a type that is known at run time.
class held_value {
public:
    held_value() = default;
    held_value(held_value const&) = delete;
    held_value& operator=(held_value const&) = delete;
    ~held_value() { clear(); }

    /// Room for a value of that type; it counts once `keep` was called.
    [[nodiscard]] void* room_for(value_type const& t) {
        clear();
        type_ = &t;
        if (t.size <= sizeof(near_) && t.align <= alignof(std::max_align_t)) return at_ = near_;
        return at_ = ::operator new(t.size, std::align_val_t(t.align));
    }
    void keep() noexcept { holds_ = true; }
    [[nodiscard]] void* get() const noexcept { return at_; }

private:
    void clear() noexcept {
        if (holds_) type_->destroy(at_);
        if (at_ != nullptr && at_ != near_) ::operator delete(at_, std::align_val_t(type_->align));
        holds_ = false;
        at_ = nullptr;
    }

    alignas(std::max_align_t) std::byte near_[64];
    value_type const* type_ = nullptr;
    void* at_ = nullptr;
    bool holds_ = false;
};

}  // namespace syncline::inline v1::rules
