// SPDX-License-Identifier: Apache-2.0
// expect: syncline: this field belongs to another record
#include <cstdint>
#include <string>

#include <boost/describe/class.hpp>

#include <syncline/odoo/query.hpp>

using namespace syncline;

struct partner {
    std::int64_t id = 0;
    std::string name{};
};
BOOST_DESCRIBE_STRUCT(partner, (), (id, name))
struct product {
    std::int64_t id = 0;
    std::string name{};
};
BOOST_DESCRIBE_STRUCT(product, (), (id, name))
template <>
inline constexpr std::string_view syncline::odoo::model_name<partner> = "res.partner";

void in_order(odoo::query<partner>& partners) {
#ifdef SYNCLINE_EXPECT_FAIL
    partners.order_by(field<&product::name>);
#else
    partners.order_by(field<&partner::name>);
#endif
}
