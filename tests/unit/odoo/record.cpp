// SPDX-License-Identifier: Apache-2.0
#include <syncline/odoo/record.hpp>

#include <doctest/doctest.h>

#include <vector>

#include "unit/odoo/support.hpp"

using namespace syncline;
using odoo_test::ticket;

TEST_CASE("a record needs a description and a model name") {
    struct nobody {};
    static_assert(odoo::Record<ticket>);
    static_assert(!odoo::Record<nobody>);
    static_assert(!odoo::Record<external_ref>);
}

TEST_CASE("only described fields are asked for, under their wire names") {
    auto const& names = odoo::detail::field_names<ticket>;
    CHECK(std::vector<std::string_view>(names.begin(), names.end()) ==
          std::vector<std::string_view>{"id", "name", "phone", "owner_id", "cost", "urgent", "tag_ids"});
}
