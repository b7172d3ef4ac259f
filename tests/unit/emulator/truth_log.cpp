// SPDX-License-Identifier: Apache-2.0
#include <syncline/emulator/truth_log.hpp>

#include <doctest/doctest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

namespace {

using namespace syncline;
using emulator::action;
using emulator::effect;

effect one(std::string key, action what = action::create, std::uint64_t request = 1) {
    return {.request = request,
            .at = std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + std::chrono::microseconds(1234567),
            .system = "odoo",
            .object = "sale.order",
            .id = "7",
            .key = std::move(key),
            .action = what,
            .payload = {.high = 0x0123456789abcdef, .low = 42}};
}

struct scratch {
    std::string path = (std::filesystem::temp_directory_path() / "syncline_truth_log_test.jsonl").string();
    scratch() { std::remove(path.c_str()); }
    ~scratch() { std::remove(path.c_str()); }
};

}  // namespace

TEST_CASE("creates are counted by key, whatever else happened to the record") {
    emulator::truth_log truth;
    truth.append(one("crm.d-1"));
    truth.append(one("crm.d-1", action::write));
    truth.append(one("crm.d-2"));
    truth.append(one("crm.d-2", action::create, 2));
    truth.append(one("", action::create, 0));
    CHECK(truth.creates_of("crm.d-1") == 1);
    CHECK(truth.creates_of("crm.d-2") == 2);
    CHECK(truth.creates_of("crm.d-3") == 0);
    CHECK(truth.creates_by_key() ==
          std::map<std::string, std::size_t>{{"sale.order crm.d-1", 1}, {"sale.order crm.d-2", 2}});
    CHECK(truth.effects().size() == 5);
    CHECK(truth.writes() == 4);
}

TEST_CASE("a mirrored log can be read back by whoever comes after") {
    scratch file;
    effect const odd = one("quotes \" and \n 😀");
    {
        emulator::truth_log truth;
        truth.append(one("before the mirror"));
        REQUIRE(truth.mirror_to(file.path).has_value());
        truth.append(odd);
        truth.append(one("crm.d-1", action::remove));
        // no destructor has run yet: what is in the file now survives a kill
        auto const seen = emulator::read_truth(file.path);
        REQUIRE(seen.has_value());
        CHECK(seen->size() == 2);
        CHECK(seen->at(0) == odd);
        CHECK(seen->at(1) == one("crm.d-1", action::remove));
    }
    emulator::truth_log second_life;
    REQUIRE(second_life.mirror_to(file.path).has_value());
    second_life.append(one("crm.d-2"));
    CHECK(emulator::read_truth(file.path)->size() == 3);
}

TEST_CASE("bytes that are no UTF-8 do not keep an effect out of the file") {
    scratch file;
    emulator::truth_log truth;
    REQUIRE(truth.mirror_to(file.path).has_value());
    truth.append(one("\xff\xfe"));
    auto const seen = emulator::read_truth(file.path);
    REQUIRE(seen.has_value());
    CHECK(seen->size() == 1);
}

TEST_CASE("a line the writer died in is left out, a broken line is named") {
    scratch file;
    emulator::truth_log truth;
    REQUIRE(truth.mirror_to(file.path).has_value());
    truth.append(one("crm.d-1"));
    std::ofstream(file.path, std::ios::app) << R"({"request":2,"at":)";
    CHECK(emulator::read_truth(file.path)->size() == 1);
    std::ofstream(file.path, std::ios::app) << "\n";
    auto const broken = emulator::read_truth(file.path);
    REQUIRE_FALSE(broken.has_value());
    CHECK(broken.error().code == errc::malformed);
    CHECK(broken.error().message.find("line 2") != std::string::npos);
}

TEST_CASE("a file that cannot be opened is an error of the store") {
    emulator::truth_log truth;
    auto const opened = truth.mirror_to("/no/such/folder/truth.jsonl");
    REQUIRE_FALSE(opened.has_value());
    CHECK(opened.error().code == errc::storage);
    CHECK(emulator::read_truth("/no/such/folder/truth.jsonl").error().code == errc::storage);
}
