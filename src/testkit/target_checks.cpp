// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>
#include <stop_token>

#include <syncline/testkit/connector_kit.hpp>

#include "testkit/findings.hpp"

namespace syncline::inline v1::testkit::detail {
namespace {

using items = std::vector<item>;
using sync::strategy;

/// As a flow makes them: flow, record and step.
sync::idempotency_key key_of(std::string const& record) { return {"connector-kit/" + record + "/write"}; }

items samples(std::size_t count, content what = content::sample) {
    items out;
    for (std::size_t i = 0; i < count; ++i)
        out.push_back({.content = what, .number = i, .key = key_of(std::to_string(i))});
    return out;
}

std::vector<sync::idempotency_key> keys_of(items const& all) {
    std::vector<sync::idempotency_key> out;
    for (auto const& i : all) out.push_back(i.key);
    return out;
}

std::size_t batch_of(target_trial& t) { return (std::max)(t.describe().batch, std::size_t{1}); }

finding one_each(outcomes const& got, items const& sent) {
    if (got.size() == sent.size()) return good();
    return bad("found " + number(got.size()) + " results for " + number(sent.size()) + " records");
}

/// Every record was taken, each under an id of its own.
finding taken(outcomes const& got, items const& sent) {
    if (auto wrong = one_each(got, sent)) return wrong;
    std::set<std::string> ids;
    for (std::size_t i = 0; i < got.size(); ++i) {
        if (!got[i]) return bad("record " + number(i) + " failed: " + in_words(got[i].error()));
        if (got[i]->id.text.empty()) return bad("record " + number(i) + " came back without an id");
        if (!ids.insert(got[i]->id.text).second)
            return bad("record " + number(i) + " came back with the id of another one, " + got[i]->id.text);
    }
    return good();
}

finding same_ids(outcomes const& before, outcomes const& now) {
    for (std::size_t i = 0; i < now.size() && i < before.size(); ++i)
        if (before[i] && now[i] && before[i]->id != now[i]->id)
            return bad("record " + number(i) + " had id " + before[i]->id.text + " and has " + now[i]->id.text +
                       " now");
    return good();
}

finding count_is(target_trial& t, std::size_t expected) {
    auto const found = t.count();
    if (found == expected) return good();
    return bad("the system holds " + number(found) + " records, expected " + number(expected));
}

/// The system has these values under these ids.
finding held(target_trial& t, outcomes const& got, items const& sent) {
    for (std::size_t i = 0; i < sent.size() && i < got.size(); ++i)
        if (got[i] && !t.holds(got[i]->id, sent[i]))
            return bad("what the system holds under " + got[i]->id.text + " is not record " + number(i));
    return good();
}

/// Sends records, all of which have to be taken and held, and then makes `count` of them there.
finding sent_well(target_trial& t, items const& sent, outcomes& got, std::size_t count) {
    got = t.upsert(sent, {});
    if (auto wrong = taken(got, sent)) return wrong;
    if (auto wrong = count_is(t, count)) return wrong;
    return held(t, got, sent);
}
finding sent_well(target_trial& t, items const& sent) {
    outcomes got;
    return sent_well(t, sent, got, sent.size());
}

/// Sends again what was sent before, as the next run of a flow does: blindly where the strategy says that this is safe,
/// else only what `find` does not find.
outcomes send_again(target_trial& t, items const& sent) {
    if (t.describe().strategy != strategy::probe_then_create) return t.upsert(sent, {});
    auto const there = t.find(keys_of(sent), {});
    if (!there) return {sent.size(), fail(there.error())};
    if (there->size() != sent.size())
        return {sent.size(), fail(errc::defect, "find gave another number of answers than keys")};
    outcomes out(sent.size());
    items missing;
    std::vector<std::size_t> where;
    for (std::size_t i = 0; i < sent.size(); ++i) {
        if (auto const& id = (*there)[i]) {
            out[i] = sync::upserted{*id, sync::upserted::what::unchanged};
        } else {
            missing.push_back(sent[i]);
            where.push_back(i);
        }
    }
    if (missing.empty()) return out;
    auto made = t.upsert(missing, {});
    if (made.size() != missing.size()) return made;
    for (std::size_t i = 0; i < made.size(); ++i) out[where[i]] = made[i];
    return out;
}

/// The same records with other content; with their ids, unless the key alone has to find them.
items changed_versions(target_trial& t, items const& sent, outcomes const& got) {
    items out = sent;
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i].content = content::changed;
        if (t.describe().strategy != strategy::upsert && got[i]) out[i].known = got[i]->id;
    }
    return out;
}

// ---- the checks -------------------------------------------------------------------------------------------------

finding descriptor(target_trial& t) {
    auto const d = t.describe();
    if (d.system.empty() || d.object.empty()) return bad("system or object has no name");
    if (d.batch == 0) return bad("batch is 0");
    return good();
}

finding nothing(target_trial& t) {
    if (auto const got = t.upsert({}, {}); !got.empty()) return bad("found " + number(got.size()) + " results");
    auto const found = t.find({}, {});
    if (!found) return bad("find failed: " + in_words(found.error()));
    if (!found->empty()) return bad("find gave " + number(found->size()) + " answers");
    return count_is(t, 0);
}

finding full_batch(target_trial& t) {
    auto const sent = samples(batch_of(t));
    outcomes got;
    if (auto wrong = sent_well(t, sent, got, sent.size())) return wrong;
    for (std::size_t i = 0; i < got.size(); ++i)
        if (got[i]->did != sync::upserted::what::created)
            return bad("record " + number(i) + " is new and does not say `created`");
    return good();
}

finding two_batches(target_trial& t) { return sent_well(t, samples(batch_of(t) + 1)); }

finding finds(target_trial& t) {
    auto const sent = samples(3);
    outcomes got;
    if (auto wrong = sent_well(t, sent, got, 3)) return wrong;
    std::vector<sync::idempotency_key> const keys{sent[2].key, key_of("never sent"), sent[0].key, sent[1].key};
    auto const found = t.find(keys, {});
    if (!found) return bad(in_words(found.error()));
    if (found->size() != keys.size()) return bad("found " + number(found->size()) + " answers for 4 keys");
    if ((*found)[1]) return bad("a key that was never sent is found, as " + (*found)[1]->text);
    std::size_t const expected[] = {2, 3, 0, 1};
    for (std::size_t const k : {0U, 2U, 3U}) {
        auto const& id = got[expected[k]]->id;
        if (!(*found)[k]) return bad("the key of " + id.text + " is not found");
        if (*(*found)[k] != id) return bad("the key of " + id.text + " is found as " + (*found)[k]->text);
    }
    return good();
}

finding finds_in_batches(target_trial& t) {
    auto const sent = samples(batch_of(t) + 1);
    outcomes got;
    if (auto wrong = sent_well(t, sent, got, sent.size())) return wrong;
    auto const found = t.find(keys_of(sent), {});
    if (!found) return bad(in_words(found.error()));
    if (found->size() != sent.size())
        return bad("found " + number(found->size()) + " answers for " + number(sent.size()) + " keys");
    for (std::size_t i = 0; i < sent.size(); ++i)
        if ((*found)[i] != got[i]->id) return bad("key " + number(i) + " is not found as its record's id");
    return good();
}

finding near_keys(target_trial& t) {
    auto sent = samples(5);
    char const* const names[] = {"ab", "a_", "a%", "a'b", "ab "};
    for (std::size_t i = 0; i < sent.size(); ++i) sent[i].key = key_of(names[i]);
    return sent_well(t, sent);
}

finding again(target_trial& t) {
    auto const sent = samples(3);
    outcomes first;
    if (auto wrong = sent_well(t, sent, first, 3)) return wrong;
    auto const second = send_again(t, sent);
    if (auto wrong = taken(second, sent)) return wrong;
    if (auto wrong = count_is(t, 3)) return wrong;
    if (auto wrong = same_ids(first, second)) return wrong;
    if (t.describe().strategy != strategy::native_key)  // those repeat their first answer
        for (std::size_t i = 0; i < second.size(); ++i)
            if (second[i]->did == sync::upserted::what::created)
                return bad("record " + number(i) + " was there and says `created`");
    return held(t, second, sent);
}

finding changes(target_trial& t) {
    auto const sent = samples(3);
    outcomes first;
    if (auto wrong = sent_well(t, sent, first, 3)) return wrong;
    auto const other = changed_versions(t, sent, first);
    outcomes second;
    if (auto wrong = sent_well(t, other, second, 3)) return wrong;
    if (auto wrong = same_ids(first, second)) return wrong;
    for (std::size_t i = 0; i < second.size(); ++i)
        if (second[i]->did == sync::upserted::what::created || second[i]->did == sync::upserted::what::unchanged)
            return bad("record " + number(i) + " was changed and does not say `updated`");
    return good();
}

finding known_ids(target_trial& t) {
    auto const sent = samples(2);
    outcomes first;
    if (auto wrong = sent_well(t, sent, first, 2)) return wrong;
    auto other = samples(2, content::changed);
    for (std::size_t i = 0; i < other.size(); ++i) other[i].known = first[i]->id;
    outcomes second;
    if (auto wrong = sent_well(t, other, second, 2)) return wrong;
    return same_ids(first, second);
}

finding refused_alone(target_trial& t) {
    std::size_t held_before = 0;
    for (std::size_t const at : {1U, 0U, 2U}) {
        auto sent = samples(3);
        for (auto& s : sent) {
            s.number += 10 * at;
            s.key = key_of(std::to_string(s.number));
        }
        sent[at].content = content::refused;
        auto const got = t.upsert(sent, {});
        if (auto wrong = one_each(got, sent)) return wrong;
        std::string const where = "with the refused record at " + number(at) + ", ";
        if (got[at]) return bad(where + "it came back with id " + got[at]->id.text);
        auto const& e = got[at].error();
        if (e.may_have_happened() || class_of(e.code) != error_class::business || e.message.empty())
            return bad(where + "found " + in_words(e) + ", expected a failure of the record that is known to be one");
        for (std::size_t i = 0; i < sent.size(); ++i)
            if (i != at && !got[i]) return bad(where + number(i) + " failed too: " + in_words(got[i].error()));
        if (auto wrong = count_is(t, held_before += 2)) return bad(where + wrong.text);
        for (std::size_t i = 0; i < sent.size(); ++i)
            if (i != at && !t.holds(got[i]->id, sent[i])) return bad(where + number(i) + " is not what was sent");
    }
    return good();
}

/// What may be said after a call whose request or reply went missing. `there`: what the system holds.
finding honest(outcomes const& got, items const& sent, std::size_t there) {
    if (auto wrong = one_each(got, sent)) return wrong;
    std::size_t done = 0;
    std::size_t unsure = 0;
    for (auto const& g : got) {
        if (g)
            ++done;
        else if (g.error().may_have_happened())
            ++unsure;
    }
    if (done == got.size() && there == done)
        return bad("no record failed: the rig loses nothing, or something below the port repeats calls");
    if (there < done) return bad(number(done) + " records are said to be there, the system holds " + number(there));
    if (there > done + unsure)
        return bad("the system holds " + number(there) + " records; " + number(done) + " are said to be there and " +
                   number(unsure) + " that they may have happened");
    return good();
}

finding settles(target_trial& t, items const& sent, outcomes const& first) {
    if (t.describe().strategy == strategy::none) return good();  // never repeated: a person looks
    auto const second = send_again(t, sent);
    if (auto wrong = taken(second, sent)) return bad("the repeat: " + wrong.text);
    if (auto wrong = count_is(t, sent.size())) return bad("after the repeat " + wrong.text);
    if (auto wrong = same_ids(first, second)) return wrong;
    return held(t, second, sent);
}

finding after_loss(target_trial& t, void (target_trial::*lose)(), std::size_t count) {
    bool const arrives = lose != &target_trial::lose_request;
    auto const sent = samples(count);
    (t.*lose)();
    auto const first = t.upsert(sent, {});
    auto const there = t.count();
    if (arrives && there == 0) return bad("the system holds nothing: the rig lost the request, or no call was made");
    if (!arrives && there == count) return bad("the system holds everything: the rig lost no request");
    if (auto wrong = honest(first, sent, there)) return wrong;
    return settles(t, sent, first);
}

finding lost_reply(target_trial& t) { return after_loss(t, &target_trial::lose_reply, 3); }
finding lost_request(target_trial& t) { return after_loss(t, &target_trial::lose_request, 3); }
finding cut_reply(target_trial& t) { return after_loss(t, &target_trial::cut_reply, 3); }
finding lost_reply_of_many(target_trial& t) { return after_loss(t, &target_trial::lose_reply, batch_of(t) + 1); }

finding lost_reply_to_change(target_trial& t) {
    auto const sent = samples(1);
    outcomes first;
    if (auto wrong = sent_well(t, sent, first, 1)) return wrong;
    auto const other = changed_versions(t, sent, first);
    t.lose_reply();
    auto const unsure = t.upsert(other, {});
    if (auto wrong = one_each(unsure, other)) return wrong;
    if (unsure[0]) return bad("no error: the rig loses nothing, or something below the port repeats calls");
    if (!unsure[0].error().may_have_happened()) return bad("found " + in_words(unsure[0].error()));
    outcomes second;
    if (auto wrong = sent_well(t, other, second, 1)) return bad("the repeat: " + wrong.text);
    return same_ids(first, second);
}

finding does_nothing(target_trial& t, context const& ctx) {
    auto const sent = samples(2);
    auto const got = t.upsert(sent, ctx);
    if (auto wrong = one_each(got, sent)) return wrong;
    for (auto const& g : got) {
        if (g) return bad("a record came back with id " + g->id.text);
        if (g.error().may_have_happened() || !says_stopped(g.error()))
            return bad("found " + in_words(g.error()) +
                       ", expected cancelled or deadline_exceeded, known to have failed");
    }
    return count_is(t, 0);
}

context stopped() {
    std::stop_source stop;
    stop.request_stop();
    return {.stop = stop.get_token()};
}

finding stops(target_trial& t) { return does_nothing(t, stopped()); }
finding keeps_deadline(target_trial& t) { return does_nothing(t, {.deadline = instant{}}); }

finding find_could_not_ask(target_trial& t) {
    auto const sent = samples(1);
    if (auto wrong = sent_well(t, sent)) return wrong;
    if (auto const found = t.find(keys_of(sent), stopped()))
        return bad(!found->empty() && found->front() ? "it found something although it was told to stop"
                                                     : "told to stop it says that nothing is there");
    return good();
}

finding hostile_texts(target_trial& t) {
    std::string const texts[] = {R"(O'Brien "the" \best\)",
                                 "first line\r\nsecond line\twith a tab",
                                 "\xf0\x9f\x9a\x80 rocket, \xc3\xbc, \xe6\x9d\xb1\xe4\xba\xac",
                                 "100 %, 5_000, %s, %00, ${x}, {{y}}, <b>&amp;</b>",
                                 "' OR 1=1; --",
                                 "=cmd|' /C calc'!A0",
                                 "false",
                                 "null",
                                 "0",
                                 std::string(2000, 'x')};
    items sent;
    for (auto const& text : texts)
        sent.push_back({.content = content::text,
                        .number = sent.size(),
                        .text = text,
                        .key = key_of("text " + std::to_string(sent.size()))});
    outcomes got;
    if (auto wrong = sent_well(t, sent, got, sent.size())) return wrong;
    if (t.describe().strategy == strategy::none) return good();
    auto const second = send_again(t, sent);
    if (auto wrong = taken(second, sent)) return bad("the repeat: " + wrong.text);
    return count_is(t, sent.size());
}

finding deleted_there(target_trial& t) {
    auto const sent = samples(1);
    outcomes first;
    if (auto wrong = sent_well(t, sent, first, 1)) return wrong;
    t.remove(first[0]->id);
    if (auto wrong = count_is(t, 0)) return bad("the rig's remove(id): " + wrong.text);
    auto const found = t.find(keys_of(sent), {});
    if (!found) return bad("find failed: " + in_words(found.error()));
    if (found->size() != 1 || found->front()) return bad("it is still found");
    for (bool const with_id : {true, false}) {
        auto next = sent;
        if (with_id) next[0].known = first[0]->id;
        auto const got = t.upsert(next, {});
        if (auto wrong = one_each(got, next)) return wrong;
        if (!got[0] && got[0].error().may_have_happened()) return bad("found " + in_words(got[0].error()));
        if (auto wrong = count_is(t, got[0] ? 1 : 0))
            return bad((got[0] ? "sent again it is said to be there, and " : "sent again it failed, and ") +
                       wrong.text);
        if (auto wrong = held(t, got, next)) return wrong;
    }
    return good();
}

std::string_view name_of(sync::upserted::what did) {
    switch (did) {
        case sync::upserted::what::created: return "created";
        case sync::upserted::what::updated: return "updated";
        case sync::upserted::what::unchanged: return "unchanged";
        case sync::upserted::what::matched: return "matched";
    }
    return "?";
}

finding predicts(target_trial& t) {
    auto const there = samples(2);
    outcomes before;
    if (auto wrong = sent_well(t, there, before, 2)) return wrong;
    auto next = samples(3);  // the same, a changed one, a new one
    next[1] = changed_versions(t, there, before)[1];
    if (t.describe().strategy != strategy::upsert) next[0].known = before[0]->id;
    auto const said = t.predict(next, {});
    if (said.size() != next.size()) return bad("found " + number(said.size()) + " predictions for 3 records");
    if (auto wrong = count_is(t, 2)) return wrong;
    if (auto wrong = held(t, before, there)) return wrong;
    auto const did = t.upsert(next, {});
    for (std::size_t i = 0; i < next.size(); ++i) {
        if (!said[i]) return bad("record " + number(i) + " could not be predicted: " + in_words(said[i].error()));
        if (!did[i]) return bad("record " + number(i) + " failed: " + in_words(did[i].error()));
        if (said[i]->did != did[i]->did)
            return bad("record " + number(i) + " was to be " + std::string(name_of(said[i]->did)) + " and was " +
                       std::string(name_of(did[i]->did)));
        bool const made_up = sync::rehearsal::is_made_up(said[i]->id.text);
        if (made_up != (did[i]->did == sync::upserted::what::created))
            return bad("record " + number(i) + " was predicted under " + said[i]->id.text +
                       "; an id is made up for new ones only");
        if (!made_up && said[i]->id != did[i]->id)
            return bad("record " + number(i) + " was predicted as " + said[i]->id.text + " and is " + did[i]->id.text);
    }
    return good();
}

struct target_check : check<target_trial> {
    bool repeats = false;  ///< Or asks by key, which is only there for repeats.
};

constexpr target_check target_checks[] = {
    {{"the descriptor names system and object and a batch of at least one", no_member, descriptor}},
    {{"nothing to send is nothing done", no_member, nothing}},
    {{"a full batch makes each record once, in order", no_member, full_batch}},
    {{"one record more than a batch is no problem", no_member, two_batches}},
    {{"find says in order what is known and what is not", no_member, finds}, true},
    {{"find takes more keys than a batch", no_member, finds_in_batches}, true},
    {{"find that could not ask is an error, never `not there`", no_member, find_could_not_ask}, true},
    {{"keys that are nearly alike are different records", no_member, near_keys}, true},
    {{"the same again makes nothing new and says so", no_member, again}, true},
    {{"a changed record is the same record with the new content", no_member, changes}, true},
    {{"a record sent under its known id is that record", no_member, known_ids}, true},
    {{"a prediction writes nothing, and the same call then does what it said", member::predict, predicts}, true},
    {{"a record the system refuses fails alone, and certainly", member::refused, refused_alone}},
    {{"a lost reply may have happened, and the repeat leaves one of each", no_member, lost_reply}},
    {{"a reply lost among several batches leaves one of each after the repeat", no_member, lost_reply_of_many}},
    {{"a lost reply to a change may have happened, and the repeat settles it", no_member, lost_reply_to_change}, true},
    {{"a lost request leaves one of each after the repeat", no_member, lost_request}},
    {{"a reply that is cut off may have happened, and the repeat leaves one of each", member::cut_reply, cut_reply}},
    {{"told to stop it writes nothing", no_member, stops}},
    {{"past its deadline it writes nothing", no_member, keeps_deadline}},
    {{"texts with quotes, line ends, %, rare characters and great length arrive as they are", member::with_text,
      hostile_texts}},
    {{"a record that was deleted there is not found, and sent again it is there or is said not to be", member::remove,
      deleted_there},
     true},
};

}  // namespace

verdicts check_target(new_target_trial fresh) {
    verdicts out;
    for (auto const& c : target_checks) {
        auto const trial = fresh();
        finding f;
        if (c.needs && !trial->has(*c.needs))
            f = not_checked(how_to_write(*c.needs));
        else if (c.repeats && trial->describe().strategy == strategy::none)
            f = not_checked("a target of strategy `none` is never repeated");
        else
            f = c.run(*trial);
        out.list.push_back({std::string(c.name), f.judgement, std::move(f.text)});
    }
    return out;
}

}  // namespace syncline::inline v1::testkit::detail
