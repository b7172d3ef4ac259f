// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <syncline/crm/hubspot/detail/session.hpp>
#include <syncline/model/opportunity.hpp>
#include <syncline/model/party.hpp>
#include <syncline/model/product.hpp>
#include <syncline/reflect/predicate.hpp>
#include <syncline/sync/source.hpp>

namespace syncline::inline v1::crm::hubspot {

struct source_options {
    /// A call of `changes` reads on until it has that many records that fit, or the end is reached.
    std::size_t page_records = 500;
};

/// Canonical objects as they stand in HubSpot; `client::changes` makes one. A `sync::Source` and `sync::LookupSource`.
///
/// Each round reads everything through the list endpoint, which has no ceiling and no lag, and behind the last page
/// the cursor is back at the start: the next round sees every record again, changed or not. What was seen before and
/// is unchanged is for the flow to notice.
///
/// `model::opportunity`: a deal with its primary company and its lines. Lines and further links are read only for
/// deals that fit the condition, which is checked here, on the canonical fields. `page.read` counts every deal seen.
/// A record with a value that cannot be read (`amount` that is no number) is in the page's `unreadable`, whether it
/// fits or not; so is an opportunity with such a line. *Errors*: those of `client`; `malformed` for an answer that is
/// not JSON or whose records have no id. A cursor that HubSpot does not know any more is no error: reading starts anew.
/// *Idempotence*: reads only.
/// *Cost*: one call per 100 records; opportunities that fit: one more per 100 of their lines, `in_flight` at once.
/// *Lifetime*: shares the client's session; may outlive the client.
template <class M>
class source {
public:
    using record_type = M;

    source(std::shared_ptr<detail::session> session, std::optional<predicate<M>> condition, source_options options)
        : session_(std::move(session)), condition_(std::move(condition)), options_(options) {}

    [[nodiscard]] result<sync::page<M>> changes(sync::cursor const& since, context const& ctx);

    /// The live records of these ids, whether they fit the condition or not; a merged id gives its survivor, once.
    [[nodiscard]] result<sync::page<M>> read(std::span<std::string const> ids, context const& ctx);

private:
    std::shared_ptr<detail::session> session_;
    std::optional<predicate<M>> condition_;
    source_options options_;
};

extern template class source<model::party>;
extern template class source<model::product>;
extern template class source<model::opportunity>;

}  // namespace syncline::inline v1::crm::hubspot
