// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <syncline/governance/configuration.hpp>
#include <syncline/governance/lint.hpp>

namespace syncline::inline v1::governance::detail {

/// A section (level 2) or a part of one (level 3).
struct heading {
    int level = 2;
    std::string text{};
};

struct paragraph {
    std::string text{};
};

/// A cell of a table; the steps of a mapping and the like are code.
struct cell {
    std::string text{};
    bool code = false;
};

struct table {
    std::string about{};  ///< For readers who do not see it.
    std::vector<std::string> head{};
    std::vector<std::vector<cell>> rows{};
};

/// A flow: from one object through mappings to others.
struct picture {
    struct lane {
        std::string step{};
        std::vector<std::string> mappings{};
        std::string target{};
    };
    std::string about{};
    std::string source{};
    std::vector<lane> lanes{};
};

using block = std::variant<heading, paragraph, table, picture>;

/// What the pack says, whatever it is written in. Its texts are as the configuration has them.
struct document {
    std::string title{};
    std::vector<block> blocks{};
};

[[nodiscard]] document pack_of(configuration const& c, std::vector<finding> const& findings);

/// A picture as an SVG element, for a page of HTML.
[[nodiscard]] std::string svg_of(picture const& p);

/// A text inside of an HTML element or a quoted attribute.
[[nodiscard]] std::string html_text(std::string_view text);

}  // namespace syncline::inline v1::governance::detail
