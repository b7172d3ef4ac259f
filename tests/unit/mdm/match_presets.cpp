// SPDX-License-Identifier: Apache-2.0
#include <syncline/mdm/match_presets.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <syncline/mdm/matcher.hpp>

using namespace syncline;
using mdm::match_key;
using mdm::match_reason;
using mdm::match_verdict;
using model::party;
using model::party_kind;

namespace {

party acme() {
    return {.source = {"hubspot", "companies", "17"},
            .name = "Acme Austria GmbH",
            .website = "https://www.Acme.at/contact",
            .phone = "+43 (0)1 234 56 78",
            .email = "Office@acme.at",
            .country = "Österreich"};
}

std::vector<match_key> keys(mdm::match_record const& r, std::string_view kind) {
    std::vector<match_key> out;
    std::copy_if(r.keys.begin(), r.keys.end(), std::back_inserter(out),
                 [kind](auto const& k) { return k.kind == kind; });
    return out;
}

std::string text_in(mdm::match_record const& r, std::string_view name) {
    for (auto const& f : r.fields)
        if (f.name == name) return f.text;
    return {};
}

mdm::match_decision decided(std::vector<party> const& there, party const& incoming) {
    auto m = mdm::matcher::with(mdm::party_rules());
    REQUIRE(m);
    for (std::size_t i = 0; i < there.size(); ++i) m->add(mdm::match_record_of(there[i], "P-" + std::to_string(i + 1)));
    return m->decide(mdm::match_record_of(incoming));
}

}  // namespace

TEST_CASE("a party becomes keys and fields") {
    auto const r = mdm::match_record_of(acme(), "P-1", {{"AT01", "customer"}});
    CHECK(r.id == "P-1");
    CHECK(r.scopes == std::vector<mdm::match_scope>{{"AT01", "customer"}});
    CHECK(r.keys ==
          std::vector<match_key>{{"external_ref", "hubspot companies", "17"}, {"domain", "osterreich", "acme.at"}});
    CHECK(text_in(r, "name") == "Acme Austria GmbH");
    CHECK(text_in(r, "phone") == "12345678");
    CHECK(text_in(r, "domain") == "acme.at");
    CHECK(text_in(r, "email") == "office@acme.at");
    CHECK(text_in(r, "country") == "osterreich");
    CHECK(mdm::match_record_of(acme()).id == "hubspot companies 17");
}

TEST_CASE("tax ids, legal name, address and merged records are used") {
    auto p = acme();
    p.country = {};
    p.legal_name = "Roadrunner Maschinenbau GmbH";
    p.merged_from = {{"hubspot", "companies", "16"}};
    p.address = model::address{.postal_code = "1010", .country = "AT"};
    p.tax_ids = {{.scheme = "vat", .country = "at", .value = "ATU 123.456-75"},
                 {.scheme = "VAT", .country = "GR", .value = "EL123456789"},
                 {.scheme = "VAT", .country = "DE", .value = "136695976"},
                 {.scheme = "EIN", .value = "12-3456789"},
                 {.scheme = "SIREN", .country = "FR", .value = "732 829 320"},
                 {.scheme = "VAT", .country = "FR", .value = "x", .state = model::tax_id_state::malformed}};
    auto const r = mdm::match_record_of(p);
    CHECK(keys(r, "external_ref") == std::vector<match_key>{{"external_ref", "hubspot companies", "17"},
                                                            {"external_ref", "hubspot companies", "16"}});
    CHECK(keys(r, "tax_id") == std::vector<match_key>{{"tax_id", "VAT AT", "U12345675"},
                                                      {"tax_id", "VAT GR", "123456789"},
                                                      {"tax_id", "VAT DE", "136695976"},
                                                      {"tax_id", "EIN", "123456789"}});
    CHECK(keys(r, "registered_number") == std::vector<match_key>{{"registered_number", "SIREN FR", "732829320"}});
    CHECK(keys(r, "domain") == std::vector<match_key>{{"domain", "at", "acme.at"}});
    CHECK(text_in(r, "postal_code") == "1010");
    CHECK(std::count(r.fields.begin(), r.fields.end(), mdm::match_field{"name", p.legal_name.value()}) == 1);

    auto other = acme();
    other.source = {"stripe", "customer", "cus_1"};
    other.name = "Roadrunner Maschinenbau";
    other.tax_ids = {{.scheme = "VAT", .country = "AT", .value = "u12345675"}};
    CHECK(decided({p}, other).candidates.front().key == "tax_id");
    other.tax_ids[0].value = "U99999999";
    other.country = "at";
    CHECK(decided({p}, other).reason == match_reason::contradiction);
    // without tax id and domain: the legal name and the postal code
    other.tax_ids.clear();
    other.website = {};
    other.email = {};
    other.phone = {};
    other.name = "Roadrunner Maschinenbau GmbH";
    other.address = model::address{.postal_code = "1010"};
    auto const d = decided({p}, other);
    CHECK(d.verdict == match_verdict::link);
    CHECK(d.reason == match_reason::score);
}

TEST_CASE("a domain is a key only within a known country and when it is nobody else's") {
    auto p = acme();
    p.country = {};
    CHECK(keys(mdm::match_record_of(p), "domain").empty());
    CHECK(text_in(mdm::match_record_of(p), "domain") == "acme.at");
    p = acme();
    p.website = "facebook.com/acme";
    CHECK(keys(mdm::match_record_of(p), "domain") == std::vector<match_key>{{"domain", "osterreich", "acme.at"}});
    p.email = "acme@gmail.com";
    CHECK(keys(mdm::match_record_of(p), "domain").empty());
    CHECK(text_in(mdm::match_record_of(p), "domain").empty());
    // an employer's domain says nothing of a person; the whole address does
    p = acme();
    p.kind = party_kind::person;
    p.website = {};
    CHECK(keys(mdm::match_record_of(p), "domain").empty());
    CHECK(keys(mdm::match_record_of(p), "email") == std::vector<match_key>{{"email", "", "office@acme.at"}});
}

TEST_CASE("a party with nothing but blanks has no keys") {
    party p;
    p.website = field_value<std::string>::empty_value();
    p.email = " ";
    auto const r = mdm::match_record_of(p);
    CHECK(keys(r, "domain").empty());
    CHECK(keys(r, "email").empty());
    CHECK(r.fields.empty());
    CHECK(decided({p}, p).verdict == match_verdict::review);
}

TEST_CASE("parties are matched as people would") {
    struct row {
        char const* what;
        match_verdict is;
        party incoming;
    };
    auto const changed = [](auto change) {
        auto p = acme();
        p.source = {"stripe", "customer", "cus_1"};
        change(p);
        return p;
    };
    auto const cleared = [](party& p) {
        p.website = {};
        p.email = {};
        p.phone = {};
    };
    std::vector<row> const rows{
        {"the record itself", match_verdict::link, acme()},
        {"the same domain in the same country", match_verdict::link, changed([](party& p) { p.name = "Other"; })},
        {"the name, spelt another way, and the phone", match_verdict::link, changed([&](party& p) {
             cleared(p);
             p.name = "ACME Austria Ges.m.b.H";
             p.phone = "0043 1 2345678";
         })},
        {"the name and the country alone", match_verdict::review, changed([&](party& p) { cleared(p); })},
        {"a part of the name", match_verdict::create, changed([&](party& p) {
             cleared(p);
             p.name = "Austria Tabak";
         })},
        {"the phone alone", match_verdict::create, changed([&](party& p) {
             cleared(p);
             p.name = "Zeta";
             p.phone = "2345678 / 1 0 2345678";
         })},
        {"the domain in another country", match_verdict::link, changed([](party& p) { p.country = "Germany"; })},
        {"the domain of another company in another country", match_verdict::create, changed([](party& p) {
             p.name = "Zeta";
             p.country = "Germany";
             p.phone = {};
             p.email = {};
         })},
        {"somebody else", match_verdict::create, changed([&](party& p) {
             cleared(p);
             p.name = "Zeta Handels GmbH";
         })},
    };
    for (auto const& r : rows) {
        auto const d = decided({acme()}, r.incoming);
        CAPTURE(r.what);
        CAPTURE(d.text());
        CHECK(d.verdict == r.is);
    }
}

TEST_CASE("two with free mail at the same provider are not the same") {
    auto a = acme();
    a.website = {};
    a.phone = {};
    a.email = "acme@gmx.at";
    auto b = a;
    b.source.id = "18";
    b.name = "Zeta";
    b.email = "zeta@gmx.at";
    CHECK(decided({a}, b).verdict == match_verdict::create);
}

TEST_CASE("people at a party are found by their address there, else by name and phone") {
    auto const person = [](std::string given, std::string family, std::string phone, std::string email,
                           std::string_view party = "P-1") {
        model::contact const c{.name = {.given = given, .family = family}, .email = email, .mobile = phone};
        return mdm::match_record_of(c, party, given + ' ' + family);
    };
    auto m = mdm::matcher::with(mdm::contact_rules());
    REQUIRE(m);
    m->add(person("Ana", "Novak", "12345678", "ana@acme.at"));
    m->add(person("Ivan", "Novak", "87654321", "ivan@acme.at"));
    CHECK(m->decide(person("A.", "N.", "", "ana@acme.at")).candidates.front().id == "Ana Novak");
    CHECK(m->decide(person("Ana", "Nowak", "12345678", "")).verdict == match_verdict::link);
    CHECK(m->decide(person("Anna", "Novak", "", "")).candidates.front().id == "Ana Novak");
    CHECK(m->decide(person("Eva", "Novak", "", "")).verdict == match_verdict::create);
    // the same address at another party is another contact
    CHECK(m->decide(person("Ana", "Kral", "", "ana@acme.at", "P-2")).verdict == match_verdict::create);
    CHECK(m->decide(person("Ana", "Kral", "", "ana@acme.at", "")).verdict == match_verdict::create);
}

TEST_CASE("a contact known by one name has its last word as the family's") {
    auto const r = mdm::match_record_of(
        model::contact{.source = {"hubspot", "contacts", "9"}, .name = {.display = " Ana  Maria Novak "}}, "P-1");
    CHECK(r.id == "hubspot contacts 9");
    CHECK(r.keys == std::vector<match_key>{{"external_ref", "hubspot contacts", "9"}});
    CHECK(text_in(r, "given_name") == "Ana  Maria");
    CHECK(text_in(r, "family_name") == "Novak");
    CHECK(text_in(mdm::match_record_of(model::contact{.name = {.display = "Novak"}}, ""), "family_name") == "Novak");
    CHECK(mdm::match_record_of(model::contact{}, "").fields.empty());
}

TEST_CASE("domains are read from whatever people write") {
    std::vector<std::pair<std::string, std::string>> const cases{
        {"https://www.Acme.at/contact?x=1#y", "acme.at"},
        {"http://acme.at:8080", "acme.at"},
        {"acme.at", "acme.at"},
        {"www.acme.at.", "acme.at"},
        {" office@Sub.Acme.at ", "sub.acme.at"},
        {"https://user:pass@acme.at/", "acme.at"},
        {"http://acme.at\\@evil.example", "acme.at"},
        {"https://müller.at", "müller.at"},
        {"acme", ""},
        {"", ""},
        {"n/a", ""},
        {"acme at", ""},
        {"http://", ""},
        {".at", ""},
        {"acme.at and beta.at", ""},
        {std::string("acme\0.at", 8), ""},
    };
    for (auto const& c : cases) {
        CAPTURE(c.first);
        CHECK(mdm::web_domain(c.first) == c.second);
    }
    CHECK(mdm::web_domain(std::string(1'000'000, '.')).empty());
    CHECK(mdm::web_domain(std::string(1'000'000, '@')).empty());
}

TEST_CASE("domains that strangers share are known, whatever the country") {
    for (auto const* d :
         {"gmail.com", "GMAIL.com", "yahoo.co.jp", "hotmail.fr", "gmx.net", "outlook.de", "linkedin.com"})
        CHECK_MESSAGE(mdm::is_shared_domain(d), d);
    for (auto const* d : {"acme.at", "acme.wordpress.com", "mygmx.net", "livestock.com", ""})
        CHECK_FALSE_MESSAGE(mdm::is_shared_domain(d), d);
}

TEST_CASE("phones are compared by their last digits") {
    CHECK(mdm::phone_tail("+43 (0)1 234 56 78") == "12345678");
    CHECK(mdm::phone_tail("0043-1-2345678") == "12345678");
    CHECK(mdm::phone_tail("234 567") == "234567");
    CHECK(mdm::phone_tail("12345").empty());
    CHECK(mdm::phone_tail("none").empty());
}
