// SPDX-License-Identifier: Apache-2.0
#include <syncline/core/ids.hpp>

#include <doctest/doctest.h>

#include <concepts>
#include <type_traits>
#include <unordered_set>

using namespace syncline;

namespace {
using apple_id = strong_id<struct apple_tag>;
using pear_id = strong_id<struct pear_tag>;
}  // namespace

static_assert(!std::equality_comparable_with<apple_id, pear_id>, "ids of different things do not compare");
static_assert(!std::is_constructible_v<apple_id, pear_id>, "ids of different things do not convert");
static_assert(!std::is_convertible_v<uuid, apple_id>, "a uuid becomes an id only where somebody says so");
static_assert(std::is_trivially_copyable_v<apple_id> && sizeof(apple_id) == 16);

TEST_CASE("an id goes through its text and back") {
    apple_id const id(uuid_v5(uuid_namespace_url, "apple"));
    CHECK(apple_id::parse(id.text()) == id);
    CHECK(id.text() == id.value().text());
    CHECK_FALSE(id.is_nil());
}

TEST_CASE("a default id is nil: no id yet") {
    CHECK(apple_id{}.is_nil());
    CHECK(apple_id{} < apple_id(uuid_v5(uuid_namespace_url, "apple")));
}

TEST_CASE("text that is no id is refused") {
    auto const id = apple_id::parse("apple");
    REQUIRE_FALSE(id);
    CHECK(id.error().code == errc::malformed);
}

TEST_CASE("ids are keys of hash tables") {
    seeded_random random(1);
    std::unordered_set<apple_id> seen;
    for (int i = 0; i < 1000; ++i) CHECK(seen.insert(apple_id(uuid_v4(random))).second);
    CHECK(seen.contains(*seen.begin()));
    CHECK_FALSE(seen.contains(apple_id{}));
}
