// SPDX-License-Identifier: Apache-2.0
#include <syncline/odoo/record.hpp>

#include <doctest/doctest.h>

#include "unit/odoo/support.hpp"

using namespace syncline;
using odoo_test::ticket;

TEST_CASE("a record needs a description and a model name") {
    struct nobody {};
    static_assert(odoo::Record<ticket>);
    static_assert(!odoo::Record<nobody>);
    static_assert(!odoo::Record<external_ref>);
}

TEST_CASE("a record is described to compiled code: names on the wire, what may be in them") {
    auto const& fields = odoo::detail::record_of<ticket>.fields;
    REQUIRE(fields.size() == 7);  // the extension bag is no field
    CHECK(fields[1].member == "title");
    CHECK(fields[1].name == "name");
    CHECK(fields[3].holds == odoo::detail::holds::reference);
    CHECK(fields[4].holds == odoo::detail::holds::number);
    CHECK(fields[6].holds == odoo::detail::holds::list);
}
