// SPDX-License-Identifier: Apache-2.0
#include <syncline/store/memory_store.hpp>

#include <doctest/doctest.h>

using namespace syncline;

TEST_CASE("a memory store forgets everything when it goes") {
    {
        store::memory_store s;
        REQUIRE(s.in_transaction([](store::tables& t) { return t.put_cursor("deals", "page 7"); }, {}));
        REQUIRE(s.read(
            [](store::tables& t) -> result<void> {
                CHECK(t.cursor("deals").value() == "page 7");
                return {};
            },
            {}));
    }
    store::memory_store s;
    REQUIRE(s.read(
        [](store::tables& t) -> result<void> {
            CHECK(t.cursor("deals").value() == std::nullopt);
            return {};
        },
        {}));
}

TEST_CASE("a work that throws leaves nothing behind and the store usable") {
    store::memory_store s;
    CHECK_THROWS_AS((void)s.in_transaction(
                        [](store::tables& t) -> result<void> {
                            (void)t.put_cursor("deals", "half");
                            throw 7;
                        },
                        {}),
                    int);
    REQUIRE(s.read(
        [](store::tables& t) -> result<void> {
            CHECK(t.cursor("deals").value() == std::nullopt);
            return {};
        },
        {}));
}
