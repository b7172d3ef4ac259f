// SPDX-License-Identifier: Apache-2.0
#include <syncline/mdm/fact.hpp>

#include <doctest/doctest.h>

#include "unit/mdm/customer.hpp"

using namespace survivors;

TEST_CASE("a note knows its field") {
    CHECK(note<&customer::source>({}).member == 0);
    CHECK(note<&customer::vat>({.verified = true}).member == 2);
    CHECK(note<&customer::vat>({.verified = true}).verified);
    CHECK(note<&customer::phone>({.at = at(3)}).at == at(3));
}

TEST_CASE("who does not say what its system is, is heard by no rule that names a role") {
    fact<customer> const unknown{.record = {.name = "Acme", .phone = "+43 1"}, .from = {.source = {"x", "y", "1"}}};
    CHECK(merge({unknown}).record.name.empty());
    CHECK(merge({unknown}).record.phone == "+43 1");
}
