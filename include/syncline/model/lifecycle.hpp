// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <boost/describe/enum_to_string.hpp>

#include <syncline/core/error.hpp>
#include <syncline/model/system_role.hpp>

namespace syncline::inline v1::model {

/// One legal move of an object from a state to another, and the role that may make it.
template <class State>
struct legal_move {
    State from;
    State to;
    system_role by;
};

/// The legal moves of objects with these states; everything else is refused. Specialise it beside the enumeration,
/// which is described, for the states of your own objects:
///
///     enum class ticket_state { open, solved };
///     BOOST_DESCRIBE_ENUM(ticket_state, open, solved)
///     template <>
///     inline constexpr syncline::model::legal_move<ticket_state> syncline::model::lifecycle<ticket_state>[] = {
///         {ticket_state::open, ticket_state::solved, system_role::crm},
///     };
template <class State>
inline constexpr std::array<legal_move<State>, 0> lifecycle{};

/// An enumeration whose legal moves are written down.
template <class S>
concept HasLifecycle = (std::size(lifecycle<S>) > 0) && boost::describe::has_describe_enumerators<S>::value;

/// A move that is not allowed: both states, and who tried.
template <HasLifecycle S>
struct refused_move {
    S from;
    S to;
    std::optional<system_role> by{};  ///< Absent: nobody may make it. Else others may, this one may not.

    friend bool operator==(refused_move const&, refused_move const&) = default;
};

namespace detail {

struct named_move {
    std::string_view from;
    std::string_view to;
    system_role by;
};

[[nodiscard]] error refusal(std::string_view object, std::string_view from, std::string_view to,
                            std::optional<system_role> by, std::span<named_move const> moves);
[[nodiscard]] std::string table(std::span<named_move const> moves);

/// Who may make the move from one state to another; nobody when it is not legal.
template <HasLifecycle S>
[[nodiscard]] constexpr std::optional<system_role> mover(S from, S to) noexcept {
    for (auto const& m : lifecycle<S>)
        if (m.from == from && m.to == to) return m.by;
    return std::nullopt;
}

template <HasLifecycle S>
[[nodiscard]] std::string_view name_of_state(S s) noexcept {
    return boost::describe::enum_to_string(s, "?");
}

template <HasLifecycle S>
[[nodiscard]] auto named_moves() {
    std::array<named_move, std::size(lifecycle<S>)> out{};
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = {name_of_state(lifecycle<S>[i].from), name_of_state(lifecycle<S>[i].to), lifecycle<S>[i].by};
    return out;
}

}  // namespace detail

/// Why an object may not go from one state to another, or nothing when it may. Staying where it is is no move and
/// always allowed: a repeat says what was said before. Pure.
template <HasLifecycle S>
[[nodiscard]] constexpr std::optional<refused_move<S>> refusal_of(S from, S to, system_role by) noexcept {
    if (from == to) return std::nullopt;
    auto const mover = detail::mover(from, to);
    if (!mover) return refused_move<S>{from, to, std::nullopt};
    return *mover == by ? std::nullopt : std::optional(refused_move<S>{from, to, by});
}

/// The same for anybody who may.
template <HasLifecycle S>
[[nodiscard]] constexpr std::optional<refused_move<S>> refusal_of(S from, S to) noexcept {
    if (from == to || detail::mover(from, to)) return std::nullopt;
    return refused_move<S>{from, to, std::nullopt};
}

/// The refusal as an error. *Errors*: it is `rejected` (`category::policy_violation`) and names both states, who tried,
/// and what may follow the first state.
template <HasLifecycle S>
[[nodiscard]] error to_error(refused_move<S> const& r, std::string_view object) {
    static auto const moves = detail::named_moves<S>();
    return detail::refusal(object, detail::name_of_state(r.from), detail::name_of_state(r.to), r.by, moves);
}

/// Whether no move leads out of a state.
template <HasLifecycle S>
[[nodiscard]] constexpr bool is_final(S s) noexcept {
    for (auto const& m : lifecycle<S>)
        if (m.from == s) return false;
    return true;
}

/// The legal moves as a Markdown table, a line per state that has any.
template <HasLifecycle S>
[[nodiscard]] std::string lifecycle_table() {
    static auto const moves = detail::named_moves<S>();
    return detail::table(moves);
}

}  // namespace syncline::inline v1::model
