// SPDX-License-Identifier: Apache-2.0
// The program of docs/guides/map_your_own_objects.md: the lines between `[name]` and `[/name]` are its snippets.
// Shows R020.
#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include <boost/describe/class.hpp>

#include <syncline/mapping.hpp>
#include <syncline/model.hpp>
#include <syncline/store.hpp>
#include <syncline/sync.hpp>

using namespace syncline;

// [record]
// A row of a purchasing system, in its own words.
struct po_line {
    std::string art_no{};
    decimal qty{};
};
BOOST_DESCRIBE_STRUCT(po_line, (), (art_no, qty))

struct po {
    std::string po_no{};
    field_value<std::string> buyer{};
    std::vector<po_line> lines{};
};
BOOST_DESCRIBE_STRUCT(po, (), (po_no, buyer, lines))
// [/record]

// [entity]
// The same thing in our words: an entity the library does not know.
struct purchase_order {
    external_ref source{};
    std::string number{};
    std::string buyer{};
    std::vector<model::quantity> ordered{};
    std::optional<model::money> booked{};
};
BOOST_DESCRIBE_STRUCT(purchase_order, (), (source, number, buyer, ordered, booked))

template <>
inline constexpr auto syncline::model::entity<purchase_order> =
    syncline::model::describe_entity("purchase order", "its own number",
                                     {{"source", classification::internal, system_role::library},
                                      {"number", classification::internal, system_role::erp},
                                      {"buyer", classification::personal, system_role::erp},
                                      {"ordered", classification::internal, system_role::erp},
                                      {"booked", classification::financial, system_role::finance_ledger, true}});
// [/entity]

// [origin]
// Which record of which system a row is; a record with a member `source` needs no such line.
template <>
struct syncline::sync::origin<po> {
    static external_ref of(po const& p) { return {"purchasing", "po", p.po_no}; }
};
// [/origin]

namespace {

// [policy]
struct prefixed {
    std::string_view with;
    std::string operator()(std::string const& s) const { return std::string(with) + s; }
    [[nodiscard]] std::string describe() const { return "prefixed " + std::string(with); }
};
// [/policy]

// [mapping]
constexpr auto line = mapping<po_line, model::quantity>(to<& model::quantity::value> = from<&po_line::qty>,
                                                        skip<&model::quantity::unit>);  // pieces, as by default

constexpr auto to_order =
    mapping<po, purchase_order>(by<model::system_role::erp>,
                                to<& purchase_order::source> = from<&po::po_no> | as_ref{"purchasing", "po"},
                                to<& purchase_order::number> = from<&po::po_no> | trim | non_empty | prefixed{"PO-"},
                                to<& purchase_order::buyer> = from<&po::buyer> | or_else{"unassigned"},
                                to<& purchase_order::ordered> = from<&po::lines> | each{line},
                                skip<&purchase_order::booked>)  // only the ledger tells it
        .named("po-to-purchase-order", "1.0.0");
// [/mapping]

// [ports]
// Where rows come from, and where orders go: two small structs of yours.
struct purchasing {
    std::vector<po> const* rows;
    result<sync::page<po>> changes(sync::cursor const&, context const&) const {
        return sync::page<po>{.records = *rows, .last = true, .read = rows->size()};
    }
};

struct order_book {
    std::map<std::string, purchase_order>* orders;
    result<std::optional<sync::remote_id>> find(sync::idempotency_key const& k, context const&) const {
        if (!orders->contains(k.text)) return std::nullopt;
        return sync::remote_id{k.text};
    }
    result<sync::upserted> upsert(purchase_order const& o, sync::idempotency_key const& k, context const&) const {
        bool const is_new = orders->insert_or_assign(k.text, o).second;
        return sync::upserted{{k.text}, is_new ? sync::upserted::what::created : sync::upserted::what::updated};
    }
};
// [/ports]

}  // namespace

int main() {
    // [use]
    auto const order = to_order({.po_no = " 4711 ", .lines = {{"A-1", decimal(3)}}});
    if (!order) return 1;
    std::printf("%s for %s, %zu line\n", order->number.c_str(), order->buyer.c_str(), order->ordered.size());

    auto const nameless = to_order({.po_no = "  "});
    std::puts(nameless.error().message.c_str());

    std::fputs(to_order.describe().c_str(), stdout);
    std::puts(to_order.identity().c_str());
    std::fputs(model::field_table(model::view_of<purchase_order>()).c_str(), stdout);
    // [/use]

    // [file]
    mapping_words words;
    words.step<std::string>(prefixed{"PO-"});

    mapping_files files;
    auto const base = files.add("po_to_purchase_order.json", mapping_file(to_order).value());
    auto const export_orders = files.add("export.json", R"({
        "mapping": "po-to-export-order", "version": "1.0.0", "extends": "po-to-purchase-order",
        "rules": {"buyer": "buyer | or_else \"export desk\""}})");
    if (!base || !export_orders) return 1;

    mapping_terms const terms{.words = &words, .by = {model::system_role::erp}};
    auto const from_file = files.load<po, purchase_order>("po-to-purchase-order", terms);
    auto const for_export = files.load<po, purchase_order>("po-to-export-order", terms);
    if (!from_file || !for_export) return 1;
    std::printf("the same mapping: %s\n", from_file->identity() == to_order.identity() ? "yes" : "no");
    std::fputs(mapping_difference(from_file->describe(), for_export->describe()).c_str(), stdout);

    auto const wrong = files.add("wrong.json", R"({"mapping": "wrong", "version": "1.0.0", "extends":
        "po-to-purchase-order", "rules": {"number": "po_nr | trim", "booked": "po_no"}})");
    auto const refused = files.load<po, purchase_order>("wrong", terms);
    if (!wrong || refused) return 1;
    std::puts(refused.error().message.c_str());
    // [/file]

    // [sync]
    store::memory_store store;
    sync::ledger ledger{store};
    std::vector<po> rows{{.po_no = "4711", .lines = {{"A-1", decimal(3)}}}, {.po_no = "4712"}};
    std::map<std::string, purchase_order> orders;
    auto const run = [&] {
        return sync::flow{"purchase-orders", ledger}
            .pull(purchasing{&rows})
            .map(to_order)
            .push(order_book{&orders}, "order")
            .run({});
    };
    auto const first = run();
    rows[1].buyer = std::string("ana");
    auto const second = run();
    if (!first || !second) return 1;
    std::printf("%zu created, then %zu updated, %zu unchanged\n", first->steps[0].created, second->steps[0].updated,
                second->unchanged);
    // [/sync]
    bool const kept = orders.size() == 2 && orders.at("purchase-orders/4712/order").buyer == "ana";
    return order->number == "PO-4711" && !nameless && kept && second->outside_writes() == 1 ? 0 : 1;
}
