// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include <boost/describe/class.hpp>

#include <syncline/emulator/odoo.hpp>
#include <syncline/odoo.hpp>

using namespace syncline;

// The fields of a res.partner this program needs; only they are asked for.
struct company {
    std::int64_t id = 0;
    std::string name;
    field_value<std::string> email;
    bool is_company = false;
};
BOOST_DESCRIBE_STRUCT(company, (), (id, name, email, is_company))
template <>
inline constexpr std::string_view odoo::model_name<company> = "res.partner";

int main() {
    // An Odoo inside this process. With http::curl_transport in its place the same code talks to a real one.
    emulator::odoo box;
    if (!box.add("res.partner", R"({"name": "Acme", "email": "office@acme.example", "is_company": true})")) return 1;

    odoo::client erp{box,
                     {.url = "https://erp.example",
                      .database = "odoo",
                      .login = "admin",
                      .api_key = secret{"0123456789abcdef0123456789abcdef01234567"}}};

    auto const found = erp.search<company>()
                           .where(field<&company::is_company> == true && field<&company::name> == "Acme")
                           .limit(10)
                           .fetch({});
    if (!found) {
        std::fprintf(stderr, "%s\n", found.error().message.c_str());
        return 1;
    }
    for (auto const& c : *found) std::printf("%s <%s>\n", c.name.c_str(), c.email.value_or("no address").c_str());
}
