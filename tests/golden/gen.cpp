// SPDX-License-Identifier: Apache-2.0
// The headers syncline-gen writes. Their inputs are excerpts of what servers of each series answered, and descriptions
// no server should give.
#include <doctest/doctest.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "syncline_gen/record_header.hpp"

using namespace syncline;
using syncline_gen::read_fields_get;
using syncline_gen::record_header;

namespace {

std::filesystem::path const data = SYNCLINE_TEST_DATA;

std::string content_of(std::filesystem::path const& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void same_as_golden(std::filesystem::path const& file, std::string const& text) {
    if (std::getenv("SYNCLINE_UPDATE_GOLDEN") != nullptr) {
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary) << text;
        return;
    }
    CAPTURE(file.string());
    CHECK(text == content_of(file));
}

odoo::model_description model_of(std::vector<odoo::field_description> fields, std::string name = "helpdesk.ticket") {
    return {.model = std::move(name), .version = "18.0", .fields = std::move(fields)};
}

std::string header_of(odoo::model_description const& m, syncline_gen::header_options const& o = {}) {
    auto const header = record_header(m, o);
    if (!header) FAIL(header.error().message);
    return *header;
}

error refused(odoo::model_description const& m, syncline_gen::header_options const& o) {
    auto const header = record_header(m, o);
    REQUIRE_FALSE(header);
    CHECK(header.error().code == errc::misconfigured);
    return header.error();
}

bool says(std::string const& text, std::string const& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("models of series 16, 18 and 19 become headers, word for word") {
    for (std::string const series : {"16", "18", "19"})
        for (std::string const model : {"project.task", "res.partner", "sale.order.line"}) {
            auto const description =
                read_fields_get(content_of(data / "fixtures/odoo/fields_get" / series / (model + ".json")));
            REQUIRE(description);
            CHECK(description->model == model);
            same_as_golden(data / "golden/gen" / series / (model + ".hpp"), header_of(*description));
        }
}

TEST_CASE("a hostile description stays inside its comments and strings") {
    auto const description = read_fields_get(content_of(data / "fixtures/odoo/fields_get/hostile.json"));
    REQUIRE(description);
    same_as_golden(data / "golden/gen/hostile.hpp", header_of(*description));
}

TEST_CASE("of a wide model the stored fields come first, and the header says what was left out") {
    odoo::model_description wide = model_of({});
    for (int i = 0; i < 60; ++i)
        wide.fields.push_back(
            {.name = (i < 40 ? "computed_" : "stored_") + std::to_string(10 + i), .type = "char", .stored = i >= 40});
    auto const header = header_of(wide);
    for (int i = 40; i < 60; ++i) CHECK(says(header, " stored_" + std::to_string(10 + i) + "{};"));
    CHECK(says(header, " computed_40{};"));
    CHECK_FALSE(says(header, " computed_41{};"));
    CHECK(
        says(header, "/// Left out, because a struct can describe 52 members: computed_41, computed_42, computed_43,"));
    CHECK(says(header, "computed_49.\n"));
}

TEST_CASE("the fields somebody names are described in that order, each once") {
    auto const m = model_of({{.name = "active", .type = "boolean"},
                             {.name = "id", .type = "integer"},
                             {.name = "image", .type = "binary"},
                             {.name = "name", .type = "char", .required = true}});
    auto const header = header_of(m, {.name_space = "my::erp", .fields = {"name", "active", "name", "id"}});
    CHECK(says(header, "BOOST_DESCRIBE_STRUCT(helpdesk_ticket, (), (id, name, active))"));
    CHECK(says(header, "namespace my::erp {"));
    CHECK(says(header, "syncline::odoo::model_name<my::erp::helpdesk_ticket> = \"helpdesk.ticket\";"));
    CHECK_FALSE(says(header, "image"));

    CHECK(refused(m, {.fields = {"nmae"}}).message ==
          "helpdesk.ticket: found no field `nmae`, expected one of the model's");
    CHECK(refused(m, {.fields = {"image"}}).message ==
          "helpdesk.ticket: field `image`: found type `binary`, expected one a member can hold");
    odoo::model_description wide = model_of({});
    std::vector<std::string> names;
    for (int i = 0; i < 52; ++i) {
        names.push_back("f" + std::to_string(i));
        wide.fields.push_back({.name = names.back(), .type = "char"});
    }
    CHECK(refused(wide, {.fields = names}).message ==
          "helpdesk.ticket: found 52 fields, expected at most 51 and the id");
}

TEST_CASE("a namespace or a model that C++ or Odoo does not know is refused") {
    for (std::string const wrong : {"", "a b", "class", "a::", "::a", "1a", "std", "a__b", "_a", "a;int x"})
        CHECK(says(refused(model_of({}), {.name_space = wrong}).message, "namespace: found"));
    for (std::string const wrong : {"", "a b", "x\"", "a\nb"})
        CHECK(says(refused(model_of({}, wrong), {}).message, "expected letters, digits"));
}

TEST_CASE("a file of another shape is refused with path, found and expected") {
    for (auto const* text : {"", "[]", "{\"name\": 5}", R"({"fields": {"name": {"type": 5}}})", R"({"name": {}})"}) {
        CAPTURE(text);
        auto const read = read_fields_get(text, "res.partner");
        REQUIRE_FALSE(read);
        CHECK(read.error().code == errc::malformed);
    }
    auto const nameless = read_fields_get(R"({"name": {"type": "char"}})");
    REQUIRE_FALSE(nameless);
    CHECK(nameless.error().code == errc::misconfigured);
}

TEST_CASE("what fields_get answered is read bare too, selections and methods for them") {
    auto const m = read_fields_get(R"({"state": {"type": "selection", "string": "State", "selection":
        [["a", "A"], ["b", "B"], [false, "none"]], "required": true},
        "kind": {"type": "selection", "selection": "_kinds"}, "fields": {"type": "char", "store": false}})",
                                   "x.y");
    REQUIRE(m);
    CHECK(m->model == "x.y");
    REQUIRE(m->fields.size() == 3);
    CHECK_FALSE(m->find("fields")->stored);
    CHECK(m->find("kind")->choices.empty());
    auto const header = header_of(*m);
    CHECK(says(header, "std::string state{};  ///< State: `a`, `b`, ``"));
}
