// SPDX-License-Identifier: Apache-2.0
#include <syncline/json/names.hpp>

#include <doctest/doctest.h>

#include <syncline/json/decode.hpp>
#include <syncline/json/encode.hpp>

using namespace syncline;

namespace wire_names {

enum class kind { new_, old };
BOOST_DESCRIBE_ENUM(kind, new_, old)

struct task {
    int id = 0;
    std::string class_;
    kind what = kind::old;
    std::optional<int> a_name_that_is_longer_than_any_block_of_thirty_two_bytes;
};
BOOST_DESCRIBE_STRUCT(task, (), (id, class_, what, a_name_that_is_longer_than_any_block_of_thirty_two_bytes))

}  // namespace wire_names

template <>
inline constexpr syncline::json::renamed syncline::json::names<wire_names::task>[] = {{"class_", "class"},
                                                                                      {"id", "@id"}};
template <>
inline constexpr syncline::json::renamed syncline::json::names<wire_names::kind>[] = {{"new_", "new"}};

TEST_CASE("a member and an enumerator may have another name on the wire") {
    auto const r = json::decode<wire_names::task>(R"({"@id":1,"class":"x","what":"new"})");
    REQUIRE_MESSAGE(r, r.error().message);
    CHECK(r->id == 1);
    CHECK(r->class_ == "x");
    CHECK(r->what == wire_names::kind::new_);
    CHECK(json::encode(*r) == R"({"@id":1,"class":"x","what":"new"})");
}

TEST_CASE("errors speak of the wire's names") {
    CHECK(json::decode<wire_names::task>(R"({"@id":1,"class_":"x","what":"old"})").error().message ==
          "$.class: found no such member, expected string");
    CHECK(json::decode<wire_names::task>(R"({"@id":1,"class":"x","what":"new_"})").error().message ==
          "$.what: found string \"new_\", expected one of new, old");
}

TEST_CASE("a name may be of any length") {
    std::string const name = "a_name_that_is_longer_than_any_block_of_thirty_two_bytes";
    for (std::string const spacing : {"", " ", "\n\t"}) {
        auto const r = json::decode<wire_names::task>(R"({"@id":1,"class":"x","what":"old",")" + name + "\"" + spacing +
                                                      ":" + spacing + "5}");
        REQUIRE_MESSAGE(r, r.error().message);
        CHECK(r->a_name_that_is_longer_than_any_block_of_thirty_two_bytes == 5);
    }
}
