// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <stop_token>

#include <syncline/testkit/connector_kit.hpp>

#include "testkit/findings.hpp"

namespace syncline::inline v1::testkit::detail {
namespace {

constexpr std::size_t most_pages = 1000;

using id_list = std::vector<std::string>;

id_list added(source_trial& t, std::size_t count) {
    id_list out;
    for (std::size_t i = 0; i < count; ++i) out.push_back(t.add(i));
    return out;
}
id_list added(source_trial& t) { return added(t, t.several()); }

/// What was seen of each record, oldest first.
struct seen {
    std::map<std::string, std::vector<fingerprint>> records{};
    std::vector<sync::unreadable_record> unreadable{};

    void take(seen_page const& page) {
        for (auto const& r : page.records) records[r.origin.id].push_back(r.content);
        unreadable.insert(unreadable.end(), page.unreadable.begin(), page.unreadable.end());
    }
    /// The first of these that was not seen.
    [[nodiscard]] finding has(id_list const& expected) const {
        for (auto const& id : expected)
            if (!records.contains(id))
                return bad("record " + id + " was not seen, " + number(records.size()) + " others were");
        return good();
    }
    /// Whether a record was seen with other content than that.
    [[nodiscard]] bool has_other(std::string const& id, fingerprint than) const {
        auto const at = records.find(id);
        return at != records.end() &&
               std::any_of(at->second.begin(), at->second.end(), [than](fingerprint f) { return f != than; });
    }
};

/// Reads from `at` to the end of the round, into `into`; `at` is where the next round starts then.
finding read_round(source_trial& t, sync::cursor& at, seen& into, std::size_t* pages = nullptr) {
    for (std::size_t n = 1; n <= most_pages; ++n) {
        auto const page = t.changes(at, {});
        if (!page) return bad("page " + number(n) + " failed: " + in_words(page.error()));
        into.take(*page);
        at = page->next;
        if (pages) *pages = n;
        if (page->last) return good();
    }
    return bad("no last page among " + number(most_pages));
}

/// The records of the system after a first round; `at` is where the next one starts.
finding first_round(source_trial& t, id_list const& expected, sync::cursor& at, seen& all) {
    if (auto wrong = read_round(t, at, all)) return wrong;
    return all.has(expected);
}

bool alike(seen_page const& a, seen_page const& b) {
    auto const sorted = [](seen_page const& p) {
        std::vector<std::pair<external_ref, fingerprint>> out;
        for (auto const& r : p.records) out.emplace_back(r.origin, r.content);
        for (auto const& u : p.unreadable) out.emplace_back(u.source, fingerprint{});
        std::sort(out.begin(), out.end());
        return out;
    };
    return sorted(a) == sorted(b);
}

finding one_page(std::size_t page) {
    return not_checked("all " + number(page) + " records came in one page: give the rig's source a page of 3");
}

// ---- the checks -------------------------------------------------------------------------------------------------

finding empty_system(source_trial& t) {
    auto const page = t.changes({}, {});
    if (!page) return bad(in_words(page.error()));
    if (!page->records.empty() || !page->unreadable.empty()) return bad("found a record");
    if (!page->last) return bad("it is not the last page");
    return good();
}

finding everything(source_trial& t) {
    auto const expected = added(t);
    sync::cursor at;
    seen all;
    return first_round(t, expected, at, all);
}

finding several_pages(source_trial& t) {
    auto const expected = added(t);
    sync::cursor at;
    seen all;
    std::size_t pages = 0;
    if (auto wrong = read_round(t, at, all, &pages)) return wrong;
    if (pages == 1) return one_page(all.records.size());
    return good();
}

finding origins(source_trial& t) {
    auto const expected = added(t);
    std::optional<external_ref> first;
    sync::cursor at;
    for (std::size_t n = 0; n < most_pages; ++n) {
        auto const page = t.changes(at, {});
        if (!page) return bad(in_words(page.error()));
        for (auto const& r : page->records) {
            auto const& o = r.origin;
            if (o.system.empty() || o.object.empty() || o.id.empty())
                return bad("found system \"" + o.system + "\", object \"" + o.object + "\", id \"" + o.id + "\"");
            if (std::find(expected.begin(), expected.end(), o.id) == expected.end())
                return bad("nobody added a record " + o.id);
            if (!first) first = o;
            if (first->system != o.system || first->object != o.object)
                return bad("records of " + first->system + ' ' + first->object + " and of " + o.system + ' ' +
                           o.object);
        }
        at = page->next;
        if (page->last) return good();
    }
    return bad("no last page");
}

finding same_cursor(source_trial& t) {
    auto const expected = added(t);
    sync::cursor at;
    for (std::size_t n = 1; n <= most_pages; ++n) {
        auto const page = t.changes(at, {});
        if (!page) return bad(in_words(page.error()));
        auto const again = t.changes(at, {});
        if (!again) return bad("the second time: " + in_words(again.error()));
        if (!alike(*page, *again)) return bad("page " + number(n) + " has other records the second time");
        at = page->next;
        if (page->last) return good();
    }
    return bad("no last page");
}

finding strange_cursor(source_trial& t) {
    auto const expected = added(t);
    for (char const* text : {"no cursor of yours", "-1", "{\"after\": 1}"}) {
        sync::cursor at{text};
        if (!t.changes(at, {})) continue;
        seen all;
        if (auto wrong = first_round(t, expected, at, all)) return bad('"' + std::string(text) + "\": " + wrong.text);
    }
    return good();
}

finding nothing_new(source_trial& t) {
    auto const expected = added(t);
    sync::cursor at;
    seen before;
    if (auto wrong = first_round(t, expected, at, before)) return wrong;
    seen now;
    if (auto wrong = read_round(t, at, now)) return wrong;
    for (auto const& [id, contents] : now.records) {
        auto const known = before.records.find(id);
        if (known == before.records.end()) return bad("record " + id + " is new");
        if (now.has_other(id, known->second.back())) return bad("record " + id + " is not what it was");
    }
    return good();
}

finding change_is_seen(source_trial& t) {
    auto const expected = added(t);
    sync::cursor at;
    seen before;
    if (auto wrong = first_round(t, expected, at, before)) return wrong;
    for (auto const& id : {expected[2], expected.front(), expected.back()}) {
        t.change(id);
        seen now;
        if (auto wrong = read_round(t, at, now)) return wrong;
        if (auto wrong = now.has({id})) return wrong;
        if (!now.has_other(id, before.records[id].back())) return bad("record " + id + " is seen as it was");
    }
    return good();
}

finding addition_is_seen(source_trial& t) {
    auto const expected = added(t);
    sync::cursor at;
    seen all;
    if (auto wrong = first_round(t, expected, at, all)) return wrong;
    id_list late;
    for (std::size_t i = 0; i < expected.size(); ++i) late.push_back(t.add(1000 + i));
    seen now;
    if (auto wrong = read_round(t, at, now)) return wrong;
    return now.has(late);
}

finding late_commit(source_trial& t) {
    auto const expected = added(t);
    sync::cursor at;
    seen all;
    if (auto wrong = first_round(t, expected, at, all)) return wrong;
    auto const late = t.add_late(1000);
    seen now;
    if (auto wrong = read_round(t, at, now)) return wrong;
    return now.has({late});
}

finding changes_in_mid_round(source_trial& t) {
    auto const expected = added(t);
    auto const first = t.changes({}, {});
    if (!first) return bad(in_words(first.error()));
    if (first->last) return one_page(first->records.size());
    seen all;
    all.take(*first);
    id_list ahead;  // not read yet
    for (auto const& id : expected)
        if (!all.records.contains(id)) ahead.push_back(id);
    if (first->records.empty() || ahead.empty()) return bad("the first page has no record, or all of them");

    auto const behind = *first->records.begin();
    t.change(behind.origin.id);
    t.change(ahead.front());
    auto const fresh = t.add(1000);
    seen after;
    auto at = first->next;
    if (auto wrong = read_round(t, at, after)) return wrong;
    if (auto wrong = read_round(t, at, after)) return bad("the next round: " + wrong.text);
    if (!after.has_other(behind.origin.id, behind.content))
        return bad("record " + behind.origin.id +
                   ", changed after its page was read, is not seen with its new content");
    if (auto wrong = after.has({fresh})) return bad("added in mid-round: " + wrong.text);
    return after.has(ahead);
}

finding deletion_in_mid_round(source_trial& t) {
    auto const expected = added(t);
    auto const first = t.changes({}, {});
    if (!first) return bad(in_words(first.error()));
    if (first->last) return one_page(first->records.size());
    if (first->records.empty()) return bad("the first page has no record");
    seen all;
    all.take(*first);
    t.remove(first->records.front().origin.id);
    auto at = first->next;
    if (auto wrong = read_round(t, at, all)) return wrong;
    if (auto wrong = read_round(t, at, all)) return bad("the next round: " + wrong.text);
    return all.has(expected);
}

finding after_loss(source_trial& t, void (source_trial::*lose)()) {
    auto const expected = added(t);
    sync::cursor at;
    seen all;
    for (std::size_t n = 1; n <= most_pages; ++n) {
        (t.*lose)();
        auto page = t.changes(at, {});
        bool const asked_again = page.has_value();  // by the source itself: fine, if it tells what there is
        if (!page) page = t.changes(at, {});
        if (!page) return bad("the same cursor failed again: " + in_words(page.error()));
        if (asked_again && page->last) {
            seen with_it = all;
            with_it.take(*page);
            if (auto wrong = with_it.has(expected))
                return bad("page " + number(n) + " came as if nothing was lost, with " + number(page->records.size()) +
                           " records: " + wrong.text);
        }
        all.take(*page);
        at = page->next;
        if (page->last) return all.has(expected);
    }
    return bad("no last page");
}
finding lost_reply(source_trial& t) { return after_loss(t, &source_trial::lose_reply); }
finding cut_reply(source_trial& t) { return after_loss(t, &source_trial::cut_reply); }

finding does_not_read(source_trial& t, context const& ctx) {
    auto const expected = added(t);
    auto const page = t.changes({}, ctx);
    if (page) return bad("found a page of " + number(page->records.size()));
    if (!says_stopped(page.error()))
        return bad("found " + in_words(page.error()) + ", expected cancelled or deadline_exceeded");
    return good();
}
finding stops(source_trial& t) {
    std::stop_source stop;
    stop.request_stop();
    return does_not_read(t, {.stop = stop.get_token()});
}
finding keeps_deadline(source_trial& t) { return does_not_read(t, {.deadline = instant{}}); }

finding reads_by_id(source_trial& t) {
    auto expected = added(t);
    sync::cursor at;
    seen all;
    if (auto wrong = first_round(t, expected, at, all)) return wrong;
    std::reverse(expected.begin(), expected.end());
    auto const page = t.read(expected, {});
    if (!page) return bad(in_words(page.error()));
    seen now;
    now.take(*page);
    if (auto wrong = now.has(expected)) return wrong;
    if (now.records.size() != expected.size())
        return bad("found " + number(now.records.size()) + " records for " + number(expected.size()) + " ids");
    for (auto const& id : expected)
        if (now.has_other(id, all.records[id].back())) return bad("record " + id + " is another one than in its page");
    auto const none = t.read({}, {});
    if (!none) return bad("no ids: " + in_words(none.error()));
    if (!none->records.empty()) return bad("no ids: found " + number(none->records.size()) + " records");
    return good();
}

finding gone_ids(source_trial& t) {
    auto const expected = added(t, 3);
    t.remove(expected[1]);
    if (!t.has(member::read)) return not_checked(how_to_write(member::read));
    auto const page = t.read(expected, {});
    if (!page) return bad(in_words(page.error()));
    seen now;
    now.take(*page);
    if (now.records.contains(expected[1])) return bad("record " + expected[1] + " is still found");
    if (auto wrong = now.has({expected[0], expected[2]})) return wrong;
    auto const none = t.read(std::span(&expected[1], 1), {});
    if (!none) return bad("alone: " + in_words(none.error()));
    return none->records.empty() ? good() : bad("alone: it is still found");
}

finding names_unreadable(seen const& all, std::string const& id) {
    for (auto const& u : all.unreadable) {
        if (u.source.id != id) continue;
        if (u.source.system.empty() || u.source.object.empty()) return bad("it does not say where it comes from");
        if (u.why.message.empty()) return bad("it does not say why");
        if (class_of(u.why.code) != error_class::business)
            return bad("found " + in_words(u.why) + ", expected a failure of the record");
        return good();
    }
    return bad("record " + id + " is not among the unreadable ones");
}

finding unreadable(source_trial& t) {
    auto expected = added(t, 2);
    auto const broken = t.add_unreadable();
    expected.push_back(t.add(2));
    expected.push_back(t.add(3));
    sync::cursor at;
    seen all;
    if (auto wrong = first_round(t, expected, at, all)) return wrong;
    if (auto wrong = names_unreadable(all, broken)) return wrong;
    if (!t.has(member::read)) return good();
    expected.insert(expected.begin() + 1, broken);
    auto const page = t.read(expected, {});
    if (!page) return bad("read: " + in_words(page.error()));
    seen now;
    now.take(*page);
    if (auto wrong = names_unreadable(now, broken)) return bad("read: " + wrong.text);
    expected.erase(expected.begin() + 1);
    return now.has(expected);
}

constexpr check<source_trial> source_checks[] = {
    {"an empty system is one empty page, the last", no_member, empty_system},
    {"from the empty cursor everything is seen, and the round ends", no_member, everything},
    {"a round of several pages", no_member, several_pages},
    {"every record says where it comes from", no_member, origins},
    {"a cursor read again shows the same again", no_member, same_cursor},
    {"a cursor that nobody wrote is an error, or reading starts anew", no_member, strange_cursor},
    {"a round with nothing new ends and shows nothing new", no_member, nothing_new},
    {"a change is in the next round with its new content", no_member, change_is_seen},
    {"additions are in the next round", no_member, addition_is_seen},
    {"what changes or comes in mid-round is seen in it or in the next", no_member, changes_in_mid_round},
    {"a deletion in mid-round hides no other record", member::remove, deletion_in_mid_round},
    {"a record that commits late is in the next round", member::add_late, late_commit},
    {"a lost reply is an error or asked for again, and loses nothing", no_member, lost_reply},
    {"a reply that is cut off is an error or asked for again, and loses nothing", member::cut_reply, cut_reply},
    {"told to stop it reads nothing", no_member, stops},
    {"past its deadline it reads nothing", no_member, keeps_deadline},
    {"records are read again by their ids", member::read, reads_by_id},
    {"an id that is gone is missing and disturbs no other", member::remove, gone_ids},
    {"a record that cannot be read is told by its id, and its neighbours are read", member::add_unreadable, unreadable},
};

}  // namespace

verdicts check_source(new_source_trial fresh) {
    verdicts out;
    for (auto const& c : source_checks) {
        auto const trial = fresh();
        auto f = c.needs && !trial->has(*c.needs) ? not_checked(how_to_write(*c.needs)) : c.run(*trial);
        out.list.push_back({std::string(c.name), f.judgement, std::move(f.text)});
    }
    return out;
}

}  // namespace syncline::inline v1::testkit::detail
