// SPDX-License-Identifier: Apache-2.0
#include <syncline/json/decode.hpp>

#include <doctest/doctest.h>

#include <syncline/core/ids.hpp>
#include <syncline/json/encode.hpp>
#include <syncline/json/writer.hpp>

using namespace syncline;

namespace {

enum class state { draft, sent, done };
BOOST_DESCRIBE_ENUM(state, draft, sent, done)

struct inner {
    std::int64_t id = 0;
    std::optional<std::string> note;
    friend bool operator==(inner const&, inner const&) = default;
};
BOOST_DESCRIBE_STRUCT(inner, (), (id, note))

struct rich {
    std::string name;
    field_value<std::string> phone;
    std::optional<decimal> amount;
    bool active = false;
    std::int32_t count = 0;
    std::vector<std::int64_t> ids;
    std::vector<inner> lines;
    std::optional<json::id_name> partner;
    std::optional<instant> at;
    field_value<local_date> day;
    std::optional<state> stage;
    std::optional<uuid> key;
    std::vector<std::pair<std::string, json::raw>> open;
    json::extras more;
    friend bool operator==(rich const&, rich const&) = default;
};
BOOST_DESCRIBE_STRUCT(rich, (),
                      (name, phone, amount, active, count, ids, lines, partner, at, day, stage, key, open, more))

}  // namespace

TEST_CASE("a rich record is read, written and read again") {
    auto const text =
        R"( {"name":"Ana \u00e9\ud83d\ude00","phone":null,"amount":19.990000000000000001,"active":true,"count":-7,
      "ids":[1,2,3],"lines":[{"id":1},{"id":9007199254740993,"note":"x"}],"partner":[7,"ACME"],"at":"2026-11-22T05:50:38.001Z",
      "day":"2026-11-22","stage":"sent","key":"2ed6657d-e927-568b-95e1-2665a8aea6a2","open":{"a":[1, 2],"b":"x"},"unknown":{"k":[1]} })";
    auto const r = json::decode<rich>(text);
    REQUIRE_MESSAGE(r, r.error().message);
    CHECK(r->name == "Ana é😀");
    CHECK(r->phone.is_empty());
    CHECK(r->amount->to_string() == "19.990000000000000001");
    CHECK(r->lines[1].id == 9007199254740993);
    CHECK(r->partner->name == "ACME");
    CHECK(*r->more.find("unknown") == R"({"k":[1]})");
    auto const out = json::encode(*r);
    auto again = json::decode<rich>(out);
    REQUIRE_MESSAGE(again, again.error().message);
    again->partner->name = r->partner->name;
    CHECK(*again == *r);
    for (auto d : {json::odoo, json::hubspot}) {
        auto third = json::decode<rich>(json::encode(*r, d), d);
        REQUIRE_MESSAGE(third, third.error().message, json::encode(*r, d));
        CHECK(third->amount == r->amount);
    }
}

TEST_CASE("errors name path, found and expected") {
    auto const r = json::decode<std::vector<rich>>(R"([{"name":"x","active":true,"count":"abc"}])");
    REQUIRE(!r);
    CHECK(r.error().message == "$[0].count: found string \"abc\", expected integer from -2147483648 to 2147483647");
    auto const m = json::decode<std::vector<rich>>(R"([{"name":"x","active":true}])");
    CHECK(m.error().message == "$[0].count: found no such member, expected integer from -2147483648 to 2147483647");
    auto const t = json::decode_at<std::vector<rich>>(R"({"result":[{"name":"x","act)", "/result");
    CHECK(t.error().message ==
          "$.result[0]: found the end of the text at byte 27, expected the closing quote of a string");
}
