// SPDX-License-Identifier: Apache-2.0
#include <syncline/odoo/changes.hpp>

#include <doctest/doctest.h>

#include "unit/odoo/support.hpp"

using namespace syncline;
using odoo_test::ticket;

TEST_CASE("changes name only the fields that change") {
    CHECK(odoo::changes<ticket>{}.text() == "{}");
    CHECK(odoo::changes<ticket>{}
              .set(field<&ticket::title>, "a \"b\"")
              .clear(field<&ticket::phone>)
              .set(field<&ticket::cost>, "10.50"_dec)
              .set(field<&ticket::urgent>, true)
              .text() == R"({"name":"a \"b\"","phone":false,"cost":10.50,"urgent":true})");
}

TEST_CASE("a many2one is written as its bare id, which is all Odoo takes without clearing it") {
    CHECK(odoo::changes<ticket>{}.set(field<&ticket::owner_id>, json::id_name{233, "United States"}).text() ==
          R"({"owner_id":233})");
}
