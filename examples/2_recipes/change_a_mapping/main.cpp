// SPDX-License-Identifier: Apache-2.0
// The program of docs/guides/change_a_mapping.md: the lines between `[name]` and `[/name]` are its snippets.
// Shows R092, R093.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include <boost/describe/class.hpp>

#include <syncline/emulator/odoo.hpp>
#include <syncline/mapping.hpp>
#include <syncline/odoo.hpp>
#include <syncline/store/memory_store.hpp>
#include <syncline/sync.hpp>

using namespace syncline;

namespace host {

/// What comes from the host's own system.
struct lead {
    external_ref source{};
    std::string name{};
    field_value<std::string> phone{};
};
BOOST_DESCRIBE_STRUCT(lead, (), (source, name, phone))

/// What of a partner in Odoo is ours.
struct customer {
    std::int64_t id = 0;
    std::string name{};
    field_value<std::string> phone{};
};
BOOST_DESCRIBE_STRUCT(customer, (), (id, name, phone))

struct leads {
    std::vector<lead> const* all;
    result<sync::page<lead>> changes(sync::cursor const&, context const&) const {
        return sync::page<lead>{.records = *all, .last = true, .read = all->size()};
    }
};

// clang-format off
// [versions]
constexpr auto v1 = mapping<lead, customer>(
    skip<&customer::id>,
    to<&customer::name>  = from<&lead::name>,
    to<&customer::phone> = from<&lead::phone>).named("lead-to-customer", "1.0.0");

constexpr auto v2 = mapping<lead, customer>(
    skip<&customer::id>,
    to<&customer::name>  = from<&lead::name> | trim | non_empty,
    to<&customer::phone> = from<&lead::phone>).named("lead-to-customer", "1.1.0");
// [/versions]
// clang-format on

}  // namespace host

template <>
inline constexpr std::string_view syncline::odoo::model_name<host::customer> = "res.partner";

namespace {

template <class T>
T value_of(result<T> r) {
    if (r) return *std::move(r);
    std::fprintf(stderr, "%s %s\n", r.error().message.c_str(), r.error().server_message.c_str());
    std::exit(1);  // NOLINT(concurrency-mt-unsafe): the program's end
}
void done(result<void> const& r) {
    if (r) return;
    std::fprintf(stderr, "%s\n", r.error().message.c_str());
    std::exit(1);  // NOLINT(concurrency-mt-unsafe)
}

}  // namespace

int main() {
    emulator::odoo http{the_system_clock(), {.series = 18}};
    odoo::client erp{http,
                     {.url = "https://erp.example",
                      .database = "odoo",
                      .login = "admin",
                      .api_key = secret{"0123456789abcdef0123456789abcdef01234567"}}};
    store::memory_store store;
    sync::ledger ledger{store};
    std::vector<host::lead> const all{{{"web", "leads", "1"}, "Acme Ltd ", "+44 20 7946 0018"},
                                      {{"web", "leads", "2"}, "Globex", "+43 1 234 5678"}};

    // [approve]
    sync::mapping_registry registry{ledger};
    auto const first = sync::version_of(host::v1);
    done(registry.submit(first, "mara", {}));
    if (auto const mine = registry.approve(first.id, first.hash(), "mara", {}); !mine)
        std::puts(mine.error().message.c_str());
    done(registry.approve(first.id, first.hash(), "jo", {}));
    done(registry.activate(first.id, first.hash(), "jo", {}));
    // [/approve]

    // [flow]
    using any_version = any_mapping<host::lead, host::customer>;
    auto const active = [&]() -> any_version {
        auto const row = value_of(registry.active("lead-to-customer", {}));
        return value_of(version_with<host::lead, host::customer>(sync::identity_of(*row), {host::v1, host::v2}));
    };
    auto const leads_to_customers = [&](any_version m) {
        return sync::flow{"leads", ledger}
            .pull(host::leads{&all})
            .governed()
            .remap()
            .map(std::move(m))
            .push(erp.upsert<host::customer>(), "customer");
    };
    auto const written = value_of(leads_to_customers(active()).run({}));
    std::printf("created: %zu\n", written.steps[0].created);
    // [/flow]

    // [plan]
    auto const next = sync::version_of(host::v2);
    done(registry.submit(next, "mara", {}));
    done(registry.approve(next.id, next.hash(), "jo", {}));
    done(registry.activate(next.id, next.hash(), "jo", {}));
    auto const foreseen = value_of(leads_to_customers(active()).plan({}));
    std::fputs(foreseen.text().c_str(), stdout);
    auto const did = value_of(leads_to_customers(active()).run({}));
    // [/plan]
    if (did.outside_writes() != foreseen.outside_writes()) return 1;

    // [back]
    auto const before = value_of(registry.roll_back("lead-to-customer", "jo", {}));
    std::printf("back to %s\n", before.version.c_str());
    auto const back = value_of(leads_to_customers(active()).run({}));
    std::printf("updated: %zu\n", back.steps[0].updated);
    // [/back]
    return back.steps[0].updated == 1 ? 0 : 1;
}
