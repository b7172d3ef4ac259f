// SPDX-License-Identifier: Apache-2.0
#include <syncline/governance/configuration.hpp>

#include <doctest/doctest.h>

#include <syncline/mapping/mapping.hpp>
#include <syncline/mapping/policies.hpp>
#include <syncline/model/party.hpp>

#include "governance/field_lines.hpp"
#include "governance/text.hpp"
#include "unit/governance/landscape.hpp"

using namespace syncline;
using namespace std::chrono_literals;

namespace governance_configuration_test {

struct ticket {
    std::string title;
    std::string mail;
};
BOOST_DESCRIBE_STRUCT(ticket, (), (title, mail))

constexpr auto party_to_ticket =
    mapping<model::party, ticket>(to<& ticket::title> = from<&model::party::name> | trim,
                                  to<& ticket::mail> = from<&model::party::email> | or_else{std::string_view("none")})
        .named("party-to-ticket", "1.2.0");

std::vector<governance::detail::field_line> lines_of(std::string_view text) {
    return governance::detail::field_lines(text);
}

TEST_CASE("a mapping is entered with its text, its records and what it reads") {
    auto const m = governance::mapping_of(party_to_ticket, "support", "", "desk tickets");
    CHECK(m.id == "party-to-ticket");
    CHECK(m.version == "1.2.0");
    CHECK(m.text == party_to_ticket.describe());
    CHECK(m.identity() == party_to_ticket.identity());
    CHECK(m.from == "party");
    CHECK(m.to == "desk tickets");
    CHECK(m.owner == "support");
    CHECK(m.reads == std::vector<governance::classified_field>{{"name", "internal"}, {"email", "personal"}});
    CHECK(governance::mapping_of(party_to_ticket, "support").to.empty());
}

TEST_CASE("a system is entered as its connector describes it") {
    auto const s = governance::system_of({.system = "odoo",
                                          .api = "JSON-2",
                                          .version = "19.0",
                                          .page = 1000,
                                          .batch = 200,
                                          .connections = 8,
                                          .idempotency = sync::strategy::upsert,
                                          .idempotency_key = "external id",
                                          .changes = sync::change_feed::timestamp,
                                          .deletions = sync::deletion::flagged,
                                          .webhooks = true,
                                          .supported_until = 2028y / 9 / 30,
                                          .retirement = "none"},
                                         {"erp"}, "it");
    CHECK(s == governance::system_entry{.name = "odoo",
                                        .roles = {"erp"},
                                        .owner = "it",
                                        .api = "JSON-2",
                                        .version = "19.0",
                                        .page = 1000,
                                        .batch = 200,
                                        .connections = 8,
                                        .idempotency = "upsert",
                                        .idempotency_key = "external id",
                                        .changes = "timestamp",
                                        .deletions = "flagged",
                                        .webhooks = true,
                                        .supported_until = 2028y / 9 / 30,
                                        .retirement = "none"});
}

TEST_CASE("entities come with their fields' facts, the whole model unless told") {
    auto const all = governance::entities_of();
    CHECK(all.size() == model::catalogue().size());
    CHECK(governance::configuration{}.entities == all);
    for (auto const& e : all)
        for (auto const& f : e.fields) {
            CHECK_FALSE(f.classification.empty());
            CHECK(f.owner != "?");
        }
}

TEST_CASE("an environment overrides settings of systems, and names all that are not there") {
    auto c = governance_tests::small_landscape();
    c.systems[0].name = "odoo.staging";  // the longer name counts
    c.environments = {{"test",
                       {{"odoo.version", "19.0"},
                        {"odoo.api", "JSON-2"},
                        {"odoo.url", "https://erp.example"},
                        {"odoo.owner", "testers"},
                        {"odoo.supported_until", "2028-09-30"},
                        {"odoo.staging.version", "4"}}},
                      {"broken", {{"odoo.colour", "red"}, {"sap.url", "x"}, {"odoo.supported_until", "soon"}}}};
    auto const there = governance::in_environment(c, "test");
    REQUIRE(there);
    CHECK(there->systems[0].version == "4");
    auto const& odoo = there->systems[1];
    CHECK(odoo.version == "19.0");
    CHECK(odoo.api == "JSON-2");
    CHECK(odoo.url == "https://erp.example");
    CHECK(odoo.owner == "testers");
    CHECK(odoo.supported_until == 2028y / 9 / 30);
    CHECK(there->flows == c.flows);

    auto const broken = governance::in_environment(c, "broken");
    REQUIRE_FALSE(broken);
    CHECK(broken.error().code == errc::misconfigured);
    CHECK(broken.error().message ==
          "environment \"broken\": odoo.colour: found setting \"colour\", expected version, api, url, owner or "
          "supported_until; sap.url: no such system; odoo.supported_until: found \"soon\", expected a day such as "
          "2028-09-30");
    auto const none = governance::in_environment(c, "live");
    REQUIRE_FALSE(none);
    CHECK(none.error().code == errc::not_found);
    CHECK(none.error().message == "environment \"live\": found none of that name, expected one of: test, broken");
}

TEST_CASE("the lines of a mapping's text: target, sources and steps") {
    auto const lines = lines_of(
        "to name = title | trim | non_empty\n"
        "to city = seat.city\n"
        "to full = given, family | joined \", \"\n"
        "skip notes\n"
        "to state = constant \"a | b, c = d\" | upper\n"
        "to all = record | custom\n"
        "to project = produced by project\n"
        "to label = when kind is \"x: | y\": title | prefixed; otherwise: given, family\n"
        "to lines = lines | each {to key = source | id_of; skip unit} | sorted\n");
    REQUIRE(lines.size() == 9);
    using texts = std::vector<std::string>;
    CHECK(lines[0].target == "name");
    CHECK(lines[0].sources == texts{"title"});
    CHECK(lines[0].steps == texts{"trim", "non_empty"});
    CHECK(lines[1].sources == texts{"seat.city"});
    CHECK(lines[1].steps.empty());
    CHECK(lines[2].sources == texts{"given", "family"});
    CHECK(lines[2].from == "given, family");
    CHECK(lines[2].steps == texts{"joined \", \""});
    CHECK(lines[3].skipped);
    CHECK(lines[3].target == "notes");
    CHECK(lines[4].sources.empty());
    CHECK(lines[4].from == "constant \"a | b, c = d\"");
    CHECK(lines[4].steps == texts{"upper"});
    CHECK(lines[5].whole_record);
    CHECK(lines[5].custom);
    CHECK(lines[6].from == "produced by project");
    CHECK(lines[6].sources.empty());
    CHECK(lines[7].sources == texts{"kind", "title", "given", "family"});
    CHECK(lines[7].from == "kind, title, given, family");
    CHECK(lines[7].steps == texts{"when kind is \"x: | y\": title | prefixed; otherwise: given, family"});
    CHECK(lines[8].sources == texts{"lines"});
    CHECK(lines[8].steps == texts{"each {to key = source | id_of; skip unit}", "sorted"});
}

TEST_CASE("overlays' lines carry their scope, and what is no line belongs to the one before") {
    auto const lines = lines_of(
        "to note = constant \"terms\"\nfor DE01:\n- to note = constant \"terms\"\n+ to note = constant \"AGB\"\n"
        "for AT01:\n+ skip note\n");
    REQUIRE(lines.size() == 3);
    CHECK(lines[0].scope.empty());
    CHECK(lines[1].scope == "DE01");
    CHECK(lines[1].from == "constant \"AGB\"");
    CHECK(lines[2].scope == "AT01");
    CHECK(lines[2].skipped);

    auto const broken = lines_of("hello\nto a = b\n  | trim\n\nto c\nto d = \nto e = when x");
    REQUIRE(broken.size() == 3);
    CHECK(broken[0].steps == std::vector<std::string>{"trim to c"});
    CHECK(broken[1].sources.empty());
    CHECK(broken[2].target == "e");
    CHECK(lines_of("").empty());

    std::string deep = "to a = ";
    for (int i = 0; i < 100'000; ++i) deep += "when b is c: ";
    CHECK(lines_of(deep)[0].sources == std::vector<std::string>{"b"});
}

TEST_CASE("a text for a page is one line of UTF-8 that does not turn around") {
    using governance::detail::one_line;
    CHECK(one_line("a\r\nb\nc\rd\te") == "a b c d e");
    CHECK(one_line("\x01\x7F\xC2\x85\xE2\x80\xA8|") == "    |");
    CHECK(one_line("a\xE2\x80\xAE"
                   "b\xE2\x81\xA6"
                   "c\xE2\x80\x8F") ==
          "a\xEF\xBF\xBD"
          "b\xEF\xBF\xBD"
          "c\xEF\xBF\xBD");
    CHECK(one_line("\xFF\xC3") == "\xEF\xBF\xBD\xEF\xBF\xBD");
    CHECK(one_line("\xF0\x9F\x92\xA9 \xC3\xA4") == "\xF0\x9F\x92\xA9 \xC3\xA4");
}

}  // namespace governance_configuration_test
