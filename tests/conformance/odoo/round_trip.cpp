// SPDX-License-Identifier: Apache-2.0
// What upsert writes is what the mappings read: canonical objects to Odoo and back, on each series.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include <syncline/core/random.hpp>
#include <syncline/emulator/odoo.hpp>
#include <syncline/json/encode.hpp>
#include <syncline/odoo/client.hpp>
#include <syncline/odoo/to_model.hpp>
#include <syncline/testkit/manual_clock.hpp>

using namespace syncline;
using namespace std::chrono_literals;

namespace {

constexpr int rounds = 30;

/// An emulated server of one series, and canonical objects by chance.
struct desk {
    explicit desk(int odoo_series) : series(odoo_series), random(static_cast<std::uint64_t>(odoo_series)) {}

    int series;
    seeded_random random;
    testkit::manual_clock clock;
    emulator::odoo box{clock, {.series = series, .database = "db", .login = "sync", .api_key = secret("key")}};
    odoo::client erp{
        box, {.url = "http://127.0.0.1", .database = "db", .login = "sync", .api_key = secret("key")}, clock};

    std::uint64_t below(std::uint64_t n) { return any_random(random).below(n); }

    /// Letters, quotes, backslashes, wildcards, bytes beyond ASCII; never blank and no blanks at the ends.
    std::string text() {
        static constexpr std::array<char const*, 12> parts{"a", "B", "\"",  "\\", "%", "_", "\xC3\xA4", "\xE2\x82\xAC",
                                                           "1", "'", "<b>", "x y"};
        std::string out = "t";
        for (auto n = below(6); n > 0; --n) out += parts[below(parts.size())];
        return out;
    }

    field_value<std::string> maybe(std::string value) {
        switch (below(3)) {
            case 0: return {};
            case 1: return field_value<std::string>::empty_value();
            default: return field_value<std::string>(std::move(value));
        }
    }

    template <class T>
    std::int64_t put(std::string const& key, T const& value) {
        std::vector<sync::outgoing<T>> const one{{value, {key}}};
        auto const done = erp.upsert<T>().upsert(one, {});
        REQUIRE(done.size() == 1);
        if (!done[0])
            FAIL("series " << series << ": " << done[0].error().message << " " << done[0].error().server_message);
        return std::stoll(done[0]->id.text);
    }

    template <odoo::Record R>
    R get(std::int64_t id) {
        std::vector<std::int64_t> const ids{id};
        auto rows = erp.read<R>(ids, {});
        if (!rows) FAIL("series " << series << ": " << rows.error().message << " " << rows.error().server_message);
        REQUIRE(rows->size() == 1);
        return rows->front();
    }

    template <odoo::Record R>
    std::vector<R> search(predicate<R> const& condition) {
        auto rows = erp.search<R>().where(condition).fetch({});
        if (!rows) FAIL("series " << series << ": " << rows.error().message << " " << rows.error().server_message);
        return *rows;
    }
};

template <class T>
T unwrap(result<T> r) {
    if (!r) FAIL(r.error().message);
    return *std::move(r);
}

/// Canonical objects as text: what differs is seen in the message.
template <class T>
std::string text_of(T const& object) {
    return json::encode(object);
}

external_ref ref(std::string const& model, std::int64_t id) { return {"odoo", model, std::to_string(id)}; }

/// What a field holds after `sent` went over `before`: absent leaves it, a new record has it blank.
field_value<std::string> after(field_value<std::string> const& before, field_value<std::string> const& sent) {
    if (!sent.is_absent()) return sent;
    return before.is_absent() ? field_value<std::string>::empty_value() : before;
}

template <class Each>
void on_each_series(Each each) {
    for (int const series : {16, 18, 19}) {
        CAPTURE(series);
        desk d{series};
        each(d);
    }
}

}  // namespace

TEST_CASE("a party is read as it was written, field by field in its three states") {
    on_each_series([](desk& d) {
        auto const parent = d.put("parent", model::party{.name = "Parent"});
        for (int i = 0; i < rounds; ++i) {
            std::string const key = "party/" + std::to_string(i);
            model::party expected;
            for (int version = 0; version < 3; ++version) {
                model::party p{.kind = d.below(2) == 0 ? model::party_kind::organization : model::party_kind::person,
                               .name = d.text() + key,
                               .website = d.maybe("https://" + std::to_string(d.below(99)) + ".example"),
                               .phone = d.maybe("+43 " + std::to_string(d.below(9999))),
                               .email = d.maybe(std::to_string(d.below(99)) + "@acme.example")};
                // Odoo copies address and tax ids of a parent down to those under it
                bool const alone = d.below(2) == 0;
                if (!alone) p.parent = ref("res.partner", parent);
                p.number = d.maybe("C-" + std::to_string(d.below(99)));
                p.language = d.below(2) == 0 ? field_value<std::string>("fr-FR") : field_value<std::string>();
                if (d.below(3) == 0) p.active = d.below(2) == 0;
                if (alone && !expected.parent && d.below(2) == 0) {
                    p.tax_ids = {{.scheme = "VAT", .value = "AT" + std::to_string(d.below(99))},
                                 {.scheme = "company_registry", .value = "R" + std::to_string(d.below(99))}};
                    p.address = model::address{.line1 = field_value<std::string>("L " + std::to_string(d.below(9))),
                                               .line2 = d.maybe("door 2"),
                                               .locality = field_value<std::string>("Town"),
                                               .postal_code = d.maybe("1010"),
                                               .country = field_value<std::string>("United States")};
                }
                auto const id = d.put(key, p);
                auto const read = unwrap(odoo::to_party(d.get<odoo::res_partner>(id)));
                expected.source = ref("res.partner", id);
                expected.kind = p.kind;
                expected.name = p.name;
                expected.website = after(expected.website, p.website);
                expected.phone = after(expected.phone, p.phone);
                expected.email = after(expected.email, p.email);
                if (p.parent) expected.parent = p.parent;
                // Odoo has lists of these, and what we have is any text: upsert leaves them to people
                expected.industry = read.industry;
                expected.country = read.country;
                expected.owner = read.owner;  // and this is Odoo's own to say
                expected.number = after(expected.number, p.number);
                expected.language = p.language.is_absent() ? read.language : p.language;  // the user's, at first
                if (expected.active.is_absent()) expected.active = true;
                if (p.active.has_value()) expected.active = p.active;
                if (!p.tax_ids.empty()) expected.tax_ids = p.tax_ids;
                if (p.address) {
                    auto const before = expected.address.value_or(model::address{});
                    expected.address = p.address;
                    expected.address->line2 = after(before.line2, p.address->line2);
                    expected.address->region = field_value<std::string>::empty_value();
                    expected.address->postal_code = after(before.postal_code, p.address->postal_code);
                }
                // what it inherits from its parent; the name of the country is the server's to spell
                if (p.parent) expected.address = read.address;
                if (expected.address) expected.country = expected.address->country;
                CHECK_MESSAGE(read == expected, text_of(read) << " for " << text_of(expected));
            }
        }
    });
}

TEST_CASE("a product is read as it was written") {
    on_each_series([](desk& d) {
        for (int i = 0; i < rounds; ++i) {
            std::string const key = "product/" + std::to_string(i);
            model::product expected;
            auto const kind = d.below(2) == 0 ? model::product_kind::service : model::product_kind::goods;
            for (int version = 0; version < 3; ++version) {
                model::product p{.code = "C" + std::to_string(i) + d.text(),
                                 .name = d.text(),
                                 .kind = kind,  // of a product that is there it cannot change
                                 .description = d.maybe(d.text())};
                if (version == 0 || d.below(2) == 0)
                    p.list_price = decimal::from_int(static_cast<std::int64_t>(d.below(1'000'000)), 2);
                auto const id = d.put(key, p);
                expected.source = ref("product.product", id);
                expected.code = p.code;
                expected.name = p.name;
                expected.kind = p.kind;
                if (p.list_price) expected.list_price = p.list_price;
                expected.description = after(expected.description, p.description);
                auto const read = unwrap(odoo::to_product(d.get<odoo::product_product>(id)));
                expected.unit = read.unit;  // what Odoo gives a product nobody said more of
                expected.category = read.category;
                expected.cost = read.cost;
                expected.active = true;
                CHECK_MESSAGE(read == expected, text_of(read) << " for " << text_of(expected));
            }
        }
    });
}

TEST_CASE("a contract is read as it was written, prices to the last digit") {
    on_each_series([](desk& d) {
        auto const customer = d.put("customer", model::party{.name = "Customer"});
        std::vector<std::int64_t> products;
        for (int i = 0; i < 3; ++i)
            products.push_back(d.put("p/" + std::to_string(i), model::product{.code = "P" + std::to_string(i),
                                                                              .name = "Product " + std::to_string(i),
                                                                              .list_price = decimal(1)}));
        for (int i = 0; i < rounds; ++i) {
            std::string const key = "contract/" + std::to_string(i);
            model::contract c{.legal_entity = ref("res.company", 1),
                              .party = ref("res.partner", customer),
                              .reference = d.text(),
                              .signed_on = std::chrono::sys_days(2026y / 1 / 1) + std::chrono::days(d.below(300)),
                              .currency = field_value<std::string>("USD")};
            for (auto n = 1 + d.below(3); n > 0; --n)
                c.lines.push_back({.product = ref("product.product", products[d.below(products.size())]),
                                   .description = d.text(),
                                   // whole: where a line's amount is a tie of cents, series round it apart
                                   .quantity = decimal(static_cast<std::int64_t>(1 + d.below(50))),
                                   .unit_price = decimal::from_int(static_cast<std::int64_t>(d.below(100'000)), 2)});
            for (int version = 0; version < 2; ++version) {
                auto const id = d.put(key, c);
                auto const order = d.get<odoo::sale_order>(id);
                auto const lines = d.search(field<&odoo::sale_order_line::order_id> == json::id_name{id, {}});
                auto read = unwrap(odoo::to_contract(order, lines));
                CHECK(read.state == model::contract_state::draft);  // to confirm it is another effect
                REQUIRE(read.lines.size() == c.lines.size());
                for (std::size_t n = 0; n < c.lines.size(); ++n) read.lines[n].key = c.lines[n].key;  // Odoo's line ids
                CHECK_MESSAGE(read == c, text_of(read) << " for " << text_of(c));
                c.reference = d.text();
                c.lines[d.below(c.lines.size())].unit_price = decimal::from_int(4711, 2);
            }
        }
    });
}

TEST_CASE("a project is read as it was written, with its tasks") {
    on_each_series([](desk& d) {
        auto const customer = d.put("customer", model::party{.name = "Customer"});
        auto const product = d.put("product", model::product{.code = "P", .name = "Product", .list_price = decimal(1)});
        auto const order = d.put("order", model::contract{.legal_entity = ref("res.company", 1),
                                                          .party = ref("res.partner", customer),
                                                          .reference = "PO-1",
                                                          .lines = {{.product = ref("product.product", product),
                                                                     .quantity = decimal(1),
                                                                     .unit_price = decimal(1)}}});
        for (int i = 0; i < rounds; ++i) {
            std::string const key = "project/" + std::to_string(i);
            model::project p{.party = ref("res.partner", customer), .name = d.text()};
            if (d.below(2) == 0) p.contract = ref("sale.order", order);
            for (auto n = d.below(4); n > 0; --n) {
                model::task task{.slug = "t" + std::to_string(n), .name = d.text()};
                if (d.below(2) == 0)
                    task.planned_hours = decimal::from_int(static_cast<std::int64_t>(1 + d.below(400)), 1);
                p.tasks.push_back(task);
            }
            auto const id = d.put(key, p);
            auto const tasks = d.search(field<&odoo::project_task::project_id> == json::id_name{id, {}});
            auto read = unwrap(odoo::to_project(d.get<odoo::project_project>(id), tasks));
            // the slug is in the task's external id, and whoever is logged in manages a project nobody was given
            REQUIRE(read.tasks.size() == p.tasks.size());
            for (auto* tasks_of : {&read.tasks, &p.tasks})  // those without hours are loaded by themselves
                std::sort(tasks_of->begin(), tasks_of->end(), [](auto const& a, auto const& b) {
                    return std::pair(a.name, a.planned_hours.has_value()) <
                           std::pair(b.name, b.planned_hours.has_value());
                });
            for (std::size_t n = 0; n < p.tasks.size(); ++n) read.tasks[n].slug = p.tasks[n].slug;
            read.manager = p.manager;
            read.billable = p.billable;                                           // follows from the order
            if (!p.budget_hours && read.budget_hours) read.budget_hours.reset();  // 17 and later add up the tasks
            if (d.series == 16) p.contract = std::nullopt;                        // that series has no place for it
            CHECK_MESSAGE(read == p, text_of(read) << " for " << text_of(p));
        }
    });
}
