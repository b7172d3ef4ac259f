// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <syncline/core/category.hpp>
#include <syncline/core/result.hpp>
#include <syncline/governance/configuration.hpp>

namespace syncline::inline v1::governance {

/// What a rule found, where, and what to do about it.
struct complaint {
    std::string where{};  ///< `flow won-deal`.
    std::string text{};

    friend auto operator<=>(complaint const&, complaint const&) = default;
};

/// A complaint with the rule that made it. One of `high` or `critical` severity keeps a configuration from passing
/// `check`.
struct finding {
    std::string rule{};
    syncline::severity severity = syncline::severity::low;
    std::string where{};
    std::string text{};

    friend bool operator==(finding const&, finding const&) = default;
};

/// A rule of the library, for people.
struct rule_facts {
    std::string_view id;
    syncline::severity severity;
    std::string_view about;
};

/// Every rule `lint` holds a configuration to.
inline constexpr std::array<rule_facts, 20> all_rules{{
    {"classified-destination", severity::critical, "A mapping reads what the system it writes to may not have."},
    {"custom-step", severity::medium,
     "A step or constant of a mapping has no text of its own: its changes leave the hash alone."},
    {"direct-mapping", severity::low, "A mapping goes from one system straight to another, past the model."},
    {"duplicate-name", severity::critical, "Two entries have one name."},
    {"environment", severity::critical, "An environment sets what is not there."},
    {"financial-owner", severity::high, "An entity with money in it that mappings use has nobody to answer for it."},
    {"flow-owner", severity::high, "A flow lacks its owner or the owner of its exceptions."},
    {"flow-purpose", severity::medium, "A flow lacks its purpose, its latency or any target."},
    {"mapping-owner", severity::medium, "A mapping has no owner."},
    {"mapping-version", severity::high, "A mapping has no semantic version."},
    {"metric", severity::medium, "A metric lacks its owner, or names a field or a flow that is not there."},
    {"name-style", severity::low, "A name is not written like-this."},
    {"no-destination", severity::high, "Nobody decided which classifications a written system may have."},
    {"ownership-policy", severity::critical, "The ownership policy does not load."},
    {"shared-object", severity::high, "Several flows write one object, and no ownership policy speaks of it."},
    {"support-ended", severity::high, "The vendor no longer supports a system's version."},
    {"support-ending", severity::medium, "Support of a system's version ends within 180 days."},
    {"system-owner", severity::medium, "A system has no owner or no role."},
    {"unknown-name", severity::critical, "A flow names a mapping or a system that is not there."},
    {"unused-mapping", severity::low, "No flow uses a mapping."},
}};

/// A host's own rule: `rule{"purpose-ends", severity::low, [](configuration const& c) { ... }}`, where the callable
/// gives a `std::vector<complaint>`.
template <class Examine>
struct rule {
    std::string_view id;
    syncline::severity severity;
    Examine examine;
};
template <class Examine>
rule(std::string_view, severity, Examine) -> rule<Examine>;

/// What `lint` and `check` take besides the library's rules.
template <class R>
concept Rule = requires(R const& r, configuration const& c) {
    { r.id } -> std::convertible_to<std::string_view>;
    { r.severity } -> std::convertible_to<severity>;
    { r.examine(c) } -> std::same_as<std::vector<complaint>>;
};

namespace detail {

[[nodiscard]] std::vector<finding> lint(configuration const& c, local_date today);
void add_findings(std::vector<finding>& out, std::string_view id, severity s, std::vector<complaint> complaints);
[[nodiscard]] std::vector<finding> in_order(std::vector<finding> findings);
[[nodiscard]] result<void> judged(std::vector<finding> const& findings);

}  // namespace detail

/// What is wrong with a configuration by the library's rules and the host's own: the most severe first, then by rule
/// and place. The same configuration gives the same findings, in whatever order it was filled. Pure: no network, no
/// clock. *Cost*: the ownership policy is loaded once; the rest is one pass over flows and mappings.
template <Rule... Own>
[[nodiscard]] std::vector<finding> lint(configuration const& c, local_date today, Own const&... own) {
    auto out = detail::lint(c, today);
    (detail::add_findings(out, own.id, own.severity, own.examine(c)), ...);
    return detail::in_order(std::move(out));
}

/// Whether a configuration may go on: nothing found is `high` or `critical`. *Errors*: `misconfigured`, with all that
/// is. Pure.
template <Rule... Own>
[[nodiscard]] result<void> check(configuration const& c, local_date today, Own const&... own) {
    return detail::judged(lint(c, today, own...));
}

}  // namespace syncline::inline v1::governance
