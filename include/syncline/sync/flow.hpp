// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <concepts>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <syncline/core/map_context.hpp>
#include <syncline/core/text.hpp>
#include <syncline/reflect/digest.hpp>
#include <syncline/reflect/reference.hpp>
#include <syncline/sync/capabilities.hpp>
#include <syncline/sync/engine.hpp>
#include <syncline/sync/ledger.hpp>
#include <syncline/sync/plan.hpp>
#include <syncline/sync/report.hpp>
#include <syncline/sync/source.hpp>
#include <syncline/sync/target.hpp>

namespace syncline::inline v1::sync {

/// Money at stake in a record, for the exceptions it may cause.
struct money_at_risk {
    decimal amount;
    std::string currency;
};

namespace detail {

template <class M, class From>
[[nodiscard]] auto mapped(M const& m, From const& f, map_context const& mc) {
    if constexpr (std::invocable<M const&, From const&, map_context const&>)
        return m(f, mc);
    else
        return m(f);
}

template <class M, class From>
using mapped_to = typename decltype(mapped(std::declval<M const&>(), std::declval<From const&>(),
                                           std::declval<map_context const&>()))::value_type;

/// A callable of the host, kept by value. (`std::function` would cost every host its header.)
template <class R, class... From>
class kept_function {
public:
    template <class F>
    void operator=(F f) {  // NOLINT(misc-unconventional-assign-operator): it is a slot
        call_ = std::make_unique<model<F>>(std::move(f));
    }
    [[nodiscard]] explicit operator bool() const noexcept { return call_ != nullptr; }
    [[nodiscard]] R operator()(From... f) const { return call_->call(f...); }

private:
    struct interface : port {
        [[nodiscard]] virtual R call(From... f) = 0;
    };
    template <class F>
    struct model final : interface {
        explicit model(F f) : function(std::move(f)) {}
        [[nodiscard]] R call(From... f) override { return function(f...); }
        F function;
    };
    std::unique_ptr<interface> call_;
};

/// What a flow knows about its records besides their type.
template <class From>
struct record_policy {
    kept_function<std::optional<money_at_risk>, From const&> at_risk;
    kept_function<result<void>, From const&> check;
    kept_function<result<std::vector<enrichment>>, From&, context const&> enrich;
};

template <class From>
class typed_page final : public page_port {
public:
    explicit typed_page(record_policy<From> const& policy) : policy_(policy) {}

    void take(sync::page<From>&& p) {
        records_ = std::move(p.records);
        unreadable_ = std::move(p.unreadable);
        items_.clear();
        items_.reserve(records_.size() + unreadable_.size());
        if constexpr (!keeps_source) {
            sources_.clear();
            sources_.reserve(records_.size());  // items look into them
        }
        for (auto const& r : records_) {
            if constexpr (!keeps_source) sources_.push_back(origin<From>::of(r));
            items_.push_back({of_record(items_.size()).id, reflect::digest(r)});
        }
        // the same trouble again is nothing new; what was put right has another digest
        for (auto const& u : unreadable_) items_.push_back({u.source.id, reflect::digest(u.why.message)});
    }
    [[nodiscard]] From const& operator[](std::size_t i) const { return records_[i]; }

    [[nodiscard]] std::span<page_item const> items() const override { return items_; }
    [[nodiscard]] external_ref const& source(std::size_t i) const override {
        return i < records_.size() ? of_record(i) : unreadable_[i - records_.size()].source;
    }
    [[nodiscard]] std::string title(std::size_t i) const override {
        if (i >= records_.size()) return source(i).object + ' ' + source(i).id;
        auto const& r = records_[i];
        std::string out = source(i).object + ' ' + source(i).id;
        if constexpr (requires { std::string_view(r.name); }) out += " \"" + shorten(r.name, 60) + '"';
        return out;
    }
    [[nodiscard]] std::vector<external_ref> aliases(std::size_t i) const override {
        if constexpr (requires { aliases_of(records_[i]); })
            if (i < records_.size()) return aliases_of(records_[i]);
        return {};
    }
    [[nodiscard]] std::span<external_ref const> merged_from(std::size_t i) const override {
        if constexpr (requires { std::span<external_ref const>(records_[i].merged_from); })
            if (i < records_.size()) return records_[i].merged_from;
        return {};
    }
    [[nodiscard]] std::pair<std::string, std::string> at_risk(std::size_t i) const override {
        if (policy_.at_risk && i < records_.size())
            if (auto const m = policy_.at_risk(records_[i])) return {m->amount.to_string(), m->currency};
        return {};
    }
    [[nodiscard]] result<void> check(std::size_t i) const override {
        if (i >= records_.size()) return tl::unexpected<error>(unreadable_[i - records_.size()].why);
        return policy_.check ? policy_.check(records_[i]) : result<void>{};
    }

    [[nodiscard]] result<std::vector<enrichment>> enrich(std::size_t i, context const& ctx) override {
        if (!policy_.enrich || i >= records_.size()) return std::vector<enrichment>{};
        return policy_.enrich(records_[i], ctx);
    }

private:
    static constexpr bool keeps_source = std::is_reference_v<decltype(origin<From>::of(std::declval<From const&>()))>;

    [[nodiscard]] external_ref const& of_record(std::size_t i) const {
        if constexpr (keeps_source)
            return origin<From>::of(records_[i]);
        else
            return sources_[i];
    }

    std::vector<external_ref> sources_{};  // only of records that have to spell theirs out
    record_policy<From> const& policy_;
    std::vector<From> records_;
    std::vector<unreadable_record> unreadable_;  // counted on behind the records
    std::vector<page_item> items_;
};

template <class From, class Map, class T>
class typed_step final : public step_port {
public:
    using out_type = mapped_to<Map, From>;

    typed_step(std::string name, Map map, T target, typed_page<From> const& page)
        : name_(std::move(name)), map_(std::move(map)), target_(std::move(target)), page_(page) {}

    [[nodiscard]] std::string_view name() const override { return name_; }
    [[nodiscard]] std::string mapping() const override {
        if constexpr (requires { map_.identity(); })
            return map_.identity();
        else
            return "function";
    }
    [[nodiscard]] operation_descriptor describe() override {
        if constexpr (requires { target_.describe(); })
            return target_.describe();
        else
            return {.system = name_, .object = name_, .strategy = strategy::probe_then_create, .batch = 1};
    }
    [[nodiscard]] std::vector<std::pair<std::string_view, std::string_view>> reads() const override {
        if constexpr (requires { map_.reads(); })
            return map_.reads();
        else
            return {};
    }
    [[nodiscard]] bool leave_out(std::string_view field) override {
        if constexpr (requires { target_.leave_out(field); }) {
            target_.leave_out(field);
            return true;
        } else {
            static_cast<void>(field);
            return false;
        }
    }
    void start_page() override {
        out_.clear();
        out_.resize(page_.items().size());
    }
    [[nodiscard]] result<fingerprint> prepare(std::size_t i, map_context const& mc) override {
        auto r = mapped(map_, page_[i], mc);
        if (!r) return tl::unexpected<error>(std::move(r).error());
        out_[i] = *std::move(r);
        return reflect::digest(*out_[i]);
    }
    [[nodiscard]] result<std::vector<std::optional<remote_id>>> find(std::span<idempotency_key const> keys,
                                                                     context const& ctx) override {
        if constexpr (BatchTarget<T, out_type>) {
            return target_.find(keys, ctx);
        } else {
            std::vector<std::optional<remote_id>> found;
            for (auto const& k : keys) {
                auto r = target_.find(k, ctx);
                if (!r) return tl::unexpected<error>(std::move(r).error());
                found.push_back(*std::move(r));
            }
            return found;
        }
    }
    [[nodiscard]] std::vector<result<upserted>> push(std::span<push_item const> items, context const& ctx) override {
        if constexpr (BatchTarget<T, out_type>) {
            auto const batch = batch_of(items);
            return target_.upsert(std::span<outgoing<out_type> const>(batch), ctx);
        } else {
            std::vector<result<upserted>> out;
            for (auto const& it : items) out.push_back(target_.upsert(*out_[it.index], it.key, ctx));
            return out;
        }
    }
    [[nodiscard]] std::optional<std::vector<result<predicted>>> predict(std::span<push_item const> items,
                                                                        rehearsal& made_up,
                                                                        context const& ctx) override {
        if constexpr (PredictingTarget<T, out_type>) {
            auto const batch = batch_of(items);
            return target_.predict(std::span<outgoing<out_type> const>(batch), made_up, ctx);
        } else {
            return std::nullopt;
        }
    }
    [[nodiscard]] std::vector<std::string> fields_given(std::size_t i) const override {
        std::vector<std::string> names;
        if constexpr (reflect::Described<out_type>)
            boost::mp11::mp_for_each<reflect::members_of<out_type>>([&](auto d) {
                auto const& value = (*out_[i]).*decltype(d)::pointer;
                bool given = true;
                if constexpr (requires { value.is_absent(); })
                    given = !value.is_absent();
                else if constexpr (requires { value.has_value(); })
                    given = value.has_value();
                else if constexpr (requires { value.empty(); })
                    given = !value.empty();
                if (given) names.emplace_back(d.name);
            });
        return names;
    }

private:
    [[nodiscard]] std::vector<outgoing<out_type>> batch_of(std::span<push_item const> items) const {
        std::vector<outgoing<out_type>> batch;
        batch.reserve(items.size());
        for (auto const& it : items) batch.push_back({*out_[it.index], it.key, it.known});
        return batch;
    }

    std::string name_;
    Map map_;
    T target_;
    typed_page<From> const& page_;
    std::vector<std::optional<out_type>> out_;
};

/// The mapping of a flow that was given none: records go out as they came.
struct unmapped {
    template <class R>
    [[nodiscard]] result<R> operator()(R const& r) const {
        return r;
    }
};

}  // namespace detail

template <class S, class From>
class pulled_flow;

/// `.map(m)`, waiting for its `.push(t)`.
template <class S, class From, class Map>
class mapped_flow {
public:
    mapped_flow(pulled_flow<S, From> flow, Map map) : flow_(std::move(flow)), map_(std::move(map)) {}

    /// Sends what the mapping made; the step is named after the target's record type unless a name is given. Later
    /// steps of the same flow can read the record it made with `produced_by(name)`.
    template <class T>
    [[nodiscard]] pulled_flow<S, From> push(T target, std::string_view name = {}) && {
        using out = detail::mapped_to<Map, From>;
        static_assert(BatchTarget<T, out> || Target<T, out>,
                      "syncline: push() needs a target with find() and upsert() for what map() makes");
        flow_.add_step(std::move(map_), std::move(target), name);
        return std::move(flow_);
    }

private:
    pulled_flow<S, From> flow_;
    Map map_;
};

/// A flow with a source: add checks, mappings and targets, then `run`.
///
/// A record with a member `merged_from` (`model::party`) tells of records of its system that went up in it: what stood
/// for those stands for it from then on, as `sync::merge` does it, before anything of the record is mapped. The
/// observer hears `identity.merged`.
template <class S, class From>
class pulled_flow {
    static_assert(Sourced<From>,
                  "syncline: records of a flow need a member `external_ref source`, or a syncline::sync::origin");

public:
    pulled_flow(std::string name, ledger& l, S source)
        : name_(std::move(name)),
          ledger_(&l),
          source_(std::move(source)),
          policy_(std::make_unique<detail::record_policy<From>>()),
          page_(std::make_unique<detail::typed_page<From>>(*policy_)) {}

    /// Runs before anything of a record is written anywhere; a failure parks the record.
    template <class F>
    requires std::is_invocable_r_v<result<void>, F&, From const&> [[nodiscard]] pulled_flow validate(F check) && {
        policy_->check = std::move(check);
        return std::move(*this);
    }
    /// Adds to new and changed records what their source does not know (`result<std::vector<enrichment>>(From&,
    /// context const&)`): a registry's address, a score, a tax rate. It may do I/O, which a mapping never does, and
    /// says of each value where it is from and from when; that is kept in the audit. Whether a record has changed is
    /// told by what its source sent. A failure parks the record, or leaves it in flight when it is of the moment.
    /// *Cost*: one call per new or changed record, in plans, too.
    template <class F>
    requires std::is_invocable_r_v<result<std::vector<enrichment>>, F&, From&, context const&> [[nodiscard]] pulled_flow
    enrich(F add) && {
        policy_->enrich = std::move(add);
        return std::move(*this);
    }
    /// Which classifications of fields may go where: a flow with a mapping that reads others for its target neither
    /// runs nor plans (`forbidden`, naming the fields). A function tells nothing of what it reads.
    [[nodiscard]] pulled_flow within(destinations allowed) && {
        options_.allowed = std::move(allowed);
        return std::move(*this);
    }
    /// What the exceptions of a record put at risk.
    template <class F>
    requires std::is_invocable_r_v<std::optional<money_at_risk>, F&, From const&> [[nodiscard]] pulled_flow at_risk(
        F amount) && {
        policy_->at_risk = std::move(amount);
        return std::move(*this);
    }
    /// Value tables the mappings may use. Lifetime: must outlive `run`.
    [[nodiscard]] pulled_flow tables(value_tables const& t) && {
        options_.tables = &t;
        return std::move(*this);
    }
    /// Tries every parked record again, whatever parked it.
    [[nodiscard]] pulled_flow replay(bool on = true) && {
        options_.replay = on;
        return std::move(*this);
    }

    /// What has drifted in a system the flow reads or writes (a connector's `drift_of`, asked before), and what to do
    /// about what of it breaks the flow's work.
    ///
    /// *Errors* of `run` and `plan` then: `unsupported` (`category::schema_drift`) with `on_drift::stop`, and with
    /// `discard_fields` where a target has no `leave_out(field)`; the message names flow, steps, mappings, each drift
    /// and who is to act.
    [[nodiscard]] pulled_flow drifted(drift_report found, on_drift then) && {
        options_.drifts.emplace_back(std::move(found), then);
        return std::move(*this);
    }

    /// Maps again what has not changed at its source, too, from its first record on: after another version of a mapping
    /// became active. What comes out as before is not sent.
    [[nodiscard]] pulled_flow remap(bool on = true) && {
        options_.remap = on;
        return std::move(*this);
    }
    /// Every step's mapping has to be the active version of the registry in the flow's ledger (`mapping_registry`);
    /// else the flow neither runs nor plans: `forbidden`, naming both.
    [[nodiscard]] pulled_flow governed(bool on = true) && {
        options_.governed = on;
        return std::move(*this);
    }

    /// Names a system the flow reads or writes, as its connector describes it, and what it must be able to do: a flow
    /// whose needs are not met neither runs nor plans (`unsupported`, naming all that is lacking).
    ///
    /// Once per run the observer hears `governance.notice` with system, version and a sentence when support of that
    /// version ends within half a year or is over, or the vendor retires the wire in use.
    [[nodiscard]] pulled_flow relies_on(capabilities system, needs wanted = {}) && {
        options_.systems.emplace_back(std::move(system), wanted);
        return std::move(*this);
    }

    template <class Map>
    [[nodiscard]] mapped_flow<S, From, Map> map(Map m) && {
        return {std::move(*this), std::move(m)};
    }

    template <class T>
    [[nodiscard]] pulled_flow push(T target, std::string_view name = {}) && {
        return mapped_flow<S, From, detail::unmapped>(std::move(*this), {}).push(std::move(target), name);
    }

    /// Reads the source to its end, page by page, and brings every new or changed record through all steps.
    ///
    /// Per page and step: the intents are committed, the page is sent, and the outcomes are committed together with
    /// the next step's intents. A record that fails parks or stays in flight; its neighbours go on. Killed anywhere,
    /// the next run looks up what it cannot know and goes on.
    ///
    /// *Idempotence*: a second run with nothing new writes nothing outside. *Errors*: `storage`, `corrupted` and what
    /// the source returned before its first page; later failures are in `report::stopped_by`.
    /// *Cost*: the source's pages, one request per full batch and step, one commit per page and step and one more.
    [[nodiscard]] result<report> run(context const& ctx) && {
        detail::flow_engine engine(name_, *ledger_, options_, steps_);
        return engine.run(reader(), ctx);
    }

    /// What `run` would do, without doing it: `plan_of` this one flow.
    [[nodiscard]] result<sync::plan> plan(context const& ctx) && {
        auto source = reader();
        return plan_of(
            *ledger_,
            [&](ledger& on_paper) -> result<void> {
                auto r = detail::flow_engine(name_, on_paper, options_, steps_).run(source, ctx);
                if (!r) return tl::unexpected<error>(std::move(r).error());
                return {};
            },
            ctx);
    }

private:
    template <class, class, class>
    friend class mapped_flow;

    template <class Map, class T>
    void add_step(Map m, T target, std::string_view name) {
        using step = detail::typed_step<From, Map, T>;
        std::string step_name(name);
        if constexpr (requires { target.describe(); })
            if (step_name.empty()) step_name = std::string(target.describe().object);
        if (step_name.empty()) step_name = "step" + std::to_string(steps_.size() + 1);
        steps_.push_back(std::make_unique<step>(std::move(step_name), std::move(m), std::move(target), *page_));
    }

    struct source_reader final : detail::source_port {
        explicit source_reader(pulled_flow& f) : flow(f) {}
        [[nodiscard]] result<detail::page_info> next(cursor const& since, context const& ctx) override {
            auto p = flow.source_.changes(since, ctx);
            if (!p) return tl::unexpected<error>(std::move(p).error());
            detail::page_info info{.next = std::move(p->next),
                                   .last = p->last,
                                   .read = (std::max)(p->read, p->records.size() + p->unreadable.size())};
            flow.page_->take(*std::move(p));
            return info;
        }
        [[nodiscard]] bool can_read() const override { return LookupSource<S, From>; }
        [[nodiscard]] result<void> read(std::span<std::string const> ids, context const& ctx) override {
            if constexpr (LookupSource<S, From>) {
                auto r = flow.source_.read(ids, ctx);
                if (!r) return tl::unexpected<error>(std::move(r).error());
                flow.page_->take(*std::move(r));
            }
            return {};
        }
        [[nodiscard]] detail::page_port& page() override { return *flow.page_; }
        pulled_flow& flow;
    };
    [[nodiscard]] source_reader reader() { return source_reader(*this); }

    std::string name_;
    ledger* ledger_;
    S source_;
    detail::flow_options options_{};
    std::unique_ptr<detail::record_policy<From>> policy_;  // behind pointers: steps and page refer to them
    std::unique_ptr<detail::typed_page<From>> page_;
    std::vector<std::unique_ptr<detail::step_port>> steps_{};
};

/// A declared path from a source through mappings to targets, under a name that never changes: the name is part of
/// every effect's key.
///
///     return sync::flow{"won-deal-to-project", ledger}
///         .pull(crm.changes<model::opportunity>(won))
///         .map(to_contract).push(erp.upsert<model::contract>())
///         .map(to_project).push(erp.upsert<model::project>())
///         .run(ctx);
class flow {
public:
    flow(std::string name, ledger& l) : name_(std::move(name)), ledger_(&l) {}

    template <class S>
    [[nodiscard]] auto pull(S source) && {
        using record = typename std::remove_cvref_t<decltype(source.changes(
            std::declval<cursor const&>(), std::declval<context const&>()))>::value_type::record_type;
        return pulled_flow<S, record>(std::move(name_), *ledger_, std::move(source));
    }

private:
    std::string name_;
    ledger* ledger_;
};

}  // namespace syncline::inline v1::sync
