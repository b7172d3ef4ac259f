// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <syncline/crm/hubspot/batch.hpp>
#include <syncline/crm/hubspot/detail/session.hpp>
#include <syncline/crm/hubspot/record.hpp>
#include <syncline/sync/plan.hpp>
#include <syncline/sync/target.hpp>

namespace syncline::inline v1::crm::hubspot {

namespace detail {

template <Record R>
[[nodiscard]] std::vector<write_item> items_of(std::span<keyed<R> const> records) {
    std::vector<write_item> items;
    items.reserve(records.size());
    for (auto const& r : records) items.push_back({r.key, properties_text(r.record)});
    return items;
}

template <Record R>
[[nodiscard]] std::vector<write_item> items_of(std::span<identified<R> const> records) {
    std::vector<write_item> items;
    items.reserve(records.size());
    for (auto const& r : records) items.push_back({r.id, properties_text(r.record)});
    return items;
}

[[nodiscard]] std::vector<result<sync::upserted>> as_upserted(std::vector<result<written>> outcomes);

}  // namespace detail

/// A `sync::BatchTarget`: described records, kept apart by a unique property that carries the idempotency key's text.
///
///     hub.ensure_property("companies", {.name = "syncline_key", .unique = true}, ctx);
///     auto companies = hub.upsert<hubspot::company>("syncline_key");
///
/// HubSpot keeps the property unique, so the same key finds the same record on every attempt: strategy `upsert`. It
/// does not say whether an update changed anything: an existing record is always `updated`.
/// *Cost*: one call per 100 records.
template <Record R>
class upsert_target {
public:
    using record_type = R;

    upsert_target(std::shared_ptr<detail::session> session, std::string key_property)
        : session_(std::move(session)), key_property_(std::move(key_property)) {}

    [[nodiscard]] sync::operation_descriptor describe() const {
        return {.system = "hubspot", .object = object_type<R>, .strategy = sync::strategy::upsert, .batch = 100};
    }

    [[nodiscard]] result<std::vector<std::optional<sync::remote_id>>> find(std::span<sync::idempotency_key const> keys,
                                                                           context const& ctx) {
        std::vector<std::string> values;
        values.reserve(keys.size());
        for (auto const& k : keys) values.push_back(k.text);
        return detail::find_by(*session_, object_type<R>, key_property_, values, ctx);
    }

    [[nodiscard]] std::vector<result<sync::upserted>> upsert(std::span<sync::outgoing<R> const> records,
                                                             context const& ctx) {
        std::vector<detail::write_item> items;
        items.reserve(records.size());
        for (auto const& r : records) items.push_back({r.key.text, detail::properties_text(r.record)});
        return detail::as_upserted(
            detail::batch_write(*session_, detail::write_kind::upsert, object_type<R>, key_property_, items, ctx));
    }

    /// What is there would be updated, all else created: HubSpot is not asked for the values. *Cost*: that of `find`.
    [[nodiscard]] std::vector<result<sync::predicted>> predict(std::span<sync::outgoing<R> const> records,
                                                               sync::rehearsal& made_up, context const& ctx) {
        std::vector<sync::idempotency_key> keys;
        keys.reserve(records.size());
        for (auto const& r : records) keys.push_back(r.key);
        auto const found = find(keys, ctx);
        std::vector<result<sync::predicted>> out;
        for (std::size_t i = 0; i < records.size(); ++i) {
            if (!found) {
                out.emplace_back(fail(found.error()));
                continue;
            }
            auto const& id = (*found)[i];
            out.emplace_back(sync::predicted{.id = id ? *id : sync::remote_id{made_up.made_up_id()},
                                             .did = id ? sync::upserted::what::updated : sync::upserted::what::created,
                                             .fields = detail::written_properties(records[i].record)});
        }
        return out;
    }

private:
    std::shared_ptr<detail::session> session_;
    std::string key_property_;
};

/// What to write onto a deal: properties and their texts, an empty text clears.
///
///     deal_links{.deal_id = "512", .values = {{"syncline_order", "S00042"}, {"syncline_project", "17"}}}
struct deal_links {
    std::string deal_id;
    std::vector<std::pair<std::string, std::string>> values;

    friend bool operator==(deal_links const&, deal_links const&) = default;
};

/// A `sync::BatchTarget` for references from other systems on the deal they came from.
///
/// The deal is named by its id in the record and its properties are set to given values, so a repeat leaves the same
/// state: strategy `upsert`. For the same reason `find` has nothing to look up and always answers "not known": after
/// a lost reply the update is simply made again.
/// *Errors* per record: `not_found` when the deal is gone, `rejected` when a property is missing
/// (`client::ensure_property`) or a deal is named twice in one call (`conflict`).
/// *Cost*: one call per 100 deals.
class link_target {
public:
    using record_type = deal_links;

    explicit link_target(std::shared_ptr<detail::session> session) : session_(std::move(session)) {}

    [[nodiscard]] sync::operation_descriptor describe() const;
    [[nodiscard]] result<std::vector<std::optional<sync::remote_id>>> find(std::span<sync::idempotency_key const> keys,
                                                                           context const& ctx);
    [[nodiscard]] std::vector<result<sync::upserted>> upsert(std::span<sync::outgoing<deal_links> const> records,
                                                             context const& ctx);
    /// Every deal would be updated. *Cost*: no call.
    [[nodiscard]] std::vector<result<sync::predicted>> predict(std::span<sync::outgoing<deal_links> const> records,
                                                               sync::rehearsal& made_up, context const& ctx);

private:
    std::shared_ptr<detail::session> session_;
};

}  // namespace syncline::inline v1::crm::hubspot
