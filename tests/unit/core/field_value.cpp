// SPDX-License-Identifier: Apache-2.0
#include <syncline/core/field_value.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

using namespace syncline;

TEST_CASE("a field is absent until somebody says otherwise") {
    field_value<std::string> const f;
    CHECK(f.state() == field_state::absent);
    CHECK(f.is_absent());
    CHECK_FALSE(f.is_empty());
    CHECK_FALSE(f.has_value());
    CHECK(f.value_or("none") == "none");
}

TEST_CASE("an empty field is not an absent one, and not a value either") {
    auto const f = field_value<std::string>::empty_value();
    CHECK(f.state() == field_state::empty);
    CHECK(f.is_empty());
    CHECK_FALSE(f.is_absent());
    CHECK_FALSE(f.has_value());
    CHECK(f != field_value<std::string>{});
    CHECK(f != field_value<std::string>(""));
    CHECK(f.value_or("none") == "none");
}

TEST_CASE("a field takes a value where a value is written") {
    field_value<std::string> f = "text";
    CHECK(f.state() == field_state::value);
    CHECK(f.has_value());
    CHECK(f.value() == "text");
    CHECK(f == "text");
    CHECK(f.value_or("none") == "text");
    f.value() += "!";
    CHECK(f == field_value<std::string>("text!"));
    CHECK(std::move(f).value() == "text!");
}

TEST_CASE("assigning moves a field from each state to each other") {
    field_value<int> f = 7;
    f = field_value<int>::empty_value();
    CHECK(f.is_empty());
    f = 8;
    CHECK(f.value() == 8);
    CHECK_FALSE(f.is_empty());
    f = {};
    CHECK(f.is_absent());
    f = field_value<int>::empty_value();
    f = {};
    CHECK(f.is_absent());
}

TEST_CASE("two fields are the same when state and value are") {
    std::vector<field_value<int>> const all{{}, field_value<int>::empty_value(), 0, 1};
    for (std::size_t i = 0; i < all.size(); ++i)
        for (std::size_t k = 0; k < all.size(); ++k) CHECK((all[i] == all[k]) == (i == k));
}

TEST_CASE("a field holds what can only be moved") {
    field_value<std::unique_ptr<int>> f = std::make_unique<int>(7);
    auto const taken = std::move(f).value();
    CHECK(*taken == 7);
}

static_assert(field_value<int>(7).value() == 7, "fields work in constant expressions");
static_assert(!std::is_convertible_v<std::string, field_value<int>>);
