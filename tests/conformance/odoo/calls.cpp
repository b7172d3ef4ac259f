// SPDX-License-Identifier: Apache-2.0
// What changes cost in calls: a server's patience is counted in them.
#include "conformance/odoo/server.hpp"

using namespace conformance;

namespace {

std::uint64_t all_calls(emulator::odoo const& box) {
    std::uint64_t sum = 0;
    for (auto const& [operation, n] : box.calls()) sum += n;
    return sum;
}

}  // namespace

// Shows R129.
TEST_CASE("new records cost three calls per two hundred, unchanged ones two, changed ones one more each") {
    constexpr std::size_t records = 1000;
    constexpr std::size_t batch = 200;
    constexpr std::size_t batches = records / batch;
    for (int const series : {16, 18, 19}) {
        CAPTURE(series);
        server odoo_server{series};
        auto& box = *odoo_server.box();
        odoo::client erp{box,
                         {.url = "https://erp.example",
                          .database = box.options().database,
                          .login = box.options().login,
                          .api_key = box.options().api_key,
                          .batch = batch,
                          .in_flight = 1}};
        REQUIRE(erp.connect(context{}));
        std::vector<sync::outgoing<model::party>> parties;
        for (std::size_t i = 0; i < records; ++i)
            parties.push_back({{.name = "Company " + std::to_string(i)}, {"calls/" + std::to_string(i)}});
        auto target = erp.upsert<model::party>();
        auto const cost = [&] {
            auto const before = all_calls(box);
            for (auto const& r : target.upsert(parties, context{})) REQUIRE(r);
            return all_calls(box) - before;
        };
        CHECK(cost() == 3 * batches);  // look up, match, load
        CHECK(cost() == 2 * batches);  // look up, read
        for (std::size_t i = 0; i < records; i += 10) parties[i].record.phone = "+1 555 0100";
        CHECK(cost() == 2 * batches + records / 10);
        CHECK(cost() == 2 * batches);
    }
}
