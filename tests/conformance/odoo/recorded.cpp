// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "odoo_conform/player.hpp"

// The emulated Odoo against recorded traffic of real servers: what `./dev conform odoo` does, with a floor under it.

namespace {

using namespace syncline;
namespace fs = std::filesystem;

fs::path const recordings = SYNCLINE_SHARED_DATA "/odoo-recordings";

/// How much of all recorded steps is answered alike, in per cent.
constexpr double floor_of_all = 99;

/// A folder of recordings of its own, gone at the end.
struct folder {
    fs::path path = fs::temp_directory_path() / ("odoo_conform_" + std::to_string(::getpid()));

    folder() { fs::create_directories(path / "18"); }
    ~folder() { fs::remove_all(path); }

    void write(std::string const& name, std::string const& text) const { std::ofstream(path / name) << text; }
};

std::string count_of(std::string const& answer) {
    return R"({"name": "x", "odoo_series": "18", "steps": [{"label": "count", "request": {"method": "POST",
        "path": "/jsonrpc", "headers": {"Content-Type": "application/json"}, "body": {"jsonrpc": "2.0", "id": 1,
        "params": {"service": "object", "method": "execute_kw", "args": ["odoo18", 2, "admin", "res.partner",
        "search_count", [[["name", "=", "nobody"]]]]}}}, "response": {"status": 200, "headers":
        [["Content-Type", "application/json; charset=utf-8"]], "body": {"jsonrpc": "2.0", "id": 1, "result": )" +
           answer + "}}}]}";
}

}  // namespace

TEST_CASE("the emulated Odoo answers recorded requests as the recorded servers did") {
    if (!fs::exists(recordings)) {
        MESSAGE("skipped: ", recordings.string(), " not present");
        return;
    }
    auto const all = odoo_conform::read_recordings(recordings);
    if (!all) FAIL(all.error().message);
    std::size_t alike = 0;
    std::size_t steps = 0;
    std::map<int, std::pair<std::size_t, std::size_t>> by_series;
    for (auto const& r : *all) {
        auto const played = odoo_conform::play(r);
        by_series[r.series].first += played.alike();
        by_series[r.series].second += played.steps.size();
        alike += played.alike();
        steps += played.steps.size();
    }
    for (auto const& [series, counts] : by_series)
        MESSAGE("Odoo ", series, ", answered alike: ", counts.first, " of ", counts.second);
    MESSAGE("answered alike: ", alike, " of ", steps);
    CHECK(static_cast<double>(alike) * 100 >= floor_of_all * static_cast<double>(steps));
}

TEST_CASE("a recording is answered alike or it is not, and the difference is named") {
    folder const f;
    f.write("18/x.json", count_of("0"));
    auto const good = odoo_conform::read_recordings(f.path);
    REQUIRE(good.has_value());
    CHECK(odoo_conform::play(good->front()).alike() == 1);
    f.write("18/x.json", count_of("3"));
    auto const bad = odoo_conform::read_recordings(f.path);
    REQUIRE(bad.has_value());
    auto const played = odoo_conform::play(bad->front());
    CHECK(played.alike() == 0);
    CHECK(played.steps[0].label == "count");
    CHECK(played.steps[0].why == "result: recorded 3, emulator 0");
}

TEST_CASE("what is no recording is refused with the name of the file, what was found and what was expected") {
    folder const f;
    auto const refusal = [&] { return odoo_conform::read_recordings(f.path).error().message; };
    CHECK(refusal().find("expected *.json files in folders named 16, 18 or 19, found none") != std::string::npos);
    f.write("18/x.json", "{not json");
    CHECK(refusal() == (f.path / "18/x.json").string() + ": expected JSON, found something else at byte 3");
    f.write("18/x.json", "[]");
    CHECK(refusal().find("x.json: expected an object with \"steps\", found array") != std::string::npos);
    f.write("18/x.json", R"({"steps": [{"label": "a", "request": {"method": "GET", "path": "/"}}]})");
    CHECK(refusal().find("x.json: step 1: expected an object \"response\", found none") != std::string::npos);
    f.write("18/x.json", R"({"steps": [{"request": {"method": "GET"}, "response": {"status": 200}}]})");
    CHECK(refusal().find("step 1: expected a text as \"path\" of the request") != std::string::npos);
    f.write("18/x.json", R"({"what": "measurements"})");
    auto const none = odoo_conform::read_recordings(f.path);
    REQUIRE(none.has_value());
    CHECK(odoo_conform::play(none->front()).steps.empty());
    CHECK(odoo_conform::read_recordings(f.path / "nowhere").error().code == errc::not_found);
}
