// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

#include <syncline/sync/ledger.hpp>

namespace syncline::inline v1::sync {

/// The canonical id of a thing that several creators may meet at once.
struct claimed {
    std::string canonical;  ///< The same for everybody who names one of its keys.
    bool first = false;     ///< Whether this call was the first to name any.
};

/// One id for a thing that is not there yet, however many create it at the same time: the first to name one of its keys
/// (`vat:ATU12345678`, `domain:acme.example`) gets a new canonical id, everybody after the same one. Whoever then
/// creates the record under a key made of that id, makes it once:
///
///     auto const c = sync::claim(ledger, "party", keys, ctx);
///     auto const made = ledger.once({"party/" + c->canonical}, operation, content, find, create, ctx);
///
/// No clock is involved: nobody's claim runs out, and after a crash the next one goes on under the same id.
///
/// *Errors*: `misconfigured` without a key, or with an empty one; `duplicate_candidate` when the keys were claimed for
/// different things, naming their ids (`sync::merge` joins them); those of the store. *Idempotence*: by the keys.
/// *Cost*: one commit. *Threads*: as the store; also over processes that share one.
[[nodiscard]] result<claimed> claim(ledger& l, std::string_view entity, std::span<std::string const> keys,
                                    context const& ctx);

}  // namespace syncline::inline v1::sync
