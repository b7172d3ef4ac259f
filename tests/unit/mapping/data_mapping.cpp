// SPDX-License-Identifier: Apache-2.0
#include <syncline/mapping/data_mapping.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include <syncline/core/random.hpp>
#include <syncline/mapping/any_mapping.hpp>
#include <syncline/mapping/date_time.hpp>
#include <syncline/mapping/hours.hpp>
#include <syncline/mapping/overlay.hpp>
#include <syncline/mapping/phone.hpp>
#include <syncline/mapping/policies.hpp>
#include <syncline/model/invoice.hpp>
#include <syncline/model/party.hpp>
#include <syncline/reflect/digest.hpp>
#include <syncline/testkit/arbitrary.hpp>

#include "unit/contains.hpp"

namespace data_mapping_test {

using namespace syncline;
using tests::contains;

enum class stage { open, won, lost };
BOOST_DESCRIBE_ENUM(stage, open, won, lost)
enum class size { small, big };
BOOST_DESCRIBE_ENUM(size, small, big)

struct place {
    std::string street{};
    std::optional<std::string> city{};
};
BOOST_DESCRIBE_STRUCT(place, (), (street, city))

struct line {
    std::string code{};
    int pieces = 0;
};
BOOST_DESCRIBE_STRUCT(line, (), (code, pieces))

struct deal {
    std::string title{};
    std::string given{};
    std::optional<std::string> family{};
    field_value<std::string> owner{};
    std::optional<int> hours{};
    decimal amount{};
    stage state{};
    std::string kind{};
    external_ref company{};
    std::optional<place> seat{};
    std::vector<line> lines{};
    std::vector<std::string> tags{};
    bool live = false;
    instant made{};
};
BOOST_DESCRIBE_STRUCT(deal, (),
                      (title, given, family, owner, hours, amount, state, kind, company, seat, lines, tags, live, made))

struct item {
    std::string product{};
    std::int64_t count = 0;
    std::string note{};
};
BOOST_DESCRIBE_STRUCT(item, (), (product, count, note))

struct order {
    std::string name{};
    std::string person{};
    std::string manager{};
    std::int64_t hours = 0;
    decimal total{};
    size how_big{};
    model::open_enum<size> kind{};
    std::optional<external_ref> customer{};
    std::optional<std::string> city{};
    std::vector<item> items{};
    std::string tags{};
    std::optional<std::string> first_tag{};
    bool live = false;
    field_value<std::string> note{};
    std::string label{};
    std::optional<external_ref> project{};
    std::string source{};
    local_date day{};
    std::string unused{};
};
BOOST_DESCRIBE_STRUCT(order, (),
                      (name, person, manager, hours, total, how_big, kind, customer, city, items, tags, first_tag, live,
                       note, label, project, source, day, unused))

struct prefixed {
    std::string_view with;
    std::string operator()(std::string const& s) const { return std::string(with) + s; }
    static std::string_view describe() { return "crm_title"; }
};
struct is_large {
    bool operator()(deal const& d) const { return d.amount > decimal(1000); }
    static std::string_view describe() { return "is_large"; }
};

using std::string_view_literals::operator""sv;

constexpr auto typed =
    mapping<deal, order>(
        to<& order::unused> = constant("-"),
        to<& order::name> = from<&deal::title> | trim | non_empty | prefixed{"CRM: "} | at_most{20},
        to<& order::person> = from_all<&deal::given, &deal::family> | joined{" "},
        to<& order::manager> = from<&deal::owner> | trim | or_else{"nobody \"yet\""},
        to<& order::hours> = from<&deal::hours> | or_else{8}, to<& order::total> = from<&deal::amount>,
        to<& order::how_big> =
            from<&deal::state> | translated(std::pair{stage::open, size::small}, std::pair{stage::won, size::big}),
        to<& order::kind> =
            from<&deal::kind> | translated_open<size>(std::pair{"a"sv, size::big}, std::pair{"b"sv, size::small}),
        to<& order::customer> = from<&deal::company> | linked_to{"odoo", "res.partner", "is not a customer"},
        to<& order::city> = from<&deal::seat, &place::city> | trim,
        to<& order::items> =
            from<&deal::lines> | each{mapping<line, item>(to<& item::product> = from<&line::code> | trim | non_empty,
                                                          to<& item::count> = from<&line::pieces>, skip<&item::note>)},
        to<& order::tags> = from<&deal::tags> | joined{", "}, to<& order::first_tag> = from<&deal::tags> | part{0},
        to<& order::live> = from<&deal::live>, to<& order::note> = from<&deal::owner>,
        to<& order::label> =
            when(is<&deal::kind>("vip"), from<&deal::given> | prefixed{"CRM: "})
                .otherwise(when(has<&deal::family>, from<&deal::family> | required)
                               .otherwise(when(is_large{}, constant("large")).otherwise(constant("small\n")))),
        to<& order::project> = produced_by("project"), to<& order::source> = from<&deal::kind> | value_table{"kind"},
        to<& order::day> = from<&deal::made> | day_at{std::chrono::minutes(-480)})
        .named("deal-to-order", "1.2.0");

mapping_words const& words() {
    static mapping_words const all = [] {
        mapping_words w;
        w.step<std::string>("crm_title", prefixed{"CRM: "}).test<deal>("is_large", is_large{});
        return w;
    }();
    return all;
}

struct identity_table final : identity_resolver {
    result<std::optional<external_ref>> resolve(external_ref const& from, std::string_view system,
                                                std::string_view object) override {
        if (from.id.size() % 2 == 1) return std::optional<external_ref>{};
        return std::optional(external_ref{std::string(system), std::string(object), from.id + "!"});
    }
};

template <class T>
std::string shown(result<T> const& r) {
    if (!r) return std::string(to_string(r.error().code)) + ": " + r.error().message;
    return reflect::digest(*r).text();
}

template <class From = deal, class To = order>
std::string refused(std::string_view json, mapping_terms const& terms = {}) {
    mapping_files files;
    if (auto ok = files.add("a.json", json); !ok)
        return std::string(to_string(ok.error().code)) + ": " + ok.error().message;
    auto const m = files.load<From, To>("a", terms);
    return m ? "accepted" : std::string(to_string(m.error().code)) + ": " + m.error().message;
}

/// A file for `line` to `item` with one rule of interest.
std::string with_rule(std::string_view rule) {
    return R"({"mapping":"a","version":"1.0.0","rules":{"count":"pieces","note":null,"product":)" + rules::quote(rule) +
           "}}";
}
std::string refused_rule(std::string_view rule) { return refused<line, item>(with_rule(rule)); }

TEST_CASE("a typed mapping printed as a file and read back is the same mapping") {
    auto const file = mapping_file(typed);
    REQUIRE(file);
    mapping_files files;
    REQUIRE(files.add("deal_to_order.json", *file));
    auto const loaded = files.load<deal, order>("deal-to-order", {.words = &words()});
    REQUIRE_MESSAGE(loaded, (loaded ? "" : loaded.error().message));
    CHECK(loaded->describe() == typed.describe());
    CHECK(loaded->identity() == typed.identity());
    CHECK(mapping_file(*loaded) == file);
    CHECK(loaded->skipped() == typed.skipped());

    seeded_random random(20);
    any_random any(random);
    identity_table ids;
    value_tables const tables{{"kind", {{"a", "A"}}}};
    int mapped = 0;
    int failed = 0;
    for (int i = 0; i < 2000; ++i) {
        auto d = testkit::arbitrary<deal>(any);
        if (i % 2 == 0) {  // so that both outcomes are common
            d.title = "t";
            d.state = stage::won;
            d.company.id = "12";
            d.lines.clear();
            d.made = instant{};
        }
        if (i % 3 == 0) d.kind = i % 2 == 0 ? "vip" : "a";
        std::vector<unresolved_ref> one;
        std::vector<unresolved_ref> other;
        std::vector<std::pair<std::string, external_ref>> const made{{"project", {"odoo", "project.project", "4"}}};
        map_context mc{.identities = &ids, .tables = &tables};
        if (i % 5 != 0) mc.produced = made;
        mc.unresolved = &one;
        auto const by_rules = typed(d, mc);
        mc.unresolved = &other;
        auto const by_data = (*loaded)(d, mc);
        REQUIRE(shown(by_rules) == shown(by_data));
        CHECK(one.size() == other.size());
        order const existing{.name = "old", .note = std::string("kept"), .unused = "u"};
        REQUIRE(shown(typed.onto(existing, d, mc)) == shown(loaded->onto(existing, d, mc)));
        (by_rules ? mapped : failed) += 1;
    }
    CHECK(mapped > 200);
    CHECK(failed > 200);
}

// Shows R083, R092.
TEST_CASE("the text the registry keeps is enough to run a version that was not compiled in") {
    auto const again = mapping_from_text<deal, order>("deal-to-order", "1.2.0", typed.describe(), {.words = &words()});
    REQUIRE(again);
    CHECK(again->identity() == typed.identity());
    auto const either = version_with<deal, order>(typed.identity(), {*again});
    CHECK(either);
}

TEST_CASE("a file says what the business means in a line per field") {
    mapping_files files;
    REQUIRE(files.add("lines.json", R"({
        "$schema": "mapping-1.schema.json",
        "mapping": "line-to-item", "version": "2.0.1", "description": "what is sold",
        "rules": {"product": " code|trim |  non_empty", "count": "pieces", "note": null}})"));
    auto const m = files.load<line, item>("line-to-item");
    REQUIRE(m);
    CHECK(m->describe() == "to product = code | trim | non_empty\nto count = pieces\nskip note\n");
    CHECK((*m)(line{" A7 ", 3})->product == "A7");
    CHECK((*m)(line{" A7 ", 3})->count == 3);
    auto const failed = (*m)(line{" ", 3});
    REQUIRE_FALSE(failed);
    CHECK(failed.error().message == "code -> product: found nothing, expected a text");
    CHECK(files.ids() == std::vector<std::string>{"line-to-item"});
}

TEST_CASE("an overlay is a file that extends another, and its difference is what it says") {
    mapping_files files;
    REQUIRE(files.add("base.json", with_rule("code | trim")));
    REQUIRE(files.add("german.json",
                      R"({"mapping":"de","version":"1.0.0","extends":"a","rules":{"note":"constant \"AGB\""}})"));
    auto const base = files.load<line, item>("a");
    auto const german = files.load<line, item>("de");
    REQUIRE(german);
    CHECK((*german)(line{" x ", 1})->note == "AGB");
    CHECK((*german)(line{" x ", 1})->product == "x");
    CHECK(mapping_difference(base->describe(), german->describe()) == "- skip note\n+ to note = constant \"AGB\"\n");
}

TEST_CASE("every conversion that ships is known to rules as data") {
    for (auto const& facts : all_conversions()) {
        if (facts.name == "joined_lines") continue;  // of several arguments, for code
        auto const text = refused_rule("code | " + std::string(facts.name));
        CHECK_MESSAGE(!contains(text, "is not there"), text);
    }
    auto const accepted = [](std::string_view rule) { return refused_rule(rule); };
    CHECK(accepted("code | to_country_code | country_name | to_country_code | country_alpha3") == "accepted");
    CHECK(accepted("code | to_phone AT | e164_only") == "accepted");
    CHECK(accepted("code | to_phone | phone_text") == "accepted");
    CHECK(accepted("code | to_region_code DE | region_name") == "accepted");
    CHECK(accepted("code | to_tax_id VAT AT | tax_id_text") == "accepted");
    CHECK(accepted("code | to_tax_id LEI | tax_id_text") == "accepted");
    CHECK(accepted("code | street_line 0 | street_rest 1") == "accepted");
    CHECK(accepted("code | split_name | family_first") == "accepted");
    CHECK(accepted("code | split_name | full_name") == "accepted");
    CHECK(accepted("code | to_instant | day_at -480 min | start_of_day 60 min | instant_text") == "accepted");
    CHECK(accepted("code | milliseconds_to_instant | naive_utc") == "accepted");
    CHECK(accepted("code | to_date | date_text") == "accepted");
    CHECK(accepted("code | split \",\" | joined \"; \"") == "accepted");
    CHECK(accepted("code | split \",\" | part 1 | or_else \"none\"") == "accepted");
    CHECK(accepted("code | value_table \"odd name\"") == "accepted");
}

TEST_CASE("a rule's parameters are checked") {
    CHECK(refused_rule("code | at_most many") ==
          "misconfigured: a.json: $.rules.product: step at_most: found many, expected a number of bytes");
    CHECK(refused_rule("code | split \"ab\"") ==
          "misconfigured: a.json: $.rules.product: step split: found \"ab\", expected one character in quotes");
    CHECK(contains(refused_rule("code | as_ref sku"), "found sku, expected a system and an object"));
    CHECK(contains(refused_rule("code | as_ref sku product | linked_to odoo product.product or wait"),
                   "`or reject` and `saying \"...\"` behind them"));
    CHECK(contains(refused_rule("code | trim 7"), "step trim: found words behind it, expected none"));
    CHECK(contains(refused_rule("code | prefixed A-"), "found step \"prefixed A-\", which is not there"));
    CHECK(contains(refused_rule("code | to_instant | day_at 9999 min"), "expected an offset to UTC"));
    CHECK(contains(refused_rule("code | or_else 5"), "found 5 for or_else, expected text"));
    CHECK(contains(refused_rule("code | translated \"a\"=\"b\" \"a\"=\"c\""), "found \"a\" twice, expected it once"));
    CHECK(contains(refused_rule("code | translated"), "found no rows"));
}

TEST_CASE("all that is wrong with a file is told at once, with file, path, found and expected") {
    CHECK(refused<line, item>(R"({"mapping":"a","version":"1.0.0","rules":{
            "prodcut":"code", "count":"piece | trim", "note":"pieces"}})") ==
          "misconfigured: a.json: $.rules.prodcut: found target field \"prodcut\", which is not there; did you mean "
          "product?; a.json: $.rules.count: found source field \"piece\", which is not there; did you mean pieces?; "
          "a.json: $.rules.note: found whole number, expected text for note; a.json: found no rule for product, "
          "expected one; leave it out on purpose if that is meant");
}

TEST_CASE("types are checked along the whole rule") {
    CHECK(refused_rule("pieces | trim") ==
          "misconfigured: a.json: $.rules.product: step trim: found whole number, expected text");
    CHECK(refused_rule("code | to_instant") ==
          "misconfigured: a.json: $.rules.product: found instant, expected text for product");
    CHECK(refused_rule("code | trimm") ==
          "misconfigured: a.json: $.rules.product: found step \"trimm\", which is not there; did you mean trim?");
    CHECK(refused_rule("code | split \",\" | part 0") ==
          "misconfigured: a.json: $.rules.product: found a rule that may make nothing, expected a value for product; "
          "add `| or_else ...` or `| required`");
    CHECK(contains(refused_rule("code | required"), "found text, expected a value that may be missing"));
    CHECK(contains(refused_rule("code.length"), "found code.length, but a text has no fields"));
    CHECK(contains(refused_rule("record"), "found the whole record, expected a step of the host's behind it"));
    CHECK(contains(refused_rule("code, code"), "expected `| joined"));
    CHECK(contains(refused_rule("code, pieces | joined \" \""), "found pieces, a whole number, among fields to join"));
    CHECK(contains(refused_rule("constant 7"), "found 7 as a constant, expected text"));
    CHECK(
        contains(refused_rule("when code is 7: code; otherwise: code"), "found 7 to compare code with, expected text"));
    CHECK(
        contains(refused_rule("when code has a value: code; otherwise: code"), "expected a field that may be missing"));
    CHECK(contains(refused_rule("when is_odd: code; otherwise: code"), "found test \"is_odd\", which is not there"));
    CHECK(contains(refused_rule("code | each {to product = code}"), "found text, expected a list of records"));
    CHECK(contains(refused_rule("code | custom"), "found step \"custom\", which is not there"));
}

TEST_CASE("what is no rule is told with its position") {
    CHECK(refused_rule("code |") ==
          "malformed: a.json: $.rules.product: at 7: found the end, expected the name of a step");
    CHECK(contains(refused_rule(""), "at 1: found the end, expected a source field"));
    CHECK(contains(refused_rule("code trim"), "at 6: found \"trim\", expected the end of the rule"));
    CHECK(contains(refused_rule("when code: code"), "expected \";\""));
    CHECK(contains(refused_rule("code | or_else \"x"), "found a text whose quotes or escapes are wrong"));
    CHECK(contains(refused_rule("code | or_else \"\\q\""), "found a text whose quotes or escapes are wrong"));
    std::string deep;
    for (int i = 0; i < 1000; ++i) deep += "when code is \"x\": ";
    CHECK(contains(refused_rule(deep + "code"), "found rules nested deeper than 16"));
}

TEST_CASE("what is no mapping file is refused whole") {
    mapping_files files;
    auto const add = [&files](std::string_view json) {
        auto const ok = files.add("b.json", json);
        return ok ? std::string("accepted") : std::string(to_string(ok.error().code)) + ": " + ok.error().message;
    };
    CHECK(add("{") != "accepted");
    CHECK(contains(add("[]"), "malformed: b.json: "));
    CHECK(add(R"({"mapping":"b","version":"1.0.0","rules":{},"owner":"x"})") ==
          "malformed: b.json: $.owner: found a field that is not known, expected one of mapping, version, description, "
          "extends, rules");
    CHECK(contains(add(R"({"mapping":"b","version":"1.0.0","rules":{"a":7}})"), "b.json: "));
    CHECK(contains(add(R"({"mapping":"b","version":"1.0.0","rules":{"a":7}})"), "expected string"));
    CHECK(contains(add(R"({"mapping":"b","version":"1.0.0","rules":{"a":"x","a":"y"}})"), "malformed: b.json: "));
    CHECK(contains(add(R"({"mapping":"b","version":"1.0","rules":{}})"),
                   "$.version: found \"1.0\", expected three numbers"));
    CHECK(contains(add(R"({"mapping":"b c","version":"1.0.0","rules":{}})"), "$.mapping: found \"b c\""));
    CHECK(contains(add(R"({"mapping":"","version":"1.0.0","rules":{}})"), "$.mapping: found \"\""));
    auto const huge =
        R"({"mapping":"b","version":"1.0.0","rules":{"a":")" + std::string(10 * 1024 * 1024, 'x') + "\"}}";
    CHECK(contains(add(huge), "too_large: b.json: $: found 104858"));
    CHECK(files.ids().empty());
    CHECK(add(R"({"mapping":"b","version":"1.0.0","rules":{}})") == "accepted");
    CHECK(contains(add(R"({"mapping":"b","version":"1.1.0","rules":{}})"), "conflict: b.json: $.mapping: found \"b\""));
    auto const missing = files.load<line, item>("c");
    REQUIRE_FALSE(missing);
    CHECK(missing.error().message == "mapping c: was not added; there are: b");
}

TEST_CASE("the schemas that ship name every field the loader knows") {
    auto const names_all = [](std::string_view schema, std::string_view names) {
        std::ifstream in(SYNCLINE_TEST_DATA "/../schemas/" + std::string(schema));
        std::string const text((std::istreambuf_iterator<char>(in)), {});
        REQUIRE_FALSE(text.empty());
        for (std::size_t at = 0; at < names.size();) {
            auto const end = std::min(names.find(", ", at), names.size());
            CHECK(contains(text, '"' + std::string(names.substr(at, end - at)) + "\": {"));
            at = end + 2;
        }
    };
    auto const known = [](std::string_view refusal) {
        return refusal.substr(refusal.find("expected one of ") + std::string_view("expected one of ").size());
    };
    mapping_files files;
    auto const mapping = files.add("a", R"({"mapping":"b","version":"1.0.0","rules":{},"x":1})");
    auto const tables = value_table_file::read("a", R"({"value_tables":"b","version":"1.0.0","tables":{},"x":1})");
    REQUIRE_FALSE(mapping);
    REQUIRE_FALSE(tables);
    names_all("mapping-1.schema.json", known(mapping.error().message));
    names_all("value-tables-1.schema.json", known(tables.error().message));
}

TEST_CASE("mappings that extend each other in a ring are refused with the ring") {
    mapping_files files;
    REQUIRE(files.add("a.json", R"({"mapping":"a","version":"1.0.0","extends":"b","rules":{}})"));
    REQUIRE(files.add("b.json", R"({"mapping":"b","version":"1.0.0","extends":"c","rules":{}})"));
    REQUIRE(files.add("c.json", R"({"mapping":"c","version":"1.0.0","extends":"a","rules":{}})"));
    REQUIRE(files.add("d.json", R"({"mapping":"d","version":"1.0.0","extends":"nobody","rules":{}})"));
    auto const ring = files.load<line, item>("a");
    REQUIRE_FALSE(ring);
    CHECK(ring.error().code == errc::misconfigured);
    CHECK(ring.error().message == "c.json: $.extends: found \"a\", which extends itself: a, b, c, a");
    auto const lost = files.load<line, item>("d");
    REQUIRE_FALSE(lost);
    CHECK(lost.error().message == "d.json: $.extends: found \"nobody\", expected a mapping that was added");
}

TEST_CASE("hostile texts stay texts") {
    std::string const nasty = "\"; drop | skip \\ \n\x01 \xF0\x9F\x98\x80 = {to x}";
    auto const m = mapping_from_text<line, item>(
        "a", "1.0.0", "to product = code | or_else " + rules::quote(nasty) + "\nto count = pieces\nskip note\n");
    REQUIRE(m);
    CHECK((*m)(line{"", 1})->product == nasty);
    CHECK(m->describe() == "to product = code | or_else " + rules::quote(nasty) + "\nto count = pieces\nskip note\n");
    auto const file = mapping_file(*m);
    mapping_files files;
    REQUIRE(files.add("x.json", *file));
    CHECK((*files.load<line, item>("a"))(line{"", 1})->product == nasty);
    CHECK_FALSE(mapping_from_text<line, item>("a", "1.0.0", "to product = code | or_else \"\xC0\x80\"\n"));
    CHECK_FALSE(files.add("y.json", "{\"mapping\":\"y\",\"version\":\"1.0.0\",\"rules\":{\"\xC0\x80\":null}}"));
}

// Shows R071.
TEST_CASE("a file writes only what its writer owns, and never what was booked") {
    std::string rules;
    for (auto const& m : rules::record_of_type<model::party>()->members)
        (rules += rules.empty() ? "" : ",") += rules::quote(m.name) + ":" + (m.name == "name" ? "\"code\"" : "null");
    auto const file = R"({"mapping":"a","version":"1.0.0","rules":{)" + rules + "}}";
    CHECK(refused<line, model::party>(file) == "accepted");
    auto const owner = model::facts_of<&model::party::name>().owner;
    CHECK(refused<line, model::party>(file, {.by = {owner}}) == "accepted");
    auto const other = owner == model::system_role::crm ? model::system_role::time_tracking : model::system_role::crm;
    CHECK(contains(refused<line, model::party>(file, {.by = {other}}),
                   "misconfigured: a.json: $.rules.name: found a rule for name, which is owned by "));

    std::string booked;
    std::string outcome;
    for (auto const& m : rules::record_of_type<model::invoice>()->members) {
        bool const first = m.facts->outcome && outcome.empty() && m.type == &rules::type_of<model::money>;
        if (first) outcome = m.name;
        (booked += booked.empty() ? "" : ",") += rules::quote(m.name) + ":" + (first ? rules::quote(m.name) : "null");
    }
    REQUIRE_FALSE(outcome.empty());
    CHECK(contains(
        refused<model::invoice, model::invoice>(R"({"mapping":"a","version":"1.0.0","rules":{)" + booked + "}}"),
        "found a rule for " + outcome + ", an accounting outcome that is told only by "));
}

struct account {
    std::string token{};
    std::string name{};
};
BOOST_DESCRIBE_STRUCT(account, (), (token, name))

}  // namespace data_mapping_test

template <>
inline constexpr auto syncline::model::entity<data_mapping_test::account> = syncline::model::describe_entity(
    "account", "its name",
    {{"token", syncline::model::classification::secret, syncline::model::system_role::crm},
     {"name", syncline::model::classification::internal, syncline::model::system_role::crm}});

namespace data_mapping_test {

TEST_CASE("a file cannot carry a secret out") {
    CHECK(
        refused<account, item>(R"({"mapping":"a","version":"1.0.0",
              "rules":{"product":"token | trim","count":"constant 1","note":null}})") ==
        "misconfigured: a.json: $.rules.product: found a rule that copies a secret into product, which is not secret");
    auto const m =
        mapping_from_text<account, item>("a", "1.0.0", "to product = name\nto count = constant 1\nskip note\n");
    REQUIRE(m);
    CHECK(m->reads() == std::vector<std::pair<std::string_view, std::string_view>>{{"name", "internal"}});
}

TEST_CASE("value tables are data with an identity, too") {
    auto const t = value_table_file::read(
        "t.json", R"({"value_tables":"products","version":"1.0.0","tables":{"product":{"b":"B","GTXPro":"GTX Pro"}}})");
    REQUIRE(t);
    CHECK(t->tables().at("product").at("GTXPro") == "GTX Pro");
    auto const again = value_table_file::read("t.json", t->describe());
    REQUIRE(again);
    CHECK(again->identity() == t->identity());
    CHECK(contains(t->identity(), "products@1.0.0#"));

    auto const refuse = [](std::string_view json) {
        auto const r = value_table_file::read("t.json", json);
        return r ? std::string("accepted") : std::string(to_string(r.error().code)) + ": " + r.error().message;
    };
    std::string big = R"({"value_tables":"p","version":"1.0.0","tables":{"product":{)";
    for (int i = 0; big.size() < std::size_t{10} * 1024 * 1024; ++i)
        big += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":\"value\"";
    CHECK(contains(refuse(big + "}}}"), "too_large: t.json: $: found 10485"));
    CHECK(contains(refuse(R"({"value_tables":"p","version":"1.0.0","tables":{"a":{"x":"1","x":"2"}}})"), "malformed"));
    CHECK(contains(refuse(R"({"value_tables":"p","version":"1.0.0","tables":{"a":{"x":1}}})"), "expected string"));
    CHECK(contains(refuse(R"({"value_tables":"p","version":"1.0.0","table":{}})"), "t.json: "));
}

}  // namespace data_mapping_test
