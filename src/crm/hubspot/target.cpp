// SPDX-License-Identifier: Apache-2.0
#include <syncline/crm/hubspot/target.hpp>

#include <syncline/json/writer.hpp>

namespace syncline::inline v1::crm::hubspot {

std::vector<result<sync::upserted>> detail::as_upserted(std::vector<result<written>> outcomes) {
    std::vector<result<sync::upserted>> out;
    out.reserve(outcomes.size());
    for (auto& o : outcomes)
        out.push_back(std::move(o).map([](written w) {
            return sync::upserted{.id = {std::move(w.id)},
                                  .did = w.created ? sync::upserted::what::created : sync::upserted::what::updated};
        }));
    return out;
}

sync::operation_descriptor link_target::describe() const {
    return {.system = "hubspot", .object = "deals", .strategy = sync::strategy::upsert, .batch = 100};
}

result<std::vector<std::optional<sync::remote_id>>> link_target::find(std::span<sync::idempotency_key const> keys,
                                                                      context const&) {
    return std::vector<std::optional<sync::remote_id>>(keys.size());
}

std::vector<result<sync::upserted>> link_target::upsert(std::span<sync::outgoing<deal_links> const> records,
                                                        context const& ctx) {
    std::vector<detail::write_item> items;
    items.reserve(records.size());
    for (auto const& r : records) {
        detail::write_item item{.id = r.record.deal_id, .properties = {}};
        json::writer w(item.properties);
        w.begin_object();
        for (auto const& [property, text] : r.record.values) w.member(property, text);
        w.end_object();
        items.push_back(std::move(item));
    }
    return detail::as_upserted(detail::batch_write(*session_, detail::write_kind::update, "deals", {}, items, ctx));
}

std::vector<result<sync::predicted>> link_target::predict(std::span<sync::outgoing<deal_links> const> records,
                                                          sync::rehearsal&, context const&) {
    std::vector<result<sync::predicted>> out;
    for (auto const& r : records) {
        sync::predicted p{.id = {r.record.deal_id}, .did = sync::upserted::what::updated};
        for (auto const& [property, text] : r.record.values) p.fields.push_back(property);
        out.emplace_back(std::move(p));
    }
    return out;
}

}  // namespace syncline::inline v1::crm::hubspot
