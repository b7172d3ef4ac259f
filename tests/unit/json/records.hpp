// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <syncline/core/ids.hpp>
#include <syncline/json/decode.hpp>

// Records with a member of every type JSON knows, for the unit tests and the fuzzer.

namespace records {

using namespace syncline;

enum class stage { draft, sent, done };
BOOST_DESCRIBE_ENUM(stage, draft, sent, done)

struct line {
    std::int64_t id = 0;
    field_value<std::string> note{};
    std::optional<decimal> price{};
    friend bool operator==(line const&, line const&) = default;
};
BOOST_DESCRIBE_STRUCT(line, (), (id, note, price))

struct order_tag;
using order_id = strong_id<order_tag>;

struct order {
    std::int64_t id = 0;
    std::string name;
    field_value<std::string> phone;
    std::optional<decimal> amount;
    std::optional<bool> active;
    field_value<std::int32_t> count;
    std::optional<std::vector<std::int64_t>> tags;
    std::optional<std::vector<line>> lines;
    std::optional<line> main_line;
    field_value<json::id_name> partner;
    std::optional<instant> at;
    field_value<local_date> day;
    std::optional<records::stage> stage;
    std::optional<order_id> key;
    std::optional<double> ratio;
    std::optional<std::vector<std::pair<std::string, std::optional<std::string>>>> open;
    std::optional<json::raw> payload;
    json::extras more;
    friend bool operator==(order const&, order const&) = default;
};
BOOST_DESCRIBE_STRUCT(order, (),
                      (id, name, phone, amount, active, count, tags, lines, main_line, partner, at, day, stage, key,
                       ratio, open, payload, more))

/// The same fields as views.
struct order_view {
    std::int64_t id = 0;
    std::string_view name;
    field_value<std::string_view> phone;
    field_value<json::id_name_view> partner;
    friend bool operator==(order_view const&, order_view const&) = default;
};
BOOST_DESCRIBE_STRUCT(order_view, (), (id, name, phone, partner))

template <class T>
struct only {
    T x{};
    friend bool operator==(only const&, only const&) = default;
    BOOST_DESCRIBE_CLASS(only, (), (x), (), ())
};

inline constexpr std::string_view full_order =
    R"({"id":9007199254740993,"name":"Caf\u00e9 \ud83d\ude00 \"A\"\n","phone":null,"amount":19.990000000000000001,)"
    R"("active":false,"count":-7,"tags":[1,2,3],"lines":[{"id":1,"note":"x","price":-0.05},{"id":2}],)"
    R"("main_line":{"id":3,"note":null},"partner":[7,"ACME"],"at":"2026-11-22T05:50:38.001Z","day":"2026-11-22",)"
    R"("stage":"sent","key":"2ed6657d-e927-568b-95e1-2665a8aea6a2","ratio":1.5,"open":{"a":"1","b":null},)"
    R"("payload":{"k" : [1e2, "\u0041"]},"unknown":{"deep":[true,false,null]},"other":"\/"})";

}  // namespace records
