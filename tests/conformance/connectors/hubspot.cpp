// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include <boost/describe/class.hpp>

#include <syncline/crm/hubspot.hpp>
#include <syncline/emulator/hubspot.hpp>
#include <syncline/testkit/connector_kit.hpp>
#include <syncline/testkit/manual_clock.hpp>

#include "losses.hpp"

using namespace syncline;
using namespace std::chrono_literals;
namespace hs = syncline::crm::hubspot;

namespace {

struct erp_company {
    field_value<std::string> name{};
    field_value<std::string> phone{};
    field_value<std::string> tier{};
};
BOOST_DESCRIBE_STRUCT(erp_company, (), (name, phone, tier))

}  // namespace

template <>
inline constexpr std::string_view syncline::crm::hubspot::object_type<erp_company> = "companies";

namespace {

/// Between client and portal: the price 666 arrives as a word.
struct spoiled {
    emulator::hubspot* box;

    [[nodiscard]] result<http::response> send(http::request const& r, context const& ctx) {
        auto got = box->send(r, ctx);
        std::string const number = "\"666\"";
        if (got)
            for (auto at = got->body.find(number); at != std::string::npos; at = got->body.find(number, at))
                got->body.replace(at, number.size(), "\"six\"");
        return got;
    }
};

struct portal {
    portal() { lost.watch(box.faults); }

    testkit::manual_clock clock;
    emulator::hubspot box{clock};
    hs::client hub{spoiled{&box}, {.token = secret{"t0ken"}}, clock};
    connectors::losses lost;
};

struct target_rig : portal {
    target_rig() {
        lost.only_writes = true;
        REQUIRE(box.add_property("companies", {.name = "erp_ref", .unique = true}));
        REQUIRE(box.add_property(
            "companies",
            {.name = "tier", .type = "enumeration", .field_type = "select", .options = {"gold", "silver"}}));
    }

    auto target() { return hub.upsert<erp_company>("erp_ref"); }
    erp_company sample(std::size_t n) { return {.name = "Company " + std::to_string(n), .phone = "1"}; }
    erp_company changed(std::size_t n) { return {.name = "Company " + std::to_string(n), .phone = "2"}; }
    erp_company refused() { return {.name = "Refused", .tier = "lead"}; }
    erp_company with_text(std::string const& text) { return {.name = text, .phone = "3"}; }
    std::size_t count() { return box.count("companies"); }
    bool holds(std::string const& id, erp_company const& expected) {
        return box.property("companies", id, "name") == expected.name.value() &&
               box.property("companies", id, "phone") == expected.phone.value();
    }
    void remove(std::string const& id) { REQUIRE(box.archive("companies", id)); }
    void lose_request() { lost.request = true; }
    void lose_reply() { lost.reply = true; }
    void cut_reply() { box.faults.truncate_reply_to("batch/upsert", 5); }
};

template <class M>
struct source_rig : portal {
    static constexpr bool parties = std::is_same_v<M, model::party>;
    static constexpr bool deals = std::is_same_v<M, model::opportunity>;
    std::string const type = parties ? "companies" : deals ? "deals" : "products";
    std::string const customer = deals ? *box.add_company("Customer") : std::string();

    auto source() { return hub.changes<M>({.page_records = 3}); }
    std::size_t several() { return 210; }  // HubSpot's page is 100
    std::string add(std::size_t n, std::string const& price = "5") {
        clock.advance(1h);
        auto const name = "Record " + std::to_string(n);
        if constexpr (parties)
            return *box.add_company(name, {{"phone", "1"}});
        else if constexpr (deals)
            return *box.add_deal(
                {.name = name, .amount = "5", .company = customer, .lines = {{.name = "Line", .price = price}}});
        else
            return *box.add_product(name, "SKU-" + std::to_string(n), price);
    }
    void change(std::string const& id) {
        clock.advance(1h);
        REQUIRE(box.set(type, id, {{deals ? "dealname" : "name", "Another name"}}));
    }
    void remove(std::string const& id) { REQUIRE(box.archive(type, id)); }
    std::string add_unreadable() requires(!parties) { return add(500, "666"); }
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

std::vector<std::string> skipped(testkit::verdicts const& got) {
    std::vector<std::string> out;
    for (auto const& v : got.list)
        if (v.judgement == testkit::judgement::skipped) out.push_back(v.found);
    return out;
}

}  // namespace

TEST_CASE("HubSpot's upsert keeps what flows rely on") {
    auto const got = testkit::check_target([] { return target_rig(); });
    CHECK_MESSAGE(got.passed(), got.text());
    CHECK(skipped(got).empty());
}

TEST_CASE_TEMPLATE("HubSpot's sources keep what flows rely on", M, model::party, model::product, model::opportunity) {
    auto const got = testkit::check_source([] { return source_rig<M>(); });
    CHECK_MESSAGE(got.passed(), got.text());
    // all that is read of a company is text
    CHECK(skipped(got).size() == (std::is_same_v<M, model::party> ? 1 : 0));
}

TEST_CASE("HubSpot's description of itself is complete and agrees with its targets") {
    portal p;
    auto const got = testkit::check_capabilities(
        hs::capabilities_of(), {p.hub.upsert<erp_company>("erp_ref").describe(), p.hub.link_back().describe()});
    CHECK_MESSAGE(got.passed(), got.text());
}
