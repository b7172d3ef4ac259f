// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <chrono>
#include <string>
#include <vector>

#include <syncline/store/store.hpp>

// Rows to test with, and the whole content of a store as one value.
namespace conformance {

using namespace syncline;

[[nodiscard]] inline instant second(std::int64_t n) {
    return std::chrono::sys_days(std::chrono::year(2026) / 3 / 1) + std::chrono::seconds(n) +
           std::chrono::microseconds(n);
}

[[nodiscard]] inline store::intake_row intake(std::string id, store::intake_state state = store::intake_state::done,
                                              std::string flow = "deals") {
    auto const content = fingerprint_of(id);
    return {std::move(flow), std::move(id), content, state, second(1)};
}

[[nodiscard]] inline store::effect_row effect(std::string record, store::effect_state state = store::effect_state::done,
                                              std::string flow = "deals") {
    store::effect_row e{.key = flow + "/" + record + "/order",
                        .flow = flow,
                        .source_id = record,
                        .step = "order",
                        .system = "odoo",
                        .object = "sale.order",
                        .content = fingerprint_of(record),
                        .state = state,
                        .attempts = 2};
    e.remote_id = "r" + record;
    e.mapping = "deal-to-order@3#5f3a";
    e.correlation_id = "0198c0de-" + record;
    e.message = "waited for the customer";
    e.created = second(1);
    e.updated = second(2);
    return e;
}

[[nodiscard]] inline store::link_row bond(std::string external_id, std::string canonical,
                                          store::link_state state = store::link_state::active) {
    return {"hubspot", "companies", std::move(external_id), "party", std::move(canonical), state, "created", second(3)};
}

[[nodiscard]] inline store::exception_row problem(std::string source_id,
                                                  store::exception_state state = store::exception_state::open,
                                                  std::string flow = "deals") {
    store::exception_row e{.flow = std::move(flow),
                           .source_id = std::move(source_id),
                           .step = "order",
                           .category = "missing_reference",
                           .owner = "catalogue",
                           .severity = "medium",
                           .text = "deal 7: product: found GTXPro, expected a product of the catalogue",
                           .hint = "add the product or a value-table entry",
                           .detail = "product:GTXPro"};
    e.amount = "4821.50";
    e.currency = "USD";
    e.state = state;
    e.attempts = 1;
    e.correlation_id = "0198c0de";
    e.opened = second(4);
    e.updated = second(5);
    e.not_before = second(6);
    return e;
}

[[nodiscard]] inline store::mapping_row mapping(std::string hash, store::mapping_state state, std::string id = "deal") {
    return {.id = std::move(id),
            .hash = std::move(hash),
            .version = "1.2.0",
            .text = "to name = title | trim\n",
            .author = "mara",
            .approved_by = "jo",
            .state = state,
            .submitted = second(8),
            .approved = second(9),
            .activated = {}};
}

[[nodiscard]] inline store::audit_row line(std::string action, std::string effect_key = "deals/7/order") {
    store::audit_row a{};
    a.at = second(7);
    a.flow = "deals";
    a.source_id = "7";
    a.effect = std::move(effect_key);
    a.action = std::move(action);
    a.system = "odoo";
    a.object = "sale.order";
    a.remote_id = "41";
    a.content = fingerprint_of("x").text();
    a.mapping = "deal-to-order@3#5f3a";
    a.correlation_id = "0198c0de";
    a.causation_id = "deals/7/customer";
    return a;
}

/// Everything the suite's own rows can have left in a store.
struct snapshot {
    std::vector<store::intake_row> intake;
    std::vector<store::effect_row> effects;
    std::vector<std::optional<store::link_row>> links;
    std::vector<store::exception_row> exceptions;
    std::vector<store::audit_row> audit;
    std::optional<std::string> cursor;

    friend bool operator==(snapshot const&, snapshot const&) = default;

    /// Through the reading half of the interface. `linked` names the external ids to look for.
    [[nodiscard]] static result<snapshot> of(store::tables& t, std::vector<std::string> const& linked) {
        snapshot s;
        constexpr std::size_t all = 1'000'000;
        auto const add = [](auto& list, auto rows) -> result<void> {
            if (!rows) return fail(rows.error());
            list.insert(list.end(), rows->begin(), rows->end());
            return {};
        };
        using is = store::intake_state;
        using es = store::effect_state;
        using xs = store::exception_state;
        result<void> r;
        for (auto const state : {is::in_flight, is::done, is::parked})
            if (r) r = add(s.intake, t.intake_in_state("deals", state, "", all));
        for (auto const state : {es::intended, es::done, es::failed, es::unknown})
            if (r) r = add(s.effects, t.effects_in_state("deals", state, "", all));
        for (auto const state : {xs::open, xs::resolved, xs::discarded})
            if (r) r = add(s.exceptions, t.exceptions_in_state("", state, "", "", all));
        if (r) r = add(s.links, t.links_of("hubspot", "companies", linked));
        if (r) r = add(s.audit, t.audit_from(1, all));
        if (!r) return fail(r.error());
        auto c = t.cursor("deals");
        if (!c) return fail(c.error());
        s.cursor = *c;
        return s;
    }
};

}  // namespace conformance
