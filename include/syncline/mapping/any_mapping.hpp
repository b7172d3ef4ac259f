// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <syncline/core/map_context.hpp>
#include <syncline/core/result.hpp>
#include <syncline/core/text.hpp>

namespace syncline::inline v1 {

/// A mapping from one record to another whose rules are chosen at run time: one of several versions that were compiled.
///
/// *Threads*: immutable, use from any number of threads; copies share the mapping. *Cost*: one virtual call per record.
template <class From, class To>
class any_mapping {
public:
    /// Any mapping that was `named`.
    template <class M>
        requires(!std::same_as<M, any_mapping>)
    any_mapping(M m)  // NOLINT(google-explicit-constructor): a list of versions reads as one
        : held_(std::make_shared<model<M>>(std::move(m))) {}

    [[nodiscard]] result<To> operator()(From const& f) const { return held_->map(f, map_context{}); }
    [[nodiscard]] result<To> operator()(From const& f, map_context const& mc) const { return held_->map(f, mc); }
    [[nodiscard]] std::string identity() const { return held_->identity(); }
    [[nodiscard]] std::string describe() const { return held_->describe(); }
    /// The classified fields it reads, as `mapping_t::reads` tells them.
    [[nodiscard]] std::vector<std::pair<std::string_view, std::string_view>> reads() const { return held_->reads(); }

private:
    struct interface {
        interface() = default;
        interface(interface const&) = delete;
        interface& operator=(interface const&) = delete;
        virtual ~interface() = default;
        [[nodiscard]] virtual result<To> map(From const& f, map_context const& mc) const = 0;
        [[nodiscard]] virtual std::string identity() const = 0;
        [[nodiscard]] virtual std::string describe() const = 0;
        [[nodiscard]] virtual std::vector<std::pair<std::string_view, std::string_view>> reads() const = 0;
    };
    template <class M>
    struct model final : interface {
        explicit model(M m) : mapping(std::move(m)) {}
        [[nodiscard]] result<To> map(From const& f, map_context const& mc) const override { return mapping(f, mc); }
        [[nodiscard]] std::string identity() const override { return mapping.identity(); }
        [[nodiscard]] std::string describe() const override { return mapping.describe(); }
        [[nodiscard]] std::vector<std::pair<std::string_view, std::string_view>> reads() const override {
            return mapping.reads();
        }
        M mapping;
    };
    std::shared_ptr<interface const> held_;
};

/// The version of this identity, `id@version#hash`: the active one of a registry, or the one an effect names, to do it
/// again as it was done. *Errors*: `not_found`, naming the versions there are.
template <class From, class To>
[[nodiscard]] result<any_mapping<From, To>> version_with(std::string_view identity,
                                                         std::initializer_list<any_mapping<From, To>> versions) {
    std::string there;
    for (auto const& v : versions) {
        if (v.identity() == identity) return v;
        there += there.empty() ? "" : ", ";
        there += v.identity();
    }
    return fail(errc::not_found, "mapping " + shorten(identity, 120) + ": is not compiled in; there are: " + there);
}

}  // namespace syncline::inline v1
