// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

#include <boost/describe/class.hpp>
#include <nlohmann/json.hpp>

#include <syncline/emulator/odoo.hpp>
#include <syncline/odoo/capabilities.hpp>
#include <syncline/odoo/client.hpp>
#include <syncline/testkit/connector_kit.hpp>
#include <syncline/testkit/manual_clock.hpp>

#include "losses.hpp"

using namespace syncline;
using namespace std::chrono_literals;

namespace {

/// A host's own projection of res.partner.
struct contact {
    std::int64_t id = 0;
    field_value<std::string> name{};
    field_value<std::string> street{};
    std::optional<std::int16_t> color{};  ///< Odoo's has 32 bits: more than fit here cannot be read.
};
BOOST_DESCRIBE_STRUCT(contact, (), (id, name, street, color))

}  // namespace

template <>
inline constexpr std::string_view syncline::odoo::model_name<contact> = "res.partner";

namespace {

struct odoo_box {
    explicit odoo_box(int series)
        : box(clock, {.series = series, .database = "db", .login = "sync", .api_key = secret("key")}) {
        lost.watch(box.faults);
    }

    testkit::manual_clock clock;
    emulator::odoo box;
    odoo::client erp{
        box,
        {.url = "https://erp.example", .database = "db", .login = "sync", .api_key = secret("key"), .batch = 5},
        clock};
    connectors::losses lost;

    /// What a person sees and does, past the connector.
    nlohmann::json ask(std::string const& method, nlohmann::json args) {
        nlohmann::json const body{{"jsonrpc", "2.0"},
                                  {"id", 1},
                                  {"method", "call"},
                                  {"params",
                                   {{"service", "object"},
                                    {"method", "execute_kw"},
                                    {"args", {"db", 2, "key", "res.partner", method, std::move(args)}}}}};
        auto const got = box.send({.method = http::method::post,
                                   .url = "https://erp.example/jsonrpc",
                                   .headers = {{"Content-Type", "application/json"}},
                                   .body = body.dump()},
                                  {});
        REQUIRE(got);
        auto const answer = nlohmann::json::parse(got->body);
        REQUIRE_MESSAGE(answer.contains("result"), got->body);
        return answer["result"];
    }
    void remove(std::string const& id) { (void)ask("unlink", {{std::stoll(id)}}); }
};

template <class Record>
struct target_rig : odoo_box {
    explicit target_rig(int series) : odoo_box(series) { lost.only_writes = true; }

    auto target() { return erp.upsert<Record>(); }
    static Record made(std::string name, std::string text) {
        Record r;
        r.name = std::move(name);
        if constexpr (std::is_same_v<Record, contact>)
            r.street = std::move(text);
        else
            r.phone = std::move(text);
        return r;
    }
    Record sample(std::size_t n) { return made("Contact " + std::to_string(n), "1 Main Street"); }
    Record changed(std::size_t n) { return made("Contact " + std::to_string(n), "2 High Street"); }
    Record refused() {
        auto r = made("Refused", "3");
        if constexpr (std::is_same_v<Record, contact>)
            r.name = field_value<std::string>::empty_value();
        else
            r.parent = external_ref{"odoo", "res.partner", "987654"};
        return r;
    }
    Record with_text(std::string const& text) {
        if constexpr (std::is_same_v<Record, contact>)
            return made("Text", text);
        else
            return made(text, "4");
    }
    std::size_t count() { return box.count("res.partner"); }
    bool holds(std::string const& id, Record const& expected) {
        auto const rows = ask("read", {{std::stoll(id)}, {"name", "street", "phone"}});
        std::string name;
        std::string text;
        if constexpr (std::is_same_v<Record, contact>) {
            name = expected.name.value();
            text = expected.street.value();
        } else {
            name = expected.name;
            text = expected.phone.value();
        }
        return rows.size() == 1 && rows[0]["name"] == name &&
               rows[0][std::is_same_v<Record, contact> ? "street" : "phone"] == text;
    }
    void lose_request() { lost.request = true; }
    void lose_reply() { lost.reply = true; }
    void cut_reply() { box.faults.truncate_reply_to("load", 5); }
};

struct source_rig : odoo_box {
    using odoo_box::odoo_box;

    std::chrono::seconds overlap = odoo::source_options{}.overlap;

    auto source() { return erp.changes<contact>(field<&contact::color> >= 1, {.page = 3, .overlap = overlap}); }
    std::string add(std::size_t n, int color = 1) {
        clock.advance(1h);
        auto const id = box.add(
            "res.partner",
            nlohmann::json{{"name", "Contact " + std::to_string(n)}, {"street", "1 Main Street"}, {"color", color}}
                .dump());
        REQUIRE(id);
        return std::to_string(*id);
    }
    void change(std::string const& id) {
        clock.advance(1h);
        (void)ask("write", {{std::stoll(id)}, {{"street", "2 High Street"}}});
    }
    std::string add_unreadable() { return add(500, 70'000); }
    std::string add_late(std::size_t n) {
        auto const now = clock.now();
        clock.set(now - 1h - 5min);
        auto id = add(n);
        clock.set(now);
        return id;
    }
    void lose_reply() { lost.reply = true; }
    void cut_reply() { box.faults.truncate_reply_to("", 5); }
};

void all_ok(testkit::verdicts const& got) {
    CHECK_MESSAGE(got.passed(), got.text());
    for (auto const& v : got.list) CHECK_MESSAGE(v.judgement != testkit::judgement::skipped, v.name << ": " << v.found);
}

}  // namespace

TEST_CASE("Odoo's upsert of a host's own record keeps what flows rely on, on each series") {
    for (int const series : {16, 18, 19}) {
        CAPTURE(series);
        all_ok(testkit::check_target([series] { return target_rig<contact>(series); }));
    }
}

TEST_CASE("Odoo's upsert of a canonical object keeps what flows rely on, on each series") {
    for (int const series : {16, 18, 19}) {
        CAPTURE(series);
        all_ok(testkit::check_target([series] { return target_rig<model::party>(series); }));
    }
}

TEST_CASE("Odoo's source of changes keeps what flows rely on, on each series") {
    for (int const series : {16, 18, 19}) {
        CAPTURE(series);
        all_ok(testkit::check_source([series] { return source_rig(series); }));
    }
}

TEST_CASE("a source that does not go back is found to lose what commits late, and nothing else") {
    struct hasty_rig : source_rig {
        hasty_rig() : source_rig(19) { overlap = 0s; }
    };
    std::vector<std::string> failed;
    for (auto const& v : testkit::check_source([] { return hasty_rig(); }).list)
        if (v.judgement == testkit::judgement::failed) failed.push_back(v.name);
    CHECK(failed == std::vector<std::string>{"a record that commits late is in the next round"});
}

TEST_CASE("Odoo's description of itself is complete and agrees with its targets") {
    for (int const series : {16, 18, 19}) {
        odoo_box b(series);
        auto const server = b.erp.connect({});
        REQUIRE(server);
        all_ok(testkit::check_capabilities(odoo::capabilities_of(*server),
                                           {b.erp.upsert<contact>().describe(), b.erp.upsert<model::party>().describe(),
                                            b.erp.upsert<model::contract>().describe()}));
    }
}
