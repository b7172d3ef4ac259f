// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <type_traits>
#include <utility>

namespace syncline::inline v1 {

/// A non-owning view of a callable: two words, no allocation.
///
/// Lifetime: the callable must outlive the call it is passed to; never store one.
template <class Signature>
class function_ref;

template <class R, class... Args>
class function_ref<R(Args...)> {
public:
    template <class F>
        requires(!std::is_same_v<std::remove_cvref_t<F>, function_ref> && std::is_invocable_r_v<R, F&, Args...>)
    // NOLINTNEXTLINE(google-explicit-constructor, bugprone-forwarding-reference-overload)
    function_ref(F&& f)
    noexcept {
        using target = std::add_pointer_t<F>;
        if constexpr (std::is_function_v<std::remove_reference_t<F>>)
            object_ = reinterpret_cast<void*>(std::addressof(f));
        else
            object_ = const_cast<void*>(static_cast<void const*>(std::addressof(f)));
        call_ = [](void* object, Args... args) -> R {
            if constexpr (std::is_void_v<R>)
                (*reinterpret_cast<target>(object))(std::forward<Args>(args)...);
            else
                return (*reinterpret_cast<target>(object))(std::forward<Args>(args)...);
        };
    }

    R operator()(Args... args) const { return call_(object_, std::forward<Args>(args)...); }

private:
    void* object_;
    R (*call_)(void*, Args...);
};

}  // namespace syncline::inline v1
