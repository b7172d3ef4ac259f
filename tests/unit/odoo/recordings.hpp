// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

// What real servers said, where the recordings are at hand, and our own excerpts of it, which always are.

namespace recordings {

using nlohmann::json;

inline constexpr std::array<char const*, 3> all_series{"16", "18", "19"};

inline std::filesystem::path const folder = SYNCLINE_SHARED_DATA "/odoo-recordings";
inline std::filesystem::path const excerpts = SYNCLINE_TEST_DATA "/fixtures/odoo";

inline json read_json(std::filesystem::path const& file) {
    std::ifstream in(file);
    return json::parse(in);
}

/// Every row that a recorded `read` or `search_read` of that series brought, with its model.
inline std::vector<std::pair<std::string, json>> rows_of(std::string const& series) {
    std::vector<std::pair<std::string, json>> rows;
    auto const keep = [&rows](std::string const& model, std::string const& method, json const& answer) {
        if ((method != "read" && method != "search_read") || !answer.is_array()) return;
        for (auto const& row : answer)
            if (row.is_object()) rows.emplace_back(model, row);
    };
    for (auto const& file : std::filesystem::directory_iterator(folder / series)) {
        if (file.path().extension() != ".json") continue;
        auto const recording = read_json(file.path());
        for (auto const& step : recording.value("steps", json::array())) {
            json const body = step.value("/response/body"_json_pointer, json());
            json const asked = step.value("/request/body"_json_pointer, json());
            std::string const path = step.value("/request/path"_json_pointer, std::string());
            if (path.starts_with("/json/2/")) {
                auto const slash = path.rfind('/');
                keep(path.substr(8, slash - 8), path.substr(slash + 1), body);
                continue;
            }
            if (!body.is_object() || !body.contains("result") || !asked.is_object() || !asked.contains("params"))
                continue;
            json const& params = asked["params"];
            json const args = params.is_object() ? params.value("args", json()) : json();
            if (args.is_array() && args.size() > 4 && args[3].is_string() && args[4].is_string())
                keep(args[3], args[4], body["result"]);
        }
    }
    return rows;
}

}  // namespace recordings
