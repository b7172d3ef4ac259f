// SPDX-License-Identifier: Apache-2.0
#include "conformance/odoo/server.hpp"

#include <algorithm>
#include <cstdio>
#include <string>

#include <boost/describe/class.hpp>

#include <syncline/odoo/order_to_cash.hpp>

namespace conformance {
namespace {

struct journal {
    std::int64_t id = 0;
    std::string type{};
};
BOOST_DESCRIBE_STRUCT(journal, (), (id, type))

/// A record of any model, to take away what was made.
template <int Number>
struct anything {
    std::int64_t id = 0;
};
BOOST_DESCRIBE_STRUCT(anything<0>, (), (id))
BOOST_DESCRIBE_STRUCT(anything<1>, (), (id))
BOOST_DESCRIBE_STRUCT(anything<2>, (), (id))
BOOST_DESCRIBE_STRUCT(anything<3>, (), (id))
BOOST_DESCRIBE_STRUCT(anything<4>, (), (id))

char const* variable(char const* name) {
    auto const* const value = std::getenv(name);
    return value != nullptr && *value != '\0' ? value : nullptr;
}

}  // namespace
}  // namespace conformance

template <>
inline constexpr std::string_view syncline::odoo::model_name<conformance::journal> = "account.journal";
template <>
inline constexpr std::string_view syncline::odoo::model_name<conformance::anything<0>> = "sale.order";
template <>
inline constexpr std::string_view syncline::odoo::model_name<conformance::anything<1>> = "product.product";
template <>
inline constexpr std::string_view syncline::odoo::model_name<conformance::anything<2>> = "res.partner";
template <>
inline constexpr std::string_view syncline::odoo::model_name<conformance::anything<3>> = "account.move";
template <>
inline constexpr std::string_view syncline::odoo::model_name<conformance::anything<4>> = "account.payment";

namespace conformance {

bool server::can_invoice() {
    auto erp = client();
    auto const journals = erp.search<journal>().where(field<&journal::type> == "sale").count(context{});
    return journals && *journals > 0;
}

void server::clean_up() {
    if (!curl_ || made_.empty()) return;
    context const ctx;
    auto erp = client();
    std::sort(made_.begin(), made_.end());
    made_.erase(std::unique(made_.begin(), made_.end()), made_.end());
    std::size_t deleted = 0;
    std::string archived;
    std::string left;
    auto const note = [](std::string& list, std::string_view model, std::int64_t id) {
        list += (list.empty() ? "" : ", ") + std::string(model) + ' ' + std::to_string(id);
    };
    auto const away = [&]<class R>(R) {
        constexpr auto model = odoo::model_name<R>;
        constexpr bool has_active = model == "product.product" || model == "res.partner";
        for (auto const& [of, id] : made_) {
            if (of != model) continue;
            std::int64_t const one[] = {id};
            // Odoo deletes no confirmed order, and of the invoices only drafts
            if (model == "sale.order") static_cast<void>(odoo::cancel_order(erp, id, ctx));
            if (erp.missing<R>(one, ctx).value_or(std::vector<std::int64_t>()).size() == 1 || erp.unlink<R>(one, ctx))
                ++deleted;
            else if (has_active && erp.archive<R>(one, ctx))
                note(archived, model, id);
            else
                note(left, model, id);
        }
    };
    away(anything<4>{});
    away(anything<3>{});
    away(anything<0>{});
    away(anything<1>{});
    away(anything<2>{});
    for (auto const& [model, id] : made_)
        if (model != odoo::model_name<anything<0>> && model != odoo::model_name<anything<1>> &&
            model != odoo::model_name<anything<2>> && model != odoo::model_name<anything<3>> &&
            model != odoo::model_name<anything<4>>)
            note(left, model, id);
    std::printf("live: deleted %zu records", deleted);
    if (!archived.empty()) std::printf("; archived, being in use: %s", archived.c_str());
    if (!left.empty()) std::printf("; cannot be deleted and stay: %s", left.c_str());
    std::printf("\n");
    made_.clear();
}

namespace {

/// Which cases a live server took no part in, wholly or from some point on.
struct live_record {
    bool is_there = false;
    bool took_part = false;
    std::string current{};
    std::vector<std::string> skipped{};
};

live_record& live() {
    static live_record one;
    return one;
}

struct live_listener : doctest::IReporter {
    explicit live_listener(doctest::ContextOptions const& o) : options(o) {}

    void report_query(doctest::QueryData const&) override {}
    void test_run_start() override {}
    void test_run_end(doctest::TestRunStats const&) override {
        auto const& skipped = live().skipped;
        if (!live().is_there || skipped.empty()) return;
        std::printf("live: skipped %zu cases: why\n", skipped.size());
        for (auto const& s : skipped) std::printf("  %s\n", s.c_str());
    }
    void test_case_start(doctest::TestCaseData const& c) override {
        live().took_part = false;
        live().current = c.m_name;
    }
    void test_case_reenter(doctest::TestCaseData const&) override {}
    void test_case_end(doctest::CurrentTestCaseStats const&) override {
        if (!live().took_part)
            live().skipped.push_back(live().current + ": needs what only an emulator or a recording gives");
    }
    void test_case_exception(doctest::TestCaseException const&) override {}
    void subcase_start(doctest::SubcaseSignature const&) override {}
    void subcase_end() override {}
    void log_assert(doctest::AssertData const&) override {}
    void log_message(doctest::MessageData const&) override {}
    void test_case_skipped(doctest::TestCaseData const&) override {}

    doctest::ContextOptions const& options;
};
REGISTER_LISTENER("live", 1, live_listener);

}  // namespace

void skipped_live(server const& at, std::string const& why) {
    if (at.is_live()) live().skipped.push_back(live().current + ": " + why);
}

std::vector<server> servers() {
    std::vector<server> all;
    for (int const series : {16, 18, 19}) all.emplace_back(series);
    auto const* const url = variable("SYNCLINE_TEST_ODOO_URL");
    auto const* const db = variable("SYNCLINE_TEST_ODOO_DB");
    auto const* const login = variable("SYNCLINE_TEST_ODOO_LOGIN");
    auto const* const key = variable("SYNCLINE_TEST_ODOO_KEY");
    bool const live_one = url != nullptr && db != nullptr && login != nullptr && key != nullptr;
    if (live_one) {
        live().is_there = true;
        live().took_part = true;
        all.emplace_back(odoo::client_options{.url = url,
                                              .database = db,
                                              .login = login,
                                              .api_key = secret{key},
                                              .external_id_module = "syncline_conformance"});
    }
    return all;
}

}  // namespace conformance
