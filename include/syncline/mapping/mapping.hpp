// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/describe/enum_to_string.hpp>
#include <boost/describe/enumerators.hpp>
#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <syncline/core/field_value.hpp>
#include <syncline/core/fingerprint.hpp>
#include <syncline/core/map_context.hpp>
#include <syncline/core/result.hpp>
#include <syncline/model/entity.hpp>
#include <syncline/reflect/field.hpp>

namespace syncline::inline v1 {

/// One step of a rule: a value in, a value or a `result` of one out. Yours is any callable.
///
///     struct prefixed {
///         std::string_view with;
///         std::string operator()(std::string const& s) const { return std::string(with) + s; }
///     };
template <class P, class In>
concept MappingPolicy = std::invocable<P const&, In const&> || std::invocable<P const&, In const&, map_context const&>;

/// A rule set, a function or a lambda.
template <class M, class From, class To>
concept Mapping = requires(M const& m, From const& f) {
    { m(f) } -> std::same_as<result<To>>;
};

// What the compiler names when a mapping is wrong. Declared, never defined: the name and its arguments are the message.
template <auto Member>
struct target_field_is_not_mapped;  // write `to<...> = ...` for it, or `skip<...>` if leaving it out is meant
template <auto Member>
struct target_field_is_mapped_twice;
template <auto Member, class Value>
struct rule_produces_wrong_type_for;
template <auto Member, class Value>
struct rule_may_produce_nothing_for;  // add `| or_else{...}` or `| required`
template <auto Member, class Record>
struct rule_reads_a_member_of_another_record;
template <auto Member, class Record>
struct rule_writes_a_member_of_another_record;
template <class Policy, class Value>
struct policy_does_not_accept;
template <auto Member, model::system_role Owner>
struct field_is_owned_by;  // and the mapping is `by` another system: write `skip<...>`
template <auto Member, model::system_role Owner>
struct accounting_outcome_is_told_only_by;  // what was posted, taxed or paid: write `skip<...>`, or map by its owner

namespace rules {

/// A text as rules spell it: in quotes, with quotes, backslashes and control characters escaped.
[[nodiscard]] std::string quote(std::string_view text);

/// A name as rules spell it: bare when it is made of letters, digits and `_ . - +`, else in quotes.
[[nodiscard]] std::string word(std::string_view name);

/// A constant as rules spell it: texts in quotes, enumerators by name (by number when they are not described);
/// `custom` when its type has no spelling.
template <class V>
[[nodiscard]] std::string literal(V const& v) {
    if constexpr (std::convertible_to<V const&, std::string_view>)
        return quote(std::string_view(v));
    else if constexpr (std::same_as<V, bool>)
        return v ? "true" : "false";
    else if constexpr (std::integral<V>)
        return std::to_string(v);
    else if constexpr (boost::describe::has_describe_enumerators<V>::value)
        return boost::describe::enum_to_string(v, "custom");
    else if constexpr (std::is_enum_v<V>)
        return std::to_string(static_cast<std::underlying_type_t<V>>(v));
    else if constexpr (requires { std::string(v.to_string()); })
        return word(v.to_string());
    else if constexpr (requires { std::string_view(v.code()); })
        return word(v.code());
    else
        return "custom";
}

template <class T>
inline constexpr bool is_result = false;
template <class T>
inline constexpr bool is_result<result<T>> = true;

/// `optional` and `field_value`: there may be no value.
template <class T>
inline constexpr bool may_be_nothing = false;
template <class T>
inline constexpr bool may_be_nothing<std::optional<T>> = true;
template <class T>
inline constexpr bool may_be_nothing<field_value<T>> = true;

template <class Wrapper, class U>
struct rewrapped;
template <class T, class U>
struct rewrapped<std::optional<T>, U> {
    using type = std::optional<U>;
};
template <class T, class U>
struct rewrapped<field_value<T>, U> {
    using type = field_value<U>;
};

template <class T>
struct result_value {
    using type = T;
};
template <class T>
struct result_value<result<T>> {
    using type = T;
};

template <class P, class V>
[[nodiscard]] constexpr auto call(P const& p, V const& v, map_context const& mc) {
    if constexpr (std::invocable<P const&, V const&, map_context const&>)
        return p(v, mc);
    else
        return p(v);
}

/// "Nothing" of one type as "nothing" of another, in the same state.
template <class Wrapped, class V>
[[nodiscard]] constexpr Wrapped passed_through(V const& nothing) {
    if constexpr (requires { nothing.is_empty(); }) {
        return nothing.is_empty() ? Wrapped::empty_value() : Wrapped{};
    } else {
        static_cast<void>(nothing);
        return Wrapped{};
    }
}

/// Runs one policy; a policy for T also works on optional<T> and field_value<T>, where "nothing" passes through.
template <class P, class V>
[[nodiscard]] constexpr auto step(P const& p, V const& v, map_context const& mc) {
    if constexpr (MappingPolicy<P, V>) {
        return call(p, v, mc);
    } else if constexpr (may_be_nothing<V>) {
        using inner = typename V::value_type;
        if constexpr (!MappingPolicy<P, inner>) static_assert(sizeof(policy_does_not_accept<P, V>) != 0);
        using out = decltype(call(p, std::declval<inner const&>(), mc));
        using wrapped = typename rewrapped<V, typename result_value<out>::type>::type;
        if constexpr (is_result<out>) {
            if (!v.has_value()) return result<wrapped>(passed_through<wrapped>(v));
            auto r = call(p, v.value(), mc);
            if (!r) return result<wrapped>(tl::unexpected<error>(std::move(r).error()));
            return result<wrapped>(wrapped(*std::move(r)));
        } else {
            if (!v.has_value()) return passed_through<wrapped>(v);
            return wrapped(call(p, v.value(), mc));
        }
    } else {
        static_assert(sizeof(policy_does_not_accept<P, V>) != 0);
    }
}

template <std::size_t I, class Steps, class V>
[[nodiscard]] constexpr auto chain(Steps const& steps, V const& v, map_context const& mc) {
    auto r = step(std::get<I>(steps), v, mc);
    if constexpr (I + 1 == std::tuple_size_v<Steps>) {
        return r;
    } else if constexpr (is_result<decltype(r)>) {
        using rest = decltype(chain<I + 1>(steps, *r, mc));
        using out = result<typename result_value<rest>::type>;
        if (!r) return out(tl::unexpected<error>(std::move(r).error()));
        return out(chain<I + 1>(steps, *r, mc));
    } else {
        return chain<I + 1>(steps, r, mc);
    }
}

struct expression {};  // what may stand right of `to<...> =`

/// A source and its policies.
template <class Source, class... Steps>
struct pipeline : expression {
    Source source;
    std::tuple<Steps...> steps;

    constexpr pipeline(Source s, std::tuple<Steps...> st) : source(s), steps(std::move(st)) {}

    template <class From>
    [[nodiscard]] constexpr decltype(auto) evaluate(From const& f, map_context const& mc) const {
        if constexpr (sizeof...(Steps) == 0)
            return source.read(f, mc);
        else
            return chain<0>(steps, source.read(f, mc), mc);
    }
    [[nodiscard]] std::string text() const {
        std::string out = source.text();
        std::apply([&](auto const&... s) { ((out += " | ", out += name_of_policy(s)), ...); }, steps);
        return out;
    }

    [[nodiscard]] std::string source_text() const { return source.text(); }

private:
    template <class P>
    [[nodiscard]] static std::string name_of_policy(P const& p) {
        if constexpr (requires { p.describe(); })
            return std::string(p.describe());
        else
            return "custom";
    }
};

template <class Source, class... Steps, class P>
[[nodiscard]] constexpr auto operator|(pipeline<Source, Steps...> p, P policy) {
    return pipeline<Source, Steps..., P>(p.source,
                                         std::tuple_cat(std::move(p.steps), std::tuple<P>(std::move(policy))));
}

/// A member, or a member of a member: where a record on the way may be missing, so may the value.
template <auto First, auto... Rest>
struct path_source {
    template <class From>
    [[nodiscard]] static constexpr decltype(auto) read(From const& f, map_context const&) {
        return follow<First, Rest...>(f);
    }
    [[nodiscard]] static std::string text() {
        std::string out(reflect::name_of<First>());
        ((out += '.', out += reflect::name_of<Rest>()), ...);
        return out;
    }

private:
    template <auto Member, auto... More, class V>
    [[nodiscard]] static constexpr decltype(auto) follow(V const& v) {
        if constexpr (may_be_nothing<V>) {
            if constexpr (!std::is_same_v<reflect::record_of<Member>, typename V::value_type>)
                static_assert(sizeof(rule_reads_a_member_of_another_record<Member, V>) != 0);
            using end = std::remove_cvref_t<decltype(follow<Member, More...>(v.value()))>;
            using out = std::conditional_t<may_be_nothing<end>, end, std::optional<end>>;
            return v.has_value() ? out(follow<Member, More...>(v.value())) : out();
        } else {
            if constexpr (!std::is_same_v<reflect::record_of<Member>, V>)
                static_assert(sizeof(rule_reads_a_member_of_another_record<Member, V>) != 0);
            if constexpr (sizeof...(More) == 0)
                return (v.*Member);
            else
                return follow<More...>(v.*Member);
        }
    }
};

/// Several members at once, for policies that join them.
template <auto... Members>
struct tuple_source {
    template <class From>
    [[nodiscard]] static constexpr auto read(From const& f, map_context const& mc) noexcept {
        return std::tuple<reflect::value_of<Members> const&...>(path_source<Members>::read(f, mc)...);
    }
    [[nodiscard]] static std::string text() {
        std::string out;
        ((out += out.empty() ? "" : ", ", out += reflect::name_of<Members>()), ...);
        return out;
    }
};

struct record_source {
    template <class From>
    [[nodiscard]] constexpr From const& read(From const& f, map_context const&) const noexcept {
        return f;
    }
    [[nodiscard]] static std::string text() { return "record"; }
};

struct produced_source {
    std::string_view step;
    template <class From>
    [[nodiscard]] std::optional<external_ref> read(From const&, map_context const& mc) const {
        for (auto const& [name, ref] : mc.produced)
            if (name == step) return ref;
        return std::nullopt;
    }
    [[nodiscard]] std::string text() const { return "produced by " + word(step); }
};

template <class V>
struct constant_source {
    V value;
    template <class From>
    [[nodiscard]] constexpr V const& read(From const&, map_context const&) const noexcept {
        return value;
    }
    [[nodiscard]] std::string text() const { return "constant " + literal(value); }
};

template <class V>
struct produced_value {
    using type = std::remove_cvref_t<V>;
};
template <class V>
struct produced_value<result<V>> {
    using type = V;
};

/// Whether V can become the member's type without losing anything.
template <class Target, class V>
concept Assignable = std::is_same_v<Target, V> || requires(V v) {
    Target{std::move(v)};
} ||(std::is_convertible_v<V, Target> && !std::is_arithmetic_v<Target>);

/// One of two pipelines, by a test of the record.
template <class Test, class Yes, class No>
struct choice : expression {
    Test test;
    Yes yes;
    No no;

    constexpr choice(Test t, Yes y, No n) : test(std::move(t)), yes(std::move(y)), no(std::move(n)) {}

    template <class From>
    [[nodiscard]] constexpr auto evaluate(From const& f, map_context const& mc) const {
        using a = std::remove_cvref_t<decltype(yes.evaluate(f, mc))>;
        using b = std::remove_cvref_t<decltype(no.evaluate(f, mc))>;
        using value = std::common_type_t<typename result_value<a>::type, typename result_value<b>::type>;
        using out = std::conditional_t<is_result<a> || is_result<b>, result<value>, value>;
        return test(f) ? made<out>(yes.evaluate(f, mc)) : made<out>(no.evaluate(f, mc));
    }
    [[nodiscard]] std::string text() const {
        std::string out = "when ";
        if constexpr (requires { test.describe(); })
            out += test.describe();
        else
            out += "custom";
        return out + ": " + yes.text() + "; otherwise: " + no.text();
    }
    [[nodiscard]] std::string source_text() const { return yes.source_text() + " or " + no.source_text(); }

private:
    template <class Out, class V>
    [[nodiscard]] static constexpr Out made(V&& v) {
        if constexpr (is_result<Out> && is_result<std::remove_cvref_t<V>>) {
            if (!v) return tl::unexpected<error>(std::forward<V>(v).error());
            return Out(*std::forward<V>(v));
        } else {
            return Out(std::forward<V>(v));
        }
    }
};

/// `when(test, ...)`, waiting for its `.otherwise(...)`.
template <class Test, class Yes>
struct half_choice {
    Test test;
    Yes yes;
    template <class No>
        requires std::derived_from<No, expression>
    [[nodiscard]] constexpr auto otherwise(No no) const { return choice<Test, Yes, No>(test, yes, std::move(no)); }
};

template <auto Member, class V>
struct equals_t {
    V value;
    [[nodiscard]] constexpr bool operator()(reflect::record_of<Member> const& r) const {
        if constexpr (may_be_nothing<reflect::value_of<Member>>)
            return (r.*Member).has_value() && (r.*Member).value() == value;
        else
            return r.*Member == value;
    }
    [[nodiscard]] std::string describe() const {
        return std::string(reflect::name_of<Member>()) + " is " + literal(value);
    }
};

template <auto Member>
struct has_value_t {
    [[nodiscard]] constexpr bool operator()(reflect::record_of<Member> const& r) const {
        return (r.*Member).has_value();
    }
    [[nodiscard]] static std::string describe() { return std::string(reflect::name_of<Member>()) + " has a value"; }
};

template <auto To, class Expression>
struct assignment {
    static constexpr auto target = To;
    Expression expression;
};

template <auto To>
struct skipped {
    static constexpr auto target = To;
};

struct failure {
    std::string_view to;
    std::string from;
    error why;
};

/// The text of a mapping: its lines, each ended.
[[nodiscard]] std::string text_of(std::vector<std::string> const& lines);

/// The same with `; ` between the lines: a mapping inside of a rule.
[[nodiscard]] std::string on_one_line(std::string_view text);

/// Builds the one error of a mapping out of all that failed.
[[nodiscard]] error joined(std::vector<failure> const& failures);

template <auto To, class V>
constexpr void store(typename reflect::detail::member_pointer<std::remove_cv_t<decltype(To)>>::record& out, V&& v) {
    using member = reflect::value_of<To>;
    using value = std::remove_cvref_t<V>;
    if constexpr (may_be_nothing<value> && may_be_nothing<member> && !std::is_same_v<value, member>) {
        if constexpr (!Assignable<typename member::value_type, typename value::value_type>)
            static_assert(sizeof(rule_produces_wrong_type_for<To, value>) != 0);
        if (v.has_value()) out.*To = typename member::value_type(std::forward<V>(v).value());
    } else if constexpr (may_be_nothing<value> && !may_be_nothing<member>) {
        static_assert(sizeof(rule_may_produce_nothing_for<To, value>) != 0);
    } else {
        if constexpr (!Assignable<member, value>)
            static_assert(sizeof(rule_produces_wrong_type_for<To, value>) != 0);
        else if constexpr (std::is_same_v<member, value>)
            out.*To = std::forward<V>(v);
        else
            out.*To = member(std::forward<V>(v));
    }
}

template <auto To, class E, class From, class Out>
constexpr void run(assignment<To, E> const& rule, From const& f, map_context const& mc, Out& out,
                   std::vector<failure>& failures) {
    decltype(auto) v = rule.expression.evaluate(f, mc);
    if constexpr (is_result<std::remove_cvref_t<decltype(v)>>) {
        if (v)
            store<To>(out, *std::move(v));
        else
            failures.push_back({reflect::name_of<To>(), rule.expression.source_text(), std::move(v).error()});
    } else {
        store<To>(out, std::forward<decltype(v)>(v));
    }
}

template <auto To, class From, class Out>
constexpr void run(skipped<To> const&, From const&, map_context const&, Out&, std::vector<failure>&) {}

template <auto To, class E>
[[nodiscard]] std::string text_of(assignment<To, E> const& rule) {
    return "to " + std::string(reflect::name_of<To>()) + " = " + rule.expression.text();
}
template <auto To>
[[nodiscard]] std::string text_of(skipped<To> const&) {
    return "skip " + std::string(reflect::name_of<To>());
}

using classified_fields = std::vector<std::pair<std::string_view, std::string_view>>;

template <auto Member>
void add_classified(classified_fields& out) {
    if constexpr (model::Entity<reflect::record_of<Member>>) {
        std::pair const one{reflect::name_of<Member>(), model::name_of(model::facts_of<Member>().sensitivity)};
        for (auto const& known : out)
            if (known == one) return;
        out.push_back(one);
    }
}

template <class From, auto... Members>
void reads_of(path_source<Members...> const*, classified_fields& out) {
    (add_classified<Members>(out), ...);
}
template <class From, auto... Members>
void reads_of(tuple_source<Members...> const*, classified_fields& out) {
    (add_classified<Members>(out), ...);
}
template <class From>
void reads_of(record_source const*, classified_fields& out) {
    boost::mp11::mp_for_each<reflect::members_of<From>>([&](auto d) { add_classified<decltype(d)::pointer>(out); });
}
template <class From>
void reads_of(produced_source const*, classified_fields&) {}
template <class From, class V>
void reads_of(constant_source<V> const*, classified_fields&) {}
template <class From, class Source, class... Steps>
void reads_of(pipeline<Source, Steps...> const*, classified_fields& out) {
    reads_of<From>(static_cast<Source const*>(nullptr), out);
}
template <class From, class Test, class Yes, class No>
void reads_of(choice<Test, Yes, No> const*, classified_fields& out) {
    reads_of<From>(static_cast<Yes const*>(nullptr), out);
    reads_of<From>(static_cast<No const*>(nullptr), out);
}
template <class From, auto To, class E>
void reads_of(assignment<To, E> const*, classified_fields& out) {
    reads_of<From>(static_cast<E const*>(nullptr), out);
}
template <class From, auto To>
void reads_of(skipped<To> const*, classified_fields&) {}

template <auto Member, class... Rules>
inline constexpr int times_mapped = (0 + ... + static_cast<int>(reflect::same_member<Member, Rules::target>()));

template <class To, auto Target>
consteval void check_belongs() {
    if constexpr (!std::is_same_v<reflect::record_of<Target>, To>)
        static_assert(sizeof(rule_writes_a_member_of_another_record<Target, To>) != 0);
}

template <model::system_role... Roles>
struct writers {};

template <class Rule>
inline constexpr bool is_assignment = false;
template <auto To, class E>
inline constexpr bool is_assignment<assignment<To, E>> = true;

/// Whose word a field's value would be. Links are the library's own business and everybody's to name.
template <class Rule, model::system_role... Roles>
consteval void check_owner() {
    if constexpr (is_assignment<Rule>) {
        constexpr auto facts = model::facts_of<Rule::target>();
        constexpr bool owner = ((facts.owner == Roles) || ...);
        constexpr bool library = ((Roles == model::system_role::library) || ...);
        if constexpr (facts.outcome && !owner)
            static_assert(sizeof(accounting_outcome_is_told_only_by<Rule::target, facts.owner>) != 0);
        else if constexpr (sizeof...(Roles) != 0 && !owner && !library && facts.owner != model::system_role::library)
            static_assert(sizeof(field_is_owned_by<Rule::target, facts.owner>) != 0);
    }
}

template <class To, model::system_role... Roles, class... Rules>
consteval void check_owners(writers<Roles...>, boost::mp11::mp_list<Rules...>) {
    if constexpr (model::Entity<To>) (check_owner<Rules, Roles...>(), ...);
}

template <class To, class... Rules>
consteval void check_total() {
    (check_belongs<To, Rules::target>(), ...);
    boost::mp11::mp_for_each<reflect::members_of<To>>([](auto d) {
        constexpr auto member = decltype(d)::pointer;
        constexpr int times = times_mapped<member, Rules...>;
        if constexpr (times == 0) static_assert(sizeof(target_field_is_not_mapped<member>) != 0);
        if constexpr (times > 1) static_assert(sizeof(target_field_is_mapped_twice<member>) != 0);
    });
}

}  // namespace rules

/// A total mapping from one described record to another; made by `mapping<From, To>(...)`.
///
/// Calling it never does I/O. All failing fields are reported together, as `source -> target: reason` (one name where
/// both are called the same).
/// *Errors*: the code all failures share, else `mapping`.
/// *Threads*: immutable, use from any number of threads.
template <class From, class To, class... Rules>
class mapping_t {
public:
    using source_type = From;
    using target_type = To;

    constexpr explicit mapping_t(Rules... rules) : rules_(std::move(rules)...) {}

    [[nodiscard]] constexpr result<To> operator()(From const& f) const { return (*this)(f, map_context{}); }

    [[nodiscard]] constexpr result<To> operator()(From const& f, map_context const& mc) const {
        result<To> out(tl::in_place);
        std::vector<rules::failure> failures;
        std::apply([&](auto const&... r) { (rules::run(r, f, mc, *out, failures), ...); }, rules_);
        if (!failures.empty()) out = tl::unexpected<error>(rules::joined(failures));
        return out;  // the one return: the target is built where the caller wants it
    }

    /// Writes onto a record that is there: what the mapping skips stays as it is. *Errors*: as the call.
    [[nodiscard]] constexpr result<To> onto(To existing, From const& f, map_context const& mc = {}) const {
        result<To> out(tl::in_place, std::move(existing));
        std::vector<rules::failure> failures;
        std::apply([&](auto const&... r) { (rules::run(r, f, mc, *out, failures), ...); }, rules_);
        if (!failures.empty()) out = tl::unexpected<error>(rules::joined(failures));
        return out;
    }

    /// The target fields it leaves out on purpose.
    [[nodiscard]] static std::vector<std::string_view> skipped() {
        std::vector<std::string_view> out;
        ((rules::is_assignment<Rules> ? void() : out.push_back(reflect::name_of<Rules::target>())), ...);
        return out;
    }

    /// The classified fields it reads, each with its classification (`model::classification`'s names): what leaves the
    /// house when the mapping's target is another system. A rule over the whole record reads all of them. Fields of
    /// records that are no entities have no classification and are not listed.
    [[nodiscard]] static std::vector<std::pair<std::string_view, std::string_view>> reads() {
        std::vector<std::pair<std::string_view, std::string_view>> out;
        (rules::reads_of<From>(static_cast<Rules const*>(nullptr), out), ...);
        return out;
    }

    /// The same mapping under a name and a version, stamped on every effect it leads to.
    [[nodiscard]] constexpr mapping_t named(std::string_view id, std::string_view version) const {
        mapping_t m = *this;
        m.id_ = id;
        m.version_ = version;
        return m;
    }

    /// The rules, in order.
    [[nodiscard]] constexpr std::tuple<Rules...> const& rules() const noexcept { return rules_; }
    [[nodiscard]] constexpr std::string_view id() const noexcept { return id_; }
    [[nodiscard]] constexpr std::string_view version() const noexcept { return version_; }

    /// One line per target field, in the order in which the target declares them: what a reviewer reads and the content
    /// hash covers. A policy appears under the text its `describe()` gives, else as `custom`. `mapping_files` reads the
    /// same text.
    [[nodiscard]] std::string describe() const {
        std::vector<std::string> lines(boost::mp11::mp_size<reflect::members_of<To>>::value);
        std::apply([&](auto const&... r) { ((lines[reflect::index_of<Rules::target>] = rules::text_of(r)), ...); },
                   rules_);
        return rules::text_of(lines);
    }

    /// `id@version#hash`.
    [[nodiscard]] std::string identity() const {
        return std::string(id_) + '@' + std::string(version_) + '#' + fingerprint_of(describe()).text().substr(0, 12);
    }

private:
    std::tuple<Rules...> rules_;
    std::string_view id_ = "unnamed";
    std::string_view version_ = "0";
};

/// Names every field of `To` exactly once, with where it comes from; a forgotten one stops the build with its name.
///
///     constexpr auto won_deal_to_project = mapping<model::deal, model::project>(
///         to<&model::project::name>  = from<&model::deal::title> | trim | non_empty,
///         to<&model::project::state> = constant(model::project_state::draft),
///         skip<&model::project::notes>);
///
/// `by` in front of the rules says in whose name the mapping writes: a field of an entity that another system owns then
/// stops the build with its name and its owner. The library may write what others own, because it acts on their say. An
/// accounting outcome only its owner tells, with `by` or without.
template <reflect::Described From, reflect::Described To, model::system_role... Roles, class... Rules>
[[nodiscard]] constexpr auto mapping(rules::writers<Roles...> writers, Rules... rules) {
    rules::check_total<To, Rules...>();
    rules::check_owners<To>(writers, boost::mp11::mp_list<Rules...>{});
    return mapping_t<From, To, Rules...>(std::move(rules)...);
}
template <reflect::Described From, reflect::Described To, class... Rules>
[[nodiscard]] constexpr auto mapping(Rules... rules) {
    return mapping<From, To>(rules::writers<>{}, std::move(rules)...);
}

/// In whose name a mapping writes: `mapping<hubspot_company, model::party>(by<model::system_role::crm>, to<...> =
/// ...)`.
template <model::system_role... Roles>
inline constexpr rules::writers<Roles...> by{};

namespace rules {

template <auto Member>
struct to_t {
    template <class E>
        requires std::derived_from<E, expression>
    constexpr auto operator=(E e) const {  // NOLINT(misc-unconventional-assign-operator): it builds a rule
        return assignment<Member, E>{std::move(e)};
    }
};

}  // namespace rules

/// The left side of a rule: `to<&project::name> = ...`.
template <auto Member>
inline constexpr rules::to_t<Member> to{};

/// A rule's source: one member of the record, or a member of a member (`from<&company::seat, &address::city>`), which
/// may be missing where a record on the way may be. Policies follow with `|`.
template <auto Member, auto... Path>
inline constexpr rules::pipeline<rules::path_source<Member, Path...>> from{{}, {}};

/// A rule's source: several members, for a policy that makes one value of them:
/// `from_all<&person::given, &person::family> | joined{" "}`.
template <auto... Members>
inline constexpr rules::pipeline<rules::tuple_source<Members...>> from_all{{}, {}};

/// One pipeline or another, by a test of the source record; both produce the same type. A test is any callable; those
/// with a `describe()` appear in the mapping's text.
///
///     to<&project::name> = when(is<&deal::kind>("renewal"), from<&deal::title> | prefixed{"R: "})
///                              .otherwise(from<&deal::title>)
template <class Test, class Yes>
    requires std::derived_from<Yes, rules::expression>
[[nodiscard]] constexpr auto when(Test test, Yes yes) {
    return rules::half_choice<Test, Yes>{std::move(test), std::move(yes)};
}

/// A test: the member has this value.
template <auto Member, class V>
[[nodiscard]] constexpr auto is(V value) {
    return rules::equals_t<Member, V>{std::move(value)};
}

/// A test: the member has a value at all.
template <auto Member>
inline constexpr rules::has_value_t<Member> has{};

/// A rule's source: the whole record, for policies that need more than one member.
inline constexpr rules::pipeline<rules::record_source> from_record{{}, {}};

/// Leaves a target field as it is by default, on purpose.
template <auto Member>
inline constexpr rules::skipped<Member> skip{};

/// A rule's source: always the same value.
template <class V>
[[nodiscard]] constexpr auto constant(V value) {
    return rules::pipeline<rules::constant_source<V>>({std::move(value)}, {});
}

/// A rule's source: the record an earlier step of the same flow made for this one; nothing when there was no such step.
[[nodiscard]] constexpr auto produced_by(std::string_view step) {
    return rules::pipeline<rules::produced_source>({step}, {});
}

}  // namespace syncline::inline v1
