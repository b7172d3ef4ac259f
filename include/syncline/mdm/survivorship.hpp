// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/mp11/algorithm.hpp>

#include <syncline/core/field_value.hpp>
#include <syncline/core/fingerprint.hpp>
#include <syncline/mdm/conflict.hpp>
#include <syncline/mdm/detail/settle.hpp>
#include <syncline/mdm/detail/value.hpp>
#include <syncline/mdm/explanation.hpp>
#include <syncline/mdm/fact.hpp>
#include <syncline/reflect/digest.hpp>
#include <syncline/reflect/field.hpp>

namespace syncline::inline v1::mdm {

// What the compiler names when a survivorship is wrong. Declared, never defined: the name and its arguments are the
// message.
template <auto Member>
struct field_has_no_survivorship_rule;  // write `keep<...> = ...` for it, or `leave<...>` if leaving it out is meant
template <auto Member>
struct field_has_two_survivorship_rules;
template <auto Member, class Record>
struct rule_keeps_a_member_of_another_record;
template <auto Member>
struct longest_compares_texts_only;
template <auto Member>
struct most_complete_compares_groups_only;  // keep<&R::street, &R::zip, &R::city> = most_complete
template <auto Member>
struct most_restrictive_is_for_one_field_each;
template <auto Member, class Value>
struct most_restrictive_is_not_a_value_of;
template <auto Member>
struct ask_needs_a_field_that_can_be_absent;  // make the member a `field_value` or an `optional`
template <class Step>
struct step_must_come_first;  // `only` and `most_restrictive` hold whatever else is said
template <class Step>
struct step_after_ask_is_never_reached;

namespace detail {

struct step_tag {};

template <step_kind Kind>
struct plain_step : step_tag {
    static constexpr auto kind = Kind;
    template <auto...>
    [[nodiscard]] constexpr step erased() const noexcept {
        return {.kind = Kind};
    }
};

template <step_kind Kind, std::size_t N>
struct speaker_step : step_tag {
    static constexpr auto kind = Kind;
    std::array<speaker, N> who;

    template <auto...>
    [[nodiscard]] constexpr step erased() const noexcept {
        return {.kind = Kind, .who = who};
    }
};

template <class V, std::size_t N>
struct restrictive_step : step_tag {
    static constexpr auto kind = step_kind::most_restrictive;
    using value = V;
    std::array<V, N> values;

    template <auto Member, auto...>
    [[nodiscard]] constexpr step erased() const noexcept {
        return {.kind = kind, .place = &place_of<Member>, .values = this, .add_values = &add_values};
    }

private:
    template <auto Member>
    [[nodiscard]] static std::size_t place_of(void const* record, void const* self) {
        auto const& all = static_cast<restrictive_step const*>(self)->values;
        std::size_t place = N;
        with_value(static_cast<reflect::record_of<Member> const*>(record)->*Member, [&](auto const& v) {
            for (std::size_t i = N; i-- > 0;)
                if (v == all[i]) place = i;
        });
        return place;
    }
    static void add_values(std::string& out, void const* self) {
        for (std::size_t i = 0; i < N; ++i) {
            if (i > 0) out += ", ";
            add_text(out, static_cast<restrictive_step const*>(self)->values[i]);
        }
    }
};

template <class S>
concept Step = std::derived_from<S, step_tag>;

template <class... Steps>
struct chain {
    std::tuple<Steps...> steps;

    /// Calls `f` with the steps as the engine reads them.
    template <auto... Members, class F>
    void with_steps(F&& f) const {
        std::apply(
            [&](auto const&... s) {
                std::array<step, sizeof...(Steps)> const erased{s.template erased<Members...>()...};
                f(std::span<step const>(erased));
            },
            steps);
    }
};

template <Step S>
[[nodiscard]] constexpr chain<S> as_chain(S s) {
    return {std::tuple<S>(std::move(s))};
}
template <class... S>
[[nodiscard]] constexpr chain<S...> as_chain(chain<S...> c) {
    return c;
}
template <class C>
concept Chainable = requires(C c) {
    detail::as_chain(std::move(c));
};

template <Step A, Step B>
[[nodiscard]] constexpr chain<A, B> operator|(A a, B b) {
    return {std::tuple<A, B>(std::move(a), std::move(b))};
}
template <class... A, Step B>
[[nodiscard]] constexpr chain<A..., B> operator|(chain<A...> a, B b) {
    return {std::tuple_cat(std::move(a.steps), std::tuple<B>(std::move(b)))};
}
template <class... A, class... B>
[[nodiscard]] constexpr chain<A..., B...> operator|(chain<A...> a, chain<B...> b) {
    return {std::tuple_cat(std::move(a.steps), std::move(b.steps))};
}

/// One rule where some fact holds, another where none does.
template <class Holds, class Then, class Else>
struct conditional {
    std::string_view text;
    Holds holds;
    Then then;
    Else otherwise;
};

template <class Holds, class Then>
struct half_conditional {
    std::string_view text;
    Holds holds;
    Then then;

    template <Chainable C>
    [[nodiscard]] constexpr auto otherwise(C c) const {
        auto e = as_chain(std::move(c));
        return conditional<Holds, Then, decltype(e)>{text, holds, then, std::move(e)};
    }
};

template <class Rule, auto... Members>
struct kept {
    Rule rule;
};
template <auto Member>
struct left {};

template <class V>
struct inner_value {
    using type = V;
};
template <class V>
    requires(ThreeState<V> || TwoState<V>)
struct inner_value<V> {
    using type = typename V::value_type;
};

template <auto Member>
inline constexpr bool says_text = Text<typename inner_value<reflect::value_of<Member>>::type>;

template <class S, auto... Members>
consteval void check_step() {
    if constexpr (S::kind == step_kind::longest) {
        (
            []() {
                if constexpr (!says_text<Members>) static_assert(sizeof(longest_compares_texts_only<Members>) != 0);
            }(),
            ...);
    } else if constexpr (S::kind == step_kind::most_complete) {
        if constexpr (sizeof...(Members) == 1)
            static_assert(sizeof(most_complete_compares_groups_only<Members...>) != 0);
    } else if constexpr (S::kind == step_kind::most_restrictive) {
        if constexpr (sizeof...(Members) > 1) {
            static_assert((sizeof(most_restrictive_is_for_one_field_each<Members>) + ...) != 0);
        } else {
            (
                []() {
                    using member = typename inner_value<reflect::value_of<Members>>::type;
                    using value = typename S::value;
                    if constexpr (!std::is_same_v<member, value> && !(Text<member> && Text<value>))
                        static_assert(sizeof(most_restrictive_is_not_a_value_of<Members, value>) != 0);
                }(),
                ...);
        }
    } else if constexpr (S::kind == step_kind::ask) {
        (
            []() {
                using member = reflect::value_of<Members>;
                if constexpr (!ThreeState<member> && !TwoState<member>)
                    static_assert(sizeof(ask_needs_a_field_that_can_be_absent<Members>) != 0);
            }(),
            ...);
    }
}

[[nodiscard]] constexpr bool is_absolute(step_kind k) noexcept {
    return k == step_kind::only || k == step_kind::most_restrictive;
}

template <class Before, class S>
consteval void check_pair() {
    if constexpr (is_absolute(S::kind) && !is_absolute(Before::kind))
        static_assert(sizeof(step_must_come_first<S>) != 0);
    if constexpr (Before::kind == step_kind::ask) static_assert(sizeof(step_after_ask_is_never_reached<S>) != 0);
}

template <auto... Members, class... S>
consteval void check_rule(chain<S...> const*) {
    (check_step<S, Members...>(), ...);
    using steps = boost::mp11::mp_list<S...>;
    boost::mp11::mp_for_each<boost::mp11::mp_iota_c<sizeof...(S) - 1>>(
        [](auto i) { check_pair<boost::mp11::mp_at_c<steps, i>, boost::mp11::mp_at_c<steps, i + 1>>(); });
}
template <auto... Members, class H, class T, class E>
consteval void check_rule(conditional<H, T, E> const*) {
    check_rule<Members...>(static_cast<T const*>(nullptr));
    check_rule<Members...>(static_cast<E const*>(nullptr));
}

template <class Record, auto Member>
consteval void check_belongs() {
    if constexpr (!std::is_same_v<reflect::record_of<Member>, Record>)
        static_assert(sizeof(rule_keeps_a_member_of_another_record<Member, Record>) != 0);
}

/// What is checked of one rule, and how often it names a member.
template <class Rule>
struct rule_traits;
template <class R, auto... Members>
struct rule_traits<kept<R, Members...>> {
    template <auto M>
    static constexpr int times = (0 + ... + static_cast<int>(reflect::same_member<M, Members>()));
    template <class Record>
    static consteval void check() {
        (check_belongs<Record, Members>(), ...);
        check_rule<Members...>(static_cast<R const*>(nullptr));
    }
};
template <auto Member>
struct rule_traits<left<Member>> {
    template <auto M>
    static constexpr int times = static_cast<int>(reflect::same_member<M, Member>());
    template <class Record>
    static consteval void check() {
        check_belongs<Record, Member>();
    }
};

template <class Record, class... Rules>
consteval void check_total() {
    (rule_traits<Rules>::template check<Record>(), ...);
    boost::mp11::mp_for_each<reflect::members_of<Record>>([](auto d) {
        constexpr auto member = decltype(d)::pointer;
        constexpr int times = (0 + ... + rule_traits<Rules>::template times<member>);
        if constexpr (times == 0) static_assert(sizeof(field_has_no_survivorship_rule<member>) != 0);
        if constexpr (times > 1) static_assert(sizeof(field_has_two_survivorship_rules<member>) != 0);
    });
}

/// The functions of one group of members.
template <class Record, auto... Members>
struct group_of {
    static constexpr std::array<std::string_view, sizeof...(Members)> names{reflect::name_of<Members>()...};

    [[nodiscard]] static reading read(void const* p) {
        auto const& record = *static_cast<Record const*>(p);
        reading out;
        fingerprint_builder b;
        (read_member(record.*Members, out, b), ...);
        if (out.state != field_state::value) b = {};  // blank is blank, whichever member says it
        out.digest = b.finish();
        return out;
    }
    [[nodiscard]] static noted notes(void const* p) {
        auto const& f = *static_cast<fact<Record> const*>(p);
        noted out{.verified = (says_verified(f.record.*Members) || ...)};
        for (auto const& n : f.notes) {
            if (!((n.member == reflect::index_of<Members>) || ...)) continue;
            out.verified = out.verified || n.verified;
            if (n.at && (!out.at || *out.at < *n.at)) out.at = n.at;
        }
        return out;
    }
    static void text(std::string& out, void const* p) {
        auto const& record = *static_cast<Record const*>(p);
        auto const add = [&, first = true](auto const& member) mutable {
            if (state_of(member) != field_state::value) return;
            if (!first) out += ", ";
            first = false;
            add_text(out, member);
        };
        auto each = add;
        (each(record.*Members), ...);
    }
    static void copy(void* to, void const* from) {
        ((static_cast<Record*>(to)->*Members = static_cast<Record const*>(from)->*Members), ...);
    }

    static constexpr group row{names, &read, &notes, &text, &copy};

private:
    template <class V>
    static void read_member(V const& v, reading& out, fingerprint_builder& b) {
        auto const state = state_of(v);
        out.state = (std::max)(out.state, state);
        b.add(static_cast<std::uint64_t>(state == field_state::value));
        if (state != field_state::value) return;
        ++out.complete;
        with_value(v, [&](auto const& inner) {
            if constexpr (Text<std::remove_cvref_t<decltype(inner)>>) out.length += length_of(inner);
            add_meaning(b, inner);
        });
    }
};

template <class Record>
[[nodiscard]] fingerprint digest_of_fact(fact<Record> const& f) {
    fingerprint_builder b;
    reflect::add_to(b, f.record);
    b.add(static_cast<std::uint64_t>(f.from.role));
    for (auto const& n : f.notes) {
        reflect::add_to(b, n.at);
        b.add(static_cast<std::uint64_t>(n.verified));
        b.add(static_cast<std::uint64_t>(n.member));
    }
    return b.finish();
}

template <class Record, class Holds>
[[nodiscard]] bool some_fact(merging const& m, Holds const& holds) {
    return m.any([&](void const* f) { return static_cast<bool>(holds(*static_cast<fact<Record> const*>(f))); });
}

template <class Record, class... S, auto... Members>
void settle(kept<chain<S...>, Members...> const& k, merging& m, Record& golden) {
    k.rule.template with_steps<Members...>(
        [&](std::span<step const> steps) { m.settle(group_of<Record, Members...>::row, steps, {}, &golden); });
}
template <class Record, class H, class T, class E, auto... Members>
void settle(kept<conditional<H, T, E>, Members...> const& k, merging& m, Record& golden) {
    bool const holds = some_fact<Record>(m, k.rule.holds);
    std::string const condition = (holds ? "when " : "unless ") + std::string(k.rule.text);
    auto const run = [&](std::span<step const> steps) {
        m.settle(group_of<Record, Members...>::row, steps, condition, &golden);
    };
    if (holds)
        k.rule.then.template with_steps<Members...>(run);
    else
        k.rule.otherwise.template with_steps<Members...>(run);
}
template <class Record, auto Member>
void settle(left<Member> const&, merging&, Record&) {}

template <auto... Members>
[[nodiscard]] std::string names_of() {
    std::array<std::string_view, sizeof...(Members)> const names{reflect::name_of<Members>()...};
    return name_of(names);
}
template <auto... Members, class... S>
[[nodiscard]] std::string rule_text(chain<S...> const& c) {
    std::string out;
    c.template with_steps<Members...>([&](std::span<step const> steps) { out = text_of(steps); });
    return out;
}
template <class... S, auto... Members>
[[nodiscard]] std::string line_of(kept<chain<S...>, Members...> const& k) {
    return names_of<Members...>() + ": " + rule_text<Members...>(k.rule) + '\n';
}
template <class H, class T, class E, auto... Members>
[[nodiscard]] std::string line_of(kept<conditional<H, T, E>, Members...> const& k) {
    return names_of<Members...>() + ": when " + std::string(k.rule.text) + ": " + rule_text<Members...>(k.rule.then) +
           "; otherwise: " + rule_text<Members...>(k.rule.otherwise) + '\n';
}
template <auto Member>
[[nodiscard]] std::string line_of(left<Member> const&) {
    return std::string(reflect::name_of<Member>()) + ": left out\n";
}

template <auto... Members>
struct keep_t {
    template <Chainable C>
    constexpr auto operator=(C c) const {  // NOLINT(misc-unconventional-assign-operator): it builds a rule
        auto rule = as_chain(std::move(c));
        return kept<decltype(rule), Members...>{std::move(rule)};
    }
    template <class H, class T, class E>
    constexpr auto operator=(conditional<H, T, E> c) const {  // NOLINT(misc-unconventional-assign-operator)
        return kept<conditional<H, T, E>, Members...>{std::move(c)};
    }
};

template <std::size_t N>
struct tie_break_t {
    std::array<speaker, N> ranking;
};

}  // namespace detail

/// A golden record as it was when all systems had it. Store it once it has been written everywhere; hand it to the next
/// merge, which then sees who was changed since.
template <class Record>
struct agreed {
    Record record{};
    std::vector<agreed_field> sides{};  ///< Without them, whoever differs from `record` counts as changed.
};

/// What is known from before. Lifetime: views, for the duration of the call.
template <class Record>
struct known {
    std::span<decision const> decisions{};
    mdm::agreed<Record> const* agreed = nullptr;
};

/// A golden record and why it is as it is.
template <class Record>
struct merged {
    Record record{};
    std::vector<explanation> fields{};  ///< One per rule, in the order of the rules.
    std::vector<conflict> conflicts{};  ///< Those no decision covers.

    /// What to store once `record` has been written everywhere.
    [[nodiscard]] mdm::agreed<Record> agreed() const { return {record, detail::marks_of(fields)}; }
};

/// Which source's value survives, field by field; made by `survivorship<Record>(...)`.
///
/// The golden record depends on the facts and the decisions alone: not on their order, and not on what was agreed,
/// which only tells which contradictions are news. *Threads*: immutable, use from any number of threads.
template <class Record, std::size_t Ranked, class... Rules>
class survivorship_t {
public:
    using record_type = Record;

    constexpr survivorship_t(std::string_view entity, detail::tie_break_t<Ranked> t, Rules... rules)
        : entity_(entity), tie_break_(t), rules_(std::move(rules)...) {}

    /// Settles every field of the thing with that canonical id. Pure: no I/O, and no facts give an empty record.
    ///
    /// *Cost*: sorts the facts, then one pass over them for each rule; what survives is the only thing copied of
    /// records.
    [[nodiscard]] merged<Record> merge(std::string_view id, std::span<fact<Record> const> facts,
                                       known<Record> const& before = {}) const {
        std::vector<detail::erased_fact> erased;
        erased.reserve(facts.size());
        for (auto const& f : facts)
            erased.push_back({.fact = &f, .record = &f.record, .from = &f.from, .digest = detail::digest_of_fact(f)});
        detail::merging m({.entity = entity_,
                           .record = id,
                           .ranking = tie_break_.ranking,
                           .decisions = before.decisions,
                           .agreed = before.agreed ? &before.agreed->record : nullptr,
                           .agreed_fields = before.agreed ? std::span<agreed_field const>(before.agreed->sides)
                                                          : std::span<agreed_field const>()},
                          std::move(erased));
        merged<Record> out;
        std::apply([&](auto const&... r) { (detail::settle(r, m, out.record), ...); }, rules_);
        out.fields = std::move(m.fields);
        out.conflicts = std::move(m.conflicts);
        return out;
    }

    /// One line per rule and one for the tie-break: what a reviewer reads.
    [[nodiscard]] std::string describe() const {
        std::string out;
        std::apply([&](auto const&... r) { ((out += detail::line_of(r)), ...); }, rules_);
        return out + "tie-break: " + detail::text_of_tie_break(tie_break_.ranking) + '\n';
    }

    /// `party#1f0c5ea2b7d4`: the entity and what the rules say, for the audit line of what they led to. A condition
    /// counts with its text.
    [[nodiscard]] std::string identity() const {
        return std::string(entity_) + '#' + fingerprint_of(describe()).text().substr(0, 12);
    }

private:
    std::string_view entity_;
    detail::tie_break_t<Ranked> tie_break_;
    std::tuple<Rules...> rules_;
};

/// Names every field of `Record` exactly once, with what decides between sources; a forgotten one stops the build with
/// its name. Steps are tried in their order, each on what the one before left over; then comes the tie-break.
///
///     constexpr auto customers = mdm::survivorship<customer>(
///         "party", tie_break(crm, erp),
///         keep<&customer::name>                                      = ranked(crm, erp),
///         keep<&customer::vat>                                       = verified | ranked(erp) | newest,
///         keep<&customer::street, &customer::zip, &customer::city>   = only(crm, erp) | newest,
///         keep<&customer::no_mail>                                   = most_restrictive(true),
///         leave<&customer::source>);
template <reflect::Described Record, std::size_t Ranked, class... Rules>
[[nodiscard]] constexpr auto survivorship(std::string_view entity, detail::tie_break_t<Ranked> t, Rules... rules) {
    detail::check_total<Record, Rules...>();
    return survivorship_t<Record, Ranked, Rules...>(entity, t, std::move(rules)...);
}

/// A field that survives, or several of which one source's are taken together, never mixed: `keep<&R::name> = newest`.
template <auto... Members>
    requires(sizeof...(Members) > 0)
inline constexpr detail::keep_t<Members...> keep{};

/// A field that no source decides: it stays as it is by default.
template <auto Member>
inline constexpr detail::left<Member> leave{};

/// A system, by what it is to the business (`model::system_role::crm`) or by its name (`"salesforce"`).
template <class S>
concept Speaker = std::convertible_to<S, detail::speaker>;

/// What settles it where a rule leaves several values: the system that stands first here, then the newer source time,
/// then the smaller source id (system, object, id). Systems that are not named come last.
template <Speaker... S>
[[nodiscard]] constexpr auto tie_break(S... systems) {
    return detail::tie_break_t<sizeof...(S)>{{detail::speaker(systems)...}};
}

/// First step only. Nobody else is heard, and no decision changes that. Who is named has no say yet: that is for what
/// follows.
template <Speaker... S>
    requires(sizeof...(S) > 0)
[[nodiscard]] constexpr auto only(S... systems) {
    return detail::speaker_step<detail::step_kind::only, sizeof...(S)>{{}, {detail::speaker(systems)...}};
}

/// First step only. A source that says the first of these values wins at once, whoever it is and whatever was decided;
/// else one that says the second, and so on: `most_restrictive(true)` for an opt-out.
template <class V, std::same_as<V>... More>
[[nodiscard]] constexpr auto most_restrictive(V first, More... more) {
    using value = std::conditional_t<detail::Text<V>, std::string_view, V>;
    return detail::restrictive_step<value, 1 + sizeof...(More)>{{}, {value(first), value(more)...}};
}

/// This system's word counts before all others', also when the word is "blank". When it leaves the field absent, the
/// others are heard.
template <Speaker S>
[[nodiscard]] constexpr auto owner(S system) {
    return detail::speaker_step<detail::step_kind::owner, 1>{{}, {detail::speaker(system)}};
}

/// `owner`, and nobody else is heard.
template <Speaker S>
[[nodiscard]] constexpr auto sole_owner(S system) {
    return only(system) | owner(system);
}

/// The value of the system that stands first here. A blank is no value, so the next one fills the hole. Systems that
/// are not named come last.
template <Speaker... S>
    requires(sizeof...(S) > 0)
[[nodiscard]] constexpr auto ranked(S... systems) {
    return detail::speaker_step<detail::step_kind::ranked, sizeof...(S)>{{}, {detail::speaker(systems)...}};
}

/// A value somebody checked, before one nobody did (`note`).
inline constexpr detail::plain_step<detail::step_kind::verified> verified{};
/// The latest source time: the field's own where it was noted, else the record's.
inline constexpr detail::plain_step<detail::step_kind::newest> newest{};
/// The group with the most of its fields filled.
inline constexpr detail::plain_step<detail::step_kind::most_complete> most_complete{};
/// The text with the most characters, without white space around it.
inline constexpr detail::plain_step<detail::step_kind::longest> longest{};
/// Last step only. While several values are left a person picks: the field is absent and a conflict is raised.
inline constexpr detail::plain_step<detail::step_kind::ask> ask{};

/// A rule for as long as the newest copy of some source's record fits, and another for otherwise. `text` says in words
/// when that is; `holds` is any callable with a `fact<Record>`.
///
///     keep<...> = when("an invoice was posted", [](fact<customer> const& f) { return
///     f.record.invoiced.value_or(false);
///     }, owner(erp)).otherwise(owner(crm))
template <class Holds, detail::Chainable C>
[[nodiscard]] constexpr auto when(std::string_view text, Holds holds, C rule) {
    auto c = detail::as_chain(std::move(rule));
    return detail::half_conditional<Holds, decltype(c)>{text, std::move(holds), std::move(c)};
}

}  // namespace syncline::inline v1::mdm
