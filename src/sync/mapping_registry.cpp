// SPDX-License-Identifier: Apache-2.0
#include <syncline/sync/mapping_registry.hpp>

#include <algorithm>
#include <span>

#include <syncline/core/text.hpp>

namespace syncline::inline v1::sync {
namespace {

using store::mapping_row;
using store::mapping_state;

[[nodiscard]] mapping_row* with_hash(std::vector<mapping_row>& rows, std::string_view hash) {
    auto const it = std::find_if(rows.begin(), rows.end(), [&](mapping_row const& r) { return r.hash == hash; });
    return it == rows.end() ? nullptr : &*it;
}

[[nodiscard]] mapping_row* active_in(std::vector<mapping_row>& rows) {
    auto const it =
        std::find_if(rows.begin(), rows.end(), [](mapping_row const& r) { return r.state == mapping_state::active; });
    return it == rows.end() ? nullptr : &*it;
}

[[nodiscard]] tl::unexpected<error> unknown(std::string_view id, std::string_view hash) {
    return fail(errc::not_found,
                "mapping " + shorten(id) + ": no version with hash " + shorten(hash) + " was handed in");
}

[[nodiscard]] result<void> note(store::tables& t, mapping_row const& row, std::string_view action, std::string_view by,
                                context const& ctx, instant now) {
    store::audit_row const line{.at = now,
                                .action = "mapping " + std::string(action),
                                .content = row.hash,
                                .mapping = identity_of(row),
                                .correlation_id = ctx.correlation_id,
                                .causation_id = "by " + std::string(by)};
    return t.append_audit(std::span(&line, 1));
}

/// Puts `next` in the place of whatever is active; the one that goes is written first.
[[nodiscard]] result<void> make_active(store::tables& t, std::vector<mapping_row>& rows, mapping_row& next,
                                       instant now) {
    if (auto* const was = active_in(rows)) {
        was->state = mapping_state::retired;
        if (auto ok = t.put_mappings(std::span(was, 1)); !ok) return ok;
    }
    next.state = mapping_state::active;
    // a clock that stands still or goes back must not make the order of activations doubtful
    for (auto const& r : rows)
        if (r.activated && *r.activated >= now) now = *r.activated + std::chrono::microseconds(1);
    next.activated = now;
    return t.put_mappings(std::span(&next, 1));
}

}  // namespace

std::string identity_of(mapping_row const& row) { return row.id + '@' + row.version + '#' + row.hash.substr(0, 12); }

result<void> mapping_registry::submit(mapping_version const& what, std::string_view author, context const& ctx) {
    auto const missing = what.id.empty()        ? "id"
                         : what.version.empty() ? "version"
                         : what.text.empty()    ? "text"
                         : author.empty()       ? "author"
                                                : nullptr;
    if (missing)
        return fail(errc::misconfigured, "mapping " + shorten(what.id) + ": " + missing + ": found none, expected one");
    auto const now = ledger_->clock().now();
    return ledger_->store().in_transaction(
        [&](store::tables& t) -> result<void> {
            auto rows = t.mappings_of(what.id);
            if (!rows) return fail(std::move(rows).error());
            mapping_row const row{.id = what.id,
                                  .hash = what.hash(),
                                  .version = what.version,
                                  .text = what.text,
                                  .author = std::string(author),
                                  .submitted = now};
            for (auto const& r : *rows) {
                if (r.hash == row.hash && r.version == row.version) return {};
                if (r.hash == row.hash)
                    return fail(errc::conflict, "mapping " + what.identity() + ": version " + r.version +
                                                    " already has exactly this text");
                if (r.version == row.version)
                    return fail(errc::conflict, "mapping " + what.identity() + ": version " + r.version +
                                                    " was handed in with another text: " + identity_of(r));
            }
            if (auto ok = t.put_mappings(std::span(&row, 1)); !ok) return ok;
            return note(t, row, "submitted", author, ctx, now);
        },
        ctx);
}

result<void> mapping_registry::approve(std::string_view id, std::string_view hash, std::string_view by,
                                       context const& ctx) {
    auto const now = ledger_->clock().now();
    return ledger_->store().in_transaction(
        [&](store::tables& t) -> result<void> {
            auto rows = t.mappings_of(id);
            if (!rows) return fail(std::move(rows).error());
            auto* const row = with_hash(*rows, hash);
            if (!row) return unknown(id, hash);
            if (by.empty() || by == row->author)
                return fail(errc::forbidden, "mapping " + identity_of(*row) + ": found approval by " +
                                                 (by.empty() ? std::string("nobody") : row->author + ", its author") +
                                                 ", expected somebody else");
            if (row->state != mapping_state::submitted)
                return fail(errc::conflict, "mapping " + identity_of(*row) + ": was approved by " + row->approved_by);
            row->state = mapping_state::approved;
            row->approved_by = by;
            row->approved = now;
            if (auto ok = t.put_mappings(std::span(row, 1)); !ok) return ok;
            return note(t, *row, "approved", by, ctx, now);
        },
        ctx);
}

result<void> mapping_registry::activate(std::string_view id, std::string_view hash, std::string_view by,
                                        context const& ctx) {
    auto const now = ledger_->clock().now();
    return ledger_->store().in_transaction(
        [&](store::tables& t) -> result<void> {
            auto rows = t.mappings_of(id);
            if (!rows) return fail(std::move(rows).error());
            auto* const row = with_hash(*rows, hash);
            if (!row) return unknown(id, hash);
            if (row->state == mapping_state::active) return {};
            if (row->state == mapping_state::submitted)
                return fail(errc::forbidden,
                            "mapping " + identity_of(*row) + ": is not approved, so it cannot be activated");
            if (auto ok = make_active(t, *rows, *row, now); !ok) return ok;
            return note(t, *row, "activated", by, ctx, now);
        },
        ctx);
}

result<mapping_row> mapping_registry::roll_back(std::string_view id, std::string_view by, context const& ctx) {
    auto const now = ledger_->clock().now();
    mapping_row back;
    auto done = ledger_->store().in_transaction(
        [&](store::tables& t) -> result<void> {
            auto rows = t.mappings_of(id);
            if (!rows) return fail(std::move(rows).error());
            mapping_row* before = nullptr;
            for (auto& r : *rows)
                if (r.state == mapping_state::retired && r.activated && (!before || *before->activated < *r.activated))
                    before = &r;
            auto* const left = active_in(*rows);
            if (!before || !left)
                return fail(errc::not_found, "mapping " + shorten(id) + ": no version was active before");
            left->activated.reset();  // a second step back goes further back, not to what was just left
            if (auto ok = make_active(t, *rows, *before, now); !ok) return ok;
            back = *before;
            return note(t, back, "rolled back to", by, ctx, now);
        },
        ctx);
    if (!done) return fail(std::move(done).error());
    return back;
}

result<std::vector<mapping_row>> mapping_registry::history(std::string_view id, context const& ctx) const {
    std::vector<mapping_row> out;
    auto done = ledger_->store().read(
        [&](store::tables& t) -> result<void> {
            auto rows = t.mappings_of(id);
            if (!rows) return fail(std::move(rows).error());
            out = *std::move(rows);
            return {};
        },
        ctx);
    if (!done) return fail(std::move(done).error());
    return out;
}

result<std::optional<mapping_row>> mapping_registry::active(std::string_view id, context const& ctx) const {
    auto rows = history(id, ctx);
    if (!rows) return fail(std::move(rows).error());
    if (auto* const row = active_in(*rows)) return std::optional(std::move(*row));
    return std::nullopt;
}

result<mapping_row> mapping_registry::find(std::string_view identity, context const& ctx) const {
    auto rows = history(identity.substr(0, identity.find('@')), ctx);
    if (!rows) return fail(std::move(rows).error());
    for (auto& r : *rows)
        if (identity_of(r) == identity) return std::move(r);
    return fail(errc::not_found, "mapping " + shorten(identity) + ": no such version was handed in");
}

}  // namespace syncline::inline v1::sync
