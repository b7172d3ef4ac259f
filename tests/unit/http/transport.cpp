// SPDX-License-Identifier: Apache-2.0
#include <syncline/http/transport.hpp>

#include <doctest/doctest.h>

#include <vector>

using namespace syncline;

namespace {

struct counting {
    int calls = 0;
    result<http::response> send(http::request const&, context const&) {
        ++calls;
        return http::response{.status = 200 + calls};
    }
};

struct batching : counting {
    std::size_t asked_in_flight = 0;
    void send_all(std::span<http::request const> rs, std::size_t in_flight, http::on_response done, context const&) {
        asked_in_flight = in_flight;
        for (std::size_t i = rs.size(); i > 0; --i) done(i - 1, http::response{.status = 299});
    }
};

}  // namespace

TEST_CASE("a handle built from a variable refers to it, one built from a temporary owns it") {
    counting t;
    http::any_transport refers = t;
    http::any_transport copy = refers;
    CHECK(copy.send({.url = "x"}, context{})->status == 201);
    CHECK(t.calls == 1);

    http::any_transport owns = counting{};
    CHECK(owns.send({.url = "x"}, context{})->status == 201);
    CHECK(t.calls == 1);
}

TEST_CASE("a batch goes one by one where the transport knows no better, else as the transport does it") {
    std::vector<http::request> const rs(3);
    std::vector<std::size_t> order;
    auto const note = [&](std::size_t i, result<http::response>) { order.push_back(i); };

    counting plain;
    http::any_transport(plain).send_all(rs, 8, note, context{});
    CHECK(order == std::vector<std::size_t>{0, 1, 2});

    order.clear();
    batching batch;
    http::any_transport(batch).send_all(rs, 8, note, context{});
    CHECK(order == std::vector<std::size_t>{2, 1, 0});
    CHECK(batch.asked_in_flight == 8);
}
