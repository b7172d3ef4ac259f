// SPDX-License-Identifier: Apache-2.0
#include <syncline/odoo/external_id.hpp>

#include <doctest/doctest.h>

#include <random>
#include <set>

using namespace syncline;

namespace {

std::string name_of(std::string text) { return odoo::external_name({std::move(text)}); }

/// What `escaped_name` did, undone.
std::string unescaped(std::string_view name) {
    std::string out;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (name[i] != '_') {
            out += name[i];
        } else if (name[i + 1] == '_') {
            out += '_';
            ++i;
        } else {
            out += static_cast<char>(std::stoi(std::string(name.substr(i + 2, 2)), nullptr, 16));
            i += 3;
        }
    }
    return out;
}

}  // namespace

TEST_CASE("a key becomes letters, digits and underscores") {
    CHECK(name_of("won/D-1/order") == "won_x2fD_x2d1_x2forder");
    CHECK(name_of("a_b") == "a__b");
    CHECK(name_of("K\xC3\xB6ln.x") == "K_xc3_xb6ln_x2ex");
    CHECK(name_of("").empty());
}

TEST_CASE("two keys never share a name") {
    std::mt19937 random(11);
    std::set<std::string> keys;
    std::set<std::string> names;
    for (int i = 0; i < 50'000; ++i) {
        std::string key;
        for (auto n = 1 + random() % 6; n > 0; --n) key += "_xX2fh/-.\xC3 "[random() % 11];
        auto const name = name_of(key);
        CHECK(unescaped(name) == key);
        keys.insert(key);
        names.insert(name);
    }
    CHECK(names.size() == keys.size());
}

TEST_CASE("a long key keeps its beginning and ends in a hash") {
    auto const a = name_of(std::string(200, 'a') + "1");
    auto const b = name_of(std::string(200, 'a') + "2");
    CHECK(a.size() == odoo::max_external_name);
    CHECK(a.starts_with(std::string(94, 'a') + "_h"));
    CHECK(a != b);
    CHECK(name_of(std::string(128, 'a')) == std::string(128, 'a'));
    CHECK(a == name_of(std::string(200, 'a') + "1"));
}

TEST_CASE("what is appended to a name is never part of another key's name") {
    // `_line_1` and `_task_x` begin with an underscore that no escape begins with
    for (auto const* key : {"order_line_1", "order/line/1", "order_task_x", "order line 1"})
        CHECK_FALSE(name_of(key) == name_of("order") + "_line_1");
}
