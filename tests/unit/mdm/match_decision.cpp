// SPDX-License-Identifier: Apache-2.0
#include <syncline/mdm/match_decision.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace syncline;
using mdm::match_candidate;
using mdm::match_decision;
using mdm::match_reason;
using mdm::match_score;
using mdm::match_verdict;

TEST_CASE("a score reads from its sum to its parts") {
    match_score const s{.parts = {{"name", "exact", 1, 12.5, 2.25},
                                  {"phone", "otherwise", 0.125, -1.3219, 0},
                                  {"email", "missing", 0, 0, 0}},
                        .prior = -13.2877,
                        .weight = -2.1096,
                        .probability = 0.18811};
    CHECK(
        s.text() ==
        "weight -2.11 bits, probability 0.1881: name exact 1.0000 +12.50 (rarity +2.25), phone otherwise 0.1250 -1.32, "
        "email missing, prior -13.29");
    // what rounds to nothing has no sign
    CHECK(match_score{.weight = -0.001}.text() == "weight 0.00 bits, probability 0.0000: prior 0.00");
}

TEST_CASE("each verdict has its line, and only a link has evidence") {
    match_decision d{.rules = "party@1#0"};
    CHECK(d.text() == "create: nothing alike among 0 compared; rules party@1#0");
    CHECK(d.evidence().empty());

    d.verdict = match_verdict::review;
    d.reason = match_reason::not_compared;
    CHECK(d.text() == "review: no block of it could be searched; rules party@1#0");

    d.candidates = {match_candidate{.id = "P-1", .key = "tax_id", .contradicted_by = {"registered_number"}}};
    d.alike = 1;
    d.reason = match_reason::contradiction;
    CHECK(d.text() ==
          "review P-1: looks the same, but differs: key tax_id; contradicted by registered_number; rules party@1#0");
    d.reason = match_reason::suggestion;
    CHECK(d.text() == "review P-1: may be the same: key tax_id; contradicted by registered_number; rules party@1#0");
    d.reason = match_reason::several;
    d.alike = 3;
    CHECK(d.text() == "review: 3 share the key tax_id: P-1 and 2 more; rules party@1#0");
    CHECK(d.evidence().empty());

    d.verdict = match_verdict::link;
    d.reason = match_reason::key;
    d.candidates.front().contradicted_by.clear();
    d.candidates.front().missing = {{"DE01", "customer"}, {"DE02", ""}, {"", "vendor"}};
    CHECK(d.text() == "link P-1: key tax_id; not there yet: customer of DE01, role of DE02, vendor; rules party@1#0");
    CHECK(d.evidence() == "key tax_id; rules party@1#0");
}

TEST_CASE("names are cut and shown without control characters") {
    match_decision d{.verdict = match_verdict::link,
                     .candidates = {{.id = std::string(1000, 'i') + "\n", .key = "k\r\n", .key_within = "\xFF"}}};
    CHECK(d.text() == "link " + std::string(80, 'i') + "...: key k?? (?); rules ");
}
