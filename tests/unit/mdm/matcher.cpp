// SPDX-License-Identifier: Apache-2.0
#include <syncline/mdm/matcher.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <syncline/core/random.hpp>
#include <syncline/mdm/match_presets.hpp>

using namespace syncline;
using doctest::Approx;
using mdm::match_band;
using mdm::match_reason;
using mdm::match_record;
using mdm::match_verdict;

namespace {

mdm::match_scope const in_austria{"AT01", "customer"};
mdm::match_scope const in_germany{"DE01", "customer"};

struct record {
    match_record is;

    explicit record(std::string id = "incoming") { is.id = std::move(id); }
    record key(std::string kind, std::string value, std::string within = {}) && {
        is.keys.push_back({std::move(kind), std::move(within), std::move(value)});
        return std::move(*this);
    }
    record tax(std::string value, std::string within = "VAT AT") && {
        return std::move(*this).key("tax_id", std::move(value), std::move(within));
    }
    record with(std::string field, std::string text) && {
        is.fields.push_back({std::move(field), std::move(text)});
        return std::move(*this);
    }
    record name(std::string text) && { return std::move(*this).with("name", std::move(text)); }
    record phone(std::string text) && { return std::move(*this).with("phone", std::move(text)); }
    record as(mdm::match_scope scope) && {
        is.scopes.push_back(std::move(scope));
        return std::move(*this);
    }
    operator match_record() && { return std::move(is); }  // NOLINT(google-explicit-constructor): reads as a value
};

mdm::matcher matcher_of(std::vector<match_record> const& there, mdm::match_rules rules = mdm::party_rules()) {
    auto m = mdm::matcher::with(std::move(rules));
    REQUIRE(m);
    for (auto const& r : there) m->add(r);
    return *std::move(m);
}

std::vector<std::string> ids(mdm::match_decision const& d) {
    std::vector<std::string> out;
    for (auto const& c : d.candidates) out.push_back(c.id);
    return out;
}

using names = std::vector<std::string>;

}  // namespace

// Shows R096.
TEST_CASE("keys decide in rank order: the first kind that hits links") {
    auto const m = matcher_of({record("P-1").key("external_ref", "17", "hubspot companies").name("Old name"),
                               record("P-2").tax("U1").name("Acme"),
                               record("P-3").key("domain", "acme.at", "austria").name("Acme")});
    auto d = m.decide(record().key("external_ref", "17", "hubspot companies").tax("U1").name("Acme"));
    CHECK(d.verdict == match_verdict::link);
    CHECK(d.reason == match_reason::key);
    CHECK(ids(d) == names{"P-1"});
    CHECK(d.evidence() == "key external_ref (hubspot companies); rules " + d.rules);

    d = m.decide(record().key("external_ref", "18", "hubspot companies").tax("U1").key("domain", "acme.at", "austria"));
    CHECK(d.verdict == match_verdict::link);
    CHECK(ids(d) == names{"P-2"});
    CHECK(d.text() == "link P-2: key tax_id (VAT AT); rules " + mdm::stamp_of(mdm::party_rules()));

    // the same value within another country, of another kind or of other letters is another one
    CHECK(m.decide(record().tax("U1", "VAT DE")).verdict == match_verdict::review);  // nothing else to compare by
    CHECK(m.decide(record().tax("U1", "VAT DE").name("Zeta")).verdict == match_verdict::create);
    CHECK(m.decide(record().key("email", "U1", "VAT AT").name("Zeta")).verdict == match_verdict::create);
    CHECK(m.decide(record().tax("u1").name("Zeta")).verdict == match_verdict::create);
}

TEST_CASE("a key that several share is a review that names them, never a pick") {
    auto const m = matcher_of({record("P-2").tax("U1"), record("P-1").tax("U1"), record("P-3").tax("U2")});
    auto const d = m.decide(record().tax("U1").name("Acme"));
    CHECK(d.verdict == match_verdict::review);
    CHECK(d.reason == match_reason::several);
    CHECK(ids(d) == names{"P-1", "P-2"});
    CHECK(d.text() == "review: 2 share the key tax_id (VAT AT): P-1, P-2; rules " + d.rules);
    CHECK(d.evidence().empty());
    // a record with two tax ids that belong to two parties
    CHECK(ids(m.decide(record().tax("U1").tax("U2"))) == names{"P-1", "P-2", "P-3"});
}

TEST_CASE("a blank key is no key") {
    auto const m = matcher_of({record("P-1").tax("").name("Acme")});
    CHECK(m.decide(record().tax("").name("Zeta")).verdict == match_verdict::create);
}

TEST_CASE("an exclusive key that differs sends a link by another key to review; a live link stands") {
    auto const m = matcher_of({record("P-1")
                                   .key("external_ref", "17", "odoo res.partner")
                                   .tax("U1")
                                   .key("domain", "acme.at", "austria")
                                   .key("registered_number", "FN 1", "AT")});
    auto d = m.decide(record().tax("U2").key("domain", "acme.at", "austria"));
    CHECK(d.verdict == match_verdict::review);
    CHECK(d.reason == match_reason::contradiction);
    CHECK(d.candidates.front().contradicted_by == names{"tax_id"});
    CHECK(d.text() ==
          "review P-1: looks the same, but differs: key domain (austria); contradicted by tax_id; rules " + d.rules);
    // a key of lower rank contradicts too: a tax group of several companies
    d = m.decide(record().tax("U1").key("registered_number", "FN 2", "AT"));
    CHECK(d.reason == match_reason::contradiction);
    CHECK(d.candidates.front().contradicted_by == names{"registered_number"});
    // a tax id of another scheme is no contradiction, nor is one more of the same
    CHECK(m.decide(record().tax("9", "EIN US").key("domain", "acme.at", "austria")).verdict == match_verdict::link);
    CHECK(m.decide(record().tax("U1").tax("U2").key("domain", "acme.at", "austria")).verdict == match_verdict::link);
    // what is linked stays linked when its tax id is corrected
    d = m.decide(record().key("external_ref", "17", "odoo res.partner").tax("U2"));
    CHECK(d.verdict == match_verdict::link);
    CHECK(d.candidates.front().contradicted_by.empty());
}

// Shows R038.
TEST_CASE("a product under two codes is a candidate for review, never a second product") {
    auto const m =
        matcher_of({mdm::match_record_of(model::product{.code = "DAY", .name = "Consulting day", .unit = "day"}, "I-1"),
                    mdm::match_record_of(model::product{.code = "LIC", .name = "Licence"}, "I-2")},
                   mdm::product_rules());
    auto const of = [](std::string code, std::string name, std::string unit) {
        return mdm::match_record_of(
            model::product{.code = std::move(code), .name = std::move(name), .unit = std::move(unit)});
    };
    auto d = m.decide(of("CONS-01", "consulting  Day", "Day"));
    CHECK(d.verdict == match_verdict::review);
    CHECK(d.reason == match_reason::suggestion);
    CHECK(d.text() == "review I-1: may be the same: key name (day); rules " + d.rules);
    CHECK(m.decide(of("DAY", "Another name", "day")).verdict == match_verdict::link);
    CHECK(m.decide(of("CONS-01", "Consulting day", "hour")).verdict == match_verdict::create);
    // one that was made under both codes brings two products together: nobody picks
    auto both = of("DAY", "Licence", "");
    both.keys.push_back({"code", "", "LIC"});
    d = m.decide(both);
    CHECK(d.reason == match_reason::several);
    CHECK(ids(d) == names{"I-1", "I-2"});
}

// Shows R035, R097.
TEST_CASE("the same party of two legal entities is one party: the link says which role is missing") {
    auto const m = matcher_of({record("P-1").tax("U1").name("Acme").as(in_austria)});
    auto d = m.decide(record().tax("U1").as(in_austria));
    CHECK(d.verdict == match_verdict::link);
    CHECK(d.candidates.front().missing.empty());
    d = m.decide(record().tax("U1").as(in_germany));
    CHECK(d.verdict == match_verdict::link);
    CHECK(d.candidates.front().missing == std::vector{in_germany});
    CHECK(d.text() == "link P-1: key tax_id (VAT AT); not there yet: customer of DE01; rules " + d.rules);
    d = m.decide(record().tax("U1").as({"AT01", "vendor"}).as(in_austria));
    CHECK(d.candidates.front().missing == std::vector{mdm::match_scope{"AT01", "vendor"}});
    // the evidence is about the party, whatever the role
    CHECK(d.evidence() == "key tax_id (VAT AT); rules " + d.rules);
    CHECK(m.decide(record().tax("U1")).candidates.front().missing.empty());
}

// Shows R097.
TEST_CASE("where each legal entity has a record of its own, the one of the scope is found") {
    std::vector<match_record> const there{record("P-A").tax("U1").name("Acme").phone("1234567").as(in_austria),
                                          record("P-G").tax("U1").name("Acme").phone("1234567").as(in_germany)};
    auto const m = matcher_of(there);
    for (auto const& by_key : {true, false}) {
        CAPTURE(by_key);
        auto const incoming = [by_key](mdm::match_scope scope) -> match_record {
            auto r = record().as(std::move(scope)).name("Acme").phone("1234567");
            return by_key ? std::move(r).tax("U1") : std::move(r);
        };
        auto d = m.decide(incoming(in_germany));
        CHECK(d.verdict == match_verdict::link);
        CHECK(ids(d) == names{"P-G", "P-A"});
        CHECK(d.alike == 1);
        d = m.decide(incoming(in_austria));
        CHECK(d.candidates.front().id == "P-A");
        // in a third entity neither is nearer
        d = m.decide(incoming({"CH01", "customer"}));
        CHECK(d.verdict == match_verdict::review);
        CHECK(d.reason == match_reason::several);
        CHECK(d.alike == 2);
    }
}

TEST_CASE("views of one id are one thing: scopes, keys and names add up") {
    auto m =
        matcher_of({record("P-1").tax("U1").name("Acme").as(in_austria),
                    record("P-1").tax("U1").key("domain", "acme.at", "austria").name("Roadrunner Ltd").as(in_germany)});
    CHECK(m.size() == 1);
    auto d = m.decide(record().tax("U1").as(in_austria).as(in_germany));
    CHECK(d.verdict == match_verdict::link);
    CHECK(d.candidates.front().missing.empty());
    CHECK(m.decide(record().key("domain", "acme.at", "austria")).verdict == match_verdict::link);
    for (auto const* name : {"Acme", "Roadrunner Limited"}) {
        d = m.decide(record().name(name).with("country", "Austria"));
        CHECK(ids(d) == names{"P-1"});
        CHECK(d.verdict == match_verdict::review);
    }
    m.add(record("P-1").tax("U1").name("Acme").as(in_austria));
    CHECK(m.size() == 1);
    CHECK(m.decide(record().name("Acme")).compared == 1);
}

// Shows R096.
TEST_CASE("without a key the fields are scored into three bands") {
    auto const m =
        matcher_of({record("P-1").name("Müller Maschinenbau GmbH").phone("12345678").with("country", "austria"),
                    record("P-2").name("Kraft & Söhne AG").phone("87654321").with("country", "germany")});
    auto const by_both =
        m.decide(record().name("Mueller Maschinenbau Ges.m.b.H.").phone("12345678").with("country", "austria"));
    CHECK(by_both.verdict == match_verdict::link);
    CHECK(by_both.reason == match_reason::score);
    REQUIRE(by_both.candidates.front().score);
    CHECK(by_both.candidates.front().score->band == match_band::auto_link);

    auto const by_name = m.decide(record().name("MÜLLER MASCHINENBAU GMBH"));
    CHECK(by_name.verdict == match_verdict::review);
    CHECK(by_name.reason == match_reason::doubt);
    CHECK(by_name.text().starts_with("review P-1: too close to tell: weight "));

    auto const nobody = m.decide(record().name("Kraft Zement").with("country", "austria"));
    CHECK(nobody.verdict == match_verdict::create);
    CHECK(nobody.reason == match_reason::nothing_alike);
    CHECK(nobody.compared == 1);
    CHECK(nobody.alike == 0);
    CHECK(nobody.text().starts_with("create: nothing alike among 1 compared, nearest P-2: weight -"));

    CHECK(m.decide(record().name("Nobody Like That")).text() ==
          "create: nothing alike among 0 compared; rules " + by_name.rules);
}

TEST_CASE("a score is the sum of its parts, each the logarithm of m over u") {
    auto rules = mdm::party_rules();
    for (auto& f : rules.fields) f.by_rarity = false;
    auto const m = matcher_of({}, rules);
    auto const s = m.score(record().name("Acme").phone("1").with("country", "at"),
                           record().name("ACME").phone("2").with("country", "at"));
    double const bits =
        std::log2(0.60 / 0.0005) + std::log2(0.40 / 0.9995) + std::log2(0.9 / 0.3) + std::log2(0.0001 / 0.9999);
    CHECK(s.weight == Approx(bits));
    CHECK(s.probability == Approx(std::exp2(bits) / (1 + std::exp2(bits))));
    REQUIRE(s.parts.size() == 6);
    CHECK(s.parts[0] == mdm::match_part{"name", "exact", 1, std::log2(0.60 / 0.0005), 0});
    CHECK(s.parts[1].level == "otherwise");
    CHECK(s.parts[2] == mdm::match_part{"domain", "missing", 0, 0, 0});
    CHECK(s.text() ==
          "weight -2.79 bits, probability 0.1259: name exact 1.0000 +10.23, phone otherwise 0.0000 -1.32, "
          "domain missing, email missing, postal_code missing, country exact 1.0000 +1.58, prior -13.29");
}

TEST_CASE("what is missing or blank says nothing, for or against") {
    auto const m = matcher_of({});
    auto const full = m.score(record().name("Acme").phone("1"), record().name("Acme"));
    auto const blank = m.score(record().name("Acme").phone("..."), record().name("Acme").phone("1"));
    CHECK(full == blank);
    CHECK(m.score(record(), record()).weight == Approx(m.score(record(), record()).prior));
}

TEST_CASE("the first level that holds counts") {
    auto const m = matcher_of({});
    struct row {
        std::string a;
        std::string b;
        std::string level;
    };
    for (auto const& r : std::vector<row>{{"Kraft", "kraft", "exact"},
                                          {"Kraftwerk Nord", "Kraftwerk Nort", "jaro_winkler 0.95"},
                                          {"Nord Kraftwerk", "Kraftwerk Nord", "token_set 0.95"},
                                          {"Kraftwerk Nord GmbH", "Nord Kraftwerk AG", "token_set 0.95"},
                                          {"Dunningham", "Cunnigham", "jaro_winkler 0.88"},
                                          {"Kraft", "Licht", "otherwise"}}) {
        CAPTURE(r.a);
        CHECK(m.score(record().name(r.a), record().name(r.b)).parts[0].level == r.level);
    }
}

TEST_CASE("a rare word that both have weighs more than a frequent one, and legal forms next to nothing") {
    auto rules = mdm::party_rules();
    auto& terms = rules.fields[0].terms;
    terms.counts["meier"] = 100;
    terms.counts["szczepanski"] = 2;
    auto const m = matcher_of({}, rules);
    auto const weight = [&m](std::string const& a, std::string const& b) {
        return m.score(record().name(a), record().name(b)).parts[0].weight;
    };
    CHECK(weight("Szczepanski", "Szczepanski") == Approx(std::log2(0.60 / 0.0002)));
    CHECK(weight("Meier", "Meier") == Approx(std::log2(0.60 / 0.01)));
    CHECK(weight("Meier GmbH", "Meier GmbH") == Approx(weight("Meier", "Meier")));
    CHECK(weight("Szczepanski GmbH", "Szczepanski AG") > 8);
    CHECK(weight("Nord GmbH", "Berg GmbH") < 0);  // nothing but the legal form in common
    CHECK(weight("GmbH", "GmbH") < 6);
    // the rarity is shown
    auto const part = m.score(record().name("Meier"), record().name("Meier")).parts[0];
    CHECK(part.rarity == Approx(std::log2(0.0005 / 0.01)));
    CHECK(m.score(record().name("Meier"), record().name("Meier")).text().find("(rarity -4.32)") != std::string::npos);
}

TEST_CASE("two that are as alike are a review; one of them contradicted is not") {
    std::vector<match_record> there{record("P-1").name("Kraft").phone("12345678").tax("U1"),
                                    record("P-2").name("Kraft").phone("12345678").tax("U2")};
    auto d = matcher_of(there).decide(record().name("Kraft").phone("12345678"));
    CHECK(d.verdict == match_verdict::review);
    CHECK(d.reason == match_reason::several);
    CHECK(d.text() == "review: 2 are as alike: P-1, P-2; rules " + d.rules);
    d = matcher_of(there).decide(record().name("Kraft").phone("12345678").tax("U3"));
    CHECK(d.reason == match_reason::contradiction);
    CHECK(d.alike == 2);
    CHECK(d.candidates.front().contradicted_by == names{"tax_id"});
    there[0].keys.clear();
    d = matcher_of(there).decide(record().name("Kraft").phone("12345678").tax("U3"));
    CHECK(d.verdict == match_verdict::link);
    CHECK(ids(d) == names{"P-1", "P-2"});
}

TEST_CASE("a block that is too large is not searched, and the decision says so") {
    auto rules = mdm::party_rules();
    rules.largest_block = 3;
    std::vector<match_record> there;
    there.reserve(4);
    for (int i = 0; i < 3; ++i) there.push_back(record("P-" + std::to_string(i)).name("Kraft").phone("12345678"));
    auto d = matcher_of(there, rules).decide(record().name("Kraft").phone("12345678"));
    CHECK(d.skipped_blocks.empty());
    CHECK(d.compared == 3);
    there.push_back(record("P-3").name("Kraft").phone("99999999"));
    auto const m = matcher_of(there, rules);
    d = m.decide(record().name("Kraft").phone("12345678"));  // found by the phone all the same
    CHECK(d.skipped_blocks == names{"name (each word)", "name (first 4)"});
    CHECK(d.compared == 3);
    CHECK(d.alike == 3);
    CHECK(d.text().find("; not searched, too large: name (each word), name (first 4); rules ") != std::string::npos);
    d = m.decide(record().name("Kraft"));  // nowhere to look: nobody knows
    CHECK(d.verdict == match_verdict::review);
    CHECK(d.reason == match_reason::not_compared);
    CHECK(d.text().starts_with("review: no block of it could be searched; not searched, too large: name"));
    d = m.decide(record().name("Kraftwerk"));  // one block is too large, another has nobody
    CHECK(d.verdict == match_verdict::create);
    CHECK(d.skipped_blocks == names{"name (first 4)"});
    CHECK(m.decide(record()).reason == match_reason::not_compared);
    // where nobody is, anybody is new
    CHECK(matcher_of({}, rules).decide(record()).verdict == match_verdict::create);
}

TEST_CASE("the order in which records and their parts come does not matter") {
    seeded_random random(42);
    auto const any = [&random](std::vector<std::string> const& of) { return of[random() % of.size()]; };
    auto const shuffled = [&random](auto& list) {
        for (std::size_t i = list.size(); i > 1; --i) std::swap(list[i - 1], list[random() % i]);
    };
    auto const some_record = [&](std::string id) {
        match_record r = record(std::move(id))
                             .name(any({"Kraft GmbH", "Kraft AG", "Krafft", "Licht und Kraft", "Licht"}))
                             .name(any({"Nord", "Süd", ""}))
                             .phone(any({"12345678", "87654321", ""}));
        if (random() % 3 == 0) r.keys.push_back({"tax_id", "VAT AT", any({"U1", "U2", "U3"})});
        if (random() % 3 == 0) r.keys.push_back({"domain", "at", any({"a.at", "b.at"})});
        if (random() % 2 == 0) r.scopes.push_back(any({"a", "b"}) == "a" ? in_austria : in_germany);
        return r;
    };
    auto rules = mdm::party_rules();
    rules.largest_block = 6;
    for (int round = 0; round < 150; ++round) {
        CAPTURE(round);
        std::vector<match_record> there;
        there.reserve(12);
        for (int i = 0; i < 12; ++i) there.push_back(some_record("P-" + std::to_string(random() % 9)));
        auto incoming = some_record("incoming");
        auto const first = matcher_of(there, rules).decide(incoming);
        for (int again = 0; again < 5; ++again) {
            shuffled(there);
            for (auto& r : there) {
                shuffled(r.keys);
                shuffled(r.fields);
                shuffled(r.scopes);
            }
            shuffled(incoming.keys);
            shuffled(incoming.fields);
            auto const d = matcher_of(there, rules).decide(incoming);
            CAPTURE(d.text());
            CAPTURE(first.text());
            REQUIRE(d == first);
        }
    }
}

TEST_CASE("a score is the same both ways") {
    auto const m = matcher_of({});
    seeded_random random(9);
    std::vector<std::string> const words{"Kraft", "Krafft", "Licht", "GmbH", "AG", "Nord", "Süd", "é"};
    auto const some_name = [&] {
        std::string out;
        for (auto n = 1 + random() % 4; n > 0; --n) out += words[random() % words.size()] + " ";
        return out;
    };
    for (int i = 0; i < 2000; ++i) {
        match_record const a = record().name(some_name()).name(some_name());
        match_record const b = record().name(some_name());
        REQUIRE(m.score(a, b) == m.score(b, a));
    }
}

// Shows R096.
TEST_CASE("a stored decision can be replayed from the two records and the rules") {
    std::vector<match_record> const there{record("P-1").name("Kraft Nord").phone("12345678").with("country", "at"),
                                          record("P-2").name("Licht").phone("11111111"),
                                          record("P-3").name("Kraft Süd").tax("U1")};
    std::vector<match_record> const incoming{record().name("Krafft Nord GmbH").phone("12345678"), record().tax("U1")};
    auto const m = matcher_of(there);
    for (auto const& r : incoming) {
        auto const d = m.decide(r);
        REQUIRE(d.verdict == match_verdict::link);
        auto const linked = *std::find_if(there.begin(), there.end(),
                                          [&d](match_record const& t) { return t.id == d.candidates.front().id; });
        CHECK(matcher_of({linked}).decide(r).evidence() == d.evidence());
        CHECK(m.decide(r) == d);
        auto other = mdm::party_rules();
        other.auto_link = 0.98;
        CHECK(matcher_of({linked}, other).decide(r).evidence() != d.evidence());
    }
}

TEST_CASE("evidence and texts hold no value of the records, and no control characters of ids") {
    auto const m = matcher_of({record("P\n1").tax("SECRET-TAX").name("Secretname").phone("55555555")});
    for (auto const& d :
         {m.decide(record().tax("SECRET-TAX")), m.decide(record().name("Secretname").phone("55555555"))}) {
        CHECK(d.verdict == match_verdict::link);
        CHECK(d.text().find("ecret") == std::string::npos);
        CHECK(d.text().find("SECRET") == std::string::npos);
        CHECK(d.text().find("5555") == std::string::npos);
        CHECK(d.text().find("P?1") != std::string::npos);
    }
}

TEST_CASE("hostile records are compared like any other") {
    std::vector<std::string> const texts{std::string(1'000'000, 'x'), std::string(300'000, '\xFF'),
                                         std::string("a\0b", 3), std::string(200'000, ' '), "\x01\x02"};
    std::vector<match_record> there;
    for (std::size_t i = 0; i < texts.size(); ++i)
        there.push_back(record("P-" + std::to_string(i)).name(texts[i]).key("domain", texts[i], texts[i]));
    std::string words;
    for (int i = 0; i < 50'000; ++i) words += std::to_string(i) + ' ';
    there.push_back(record("P-words").name(words));
    auto const m = matcher_of(there);
    for (auto const& text : texts) CHECK(m.decide(record().key("domain", text, text)).verdict == match_verdict::link);
    CHECK(m.decide(record().name(texts[0])).candidates.front().id == "P-0");
    CHECK(m.decide(record().name(words)).candidates.front().id == "P-words");
    // two long texts that differ far behind are not equal
    CHECK(m.score(record().name(texts[0] + "a"), record().name(texts[0] + "b")).parts[0].level == "jaro_winkler 0.95");
}

TEST_CASE("at most ten candidates are named, all are counted") {
    std::vector<match_record> there;
    there.reserve(25);
    for (int i = 0; i < 25; ++i) there.push_back(record("P-" + std::to_string(100 + i)).tax("U1").name("Kraft"));
    auto const m = matcher_of(there);
    auto d = m.decide(record().tax("U1"));
    CHECK(d.alike == 25);
    CHECK(d.candidates.size() == mdm::match_decision::most_named);
    CHECK(d.text().find("P-108, P-109 and 15 more") != std::string::npos);
    d = m.decide(record().name("Kraft").with("country", "at"));
    CHECK(d.compared == 25);
    CHECK(d.candidates.size() == mdm::match_decision::most_named);
}
