// SPDX-License-Identifier: Apache-2.0
// The protocol of effects: intent before the call, outcome after it, look-up before any retry; a page at a time.
#include <syncline/sync/engine.hpp>

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

#include <syncline/core/category.hpp>
#include <syncline/core/rfc3339.hpp>
#include <syncline/core/text.hpp>
#include <syncline/core/uuid.hpp>
#include <syncline/sync/mapping_registry.hpp>

#include "sync/empty_probe.hpp"
#include "sync/merge_links.hpp"
#include "sync/mistakes.hpp"
#include "sync/paper.hpp"
#include "sync/turns.hpp"

namespace syncline::inline v1::sync::detail {
namespace {

constexpr std::size_t resume_batch = 500;
constexpr std::uint32_t attempts_before_parking = 5;

/// The order of intake ids: by length, then by bytes.
[[nodiscard]] bool in_order(page_item const& a, page_item const& b) noexcept {
    return a.id.size() != b.id.size() ? a.id.size() < b.id.size() : a.id < b.id;
}

/// Failures after which going on with other records makes no sense: somebody has to act first.
[[nodiscard]] bool ends_the_run(errc c) noexcept {
    switch (c) {
        case errc::unauthorized:
        case errc::forbidden:
        case errc::untrusted:
        case errc::misconfigured:
        case errc::unsupported:
        case errc::cancelled:
        case errc::deadline_exceeded: return true;
        default: return false;
    }
}

/// Whether a failure is about the record (it parks) rather than about the moment (it stays in flight).
[[nodiscard]] bool is_about_the_record(error const& e) noexcept {
    switch (class_of(e.code)) {
        case error_class::business:
        case error_class::defect: return true;
        default:
            // an answer that cannot be read says nothing about the record: the next run looks what came of it
            return e.code == errc::unknown_outcome || (e.code == errc::too_large && !e.may_have_happened());
    }
}

// The references an exception waits for, as lines a later run can read back:
//   waits for <TAB> system <TAB> object <TAB> id <TAB> into system <TAB> into object
constexpr std::string_view waits_for = "waits for\t";

[[nodiscard]] std::string waiting_text(std::vector<unresolved_ref> const& refs) {
    std::string out;
    for (auto const& r : refs) {
        out += waits_for;
        for (auto const* part : {&r.from.system, &r.from.object, &r.from.id, &r.system, &r.object}) {
            for (char const c : *part) out += c == '\t' || c == '\n' ? ' ' : c;
            out += '\t';
        }
        out.back() = '\n';
    }
    return out;
}

[[nodiscard]] std::vector<unresolved_ref> waiting_refs(std::string_view text) {
    std::vector<unresolved_ref> refs;
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (!line.starts_with(waits_for)) continue;
        line.remove_prefix(waits_for.size());
        std::array<std::string, 5> parts;
        for (auto& part : parts) {
            auto const tab = std::min(line.find('\t'), line.size());
            part = line.substr(0, tab);
            line.remove_prefix(std::min(tab + 1, line.size()));
        }
        refs.push_back({{parts[0], parts[1], parts[2]}, parts[3], parts[4]});
    }
    return refs;
}

[[nodiscard]] std::optional<std::size_t> index_in(std::span<page_item const> items, std::string_view id) {
    for (std::size_t i = 0; i < items.size(); ++i)
        if (items[i].id == id) return i;
    return std::nullopt;
}

}  // namespace

/// One new or changed record on its way through the steps.
struct flow_engine::record {
    enum class fate : unsigned char { alive, parked, failed };

    std::size_t index = 0;
    bool seen_before = false;
    fate what = fate::alive;
    std::string canonical{};
    std::vector<std::pair<std::string, external_ref>> produced{};
    std::vector<unresolved_ref> unresolved{};
    std::optional<error> why{};
    std::string_view at_step{};

    // the effect of the step at hand
    store::effect_row effect{};
    std::optional<remote_id> known{};
    bool to_push = false;
    bool landed = false;  ///< The other side has it, by this run's call or by one whose answer was lost.
};

/// A page's records, and the rows that wait for the next commit.
struct flow_engine::page_work {
    page_port& page;
    std::vector<record> records{};

    std::vector<store::intake_row> intake{};
    std::vector<store::effect_row> effects{};
    std::vector<store::link_row> links{};
    std::vector<store::audit_row> audit{};
    std::vector<store::exception_row> exceptions{};

    [[nodiscard]] bool has_rows() const noexcept {
        return !intake.empty() || !effects.empty() || !links.empty() || !audit.empty() || !exceptions.empty();
    }

    static void put_aside(record& r, std::string_view step, error e) {
        r.what = is_about_the_record(e) ? record::fate::parked : record::fate::failed;
        r.why = std::move(e);
        r.at_step = step;
    }

    [[nodiscard]] store::audit_row audit_line(record const& r, std::string_view action, instant now,
                                              std::string_view causation) const {
        return {.at = now,
                .flow = r.effect.flow,
                .source_id = r.effect.source_id,
                .effect = r.effect.key,
                .action = std::string(action),
                .system = r.effect.system,
                .object = r.effect.object,
                .remote_id = r.effect.remote_id,
                .content = r.effect.content.text(),
                .mapping = r.effect.mapping,
                .correlation_id = r.effect.correlation_id,
                .causation_id = std::string(causation)};
    }
};

result<report> flow_engine::run(source_port& source, context const& ctx) {
    turn const mine(*ledger_.turns_, "flow " + name_);
    if (!mine) return fail(errc::contended, "flow " + name_ + ": another thread is running it");
    started_ = ledger_.clock().now();
    report_.flow = name_;
    for (auto const& [system, wanted] : options_.systems) {
        if (auto ok = check(wanted, system); !ok) return fail_within("flow " + name_, std::move(ok).error());
        auto const notice = governance_notice(system, local_date(std::chrono::floor<std::chrono::days>(started_)));
        if (!notice.empty())
            ctx.notify("governance.notice",
                       {{"flow", name_}, {"system", system.system}, {"version", system.version}, {"notice", notice}});
    }
    for (auto const& s : steps_) {
        auto const d = s->describe();
        report_.steps.push_back(
            {.step = std::string(s->name()), .system = std::string(d.system), .object = std::string(d.object)});
        planned_.push_back({.step = std::string(s->name())});
    }
    auto const notes = ctx.without_limits();
    if (auto ok = check_versions(notes); !ok) return fail_within("flow " + name_, std::move(ok).error());
    if (auto ok = check_destinations(); !ok) return fail_within("flow " + name_, std::move(ok).error());
    if (auto ok = heed_drift(ctx); !ok) return fail_within("flow " + name_, std::move(ok).error());
    identity_map identities(ledger_, notes);
    identities_ = &identities;

    cursor at;
    if (source.can_read() && !options_.remap) {  // else what is in flight can only be met by reading everything again
        auto r = ledger_.store().read(
            [&](store::tables& t) -> result<void> {
                auto c = t.cursor(name_);
                if (!c) return fail(std::move(c).error());
                at.text = c->value_or("");
                return {};
            },
            notes);
        if (!r) return fail_within("flow " + name_, std::move(r).error());
    }

    for (bool first = true, last = false; !last && !report_.stopped_by; first = false) {
        if (auto go = ctx.check(ledger_.clock().now()); !go) {
            report_.stopped_by = std::move(go).error();
            break;
        }
        auto info = source.next(at, ctx);
        if (!info) {
            if (first) return fail_within("flow " + name_, std::move(info).error());
            report_.stopped_by = std::move(info).error();
            break;
        }
        report_.read += info->read;
        report_.received += source.page().items().size();
        if (auto r = take(source.page(), pass::main, source.can_read(), info->next.text, ctx); !r)
            return fail_within("flow " + name_, std::move(r).error());
        last = info->last;
        at = std::move(info->next);
        ctx.notify("flow.page", {{"flow", name_},
                                 {"read", std::to_string(report_.read)},
                                 {"done", std::to_string(report_.done)},
                                 {"unchanged", std::to_string(report_.unchanged)},
                                 {"parked", std::to_string(report_.parked)}});
    }

    // What a crash left in flight, what waited for a record that has arrived meanwhile, what is to be replayed.
    for (bool first = true; source.can_read() && !report_.stopped_by; first = false) {
        auto ids = due(first, notes);
        if (!ids) return fail_within("flow " + name_, std::move(ids).error());
        auto const done_before = report_.done;
        for (std::size_t i = 0; i < ids->size() && !report_.stopped_by; i += resume_batch) {
            auto const batch = std::span(*ids).subspan(i, std::min(resume_batch, ids->size() - i));
            if (auto r = source.read(batch, ctx); !r) {
                report_.stopped_by = std::move(r).error();
                break;
            }
            if (auto r = take(source.page(), pass::resume, true, {}, ctx); !r)
                return fail_within("flow " + name_, std::move(r).error());
            if (auto r = park_gone(source.page(), batch, notes); !r)
                return fail_within("flow " + name_, std::move(r).error());
        }
        if (report_.done == done_before) break;
    }

    auto open = ledger_.open_exceptions(name_, notes);
    if (!open) return fail_within("flow " + name_, std::move(open).error());
    report_.open = *std::move(open);
    report_.took = std::chrono::duration_cast<std::chrono::milliseconds>(ledger_.clock().now() - started_);
    identities_ = nullptr;
    if (ledger_.paper_) ledger_.paper_->note(report_, planned_);
    return std::move(report_);
}

/// Whether every step maps by the version that is active in the registry.
result<void> flow_engine::check_versions(context const& ctx) {
    if (!options_.governed) return {};
    mapping_registry const registry(ledger_);
    for (auto const& s : steps_) {
        auto const identity = s->mapping();
        auto const at = identity.find('@');
        std::string const step = "step " + std::string(s->name()) + ": ";
        if (at == std::string::npos)
            return fail(errc::forbidden, step + "found a function, expected a mapping with an approved version");
        auto active = registry.active(std::string_view(identity).substr(0, at), ctx);
        if (!active) return fail(std::move(active).error());
        if (!*active)
            return fail(errc::forbidden, step + "found mapping " + identity + ", but no version of it is active");
        if (identity_of(**active) != identity)
            return fail(errc::forbidden,
                        step + "found mapping " + identity + ", expected the active version " + identity_of(**active));
    }
    return {};
}

/// Whether what the mappings read may go where they send it.
result<void> flow_engine::check_destinations() {
    if (!options_.allowed) return {};
    for (auto const& s : steps_)
        if (auto ok = check_destination(*options_.allowed, s->describe().system, s->reads()); !ok)
            return fail_within("step " + std::string(s->name()), std::move(ok).error());
    return {};
}

/// Tells of drift, and does about it what the flow was told to.
result<void> flow_engine::heed_drift(context const& ctx) {
    for (auto const& [found, then] : options_.drifts) {
        std::string broken;
        for (auto const& d : found.affecting) {
            auto const text = d.text();
            ctx.notify("drift.found", {{"flow", name_}, {"system", d.system}, {"object", d.object}, {"drift", text}});
            if (d.breaks == breakage::nothing) continue;
            broken += (broken.empty() ? "" : "; ") + text;
            std::string steps;
            bool kept = false;
            for (auto const& s : steps_) {
                auto const target = s->describe();
                bool const concerned = target.system == d.system && target.object == d.object;
                if (!concerned) continue;
                steps += (steps.empty() ? "" : ", ") + std::string(s->name()) + " by " + s->mapping();
                auto const& field = d.was ? d.was : d.is;
                if (then == on_drift::discard_fields && d.breaks != breakage::reading && field)
                    kept = kept || !s->leave_out(field->name);
            }
            if (!steps.empty()) broken += " (step " + steps + ')';
            if (kept)
                return fail({.code = errc::unsupported,
                             .message = text + ": the target of step " + steps + " cannot leave fields out",
                             .reason = category::schema_drift});
        }
        if (broken.empty()) continue;
        error e{.code = errc::unsupported,
                .message = "drift for the " + std::string(info(category::schema_drift).owner) + ": " + broken,
                .reason = category::schema_drift};
        if (then == on_drift::stop) return fail(std::move(e));
        if (then == on_drift::freeze && !frozen_) frozen_ = std::move(e);
    }
    return {};
}

result<void> flow_engine::take(page_port& page, pass p, bool can_read, std::string_view next_cursor,
                               context const& ctx) {
    page_work w{.page = page};
    // stop and deadline end the calls outside, never the notes about them
    auto const notes = ctx.without_limits();
    if (auto r = candidates(page, p, can_read, w, notes); !r) return r;
    bool const keep_cursor = p == pass::main && can_read;

    if (!w.records.empty()) {
        if (auto r = identify(w, notes); !r) return r;
        if (auto r = follow_merges(w, notes); !r) return r;
        enrich(w, ctx);
        for (auto& s : steps_) s->start_page();
        for (std::size_t s = 0; s < steps_.size() && !report_.stopped_by; ++s) {
            if (auto go = ctx.check(ledger_.clock().now()); !go) {
                report_.stopped_by = std::move(go).error();
                break;
            }
            if (auto r = prepare(w, s, ctx, notes); !r) return r;
            if (auto r = commit(w, std::nullopt, notes); !r) return r;
            push(w, s, ctx);
            if (auto r = settle(w, s, notes); !r) return r;
        }
        finish(w);
    }
    // a page that ended the run early is read again: its cursor must not move on
    return commit(w, keep_cursor && !report_.stopped_by ? std::optional(next_cursor) : std::nullopt, notes);
}

/// Picks the records of a page that are new or changed, or whose turn has come again.
result<void> flow_engine::candidates(page_port& page, pass p, bool can_read, page_work& w, context const& ctx) {
    auto const items = page.items();
    if (items.empty()) return {};
    struct seen {
        bool known = false;
        fingerprint content;
        store::intake_state state = store::intake_state::in_flight;
    };
    std::vector<seen> before(items.size());
    bool const sorted = std::is_sorted(items.begin(), items.end(), in_order);
    auto r = ledger_.store().read(
        [&](store::tables& t) -> result<void> {
            if (sorted) {  // a run of neighbours: one range scan beside the page
                std::size_t at = 0;
                return t.intake_between(name_, items.front().id, items.back().id, [&](store::intake_view const& row) {
                    page_item const wanted{row.source_id, {}};
                    while (at < items.size() && in_order(items[at], wanted)) ++at;
                    for (; at < items.size() && items[at].id == row.source_id; ++at)
                        before[at] = {true, row.content, row.state};
                });
            }
            std::vector<std::string> ids;
            ids.reserve(items.size());
            for (auto const& item : items) ids.emplace_back(item.id);
            auto rows = t.find_intake(name_, ids);
            if (!rows) return fail(std::move(rows).error());
            for (std::size_t i = 0; i < rows->size(); ++i)
                if (auto const& row = (*rows)[i]) before[i] = {true, row->content, row->state};
            return {};
        },
        ctx);
    if (!r) return r;

    bool const distinct = sorted && std::adjacent_find(items.begin(), items.end(), [](auto const& a, auto const& b) {
                                        return a.id == b.id;
                                    }) == items.end();
    std::unordered_set<std::string_view> taken;
    for (std::size_t i = items.size(); i-- > 0;) {  // backwards: of two versions in one page the later one counts
        if (!distinct && !taken.insert(items[i].id).second) continue;
        auto const& was = before[i];
        bool const changed = !was.known || was.content != items[i].content;
        if (!changed && p == pass::main) {
            if (was.state == store::intake_state::done) {
                if (options_.remap) {
                    w.records.push_back({.index = i, .seen_before = true});
                    continue;
                }
                ++report_.unchanged;
                continue;
            }
            bool const parked = was.state == store::intake_state::parked;
            if (can_read || (parked && !options_.replay)) {  // left to the resume pass, or to a replay
                ++report_.waiting;
                continue;
            }
        }
        w.records.push_back({.index = i, .seen_before = was.known});
    }
    std::reverse(w.records.begin(), w.records.end());
    return {};
}

/// Gives every record its canonical id, and notes the aliases it is also known by.
result<void> flow_engine::identify(page_work& w, context const& ctx) {
    auto const now = ledger_.clock().now();
    std::vector<std::string> ids;
    ids.reserve(w.records.size());
    for (auto const& r : w.records) ids.push_back(w.page.source(r.index).id);
    auto const& kind = w.page.source(w.records.front().index);

    auto read = ledger_.store().read(
        [&](store::tables& t) -> result<void> {
            auto links = t.links_of(kind.system, kind.object, ids);
            if (!links) return fail(std::move(links).error());
            std::unordered_map<std::string, std::string> alias_owner;
            for (std::size_t i = 0; i < w.records.size(); ++i) {
                auto& r = w.records[i];
                auto const& source = w.page.source(r.index);
                if (auto const& link = (*links)[i]) {
                    r.canonical = link->canonical;
                } else {
                    r.canonical = uuid_v7(now, ledger_.random()).text();
                    w.links.push_back({.system = source.system,
                                       .object = source.object,
                                       .external_id = source.id,
                                       .entity = source.object,
                                       .canonical = r.canonical,
                                       .evidence = "received",
                                       .updated = now});
                }
                for (auto const& alias : w.page.aliases(r.index)) {
                    if (alias.id.empty()) continue;
                    auto known = t.links_of(alias.system, alias.object, std::span(&alias.id, 1));
                    if (!known) return fail(std::move(known).error());
                    auto const key = alias.system + '\n' + alias.object + '\n' + alias.id;
                    auto const owner = known->front() ? known->front()->canonical : alias_owner[key];
                    if (owner.empty()) {
                        alias_owner[key] = r.canonical;
                        // a canonical id has one live alias of a kind: the one it went by before is free again
                        if ((*links)[i]) {  // else the id is new, and went by none
                            auto former = t.links_to(alias.system, alias.object, std::span(&r.canonical, 1));
                            if (!former) return fail(std::move(former).error());
                            if (auto& old = former->front()) {
                                old->state = store::link_state::deleted;
                                old->updated = now;
                                w.links.push_back(*std::move(old));
                            }
                        }
                        w.links.push_back({.system = alias.system,
                                           .object = alias.object,
                                           .external_id = alias.id,
                                           .entity = source.object,
                                           .canonical = r.canonical,
                                           .evidence = "alias",
                                           .updated = now});
                    } else if (owner != r.canonical) {
                        page_work::put_aside(r, "identify",
                                             {.code = errc::duplicate_candidate,
                                              .message = alias.system + " \"" + shorten(alias.id, 60) +
                                                         "\" already names another " + alias.object});
                    }
                }
            }
            return {};
        },
        ctx);
    if (!read) return read;

    w.intake.reserve(w.records.size());
    auto const items = w.page.items();
    for (auto& r : w.records) {
        w.intake.push_back({.flow = name_,
                            .source_id = std::string(items[r.index].id),
                            .content = items[r.index].content,
                            .state = store::intake_state::in_flight,
                            .updated = now});
        if (r.what != record::fate::alive) continue;
        if (frozen_) {
            r.what = record::fate::failed;
            r.why = frozen_;
            continue;
        }
        if (auto ok = w.page.check(r.index); !ok) page_work::put_aside(r, "validate", std::move(ok).error());
    }
    return {};
}

/// Lets the host add to each record what its source does not know.
void flow_engine::enrich(page_work& w, context const& ctx) {
    auto const now = ledger_.clock().now();
    auto const calling = ctx.caused_by(name_ + "/enrich");
    for (auto& r : w.records) {
        if (r.what != record::fate::alive) continue;
        auto added = w.page.enrich(r.index, calling);
        if (!added) {
            page_work::put_aside(r, "enrich", std::move(added).error());
            continue;
        }
        for (auto const& e : *added)
            w.audit.push_back(
                {.at = now,
                 .flow = name_,
                 .source_id = w.page.source(r.index).id,
                 .action = "enriched " + e.field + " from " + e.source + ", as of " + format_instant(e.at),
                 .correlation_id = r.canonical,
                 .causation_id = calling.causation_id});
    }
}

/// Joins what stood for records that went up in others at the source. Seldom, so it has a commit of its own.
result<void> flow_engine::follow_merges(page_work& w, context const& ctx) {
    bool const any = std::any_of(w.records.begin(), w.records.end(),
                                 [&](record const& r) { return !w.page.merged_from(r.index).empty(); });
    if (!any) return {};
    if (auto r = commit(w, std::nullopt, ctx); !r) return r;  // the survivors' own links come first
    std::vector<std::pair<external_ref, merged>> followed;
    auto const now = ledger_.clock().now();
    auto done = ledger_.store().in_transaction(
        [&](store::tables& t) -> result<void> {
            for (auto& r : w.records) {
                for (auto const& gone : w.page.merged_from(r.index)) {
                    auto rows = t.links_of(gone.system, gone.object, std::span(&gone.id, 1));
                    if (!rows) return fail(std::move(rows).error());
                    if (!rows->front() || rows->front()->canonical == r.canonical) continue;
                    auto moved = merge_links(t, r.canonical, rows->front()->canonical, now);
                    if (!moved) return fail(std::move(moved).error());
                    store::audit_row const line{.at = now,
                                                .flow = name_,
                                                .source_id = w.page.source(r.index).id,
                                                .action = "merged",
                                                .system = gone.system,
                                                .object = gone.object,
                                                .remote_id = gone.id,
                                                .correlation_id = r.canonical,
                                                .causation_id = ctx.causation_id};
                    if (auto ok = t.append_audit(std::span(&line, 1)); !ok) return ok;
                    followed.emplace_back(gone, *std::move(moved));
                }
            }
            return {};
        },
        ctx);
    if (!done) return done;
    if (!followed.empty()) identities_->forget();
    for (auto const& [gone, what] : followed)
        ctx.notify("identity.merged", {{"flow", name_},
                                       {"system", gone.system},
                                       {"object", gone.object},
                                       {"id", gone.id},
                                       {"doubled", std::to_string(what.doubled.size())}});
    return {};
}

/// Maps the records for one step, looks at what the ledger knows of their effects, and writes the intents.
result<void> flow_engine::prepare(page_work& w, std::size_t step, context const& ctx, context const& notes) {
    auto& port = *steps_[step];
    auto const operation = port.describe();
    auto const mapping = port.mapping();
    auto const now = ledger_.clock().now();
    auto& counts = report_.steps[step];

    std::vector<record*> mapped;
    std::vector<std::string> keys;
    for (auto& r : w.records) {
        r.to_push = false;
        r.landed = false;
        r.known.reset();
        if (r.what != record::fate::alive) continue;
        map_context const mc{
            .identities = identities_, .tables = options_.tables, .produced = r.produced, .unresolved = &r.unresolved};
        auto content = port.prepare(r.index, mc);
        if (!content) {
            page_work::put_aside(r, port.name(), std::move(content).error());
            continue;
        }
        auto const id = w.page.items()[r.index].id;
        r.effect = {.key = name_ + '/' + std::string(id) + '/' + std::string(port.name()),
                    .flow = name_,
                    .source_id = std::string(id),
                    .step = std::string(port.name()),
                    .system = std::string(operation.system),
                    .object = std::string(operation.object),
                    .content = *content,
                    .mapping = mapping,
                    .correlation_id = ctx.correlation_id.empty() ? r.canonical : ctx.correlation_id,
                    .created = now,
                    .updated = now};
        mapped.push_back(&r);
        keys.push_back(r.effect.key);
    }
    if (mapped.empty()) return {};

    // a record that was never taken in has no effects: they are written together with its intake row
    std::vector<std::optional<store::effect_row>> before(mapped.size());
    if (std::any_of(mapped.begin(), mapped.end(), [](record const* r) { return r->seen_before; })) {
        auto read = ledger_.store().read(
            [&](store::tables& t) -> result<void> {
                auto rows = t.find_effects(keys);
                if (!rows) return fail(std::move(rows).error());
                before = *std::move(rows);
                return {};
            },
            notes);
        if (!read) return read;
    }

    struct doubt {
        record* who;
        bool same_content;
        instant last_try;
    };
    std::vector<doubt> uncertain;
    std::vector<idempotency_key> uncertain_keys;
    for (std::size_t i = 0; i < mapped.size(); ++i) {
        auto& r = *mapped[i];
        r.to_push = true;
        r.effect.attempts = 1;
        if (!before[i]) continue;
        auto const& was = *before[i];
        r.effect.created = was.created;
        r.effect.attempts = was.attempts + 1;
        if (!was.remote_id.empty()) {
            r.effect.remote_id = was.remote_id;
            r.known = remote_id{was.remote_id};
        }
        if (was.state == store::effect_state::done && was.content == r.effect.content) {
            r.to_push = false;
            r.produced.emplace_back(port.name(), external_ref{r.effect.system, r.effect.object, was.remote_id});
            ++counts.unchanged;
        } else if (was.state == store::effect_state::intended || was.state == store::effect_state::unknown) {
            if (operation.strategy == strategy::none) {
                r.to_push = false;
                r.effect.state = store::effect_state::unknown;
                r.effect.message = "an earlier call gave no answer";
                w.effects.push_back(r.effect);
                page_work::put_aside(r, port.name(),
                                     {.code = errc::unknown_outcome,
                                      .message = "an earlier call gave no answer and the system offers no way to ask"});
            } else if (!r.known) {
                uncertain.push_back({&r, was.content == r.effect.content, was.updated});
                uncertain_keys.push_back({r.effect.key});
            }
        }
    }

    if (!uncertain.empty()) {
        auto found = port.find(uncertain_keys, ctx.caused_by(name_ + "/find"));
        if (found && found->size() != uncertain.size())
            return fail(errc::defect, std::string(port.name()) + ".find: expected " + std::to_string(uncertain.size()) +
                                          " answers, found " + std::to_string(found->size()));
        for (std::size_t i = 0; i < uncertain.size(); ++i) {
            auto& r = *uncertain[i].who;
            if (!found) {
                r.to_push = false;
                r.what = record::fate::failed;  // whatever it is, it is not about this record
                r.why = found.error();
                r.at_step = port.name();
                if (ends_the_run(found.error().code)) report_.stopped_by = found.error();
            } else if (auto const& id = (*found)[i]) {
                r.known = *id;
                r.effect.remote_id = id->text;
                ++counts.recovered;
                w.audit.push_back(w.audit_line(r, "found after lost reply", now, ctx.causation_id));
                // An upsert may have been cut off between its calls: it goes out again, and writes what is missing.
                // Other content than today's has to go out in any case, as an update.
                if (operation.strategy != strategy::upsert && uncertain[i].same_content) {
                    r.to_push = false;
                    r.landed = true;
                    r.effect.state = store::effect_state::done;
                    r.produced.emplace_back(port.name(), external_ref{r.effect.system, r.effect.object, id->text});
                }
            } else if (!options_.replay) {  // a replay is a person's word that it is not there
                auto const verdict = judge(operation, uncertain[i].last_try, now);
                if (verdict == after_empty_probe::send_again) continue;
                r.to_push = false;
                r.effect.updated = uncertain[i].last_try;
                if (verdict == after_empty_probe::wait) {
                    r.what = record::fate::failed;
                    r.why = error{.code = errc::unavailable,
                                  .message = "an earlier call gave no answer and its effect may still show up"};
                    r.at_step = port.name();
                    continue;
                }
                r.effect.state = store::effect_state::unknown;
                r.effect.message = "an earlier call gave no answer and nothing is found";
                w.effects.push_back(r.effect);
                page_work::put_aside(r, port.name(),
                                     {.code = errc::unknown_outcome,
                                      .message = "an earlier call gave no answer; nothing is found in " +
                                                 std::string(operation.system) + ", but it may still show up"});
            }
        }
    }

    for (auto* r : mapped) {
        if (!r->to_push || planted(mistake::intent_after_call)) continue;
        w.effects.push_back(r->effect);
        if (planted(mistake::done_before_reply)) w.effects.back().state = store::effect_state::done;
    }
    return {};
}

/// Sends one step's page and takes every answer as it came.
void flow_engine::push(page_work& w, std::size_t step, context const& ctx) {
    auto& port = *steps_[step];
    auto const operation = port.describe();
    auto const now = ledger_.clock().now();
    auto& counts = report_.steps[step];

    std::vector<push_item> items;
    std::vector<record*> sent;
    for (auto& r : w.records) {
        if (r.what != record::fate::alive || !r.to_push) continue;
        items.push_back({r.index, {r.effect.key}, r.known});
        if (planted(mistake::fresh_key_per_attempt)) items.back().key.text += '#' + std::to_string(r.effect.attempts);
        sent.push_back(&r);
    }
    if (items.empty()) return;

    auto const calling = ctx.caused_by(name_ + '/' + std::string(port.name()));
    auto* const paper = ledger_.paper_;
    auto answers = paper ? paper->push(port, items, planned_[step], calling) : port.push(items, calling);
    if (answers.size() != items.size()) {
        report_.stopped_by =
            error{.code = errc::defect,
                  .message = std::string(port.name()) + ".upsert: expected " + std::to_string(items.size()) +
                             " answers, found " + std::to_string(answers.size())};
        for (auto* r : sent) page_work::put_aside(*r, port.name(), {.code = errc::unavailable, .message = "not sent"});
        return;
    }

    // One record alone says nothing about the system: it may be the one that always times out, and parks in the end.
    bool const outage = answers.size() > 1 && std::all_of(answers.begin(), answers.end(), [](auto const& a) {
                            return !a && (a.error().code == errc::unavailable || a.error().code == errc::timed_out ||
                                          a.error().code == errc::rate_limited);
                        });
    // The same for a right: one record may be hidden by a rule of its own, all of them lack what the user needs.
    bool const no_right = answers.size() > 1 && std::all_of(answers.begin(), answers.end(), [](auto const& a) {
                              return !a && a.error().code == errc::forbidden;
                          });
    for (std::size_t i = 0; i < sent.size(); ++i) {
        auto& r = *sent[i];
        auto& e = r.effect;
        e.updated = now;
        if (auto& a = answers[i]) {
            std::string_view action = "unchanged";
            switch (a->did) {
                case upserted::what::created: ++counts.created, action = "created"; break;
                case upserted::what::updated: ++counts.updated, action = "updated"; break;
                case upserted::what::matched: ++counts.matched, action = "matched"; break;
                case upserted::what::unchanged: ++counts.unchanged; break;
            }
            r.landed = true;
            e.state = store::effect_state::done;
            e.remote_id = a->id.text;
            e.message.clear();
            r.produced.emplace_back(port.name(), external_ref{e.system, e.object, e.remote_id});
            w.effects.push_back(e);
            w.audit.push_back(w.audit_line(r, action, now, ctx.causation_id));
            continue;
        }
        auto failure = std::move(answers[i]).error();
        e.message = failure.message;
        if (failure.may_have_happened()) {
            if (operation.strategy == strategy::none) {
                e.state = store::effect_state::unknown;
                failure.code = errc::unknown_outcome;
            } else {
                e.state = store::effect_state::intended;  // looked up by the next run
            }
        } else {
            e.state = store::effect_state::failed;
        }
        if (outage) --e.attempts;  // the system is down: that is no fault of the record
        bool const hidden = failure.code == errc::forbidden && !no_right;
        if ((ends_the_run(failure.code) && !hidden) || outage) report_.stopped_by = failure;
        w.effects.push_back(e);
        page_work::put_aside(r, port.name(), std::move(failure));
        if (hidden) r.what = record::fate::parked;
        if (r.what == record::fate::failed && e.attempts >= attempts_before_parking) r.what = record::fate::parked;
    }
}

/// Joins what the step made to the canonical ids of the records it was made for.
result<void> flow_engine::settle(page_work& w, std::size_t step, context const& ctx) {
    auto const operation = steps_[step]->describe();
    auto const now = ledger_.clock().now();
    std::vector<record*> made;
    std::vector<std::string> remote;
    std::vector<std::string> canonicals;
    for (auto& r : w.records) {
        if (r.what != record::fate::alive || !r.landed) continue;
        if (!r.to_push) w.effects.push_back(r.effect);  // found by a look-up: done only together with its link
        made.push_back(&r);
        remote.push_back(r.effect.remote_id);
        canonicals.push_back(r.canonical);
    }
    if (made.empty()) return {};

    std::vector<std::optional<store::link_row>> of;
    std::vector<std::optional<store::link_row>> to;
    auto read = ledger_.store().read(
        [&](store::tables& t) -> result<void> {
            auto a = t.links_of(operation.system, operation.object, remote);
            if (!a) return fail(std::move(a).error());
            auto b = t.links_to(operation.system, operation.object, canonicals);
            if (!b) return fail(std::move(b).error());
            of = *std::move(a);
            to = *std::move(b);
            return {};
        },
        ctx);
    if (!read) return read;

    std::unordered_map<std::string_view, std::string_view> claimed;  // remote id -> canonical id, within this page
    std::unordered_set<std::string> linked;                          // canonical ids that got their link in this page
    for (std::size_t i = 0; i < made.size(); ++i) {
        auto& r = *made[i];
        std::string owner = of[i] ? of[i]->canonical : std::string(claimed[remote[i]]);
        if (owner == r.canonical) continue;
        if (!owner.empty()) {
            // Two records of the source turned out to be one over there: from now on both stand for the first one's id.
            auto const& source = w.page.source(r.index);
            auto const stands_for_owner = [&](external_ref const& ref, std::string evidence) {
                w.links.push_back({.system = ref.system,
                                   .object = ref.object,
                                   .external_id = ref.id,
                                   .entity = source.object,
                                   .canonical = owner,
                                   .state = store::link_state::merged,
                                   .evidence = std::move(evidence),
                                   .updated = now});
            };
            stands_for_owner(source, "same " + std::string(operation.object) + ' ' + remote[i]);
            for (auto const& alias : w.page.aliases(r.index))
                if (!alias.id.empty()) stands_for_owner(alias, "alias of " + source.object + ' ' + source.id);
            r.canonical = owner;
            continue;
        }
        bool const is_second = !linked.insert(r.canonical).second;
        if (!is_second && to[i] && to[i]->external_id != remote[i]) {  // the old counterpart is gone
            auto old = *to[i];
            old.state = store::link_state::deleted;
            old.updated = now;
            w.links.push_back(std::move(old));
        }
        claimed[remote[i]] = canonicals[i];
        w.links.push_back({.system = std::string(operation.system),
                           .object = std::string(operation.object),
                           .external_id = remote[i],
                           .entity = w.page.source(r.index).object,
                           .canonical = r.canonical,
                           // two records that were merged by an earlier step made two over there: one is the live link
                           .state = is_second ? store::link_state::merged : store::link_state::active,
                           .evidence = "effect " + r.effect.key,
                           .updated = now});
    }
    return {};
}

/// Writes down how every record of the page ended.
void flow_engine::finish(page_work& w) {
    auto const now = ledger_.clock().now();
    auto const items = w.page.items();
    for (auto& r : w.records) {
        auto const& item = items[r.index];
        store::intake_row row{
            .flow = name_, .source_id = std::string(item.id), .content = item.content, .updated = now};
        if (r.what != record::fate::alive || report_.stopped_by) tried_.insert(row.source_id);
        if (r.what == record::fate::alive && !report_.stopped_by) {
            row.state = store::intake_state::done;
            ++report_.done;
            if (r.seen_before)
                w.exceptions.push_back({.flow = name_,
                                        .source_id = row.source_id,
                                        .state = store::exception_state::resolved,
                                        .updated = now});
        } else if (r.what == record::fate::parked) {
            row.state = store::intake_state::parked;
            ++report_.parked;
            w.exceptions.push_back(exception_for(w.page, r, now));
            r.effect.flow = name_;
            r.effect.source_id = row.source_id;
            w.audit.push_back(w.audit_line(r, "parked", now, r.at_step));
        } else {
            ++report_.failed;
            continue;  // stays in flight
        }
        w.intake.push_back(std::move(row));
    }
}

store::exception_row flow_engine::exception_for(page_port& page, record const& r, instant now) const {
    auto const& e = *r.why;
    auto const& c = info(category_of(e));
    auto [amount, currency] = page.at_risk(r.index);
    store::exception_row row{.flow = name_,
                             .source_id = std::string(page.items()[r.index].id),
                             .step = std::string(r.at_step),
                             .category = std::string(c.code),
                             .owner = std::string(c.owner),
                             .severity = std::string(to_string(c.severity)),
                             .text = page.title(r.index) + ": " + e.message,
                             .hint = std::string(c.hint),
                             .detail = waiting_text(r.unresolved) + "code " + std::string(to_string(e.code)) + ", " +
                                       std::string(to_string(class_of(e.code))) +
                                       (e.reference.empty() ? "" : ", reference " + e.reference),
                             .amount = std::move(amount),
                             .currency = std::move(currency),
                             .attempts = std::max<std::uint32_t>(r.effect.attempts, 1),
                             .correlation_id = r.canonical,
                             .opened = now,
                             .updated = now};
    if (c.resumes_by_itself && class_of(e.code) == error_class::technical)
        row.not_before = now + std::max(e.retry_after.value_or(std::chrono::seconds(1)),
                                        std::chrono::milliseconds(std::chrono::seconds(1)) *
                                            (std::int64_t{1} << std::min<std::uint32_t>(row.attempts, 9)));
    return row;
}

result<void> flow_engine::commit(page_work& w, std::optional<std::string_view> next_cursor, context const& ctx) {
    if (!w.has_rows() && !next_cursor) return {};
    auto r = ledger_.store().in_transaction(
        [&](store::tables& t) -> result<void> {
            if (!w.intake.empty())
                if (auto ok = t.put_intake(w.intake); !ok) return ok;
            if (!w.links.empty())
                if (auto ok = t.put_links(w.links); !ok) return ok;
            if (!w.effects.empty())
                if (auto ok = t.put_effects(w.effects); !ok) return ok;
            if (!w.exceptions.empty())
                if (auto ok = put_exceptions(t, w.exceptions); !ok) return ok;
            if (!w.audit.empty())
                if (auto ok = t.append_audit(w.audit); !ok) return ok;
            if (next_cursor)
                if (auto ok = t.put_cursor(name_, *next_cursor); !ok) return ok;
            return {};
        },
        ctx);
    if (!r) return r;
    w.intake.clear();
    w.links.clear();
    w.effects.clear();
    w.exceptions.clear();
    w.audit.clear();
    return {};
}

/// Keeps when an exception was first opened; a record that got done closes the one it had and opens none.
result<void> flow_engine::put_exceptions(store::tables& t, std::span<store::exception_row> rows) const {
    std::vector<std::string> ids;
    for (auto const& row : rows) ids.push_back(row.source_id);
    auto before = t.find_exceptions(name_, ids);
    if (!before) return fail(std::move(before).error());
    std::vector<store::exception_row> out;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto const& was = (*before)[i];
        if (rows[i].state == store::exception_state::open) {
            if (was && was->state == store::exception_state::open) rows[i].opened = was->opened;
            out.push_back(std::move(rows[i]));
        } else if (was && was->state == store::exception_state::open) {
            auto closed = *was;
            closed.state = rows[i].state;
            closed.updated = rows[i].updated;
            out.push_back(std::move(closed));
        }
    }
    return t.put_exceptions(out);
}

/// The parked and in-flight records whose turn it is.
result<std::vector<std::string>> flow_engine::due(bool first, context const& ctx) {
    std::vector<std::string> ids;
    auto const now = ledger_.clock().now();
    if (first) {
        for (std::string after;;) {
            std::vector<store::intake_row> rows;
            auto read = ledger_.store().read(
                [&](store::tables& t) -> result<void> {
                    auto r = t.intake_in_state(name_, store::intake_state::in_flight, after, resume_batch);
                    if (!r) return fail(std::move(r).error());
                    rows = *std::move(r);
                    return {};
                },
                ctx);
            if (!read) return fail(std::move(read).error());
            if (rows.empty()) break;
            after = rows.back().source_id;
            for (auto& row : rows)
                if (!tried_.contains(row.source_id))  // this run's own wait for the next
                    ids.push_back(std::move(row.source_id));
        }
    }
    for (std::string after;;) {
        std::vector<store::exception_row> rows;
        auto read = ledger_.store().read(
            [&](store::tables& t) -> result<void> {
                auto r = t.exceptions_in_state(name_, store::exception_state::open, name_, after, resume_batch);
                if (!r) return fail(std::move(r).error());
                rows = *std::move(r);
                return {};
            },
            ctx);
        if (!read) return fail(std::move(read).error());
        if (rows.empty()) break;
        after = rows.back().source_id;
        for (auto& row : rows) {
            bool again = first && options_.replay && !tried_.contains(row.source_id);
            if (!again) {
                auto const refs = waiting_refs(row.detail);
                if (!refs.empty()) {
                    again = true;
                    for (auto const& ref : refs) {
                        auto arrived = identities_->resolve(ref.from, ref.system, ref.object);
                        if (!arrived) return fail(std::move(arrived).error());
                        again = again && arrived->has_value();
                    }
                } else if (row.not_before) {
                    again = first && !tried_.contains(row.source_id) && *row.not_before <= now;
                }
            }
            if (again) ids.push_back(std::move(row.source_id));
        }
    }
    return ids;
}

/// Records that were to be tried again but are gone at their source: somebody has to know.
result<void> flow_engine::park_gone(page_port& page, std::span<std::string const> asked, context const& ctx) {
    page_work w{.page = page};
    auto const now = ledger_.clock().now();
    for (auto const& id : asked) {
        if (index_in(page.items(), id)) continue;
        auto const& c = info(category::missing_reference);
        w.intake.push_back({.flow = name_, .source_id = id, .state = store::intake_state::parked, .updated = now});
        w.exceptions.push_back(
            {.flow = name_,
             .source_id = id,
             .step = "read",
             .category = std::string(c.code),
             .owner = std::string(c.owner),
             .severity = std::string(to_string(c.severity)),
             .text = id + ": the record is gone from its source, or no longer one this flow is about",
             .hint = "Check what became of it, then discard this exception.",
             .detail = "code not_found, business",
             .opened = now,
             .updated = now});
        ++report_.parked;
    }
    return commit(w, std::nullopt, ctx);
}

}  // namespace syncline::inline v1::sync::detail
