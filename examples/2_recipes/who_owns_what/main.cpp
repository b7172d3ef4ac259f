// SPDX-License-Identifier: Apache-2.0
// The program of docs/guides/who_owns_what.md: the lines between `[name]` and `[/name]` are its snippets.
#include <cstdio>
#include <cstdlib>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <boost/describe/enum_to_string.hpp>

#include <syncline/core/category.hpp>
#include <syncline/mdm.hpp>
#include <syncline/model/party.hpp>
#include <syncline/store/memory_store.hpp>
#include <syncline/sync.hpp>

using namespace syncline;

namespace {

struct crm {
    std::vector<model::party> const* all;
    result<sync::page<model::party>> changes(sync::cursor const&, context const&) const {
        return sync::page<model::party>{.records = *all, .last = true, .read = all->size()};
    }
};

struct book_keeper {
    std::map<std::string, model::party>* books;
    [[nodiscard]] static sync::operation_descriptor describe() {
        return {.system = "erp", .object = "party", .strategy = sync::strategy::upsert};
    }
    [[nodiscard]] result<std::vector<std::optional<sync::remote_id>>> find(std::span<sync::idempotency_key const> keys,
                                                                           context const&) const {
        std::vector<std::optional<sync::remote_id>> out;
        for (auto const& k : keys)
            out.push_back(books->contains(k.text) ? std::optional(sync::remote_id{k.text}) : std::nullopt);
        return out;
    }
    [[nodiscard]] std::vector<result<sync::upserted>> upsert(std::span<sync::outgoing<model::party> const> records,
                                                             context const&) const {
        std::vector<result<sync::upserted>> out;
        for (auto const& r : records) {
            bool const is_new = books->insert_or_assign(r.key.text, r.record).second;
            out.emplace_back(
                sync::upserted{{r.key.text}, is_new ? sync::upserted::what::created : sync::upserted::what::updated});
        }
        return out;
    }
};

template <class T>
T value_of(result<T> r) {
    if (r) return *std::move(r);
    std::fprintf(stderr, "%s\n", r.error().message.c_str());
    std::exit(1);  // NOLINT(concurrency-mt-unsafe): the program's end
}

}  // namespace

int main() {
    // [policy]
    auto mine = mdm::default_ownership();
    for (auto& rule : mine.rules)
        if (rule.entity == "party" && rule.field == "name") rule.owner = "customer-hub";
    mine.rules.push_back({.entity = "product", .field = "list_price", .legal_entity = "3", .owner = "crm"});

    auto const shipped = value_of(mdm::ownership_policy::load(mdm::default_ownership()));
    auto const policy = value_of(mdm::ownership_policy::load(mine));
    std::fputs(mdm::difference(shipped, policy).c_str(), stdout);
    // [/policy]

    // [refused]
    auto wrong = mine;
    wrong.rules.push_back({.entity = "party", .field = "nmae", .owner = "crm"});
    if (auto const loaded = mdm::ownership_policy::load(wrong); !loaded) std::puts(loaded.error().message.c_str());
    // [/refused]

    // [govern]
    model::party const ours{.name = "Acme", .number = "K100"};
    model::party const from_crm{.name = "Acme Corp", .phone = "+43 1 234", .number = "unknown"};
    auto const governed = value_of(mdm::govern(policy, {.writer = "crm", .stage = "prospect"}, ours, from_crm));
    for (auto const& d : governed.decided)
        std::printf("%s: %s, the owner is %s\n", d.field.c_str(), boost::describe::enum_to_string(d.verdict, "?"),
                    d.owner.c_str());
    // governed.record has the phone, and still the name and the number it had
    // [/govern]

    // [enforced]
    std::map<std::string, model::party> books;  // what the other side has, by key
    auto const read_books = [&](std::span<sync::outgoing<model::party> const> batch, context const&) {
        std::vector<std::optional<model::party>> now;
        for (auto const& out : batch) {
            auto const it = books.find(out.key.text);
            now.push_back(it == books.end() ? std::nullopt : std::optional(it->second));
        }
        return result<std::vector<std::optional<model::party>>>(std::move(now));
    };
    auto const as_crm = [](model::party const&) { return mdm::writer_at{.writer = "crm", .stage = "prospect"}; };

    store::memory_store store;
    sync::ledger ledger{store};
    std::vector<model::party> companies{{.source = {"hubspot", "companies", "1"}, .phone = "+43 1 234"}};
    auto const run = [&] {
        return value_of(sync::flow{"companies", ledger}
                            .pull(crm{&companies})
                            .push(sync::guarded<model::party>(book_keeper{&books}, read_books,
                                                              mdm::enforced<model::party>(policy, as_crm)),
                                  "party")
                            .run({}));
    };
    std::printf("created: %zu\n", run().steps[0].created);
    books.begin()->second.number = "K100";
    companies[0].number = "unknown";
    auto const second = run();
    if (second.parked != 1) return 1;
    std::printf("%s: %s\n", std::string(info(second.open[0].category).title).c_str(), second.open[0].example.c_str());
    // [/enforced]
    if (books.size() != 1) return 1;
    return governed.record.name == "Acme" && governed.record.phone.has_value() ? 0 : 1;
}
