// SPDX-License-Identifier: Apache-2.0
// Written by syncline-gen: helpdesk.ticket as Odoo 18.0 #error describes it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <boost/describe/class.hpp>

#include <syncline/core/decimal.hpp>
#include <syncline/core/field_value.hpp>
#include <syncline/json/id_name.hpp>
#include <syncline/json/names.hpp>
#include <syncline/odoo/record.hpp>

namespace erp {

/// A record of helpdesk.ticket.
/// Left out, because no member can hold them: picture int z;, properties.
struct helpdesk_ticket {
    std::int64_t id = 0;
    std::string name{};  ///< Name */ int x; /* /
    syncline::field_value<bool> x_2fa{};  ///< Begins with a digit
    syncline::field_value<std::int64_t> x_{};  ///< /
    syncline::field_value<std::string> a_evil_{};  ///< Quotes " and ? ?/
    syncline::field_value<std::string> class_2{};  ///< A C++ keyword int injected = 1;
    syncline::field_value<std::string> class_{};  ///< Line separator int y;
    syncline::field_value<std::string> helpdesk_ticket_2{};  ///< As the struct
    syncline::field_value<std::string> linux_{};  ///< A macro of gcc
    /// A label that goes on and on, A label that goes on and on, A label that goes on a... (res.partner #include <evil>)
    syncline::field_value<syncline::json::id_name> long_{};
    syncline::field_value<std::string> state{};  ///< State: `new`, `` #error`, `3`, `4`, `5`, `6`, `7`, `8`, ...
    syncline::field_value<syncline::decimal> x_studio_gr_e{};  ///< What the one above would become
    syncline::field_value<syncline::decimal> x_studio_gr_e_2{};  ///< Größe reversed
};
BOOST_DESCRIBE_STRUCT(helpdesk_ticket, (),
                      (id, name, x_2fa, x_, a_evil_, class_2, class_, helpdesk_ticket_2, linux_, long_, state,
                       x_studio_gr_e, x_studio_gr_e_2))

}  // namespace erp

template <>
inline constexpr std::string_view syncline::odoo::model_name<erp::helpdesk_ticket> = "helpdesk.ticket";
template <>
inline constexpr syncline::json::renamed syncline::json::names<erp::helpdesk_ticket>[] = {
    {"x_2fa", "2fa"}, {"x_", "\\"}, {"a_evil_", "a\"] = evil(); //"}, {"class_2", "class"},
    {"helpdesk_ticket_2", "helpdesk_ticket"}, {"linux_", "linux"}, {"long_", "long"},
    {"x_studio_gr_e", "x_studio_gr__e"}, {"x_studio_gr_e_2", "x_studio_gr\303\266\303\237e"}};
