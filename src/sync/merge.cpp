// SPDX-License-Identifier: Apache-2.0
#include <syncline/sync/merge.hpp>

#include <array>
#include <optional>
#include <span>
#include <utility>

#include <syncline/core/text.hpp>

#include "sync/merge_links.hpp"

namespace syncline::inline v1::sync {
namespace {

// How a link stood before a merge is the beginning of its evidence, the latest merge first:
//   merged <absorbed id>, was active; <what the evidence said before>
constexpr std::string_view merged_word = "merged ";
constexpr std::string_view was_word = ", was ";
constexpr std::array<std::string_view, 3> states{"active", "merged", "deleted"};

struct before_merge {
    std::string absorbed;
    store::link_state state;
    std::string evidence;
};

[[nodiscard]] std::string note_of(store::link_row const& row) {
    return std::string(merged_word) + row.canonical + std::string(was_word) +
           std::string(states[static_cast<std::size_t>(row.state)]) + "; " + row.evidence;
}

[[nodiscard]] std::optional<before_merge> note_in(std::string_view evidence) {
    if (!evidence.starts_with(merged_word)) return std::nullopt;
    evidence.remove_prefix(merged_word.size());
    auto const was = evidence.find(was_word);
    if (was == std::string_view::npos) return std::nullopt;
    auto const rest = evidence.substr(was + was_word.size());
    for (std::size_t i = 0; i < states.size(); ++i)
        if (rest.starts_with(states[i]) && rest.substr(states[i].size()).starts_with("; "))
            return before_merge{std::string(evidence.substr(0, was)), static_cast<store::link_state>(i),
                                std::string(rest.substr(states[i].size() + 2))};
    return std::nullopt;
}

/// Writes rows that change their canonical id: a live link lets go of one before it takes another.
[[nodiscard]] result<void> move(store::tables& t, std::vector<store::link_row> const& rows) {
    auto parked = rows;
    for (auto& r : parked)
        if (r.state == store::link_state::active) r.state = store::link_state::merged;
    if (auto ok = t.put_links(parked); !ok) return ok;
    return t.put_links(rows);
}

[[nodiscard]] result<store::link_row> link_at(store::tables& t, external_ref const& ref, std::string_view what) {
    auto rows = t.links_of(ref.system, ref.object, std::span(&ref.id, 1));
    if (!rows) return fail(std::move(rows).error());
    if (!rows->front())
        return fail(errc::not_found, std::string(what) + ": " + shorten(ref.system) + " " + shorten(ref.object) + " " +
                                         shorten(ref.id) + " stands for nothing yet");
    return *std::move(rows->front());
}

[[nodiscard]] store::audit_row audit_line(external_ref const& ref, std::string action, std::string_view why,
                                          context const& ctx, instant now) {
    return {.at = now,
            .action = std::move(action),
            .system = ref.system,
            .object = ref.object,
            .remote_id = ref.id,
            .correlation_id = ctx.correlation_id,
            .causation_id = std::string(why)};
}

}  // namespace

namespace detail {

result<merged> merge_links(store::tables& t, std::string const& survivor, std::string const& absorbed, instant now) {
    merged out{.survivor = survivor, .absorbed = absorbed};
    auto rows = t.links_with(absorbed);
    if (!rows) return fail(std::move(rows).error());
    for (auto& row : *rows) {
        auto note = note_of(row);
        if (row.state == store::link_state::active) {
            auto held = t.links_to(row.system, row.object, std::span(&survivor, 1));
            if (!held) return fail(std::move(held).error());
            if (held->front()) {
                row.state = store::link_state::merged;
                out.doubled.push_back({row.system, row.object, row.external_id});
            }
        }
        row.canonical = survivor;
        row.evidence = std::move(note);
        row.updated = now;
    }
    if (auto ok = move(t, *rows); !ok) return fail(std::move(ok).error());
    return out;
}

}  // namespace detail

result<merged> merge(ledger& l, external_ref const& survivor, external_ref const& other, std::string_view why,
                     context const& ctx) {
    merged out;
    auto const now = l.clock().now();
    auto done = l.store().in_transaction(
        [&](store::tables& t) -> result<void> {
            auto const to = link_at(t, survivor, "merge");
            if (!to) return fail(to.error());
            auto const from = link_at(t, other, "merge");
            if (!from) return fail(from.error());
            out.survivor = to->canonical;
            if (from->canonical == to->canonical) return {};
            auto moved = detail::merge_links(t, to->canonical, from->canonical, now);
            if (!moved) return fail(std::move(moved).error());
            out = *std::move(moved);
            auto const line = audit_line(other, "merged into " + survivor.object + ' ' + survivor.id, why, ctx, now);
            return t.append_audit(std::span(&line, 1));
        },
        ctx);
    if (!done) return fail(std::move(done).error());
    return out;
}

result<void> unmerge(ledger& l, external_ref const& record, std::string_view why, context const& ctx) {
    auto const now = l.clock().now();
    return l.store().in_transaction(
        [&](store::tables& t) -> result<void> {
            auto const link = link_at(t, record, "unmerge");
            if (!link) return fail(link.error());
            auto const was = note_in(link->evidence);
            auto const name = record.object + ' ' + shorten(record.id);
            if (!was) return fail(errc::not_found, "unmerge: " + name + " was not merged into another");
            auto rows = t.links_with(link->canonical);
            if (!rows) return fail(std::move(rows).error());
            std::vector<store::link_row> back;
            for (auto& row : *rows) {
                auto before = note_in(row.evidence);
                if (!before || before->absorbed != was->absorbed) continue;
                row.canonical = before->absorbed;
                row.state = before->state;
                row.evidence = std::move(before->evidence);
                row.updated = now;
                back.push_back(std::move(row));
            }
            if (auto ok = move(t, back); !ok) return ok;
            auto const line = audit_line(record, "unmerged", why, ctx, now);
            return t.append_audit(std::span(&line, 1));
        },
        ctx);
}

}  // namespace syncline::inline v1::sync
