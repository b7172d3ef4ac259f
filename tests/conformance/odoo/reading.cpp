// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include <syncline/odoo/client.hpp>
#include <syncline/odoo/records.hpp>
#include <syncline/odoo/source.hpp>
#include <syncline/testkit/manual_clock.hpp>

#include "conformance/odoo/server.hpp"

// Reading as hosts do it, on the emulator of each series and, where one is named, on a live server.

using namespace syncline;
using conformance::server;

namespace {

struct customer {
    std::int64_t id = 0;
    std::string name{};
    field_value<std::string> ref{};
    field_value<std::string> comment{};
    std::optional<instant> write_date{};
};
BOOST_DESCRIBE_STRUCT(customer, (), (id, name, ref, comment, write_date))

struct addressed {
    std::int64_t id = 0;
    field_value<std::string> contact_address{};
};
BOOST_DESCRIBE_STRUCT(addressed, (), (id, contact_address))

struct by_ref {
    field_value<std::string> ref{};
    std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(by_ref, (), (ref, count))

}  // namespace

template <>
inline constexpr std::string_view syncline::odoo::model_name<customer> = "res.partner";
template <>
inline constexpr std::string_view syncline::odoo::model_name<addressed> = "res.partner";
template <>
inline constexpr json::renamed syncline::json::names<by_ref>[] = {{"count", "__count"}};

namespace {

#define REQUIRE_OK(r) REQUIRE_MESSAGE((r), (r).error().message << " | " << (r).error().server_message)

std::vector<std::int64_t> make(odoo::client& erp, server& at, std::vector<std::string> const& names,
                               std::string const& ref) {
    std::vector<std::pair<std::string, customer>> rows;
    for (auto const& n : names) rows.push_back({ref + "/" + n, {.name = n, .ref = ref}});
    return at.upsert_all<customer>(erp, std::move(rows));
}

/// A whole round: every record it shows, and where the next one begins.
std::set<std::int64_t> round(odoo::source<customer>& source, sync::cursor& at) {
    std::set<std::int64_t> seen;
    for (;;) {
        auto const page = source.changes(at, context{});
        REQUIRE_OK(page);
        for (auto const& r : page->records) seen.insert(r.id);
        at = page->next;
        if (page->last) return seen;
    }
}

}  // namespace

TEST_CASE("the first round shows every record, the next what changed since, archived ones too") {
    for (auto& at : conformance::servers()) {
        CAPTURE(at.name());
        auto erp = at.client();
        auto const ids = make(erp, at, {"One", "Two", "Three"}, at.prefix() + "rounds");
        auto source = erp.changes<customer>({.page = 7, .overlap = std::chrono::seconds(0)});
        sync::cursor cursor;
        auto seen = round(source, cursor);
        for (auto const id : ids) CHECK(seen.contains(id));

        std::vector<std::int64_t> const second{ids[1]};
        REQUIRE_OK(erp.write(second, odoo::edits<customer>{}.set(field<&customer::name>, "Two again"), context{}));
        REQUIRE_OK(erp.archive<customer>(second, context{}));
        seen = round(source, cursor);
        CHECK(seen.contains(ids[1]));
        std::vector<std::int64_t> const third{ids[2]};
        REQUIRE_OK(erp.unlink<customer>(third, context{}));
        CHECK(erp.missing<customer>(ids, context{}) == third);
    }
}

TEST_CASE("what commits late, under the time it began, is in a later round") {
    for (int const series : {16, 18, 19}) {
        CAPTURE(series);
        testkit::manual_clock clock;
        emulator::odoo box{clock, {.series = series}};
        odoo::client erp{box,
                         {.url = "https://erp.example",
                          .database = box.options().database,
                          .login = box.options().login,
                          .api_key = box.options().api_key},
                         clock};
        auto source = erp.changes<customer>({.overlap = std::chrono::minutes(10)});
        sync::cursor cursor;
        static_cast<void>(round(source, cursor));
        box.faults.commit_late("res.partner.create", std::chrono::minutes(5));
        std::vector<customer> const late{{.name = "Late"}};
        auto const slow = erp.create<customer>(late, context{});
        REQUIRE_OK(slow);
        clock.advance(std::chrono::minutes(1));
        std::vector<customer> const other{{.name = "Quick"}};
        auto const quick = erp.create<customer>(other, context{});
        REQUIRE_OK(quick);
        auto seen = round(source, cursor);
        CHECK(seen.contains(quick->front()));
        CHECK_FALSE(seen.contains(slow->front()));
        clock.advance(std::chrono::minutes(5));
        seen = round(source, cursor);
        CHECK(seen.contains(slow->front()));
    }
}

TEST_CASE("pages by id lose nothing when records go between them") {
    for (auto& at : conformance::servers()) {
        CAPTURE(at.name());
        auto erp = at.client();
        auto const ref = at.prefix() + "pages";
        auto const ids = make(erp, at, {"A", "B", "C", "D", "E", "F"}, ref);
        std::vector<std::int64_t> seen;
        auto const done = erp.search<customer>()
                              .where(field<&customer::ref> == ref)
                              .for_each_page(
                                  2,
                                  [&](std::span<customer const> page) -> result<void> {
                                      for (auto const& c : page) seen.push_back(c.id);
                                      std::vector<std::int64_t> const first{page.front().id};
                                      return erp.unlink<customer>(first, context{});
                                  },
                                  context{});
        REQUIRE_OK(done);
        CHECK(seen == ids);
    }
}

TEST_CASE("a condition on an address that Odoo only computes is refused, not answered with everybody") {
    for (auto& at : conformance::servers()) {
        CAPTURE(at.name());
        auto erp = at.client();
        auto const found =
            erp.search<addressed>().where(field<&addressed::contact_address> == "nowhere").ids(context{});
        REQUIRE_FALSE(found);
        CHECK(found.error().code == errc::unsupported);
        CHECK(found.error().message.find("`contact_address`") != std::string::npos);
    }
}

TEST_CASE("groups count what is there") {
    for (auto& at : conformance::servers()) {
        CAPTURE(at.name());
        auto erp = at.client();
        auto const ref = at.prefix() + "groups";
        static_cast<void>(make(erp, at, {"A", "B"}, ref + "-1"));
        static_cast<void>(make(erp, at, {"C"}, ref + "-2"));
        auto const rows = erp.search<customer>()
                              .where(field<&customer::ref> == ref + "-1" || field<&customer::ref> == ref + "-2")
                              .group_by(field<&customer::ref>)
                              .fetch<by_ref>(context{});
        REQUIRE_OK(rows);
        REQUIRE(rows->size() == 2);
        CHECK(rows->front().ref.value_or("") == ref + "-1");
        CHECK(rows->front().count == 2);
        CHECK(rows->back().count == 1);
    }
}

TEST_CASE("hostile texts go in and out as they are, and find themselves alone") {
    std::vector<std::string> const texts{
        "O'Brien \"& Sons\"",        "100%_off\\",      "['|', ('id', '>', 0)]", "a\r\nb\tc", "\xF0\x9F\x92\xA3 漢",
        "<script>alert(1)</script>", "{\"a\": [1, 2]}", "%(login)s ${x} {{7*7}}"};
    for (auto& at : conformance::servers()) {
        CAPTURE(at.name());
        auto erp = at.client();
        for (std::size_t i = 0; i < texts.size(); ++i) {
            auto const name = at.prefix() + texts[i];
            CAPTURE(name);
            auto const id = at.upsert<customer>(erp, {.name = name}, "hostile " + texts[i]);
            auto const found = erp.search<customer>().where(contains(field<&customer::name>, name)).fetch(context{});
            REQUIRE_OK(found);
            REQUIRE(found->size() == 1);
            CHECK(found->front().id == id);
            CHECK(found->front().name == name);
        }
    }
}

TEST_CASE("a megabyte of text goes in and out") {
    for (auto& at : conformance::servers()) {
        CAPTURE(at.name());
        auto erp = at.client();
        std::string const much = "<p>" + std::string(1'000'000, 'x') + "</p>";
        auto const id = at.upsert<customer>(erp, {.name = at.prefix() + "much", .comment = much}, "much");
        std::vector<std::int64_t> const ids{id};
        auto const back = erp.read<customer>(ids, context{});
        REQUIRE_OK(back);
        CHECK(back->front().comment.value_or("").size() == much.size());
    }
}

TEST_CASE("a database that is none and a key that is none are told apart") {
    for (auto& at : conformance::servers()) {
        CAPTURE(at.name());
        auto wrong_key = at.client(secret{"0000000000000000000000000000000000000000"});
        auto const refused = wrong_key.connect(context{});
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == errc::unauthorized);
        auto wrong_database = at.client(std::nullopt, "no_such_database");
        auto const nowhere = wrong_database.connect(context{});
        REQUIRE_FALSE(nowhere);
        CHECK(nowhere.error().code == errc::misconfigured);
        CHECK(nowhere.error().message.find("database") != std::string::npos);
    }
}
