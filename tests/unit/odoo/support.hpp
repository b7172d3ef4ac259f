// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/describe/class.hpp>

#include <syncline/core/context.hpp>
#include <syncline/core/decimal.hpp>
#include <syncline/json/encode.hpp>
#include <syncline/odoo/client.hpp>
#include <syncline/odoo/record.hpp>
#include <syncline/testkit/scripted_transport.hpp>

namespace odoo_test {

using namespace syncline;

inline odoo::client_options options() {
    return {.url = "https://erp.example", .database = "prod", .login = "sync", .api_key = secret{"key-1"}};
}

/// What a server of that series says at connect.
inline std::string version(std::string const& series) {
    return R"({"jsonrpc": "2.0", "id": 1, "result": {"server_version": ")" + series + R"(", "server_serie": ")" +
           series + R"(", "protocol_version": 1}})";
}

/// A JSON-2 server (series 19) that has just been connected to.
inline void expect_connect_19(testkit::scripted_transport& http) {
    http.expect("POST", "/jsonrpc").body_contains(R"("method":"version")").reply(200, version("19.0"));
    http.expect("POST", "/json/2/res.users/context_get")
        .bearer("key-1")
        .header("X-Odoo-Database", "prod")
        .body("{}")
        .reply(200, R"({"lang": "en_US", "tz": "Europe/Brussels", "uid": 2})");
}

/// A JSON-RPC server (series 18).
inline void expect_connect_18(testkit::scripted_transport& http) {
    http.expect("POST", "/jsonrpc").body_contains(R"("method":"version")").reply(200, version("18.0"));
    http.expect("POST", "/jsonrpc")
        .body_contains(R"("service":"common","method":"authenticate","args":["prod","sync","key-1",{}])")
        .reply(200, R"({"jsonrpc": "2.0", "id": 1, "result": 2})");
}

/// The body JSON-RPC wraps around a result.
inline std::string rpc(std::string const& result) { return R"({"jsonrpc": "2.0", "id": 1, "result": )" + result + "}"; }

/// What `fields_get` says of a model, in the JSON a method returns: `{"name": "char"}`, all of them stored.
inline std::string fields(std::vector<std::pair<std::string, std::string>> const& types) {
    std::string all;
    for (auto const& [name, type] : types)
        all += (all.empty() ? "" : ", ") + json::encode(name) + R"(: {"type": ")" + type +
               R"(", "store": true, "searchable": true, "sortable": true})";
    return "{" + all + "}";
}

inline std::string const ticket_fields = fields({{"id", "integer"},
                                                 {"name", "char"},
                                                 {"phone", "char"},
                                                 {"owner_id", "many2one"},
                                                 {"cost", "monetary"},
                                                 {"urgent", "boolean"},
                                                 {"tag_ids", "many2many"}});

/// The same of a server that has every field the record describes.
template <odoo::Record R>
std::string fields_of() {
    using odoo::detail::holds;
    static std::map<holds, std::string> const types{
        {holds::anything, "json"},   {holds::text, "char"}, {holds::boolean, "boolean"},    {holds::number, "float"},
        {holds::moment, "datetime"}, {holds::date, "date"}, {holds::reference, "many2one"}, {holds::list, "one2many"}};
    std::vector<std::pair<std::string, std::string>> all;
    for (auto const& f : odoo::detail::record_of<R>.fields) all.emplace_back(f.name, types.at(f.holds));
    return fields(all);
}

inline std::string const job_fields = fields({{"id", "integer"},
                                              {"name", "char"},
                                              {"project_id", "many2one"},
                                              {"partner_id", "many2one"},
                                              {"write_date", "datetime"}});
inline std::string const partner_fields = fields_of<odoo::res_partner>();
inline std::string const order_fields = fields_of<odoo::sale_order>();
inline std::string const line_fields = fields_of<odoo::sale_order_line>();

/// The client asks once what a model's fields are before it first uses a record of it.
inline void expect_fields_19(testkit::scripted_transport& http, std::string const& model, std::string const& answer) {
    http.expect("POST", "/json/2/" + model + "/fields_get")
        .body(R"({"attributes":["type","store","searchable","sortable"]})")
        .reply(200, answer);
}
inline void expect_fields_18(testkit::scripted_transport& http, std::string const& model, std::string const& answer) {
    http.expect("POST", "/jsonrpc")
        .body_contains('"' + model + R"(","fields_get",[],{"attributes":["type","store","searchable","sortable"]}])")
        .reply(200, rpc(answer));
}

/// What both wires say of a failure.
inline std::string fault(std::string const& name, std::string const& message) {
    return R"({"name": )" + json::encode(name) + R"(, "message": )" + json::encode(message) + R"(, "arguments": [)" +
           json::encode(message) +
           R"(], "context": {}, "debug": "Traceback (most recent call last):\n secret path /srv/odoo"})";
}

/// A failure as series 18 words it.
inline std::string rpc_error(std::string const& name, std::string const& message) {
    return R"({"jsonrpc": "2.0", "id": 1, "error": {"code": 200, "message": "Odoo Server Error", "data": )" +
           fault(name, message) + "}}";
}

inline error lost_reply() { return {.code = errc::timed_out, .message = "no answer", .effect = outcome::unknown}; }

/// A host's own record.
struct ticket {
    std::int64_t id = 0;
    std::string title{};
    field_value<std::string> phone{};
    field_value<json::id_name> owner_id{};
    std::optional<decimal> cost{};
    bool urgent = false;
    std::vector<std::int64_t> tag_ids{};
    json::extras rest{};
};
BOOST_DESCRIBE_STRUCT(ticket, (), (id, title, phone, owner_id, cost, urgent, tag_ids, rest))

/// A few fields of a model the library has a record of too.
struct job {
    std::int64_t id = 0;
    std::string name{};
    field_value<json::id_name> project_id{};
    field_value<json::id_name> partner_id{};
    std::optional<instant> write_date{};
};
BOOST_DESCRIBE_STRUCT(job, (), (id, name, project_id, partner_id, write_date))

}  // namespace odoo_test

template <>
inline constexpr std::string_view syncline::odoo::model_name<odoo_test::ticket> = "helpdesk.ticket";
template <>
inline constexpr std::string_view syncline::odoo::model_name<odoo_test::job> = "project.task";
template <>
inline constexpr syncline::json::renamed syncline::json::names<odoo_test::ticket>[] = {{"title", "name"}};
