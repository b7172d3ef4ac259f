// SPDX-License-Identifier: Apache-2.0
#include <syncline/core/error.hpp>

#include <doctest/doctest.h>

#include <syncline/core/category.hpp>

using namespace syncline;

// Shows R116.
TEST_CASE("only technical errors are retryable") {
    for (int i = 0; i <= static_cast<int>(errc::defect); ++i) {
        error const e{.code = static_cast<errc>(i), .message = "x"};
        CAPTURE(to_string(e.code));
        if (e.is_retryable()) CHECK(class_of(e.code) == error_class::technical);
    }
}

// Shows R079, R115.
TEST_CASE("every code has a name and falls into a category with an owner") {
    for (int i = 0; i <= static_cast<int>(errc::defect); ++i) {
        auto const code = static_cast<errc>(i);
        CHECK(to_string(code) != "?");
        CHECK(to_string(class_of(code)) != "?");
        auto const& c = info(category_of(code));
        CHECK(c.value == category_of(code));
        CHECK_FALSE(c.owner.empty());
    }
}

TEST_CASE("every category is found at its own place in the table") {
    for (auto const& c : all_categories) CHECK(&info(c.value) == &c);
}

TEST_CASE("an error names the operations from the outside in") {
    auto const e = error{.code = errc::malformed, .message = "no result"}.within("odoo load").within("flow orders");
    CHECK(e.message == "flow orders: odoo load: no result");
}
