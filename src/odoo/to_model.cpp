// SPDX-License-Identifier: Apache-2.0
#include <syncline/odoo/to_model.hpp>

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <syncline/core/text.hpp>
#include <syncline/mapping/hours.hpp>
#include <syncline/mapping/mapping.hpp>
#include <syncline/mapping/policies.hpp>

namespace syncline::inline v1::odoo {
namespace {

using std::pair;
using namespace std::string_view_literals;

// ---- policies -----------------------------------------------------------------------------------------------------

/// The id of a record of ours, or of the one a many2one points to, as a reference.
struct record_of {
    std::string_view model;
    external_ref operator()(std::int64_t id) const { return {"odoo", std::string(model), std::to_string(id)}; }
    external_ref operator()(json::id_name const& to) const { return (*this)(to.id); }
    [[nodiscard]] std::string describe() const { return "record_of " + std::string(model); }
};

/// What a many2one shows.
struct shown_name {
    std::string operator()(json::id_name const& to) const { return to.name; }
    [[nodiscard]] static constexpr std::string_view describe() { return "shown_name"; }
};

/// Odoo stores `''` as it stores `false`, and people see the same: nothing.
struct blank_as_empty {
    field_value<std::string> operator()(field_value<std::string> const& text) const {
        return text.has_value() && text.value().empty() ? field_value<std::string>::empty_value() : text;
    }
    [[nodiscard]] static constexpr std::string_view describe() { return "blank_as_empty"; }
};

/// A reference that need not be there, in a member that has no "none" but the blank one.
struct or_no_record {
    external_ref operator()(field_value<external_ref> const& ref) const { return ref.value_or(external_ref{}); }
    [[nodiscard]] static constexpr std::string_view describe() { return "or_no_record"; }
};

/// `de_DE` and `sr@latin` as BCP 47 has them: `de-DE`, `sr-Latn`.
struct language_tag {
    std::string operator()(std::string const& lang) const {
        auto const at = lang.find('@');
        std::string tag = lang.substr(0, at);
        std::replace(tag.begin(), tag.end(), '_', '-');
        if (at == std::string::npos) return tag;
        auto const script = std::string_view(lang).substr(at + 1);
        auto const region = tag.find('-');
        tag.insert((std::min)(region, tag.size()), script == "latin" ? "-Latn" : script == "Cyrl" ? "-Cyrl" : "");
        return tag;
    }
    [[nodiscard]] static constexpr std::string_view describe() { return "language_tag"; }
};

/// One number of each kind at most: Odoo checks neither, and which authority gave them is not said.
struct tax_ids_of_partner {
    std::vector<model::tax_id> operator()(res_partner const& partner) const {
        std::vector<model::tax_id> out;
        auto const add = [&](char const* scheme, field_value<std::string> const& value) {
            if (!value.has_value() || trimmed(value.value()).empty()) return;
            out.push_back({.scheme = scheme, .value = std::string(trimmed(value.value()))});
        };
        add("VAT", partner.vat);
        add("company_registry", partner.company_registry);
        return out;
    }
    [[nodiscard]] static constexpr std::string_view describe() { return "tax_ids_of_partner"; }
};

struct address_of_partner {
    std::optional<model::address> operator()(res_partner const& partner) const {
        auto const name = [](field_value<json::id_name> const& to) {
            return to.has_value()  ? field_value<std::string>(to.value().name)
                   : to.is_empty() ? field_value<std::string>::empty_value()
                                   : field_value<std::string>();
        };
        blank_as_empty const text;
        model::address out{.line1 = text(partner.street),
                           .line2 = text(partner.street2),
                           .locality = text(partner.city),
                           .region = name(partner.state_id),
                           .postal_code = text(partner.zip),
                           .country = name(partner.country_id)};
        bool const any = out.line1.has_value() || out.line2.has_value() || out.locality.has_value() ||
                         out.region.has_value() || out.postal_code.has_value() || out.country.has_value();
        return any ? std::optional(std::move(out)) : std::nullopt;
    }
    [[nodiscard]] static constexpr std::string_view describe() { return "address_of_partner"; }
};

struct lifecycle_of_partner {
    model::open_enum<model::party_lifecycle> operator()(res_partner const& partner) const {
        if (partner.customer_rank.has_value() && partner.customer_rank.value() > 0)
            return {model::party_lifecycle::customer, "customer_rank " + std::to_string(partner.customer_rank.value())};
        return {};
    }
    [[nodiscard]] static constexpr std::string_view describe() { return "lifecycle_of_partner"; }
};

struct state_of_order {
    result<model::contract_state> operator()(sale_order const& order) const {
        using enum model::contract_state;
        return translated(pair{"draft"sv, draft}, pair{"sent"sv, draft}, pair{"sale"sv, active}, pair{"done"sv, active},
                          pair{"cancel"sv, cancelled})(order.state.value_or("draft"));
    }
    [[nodiscard]] static constexpr std::string_view describe() { return "state_of_order"; }
};

struct kind_of_party {
    model::party_kind operator()(bool is_company) const {
        return is_company ? model::party_kind::organization : model::party_kind::person;
    }
    [[nodiscard]] static constexpr std::string_view describe() { return "kind_of_party"; }
};

local_date day_of(instant at) { return std::chrono::floor<std::chrono::days>(at); }

/// Day of the signature, else of the order: that is where `upsert` puts it.
struct day_of_order {
    std::optional<local_date> operator()(sale_order const& order) const {
        if (order.signed_on.has_value()) return day_of(order.signed_on.value());
        if (order.date_order.has_value()) return day_of(order.date_order.value());
        return std::nullopt;
    }
    [[nodiscard]] static constexpr std::string_view describe() { return "day_of_order"; }
};

/// What people quote when they talk about an order.
struct number_of_order {
    result<std::string> operator()(sale_order const& order) const {
        for (auto const* text : {&order.client_order_ref, &order.name})
            if (text->has_value() && !trimmed(text->value()).empty()) return std::string(trimmed(text->value()));
        return fail(errc::mapping, "found neither client_order_ref nor name, expected one of them");
    }
    [[nodiscard]] static constexpr std::string_view describe() { return "number_of_order"; }
};

struct price_after_discount {
    result<decimal> operator()(sale_order_line const& line) const {
        if (!line.price_unit.has_value()) return fail(errc::mapping, "found no price_unit, expected one");
        decimal const price = line.price_unit.value();
        decimal const percent = line.discount.value_or(decimal());
        if (percent == decimal()) return price;
        auto const share = checked_mul(percent, decimal::from_int(1, 2));
        auto const left = share ? checked_sub(decimal(1), *share) : share;
        if (!left) return fail(left.error());
        return checked_mul(price, *left);
    }
    [[nodiscard]] static constexpr std::string_view describe() { return "price_after_discount"; }
};

/// The order a project delivers: named since 18, before that only by the line it was made from.
struct order_of_project {
    std::optional<external_ref> operator()(project_project const& project) const {
        for (auto const* order : {&project.reinvoiced_sale_order_id, &project.sale_order_id})
            if (order->has_value()) return record_of{"sale.order"}(order->value());
        return std::nullopt;
    }
    [[nodiscard]] static constexpr std::string_view describe() { return "order_of_project"; }
};

struct hours_if_any {
    std::optional<decimal> operator()(field_value<decimal> const& hours) const {
        if (!hours.has_value() || hours.value() == decimal()) return std::nullopt;
        return hours.value();
    }
    [[nodiscard]] static constexpr std::string_view describe() { return "hours_if_any"; }
};

struct as_text {
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    [[nodiscard]] static constexpr std::string_view describe() { return "as_text"; }
};

struct id_as_text {
    std::string operator()(json::id_name const& to) const { return std::to_string(to.id); }
    [[nodiscard]] static constexpr std::string_view describe() { return "id_as_text"; }
};

struct day_of_deadline {
    local_date operator()(date_or_datetime const& deadline) const { return deadline.day(); }
    [[nodiscard]] static constexpr std::string_view describe() { return "day_of_deadline"; }
};

struct stage_of_lead {
    result<model::opportunity_stage> operator()(crm_lead const& lead) const {
        using enum model::opportunity_stage;
        if (lead.won_status.has_value())
            return translated(pair{"pending"sv, open}, pair{"won"sv, won},
                              pair{"lost"sv, lost})(lead.won_status.value());
        if (!lead.active.has_value() || !lead.probability.has_value())
            return fail(errc::mapping,
                        "found neither won_status nor active and probability, expected what tells won from lost");
        if (lead.active.value()) return lead.probability.value() == decimal(100) ? won : open;
        return lead.probability.value() == decimal() ? lost : open;
    }
    [[nodiscard]] static constexpr std::string_view describe() { return "stage_of_lead"; }
};

struct close_of_lead {
    result<std::optional<local_date>> operator()(crm_lead const& lead) const {
        auto const stage = stage_of_lead{}(lead);
        if (stage && *stage != model::opportunity_stage::open && lead.date_closed.has_value())
            return std::optional(day_of(lead.date_closed.value()));
        if (lead.date_deadline.has_value()) return std::optional(lead.date_deadline.value());
        return std::optional<local_date>{};
    }
    [[nodiscard]] static constexpr std::string_view describe() { return "close_of_lead"; }
};

/// A lead becomes an opportunity when somebody says so; before that it is none.
struct only_an_opportunity {
    result<std::string> operator()(crm_lead const& lead) const {
        auto const type = lead.type.value_or("");
        if (type != "opportunity")
            return fail(errc::mapping, "found type \"" + shorten(type) + "\", expected \"opportunity\"");
        return lead.name;
    }
    [[nodiscard]] static constexpr std::string_view describe() { return "only_an_opportunity"; }
};

// ---- money --------------------------------------------------------------------------------------------------------

result<model::currency> currency_named(field_value<json::id_name> const& to) {
    if (!to.has_value()) return fail(errc::mapping, "found no currency_id, expected one");
    return model::currency::parse(to.value().name);
}

/// An amount of the currency; absent where it was not read.
result<std::optional<model::money>> money_of(field_value<decimal> const& amount,
                                             field_value<json::id_name> const& currency) {
    if (!amount.has_value()) return std::optional<model::money>{};
    auto const c = currency_named(currency);
    if (!c) return fail(c.error());
    auto const m = model::money::of(amount.value(), *c);
    if (!m) return fail(m.error());
    return std::optional(*m);
}

/// An amount of a document, in the document's currency. It may not be there.
template <class Record>
struct amount_of {
    field_value<decimal> Record::*amount;
    std::string_view name;
    result<std::optional<model::money>> operator()(Record const& r) const { return money_of(r.*amount, r.currency_id); }
    [[nodiscard]] std::string describe() const { return "amount_of " + std::string(name); }
};
template <class Record>
amount_of(field_value<decimal> Record::*, std::string_view) -> amount_of<Record>;

struct currency_of_move {
    result<model::currency> operator()(account_move const& move) const { return currency_named(move.currency_id); }
    [[nodiscard]] static constexpr std::string_view describe() { return "currency_of_move"; }
};

/// Before it is posted an invoice is called `/`, `Draft ...` or nothing, and the number may still change.
struct number_of_move {
    std::string operator()(account_move const& move) const {
        auto const name = move.name.value_or("");
        return move.state.value_or("") == "draft" || name == "/" ? std::string() : std::string(trimmed(name));
    }
    [[nodiscard]] static constexpr std::string_view describe() { return "number_of_move"; }
};

/// As the steps of order to cash tell it: from what is still due, because 18 says `paid` of what the ledger does not
/// know yet. Only Odoo's words for how nothing came to be due are taken from it.
struct payment_of_move {
    result<model::payment_state> operator()(account_move const& move) const {
        using enum model::payment_state;
        if (!move.amount_residual.has_value() || !move.amount_total.has_value())
            return fail(errc::mapping, "found no amount_residual and amount_total, expected both");
        if (move.state.value_or("") != "posted") return open;
        auto const word = move.payment_state.value_or("");
        if (move.amount_residual.value() == decimal())
            return word == "in_payment" ? in_payment : word == "reversed" ? reversed : paid;
        return move.amount_residual.value() == move.amount_total.value() ? open : partial;
    }
    [[nodiscard]] static constexpr std::string_view describe() { return "payment_of_move"; }
};

/// A document of another kind is not taken for it.
struct only_of_type {
    std::string_view type;
    result<external_ref> operator()(account_move const& move) const {
        auto const found = move.move_type.value_or("");
        if (found != type)
            return fail(errc::mapping,
                        "found move_type \"" + shorten(found) + "\", expected \"" + std::string(type) + "\"");
        return record_of{"account.move"}(move.id);
    }
    [[nodiscard]] std::string describe() const { return "only_of_type " + std::string(type); }
};

constexpr auto state_of_move =
    translated(pair{"draft"sv, model::invoice_state::draft}, pair{"posted"sv, model::invoice_state::issued},
               pair{"cancel"sv, model::invoice_state::cancelled});

struct price_of_move_line {
    result<model::unit_price> operator()(account_move_line const& line) const {
        if (!line.price_unit.has_value()) return model::unit_price{};  // a heading
        auto const c = currency_named(line.currency_id);
        if (!c) return fail(c.error());
        return model::unit_price{.value = line.price_unit.value(), .currency = *c};
    }
    [[nodiscard]] static constexpr std::string_view describe() { return "price_of_move_line"; }
};

/// The unit stays the piece: Odoo names units in the language of the call.
struct quantity_of_move_line {
    model::quantity operator()(account_move_line const& line) const {
        return {.value = line.quantity.value_or(decimal())};
    }
    [[nodiscard]] static constexpr std::string_view describe() { return "quantity_of_move_line"; }
};

struct net_of_move_line {
    result<model::money> operator()(account_move_line const& line) const {
        auto const net = money_of(line.price_subtotal, line.currency_id);
        if (!net) return fail(net.error());
        if (*net) return **net;
        return fail(errc::mapping, "found no price_subtotal, expected one");
    }
    [[nodiscard]] static constexpr std::string_view describe() { return "net_of_move_line"; }
};

/// `product`, or blank as lines of orders have it, is what is charged.
struct kind_of_move_line {
    result<model::invoice_line_kind> operator()(account_move_line const& line) const {
        using enum model::invoice_line_kind;
        auto const word = line.display_type.value_or("");
        return translated(pair{""sv, item}, pair{"product"sv, item}, pair{"line_section"sv, section},
                          pair{"line_subsection"sv, section}, pair{"line_note"sv, text},
                          pair{"rounding"sv, rounding})(word);
    }
    [[nodiscard]] static constexpr std::string_view describe() { return "kind_of_move_line"; }
};

struct facts_of_move_line {
    std::vector<external_ref> operator()(account_move_line const& line) const {
        std::vector<external_ref> out;
        if (line.analytic_line_ids)
            for (auto const id : *line.analytic_line_ids) out.push_back(record_of{"account.analytic.line"}(id));
        return out;
    }
    [[nodiscard]] static constexpr std::string_view describe() { return "facts_of_move_line"; }
};

struct discount_if_any {
    std::optional<decimal> operator()(field_value<decimal> const& percent) const {
        if (!percent.has_value() || percent.value() == decimal()) return std::nullopt;
        return percent.value();
    }
    [[nodiscard]] static constexpr std::string_view describe() { return "discount_if_any"; }
};

/// Money in, of a customer: the other kinds are not what the model calls a payment.
struct only_from_a_customer {
    result<external_ref> operator()(account_payment const& payment) const {
        auto const type = payment.payment_type.value_or("");
        if (type != "inbound")
            return fail(errc::mapping, "found payment_type \"" + shorten(type) + "\", expected \"inbound\"");
        return record_of{"account.payment"}(payment.id);
    }
    [[nodiscard]] static constexpr std::string_view describe() { return "only_from_a_customer"; }
};

struct amount_of_payment {
    result<model::money> operator()(account_payment const& payment) const {
        auto const amount = money_of(payment.amount, payment.currency_id);
        if (!amount) return fail(amount.error());
        if (*amount) return **amount;
        return fail(errc::mapping, "found no amount, expected one");
    }
    [[nodiscard]] static constexpr std::string_view describe() { return "amount_of_payment"; }
};

/// Matched with a bank statement it is on the bank; until then it is captured, whatever 18 calls it.
struct status_of_payment {
    result<model::payment_status> operator()(account_payment const& payment) const {
        using enum model::payment_status;
        auto const status =
            translated(pair{"draft"sv, pending}, pair{"posted"sv, captured}, pair{"in_process"sv, captured},
                       pair{"paid"sv, captured}, pair{"cancel"sv, cancelled}, pair{"canceled"sv, cancelled},
                       pair{"rejected"sv, failed})(payment.state.value_or(""));
        if (status && *status == captured && payment.is_matched.value_or(false)) return settled;
        return status;
    }
    [[nodiscard]] static constexpr std::string_view describe() { return "status_of_payment"; }
};

/// Hours as a time sheet has them; a fraction of a minute is nobody's to round.
struct minutes_of_hours {
    result<std::int64_t> operator()(decimal const& hours) const {
        auto const minutes = exact_minutes(hours);
        if (!minutes) return fail(minutes.error());
        return std::int64_t{minutes->count()};
    }
    [[nodiscard]] static constexpr std::string_view describe() { return "minutes_of_hours"; }
};

/// Other lines of an analytic account are costs and revenue, not work.
struct only_a_time_sheet {
    result<external_ref> operator()(account_analytic_line const& line) const {
        if (!line.project_id.has_value()) return fail(errc::mapping, "found no project_id, expected a time sheet");
        return record_of{"account.analytic.line"}(line.id);
    }
    [[nodiscard]] static constexpr std::string_view describe() { return "only_a_time_sheet"; }
};

/// Approval is kept where the time is recorded. What an invoice took is locked: whether that is posted, the invoice
/// says.
struct state_of_time {
    model::time_entry_state operator()(account_analytic_line const& line) const {
        return line.timesheet_invoice_id.has_value() ? model::time_entry_state::locked : model::time_entry_state::draft;
    }
    [[nodiscard]] static constexpr std::string_view describe() { return "state_of_time"; }
};

// ---- rules --------------------------------------------------------------------------------------------------------

constexpr auto partner_to_party = mapping<res_partner, model::party>(
    to<& model::party::source> = from<&res_partner::id> | record_of{"res.partner"},
    to<& model::party::kind> = from<&res_partner::is_company> | required | kind_of_party{},
    to<& model::party::name> = from<&res_partner::name> | trim | non_empty,
    to<& model::party::website> = from<&res_partner::website> | blank_as_empty{},
    to<& model::party::phone> = from<&res_partner::phone> | blank_as_empty{},
    to<& model::party::email> = from<&res_partner::email> | blank_as_empty{},
    to<& model::party::industry> = from<&res_partner::industry_id> | shown_name{},
    to<& model::party::country> = from<&res_partner::country_id> | shown_name{},
    to<& model::party::parent> = from<&res_partner::parent_id> | record_of{"res.partner"},
    skip<&model::party::legal_name>,  // Odoo has one name
    to<& model::party::number> = from<&res_partner::ref> | blank_as_empty{},
    to<& model::party::tax_ids> = from_record | tax_ids_of_partner{},
    to<& model::party::address> = from_record | address_of_partner{},
    to<& model::party::language> = from<&res_partner::lang> | blank_as_empty{} | language_tag{},
    skip<&model::party::currency>,  // a matter of the price list: res_partner_customer
    to<& model::party::owner> = from<&res_partner::user_id> | shown_name{},
    to<& model::party::lifecycle> = from_record | lifecycle_of_partner{},
    to<& model::party::active> = from<&res_partner::active>,
    skip<&model::party::merged_from>);  // the merge wizard leaves no trace

constexpr auto product_to_product = mapping<product_product, model::product>(
    to<& model::product::source> = from<&product_product::id> | record_of{"product.product"},
    to<& model::product::code> = from<&product_product::default_code> | required | trim | non_empty,
    to<& model::product::name> = from<&product_product::name> | trim | non_empty,
    to<& model::product::kind> =
        from<&product_product::type> | required |
        translated(pair{"service"sv, model::product_kind::service}, pair{"consu"sv, model::product_kind::goods},
                   pair{"product"sv, model::product_kind::goods}),
    to<& model::product::list_price> = from<&product_product::list_price>,
    to<& model::product::description> = from<&product_product::description_sale> | blank_as_empty{},
    to<& model::product::unit> = from<&product_product::uom_id> | shown_name{},
    to<& model::product::category> = from<&product_product::categ_id> | shown_name{},
    skip<&model::product::billing>,  // invoice_policy says when, not how
    to<& model::product::cost> = from<&product_product::standard_price>,
    to<& model::product::active> = from<&product_product::active>);

constexpr auto order_to_contract = mapping<sale_order, model::contract>(
    to<& model::contract::opportunity> = from<&sale_order::opportunity_id> | record_of{"crm.lead"} | or_no_record{},
    to<& model::contract::legal_entity> = from<&sale_order::company_id> | required | record_of{"res.company"},
    to<& model::contract::party> = from<&sale_order::partner_id> | required | record_of{"res.partner"},
    to<& model::contract::reference> = from_record | number_of_order{},
    to<& model::contract::signed_on> = from_record | day_of_order{},
    to<& model::contract::currency> = from<&sale_order::currency_id> | shown_name{}, skip<&model::contract::lines>,
    skip<&model::contract::version>,  // an order is changed in place: its history is ours
    to<& model::contract::state> = from_record | state_of_order{}, skip<&model::contract::period>,
    skip<&model::contract::notice_by>,  // orders end when they are delivered
    skip<&model::contract::quote>);     // it was this order itself

constexpr auto line_to_line = mapping<sale_order_line, model::contract_line>(
    to<& model::contract_line::product> = from<&sale_order_line::product_id> | required | record_of{"product.product"},
    to<& model::contract_line::description> = from<&sale_order_line::name> | or_else{""},
    to<& model::contract_line::quantity> = from<&sale_order_line::product_uom_qty> | required,
    to<& model::contract_line::unit_price> = from_record | price_after_discount{},
    to<& model::contract_line::key> = from<&sale_order_line::id> | as_text{}, skip<&model::contract_line::unit>,
    skip<&model::contract_line::billing>,  // matters of the product
    skip<&model::contract_line::cap>);

constexpr auto project_to_project = mapping<project_project, model::project>(
    skip<&model::project::opportunity>,
    to<& model::project::party> = from<&project_project::partner_id> | required | record_of{"res.partner"},
    to<& model::project::contract> = from_record | order_of_project{},
    to<& model::project::name> = from<&project_project::name> | trim | non_empty,
    to<& model::project::manager> = from<&project_project::user_id> | shown_name{}, skip<&model::project::tasks>,
    skip<&model::project::milestones>,  // records of their own
    skip<&model::project::state>,       // stages are each company's own
    to<& model::project::starts> = from<&project_project::date_start>,
    to<& model::project::ends> = from<&project_project::date>,
    to<& model::project::budget_hours> = from<&project_project::allocated_hours> | hours_if_any{},
    to<& model::project::billable> = from<&project_project::allow_billable>, skip<&model::project::analytic>);

constexpr auto task_to_task = mapping<project_task, model::task>(
    to<& model::task::slug> = from<&project_task::id> | as_text{},
    to<& model::task::name> = from<&project_task::name> | trim | non_empty,
    to<& model::task::planned_hours> = from<&project_task::allocated_hours> | hours_if_any{},
    to<& model::task::parent> = from<&project_task::parent_id> | id_as_text{},
    to<& model::task::milestone> = from<&project_task::milestone_id> | id_as_text{},
    to<& model::task::due> = from<&project_task::date_deadline> | day_of_deadline{}, skip<&model::task::contract_line>);

constexpr auto lead_to_opportunity = mapping<crm_lead, model::opportunity>(
    to<& model::opportunity::source> = from<&crm_lead::id> | record_of{"crm.lead"},
    to<& model::opportunity::name> = from_record | only_an_opportunity{} | trim | non_empty,
    to<& model::opportunity::party> = from<&crm_lead::partner_id> | record_of{"res.partner"},
    to<& model::opportunity::stage> = from_record | stage_of_lead{},
    to<& model::opportunity::stage_text> = from<&crm_lead::stage_id> | shown_name{} | or_else{""},
    to<& model::opportunity::amount> = from<&crm_lead::expected_revenue>,
    to<& model::opportunity::currency> = from<&crm_lead::company_currency> | shown_name{},
    to<& model::opportunity::close_date> = from_record | close_of_lead{},
    to<& model::opportunity::owner> = from<&crm_lead::user_id> | shown_name{}, skip<&model::opportunity::lines>,
    to<& model::opportunity::legal_entity> = from<&crm_lead::company_id> | record_of{"res.company"},
    to<& model::opportunity::probability> = from<&crm_lead::probability>, skip<&model::opportunity::forecast>,
    to<& model::opportunity::lead_source> = from<&crm_lead::source_id> | shown_name{},
    skip<&model::opportunity::next_step>);

constexpr auto move_to_invoice = mapping<account_move, model::invoice>(
    by<model::system_role::erp>, to<& model::invoice::source> = from_record | only_of_type{"out_invoice"},
    to<& model::invoice::legal_entity> = from<&account_move::company_id> | required | record_of{"res.company"},
    to<& model::invoice::party> = from<&account_move::partner_id> | required | record_of{"res.partner"},
    to<& model::invoice::number> = from_record | number_of_move{},
    skip<&model::invoice::kind>,  // Odoo has one kind; what corrects another says so by a credit note
    to<& model::invoice::state> = from<&account_move::state> | required | state_of_move,
    to<& model::invoice::state_text> = from<&account_move::state> | or_else{""},
    to<& model::invoice::payment> = from_record | payment_of_move{},
    to<& model::invoice::issued_on> = from<&account_move::invoice_date>,
    to<& model::invoice::due_on> = from<&account_move::invoice_date_due>,
    to<& model::invoice::tax_point> = from<&account_move::date>,
    to<& model::invoice::currency> = from_record | currency_of_move{},
    skip<&model::invoice::rate>,      // the books' currency is the company's: not on the invoice
    skip<&model::invoice::period>,    // no field of the community edition
    skip<&model::invoice::contract>,  // by name only (`invoice_origin`), and of several orders
    to<& model::invoice::buyer_reference> = from<&account_move::ref> | blank_as_empty{},
    to<& model::invoice::corrects> = from<&account_move::reversed_entry_id> | record_of{"account.move"},
    skip<&model::invoice::lines>,  // records of their own
    to<& model::invoice::net> = from_record | amount_of{&account_move::amount_untaxed, "amount_untaxed"},
    to<& model::invoice::tax> = from_record | amount_of{&account_move::amount_tax, "amount_tax"},
    to<& model::invoice::gross> = from_record | amount_of{&account_move::amount_total, "amount_total"},
    to<& model::invoice::due> = from_record | amount_of{&account_move::amount_residual, "amount_residual"},
    skip<&model::invoice::terms>,  // instalments are records of their own
    skip<&model::invoice::link>);  // the portal's, made when it is sent

constexpr auto move_to_credit_note = mapping<account_move, model::credit_note>(
    by<model::system_role::erp>, to<& model::credit_note::source> = from_record | only_of_type{"out_refund"},
    to<& model::credit_note::legal_entity> = from<&account_move::company_id> | required | record_of{"res.company"},
    to<& model::credit_note::party> = from<&account_move::partner_id> | required | record_of{"res.partner"},
    to<& model::credit_note::invoice> =
        from<&account_move::reversed_entry_id> | record_of{"account.move"} | or_no_record{},
    to<& model::credit_note::number> = from_record | number_of_move{},
    to<& model::credit_note::state> = from<&account_move::state> | required | state_of_move,
    to<& model::credit_note::reason> = from<&account_move::ref> | or_else{""},
    to<& model::credit_note::issued_on> = from<&account_move::invoice_date>, skip<&model::credit_note::lines>,
    to<& model::credit_note::net> = from_record | amount_of{&account_move::amount_untaxed, "amount_untaxed"},
    to<& model::credit_note::tax> = from_record | amount_of{&account_move::amount_tax, "amount_tax"},
    to<& model::credit_note::gross> = from_record | amount_of{&account_move::amount_total, "amount_total"});

constexpr auto move_line_to_line = mapping<account_move_line, model::invoice_line>(
    to<& model::invoice_line::key> = from<&account_move_line::id> | as_text{},
    to<& model::invoice_line::kind> = from_record | kind_of_move_line{},
    to<& model::invoice_line::product> = from<&account_move_line::product_id> | record_of{"product.product"},
    to<& model::invoice_line::text> = from<&account_move_line::name> | or_else{""},
    to<& model::invoice_line::quantity> = from_record | quantity_of_move_line{},
    to<& model::invoice_line::price> = from_record | price_of_move_line{},
    to<& model::invoice_line::discount> = from<&account_move_line::discount> | discount_if_any{},
    to<& model::invoice_line::net> = from_record | net_of_move_line{},
    skip<&model::invoice_line::tax>,            // ids of taxes: records of their own
    skip<&model::invoice_line::period>,         // no field of the community edition
    skip<&model::invoice_line::analytic>,       // shares of several accounts
    skip<&model::invoice_line::contract_line>,  // ids of order lines, of which there may be several
    skip<&model::invoice_line::trigger>, to<& model::invoice_line::facts> = from_record | facts_of_move_line{});

// where no billing platform is connected, Odoo speaks for it
constexpr auto payment_to_payment = mapping<account_payment, model::payment>(
    by<model::system_role::erp, model::system_role::billing>,
    to<& model::payment::source> = from_record | only_from_a_customer{},
    to<& model::payment::legal_entity> = from<&account_payment::company_id> | record_of{"res.company"},
    to<& model::payment::party> = from<&account_payment::partner_id> | record_of{"res.partner"},
    to<& model::payment::amount> = from_record | amount_of_payment{},
    to<& model::payment::on> = from<&account_payment::date>,
    to<& model::payment::method> = from<&account_payment::payment_method_line_id> | shown_name{},
    to<& model::payment::status> = from_record | status_of_payment{},
    to<& model::payment::status_text> = from<&account_payment::state> | or_else{""},
    to<& model::payment::reference> = from<&account_payment::memo> | blank_as_empty{},
    skip<&model::payment::allocations>,                       // which invoices it says, how much of each it does not
    skip<&model::payment::fee>, skip<&model::payment::net>);  // the gateway's to tell

// time sheets are kept in Odoo itself
constexpr auto line_to_time = mapping<account_analytic_line, model::time_entry>(
    by<model::system_role::erp, model::system_role::time_tracking>,
    to<& model::time_entry::source> = from_record | only_a_time_sheet{},
    to<& model::time_entry::resource> = from<&account_analytic_line::employee_id> | required | record_of{"hr.employee"},
    to<& model::time_entry::project> = from<&account_analytic_line::project_id> | record_of{"project.project"},
    to<& model::time_entry::task> = from<&account_analytic_line::task_id> | record_of{"project.task"},
    to<& model::time_entry::on> = from<&account_analytic_line::date> | required,
    to<& model::time_entry::minutes> = from<&account_analytic_line::unit_amount> | required | minutes_of_hours{},
    to<& model::time_entry::text> = from<&account_analytic_line::name> | or_else{""},
    skip<&model::time_entry::role>,  // by the order line, or the employee's rate of the project
    to<& model::time_entry::state> = from_record | state_of_time{},
    skip<&model::time_entry::approved>,  // kept where time is recorded
    to<& model::time_entry::billable> = from<&account_analytic_line::timesheet_invoice_type> | or_else{""} |
                                        translated_open(pair{"billable_time"sv, model::billable::billable},
                                                        pair{"billable_fixed"sv, model::billable::fixed_price},
                                                        pair{"non_billable"sv, model::billable::not_billable}),
    skip<&model::time_entry::rate>,    // of the order line
    skip<&model::time_entry::amount>,  // here it is the cost, not what is charged
    to<& model::time_entry::invoice> = from<&account_analytic_line::timesheet_invoice_id> | record_of{"account.move"});

/// The error of a mapping, behind the record it is about.
template <class To>
result<To> about(std::string_view model, std::int64_t id, result<To> mapped) {
    if (mapped) return mapped;
    return fail_within("odoo " + std::string(model) + ' ' + std::to_string(id), std::move(mapped).error());
}

/// A part that belongs to another whole, or to none.
tl::unexpected<error> stray(std::string_view model, std::int64_t id, std::string_view field,
                            field_value<json::id_name> const& found, std::int64_t expected) {
    return fail(errc::mapping, "odoo " + std::string(model) + ' ' + std::to_string(id) + ": " + std::string(field) +
                                   ": found " + (found.has_value() ? std::to_string(found.value().id) : "nothing") +
                                   ", expected " + std::to_string(expected));
}

bool belongs(field_value<json::id_name> const& to, std::int64_t whole) {
    return to.has_value() && to.value().id == whole;
}

/// Whether a line says what is sold: headings and notes do not, and a down payment is an invoice in advance.
bool is_item(sale_order_line const& line) {
    bool const text = line.display_type.has_value() && !line.display_type.value().empty();
    return !text && !line.is_downpayment.value_or(false);
}

/// The lines people see, in their order, onto a document that is made of all of them.
template <class Document>
result<Document> with_lines(result<Document> out, account_move const& move, std::span<account_move_line const> lines) {
    if (!out) return out;
    std::vector<account_move_line const*> sorted;
    for (auto const& line : lines) {
        if (!belongs(line.move_id, move.id))
            return stray("account.move.line", line.id, "move_id", line.move_id, move.id);
        auto const type = line.display_type.value_or("");
        // the entry's other lines: what is owed, and the taxes
        if (type != "tax" && type != "payment_term") sorted.push_back(&line);
    }
    if (move.invoice_line_ids)
        for (auto const id : *move.invoice_line_ids)
            if (std::none_of(lines.begin(), lines.end(), [id](auto const& line) { return line.id == id; }))
                return fail(errc::mapping, "odoo account.move " + std::to_string(move.id) +
                                               ": invoice_line_ids: found no line " + std::to_string(id) +
                                               " among the " + std::to_string(lines.size()) +
                                               " given, expected all of them");
    std::sort(sorted.begin(), sorted.end(), [](auto const* a, auto const* b) {
        return pair(a->sequence.value_or(0), a->id) < pair(b->sequence.value_or(0), b->id);
    });
    for (auto const* line : sorted) {
        auto mapped = about("account.move.line", line->id, move_line_to_line(*line));
        if (!mapped) return fail(std::move(mapped).error());
        out->lines.push_back(*std::move(mapped));
    }
    return out;
}

}  // namespace

result<model::invoice> to_invoice(account_move const& move, std::span<account_move_line const> lines) {
    return with_lines(about("account.move", move.id, move_to_invoice(move)), move, lines);
}

result<model::credit_note> to_credit_note(account_move const& move, std::span<account_move_line const> lines) {
    return with_lines(about("account.move", move.id, move_to_credit_note(move)), move, lines);
}

result<model::payment> to_payment(account_payment const& payment) {
    return about("account.payment", payment.id, payment_to_payment(payment));
}

result<model::time_entry> to_time_entry(account_analytic_line const& line) {
    return about("account.analytic.line", line.id, line_to_time(line));
}

result<model::party> to_party(res_partner const& partner) {
    return about("res.partner", partner.id, partner_to_party(partner));
}

result<model::product> to_product(product_product const& product) {
    return about("product.product", product.id, product_to_product(product));
}

result<model::contract> to_contract(sale_order const& order, std::span<sale_order_line const> lines) {
    auto out = about("sale.order", order.id, order_to_contract(order));
    if (!out) return out;
    std::vector<sale_order_line const*> sorted;
    for (auto const& line : lines) {
        if (!belongs(line.order_id, order.id))
            return stray("sale.order.line", line.id, "order_id", line.order_id, order.id);
        sorted.push_back(&line);
    }
    for (auto const id : order.order_line)
        if (std::none_of(lines.begin(), lines.end(), [id](auto const& line) { return line.id == id; }))
            return fail(errc::mapping, "odoo sale.order " + std::to_string(order.id) + ": order_line: found no line " +
                                           std::to_string(id) + " among the " + std::to_string(lines.size()) +
                                           " given, expected all of them");
    std::sort(sorted.begin(), sorted.end(), [](auto const* a, auto const* b) {
        return pair(a->sequence.value_or(0), a->id) < pair(b->sequence.value_or(0), b->id);
    });
    for (auto const* line : sorted) {
        if (!is_item(*line)) continue;
        auto mapped = about("sale.order.line", line->id, line_to_line(*line));
        if (!mapped) return fail(std::move(mapped).error());
        out->lines.push_back(*std::move(mapped));
    }
    return out;
}

result<model::project> to_project(project_project const& project, std::span<project_task const> tasks) {
    auto out = about("project.project", project.id, project_to_project(project));
    if (!out) return out;
    std::vector<project_task const*> sorted;
    for (auto const& task : tasks) {
        if (!belongs(task.project_id, project.id))
            return stray("project.task", task.id, "project_id", task.project_id, project.id);
        sorted.push_back(&task);
    }
    std::sort(sorted.begin(), sorted.end(), [](auto const* a, auto const* b) { return a->id < b->id; });
    for (auto const* task : sorted) {
        auto mapped = about("project.task", task->id, task_to_task(*task));
        if (!mapped) return fail(std::move(mapped).error());
        out->tasks.push_back(*std::move(mapped));
    }
    return out;
}

result<model::opportunity> to_opportunity(crm_lead const& lead) {
    return about("crm.lead", lead.id, lead_to_opportunity(lead));
}

}  // namespace syncline::inline v1::odoo
