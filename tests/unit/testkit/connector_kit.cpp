// SPDX-License-Identifier: Apache-2.0
// The kit on a small system in memory: sound ports pass, and each way of being wrong is caught under its name.
#include <syncline/testkit/connector_kit.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/describe/class.hpp>

using namespace syncline;
using testkit::judgement;

namespace {

struct note {
    external_ref source{};
    std::string text{};
};
BOOST_DESCRIBE_STRUCT(note, (), (text))

/// What a port of this system may do wrong.
enum class flaw {
    none,
    // targets
    empty_descriptor,
    answers_nothing,
    answers_to_nothing,
    creates_again,
    says_created,
    says_nothing_changed,
    never_changes,
    ignores_known,
    swaps_results,
    one_batch_only,
    finds_anything,
    finds_out_of_order,
    finds_one_batch_only,
    finds_nothing_when_stopped,
    blurs_keys,
    refusal_fails_all,
    refusal_is_an_outage,
    refusal_is_silent,
    lost_reply_failed,
    lost_reply_succeeded,
    lost_batch_fails_all,
    ignores_stop,
    ignores_deadline,
    cuts_texts,
    finds_the_deleted,
    keeps_to_the_deleted,
    predicts_by_writing,
    predicts_updates,
    // sources
    makes_records_up,
    never_ends,
    only_one_page,
    ends_early,
    keeps_place_in_memory,
    hides_origin,
    moves_on_when_read,
    trusts_cursors,
    forgets_the_next_round,
    sees_no_changes,
    sees_old_content,
    sees_no_additions,
    next_round_starts_at_the_end,
    reads_by_offset,
    loses_late_commits,
    lost_reply_is_the_end,
    reads_though_stopped,
    reads_past_the_deadline,
    reads_by_id_in_part,
    gone_id_fails_all,
    unreadable_fails_all,
    unreadable_hides_neighbours,
    unreadable_is_dropped,
    reads_again_without_the_unreadable,
};

/// A system whose records bear the time of their last change. Times may be alike, and may come in the past.
struct memory_system {
    struct row {
        std::string key{};
        std::string text{};
        int changed = 0;
        bool broken = false;
    };
    std::map<int, row> rows{};
    int last_id = 0;
    int now = 100;
    int moves = 0;  ///< For a source that remembers in the wrong place.
    enum class lost { nothing, request, reply } next = lost::nothing;

    /// Calls the system; nothing when request or reply are lost.
    template <class F>
    auto call(F f) -> result<decltype(f())> {
        auto const what = std::exchange(next, lost::nothing);
        error const gone{.code = errc::unavailable, .message = "no answer", .effect = outcome::unknown};
        if (what == lost::request) return fail(gone);
        auto answer = f();
        if (what == lost::reply) return fail(gone);
        return answer;
    }

    [[nodiscard]] std::optional<int> by_key(std::string const& key) const {
        for (auto const& [id, r] : rows)
            if (r.key == key) return id;
        return std::nullopt;
    }
    int add(std::string key, std::string text) {
        rows[++last_id] = {std::move(key), std::move(text), ++now};
        return last_id;
    }
};

result<void> check(context const& ctx) { return ctx.check(instant{std::chrono::hours(1)}); }

struct memory_target {
    memory_system* system;
    flaw wrong;
    sync::strategy strategy;
    static constexpr std::size_t batch = 4;

    [[nodiscard]] sync::operation_descriptor describe() const {
        return {.system = "memory",
                .object = wrong == flaw::empty_descriptor ? "" : "note",
                .strategy = strategy,
                .batch = batch};
    }

    [[nodiscard]] result<std::vector<std::optional<sync::remote_id>>> find(std::span<sync::idempotency_key const> keys,
                                                                           context const& ctx) const {
        if (auto go = check(ctx); !go) {
            if (wrong == flaw::finds_nothing_when_stopped)
                return std::vector<std::optional<sync::remote_id>>(keys.size());
            return fail(go.error());
        }
        std::vector<std::optional<sync::remote_id>> out;
        for (auto const& k : keys) {
            auto const id = system->by_key(k.text);
            out.push_back(id ? std::optional(sync::remote_id{std::to_string(*id)}) : std::nullopt);
            if (wrong == flaw::finds_anything && !id) out.back() = sync::remote_id{"1"};
            if (wrong == flaw::finds_the_deleted && !id) out.back() = sync::remote_id{"1"};
            if (wrong == flaw::finds_one_batch_only && out.size() > batch) out.back().reset();
        }
        if (wrong == flaw::finds_out_of_order)
            std::stable_partition(out.begin(), out.end(), [](auto const& id) { return id.has_value(); });
        return out;
    }

    [[nodiscard]] result<sync::upserted> write(sync::outgoing<note> const& r) const {
        using what = sync::upserted::what;
        if (r.record.text.empty()) {
            if (wrong == flaw::refusal_is_silent) return sync::upserted{{"0"}, what::created};
            if (wrong == flaw::refusal_is_an_outage) return fail(errc::unavailable, "refused");
            return fail(errc::rejected, "a note needs a text");
        }
        auto key = r.key.text;
        if (wrong == flaw::blurs_keys) std::replace(key.begin(), key.end(), '%', '_');
        auto text = r.record.text;
        if (wrong == flaw::cuts_texts) text = text.substr(0, text.find('\r'));
        auto id = system->by_key(key);
        if (r.known && wrong != flaw::ignores_known && system->rows.contains(std::stoi(r.known->text)))
            id = std::stoi(r.known->text);
        if (r.known && wrong == flaw::keeps_to_the_deleted) return sync::upserted{*r.known, what::updated};
        if (r.known && wrong == flaw::ignores_known) id.reset();
        if (wrong == flaw::creates_again) id.reset();
        if (!id) return sync::upserted{{std::to_string(system->add(key, text))}, what::created};
        auto& row = system->rows[*id];
        bool const same = row.text == text || wrong == flaw::never_changes;
        if (!same) row.text = text;
        auto did = same ? what::unchanged : what::updated;
        if (wrong == flaw::says_created) did = what::created;
        if (wrong == flaw::says_nothing_changed) did = what::unchanged;
        return sync::upserted{{std::to_string(*id)}, did};
    }

    [[nodiscard]] std::vector<result<sync::predicted>> predict(std::span<sync::outgoing<note> const> records,
                                                               sync::rehearsal& made_up, context const&) const {
        using what = sync::upserted::what;
        std::vector<result<sync::predicted>> out;
        for (auto const& r : records) {
            auto const id = system->by_key(r.key.text);
            if (wrong == flaw::predicts_by_writing) static_cast<void>(write(r));
            if (!id)
                out.emplace_back(sync::predicted{.id = {made_up.made_up_id()}, .did = what::created});
            else if (system->rows[*id].text == r.record.text && wrong != flaw::predicts_updates)
                out.emplace_back(sync::predicted{.id = {std::to_string(*id)}, .did = what::unchanged});
            else
                out.emplace_back(
                    sync::predicted{.id = {std::to_string(*id)}, .did = what::updated, .fields = {"text"}});
        }
        return out;
    }

    [[nodiscard]] std::vector<result<sync::upserted>> upsert(std::span<sync::outgoing<note> const> records,
                                                             context const& given) const {
        auto ctx = given;
        if (wrong == flaw::ignores_stop) ctx.stop = {};
        if (wrong == flaw::ignores_deadline) ctx.deadline.reset();
        if (auto go = check(ctx); !go) return std::vector<result<sync::upserted>>(records.size(), fail(go.error()));
        std::vector<result<sync::upserted>> out;
        while (!records.empty()) {
            auto const some = records.first(std::min(batch, records.size()));
            records = records.subspan(some.size());
            auto const answers = system->call([&] {
                std::vector<result<sync::upserted>> all;
                for (auto const& r : some) all.push_back(write(r));
                return all;
            });
            if (answers) {
                out.insert(out.end(), answers->begin(), answers->end());
                bool const refused = std::any_of(answers->begin(), answers->end(), [](auto const& a) { return !a; });
                if (refused && wrong == flaw::refusal_fails_all)
                    for (auto& o : out) o = fail(errc::rejected, "one of them is bad");
            } else {
                auto e = answers.error();
                if (wrong == flaw::lost_reply_failed) e.effect = outcome::known_failed;
                for (std::size_t i = 0; i < some.size(); ++i) {
                    if (wrong == flaw::lost_reply_succeeded)
                        out.push_back(sync::upserted{{std::to_string(900 + i)}, sync::upserted::what::created});
                    else
                        out.push_back(fail(e));
                }
                if (wrong == flaw::lost_batch_fails_all) {
                    out.assign(out.size() + records.size(), fail(errc::unavailable, "no answer"));
                    return out;
                }
            }
            if (wrong == flaw::one_batch_only) break;
        }
        if (wrong == flaw::swaps_results && out.size() > 1) std::swap(out.front(), out.back());
        if (wrong == flaw::answers_nothing) out.clear();
        if (wrong == flaw::answers_to_nothing && out.empty()) out.push_back(fail(errc::rejected, "nothing was sent"));
        return out;
    }
};

/// A rig of this system with only what a rig must have.
struct bare_target_rig {
    memory_system system{};
    flaw wrong = flaw::none;
    sync::strategy strategy = sync::strategy::upsert;

    memory_target target() { return {&system, wrong, strategy}; }
    note sample(std::size_t n) const { return {.text = "note " + std::to_string(n)}; }
    note changed(std::size_t n) const { return {.text = "other note " + std::to_string(n)}; }
    std::size_t count() const { return system.rows.size(); }
    bool holds(std::string const& id, note const& expected) const {
        auto const at = system.rows.find(std::stoi(id));
        return at != system.rows.end() && at->second.text == expected.text;
    }
    void lose_request() { system.next = memory_system::lost::request; }
    void lose_reply() { system.next = memory_system::lost::reply; }
};

struct target_rig : bare_target_rig {
    note refused() const { return {}; }
    note with_text(std::string const& text) const { return {.text = text}; }
    void remove(std::string const& id) { system.rows.erase(std::stoi(id)); }
    void cut_reply() { lose_reply(); }
};

testkit::verdicts judged(flaw wrong, sync::strategy strategy = sync::strategy::upsert) {
    return testkit::check_target([&] {
        target_rig r;
        r.wrong = wrong;
        r.strategy = strategy;
        return r;
    });
}

struct single_target {
    memory_target all;

    [[nodiscard]] result<std::optional<sync::remote_id>> find(sync::idempotency_key const& key, context const& ctx) {
        auto found = all.find(std::span(&key, 1), ctx);
        if (!found) return fail(found.error());
        return found->front();
    }
    [[nodiscard]] result<sync::upserted> upsert(note const& n, sync::idempotency_key const& key, context const& ctx) {
        sync::outgoing<note> const one{n, key};
        return all.upsert(std::span(&one, 1), ctx).front();
    }
};

struct single_target_rig : target_rig {
    single_target target() { return {{&system, flaw::none, sync::strategy::probe_then_create}}; }
};

/// A cursor is `from` between rounds, and `from next_from last_id` in one: by rising id, changed at `from` or later.
struct memory_source {
    memory_system* system;
    flaw wrong;
    static constexpr std::size_t size = 3;

    [[nodiscard]] bool is(flaw f) const { return wrong == f; }

    [[nodiscard]] static std::optional<note> read_row(int id, memory_system::row const& r) {
        if (r.broken) return std::nullopt;
        return note{{"memory", "note", std::to_string(id)}, r.text};
    }
    void put(sync::page<note>& page, int id, memory_system::row const& r) const {
        if (auto n = read_row(id, r)) {
            if (is(flaw::hides_origin)) n->source.object.clear();
            page.records.push_back(*std::move(n));
        } else if (!is(flaw::unreadable_is_dropped)) {
            if (is(flaw::unreadable_hides_neighbours)) page.records.clear();
            page.unreadable.push_back({{"memory", "note", std::to_string(id)},
                                       {.code = errc::mapping, .message = "$.text: found 7, expected a string"}});
        }
    }

    [[nodiscard]] result<sync::page<note>> changes(sync::cursor const& since, context const& given) const {
        auto ctx = given;
        if (is(flaw::reads_though_stopped)) ctx.stop = {};
        if (is(flaw::reads_past_the_deadline)) ctx.deadline.reset();
        if (auto go = check(ctx); !go) return fail(go.error());
        int from = 0;
        int next_from = 0;
        int last_id = 0;
        bool const in_round = since.text.find(' ') != std::string::npos;
        if (!since.text.empty() && std::sscanf(since.text.c_str(), "%d %d %d", &from, &next_from, &last_id) == 0) {
            if (!is(flaw::trusts_cursors)) return fail(errc::malformed, "not a cursor of ours");
            from = system->now + 1;
        }
        if (!in_round) next_from = is(flaw::loses_late_commits) ? system->now : system->now - 20;
        if (!in_round && is(flaw::forgets_the_next_round)) next_from = system->now + 1000;
        if (is(flaw::keeps_place_in_memory)) last_id = in_round ? system->moves : 0;

        auto const page = system->call([&] {
            sync::page<note> out;
            if (is(flaw::makes_records_up) && system->rows.empty())
                out.records.push_back({{"memory", "note", "0"}, "?"});
            bool more = false;
            int skip = is(flaw::reads_by_offset) ? last_id : 0;
            for (auto const& [id, r] : system->rows) {
                if (r.changed < from) continue;
                if (is(flaw::sees_no_additions) && from > 0 && r.text.starts_with("note 1000")) continue;
                if (is(flaw::sees_no_changes) && from > 0 && r.text.starts_with("edited")) continue;
                if (is(flaw::reads_by_offset) ? skip-- > 0 : id <= last_id) continue;
                if (out.records.size() + out.unreadable.size() == size && !is(flaw::only_one_page)) {
                    more = true;
                    break;
                }
                put(out, id, r);
                if (is(flaw::sees_old_content) && !out.records.empty() && from > 0) out.records.back().text = "note 0";
                if (!is(flaw::reads_by_offset)) last_id = id;
            }
            if (is(flaw::reads_by_offset)) last_id += static_cast<int>(out.records.size());
            system->moves = last_id;
            if (is(flaw::moves_on_when_read) && !out.records.empty())
                system->rows[std::stoi(out.records[0].source.id)].changed = -1;
            out.last = !more && !is(flaw::never_ends);
            if (is(flaw::ends_early)) out.last = true;
            return out;
        });
        if (!page) {
            if (is(flaw::lost_reply_is_the_end)) return sync::page<note>{.next = since, .last = true};
            return fail(page.error());
        }
        auto out = *page;
        if (is(flaw::next_round_starts_at_the_end)) next_from = system->now;
        if (is(flaw::unreadable_fails_all) && !out.unreadable.empty()) return fail(out.unreadable[0].why);
        out.next.text = out.last
                            ? std::to_string(next_from)
                            : std::to_string(from) + ' ' + std::to_string(next_from) + ' ' + std::to_string(last_id);
        return out;
    }

    [[nodiscard]] result<sync::page<note>> read(std::span<std::string const> ids, context const& ctx) const {
        if (auto go = check(ctx); !go) return fail(go.error());
        sync::page<note> out;
        for (auto const& id : ids) {
            auto const at = system->rows.find(std::stoi(id));
            if (at == system->rows.end()) {
                if (is(flaw::gone_id_fails_all)) return fail(errc::not_found, "no note " + id);
                continue;
            }
            if (is(flaw::reads_again_without_the_unreadable) && at->second.broken) continue;
            if (is(flaw::reads_by_id_in_part) && out.records.size() == size) break;
            put(out, at->first, at->second);
        }
        return out;
    }
};

struct changes_only {
    memory_source all;
    [[nodiscard]] result<sync::page<note>> changes(sync::cursor const& since, context const& ctx) const {
        return all.changes(since, ctx);
    }
};

/// Only what a rig must have; everything comes in one page.
struct bare_source_rig {
    memory_system system{};
    flaw wrong = flaw::none;

    changes_only source() { return {{&system, flaw::only_one_page}}; }
    std::string add(std::size_t n) {
        system.now += 50;
        return std::to_string(system.add("", "note " + std::to_string(n)));
    }
    void change(std::string const& id) {
        auto& r = system.rows[std::stoi(id)];
        r.text = "edited " + r.text;
        r.changed = (system.now += 50);
    }
    void lose_reply() { system.next = memory_system::lost::reply; }
};

struct source_rig : bare_source_rig {
    std::size_t several() const { return 8; }
    memory_source source() { return {&system, wrong}; }
    void remove(std::string const& id) { system.rows.erase(std::stoi(id)); }
    std::string add_unreadable() {
        auto const id = add(0);
        system.rows[std::stoi(id)].broken = true;
        return id;
    }
    std::string add_late(std::size_t n) {
        auto const id = add(n);
        system.rows[std::stoi(id)].changed = (system.now -= 50) - 5;
        return id;
    }
    void cut_reply() { lose_reply(); }
};

testkit::verdicts judged_source(flaw wrong) {
    return testkit::check_source([wrong] {
        source_rig r;
        r.wrong = wrong;
        return r;
    });
}

std::vector<std::string> named(testkit::verdicts const& all, judgement j) {
    std::vector<std::string> out;
    for (auto const& v : all.list)
        if (v.judgement == j) out.push_back(v.name);
    return out;
}

/// What was found by the check of that name, when it failed.
std::string failure(testkit::verdicts const& all, std::string const& name) {
    for (auto const& v : all.list)
        if (v.name == name && v.judgement == judgement::failed) return v.found;
    return {};
}

struct caught {
    flaw wrong;
    char const* check;
    char const* found;
};

}  // namespace

// Shows R018.
TEST_CASE("a sound target passes every check, whatever protects it from doubling") {
    using enum sync::strategy;
    for (auto const s : {upsert, native_key, probe_then_create}) {
        auto const got = judged(flaw::none, s);
        CHECK_MESSAGE(got.passed(), got.text());
        CHECK(named(got, judgement::skipped).empty());
    }
}

TEST_CASE("a target that takes one record at a time passes as a flow uses it") {
    auto const got = testkit::check_target([] { return single_target_rig(); });
    CHECK_MESSAGE(got.passed(), got.text());
    CHECK(named(got, judgement::skipped) ==
          std::vector<std::string>{"a prediction writes nothing, and the same call then does what it said"});
}

TEST_CASE("a target that must not be repeated is not: what would repeat it is listed as skipped") {
    auto const got = judged(flaw::creates_again, sync::strategy::none);
    CHECK_MESSAGE(got.passed(), got.text());
    CHECK(named(got, judgement::skipped).size() == 10);
    CHECK(got.text().find("skipped the same again makes nothing new and says so: a target of strategy `none` is never "
                          "repeated\n") != std::string::npos);
    CHECK_FALSE(judged(flaw::lost_reply_failed, sync::strategy::none).passed());
}

// Shows R018.
TEST_CASE("each way a target can be wrong is caught under its name") {
    for (auto const& c : {
             caught{flaw::empty_descriptor, "the descriptor names system and object and a batch of at least one",
                    "system or object has no name"},
             {flaw::answers_to_nothing, "nothing to send is nothing done", "found 1 results"},
             {flaw::answers_nothing, "a full batch makes each record once, in order", "found 0 results for 4 records"},
             {flaw::swaps_results, "a full batch makes each record once, in order", "is not record 0"},
             {flaw::one_batch_only, "one record more than a batch is no problem", "found 4 results for 5 records"},
             {flaw::finds_anything, "find says in order what is known and what is not", "never sent is found"},
             {flaw::finds_out_of_order, "find says in order what is known and what is not", "found"},
             {flaw::finds_one_batch_only, "find takes more keys than a batch", "key 4 is not found"},
             {flaw::finds_nothing_when_stopped, "find that could not ask is an error, never `not there`",
              "nothing is there"},
             {flaw::blurs_keys, "keys that are nearly alike are different records", "the id of another one"},
             {flaw::creates_again, "the same again makes nothing new and says so", "holds 6 records, expected 3"},
             {flaw::says_created, "the same again makes nothing new and says so", "says `created`"},
             {flaw::never_changes, "a changed record is the same record with the new content", "is not record 0"},
             {flaw::says_nothing_changed, "a changed record is the same record with the new content",
              "does not say `updated`"},
             {flaw::ignores_known, "a record sent under its known id is that record", "holds 4 records, expected 2"},
             {flaw::predicts_by_writing, "a prediction writes nothing, and the same call then does what it said",
              "holds 3 records, expected 2"},
             {flaw::predicts_updates, "a prediction writes nothing, and the same call then does what it said",
              "record 0 was to be updated and was unchanged"},
             {flaw::refusal_fails_all, "a record the system refuses fails alone, and certainly", "0 failed too"},
             {flaw::refusal_is_an_outage, "a record the system refuses fails alone, and certainly",
              "expected a failure of the record"},
             {flaw::refusal_is_silent, "a record the system refuses fails alone, and certainly", "came back with id 0"},
             {flaw::lost_reply_failed, "a lost reply may have happened, and the repeat leaves one of each",
              "0 that they may have happened"},
             {flaw::lost_reply_failed, "a reply that is cut off may have happened, and the repeat leaves one of each",
              "0 that they may have happened"},
             {flaw::lost_reply_failed, "a lost reply to a change may have happened, and the repeat settles it",
              "known to have failed"},
             {flaw::lost_reply_succeeded, "a lost request leaves one of each after the repeat",
              "are said to be there, the system holds 0"},
             {flaw::creates_again, "a lost reply may have happened, and the repeat leaves one of each",
              "holds 6 records, expected 3"},
             {flaw::lost_batch_fails_all, "a reply lost among several batches leaves one of each after the repeat",
              "may have happened"},
             {flaw::ignores_stop, "told to stop it writes nothing", "came back with id"},
             {flaw::ignores_deadline, "past its deadline it writes nothing", "came back with id"},
             {flaw::cuts_texts, "texts with quotes, line ends, %, rare characters and great length arrive as they are",
              "is not record 1"},
             {flaw::finds_the_deleted,
              "a record that was deleted there is not found, and sent again it is there or is said not to be",
              "still found"},
             {flaw::keeps_to_the_deleted,
              "a record that was deleted there is not found, and sent again it is there or is said not to be",
              "is said to be there, and the system holds 0"},
         }) {
        auto const got = judged(c.wrong);
        CHECK_FALSE(got.passed());
        auto const what = failure(got, c.check);
        CHECK_MESSAGE(what.find(c.found) != std::string::npos, std::string(c.check) << ": " << what << "\n"
                                                                                    << got.text());
    }
}

TEST_CASE("a target that doubles after a probe is caught as well") {
    auto const got = judged(flaw::finds_one_batch_only, sync::strategy::probe_then_create);
    CHECK_FALSE(failure(got, "find takes more keys than a batch").empty());
    CHECK_FALSE(failure(judged(flaw::finds_out_of_order, sync::strategy::probe_then_create),
                        "find says in order what is known and what is not")
                    .empty());
}

TEST_CASE("a rig that loses nothing is no proof") {
    struct careless_rig : target_rig {
        void lose_request() {}
        void lose_reply() {}
    };
    auto const got = testkit::check_target([] { return careless_rig(); });
    CHECK(failure(got, "a lost reply may have happened, and the repeat leaves one of each").find("loses nothing") !=
          std::string::npos);
    CHECK(failure(got, "a lost request leaves one of each after the repeat").find("lost no request") !=
          std::string::npos);
}

TEST_CASE("what a rig lacks is listed as skipped, with what to write") {
    auto const got = testkit::check_target([] { return bare_target_rig(); });
    CHECK(got.passed());
    CHECK(named(got, judgement::skipped).size() == 4);
    for (auto const* lacks : {"refused()", "with_text(text)", "remove(id)", "cut_reply()"})
        CHECK(got.text().find(std::string("the rig has no ") + lacks + "\n") != std::string::npos);
}

// Shows R018.
TEST_CASE("a sound source passes every check") {
    auto const got = judged_source(flaw::none);
    CHECK_MESSAGE(got.passed(), got.text());
    CHECK(named(got, judgement::skipped).empty());
}

// Shows R018.
TEST_CASE("each way a source can be wrong is caught under its name") {
    for (auto const& c : {
             caught{flaw::makes_records_up, "an empty system is one empty page, the last", "found a record"},
             {flaw::never_ends, "from the empty cursor everything is seen, and the round ends", "no last page"},
             {flaw::ends_early, "from the empty cursor everything is seen, and the round ends", "4 was not seen"},
             {flaw::keeps_place_in_memory, "a cursor read again shows the same again", "other records"},
             {flaw::hides_origin, "every record says where it comes from", "object \"\""},
             {flaw::moves_on_when_read, "a cursor read again shows the same again", "other records"},
             {flaw::trusts_cursors, "a cursor that nobody wrote is an error, or reading starts anew", "was not seen"},
             {flaw::forgets_the_next_round, "additions are in the next round", "was not seen"},
             {flaw::sees_no_changes, "a change is in the next round with its new content", "was not seen"},
             {flaw::sees_old_content, "a change is in the next round with its new content", "as it was"},
             {flaw::sees_old_content, "a round with nothing new ends and shows nothing new", "not what it was"},
             {flaw::sees_no_additions, "additions are in the next round", "was not seen"},
             {flaw::next_round_starts_at_the_end, "a change is in the next round with its new content", ""},
             {flaw::reads_by_offset, "a deletion in mid-round hides no other record", "was not seen"},
             {flaw::loses_late_commits, "a record that commits late is in the next round", "was not seen"},
             {flaw::lost_reply_is_the_end, "a lost reply is an error or asked for again, and loses nothing",
              "as if nothing was lost"},
             {flaw::lost_reply_is_the_end, "a reply that is cut off is an error or asked for again, and loses nothing",
              "as if nothing was lost"},
             {flaw::reads_though_stopped, "told to stop it reads nothing", "found a page of 3"},
             {flaw::reads_past_the_deadline, "past its deadline it reads nothing", "found a page of 3"},
             {flaw::reads_by_id_in_part, "records are read again by their ids", "was not seen"},
             {flaw::gone_id_fails_all, "an id that is gone is missing and disturbs no other", "no note 2"},
             {flaw::unreadable_fails_all, "a record that cannot be read is told by its id, and its neighbours are read",
              "page 1 failed"},
             {flaw::unreadable_hides_neighbours,
              "a record that cannot be read is told by its id, and its neighbours are read", "1 was not seen"},
             {flaw::unreadable_is_dropped,
              "a record that cannot be read is told by its id, and its neighbours are read",
              "not among the unreadable"},
             {flaw::reads_again_without_the_unreadable,
              "a record that cannot be read is told by its id, and its neighbours are read", "read: record"},
         }) {
        auto const got = judged_source(c.wrong);
        auto const what = failure(got, c.check);
        CHECK_FALSE(got.passed());
        CHECK_MESSAGE(what.find(c.found) != std::string::npos, std::string(c.check) << ": " << what << "\n"
                                                                                    << got.text());
    }
}

TEST_CASE("a source with one big page, without reading by id, is checked in part and says so") {
    auto const got = testkit::check_source([] { return bare_source_rig(); });
    CHECK_MESSAGE(got.passed(), got.text());
    CHECK(got.text().find("skipped a round of several pages: all 7 records came in one page") != std::string::npos);
    CHECK(got.text().find("the source has no read(ids)\n") != std::string::npos);
    CHECK(named(got, judgement::skipped).size() == 8);
}

TEST_CASE("a connector's description is complete and agrees with its targets'") {
    sync::capabilities const good{.system = "memory",
                                  .api = "calls",
                                  .version = "1",
                                  .page = 3,
                                  .batch = 4,
                                  .connections = 1,
                                  .idempotency = sync::strategy::upsert,
                                  .idempotency_key = "key",
                                  .changes = sync::change_feed::timestamp,
                                  .overlap = std::chrono::seconds(20)};
    memory_system none;
    auto const target = memory_target{&none, flaw::none, sync::strategy::upsert}.describe();
    auto const all = testkit::check_capabilities(good, {target});
    CHECK_MESSAGE(all.passed(), all.text());
    CHECK(all.list.size() == 8);

    auto const wrong = [&](auto change, sync::operation_descriptor t) {
        auto c = good;
        change(c);
        return named(testkit::check_capabilities(c, {t}), judgement::failed);
    };
    using list = std::vector<std::string>;
    CHECK(wrong([](auto& c) { c.api.clear(); }, target) == list{"the system, its wire and its version are named"});
    CHECK(wrong([](auto& c) { c.page = 0; }, target) == list{"pages, batches and connections are at least one"});
    CHECK(wrong([](auto& c) { c.idempotency_key.clear(); }, target) ==
          list{"what keeps a repeat from doubling is named"});
    CHECK(wrong([](auto& c) { c.overlap = {}; }, target) ==
          list{"a feed by time stamps goes back for what commits late"});
    CHECK(wrong([](auto& c) { c.deletions = sync::deletion::in_feed; }, target) ==
          list{"deletions in the feed come with a feed"});
    CHECK(wrong([](auto& c) { c.system = "another"; }, target) == list{"a target names system and object: note"});
    CHECK(wrong([](auto& c) { c.batch = 3; }, target) == list{"a target's batch is one the connector can send: note"});
    auto strong = target;
    strong.strategy = sync::strategy::native_key;
    CHECK(wrong([](auto&) {}, strong) == list{"a target promises no more than the connector: note"});
}

TEST_CASE("a list of verdicts is one line per check and the sums; nothing checked is nothing passed") {
    testkit::verdicts const some{{{"a holds", judgement::passed, {}},
                                  {"b holds", judgement::failed, "found c"},
                                  {"d holds", judgement::skipped, "no e"}}};
    CHECK(some.text() ==
          "ok      a holds\nFAILED  b holds: found c\nskipped d holds: no e\n3 checks: 1 ok, 1 failed, 1 skipped\n");
    CHECK_FALSE(some.passed());
    CHECK_FALSE(testkit::verdicts{}.passed());
    CHECK_FALSE(testkit::verdicts{{{"d holds", judgement::skipped, "no e"}}}.passed());
    auto const both = testkit::verdicts{{{"a holds"}}} + testkit::verdicts{{{"d holds", judgement::skipped, "no e"}}};
    CHECK(both.passed());
    CHECK(both.list.size() == 2);
}
