// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <boost/describe/class.hpp>

#include <syncline/core/field_value.hpp>
#include <syncline/odoo/record.hpp>

namespace syncline::inline v1::odoo {

/// One external id: `module.name` stands for record `res_id` of `model`. The pair (module, name) is unique.
struct ir_model_data {
    std::int64_t id = 0;
    std::string module{};
    std::string name{};
    std::string model{};
    field_value<std::int64_t> res_id{};
};
BOOST_DESCRIBE_STRUCT(ir_model_data, (), (id, module, name, model, res_id))
template <>
inline constexpr std::string_view model_name<ir_model_data> = "ir.model.data";

}  // namespace syncline::inline v1::odoo
