// SPDX-License-Identifier: Apache-2.0
#include "conformance/odoo/server.hpp"

#include <boost/describe/class.hpp>

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

namespace conformance {

bool server::can_invoice() {
    auto erp = client();
    auto const journals = erp.search<journal>().where(field<&journal::type> == "sale").count(context{});
    return journals && *journals > 0;
}

void server::clean_up() {
    if (!curl_) return;
    auto erp = client();
    auto const away = [&]<class R>(R) {
        for (auto const& [model, id] : made_) {
            if (model != odoo::model_name<R>) continue;
            std::int64_t const one[] = {id};
            if (auto gone = erp.unlink<R>(one, context{}); gone) continue;
            if constexpr (!std::is_same_v<R, anything<0>>) static_cast<void>(erp.archive<R>(one, context{}));
        }
    };
    away(anything<0>{});
    away(anything<1>{});
    away(anything<2>{});
    made_.clear();
}

std::vector<server> servers() {
    std::vector<server> all;
    for (int const series : {16, 18, 19}) all.emplace_back(series);
    auto const* const url = variable("SYNCLINE_TEST_ODOO_URL");
    auto const* const db = variable("SYNCLINE_TEST_ODOO_DB");
    auto const* const login = variable("SYNCLINE_TEST_ODOO_LOGIN");
    auto const* const key = variable("SYNCLINE_TEST_ODOO_KEY");
    if (url != nullptr && db != nullptr && login != nullptr && key != nullptr)
        all.emplace_back(odoo::client_options{.url = url,
                                              .database = db,
                                              .login = login,
                                              .api_key = secret{key},
                                              .external_id_module = "syncline_conformance"});
    return all;
}

}  // namespace conformance
