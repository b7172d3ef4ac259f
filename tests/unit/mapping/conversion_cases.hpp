// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include <syncline/core/result.hpp>
#include <syncline/core/text.hpp>

// What the tests of the conversions share.

namespace conversion_cases {

/// Checks that a conversion refuses as all do: `mapping`, a message of stated size that says what was expected and
/// brings no byte of the input that could hurt a terminal or a log.
template <class T>
void check_refused(syncline::result<T> const& r, std::string_view input) {
    auto const shown = syncline::shorten(input);
    REQUIRE_MESSAGE(!r, "was not refused: " << shown);
    CHECK_MESSAGE(r.error().code == syncline::errc::mapping, shown);
    auto const& message = r.error().message;
    CHECK_MESSAGE(message.find("expected ") != std::string::npos, message);
    CHECK_MESSAGE(message.size() < 600, message.size());
    CHECK(syncline::is_valid_utf8(message));
    for (char const c : message) CHECK(static_cast<unsigned char>(c) >= ' ');
}

inline std::vector<std::string> const& hostile_texts() {
    static std::vector<std::string> const texts{
        "",
        " ",
        "\t\r\n",
        "\xFF\xFE",
        "\xC3",
        "\xED\xA0\x80",
        std::string("a\0b", 3),
        "\x1B[31mred",
        "\x7F\x7F",
        std::string(1'000'000, 'a'),
        std::string(1'000'000, '1'),
        std::string(1'000'000, '-'),
        std::string(1'000'000, '\xFF'),
        "'; DROP TABLE partners; --",
        "\xF0\x9F\x98\x80",
        "-",
        "+",
        "_",
        "@",
        "()",
    };
    return texts;
}

/// Checks that each hostile text is refused as it should be.
template <class Conversion>
void check_hostile_refused(Conversion const& convert) {
    for (auto const& text : hostile_texts()) check_refused(convert(std::string_view(text)), text);
}

/// The lines of a fixture, comments left out, cut at `between`.
inline std::vector<std::vector<std::string>> rows_of(std::string const& name, char between) {
    std::ifstream in(std::string(SYNCLINE_TEST_DATA "/fixtures/conversions/") + name);
    REQUIRE_MESSAGE(in, "cannot read " << name);
    std::vector<std::vector<std::string>> rows;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with('#')) continue;
        auto& row = rows.emplace_back();
        for (std::size_t at = 0; at <= line.size();) {
            auto const end = std::min(line.find(between, at), line.size());
            row.push_back(line.substr(at, end - at));
            at = end + 1;
        }
    }
    return rows;
}

/// A table of Debian's package iso-codes; empty, and a word about it, when it is not installed.
inline nlohmann::json iso_codes(std::string const& standard) {
    std::string const path = "/usr/share/iso-codes/json/iso_" + standard + ".json";
    if (!std::filesystem::exists(path)) {
        MESSAGE("skipped: the package iso-codes is not installed");
        return nlohmann::json::array();
    }
    std::ifstream in(path);
    return nlohmann::json::parse(in).at(standard);
}

}  // namespace conversion_cases
