// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/describe/class.hpp>

#include <syncline/core/clock.hpp>
#include <syncline/crm/hubspot/association.hpp>
#include <syncline/crm/hubspot/batch.hpp>
#include <syncline/crm/hubspot/detail/session.hpp>
#include <syncline/crm/hubspot/object.hpp>
#include <syncline/crm/hubspot/opportunity_links.hpp>
#include <syncline/crm/hubspot/options.hpp>
#include <syncline/crm/hubspot/property.hpp>
#include <syncline/crm/hubspot/record.hpp>
#include <syncline/crm/hubspot/records.hpp>
#include <syncline/crm/hubspot/search.hpp>
#include <syncline/crm/hubspot/source.hpp>
#include <syncline/crm/hubspot/target.hpp>
#include <syncline/http/transport.hpp>
#include <syncline/json/decode.hpp>

namespace syncline::inline v1::crm::hubspot {

struct list_options {
    std::string after{};                      ///< Where the last page said the next one starts; empty: at the first.
    std::size_t limit = 100;                  ///< At most 100.
    std::vector<std::string> associations{};  ///< Types whose links come along, `companies`.
    bool archived = false;                    ///< The archived records instead of the live ones.
};

/// One page of all records of a type, in HubSpot's own order.
template <Record R>
struct listing {
    std::vector<object<R>> results{};
    std::optional<hubspot::paging> paging{};

    /// Where the next page starts; empty behind the last one.
    [[nodiscard]] std::string next() const { return paging && paging->next ? paging->next->after : std::string(); }

    BOOST_DESCRIBE_CLASS(listing, (), (results, paging), (), ())
};

/// One HubSpot portal over API version 2026-09, typed by described records.
///
///     hubspot::client hub{http, {.token = secret{key}}};
///     auto page = hub.list<hubspot::company>({.limit = 100}, ctx);
///     auto deals = hub.batch_read<hubspot::deal>(ids, ctx);
///
/// It keeps to no rate by itself: put `http::rate_limited` under it (190 requests in 10 s on Professional, of which 5
/// searches in one) and `http::retrying` with `retry_policy` above that.
///
/// *Errors* of every call: `unauthorized` (the token), `forbidden` (a scope is missing), `rejected` (the data),
/// `not_found`, `conflict` (a unique value is taken), `contended` (the record is locked, at least 2 s), `rate_limited`
/// (`retry_after` says how long; the day's quota gone: `quota_pause`), `unavailable`, `malformed` (not an answer of
/// HubSpot), `misconfigured` (options) and those of the transport. `error::reference` is HubSpot's correlation id,
/// `server_message` its text. A write that was answered with a 5xx has an unknown outcome.
/// There is no plain create: HubSpot has no idempotency key, so records are only made by `batch_upsert`.
/// *Lifetime*: a transport given by reference must outlive the client and all that came from it.
/// *Threads*: as safe as the transport. Copies share one session.
class client {
public:
    client(http::any_transport transport, client_options options, any_clock clock = the_system_clock())
        : session_(detail::make_session(std::move(transport), std::move(options), clock)) {}

    /// One page of all records, without filter and without ceiling. *Cost*: one call.
    template <Record R>
    [[nodiscard]] result<listing<R>> list(list_options const& options, context const& ctx) {
        auto body = detail::list(*session_,
                                 {.type = object_type<R>,
                                  .properties = detail::property_names<R>,
                                  .associations = options.associations,
                                  .after = options.after,
                                  .limit = options.limit,
                                  .archived = options.archived},
                                 ctx);
        if (!body) return fail(std::move(body).error());
        auto page = json::decode<listing<R>>(*body, json::hubspot);
        if (!page) return fail(detail::undecodable(object_type<R>, "list", std::move(page).error()));
        return page;
    }

    /// Searches R's object type.
    template <Record R>
    [[nodiscard]] search_query<R> search() {
        return search_query<R>(session_);
    }

    /// The live records of these ids. *Cost*: one call per 100, `in_flight` at once.
    template <Record R>
    [[nodiscard]] result<batch_read_result<R>> batch_read(std::span<std::string const> ids, context const& ctx) {
        return read<R>(ids, {}, ctx);
    }

    /// The live records with these values of a unique property. `merged` stays empty: values do not merge.
    template <Record R>
    [[nodiscard]] result<batch_read_result<R>> batch_read_by(std::string_view id_property,
                                                             std::span<std::string const> values, context const& ctx) {
        return read<R>(values, id_property, ctx);
    }

    /// Creates or updates records by a unique property; one result per record, in order.
    ///
    /// A bad record does not touch its neighbours. Absent members are left as they are, empty ones are cleared. A key
    /// that comes twice in one call is refused the second time (`conflict`), as HubSpot refuses such a batch whole.
    /// *Idempotence*: safe to repeat; the same key finds the same record.
    /// *Cost*: one call per 100, `in_flight` at once; more when HubSpot refuses a batch whole for one of its records.
    template <Record R>
    [[nodiscard]] std::vector<result<written>> batch_upsert(std::string_view id_property,
                                                            std::span<keyed<R> const> records, context const& ctx) {
        return detail::batch_write(*session_, detail::write_kind::upsert, object_type<R>, id_property,
                                   detail::items_of(records), ctx);
    }

    /// Updates records by their id; otherwise as `batch_upsert`. *Errors* per record: `not_found` when it is gone.
    template <Record R>
    [[nodiscard]] std::vector<result<written>> batch_update(std::span<identified<R> const> records,
                                                            context const& ctx) {
        return detail::batch_write(*session_, detail::write_kind::update, object_type<R>, {}, detail::items_of(records),
                                   ctx);
    }

    /// The links of these records to one type, one entry per id in order; no links is an empty one.
    /// *Cost*: one call per 1,000, more for records with very many links.
    [[nodiscard]] result<std::vector<hubspot::associations>> associations(std::string_view from_type,
                                                                          std::string_view to_type,
                                                                          std::span<std::string const> ids,
                                                                          context const& ctx) {
        return detail::associations_of(*session_, from_type, to_type, ids, ctx);
    }

    /// Links records with the default type, in both directions; one result per pair, in order.
    /// *Idempotence*: safe to repeat. *Cost*: one call per 2,000.
    [[nodiscard]] std::vector<result<void>> associate(std::string_view from_type, std::string_view to_type,
                                                      std::span<pair_of_ids const> pairs, context const& ctx) {
        return detail::associate(*session_, from_type, to_type, pairs, ctx);
    }

    /// Makes sure a property is there; says whether it was made now.
    /// *Errors*: `misconfigured` when there is one of that name with another type or uniqueness.
    /// *Idempotence*: safe to repeat. *Cost*: one or two calls.
    result<bool> ensure_property(std::string_view type, property_definition const& wanted, context const& ctx) {
        return detail::ensure_property(*session_, type, wanted, ctx);
    }

    /// Canonical objects as HubSpot has them: `model::party`, `model::product` or `model::opportunity`.
    template <class M>
    [[nodiscard]] source<M> changes(source_options options = {}) {
        return source<M>(session_, std::nullopt, options);
    }

    /// Those that fit a condition over their canonical fields.
    template <class M>
    [[nodiscard]] source<M> changes(predicate<M> condition, source_options options = {}) {
        return source<M>(session_, std::move(condition), options);
    }

    /// Where records go by a unique property that carries the idempotency key's text.
    template <Record R>
    [[nodiscard]] upsert_target<R> upsert(std::string key_property) {
        return upsert_target<R>(session_, std::move(key_property));
    }

    /// Where references to other systems are written back onto deals.
    [[nodiscard]] link_target link_back() { return link_target(session_); }

    /// Where `model::opportunity_links` go: the same, with the property names given.
    template <std::same_as<model::opportunity_links> M>
    [[nodiscard]] opportunity_links_target upsert(link_properties properties = {}) {
        return {link_back(), std::move(properties)};
    }

    /// Makes sure a deal has the properties `upsert<model::opportunity_links>` writes to.
    /// *Idempotence*: safe to repeat. *Cost*: two to four calls.
    result<void> ensure_link_properties(link_properties const& properties, context const& ctx) {
        for (auto const& [name, label] :
             {std::pair(&properties.contract, "Contract"), std::pair(&properties.project, "Project")}) {
            auto made = ensure_property("deals", {.name = *name, .label = label}, ctx);
            if (!made) return fail(std::move(made).error());
        }
        return {};
    }

private:
    template <Record R>
    [[nodiscard]] result<batch_read_result<R>> read(std::span<std::string const> ids, std::string_view id_property,
                                                    context const& ctx) {
        batch_read_result<R> out;
        auto const page = [&](std::string const& body) -> result<void> {
            auto rows = json::decode_at<std::vector<object<R>>>(body, "/results", json::hubspot);
            if (!rows) return fail(detail::undecodable(object_type<R>, "batch/read", std::move(rows).error()));
            for (auto& row : *rows) out.found.push_back(std::move(row));
            return {};
        };
        auto rest =
            detail::batch_read(*session_, {object_type<R>, detail::property_names<R>, ids, id_property}, page, ctx);
        if (!rest) return fail(std::move(rest).error());
        out.missing = std::move(rest->missing);
        out.merged = std::move(rest->merged);
        return out;
    }

    std::shared_ptr<detail::session> session_;
};

}  // namespace syncline::inline v1::crm::hubspot
