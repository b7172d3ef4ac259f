// SPDX-License-Identifier: Apache-2.0
// The program of docs/guides/who_owns_what.md: the lines between `[name]` and `[/name]` are its snippets.
#include <cstdio>
#include <cstdlib>
#include <utility>

#include <boost/describe/enum_to_string.hpp>

#include <syncline/mdm.hpp>
#include <syncline/model/party.hpp>

using namespace syncline;

namespace {

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
    return governed.record.name == "Acme" && governed.record.phone.has_value() ? 0 : 1;
}
