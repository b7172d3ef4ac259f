// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <concepts>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/mp11/list.hpp>

#include <syncline/core/fingerprint.hpp>
#include <syncline/core/map_context.hpp>
#include <syncline/core/result.hpp>
#include <syncline/mapping/any_mapping.hpp>
#include <syncline/mapping/mapping.hpp>

namespace syncline::inline v1 {

namespace rules {

/// The rule among `Over` for the same field as `rule`, else `rule` itself.
template <class Rule, class First, class... Rest>
[[nodiscard]] constexpr auto overruled(Rule const& rule, First const& first, Rest const&... rest) {
    if constexpr (reflect::same_member<Rule::target, First::target>())
        return first;
    else if constexpr (sizeof...(Rest) == 0)
        return rule;
    else
        return overruled(rule, rest...);
}

}  // namespace rules

/// The mapping with some of its rules replaced: what one legal entity, region or customer does otherwise. Every field
/// still is mapped exactly once, and in the name of `by`, where that was given.
///
///     constexpr auto german = overlay(base, to<&order::note> = constant("Es gelten die AGB."));
template <class From, class To, class... Base, model::system_role... Roles, class... Over>
[[nodiscard]] constexpr auto overlay(rules::writers<Roles...> writers, mapping_t<From, To, Base...> const& base,
                                     Over... over) {
    static_assert(sizeof...(Over) != 0, "syncline: an overlay replaces at least one rule");
    (rules::check_belongs<To, Over::target>(), ...);
    (
        [] {
            if constexpr (rules::times_mapped < Over::target, Over... >> 1)
                static_assert(sizeof(target_field_is_mapped_twice<Over::target>) != 0);
        }(),
        ...);
    rules::check_owners<To>(writers, boost::mp11::mp_list<Over...>{});
    return std::apply(
        [&](auto const&... rule) {
            return mapping_t<From, To, decltype(rules::overruled(rule, over...))...>(
                rules::overruled(rule, over...)...);
        },
        base.rules());
}
template <class From, class To, class... Base, class... Over>
[[nodiscard]] constexpr auto overlay(mapping_t<From, To, Base...> const& base, Over... over) {
    return overlay(rules::writers<>{}, base, std::move(over)...);
}

/// What another version of a mapping does otherwise, line by line of the two `describe()` texts: `-` as it was, `+` as
/// it is; lines that are the same are left out, so no difference is an empty text.
[[nodiscard]] std::string mapping_difference(std::string_view was, std::string_view is);

/// A base mapping and the overlays that records choose by something of their own: their legal entity, region, customer.
/// One mapping to a flow: its text is the base and each overlay's difference, and its hash covers all of them.
///
///     auto const orders = by_scope<deal, order>("deal-to-order", "1.2.0", base,
///                                               [](deal const& d) { return d.legal_entity; },
///                                               {{"DE01", german}, {"AT01", austrian}});
template <class From, class To, class Scope>
class scoped_mapping {
    static_assert(std::is_invocable_r_v<std::string, Scope const&, From const&>,
                  "syncline: a scope makes a std::string of a record");

public:
    scoped_mapping(std::string id, std::string version, any_mapping<From, To> base, Scope scope,
                   std::map<std::string, any_mapping<From, To>> overlays)
        : id_(std::move(id)),
          version_(std::move(version)),
          base_(std::move(base)),
          scope_(std::move(scope)),
          overlays_(std::move(overlays)) {}

    [[nodiscard]] result<To> operator()(From const& f) const { return (*this)(f, map_context{}); }
    [[nodiscard]] result<To> operator()(From const& f, map_context const& mc) const {
        auto const special = overlays_.find(scope_(f));
        return special == overlays_.end() ? base_(f, mc) : special->second(f, mc);
    }

    /// The classified fields the base or an overlay reads.
    [[nodiscard]] std::vector<std::pair<std::string_view, std::string_view>> reads() const {
        auto out = base_.reads();
        for (auto const& [scope, mapping] : overlays_)
            for (auto const& field : mapping.reads())
                if (std::find(out.begin(), out.end(), field) == out.end()) out.push_back(field);
        return out;
    }

    [[nodiscard]] std::string const& id() const noexcept { return id_; }
    [[nodiscard]] std::string const& version() const noexcept { return version_; }
    [[nodiscard]] std::string describe() const {
        auto const base = base_.describe();
        std::string out = base;
        for (auto const& [scope, mapping] : overlays_)
            out += "for " + scope + ":\n" + mapping_difference(base, mapping.describe());
        return out;
    }
    /// `id@version#hash`.
    [[nodiscard]] std::string identity() const {
        return id_ + '@' + version_ + '#' + fingerprint_of(describe()).text().substr(0, 12);
    }

private:
    std::string id_;
    std::string version_;
    any_mapping<From, To> base_;
    Scope scope_;
    std::map<std::string, any_mapping<From, To>> overlays_;
};

template <class From, class To, class Scope>
[[nodiscard]] scoped_mapping<From, To, Scope> by_scope(std::string id, std::string version, any_mapping<From, To> base,
                                                       Scope scope,
                                                       std::map<std::string, any_mapping<From, To>> overlays) {
    return {std::move(id), std::move(version), std::move(base), std::move(scope), std::move(overlays)};
}

}  // namespace syncline::inline v1
