// SPDX-License-Identifier: Apache-2.0
#include "odoo/fault.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <map>

#include <nlohmann/json.hpp>

#include <syncline/core/rfc3339.hpp>

#include "odoo/rpc.hpp"
#include "unit/odoo/support.hpp"

using namespace syncline;
using json_value = nlohmann::ordered_json;
namespace odoo_detail = odoo::detail;

namespace {

json_value load(std::filesystem::path const& file) {
    std::ifstream in(file);
    REQUIRE_MESSAGE(in, file.string());
    return json_value::parse(in);
}

/// What a client makes of one answer to a write.
result<json::raw> answer(odoo::wire wire, int status, std::vector<http::header> headers, std::string body) {
    http::request const sent{
        .method = http::method::post, .url = "https://erp.example/jsonrpc", .repeat = http::safety::idempotent};
    auto r = odoo_detail::to_reply(sent, {.status = status, .headers = std::move(headers), .body = std::move(body)},
                                   wire, "odoo test", instant{});
    return odoo_detail::decoded<json::raw>(r);
}

std::string body_of(json_value const& response) {
    if (response.contains("body")) return response["body"].dump();
    return response.value("body_text", "");
}

/// The server's own words in a failure.
std::string words_of(json_value const& body) {
    if (!body.is_object()) return {};
    if (body.contains("error") && body["error"].is_object() && body["error"].contains("data"))
        return body["error"]["data"].value("message", "");
    return body.contains("debug") ? body.value("message", "") : "";
}

/// What holds for every failure, whatever it was.
void check_manners(error const& e, std::string const& words) {
    CHECK(e.message.starts_with("odoo test: "));
    for (auto const* text : {&e.message, &e.server_message}) {
        CHECK(text->find("Traceback") == std::string::npos);
        CHECK(text->find('\n') == std::string::npos);
    }
    CHECK(e.server_message.size() <= 510);
    if (words.size() > 15) CHECK_MESSAGE(e.message.find(words) == std::string::npos, e.message);
}

struct partner_view {
    std::int64_t id = 0;
    field_value<std::string> name{};
    field_value<std::string> email{};
    field_value<std::string> phone{};
    field_value<std::string> ref{};
    field_value<bool> is_company{};
    field_value<json::id_name> country_id{};
    field_value<json::id_name> parent_id{};
    std::optional<std::vector<std::int64_t>> child_ids{};
    field_value<instant> write_date{};
    json::extras rest{};
};
BOOST_DESCRIBE_STRUCT(partner_view, (),
                      (id, name, email, phone, ref, is_company, country_id, parent_id, child_ids, write_date, rest))

}  // namespace

TEST_CASE("every failure of the table means what the table says, on both wires") {
    auto const table = load(SYNCLINE_TEST_DATA "/fixtures/odoo/faults.json");
    for (auto const& row : table["cases"]) {
        CAPTURE(row["series"].get<std::string>());
        CAPTURE(row["label"].get<std::string>());
        std::vector<http::header> headers{{"Content-Type", row["content_type"]}};
        if (row.contains("headers"))
            for (auto const& [name, value] : row["headers"].items()) headers.push_back({name, value});
        auto const wire = row["wire"] == "json_2" ? odoo::wire::json_2 : odoo::wire::json_rpc;
        auto const got = answer(wire, row["status"], headers, body_of(row));
        REQUIRE_FALSE(got);
        CHECK(to_string(got.error().code) == row["expect"].get<std::string>());
        CHECK(got.error().may_have_happened() == row.value("effect_unknown", false));
        check_manners(got.error(), row.contains("body") ? words_of(row["body"]) : "");
    }
}

TEST_CASE("a failure of an unknown class parks the record instead of repeating for ever") {
    auto const e = odoo_detail::to_error({.name = "mymodule.exceptions.Weird", .message = "x"});
    CHECK(e.code == errc::rejected);
    CHECK_FALSE(e.is_retryable());
}

TEST_CASE("a server's words are cut, put on one line and cleared of control characters") {
    auto const text = odoo_detail::excerpt("a\r\nb\t c\x01" + std::string(5'000'000, 'x'));
    CHECK(text.starts_with("a b c?xxx"));
    CHECK(text.size() <= 510);
}

TEST_CASE("a throttled call tells how long to wait") {
    auto const got = answer(odoo::wire::json_2, 429, {{"Retry-After", "7"}}, "");
    REQUIRE_FALSE(got);
    CHECK(got.error().retry_after == std::chrono::seconds(7));
}

TEST_CASE("every recorded answer of real servers is understood") {
    std::filesystem::path const folder = SYNCLINE_SHARED_DATA "/odoo-recordings";
    if (!std::filesystem::exists(folder)) {
        MESSAGE("skipped: recorded Odoo traffic is not present");
        return;
    }
    std::map<std::string, int> failures;
    int answers = 0;
    int rows = 0;
    for (auto const& file : std::filesystem::recursive_directory_iterator(folder)) {
        if (file.path().extension() != ".json") continue;
        auto const recording = load(file.path());
        if (!recording.is_object() || !recording.contains("steps")) continue;
        auto const& defaults = recording["step_defaults"];
        for (auto const& step : recording["steps"]) {
            auto request = defaults["request"];
            request.update(step["request"]);
            std::string const path = request.value("path", "");
            bool const json_2 = path.starts_with("/json/2/");
            if (!json_2 && path != "/jsonrpc") continue;
            auto response = defaults["response"];
            response.erase("body");
            response.erase("body_text");
            response.update(step["response"]);
            CAPTURE(file.path().string());
            CAPTURE(step["label"].get<std::string>());

            std::vector<http::header> headers;
            for (auto const& h : response["headers"]) headers.push_back({h[0], h[1]});
            int const status = response["status"];
            auto const got =
                answer(json_2 ? odoo::wire::json_2 : odoo::wire::json_rpc, status, headers, body_of(response));
            ++answers;
            auto const body = response.contains("body") ? response["body"] : json_value();
            bool const failed = status != 200 || (!json_2 && body.is_object() && body.contains("error"));
            REQUIRE_MESSAGE(got.has_value() != failed, (got ? std::string("ok") : got.error().message));
            if (failed) {
                ++failures[std::string(to_string(got.error().code))];
                CHECK_FALSE(got.error().may_have_happened());
                CHECK(got.error().message.find("a failure of its own") == std::string::npos);
                check_manners(got.error(), words_of(body));
                continue;
            }
            // records, as they come
            auto const& value = json_2 ? body : body.value("result", json_value());
            if (!value.is_array() || value.empty() || !value[0].is_object() || !value[0].contains("id")) continue;
            auto const& arguments = request.contains("body") ? request["body"].dump() : std::string();
            bool const partners = json_2 ? path.starts_with("/json/2/res.partner/")
                                         : arguments.find("\"res.partner\"") != std::string::npos;
            if (!partners) continue;
            auto const decoded =
                json::decode_at<std::vector<partner_view>>(body_of(response), json_2 ? "" : "/result", json::odoo);
            REQUIRE_MESSAGE(decoded, (decoded ? std::string() : decoded.error().message));
            rows += static_cast<int>(decoded->size());
        }
    }
    CHECK(answers > 500);
    CHECK(rows > 30);
    for (auto const* code : {"unauthorized", "forbidden", "misconfigured", "not_found", "rejected", "conflict",
                             "contended", "unsupported", "defect"})
        CHECK_MESSAGE(failures[code] > 0, code);
    CHECK(failures["malformed"] == 0);
}
