// SPDX-License-Identifier: Apache-2.0
#include <syncline/store/memory_store.hpp>

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <thread>
#include <tuple>

#include "store/guarded_tables.hpp"
#include "store/refusals.hpp"

namespace syncline::inline v1::store {
namespace {

using pair_key = std::pair<std::string, std::string>;
using pair_view = std::pair<std::string_view, std::string_view>;
using triple_key = std::tuple<std::string, std::string, std::string>;
using triple_view = std::tuple<std::string_view, std::string_view, std::string_view>;

/// Intake keys: by flow, then by the id's length, then by the id.
using intake_key = std::tuple<std::string, std::size_t, std::string>;
using intake_key_view = std::tuple<std::string_view, std::size_t, std::string_view>;
[[nodiscard]] intake_key_view intake_at(std::string_view flow, std::string_view id) { return {flow, id.size(), id}; }

/// Orders keys by bytes and lets views find them.
struct by_bytes {
    using is_transparent = void;
    template <class A, class B>
    [[nodiscard]] bool operator()(A const& a, B const& b) const {
        return view(a) < view(b);
    }

private:
    [[nodiscard]] static std::string_view view(std::string_view v) { return v; }
    [[nodiscard]] static pair_view view(pair_view const& v) { return v; }
    [[nodiscard]] static triple_view view(triple_view const& v) { return v; }
    [[nodiscard]] static intake_key_view view(intake_key_view const& v) { return v; }
    [[nodiscard]] static intake_key_view view(intake_key const& v) {
        return {std::get<0>(v), std::get<1>(v), std::get<2>(v)};
    }
};

/// A map that remembers what it was, so that a transaction can be undone at the price of what it changed.
template <class Key, class Row>
class undoable_map {
public:
    using rows_type = std::map<Key, Row, by_bytes>;

    [[nodiscard]] rows_type const& rows() const noexcept { return rows_; }

    template <class K>
    [[nodiscard]] Row const* find(K const& key) const {
        auto const it = rows_.find(key);
        return it == rows_.end() ? nullptr : &it->second;
    }

    void put(Key key, Row row) {
        auto const it = rows_.find(key);
        undo_.emplace_back(key, it == rows_.end() ? std::nullopt : std::optional<Row>(it->second));
        rows_.insert_or_assign(std::move(key), std::move(row));
    }

    void erase(Key const& key) {
        auto const it = rows_.find(key);
        if (it == rows_.end()) return;
        undo_.emplace_back(key, std::move(it->second));
        rows_.erase(it);
    }

    void keep() noexcept { undo_.clear(); }

    void roll_back() {
        for (; !undo_.empty(); undo_.pop_back()) {
            auto& [key, was] = undo_.back();
            if (was)
                rows_.insert_or_assign(key, std::move(*was));
            else
                rows_.erase(key);
        }
    }

private:
    rows_type rows_;
    std::vector<std::pair<Key, std::optional<Row>>> undo_;
};

class memory_tables final : public tables {
public:
    result<void> intake_between(std::string_view flow, std::string_view first, std::string_view last,
                                function_ref<void(intake_view const&)> visit) override {
        for (auto it = intake_.rows().lower_bound(intake_at(flow, first)); it != intake_.rows().end(); ++it) {
            auto const& row = it->second;
            if (row.flow != flow || intake_at(flow, row.source_id) > intake_at(flow, last)) break;
            visit({row.source_id, row.content, row.state});
        }
        return {};
    }

    result<void> put_intake(std::span<intake_row const> rows) override {
        for (auto const& r : rows) intake_.put({r.flow, r.source_id.size(), r.source_id}, r);
        return {};
    }

    result<std::vector<std::optional<intake_row>>> find_intake(std::string_view flow,
                                                               std::span<std::string const> source_ids) override {
        std::vector<std::optional<intake_row>> out;
        out.reserve(source_ids.size());
        for (auto const& id : source_ids) out.push_back(copy_of(intake_.find(intake_at(flow, id))));
        return out;
    }

    result<intake_counts> count_intake(std::string_view flow) override {
        intake_counts n;
        for (auto it = intake_.rows().lower_bound(intake_at(flow, {})); it != intake_.rows().end(); ++it) {
            if (it->second.flow != flow) break;
            switch (it->second.state) {
                case intake_state::in_flight: ++n.in_flight; break;
                case intake_state::done: ++n.done; break;
                case intake_state::parked: ++n.parked; break;
            }
        }
        return n;
    }

    result<std::vector<intake_row>> intake_in_state(std::string_view flow, intake_state state, std::string_view after,
                                                    std::size_t limit) override {
        std::vector<intake_row> out;
        for (auto it = intake_.rows().upper_bound(intake_at(flow, after));
             it != intake_.rows().end() && out.size() < limit && it->second.flow == flow; ++it)
            if (it->second.state == state) out.push_back(it->second);
        return out;
    }

    result<std::vector<std::optional<effect_row>>> find_effects(std::span<std::string const> keys) override {
        std::vector<std::optional<effect_row>> out;
        out.reserve(keys.size());
        for (auto const& k : keys) out.push_back(copy_of(effects_.find(k)));
        return out;
    }

    result<void> put_effects(std::span<effect_row const> rows) override {
        for (auto const& r : rows) effects_.put(r.key, r);
        return {};
    }

    result<std::vector<effect_row>> effects_in_state(std::string_view flow, effect_state state, std::string_view after,
                                                     std::size_t limit) override {
        std::vector<effect_row> out;
        for (auto it = effects_.rows().upper_bound(after); it != effects_.rows().end() && out.size() < limit; ++it)
            if (it->second.flow == flow && it->second.state == state) out.push_back(it->second);
        return out;
    }

    result<std::vector<std::optional<link_row>>> links_of(std::string_view system, std::string_view object,
                                                          std::span<std::string const> external_ids) override {
        std::vector<std::optional<link_row>> out;
        out.reserve(external_ids.size());
        for (auto const& id : external_ids) {
            auto const* row = links_.find(triple_view(system, object, id));
            out.push_back(copy_of(row && row->state != link_state::deleted ? row : nullptr));
        }
        return out;
    }

    result<std::vector<std::optional<link_row>>> links_to(std::string_view system, std::string_view object,
                                                          std::span<std::string const> canonicals) override {
        std::vector<std::optional<link_row>> out;
        out.reserve(canonicals.size());
        for (auto const& c : canonicals) {
            auto const* external_id = active_by_canonical_.find(triple_view(system, object, c));
            out.push_back(copy_of(external_id ? links_.find(triple_view(system, object, *external_id)) : nullptr));
        }
        return out;
    }

    result<void> put_links(std::span<link_row const> rows) override {
        for (auto const& r : rows) {
            triple_key const by_canonical{r.system, r.object, r.canonical};
            auto const* was = links_.find(triple_view(r.system, r.object, r.external_id));
            bool const was_active = was && was->state == link_state::active;
            if (was_active && r.state == link_state::active && was->canonical != r.canonical)
                return detail::other_canonical(r, was->canonical);
            if (r.state == link_state::active) {
                auto const* other = active_by_canonical_.find(by_canonical);
                if (other && *other != r.external_id) return detail::other_external(r, *other);
                active_by_canonical_.put(by_canonical, r.external_id);
            } else if (was_active) {
                active_by_canonical_.erase({r.system, r.object, was->canonical});
            }
            links_.put({r.system, r.object, r.external_id}, r);
        }
        return {};
    }

    result<std::vector<link_row>> links_with(std::string_view canonical) override {
        std::vector<link_row> out;
        for (auto const& [key, row] : links_.rows())
            if (row.canonical == canonical) out.push_back(row);
        return out;
    }

    result<std::optional<std::string>> cursor(std::string_view flow) override { return copy_of(cursors_.find(flow)); }

    result<void> put_cursor(std::string_view flow, std::string_view value) override {
        cursors_.put(std::string(flow), std::string(value));
        return {};
    }

    result<void> put_exceptions(std::span<exception_row const> rows) override {
        for (auto const& r : rows) exceptions_.put({r.flow, r.source_id}, r);
        return {};
    }

    result<std::vector<std::optional<exception_row>>> find_exceptions(
        std::string_view flow, std::span<std::string const> source_ids) override {
        std::vector<std::optional<exception_row>> out;
        out.reserve(source_ids.size());
        for (auto const& id : source_ids) out.push_back(copy_of(exceptions_.find(pair_view(flow, id))));
        return out;
    }

    result<std::vector<exception_row>> exceptions_in_state(std::string_view flow, exception_state state,
                                                           std::string_view after_flow, std::string_view after_source,
                                                           std::size_t limit) override {
        std::vector<exception_row> out;
        for (auto it = after_flow < flow ? exceptions_.rows().lower_bound(pair_view(flow, {}))
                                         : exceptions_.rows().upper_bound(pair_view(after_flow, after_source));
             it != exceptions_.rows().end() && out.size() < limit; ++it) {
            if (!flow.empty() && it->second.flow != flow) break;
            if (it->second.state == state) out.push_back(it->second);
        }
        return out;
    }

    result<void> put_mappings(std::span<mapping_row const> rows) override {
        for (auto const& r : rows) {
            if (r.state == mapping_state::active)
                for (auto it = mappings_.rows().lower_bound(pair_view(r.id, {}));
                     it != mappings_.rows().end() && it->second.id == r.id; ++it)
                    if (it->second.state == mapping_state::active && it->second.hash != r.hash)
                        return detail::other_version(r);
            mappings_.put({r.id, r.hash}, r);
        }
        return {};
    }

    result<std::vector<mapping_row>> mappings_of(std::string_view id) override {
        std::vector<mapping_row> out;
        for (auto it = mappings_.rows().lower_bound(pair_view(id, {}));
             it != mappings_.rows().end() && it->second.id == id; ++it)
            out.push_back(it->second);
        std::stable_sort(out.begin(), out.end(),
                         [](mapping_row const& a, mapping_row const& b) { return a.submitted < b.submitted; });
        return out;
    }

    result<void> append_audit(std::span<audit_row const> rows) override {
        for (auto const& r : rows) {
            audit_.push_back(r);
            audit_.back().sequence = audit_.size();
        }
        return {};
    }

    result<std::vector<audit_row>> audit_from(std::uint64_t first_sequence, std::size_t limit) override {
        std::vector<audit_row> out;
        for (auto i = first_sequence == 0 ? 0 : first_sequence - 1; i < audit_.size() && out.size() < limit; ++i)
            out.push_back(audit_[i]);
        return out;
    }

    // nothing but this class can touch the lines, so there is nothing a chain could find
    result<std::uint64_t> verify_audit() override { return audit_.size(); }

    void keep() noexcept {
        for_each_map([](auto& map) { map.keep(); });
        audit_kept_ = audit_.size();
    }

    void roll_back() {
        for_each_map([](auto& map) { map.roll_back(); });
        audit_.resize(audit_kept_);
    }

private:
    template <class Row>
    [[nodiscard]] static std::optional<Row> copy_of(Row const* row) {
        return row ? std::optional<Row>(*row) : std::nullopt;
    }

    template <class F>
    void for_each_map(F f) {
        f(intake_);
        f(effects_);
        f(links_);
        f(active_by_canonical_);
        f(cursors_);
        f(exceptions_);
        f(mappings_);
    }

    undoable_map<intake_key, intake_row> intake_;
    undoable_map<std::string, effect_row> effects_;
    undoable_map<triple_key, link_row> links_;
    undoable_map<triple_key, std::string> active_by_canonical_;
    undoable_map<std::string, std::string> cursors_;
    undoable_map<pair_key, exception_row> exceptions_;
    undoable_map<pair_key, mapping_row> mappings_;
    std::vector<audit_row> audit_;
    std::size_t audit_kept_ = 0;
};

}  // namespace

struct memory_store::state {
    explicit state(any_clock c) : clock(c) {}

    any_clock clock;
    std::mutex turn;
    std::atomic<std::thread::id> inside;  ///< Whose turn it is: a work that calls its own store would wait for itself.
    memory_tables rows;

    result<void> run(function_ref<result<void>(tables&)> work, context const& ctx,
                     detail::guarded_tables::access allowed) {
        if (inside == std::this_thread::get_id()) return detail::calls_itself();
        if (auto go = ctx.check(clock.now()); !go) return go;
        struct transaction {
            state& s;
            bool keep = false;
            explicit transaction(state& owner) : s(owner) {
                s.turn.lock();
                s.inside = std::this_thread::get_id();
            }
            ~transaction() {  // also when the work throws
                if (keep)
                    s.rows.keep();
                else
                    s.rows.roll_back();
                s.inside = std::thread::id{};
                s.turn.unlock();
            }
        } t(*this);
        detail::guarded_tables guarded(rows, allowed);
        auto r = guarded.outcome(work(guarded));
        t.keep = r.has_value();
        return r;
    }
};

memory_store::memory_store(any_clock clock) : state_(std::make_unique<state>(clock)) {}
memory_store::~memory_store() = default;

result<void> memory_store::in_transaction(function_ref<result<void>(tables&)> work, context const& ctx) {
    return state_->run(work, ctx, detail::guarded_tables::access::read_write);
}

result<void> memory_store::read(function_ref<result<void>(tables&)> work, context const& ctx) {
    return state_->run(work, ctx, detail::guarded_tables::access::read_only);
}

}  // namespace syncline::inline v1::store
