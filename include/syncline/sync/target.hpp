// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <concepts>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <syncline/core/context.hpp>
#include <syncline/core/result.hpp>

namespace syncline::inline v1::sync {

/// The business identity of one effect, `flow/record/step`: the same on every attempt, on every day, on every host.
///
/// Connectors derive what the other side keeps unique (an Odoo external id, a HubSpot unique property) from it.
struct idempotency_key {
    std::string text;
    friend bool operator==(idempotency_key const&, idempotency_key const&) = default;
    friend auto operator<=>(idempotency_key const&, idempotency_key const&) = default;
};

/// A record's id in its own system, as text.
struct remote_id {
    std::string text;
    friend bool operator==(remote_id const&, remote_id const&) = default;
};

/// What a write did.
struct upserted {
    enum class what : unsigned char {
        created,
        updated,
        unchanged,  ///< The other side already had exactly this; nothing was written.
        matched,    ///< An existing record was recognised as this one and adopted instead of creating a second.
    };
    remote_id id;
    what did = what::created;
};

/// How an operation of a connector is protected against happening twice, and what that is worth after any mix of
/// crashes, lost replies and repeats.
enum class strategy : unsigned char {
    native_key,  ///< The system de-duplicates by our key: exactly one effect, while it remembers the key.
    upsert,      ///< The system keeps an external id unique: exactly one record, repeating is safe.
    /// `find` by the field that carries the key, then create: exactly one record if `find` sees every finished create
    /// within `operation_descriptor::visible_within`; without such a bound at most one, or an exception.
    probe_then_create,
    none,  ///< Never repeated: at most one effect, and an unknown outcome becomes an exception.
};

/// What a connector says about one of its writes.
struct operation_descriptor {
    std::string_view system;  ///< `odoo`, `hubspot`.
    std::string_view object;  ///< The other side's record type, `sale.order`.
    sync::strategy strategy = sync::strategy::none;
    std::size_t batch = 100;  ///< Most records in one request.
    /// `probe_then_create`: how long after a call without an answer its effect may still show up. Until then a `find`
    /// that finds nothing decides nothing and the record waits; afterwards the create goes out again. Nothing: nobody
    /// knows, so it becomes an `unknown_outcome` exception, which a person replays after having looked.
    std::optional<std::chrono::seconds> visible_within{};
};

/// One record on its way out, with the key that makes repeating it safe.
template <class Record>
struct outgoing {
    Record record;
    idempotency_key key;
    std::optional<remote_id> known{};  ///< The record's id over there, when an earlier run learned it.
};

/// Where records go, one at a time: the smallest thing a host can write. `find` answers "did my lost call land?".
template <class T, class Record>
concept Target = requires(T& t, Record const& r, idempotency_key const& k, context const& ctx) {
    { t.find(k, ctx) } -> std::same_as<result<std::optional<remote_id>>>;
    { t.upsert(r, k, ctx) } -> std::same_as<result<upserted>>;
};

/// Where records go, a page at a time: what connectors offer.
///
/// `upsert` returns one result per record, in order: a bad record never fails its neighbours, and every failure says
/// through `error::effect` whether the write may have happened. `find` returns one entry per key, in order.
template <class T, class Record>
concept BatchTarget = requires(T& t, std::span<outgoing<Record> const> records, std::span<idempotency_key const> keys,
                               context const& ctx) {
    { t.describe() } -> std::same_as<operation_descriptor>;
    { t.find(keys, ctx) } -> std::same_as<result<std::vector<std::optional<remote_id>>>>;
    { t.upsert(records, ctx) } -> std::same_as<std::vector<result<upserted>>>;
};

}  // namespace syncline::inline v1::sync
