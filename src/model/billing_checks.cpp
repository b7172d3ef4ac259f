// SPDX-License-Identifier: Apache-2.0
#include <syncline/model/billing_checks.hpp>

#include <algorithm>
#include <string>

#include <boost/describe/enum_to_string.hpp>

#include "model/names.hpp"

namespace syncline::inline v1::model {
namespace {

bool has_line(contract const& c, std::string_view key) {
    return std::any_of(c.lines.begin(), c.lines.end(), [&](contract_line const& l) { return l.key == key; });
}

}  // namespace

result<void> may_fire(billing_trigger const& t, contract const& agreed, customer_role const& customer) {
    auto const name =
        "contract " + shorten(agreed.reference, 60) + ", line \"" + shorten(t.line, 40) + "\": billing trigger";
    if (customer.party != agreed.party || customer.legal_entity != agreed.legal_entity)
        return fail(errc::misconfigured, name + ": found customer " + detail::shown(customer.party) + " of " +
                                             detail::shown(customer.legal_entity) + ", expected " +
                                             detail::shown(agreed.party) + " of " + detail::shown(agreed.legal_entity));
    if (t.line.empty() || !has_line(agreed, t.line))
        return fail(errc::missing_reference, name + ": the contract has no such line");
    if (agreed.state != contract_state::active)
        return detail::refuse(errc::rejected, category::invalid_billing_terms,
                              name + ": found a contract that is " +
                                  boost::describe::enum_to_string(agreed.state, "?") + ", expected an active one");
    if (customer.hold != hold::none)
        return detail::refuse(errc::rejected, category::policy_violation,
                              name + ": found a " + boost::describe::enum_to_string(customer.hold, "?") +
                                  " hold on customer " + detail::shown(customer.party) +
                                  ", expected none: finance releases it");
    return {};
}

result<void> check_lines(invoice const& i, contract const& agreed, std::span<billing_trigger const> triggers) {
    std::string problems;
    bool lacks = false;
    for (std::size_t n = 0; n < i.lines.size(); ++n) {
        auto const& line = i.lines[n];
        if (line.kind != invoice_line_kind::item) continue;
        std::string why;
        auto const fired = std::find_if(triggers.begin(), triggers.end(),
                                        [&](billing_trigger const& t) { return line.trigger == t.source; });
        if (line.contract_line.empty()) {
            why = "names no contract line";
        } else if (!has_line(agreed, line.contract_line)) {
            why = "names contract line \"" + shorten(line.contract_line, 40) + "\", which the contract lacks";
        } else if (!line.trigger) {
            why = "names no trigger";
        } else if (fired == triggers.end()) {
            why = "names trigger " + detail::shown(*line.trigger) + ", which has not fired";
        } else if (fired->line != line.contract_line) {
            why = "names trigger " + detail::shown(*line.trigger) + ", which is of contract line \"" +
                  shorten(fired->line, 40) + "\"";
        } else if (i.contract && fired->contract != *i.contract) {
            why = "names trigger " + detail::shown(*line.trigger) + ", which is of contract " +
                  detail::shown(fired->contract);
        }
        if (why.empty()) continue;
        lacks = lacks || line.contract_line.empty() || !line.trigger;
        problems += problems.empty() ? "" : "; ";
        problems += "line " + std::to_string(n + 1);
        if (!line.key.empty()) problems += " (" + shorten(line.key, 40) + ')';
        problems += ' ' + why;
    }
    if (problems.empty()) return {};
    return detail::refuse(errc::rejected, lacks ? category::missing_mandatory_data : category::missing_reference,
                          "invoice " + detail::shown(i.source) + ": " + problems);
}

}  // namespace syncline::inline v1::model
