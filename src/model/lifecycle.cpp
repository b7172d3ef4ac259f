// SPDX-License-Identifier: Apache-2.0
#include <syncline/model/lifecycle.hpp>

#include <algorithm>
#include <vector>

#include <syncline/core/category.hpp>

namespace syncline::inline v1::model::detail {
namespace {

std::string_view name_of(system_role r) { return boost::describe::enum_to_string(r, "?"); }

std::string listed(std::vector<std::string> const& words) {
    std::string out;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0) out += i + 1 == words.size() ? " or " : ", ";
        out += words[i];
    }
    return out;
}

}  // namespace

error refusal(std::string_view object, std::string_view from, std::string_view to, std::optional<system_role> by,
              std::span<named_move const> moves) {
    std::vector<std::string> next;
    std::string owner;
    for (auto const& m : moves) {
        if (m.from != from) continue;
        next.push_back(std::string(m.to) + " (" + std::string(name_of(m.by)) + ")");
        if (m.to == to) owner = name_of(m.by);
    }
    error e{.code = errc::rejected, .message = std::string(object), .reason = category::policy_violation};
    e.message += ": found a move from " + std::string(from) + " to " + std::string(to);
    if (by)
        e.message += " by " + std::string(name_of(*by)) + ", which only " + owner + " makes";
    else
        e.message += next.empty() ? ", expected none: nothing follows " + std::string(from)
                                  : ", expected one to " + listed(next);
    return e;
}

std::string table(std::span<named_move const> moves) {
    std::vector<std::string_view> states;
    for (auto const& m : moves)
        if (std::find(states.begin(), states.end(), m.from) == states.end()) states.push_back(m.from);
    std::string out = "| From | To |\n|---|---|\n";
    for (auto const from : states) {
        std::string to;
        for (auto const& m : moves)
            if (m.from == from)
                to += (to.empty() ? "" : ", ") + std::string(m.to) + " (" + std::string(name_of(m.by)) + ")";
        out += "| " + std::string(from) + " | " + to + " |\n";
    }
    return out;
}

}  // namespace syncline::inline v1::model::detail
