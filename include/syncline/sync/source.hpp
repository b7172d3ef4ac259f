// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <span>
#include <string>
#include <vector>

#include <syncline/core/context.hpp>
#include <syncline/core/instant.hpp>
#include <syncline/core/reference.hpp>
#include <syncline/core/result.hpp>

namespace syncline::inline v1::sync {

/// Where a reader stands in a stream of changes. Opaque to all but the source that made it; empty = from the start.
struct cursor {
    std::string text;
    friend bool operator==(cursor const&, cursor const&) = default;
};

/// A record that came but could not be read: a field of the wrong type, say. A flow parks it under its id and goes on
/// with its neighbours; what cannot even be named makes the page fail.
struct unreadable_record {
    external_ref source;
    error why;
};

/// One page of records and where the next one starts.
template <class Record>
struct page {
    using record_type = Record;
    std::vector<Record> records{};
    std::vector<unreadable_record> unreadable{};
    cursor next{};         ///< Stored when every record of this page is safely taken in.
    bool last = false;     ///< Nothing more right now.
    std::size_t read = 0;  ///< Records the system showed, the ones a filter left out included.
};

/// One value that an enrichment step added to a record: which field, from where, and from when it is.
struct enrichment {
    std::string field;
    std::string source;
    instant at{};

    friend bool operator==(enrichment const&, enrichment const&) = default;
};

/// Which record of which outside system a record is: its member `source`, as canonical entities have one. A connector
/// specialises it for records that say it otherwise.
template <class R>
struct origin {
    [[nodiscard]] static external_ref const& of(R const& r) requires requires {
        { r.source } -> std::convertible_to<external_ref const&>;
    }
    { return r.source; }
};

/// A record that says where it comes from.
template <class R>
concept Sourced = requires(R const& r) {
    { origin<R>::of(r) } -> std::convertible_to<external_ref>;
};

/// Changes in order, page by page. Reading the same cursor again finds every record again.
template <class S, class Record>
concept Source = requires(S& s, cursor const& since, context const& ctx) {
    { s.changes(since, ctx) } -> std::same_as<result<page<Record>>>;
};

/// A source that can also read single records again by id: what a replay of parked records uses.
/// Ids that are gone are simply missing from the answer; the order is free. Of the page only the records count, those
/// that could not be read included.
template <class S, class Record>
concept LookupSource = Source<S, Record> && requires(S& s, std::span<std::string const> ids, context const& ctx) {
    { s.read(ids, ctx) } -> std::same_as<result<page<Record>>>;
};

}  // namespace syncline::inline v1::sync
