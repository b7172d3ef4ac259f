// SPDX-License-Identifier: Apache-2.0
#include <syncline/sync/claim.hpp>

#include <algorithm>
#include <vector>

#include <syncline/core/text.hpp>
#include <syncline/core/uuid.hpp>

namespace syncline::inline v1::sync {

// A claimed key is a link of the system `syncline`: merges move it like every other. It is never an active one, because
// a canonical id has one active link in a place and may have many keys.
result<claimed> claim(ledger& l, std::string_view entity, std::span<std::string const> keys, context const& ctx) {
    if (keys.empty() || std::any_of(keys.begin(), keys.end(), [](std::string const& k) { return k.empty(); }))
        return fail(errc::misconfigured, "claim of " + std::string(entity) + ": found " +
                                             (keys.empty() ? "no key" : "an empty key") + ", expected what names it");
    claimed out;
    auto const now = l.clock().now();
    auto done = l.store().in_transaction(
        [&](store::tables& t) -> result<void> {
            out = {};
            auto const place = std::string(entity) + " key";
            auto held = t.links_of("syncline", place, keys);
            if (!held) return fail(std::move(held).error());
            for (std::size_t i = 0; i < keys.size(); ++i) {
                auto const& row = (*held)[i];
                if (!row || row->canonical == out.canonical) continue;
                if (!out.canonical.empty())
                    return fail(errc::duplicate_candidate, "claim of " + std::string(entity) + ": " + shorten(keys[i]) +
                                                               " stands for " + row->canonical +
                                                               ", another of its keys for " + out.canonical);
                out.canonical = row->canonical;
            }
            out.first = out.canonical.empty();
            if (out.first) out.canonical = uuid_v7(now, l.random()).text();
            std::vector<store::link_row> rows;
            for (std::size_t i = 0; i < keys.size(); ++i)
                if (!(*held)[i])
                    rows.push_back({.system = "syncline",
                                    .object = place,
                                    .external_id = keys[i],
                                    .entity = std::string(entity),
                                    .canonical = out.canonical,
                                    .state = store::link_state::merged,
                                    .evidence = "claimed",
                                    .updated = now});
            return t.put_links(rows);
        },
        ctx);
    if (!done) return fail(std::move(done).error());
    return out;
}

}  // namespace syncline::inline v1::sync
