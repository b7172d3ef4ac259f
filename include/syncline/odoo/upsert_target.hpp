// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <syncline/odoo/detail/upsert.hpp>
#include <syncline/sync/target.hpp>

namespace syncline::inline v1::odoo {

/// Where records of type T go in Odoo: a `sync::BatchTarget` whose every record exists once, however often it is sent.
///
/// T is a described record of the host (`odoo::Record`) or one of the canonical objects `model::party` (res.partner),
/// `model::product` (product.product), `model::contract` (sale.order with its lines) and `model::project`
/// (project.project with its tasks); docs/reference/odoo.md has the fields.
///
/// Each record carries an external id made of its key (`external_name`), and so does each line and task inside it.
/// *New records* go through Odoo's `load`, which writes record, lines and external ids in **one transaction** of the
/// server and takes an external id it knows for an update: that call is the idempotent upsert. *Existing records* are
/// read, compared and, only when they differ, changed by `write`; a line that is missing is added by `load`.
/// `model::party` and `model::product` are matched before they are created: a company of the same name, a product of
/// the same code is adopted (`upserted::matched`).
///
/// *Errors*, one per record: `mapping` for a reference that is not resolved; `rejected`, `missing_reference`,
/// `conflict`, `forbidden` as Odoo says, the neighbours of such a record are written all the same;
/// `duplicate_candidate`, naming the ids, when several records match; `contended` when other transactions won three
/// times; for all of a request what kept it from being answered. `error::effect` is unknown when a write may have
/// happened, and when one certainly did before something else failed. An order whose total is not the sum of its lines,
/// or whose currency is not the contract's, is `rejected` (`category::amount_mismatch`); it stays in Odoo as it is and
/// is compared again at each repeat. *Idempotence*: safe to repeat under the same keys, after any failure. *Cost*: per
/// request's worth of records: one call to look up, one to create, one more for orders to compare amounts; two to four
/// to read what exists, and one per record that changes. *Threads*: any number; copies share one session.
template <class T>
class upsert_target {
public:
    explicit upsert_target(detail::caller caller) : caller_(std::move(caller)) {}

    [[nodiscard]] sync::operation_descriptor describe() const {
        return {.system = "odoo",
                .object = detail::writer_of<T>::model(),
                .strategy = sync::strategy::upsert,
                .batch = detail::options_of(*caller_.session).batch};
    }

    /// Which of these keys have a living record that the user may read. *Errors*: `forbidden` when they may read none.
    /// *Cost*: two calls per request's worth of keys, three when one of the records is hidden from the user.
    [[nodiscard]] result<std::vector<std::optional<sync::remote_id>>> find(std::span<sync::idempotency_key const> keys,
                                                                           context const& ctx) {
        return detail::find(caller_, detail::writer_of<T>::model(), keys, ctx);
    }

    [[nodiscard]] std::vector<result<sync::upserted>> upsert(std::span<sync::outgoing<T> const> records,
                                                             context const& ctx) {
        auto const plan = detail::writer_of<T>::plan(*caller_.session, records, ctx);
        if (!plan) return std::vector<result<sync::upserted>>(records.size(), fail(plan.error()));
        auto items = items_of(records, *plan);
        detail::blank(*plan, items, left_out_);
        return detail::upsert(caller_, *plan, std::move(items), ctx);
    }

    /// What `upsert` would do: the same conversation, of which only the calls that read are made. *Cost*: those.
    [[nodiscard]] std::vector<result<sync::predicted>> predict(std::span<sync::outgoing<T> const> records,
                                                               sync::rehearsal& made_up, context const& ctx) {
        auto const plan = detail::writer_of<T>::plan(*caller_.session, records, ctx);
        if (!plan) return std::vector<result<sync::predicted>>(records.size(), fail(plan.error()));
        auto items = items_of(records, *plan);
        detail::blank(*plan, items, left_out_);
        return detail::predict(caller_, *plan, std::move(items), made_up, ctx);
    }

    /// From here on this field of the model is not written: what a flow does with one that has drifted
    /// (`sync::on_drift::discard_fields`).
    void leave_out(std::string_view field) { left_out_.emplace_back(field); }

private:
    [[nodiscard]] static std::vector<detail::upsert_item> items_of(std::span<sync::outgoing<T> const> records,
                                                                   detail::plan const& plan) {
        std::vector<detail::upsert_item> items;
        items.reserve(records.size());
        for (auto const& r : records)
            items.push_back({.key = r.key, .known = r.known, .image = detail::writer_of<T>::image(r.record, plan)});
        return items;
    }

    detail::caller caller_;
    std::vector<std::string> left_out_{};
};

}  // namespace syncline::inline v1::odoo
