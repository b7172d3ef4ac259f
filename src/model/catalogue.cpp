// SPDX-License-Identifier: Apache-2.0
#include <syncline/model/catalogue.hpp>

#include <algorithm>

#include <boost/describe/enum_to_string.hpp>

#include <syncline/model/billing.hpp>
#include <syncline/model/change_request.hpp>
#include <syncline/model/contact.hpp>
#include <syncline/model/contract.hpp>
#include <syncline/model/customer_role.hpp>
#include <syncline/model/expense.hpp>
#include <syncline/model/identity.hpp>
#include <syncline/model/invoice.hpp>
#include <syncline/model/legal_entity.hpp>
#include <syncline/model/opportunity.hpp>
#include <syncline/model/party.hpp>
#include <syncline/model/payment.hpp>
#include <syncline/model/posting_document.hpp>
#include <syncline/model/price_list.hpp>
#include <syncline/model/product.hpp>
#include <syncline/model/project.hpp>
#include <syncline/model/quote.hpp>
#include <syncline/model/resource.hpp>
#include <syncline/model/subscription.hpp>
#include <syncline/model/tax.hpp>
#include <syncline/model/time_entry.hpp>

namespace syncline::inline v1::model {
namespace {

template <class... Entities>
std::vector<entity_view> views_of() {
    std::vector<entity_view> out{view_of<Entities>()...};
    std::sort(out.begin(), out.end(), [](auto const& a, auto const& b) { return a.name < b.name; });
    return out;
}

}  // namespace

std::span<entity_view const> catalogue() {
    static auto const all =
        views_of<analytic_account, assignment, billing_schedule, billing_trigger, change_request, contact, contract,
                 credit_note, customer_role, dispute, expense, identity, invoice, legal_entity, opportunity, party,
                 payment, payout, posting_document, price_list, product, project, quote, rate_card, refund, resource,
                 subscription, tax_code, time_entry, usage_record>();
    return all;
}

std::string field_table(entity_view const& e) {
    std::string out = "| Field | Type | Classification | Owner |\n|---|---|---|---|\n";
    for (auto const& f : e.fields) {
        out += "| ";
        out += f.facts.name;
        out += " | ";
        out += f.type;
        out += " | ";
        out += to_string(f.facts.sensitivity);
        out += " | ";
        out += boost::describe::enum_to_string(f.facts.owner, "?");
        if (f.facts.outcome) out += ", an outcome";
        out += " |\n";
    }
    return out;
}

std::string_view to_string(classification c) noexcept {
    return c == classification::public_ ? "public" : boost::describe::enum_to_string(c, "?");
}

}  // namespace syncline::inline v1::model
