// SPDX-License-Identifier: Apache-2.0
#include <syncline/odoo/call_context.hpp>

#include <algorithm>

namespace syncline::inline v1::odoo::detail {

call_context merged(call_context const& client, call_context call) {
    if (call.lang.empty()) call.lang = client.lang;
    if (call.tz.empty()) call.tz = client.tz;
    if (call.allowed_company_ids.empty()) call.allowed_company_ids = client.allowed_company_ids;
    if (!call.active_test) call.active_test = client.active_test;
    if (call.active_model.empty()) call.active_model = client.active_model;
    if (call.active_ids.empty()) call.active_ids = client.active_ids;
    for (auto const& flag : client.flags) {
        bool const said =
            std::any_of(call.flags.begin(), call.flags.end(), [&flag](auto const& f) { return f.first == flag.first; });
        if (!said) call.flags.push_back(flag);
    }
    return call;
}

}  // namespace syncline::inline v1::odoo::detail
