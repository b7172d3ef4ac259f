// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/describe/enumerators.hpp>
#include <boost/mp11/algorithm.hpp>

#include <syncline/core/map_context.hpp>
#include <syncline/core/reference.hpp>
#include <syncline/core/result.hpp>
#include <syncline/core/text.hpp>
#include <syncline/mapping/mapping.hpp>
#include <syncline/model/open_enum.hpp>

namespace syncline::inline v1 {

/// Cuts white space off both ends.
struct trim_t {
    [[nodiscard]] std::string operator()(std::string const& s) const { return std::string(trimmed(s)); }
    [[nodiscard]] static constexpr std::string_view describe() { return "trim"; }
};
inline constexpr trim_t trim{};

/// Refuses a blank text.
struct non_empty_t {
    [[nodiscard]] result<std::string> operator()(std::string const& s) const {
        if (trimmed(s).empty()) return fail(errc::mapping, "found nothing, expected a text");
        return s;
    }
    [[nodiscard]] static constexpr std::string_view describe() { return "non_empty"; }
};
inline constexpr non_empty_t non_empty{};

/// Refuses a missing value; what follows sees the value itself.
struct required_t {
    template <class W>
        requires rules::may_be_nothing<W>
    [[nodiscard]] constexpr result<typename W::value_type> operator()(W const& w) const {
        if (!w.has_value()) return fail(errc::mapping, "found nothing, expected a value");
        return w.value();
    }
    [[nodiscard]] static constexpr std::string_view describe() { return "required"; }
};
inline constexpr required_t required{};

/// Stands in for a missing value (and for an empty text).
template <class V>
struct or_else {
    V otherwise;

    template <class W>
        requires rules::may_be_nothing<W>
    [[nodiscard]] constexpr typename W::value_type operator()(W const& w) const {
        if (w.has_value()) return w.value();
        return typename W::value_type(otherwise);
    }
    [[nodiscard]] std::string operator()(std::string const& s) const { return s.empty() ? std::string(otherwise) : s; }
    [[nodiscard]] std::string describe() const { return "or_else " + rules::literal(otherwise); }
};
template <class V>
or_else(V) -> or_else<V>;

/// Cuts a text to at most `bytes` bytes, never inside a character.
struct at_most {
    std::size_t bytes;
    [[nodiscard]] std::string operator()(std::string const& s) const {
        if (s.size() <= bytes) return s;
        std::size_t end = bytes;
        while (end > 0 && (static_cast<unsigned char>(s[end]) & 0xC0U) == 0x80U) --end;
        return s.substr(0, end);
    }
    [[nodiscard]] std::string describe() const { return "at_most " + std::to_string(bytes); }
};

/// Replaces a text by what the host's value table of that name says. A text the table does not know passes
/// unchanged: the table corrects spellings, the look-up behind it decides whether the value means anything.
struct value_table {
    std::string_view name;
    [[nodiscard]] std::string operator()(std::string const& s, map_context const& mc) const {
        if (mc.tables) {
            if (auto const table = mc.tables->find(name); table != mc.tables->end())
                if (auto const row = table->second.find(s); row != table->second.end()) return row->second;
        }
        return s;
    }
    [[nodiscard]] std::string describe() const { return "value_table " + rules::word(name); }
};

/// What a translation between two described enumerations leaves open: choices it has no row for, and choices it never
/// makes. Not every translation is one to one; what is left open should be meant.
struct translation_gaps {
    std::vector<std::string_view> not_translated{};
    std::vector<std::string_view> never_made{};
};

namespace rules {

template <class E, class Among>
[[nodiscard]] std::vector<std::string_view> choices_not_in(Among among) {
    std::vector<std::string_view> out;
    if constexpr (std::is_enum_v<E>)
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto choice) {
            if (!among(choice.value)) out.emplace_back(choice.name);
        });
    return out;
}

}  // namespace rules

/// Translates between two closed sets; a value that is not in the table is refused with the list of those that are.
///
///     constexpr auto stages = translated(std::pair{"closedwon"sv, stage::won}, std::pair{"closedlost"sv,
///     stage::lost});
template <class K, class V, std::size_t N>
struct translated_t {
    std::array<std::pair<K, V>, N> rows;

    template <class In>
        requires std::equality_comparable_with<In const&, K const&>
    [[nodiscard]] result<V> operator()(In const& key) const {
        for (auto const& [k, v] : rows)
            if (k == key) return v;
        std::string message = "found a value that is not in the table";
        if constexpr (std::convertible_to<In const&, std::string_view>) {
            message = "found \"" + shorten(std::string_view(key), 40) + "\", expected one of";
            for (auto const& [k, v] : rows) message += " \"" + std::string(std::string_view(k)) + '"';
        }
        return fail(errc::mapping, std::move(message));
    }
    /// Of texts nobody knows all there are: they have no gaps.
    [[nodiscard]] translation_gaps gaps() const {
        auto const among = [this](auto side) {
            return [this, side](auto const& choice) {
                for (auto const& row : rows)
                    if (row.*side == choice) return true;
                return false;
            };
        };
        return {rules::choices_not_in<K>(among(&std::pair<K, V>::first)),
                rules::choices_not_in<V>(among(&std::pair<K, V>::second))};
    }
    [[nodiscard]] std::string describe() const {
        std::string out = "translated";
        for (auto const& [k, v] : rows) ((out += ' ') += rules::literal(k) + '=') += rules::literal(v);
        return out;
    }
};
template <class K, class V, class... More>
[[nodiscard]] constexpr auto translated(std::pair<K, V> first, More... more) {
    return translated_t<K, V, 1 + sizeof...(More)>{{{first, more...}}};
}

/// As `translated`, for a set the other system may extend tomorrow: a word the table does not know is kept as unknown,
/// never refused and never taken for another one.
template <class V, std::size_t N>
struct translated_open_t {
    std::array<std::pair<std::string_view, V>, N> rows;

    [[nodiscard]] model::open_enum<V> operator()(std::string const& word) const {
        for (auto const& [k, v] : rows)
            if (k == word) return {v, word};
        return model::open_enum<V>::unknown(word);
    }
    [[nodiscard]] std::string describe() const {
        std::string out = "translated_open";
        for (auto const& [k, v] : rows) ((out += ' ') += rules::literal(k) + '=') += rules::literal(v);
        return out;
    }
};
template <class V, class... More>
[[nodiscard]] constexpr auto translated_open(std::pair<std::string_view, V> first, More... more) {
    return translated_open_t<V, 1 + sizeof...(More)>{{{first, more...}}};
}

/// Joins the texts there are, blank ones left out; of a list, or of the members of `from_all`.
struct joined {
    std::string_view with;

    [[nodiscard]] std::string operator()(std::vector<std::string> const& parts) const {
        std::string out;
        for (auto const& p : parts) add(out, p);
        return out;
    }
    template <class... V>
    [[nodiscard]] std::string operator()(std::tuple<V const&...> const& parts) const {
        std::string out;
        std::apply([&](auto const&... p) { (add(out, p), ...); }, parts);
        return out;
    }
    [[nodiscard]] std::string describe() const { return "joined " + rules::quote(with); }

private:
    void add(std::string& out, std::string const& part) const {
        auto const text = trimmed(part);
        if (text.empty()) return;
        if (!out.empty()) out += with;
        out += text;
    }
    template <class W>
        requires rules::may_be_nothing<W>
    void add(std::string& out, W const& part) const {
        if (part.has_value()) add(out, part.value());
    }
};

/// Cuts a text where `at` stands, white space off each part, empty parts left out. The inverse of `joined` where no
/// part holds the separator.
struct split {
    char at;
    [[nodiscard]] std::vector<std::string> operator()(std::string const& s) const {
        std::vector<std::string> out;
        std::string_view rest = s;
        while (true) {
            auto const end = rest.find(at);
            auto const part = trimmed(rest.substr(0, end));
            if (!part.empty()) out.emplace_back(part);
            if (end == std::string_view::npos) return out;
            rest.remove_prefix(end + 1);
        }
    }
    [[nodiscard]] std::string describe() const { return "split " + rules::quote({&at, 1}); }
};

/// One part of a list, counted from 0; nothing where there are fewer.
struct part {
    std::size_t number;
    template <class V>
    [[nodiscard]] std::optional<V> operator()(std::vector<V> const& list) const {
        return number < list.size() ? std::optional<V>(list[number]) : std::nullopt;
    }
    [[nodiscard]] std::string describe() const { return "part " + std::to_string(number); }
};

/// Reads a text as the id of a record: `| as_ref{"sku", "product"}`.
struct as_ref {
    std::string_view system;
    std::string_view object;
    [[nodiscard]] external_ref operator()(std::string const& id) const {
        return {std::string(system), std::string(object), id};
    }
    [[nodiscard]] std::string describe() const { return "as_ref " + rules::word(system) + ' ' + rules::word(object); }
};

/// What a record does whose reference is not linked yet.
enum class unresolved : unsigned char {
    park,    ///< It waits, and resumes when the reference is linked: by a flow that runs before, or later.
    reject,  ///< It is wrong, and waits for a person.
};

/// Finds, through the identity map, the record of another system that stands for the same thing.
///
/// *Errors*: `missing_reference` when none is linked yet, which parks the record until it is; `otherwise` then
/// finishes the sentence "<object> <id> ...". With `unresolved::reject` it is `mapping`, and nothing is waited for.
struct linked_to {
    std::string_view system;
    std::string_view object;
    std::string_view otherwise{};
    syncline::unresolved when_not = syncline::unresolved::park;

    [[nodiscard]] result<external_ref> operator()(external_ref const& from, map_context const& mc) const {
        if (mc.identities) {
            auto to = mc.identities->resolve(from, system, object);
            if (!to) return fail(std::move(to).error());
            if (*to) return **std::move(to);
        }
        bool const waits = when_not == syncline::unresolved::park;
        if (waits && mc.unresolved) mc.unresolved->push_back({from, std::string(system), std::string(object)});
        std::string message = from.object + ' ' + shorten(from.id, 60) + ' ';
        if (otherwise.empty())
            message +=
                "of " + from.system + " has no counterpart in " + std::string(system) + ' ' + std::string(object);
        else
            message += otherwise;
        return fail(waits ? errc::missing_reference : errc::mapping, std::move(message));
    }
    [[nodiscard]] std::string describe() const {
        std::string out = "linked_to " + rules::word(system) + ' ' + rules::word(object);
        if (when_not == syncline::unresolved::reject) out += " or reject";
        if (!otherwise.empty()) out += " saying " + rules::quote(otherwise);
        return out;
    }
};

/// As `linked_to`, where a reference that is not linked is simply left out.
struct linked_or_none {
    std::string_view system;
    std::string_view object;

    [[nodiscard]] result<std::optional<external_ref>> operator()(external_ref const& from,
                                                                 map_context const& mc) const {
        if (!mc.identities) return std::optional<external_ref>{};
        return mc.identities->resolve(from, system, object);
    }
    [[nodiscard]] std::string describe() const {
        return "linked_or_none " + rules::word(system) + ' ' + rules::word(object);
    }
};

/// Maps every element of a list; failures of all elements are reported together, each with its position.
template <class M>
struct each {
    M element;

    [[nodiscard]] result<std::vector<typename M::target_type>> operator()(
        std::vector<typename M::source_type> const& list, map_context const& mc) const {
        std::vector<typename M::target_type> out;
        out.reserve(list.size());
        std::vector<rules::failure> failures;
        for (std::size_t i = 0; i < list.size(); ++i) {
            auto r = element(list[i], mc);
            if (r)
                out.push_back(*std::move(r));
            else
                failures.push_back({{}, '[' + std::to_string(i) + ']', std::move(r).error()});
        }
        if (!failures.empty()) return fail(rules::joined(failures));
        return out;
    }
    [[nodiscard]] std::string describe() const { return "each {" + rules::on_one_line(element.describe()) + '}'; }
};
template <class M>
each(M) -> each<M>;

}  // namespace syncline::inline v1
