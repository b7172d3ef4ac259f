// SPDX-License-Identifier: Apache-2.0
#include <syncline/store/sqlite_store.hpp>

#include <doctest/doctest.h>

#include <filesystem>

using namespace syncline;

TEST_CASE("what was acknowledged is there after closing and opening") {
    std::filesystem::remove("x.db");
    {
        auto s = store::sqlite_store::open("x.db");
        REQUIRE_MESSAGE(s, s.error().message);
        auto r = (*s)->in_transaction([](store::tables& t) { return t.put_cursor("deals", "page 7"); }, {});
        REQUIRE_MESSAGE(r, r.error().message);
    }
    auto s = store::sqlite_store::open("x.db");
    REQUIRE_MESSAGE(s, s.error().message);
    auto r = (*s)->read(
        [](store::tables& t) -> result<void> {
            CHECK(t.cursor("deals").value() == "page 7");
            return {};
        },
        {});
    REQUIRE_MESSAGE(r, r.error().message);
    auto v = (*s)->verify({});
    REQUIRE_MESSAGE(v, v.error().message);
}
