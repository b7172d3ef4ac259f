// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <syncline/core/map_context.hpp>
#include <syncline/core/result.hpp>
#include <syncline/mapping/detail/value_type.hpp>
#include <syncline/mapping/mapping.hpp>

namespace syncline::inline v1 {

namespace rules {

/// A policy whose types are known at run time only.
struct bound_step {
    /// Makes `out` of `in` and says whether there is one; sets `why` where it fails. `self` is the policy.
    using run_function = presence (*)(void const* self, void const* in, void* out, map_context const& mc,
                                      std::optional<error>& why);

    std::string text{};  ///< As `describe()` gives it.
    value_type const* in = nullptr;
    value_type const* out = nullptr;
    wrapping wraps = wrapping::none;  ///< Of what comes out.
    run_function run = nullptr;
    std::shared_ptr<void const> self{};
};

template <class In, class P>
presence run_policy(void const* self, void const* in, void* out, map_context const& mc, std::optional<error>& why) {
    auto made = call(*static_cast<P const*>(self), *static_cast<In const*>(in), mc);
    auto const keep = [out](auto& value) {
        using value_t = std::remove_reference_t<decltype(value)>;
        using held = typename bare<value_t>::type;
        if constexpr (bare<value_t>::wraps == wrapping::none) {
            new (out) held(std::move(value));
        } else {
            if constexpr (bare<value_t>::wraps == wrapping::field)
                if (value.is_empty()) return presence::empty;
            if (!value.has_value()) return presence::absent;
            new (out) held(std::move(value).value());
        }
        return presence::given;
    };
    if constexpr (is_result<decltype(made)>) {
        if (!made) {
            why = std::move(made).error();
            return presence::absent;
        }
        return keep(*made);
    } else {
        return keep(made);
    }
}

template <class In, class P>
[[nodiscard]] bound_step step_of(P policy, std::string text) {
    static_assert(MappingPolicy<P, In>, "syncline: this policy does not accept that type of value");
    using value = typename result_value<decltype(call(policy, std::declval<In const&>(),
                                                      std::declval<map_context const&>()))>::type;
    return {std::move(text),    &type_of<In>,       &type_of<typename bare<value>::type>,
            bare<value>::wraps, &run_policy<In, P>, std::make_shared<P>(std::move(policy))};
}

struct bound_test {
    std::string name{};
    record_type const* record = nullptr;
    bool (*run)(void const* self, void const* record) = nullptr;
    std::shared_ptr<void const> self{};
};

}  // namespace rules

/// The host's own policies and tests for mappings that are written as data, by the name a rule calls them. All that the
/// library ships is known without it.
///
///     mapping_words words;
///     words.step<std::string>("crm_title", prefixed{"CRM: "}).test<deal>("is_large", [](deal const& d) { ... });
///
/// A policy that has a `describe()` is called what that says, `prefixed PO-` with the words behind the name: so a typed
/// mapping and its file are one text.
/// *Threads*: not while words are added.
class mapping_words {
public:
    /// A policy for values of type `In`; for other types of values the same name may be given again.
    template <class In, class P>
    mapping_words& step(std::string name, P policy) {
        steps_.push_back(rules::step_of<In>(std::move(policy), std::move(name)));
        return *this;
    }
    /// The same under what its `describe()` says.
    template <class In, class P>
        requires requires(P const& p) { std::string(p.describe()); }
    mapping_words& step(P policy) {
        std::string text(policy.describe());
        return step<In>(std::move(text), std::move(policy));
    }
    /// A test of a record, for `when`.
    template <reflect::Described Record, class P>
    requires std::predicate<P const&, Record const&> mapping_words& test(std::string name, P policy) {
        tests_.push_back({std::move(name), rules::record_of_type<Record>(),
                          [](void const* self, void const* record) {
                              return static_cast<bool>(
                                  (*static_cast<P const*>(self))(*static_cast<Record const*>(record)));
                          },
                          std::make_shared<P>(std::move(policy))});
        return *this;
    }

    [[nodiscard]] std::vector<rules::bound_step> const& steps() const noexcept { return steps_; }
    [[nodiscard]] std::vector<rules::bound_test> const& tests() const noexcept { return tests_; }

private:
    std::vector<rules::bound_step> steps_;
    std::vector<rules::bound_test> tests_;
};

}  // namespace syncline::inline v1
