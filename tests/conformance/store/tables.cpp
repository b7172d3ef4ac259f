// SPDX-License-Identifier: Apache-2.0
// What every table of every store does.
#include "conformance/store/rows.hpp"
#include "conformance/store/stores.hpp"

using namespace conformance;
using is = store::intake_state;
using es = store::effect_state;
using ls = store::link_state;
using xs = store::exception_state;

namespace {

std::vector<std::string> const texts{
    "",
    "plain",
    "Zo\xC3\xAB \xE6\x9D\xB1\xE4\xBA\xAC \xF0\x9F\x90\x8E",  // two, three and four byte characters
    "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D right to left",
    "quotes ' \" ` ; -- /* %s %n ' OR 1=1",
    std::string("nul \0 inside\0", 13),
    "line\r\nbreak\ttab\x7F",
    "no UTF-8: \xFF\xFE\xC0",
    std::string(1'000'000, 'x') + "\xE2\x82\xAC",
};

std::vector<std::string> ids_of(std::vector<store::intake_row> const& rows) {
    std::vector<std::string> out;
    for (auto const& r : rows) out.push_back(r.source_id);
    return out;
}

std::vector<std::string> between(store::store& s, std::string const& flow, std::string const& first,
                                 std::string const& last) {
    return look(s, [&](store::tables& t) {
        std::vector<std::string> out;
        must(t.intake_between(flow, first, last, [&](store::intake_view const& v) { out.emplace_back(v.source_id); }));
        return out;
    });
}

std::string const after_all_ids(2'000'000, '\xFF');

}  // namespace

TEST_CASE_TEMPLATE("an empty store answers every question with nothing", Store, EVERY_STORE) {
    Store s;
    must((*s).read(
        [](store::tables& t) -> result<void> {
            std::vector<std::string> const two{"a", "b"};
            must(t.intake_between("deals", "", after_all_ids, [](store::intake_view const&) { FAIL("a row"); }));
            CHECK(must(t.find_intake("deals", two)) == std::vector<std::optional<store::intake_row>>(2));
            CHECK(must(t.count_intake("deals")) == store::intake_counts{});
            CHECK(must(t.intake_in_state("deals", is::parked, "", 10)).empty());
            CHECK(must(t.find_effects(two)) == std::vector<std::optional<store::effect_row>>(2));
            CHECK(must(t.effects_in_state("deals", es::intended, "", 10)).empty());
            CHECK(must(t.links_of("hubspot", "companies", two)) == std::vector<std::optional<store::link_row>>(2));
            CHECK(must(t.links_to("hubspot", "companies", two)) == std::vector<std::optional<store::link_row>>(2));
            CHECK(must(t.links_with("c-1")).empty());
            CHECK(must(t.mappings_of("deal")).empty());
            CHECK(must(t.cursor("deals")) == std::nullopt);
            CHECK(must(t.find_exceptions("deals", two)) == std::vector<std::optional<store::exception_row>>(2));
            CHECK(must(t.exceptions_in_state("", xs::open, "", "", 10)).empty());
            CHECK(must(t.audit_from(1, 10)).empty());
            CHECK(must(t.verify_audit()) == 0);
            return {};
        },
        {}));
}

TEST_CASE_TEMPLATE("empty pages are asked and written for nothing", Store, EVERY_STORE) {
    Store s;
    write(*s, [](store::tables& t) {
        must(t.put_intake({}));
        must(t.put_effects({}));
        must(t.put_links({}));
        must(t.put_exceptions({}));
        must(t.put_mappings({}));
        must(t.append_audit({}));
        CHECK(must(t.find_intake("deals", {})).empty());
        CHECK(must(t.find_effects({})).empty());
        CHECK(must(t.links_of("hubspot", "companies", {})).empty());
        CHECK(must(t.links_to("hubspot", "companies", {})).empty());
        CHECK(must(t.find_exceptions("deals", {})).empty());
        CHECK(must(t.intake_in_state("deals", is::done, "", 0)).empty());
        CHECK(must(t.effects_in_state("deals", es::done, "", 0)).empty());
        CHECK(must(t.exceptions_in_state("", xs::open, "", "", 0)).empty());
        CHECK(must(t.audit_from(1, 0)).empty());
    });
}

TEST_CASE_TEMPLATE("a full page of each table comes back as it was put, and putting it again changes nothing", Store,
                   EVERY_STORE) {
    Store s;
    constexpr int page = 1000;
    std::vector<std::string> ids;
    std::vector<std::string> keys;
    std::vector<std::string> canonicals;
    std::vector<store::intake_row> in;
    std::vector<store::effect_row> effects;
    std::vector<store::link_row> links;
    std::vector<store::exception_row> exceptions;
    for (int i = 0; i < page; ++i) {
        ids.push_back(std::to_string(100'000 + i * 37 % page));  // not in order
        canonicals.push_back("c-" + ids.back());
        in.push_back(intake(ids.back()));
        effects.push_back(effect(ids.back()));
        keys.push_back(effects.back().key);
        links.push_back(bond(ids.back(), canonicals.back()));
        exceptions.push_back(problem(ids.back()));
    }
    for (int repeat = 0; repeat < 2; ++repeat) {
        CAPTURE(repeat);
        write(*s, [&](store::tables& t) {
            must(t.put_intake(in));
            must(t.put_effects(effects));
            must(t.put_links(links));
            must(t.put_exceptions(exceptions));
        });
        must((*s).read(
            [&](store::tables& t) -> result<void> {
                auto const same = [](auto const& found, auto const& put) {
                    REQUIRE(found.size() == put.size());
                    for (std::size_t i = 0; i < put.size(); ++i) REQUIRE(found[i] == put[i]);
                };
                same(must(t.find_intake("deals", ids)), in);
                same(must(t.find_effects(keys)), effects);
                same(must(t.links_of("hubspot", "companies", ids)), links);
                same(must(t.links_to("hubspot", "companies", canonicals)), links);
                same(must(t.find_exceptions("deals", ids)), exceptions);
                CHECK(must(t.count_intake("deals")) == store::intake_counts{.in_flight = 0, .done = page, .parked = 0});
                CHECK(must(t.effects_in_state("deals", es::done, "", 10 * page)).size() == page);
                return {};
            },
            {}));
    }
}

TEST_CASE_TEMPLATE("every text column keeps every text", Store, EVERY_STORE) {
    Store s;
    for (auto const& x : texts) {
        CAPTURE(x.size());
        CAPTURE(x.substr(0, 40));
        auto const id = "id" + x;  // what identifies a row must not be empty
        auto in = intake(id);
        in.flow = id;
        store::effect_row e{id, id, x, x, x,  x,        fingerprint_of(x), es::unknown, 4'294'967'295U,
                            x,  x,  x, x, {}, second(1)};
        store::link_row const l{x, x, id, x, id, ls::active, x, second(2)};
        store::exception_row p{id, x, x, x, x, x, x, x, x, x, x, xs::open, 7, x, second(3), second(4), std::nullopt};
        store::audit_row a{0, second(5), x, x, x, x, x, x, x, x, x, x, x};
        write(*s, [&](store::tables& t) {
            must(t.put_intake({&in, 1}));
            must(t.put_effects({&e, 1}));
            must(t.put_links({&l, 1}));
            must(t.put_cursor(id, x));
            must(t.put_exceptions({&p, 1}));
            must(t.append_audit({&a, 1}));
        });
        must((*s).read(
            [&](store::tables& t) -> result<void> {
                CHECK(must(t.find_intake(id, {&id, 1})).front() == in);
                CHECK(must(t.intake_in_state(id, is::done, "", 10)) == std::vector{in});
                CHECK(must(t.find_effects({&id, 1})).front() == e);
                CHECK(must(t.effects_in_state(id, es::unknown, "", 10)) == std::vector{e});
                CHECK(must(t.links_of(x, x, {&id, 1})).front() == l);
                CHECK(must(t.links_to(x, x, {&id, 1})).front() == l);
                CHECK(must(t.cursor(id)) == x);
                CHECK(must(t.find_exceptions(id, {&x, 1})).front() == p);
                CHECK(must(t.exceptions_in_state(id, xs::open, "", "", 10)) == std::vector{p});
                auto const lines = must(t.verify_audit());
                a.sequence = lines;
                CHECK(must(t.audit_from(lines, 10)) == std::vector{a});
                return {};
            },
            {}));
        CHECK(between(*s, id, id, id) == std::vector{id});
    }
}

TEST_CASE_TEMPLATE("times are kept to the microsecond from the year 0 to the year 9999, and others are refused", Store,
                   EVERY_STORE) {
    Store s;
    using namespace std::chrono;
    instant const first = sys_days(year(0) / 1 / 1);
    instant const latest = instant(sys_days(year(10000) / 1 / 1)) - microseconds(1);
    for (auto const at : {first, instant{}, instant(microseconds(-1)), second(59), latest}) {
        auto row = effect("7");
        row.created = row.updated = at;
        write(*s, [&](store::tables& t) { must(t.put_effects({&row, 1})); });
        CHECK(look(*s, [&](store::tables& t) { return must(t.find_effects({&row.key, 1})); }).front() == row);
    }
    auto in = intake("7");
    auto e = effect("7");
    auto l = bond("7", "c");
    auto p = problem("7");
    auto a = line("created");
    in.updated = e.created = l.updated = a.at = first - microseconds(1);
    p.not_before = latest + microseconds(1);
    auto const refused = [&](auto put) {
        auto const r = (*s).in_transaction([&](store::tables& t) -> result<void> { return put(t); }, {});
        REQUIRE_FALSE(r);
        CHECK(r.error().code == errc::defect);
        CHECK(r.error().message.find("0000 to 9999") != std::string::npos);
    };
    refused([&](store::tables& t) { return t.put_intake({&in, 1}); });
    refused([&](store::tables& t) { return t.put_effects({&e, 1}); });
    refused([&](store::tables& t) { return t.put_links({&l, 1}); });
    refused([&](store::tables& t) { return t.put_exceptions({&p, 1}); });
    refused([&](store::tables& t) { return t.append_audit({&a, 1}); });
}

TEST_CASE_TEMPLATE("a row without identity is refused", Store, EVERY_STORE) {
    Store s;
    auto const refused = [&](auto put) {
        auto const r = (*s).in_transaction([&](store::tables& t) -> result<void> { return put(t); }, {});
        REQUIRE_FALSE(r);
        CHECK(r.error().code == errc::defect);
    };
    refused([](store::tables& t) { return t.put_intake(std::vector{intake("")}); });
    refused([](store::tables& t) { return t.put_intake(std::vector{intake("7", is::done, "")}); });
    refused([](store::tables& t) { return t.put_effects(std::vector{store::effect_row{}}); });
    refused([](store::tables& t) { return t.put_links(std::vector{bond("", "c")}); });
    refused([](store::tables& t) { return t.put_links(std::vector{bond("7", "")}); });
    refused([](store::tables& t) { return t.put_cursor("", "x"); });
    refused([](store::tables& t) { return t.put_exceptions(std::vector{problem("7", xs::open, "")}); });
}

// --- intake ----------------------------------------------------------------------------------------------------

TEST_CASE_TEMPLATE("intake ids stand by length, then by bytes, each flow for itself", Store, EVERY_STORE) {
    Store s;
    write(*s, [](store::tables& t) {
        must(t.put_intake(std::vector{intake("10"), intake("9"), intake("\xC3\xA9"), intake("a"), intake("B"),
                                      intake("100"), intake("5", is::done, "deal"), intake("5", is::done, "deals2")}));
    });
    CHECK(between(*s, "deals", "", after_all_ids) == std::vector<std::string>{"9", "B", "a", "10", "\xC3\xA9", "100"});
    CHECK(between(*s, "deals", "B", "10") == std::vector<std::string>{"B", "a", "10"});
    CHECK(between(*s, "deals", "10", "10") == std::vector<std::string>{"10"});
    CHECK(between(*s, "deals", "11", "99") == std::vector<std::string>{});
    CHECK(between(*s, "deals", "10", "9") == std::vector<std::string>{});
    CHECK(between(*s, "deal", "", after_all_ids) == std::vector<std::string>{"5"});
}

TEST_CASE_TEMPLATE("a scan over intake shows content and state", Store, EVERY_STORE) {
    Store s;
    write(*s, [](store::tables& t) {
        must(t.put_intake(std::vector{intake("1", is::in_flight), intake("2", is::done), intake("3", is::parked)}));
    });
    std::vector<std::pair<fingerprint, is>> seen;
    must((*s).read(
        [&](store::tables& t) {
            return t.intake_between("deals", "1", "3",
                                    [&](store::intake_view const& v) { seen.emplace_back(v.content, v.state); });
        },
        {}));
    CHECK(seen == std::vector<std::pair<fingerprint, is>>{{fingerprint_of("1"), is::in_flight},
                                                          {fingerprint_of("2"), is::done},
                                                          {fingerprint_of("3"), is::parked}});
}

TEST_CASE_TEMPLATE("intake of one state is paged, and a row that changed its state moves", Store, EVERY_STORE) {
    Store s;
    for (auto const state : {is::in_flight, is::done, is::parked}) {
        CAPTURE(static_cast<int>(state));
        auto const other = state == is::done ? is::parked : is::done;
        write(*s, [&](store::tables& t) {
            std::vector<store::intake_row> rows;
            for (int i = 1; i <= 25; ++i) rows.push_back(intake(std::to_string(i), i % 5 == 0 ? other : state));
            must(t.put_intake(rows));
        });
        std::vector<std::string> seen;
        for (std::string after;;) {
            auto const page =
                ids_of(look(*s, [&](store::tables& t) { return must(t.intake_in_state("deals", state, after, 7)); }));
            CHECK(page.size() <= 7);
            if (page.empty()) break;
            seen.insert(seen.end(), page.begin(), page.end());
            after = page.back();
        }
        CHECK(seen.size() == 20);
        CHECK(seen.front() == "1");
        CHECK(seen.back() == "24");
        auto const n = look(*s, [](store::tables& t) { return must(t.count_intake("deals")); });
        CHECK(n.in_flight + n.done + n.parked == 25);
    }
    CHECK(look(*s, [](store::tables& t) { return must(t.count_intake("deals")); }) ==
          store::intake_counts{.in_flight = 0, .done = 5, .parked = 20});
    CHECK(look(*s, [](store::tables& t) { return must(t.intake_in_state("deal", is::parked, "", 10)); }).empty());
}

// --- effects ---------------------------------------------------------------------------------------------------

TEST_CASE_TEMPLATE("effects are found in the order asked, unknown and repeated keys included", Store, EVERY_STORE) {
    Store s;
    write(*s, [](store::tables& t) { must(t.put_effects(std::vector{effect("1"), effect("2", es::failed)})); });
    std::vector<std::string> const keys{effect("2").key, "deals/9/order", effect("1").key, effect("2").key};
    auto const found = look(*s, [&](store::tables& t) { return must(t.find_effects(keys)); });
    REQUIRE(found.size() == 4);
    CHECK(found[0] == effect("2", es::failed));
    CHECK_FALSE(found[1]);
    CHECK(found[2] == effect("1"));
    CHECK(found[3] == found[0]);
}

TEST_CASE_TEMPLATE("an effect goes from intended to done and is listed by its state", Store, EVERY_STORE) {
    Store s;
    write(*s, [](store::tables& t) {
        must(t.put_effects(std::vector{effect("2", es::intended), effect("10", es::intended), effect("1", es::intended),
                                       effect("1", es::intended, "other")}));
    });
    auto const listed = [&](es state, std::string const& after, std::size_t limit) {
        std::vector<std::string> out;
        for (auto const& e :
             look(*s, [&](store::tables& t) { return must(t.effects_in_state("deals", state, after, limit)); }))
            out.push_back(e.source_id);
        return out;
    };
    CHECK(listed(es::intended, "", 10) == std::vector<std::string>{"1", "10", "2"});
    CHECK(listed(es::intended, "", 2) == std::vector<std::string>{"1", "10"});
    CHECK(listed(es::intended, "deals/10/order", 2) == std::vector<std::string>{"2"});
    write(*s, [](store::tables& t) {
        must(t.put_effects(std::vector{effect("2"), effect("10", es::unknown), effect("1", es::failed)}));
    });
    CHECK(listed(es::intended, "", 10).empty());
    CHECK(listed(es::done, "", 10) == std::vector<std::string>{"2"});
    CHECK(listed(es::unknown, "", 10) == std::vector<std::string>{"10"});
    CHECK(listed(es::failed, "", 10) == std::vector<std::string>{"1"});
}

TEST_CASE_TEMPLATE("of two rows with one key in one page the later one stays", Store, EVERY_STORE) {
    Store s;
    write(*s, [](store::tables& t) {
        must(t.put_effects(std::vector{effect("1", es::intended), effect("1", es::done)}));
        must(t.put_intake(std::vector{intake("1", is::parked), intake("1", is::done)}));
    });
    auto const key = effect("1").key;
    CHECK(look(*s, [&](store::tables& t) { return must(t.find_effects({&key, 1})); }).front()->state == es::done);
    CHECK(look(*s, [](store::tables& t) { return must(t.count_intake("deals")); }) ==
          store::intake_counts{.in_flight = 0, .done = 1, .parked = 0});
}

// --- links -----------------------------------------------------------------------------------------------------

// Shows R044.
TEST_CASE_TEMPLATE("a merged link still says what its record stands for, a deleted one is gone", Store, EVERY_STORE) {
    Store s;
    write(*s, [](store::tables& t) {
        must(t.put_links(std::vector{bond("1", "a"), bond("2", "a", ls::merged), bond("3", "b", ls::deleted)}));
    });
    std::vector<std::string> const ids{"1", "2", "3", "4"};
    std::vector<std::string> const canonicals{"b", "a"};
    auto const of = look(*s, [&](store::tables& t) { return must(t.links_of("hubspot", "companies", ids)); });
    CHECK(of[0] == bond("1", "a"));
    CHECK(of[1] == bond("2", "a", ls::merged));
    CHECK_FALSE(of[2]);
    CHECK_FALSE(of[3]);
    auto const to = look(*s, [&](store::tables& t) { return must(t.links_to("hubspot", "companies", canonicals)); });
    CHECK_FALSE(to[0]);
    CHECK(to[1] == bond("1", "a"));
    CHECK_FALSE(
        look(*s, [&](store::tables& t) { return must(t.links_of("hubspot", "contacts", ids)); }).front().has_value());
}

// Shows R044.
TEST_CASE_TEMPLATE("two live links from one external id cannot be stored", Store, EVERY_STORE) {
    Store s;
    write(*s, [](store::tables& t) { must(t.put_links(std::vector{bond("1", "a")})); });
    auto const r = (*s).in_transaction([](store::tables& t) { return t.put_links(std::vector{bond("1", "b")}); }, {});
    REQUIRE_FALSE(r);
    CHECK(r.error().code == errc::conflict);
    CHECK(r.error().message == "link hubspot companies 1: already stands for party a, cannot also stand for b");
    auto const both = (*s).in_transaction(
        [](store::tables& t) {
            return t.put_links(std::vector{bond("5", "x"), bond("5", "y")});
        },
        {});
    REQUIRE_FALSE(both);
    CHECK(both.error().code == errc::conflict);
    std::vector<std::string> const ids{"1", "5"};
    auto const of = look(*s, [&](store::tables& t) { return must(t.links_of("hubspot", "companies", ids)); });
    CHECK(of[0] == bond("1", "a"));
    CHECK_FALSE(of[1]);
}

TEST_CASE_TEMPLATE("one canonical id has one live link into one place", Store, EVERY_STORE) {
    Store s;
    write(*s, [](store::tables& t) { must(t.put_links(std::vector{bond("1", "a")})); });
    auto const r = (*s).in_transaction([](store::tables& t) { return t.put_links(std::vector{bond("2", "a")}); }, {});
    REQUIRE_FALSE(r);
    CHECK(r.error().code == errc::conflict);
    CHECK(r.error().message == "link hubspot companies 2: party a is already 1 there");
    write(*s, [](store::tables& t) {  // another place is another matter
        auto elsewhere = bond("2", "a");
        elsewhere.object = "contacts";
        must(t.put_links({&elsewhere, 1}));
    });
}

TEST_CASE_TEMPLATE("a live link can be put again, moved after it was merged, and revived", Store, EVERY_STORE) {
    Store s;
    write(*s, [](store::tables& t) {
        must(t.put_links(std::vector{bond("1", "a")}));
        auto again = bond("1", "a");
        again.evidence = "matched by name";
        must(t.put_links({&again, 1}));
        // the record was merged into another one, which now stands for the same thing
        must(t.put_links(std::vector{bond("1", "a", ls::merged), bond("2", "a")}));
        must(t.put_links(std::vector{bond("1", "b")}));
        must(t.put_links(std::vector{bond("1", "c", ls::deleted)}));
        must(t.put_links(std::vector{bond("3", "b")}));
        must(t.put_links(std::vector{bond("1", "d")}));
    });
    std::vector<std::string> const canonicals{"a", "b", "c", "d"};
    auto const to = look(*s, [&](store::tables& t) { return must(t.links_to("hubspot", "companies", canonicals)); });
    CHECK(to[0] == bond("2", "a"));
    CHECK(to[1] == bond("3", "b"));
    CHECK_FALSE(to[2]);
    CHECK(to[3] == bond("1", "d"));
}

// --- cursors, exceptions, audit --------------------------------------------------------------------------------

TEST_CASE_TEMPLATE("every link of a canonical id is found, whatever its state, in the order of places", Store,
                   EVERY_STORE) {
    Store s;
    std::vector<store::link_row> links{bond("9", "c-1", ls::deleted), bond("41", "c-1"), bond("7", "c-1", ls::merged),
                                       bond("8", "c-2")};
    links.push_back(bond("5", "c-1"));
    links.back().system = "erp";
    write(*s, [&](store::tables& t) { must(t.put_links(links)); });
    look(*s, [&](store::tables& t) {
        CHECK(must(t.links_with("c-1")) == std::vector{links[4], links[1], links[2], links[0]});
        CHECK(must(t.links_with("c-3")).empty());
        return 0;
    });
}

TEST_CASE_TEMPLATE("versions of a mapping come in the order of submission, and one of them is active", Store,
                   EVERY_STORE) {
    using ms = store::mapping_state;
    Store s;
    auto late = mapping("aa", ms::submitted);
    late.submitted = second(20);
    late.approved.reset();
    auto const active = mapping("bb", ms::active);
    auto const retired = mapping("cc", ms::retired);
    auto const other = mapping("bb", ms::active, "order");
    write(*s, [&](store::tables& t) { must(t.put_mappings(std::vector{late, active, retired, other})); });
    look(*s, [&](store::tables& t) {
        CHECK(must(t.mappings_of("deal")) == std::vector{active, retired, late});
        CHECK(must(t.mappings_of("order")) == std::vector{other});
        CHECK(must(t.mappings_of("dea")).empty());
        return 0;
    });
    late.state = ms::active;
    auto const refused = (*s).in_transaction([&](store::tables& t) { return t.put_mappings(std::span(&late, 1)); }, {});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == errc::conflict);
    CHECK(refused.error().message == "mapping deal: another version than 1.2.0 is active");
    write(*s, [&](store::tables& t) {
        auto replaced = active;
        replaced.state = ms::retired;
        must(t.put_mappings(std::vector{replaced, late}));
        CHECK(must(t.mappings_of("deal")) == std::vector{replaced, retired, late});
    });
    auto nameless = active;
    nameless.hash.clear();
    CHECK((*s).in_transaction([&](store::tables& t) { return t.put_mappings(std::span(&nameless, 1)); }, {})
              .error()
              .code == errc::defect);
}

TEST_CASE_TEMPLATE("each flow has its cursor, and the last one put is the one that counts", Store, EVERY_STORE) {
    Store s;
    write(*s, [](store::tables& t) {
        must(t.put_cursor("deals", "1"));
        must(t.put_cursor("companies", "x"));
        must(t.put_cursor("deals", ""));
    });
    CHECK(look(*s, [](store::tables& t) { return must(t.cursor("deals")); }) == "");
    CHECK(look(*s, [](store::tables& t) { return must(t.cursor("companies")); }) == "x");
    CHECK_FALSE(look(*s, [](store::tables& t) { return must(t.cursor("deal")); }));
}

TEST_CASE_TEMPLATE("exceptions are paged over flows and inside one, and leave the list when resolved", Store,
                   EVERY_STORE) {
    Store s;
    write(*s, [](store::tables& t) {
        std::vector<store::exception_row> rows;
        for (auto const* flow : {"orders", "deals", "tasks"})
            for (auto const* id : {"3", "20", "1", ""}) rows.push_back(problem(id, xs::open, flow));
        must(t.put_exceptions(rows));
    });
    auto const page = [&](std::string const& flow, xs state, std::string const& after_flow,
                          std::string const& after_source, std::size_t limit) {
        std::vector<std::string> out;
        for (auto const& e : look(*s, [&](store::tables& t) {
                 return must(t.exceptions_in_state(flow, state, after_flow, after_source, limit));
             }))
            out.push_back(e.flow + ":" + e.source_id);
        return out;
    };
    CHECK(page("", xs::open, "", "", 5) ==
          std::vector<std::string>{"deals:", "deals:1", "deals:20", "deals:3", "orders:"});
    CHECK(page("", xs::open, "orders", "", 100) ==
          std::vector<std::string>{"orders:1", "orders:20", "orders:3", "tasks:", "tasks:1", "tasks:20", "tasks:3"});
    CHECK(page("orders", xs::open, "", "", 3) == std::vector<std::string>{"orders:", "orders:1", "orders:20"});
    CHECK(page("orders", xs::open, "orders", "20", 3) == std::vector<std::string>{"orders:3"});
    CHECK(page("orders", xs::open, "tasks", "", 3).empty());
    CHECK(page("order", xs::open, "", "", 3).empty());
    write(*s, [](store::tables& t) {
        must(t.put_exceptions(std::vector{problem("1", xs::resolved), problem("20", xs::discarded)}));
    });
    CHECK(page("deals", xs::open, "", "", 10) == std::vector<std::string>{"deals:", "deals:3"});
    CHECK(page("", xs::resolved, "", "", 10) == std::vector<std::string>{"deals:1"});
    CHECK(page("deals", xs::discarded, "", "", 10) == std::vector<std::string>{"deals:20"});
}

TEST_CASE_TEMPLATE("audit lines are numbered without gaps, also when a transaction between them failed", Store,
                   EVERY_STORE) {
    Store s;
    auto const append = [&](char const* action, bool keep) {
        (void)(*s).in_transaction(
            [&](store::tables& t) -> result<void> {
                auto given = line(action);
                given.sequence = 99;  // ignored
                must(t.append_audit(std::vector{given, given}));
                if (!keep) return fail(errc::rejected, "no");
                return {};
            },
            {});
    };
    append("created", true);
    append("updated", false);
    append("matched", true);
    auto const lines = look(*s, [](store::tables& t) { return must(t.audit_from(0, 10)); });
    REQUIRE(lines.size() == 4);
    for (std::size_t i = 0; i < 4; ++i) {
        auto expected = line(i < 2 ? "created" : "matched");
        expected.sequence = i + 1;
        CHECK(lines[i] == expected);
    }
    CHECK(look(*s, [](store::tables& t) { return must(t.verify_audit()); }) == 4);
    auto const tail = look(*s, [](store::tables& t) { return must(t.audit_from(3, 1)); });
    REQUIRE(tail.size() == 1);
    CHECK(tail.front() == lines[2]);
    CHECK(look(*s, [](store::tables& t) { return must(t.audit_from(5, 10)); }).empty());
    CHECK(look(*s, [](store::tables& t) { return must(t.audit_from(UINT64_MAX, SIZE_MAX)); }).empty());
}
