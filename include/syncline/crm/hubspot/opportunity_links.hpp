// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <syncline/crm/hubspot/target.hpp>
#include <syncline/model/opportunity_links.hpp>

namespace syncline::inline v1::crm::hubspot {

/// Which properties of a deal carry what became of it. They must exist: see `client::ensure_link_properties`.
struct link_properties {
    std::string contract = "syncline_contract";
    std::string project = "syncline_project";
};

/// Where `model::opportunity_links` go: onto the deal they came from, as `odoo sale.order 42`. Otherwise a
/// `link_target`.
class opportunity_links_target {
public:
    using record_type = model::opportunity_links;

    opportunity_links_target(link_target inner, link_properties properties)
        : inner_(std::move(inner)), properties_(std::move(properties)) {}

    [[nodiscard]] sync::operation_descriptor describe() const { return inner_.describe(); }
    [[nodiscard]] result<std::vector<std::optional<sync::remote_id>>> find(std::span<sync::idempotency_key const> keys,
                                                                           context const& ctx) {
        return inner_.find(keys, ctx);
    }
    [[nodiscard]] std::vector<result<sync::upserted>> upsert(
        std::span<sync::outgoing<model::opportunity_links> const> records, context const& ctx) {
        return inner_.upsert(on_deals(records), ctx);
    }
    [[nodiscard]] std::vector<result<sync::predicted>> predict(
        std::span<sync::outgoing<model::opportunity_links> const> records, sync::rehearsal& made_up,
        context const& ctx) {
        return inner_.predict(on_deals(records), made_up, ctx);
    }

private:
    [[nodiscard]] std::vector<sync::outgoing<deal_links>> on_deals(
        std::span<sync::outgoing<model::opportunity_links> const> records) const {
        std::vector<sync::outgoing<deal_links>> out;
        out.reserve(records.size());
        for (auto const& r : records) {
            deal_links d{.deal_id = r.record.opportunity.id, .values = {}};
            if (r.record.contract) d.values.emplace_back(properties_.contract, text_of(*r.record.contract));
            if (r.record.project) d.values.emplace_back(properties_.project, text_of(*r.record.project));
            out.push_back({std::move(d), r.key, r.known});
        }
        return out;
    }
    [[nodiscard]] static std::string text_of(model::external_ref const& r) {
        return r.system + ' ' + r.object + ' ' + r.id;
    }

    link_target inner_;
    link_properties properties_;
};

}  // namespace syncline::inline v1::crm::hubspot
