// SPDX-License-Identifier: Apache-2.0
#include "rig.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <boost/describe/class.hpp>

#include <syncline/mapping/mapping.hpp>
#include <syncline/sync/flow.hpp>

namespace {
syncline::sync::detail::mistake now_planted = syncline::sync::detail::mistake::none;
}

namespace syncline::inline v1::sync::detail {
bool planted(mistake m) noexcept { return m == now_planted; }
}  // namespace syncline::inline v1::sync::detail

namespace simulation {

/// A record that Odoo keeps no external id for: the only way to make it once is to look first.
struct reminder {
    std::int64_t id = 0;
    std::string name{};
    field_value<std::string> ref{};  ///< Carries the key.
};
BOOST_DESCRIBE_STRUCT(reminder, (), (id, name, ref))

}  // namespace simulation

template <>
inline constexpr std::string_view syncline::odoo::model_name<simulation::reminder> = "res.partner";

namespace simulation {
namespace {

/// `probe_then_create` over a plain `create`, as a host writes it for a system without upsert.
struct reminders {
    odoo::client* erp;

    [[nodiscard]] sync::operation_descriptor describe() const {
        return {.system = "odoo",
                .object = "reminder",
                .strategy = sync::strategy::probe_then_create,
                .batch = 1,
                .visible_within = std::chrono::seconds(0)};  // this Odoo finishes one request before the next
    }
    result<std::vector<std::optional<sync::remote_id>>> find(std::span<sync::idempotency_key const> keys,
                                                             context const& ctx) {
        std::vector<std::optional<sync::remote_id>> out;
        for (auto const& k : keys) {
            auto ids = erp->search<reminder>().where(field<&reminder::ref> == k.text).ids(ctx);
            if (!ids) return fail(std::move(ids).error());
            out.push_back(ids->empty() ? std::nullopt : std::optional(sync::remote_id{std::to_string(ids->front())}));
        }
        return out;
    }
    std::vector<result<sync::upserted>> upsert(std::span<sync::outgoing<reminder> const> records, context const& ctx) {
        std::vector<result<sync::upserted>> out;
        for (auto const& r : records) out.push_back(one(r, ctx));
        return out;
    }

private:
    result<sync::upserted> one(sync::outgoing<reminder> const& r, context const& ctx) {
        if (r.known) return sync::upserted{*r.known, sync::upserted::what::unchanged};
        reminder record = r.record;
        record.ref = r.key.text;
        auto ids = erp->create<reminder>(std::span<reminder const>(&record, 1), ctx);
        if (!ids) return fail(std::move(ids).error());
        return sync::upserted{{std::to_string(ids->front())}, sync::upserted::what::created};
    }
};

constexpr auto to_reminder = mapping<model::product, reminder>(
    skip<&reminder::id>, to<& reminder::name> = from<&model::product::name>, skip<&reminder::ref>);

/// The lines of `a` that `b` lacks.
[[nodiscard]] std::string only_in(std::string_view what, std::string_view a, std::string_view b) {
    std::multiset<std::string_view> there;
    auto const lines = [](std::string_view text, auto take) {
        for (; !text.empty(); text.remove_prefix(std::min(text.find('\n') + 1, text.size())))
            take(text.substr(0, text.find('\n')));
    };
    lines(b, [&](std::string_view line) { there.insert(line); });
    std::string out;
    lines(a, [&](std::string_view line) {
        if (auto const it = there.find(line); it != there.end())
            there.erase(it);
        else
            out += "  " + std::string(what) + ": " + std::string(line.substr(0, 300)) + '\n';
    });
    return out;
}

}  // namespace

rig::rig(std::uint64_t seed, mistake m, bool synchronous_normal)
    : random_(seed),
      seed_(seed),
      mistake_(m),
      synchronous_normal_(synchronous_normal),
      disk_(seed),
      hubspot_(clock_, {.token = "token"}),
      odoo_(clock_, {.series = 18, .database = "db", .login = "sync", .api_key = secret("key")}) {
    auto const parent = *hubspot_.add_company("Northwind");
    auto const child = *hubspot_.add_company("Northwind Labs", {}, parent);
    auto const other = *hubspot_.add_company("Bluefin");
    static_cast<void>(*hubspot_.add_product("Advisory Day", "ADV", "1200"));
    static_cast<void>(*hubspot_.add_product("Care Plan", "CARE", "349.90"));
    auto const deal = [&](std::string name, std::string stage, std::string const& company, std::string sku,
                          std::string amount) {
        deals_.push_back(*hubspot_.add_deal({.name = std::move(name),
                                             .amount = amount,
                                             .stage = std::move(stage),
                                             .company = company,
                                             .lines = {{.name = sku, .sku = sku, .quantity = "1", .price = amount}},
                                             .close_date = {},
                                             .owner = {}}));
    };
    deal("One", "closedwon", child, "ADV", "1200");
    deal("Two", "closedwon", other, "CARE", "349.90");
    deal("Three", "closedwon", other, "UNKNOWN", "500");
    deal("Four", "appointmentscheduled", other, "ADV", "10");
    deal("Five", "closedwon", parent, "ADV", "2400.00");
    hubspot_.faults.on_call([this](emulator::call const& c, emulator::side s) { return watch(c, s); });
    odoo_.faults.on_call([this](emulator::call const& c, emulator::side s) { return watch(c, s); });
}

result<void> rig::watch(emulator::call const& c, emulator::side s) {
    static_cast<void>(c);
    error const silence{.code = errc::unavailable, .message = "the host is gone", .effect = outcome::unknown};
    if (disk_.crashed()) return fail(silence);
    if (s == emulator::side::before_effect) ++calls_;
    if (!stop_ || !stop_->call || calls_ != *stop_->call || s != stop_->side || struck_) return {};
    struck_ = true;
    if (!stop_->only_reply) disk_.crash_now(stop_->kind);
    return fail(silence);
}

void rig::plan(stop const& s) {
    stop_ = s;
    if (s.disk_step) disk_.crash_at(*s.disk_step, s.kind);
}

void rig::weather(emulator::weather_rates const& rates) {
    hubspot_.faults.weather(seed_ * 2, rates);
    odoo_.faults.weather(seed_ * 2 + 1, rates);
}

result<std::vector<sync::report>> rig::flows(crm::hubspot::client& hub, syncline::odoo::client& erp,
                                             sync::ledger& ledger) {
    context const ctx;
    auto won = workflow::closed_won(hub, erp, ledger,
                                    {.legal_entity = {"odoo", "res.company", "1"},
                                     .project = {.name = "Roll-out",
                                                 .tasks = {{.slug = "kickoff", .name = "Kick-off", .planned_hours = {}},
                                                           {.slug = "close", .name = "Close", .planned_hours = {}}}}},
                                    ctx);
    if (!won) return fail(std::move(won).error());
    auto notes = sync::flow{"reminder", ledger}
                     .pull(hub.changes<model::product>())
                     .map(to_reminder)
                     .push(reminders{&erp}, "reminder")
                     .run(ctx);
    if (!notes) return fail(std::move(notes).error());
    return std::vector{won->products, won->customers, won->deals, *std::move(notes)};
}

template <class Work>
result<void> rig::with_host(Work work) {
    clock_.advance(std::chrono::minutes(5));
    now_planted = mistake_;
    auto store = store::sqlite_store::open(
        "host.db", {.vfs = disk_.name(), .unsafe_synchronous_normal_for_tests = synchronous_normal_}, clock_);
    if (!store) return fail(std::move(store).error());
    any_random random(random_);
    sync::ledger ledger(**store, clock_, random);
    crm::hubspot::client hub(hubspot_, {.token = secret("token")}, clock_);
    syncline::odoo::client erp(odoo_,
                               {.url = "http://127.0.0.1",
                                .database = "db",
                                .login = "sync",
                                .api_key = secret("key"),
                                .batch = 2,
                                .in_flight = 1},
                               clock_);
    return work(hub, erp, ledger);
}

result<void> rig::run() {
    return with_host([this](auto& hub, auto& erp, auto& ledger) -> result<void> {
        if (auto r = hub.ensure_link_properties({}, {}); !r) return r;
        auto done = flows(hub, erp, ledger);
        if (!done) return fail(std::move(done).error());
        reports_ = *std::move(done);
        return {};
    });
}

result<sync::plan> rig::foresee() {
    result<sync::plan> out;
    auto const ok = with_host([&](auto& hub, auto& erp, auto& ledger) -> result<void> {
        out = sync::plan_of(ledger,
                            [&](sync::ledger& on_paper) -> result<void> {
                                auto done = flows(hub, erp, on_paper);
                                if (!done) return fail(std::move(done).error());
                                return {};
                            },
                            {});
        return {};
    });
    if (!ok) return fail(ok.error());
    return out;
}

end_state rig::state() const {
    end_state s{.odoo = odoo_.dump(), .deals = {}};
    for (auto const& id : deals_) {
        auto const linked = [&](char const* property) {
            return hubspot_.property("deals", id, property).value_or("").empty() ? " -" : " linked";
        };
        s.deals += id + linked("syncline_contract") + linked("syncline_project") + '\n';
    }
    return s;
}

void rig::restart() {
    stop_.reset();
    struck_ = false;
    if (!disk_.crashed()) disk_.crash_now(testkit::crash_kind::kill);  // also disarms what was planned
    disk_.revive();
}

std::string rig::settle(end_state const& expected) {
    hubspot_.faults.calm();
    odoo_.faults.calm();
    restart();
    std::string wrong;
    std::size_t before = 0;
    bool rested = false;
    for (int i = 0; i < 8 && !rested; ++i) {
        before = odoo_.truth.writes() + hubspot_.log.writes();
        auto r = run();
        if (!r && i > 1) wrong += "progress: the run fails: " + r.error().message + '\n';
        rested = r && before == odoo_.truth.writes() + hubspot_.log.writes();
    }
    if (!rested) wrong += "rest: every run writes something\n";
    for (auto const* log : {&odoo_.truth, &hubspot_.log})
        for (auto const& [key, n] : log->creates_by_key())
            if (n > 1) wrong += "one effect: " + key + " was made " + std::to_string(n) + " times\n";
    if (auto const now = state(); now != expected)
        wrong += "final state:\n" + only_in("found", now.odoo + now.deals, expected.odoo + expected.deals) +
                 only_in("missing", expected.odoo + expected.deals, now.odoo + now.deals);

    auto store = store::sqlite_store::open("host.db", {.vfs = disk_.name()}, clock_);
    if (!store) return wrong + "store: " + store.error().message + '\n';
    sync::ledger ledger(**store, clock_, random_);
    auto const counts = ledger.counts("won-deal", {});
    if (!counts || *counts != store::intake_counts{.in_flight = 0, .done = 3, .parked = 1}) {
        wrong += "nothing lost: expected 3 deals done and 1 parked";
        if (counts)
            wrong += ", found " + std::to_string(counts->done) + " done, " + std::to_string(counts->parked) +
                     " parked, " + std::to_string(counts->in_flight) + " in flight";
        wrong += '\n';
        for (auto const* flow : {"won-deal/product", "won-deal/customer", "won-deal"})
            if (auto const open = ledger.open_exceptions(flow, {}))
                for (auto const& w : *open) wrong += "  " + std::to_string(w.count) + " x " + w.example + '\n';
    }
    auto const links = (*store)->read(
        [&](store::tables& t) -> result<void> {
            std::set<std::pair<std::string, std::string>> ours;  // what the ledger says it made or found over there
            for (auto const* flow : {"won-deal/product", "won-deal/customer", "won-deal", "reminder"}) {
                auto effects = t.effects_in_state(flow, store::effect_state::done, "", 1000);
                if (!effects) return fail(std::move(effects).error());
                for (auto const& e : *effects) {
                    if (e.step == "links") continue;
                    ours.emplace(e.object == "reminder" ? "res.partner" : e.object, e.remote_id);
                    auto link = t.links_of(e.system, e.object, std::span(&e.remote_id, 1));
                    if (!link) return fail(std::move(link).error());
                    if (!link->front()) wrong += "links: no link to " + e.object + ' ' + e.remote_id + '\n';
                }
            }
            for (auto const& made : odoo_.truth.effects()) {
                bool const stands_alone = made.object == "res.partner" || made.object == "product.product" ||
                                          made.object == "sale.order" || made.object == "project.project";
                if (made.action == emulator::action::create && made.request != 0 && stands_alone &&
                    !ours.contains({made.object, made.id}))
                    wrong += "links: " + made.object + ' ' + made.id + " is in Odoo, but in no row of the ledger\n";
            }
            auto lines = t.verify_audit();
            if (!lines) return fail(std::move(lines).error());
            return {};
        },
        {});
    if (!links) wrong += "evidence: " + links.error().message + '\n';
    return wrong;
}

}  // namespace simulation
