// SPDX-License-Identifier: Apache-2.0
#include <syncline/model/lifecycle.hpp>

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <utility>

#include <boost/mp11/algorithm.hpp>

#include <syncline/core/category.hpp>
#include <syncline/model/states.hpp>

using namespace syncline;
using namespace syncline::model;

namespace {

/// States of a host's own object.
enum class ticket_state { open, waiting, solved };
BOOST_DESCRIBE_ENUM(ticket_state, open, waiting, solved)

}  // namespace

template <>
inline constexpr legal_move<ticket_state> syncline::model::lifecycle<ticket_state>[] = {
    {ticket_state::open, ticket_state::waiting, system_role::crm},
    {ticket_state::open, ticket_state::solved, system_role::crm},
    {ticket_state::waiting, ticket_state::open, system_role::library},
};

namespace {

enum class nothing_said { a, b };
BOOST_DESCRIBE_ENUM(nothing_said, a, b)
static_assert(!HasLifecycle<nothing_said>);
static_assert(HasLifecycle<ticket_state>);
static_assert(!refusal_of(time_entry_state::approved, time_entry_state::locked, system_role::erp));
static_assert(refusal_of(time_entry_state::billed, time_entry_state::draft));

template <class S>
std::string word(S s) {
    return boost::describe::enum_to_string(s, "?");
}

template <class S, class Visit>
void each_state(Visit visit) {
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<S>>([&](auto d) { visit(d.value); });
}

/// Every pair of states is a legal move, or a refusal that names both; the legal ones are those given, no others.
template <class S>
void exactly(std::set<std::pair<std::string, std::string>> const& legal) {
    std::size_t seen = 0;
    each_state<S>([&](S from) {
        each_state<S>([&](S to) {
            CAPTURE(word(from));
            CAPTURE(word(to));
            auto const refused = refusal_of(from, to);
            if (from == to || legal.contains({word(from), word(to)})) {
                CHECK_FALSE(refused);
                seen += from == to ? 0 : 1;
            } else {
                REQUIRE(refused);
                CHECK(*refused == refused_move<S>{from, to});
                auto const e = to_error(*refused, "x 1");
                CHECK(e.code == errc::rejected);
                CHECK(category_of(e) == category::policy_violation);
                CHECK(e.message.find("from " + word(from) + " to " + word(to)) != std::string::npos);
            }
        });
    });
    CHECK(seen == legal.size());
}

}  // namespace

// Shows R028.
TEST_CASE("hours of work: what was billed is credited or stays, and nobody else moves what is locked") {
    exactly<time_entry_state>({{"draft", "submitted"},
                               {"submitted", "approved"},
                               {"submitted", "rejected"},
                               {"rejected", "draft"},
                               {"approved", "locked"},
                               {"approved", "written_off"},
                               {"locked", "approved"},
                               {"locked", "billed"},
                               {"billed", "credited"}});
    CHECK(is_final(time_entry_state::credited));
    CHECK(is_final(time_entry_state::written_off));
    CHECK_FALSE(is_final(time_entry_state::rejected));
}

// Shows R029.
TEST_CASE("expenses, invoices and contracts move as written down, and no other way") {
    exactly<expense_state>({{"draft", "submitted"},
                            {"submitted", "approved"},
                            {"submitted", "refused"},
                            {"refused", "draft"},
                            {"approved", "posted"},
                            {"posted", "approved"},
                            {"posted", "paid"}});
    exactly<invoice_state>({{"draft", "issued"}, {"draft", "cancelled"}, {"issued", "cancelled"}});
    exactly<contract_state>({{"draft", "approved"},
                             {"draft", "cancelled"},
                             {"approved", "active"},
                             {"approved", "cancelled"},
                             {"active", "paused"},
                             {"active", "ended"},
                             {"active", "cancelled"},
                             {"paused", "active"},
                             {"paused", "ended"},
                             {"paused", "cancelled"}});
}

TEST_CASE("subscriptions move as Stripe moves them") {
    exactly<subscription_state>({{"incomplete", "active"},
                                 {"incomplete", "incomplete_expired"},
                                 {"incomplete", "cancelled"},
                                 {"trialing", "active"},
                                 {"trialing", "past_due"},
                                 {"trialing", "paused"},
                                 {"trialing", "cancelled"},
                                 {"active", "past_due"},
                                 {"active", "paused"},
                                 {"active", "cancelled"},
                                 {"past_due", "active"},
                                 {"past_due", "unpaid"},
                                 {"past_due", "cancelled"},
                                 {"unpaid", "active"},
                                 {"unpaid", "cancelled"},
                                 {"paused", "active"},
                                 {"paused", "cancelled"}});
}

// Shows R028, R029.
TEST_CASE("a state belongs to one system: who moves an object out of it is the same for all its moves") {
    auto const check = []<class S>(S) {
        each_state<S>([](S from) {
            std::set<system_role> owners;
            for (auto const& m : lifecycle<S>)
                if (m.from == from) owners.insert(m.by);
            CAPTURE(word(from));
            CHECK(owners.size() <= 1);
        });
        std::set<std::pair<S, S>> moves;
        for (auto const& m : lifecycle<S>) {
            CHECK(m.from != m.to);
            CHECK(moves.insert({m.from, m.to}).second);
        }
    };
    check(time_entry_state{});
    check(expense_state{});
    check(invoice_state{});
    check(contract_state{});
    check(subscription_state{});
}

// Shows R028, R029.
TEST_CASE("a refusal names both states, who tried, and what would be right") {
    auto const by_whom = refusal_of(time_entry_state::approved, time_entry_state::locked, system_role::time_tracking);
    REQUIRE(by_whom);
    CHECK(by_whom->by == system_role::time_tracking);
    CHECK(to_error(*by_whom, "time entry 4711").message ==
          "time entry 4711: found a move from approved to locked by time_tracking, which only erp makes");
    CHECK(to_error(*refusal_of(time_entry_state::billed, time_entry_state::draft, system_role::erp), "time entry 4711")
              .message == "time entry 4711: found a move from billed to draft, expected one to credited (erp)");
    CHECK(to_error(*refusal_of(expense_state::submitted, expense_state::paid), "expense 7").message ==
          "expense 7: found a move from submitted to paid, expected one to approved (time_tracking) or refused "
          "(time_tracking)");
    CHECK(to_error(*refusal_of(invoice_state::cancelled, invoice_state::issued), "invoice INV/1").message ==
          "invoice INV/1: found a move from cancelled to issued, expected none: nothing follows cancelled");
}

TEST_CASE("a repeat is no move") {
    each_state<contract_state>([](contract_state s) { CHECK_FALSE(refusal_of(s, s, system_role::crm)); });
}

TEST_CASE("a host's own states have the same rules and the same table") {
    exactly<ticket_state>({{"open", "waiting"}, {"open", "solved"}, {"waiting", "open"}});
    CHECK(lifecycle_table<ticket_state>() ==
          "| From | To |\n|---|---|\n| open | waiting (crm), solved (crm) |\n| waiting | open (library) |\n");
}

TEST_CASE("the tables in the reference are the library's own") {
    std::ifstream in(SYNCLINE_TEST_DATA "/../docs/reference/model.md");
    std::string const text{std::istreambuf_iterator<char>(in), {}};
    CHECK(text.find(lifecycle_table<time_entry_state>()) != std::string::npos);
    CHECK(text.find(lifecycle_table<expense_state>()) != std::string::npos);
    CHECK(text.find(lifecycle_table<invoice_state>()) != std::string::npos);
    CHECK(text.find(lifecycle_table<contract_state>()) != std::string::npos);
    CHECK(text.find(lifecycle_table<subscription_state>()) != std::string::npos);
}
