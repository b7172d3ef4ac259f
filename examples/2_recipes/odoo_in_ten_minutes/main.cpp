// SPDX-License-Identifier: Apache-2.0
// The program of docs/guides/odoo_in_ten_minutes.md: the lines between `[name]` and `[/name]` are its snippets.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include <syncline/emulator/odoo.hpp>
#include <syncline/odoo.hpp>

using namespace syncline;

namespace {

/// The value, or the end of the program with what went wrong. A service would look at `error::code` instead.
template <class T>
T value_of(result<T> r) {
    if (r) return *std::move(r);
    std::fprintf(stderr, "%s %s\n", r.error().message.c_str(), r.error().server_message.c_str());
    std::exit(1);  // NOLINT(concurrency-mt-unsafe): the program's end
}

external_ref in_odoo(char const* model, std::string const& id) { return {"odoo", model, id}; }

}  // namespace

int main() {
    // [connect]
    // An Odoo inside this process. With http::curl_transport in its place the same code talks to a real one.
    emulator::odoo http{the_system_clock(), {.series = 19}};
    odoo::client erp{http,
                     {.url = "https://erp.example",
                      .database = "odoo",
                      .login = "admin",
                      .api_key = secret{"0123456789abcdef0123456789abcdef01234567"}}};
    auto const server = value_of(erp.connect({}));
    std::printf("connected to Odoo %d\n", server.major);
    // [/connect]

    value_of(http.add("res.partner", R"({"name": "Globex", "is_company": true, "email": "info@globex.example"})"));

    // [search]
    auto const companies = value_of(
        erp.search<odoo::res_partner>()
            .where(field<&odoo::res_partner::is_company> == true && field<&odoo::res_partner::name> == "Globex")
            .limit(10)
            .fetch({}));
    for (auto const& c : companies) std::printf("%s <%s>\n", c.name.c_str(), c.email.value_or("no address").c_str());
    // [/search]

    // [upsert]
    model::party const acme{.kind = model::party_kind::organization, .name = "Acme", .email = "office@acme.example"};
    std::vector<sync::outgoing<model::party>> const parties{{acme, {"guide/acme"}}};
    auto const first = value_of(erp.upsert<model::party>().upsert(parties, {}).front());
    auto const again = value_of(erp.upsert<model::party>().upsert(parties, {}).front());
    std::printf("Acme: %s, then %s\n", first.did == sync::upserted::what::created ? "created" : "found",
                again.did == sync::upserted::what::unchanged ? "unchanged" : "changed");
    // [/upsert]

    // [order]
    model::product const day{.code = "DAY", .name = "Consulting day", .list_price = "900"_dec};
    std::vector<sync::outgoing<model::product>> const products{{day, {"guide/day"}}};
    auto const product = value_of(erp.upsert<model::product>().upsert(products, {}).front());

    model::contract const deal{.legal_entity = in_odoo("res.company", "1"),  // which of your companies sells
                               .party = in_odoo("res.partner", first.id.text),
                               .reference = "PO-7",
                               .lines = {{.product = in_odoo("product.product", product.id.text),
                                          .description = "Roll-out",
                                          .quantity = decimal(5),
                                          .unit_price = "900.00"_dec}}};
    std::vector<sync::outgoing<model::contract>> const deals{{deal, {"guide/order"}}};
    auto const order = value_of(erp.upsert<model::contract>().upsert(deals, {}).front());
    // [/order]

    // [confirm]
    auto const id = std::stoll(order.id.text);
    auto const confirmed = value_of(odoo::confirm_order(erp, id, {}));
    auto const repeated = value_of(odoo::confirm_order(erp, id, {}));
    std::printf("%s is %s: %s %s%s\n", confirmed.name.c_str(), confirmed.state.c_str(),
                confirmed.amount_total.to_string().c_str(), confirmed.currency.c_str(),
                repeated.already ? ", once" : "");
    // [/confirm]

    // [invoice]
    auto const draft = value_of(odoo::create_invoice(erp, id, {}, {}));
    auto const posted = value_of(odoo::post_invoice(erp, draft.id, {}));
    odoo::incoming_payment const transfer{
        .amount = posted.amount_total, .date = std::chrono::year(2026) / 11 / 22, .reference = "bank/4711"};
    auto const paid = value_of(odoo::register_payment(erp, posted.id, transfer, {}));
    std::printf("%s over %s %s: %s\n", paid.name.c_str(), paid.amount_total.to_string().c_str(), paid.currency.c_str(),
                paid.paid == odoo::settlement::settled ? "settled" : "still open");
    // [/invoice]

    // [drift]
    auto const snapshot = sync::snapshot_of(odoo::shape_of(value_of(erp.describe("sale.order.line", {}))));

    if (!http.rename_field("sale.order.line", "discount", "discount_percent")) return 1;  // what an upgrade may do

    auto const drift = value_of(erp.drift_of<odoo::sale_order_line>(value_of(sync::read_snapshot(snapshot)), {}));
    for (auto const& d : drift.affecting) std::printf("%s\n", d.text().c_str());
    if (drift.breaks()) return 0;  // before anything is written
    // [/drift]
}
