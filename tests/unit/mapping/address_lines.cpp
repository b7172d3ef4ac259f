// SPDX-License-Identifier: Apache-2.0
#include <syncline/mapping/address_lines.hpp>

#include <doctest/doctest.h>

#include <array>

#include <syncline/core/random.hpp>
#include <syncline/mapping/mapping.hpp>

namespace address_lines_test {

using namespace syncline;

namespace {

struct account {
    std::string billing_street;
};
BOOST_DESCRIBE_STRUCT(account, (), (billing_street))
struct partner {
    std::string street;
    std::string street2;
};
BOOST_DESCRIBE_STRUCT(partner, (), (street, street2))

constexpr auto to_partner =
    mapping<account, partner>(to<& partner::street> = from<&account::billing_street> | street_line{1},
                              to<& partner::street2> = from<&account::billing_street> | street_rest{2});
constexpr auto to_account =
    mapping<partner, account>(to<& account::billing_street> = from_record | [](partner const& p) {
        return joined_lines({p.street, p.street2});
    });

}  // namespace

TEST_CASE("a street of several lines goes into columns and nothing is lost") {
    auto const p = to_partner(account{"Acme GmbH\r\nHof 2\r\nMusterweg 1"});
    REQUIRE(p);
    CHECK(p->street == "Acme GmbH");
    CHECK(p->street2 == "Hof 2, Musterweg 1");
    CHECK(to_account(*p)->billing_street == "Acme GmbH\nHof 2, Musterweg 1");
    CHECK(to_partner.describe() ==
          "to street = billing_street | street_line 1\nto street2 = billing_street | street_rest 2\n");
}

TEST_CASE("lines end as each system ends them, and blank ones do not count") {
    for (std::string_view const street : {"a\nb\nc", "a\r\nb\r\nc", "a\rb\rc", "\n a \n\n\t\n b\n  c  \n\n"}) {
        CHECK(street_line{1}(street) == "a");
        CHECK(street_line{2}(street) == "b");
        CHECK(street_line{3}(street) == "c");
        CHECK(street_line{4}(street).empty());
        CHECK(street_rest{2}(street) == "b, c");
        CHECK(street_rest{3}(street) == "c");
        CHECK(street_rest{4}(street).empty());
    }
    CHECK(street_line{1}("").empty());
    CHECK(joined_lines({}).empty());
    CHECK(joined_lines({"", " a ", "", "b\r\nc"}) == "a\nb\nc");
}

TEST_CASE("five columns come back as they were, and more lines as one") {
    seeded_random random(5);
    constexpr std::array<std::string_view, 6> texts{"Acme", "Hof 2", "c/o Ana", "Musterweg 1", "Box 12", "Etage 3"};
    for (int i = 0; i < 1000; ++i) {
        std::string street;
        auto const lines = random() % 7;
        for (std::uint64_t n = 0; n < lines; ++n) {
            if (!street.empty()) street += '\n';
            street += texts[random() % texts.size()];
        }
        std::array<std::string, 5> const columns{street_line{1}(street), street_line{2}(street), street_line{3}(street),
                                                 street_line{4}(street), street_rest{5}(street)};
        auto const back = joined_lines({columns[0], columns[1], columns[2], columns[3], columns[4]});
        if (lines <= 5)
            CHECK(back == street);
        else
            CHECK(back.size() == street.size() + 1);  // one line end became ", "
        std::string one = street;
        CHECK(joined_lines({street}) == one);
    }
}

TEST_CASE("hostile streets are kept, in time linear in their size") {
    std::string const broken = "\xFF\xFE\n\x1B[31m";
    CHECK(street_line{1}(broken) == "\xFF\xFE");
    CHECK(street_line{2}(broken) == "\x1B[31m");
    CHECK(street_rest{1}(std::string(1'000'000, '\n')).empty());
    CHECK(street_line{1}(std::string(1'000'000, 'x')).size() == 1'000'000);
    CHECK(street_line{0}("a").empty());
    CHECK(street_rest{0}("a\nb") == "a, b");
}

}  // namespace address_lines_test
