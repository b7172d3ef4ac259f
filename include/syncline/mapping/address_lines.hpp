// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

#include <syncline/mapping/conversion.hpp>

namespace syncline::inline v1 {

/// Line `number` (from 1) of a street of several lines; empty when there are fewer. Blank lines do not count.
///
///     to<&partner::street>  = from<&account::billing_street> | street_line{1},
///     to<&partner::street2> = from<&account::billing_street> | street_rest{2},
struct street_line {
    std::size_t number;
    static constexpr conversion_facts facts{"street_line",
                                            "street of several lines (Salesforce)",
                                            "one of its lines",
                                            "total; keeps one line",
                                            "joined_lines over all lines: exact less blank lines and outer blanks",
                                            "none",
                                            "line ends LF, CR LF, CR"};
    [[nodiscard]] std::string operator()(std::string_view street) const;
    [[nodiscard]] std::string describe() const { return "street_line " + std::to_string(number); }
};

/// Line `number` (from 1) and all behind it, with `, ` between them: what the last column takes, so that nothing is
/// lost.
struct street_rest {
    std::size_t number;
    static constexpr conversion_facts facts{"street_rest",
                                            "street of several lines (Salesforce)",
                                            "a line and all behind it in one",
                                            "total",
                                            "joined_lines: exact when there was no line behind it, else the line ends "
                                            "are commas",
                                            "none",
                                            "line ends LF, CR LF, CR"};
    [[nodiscard]] std::string operator()(std::string_view street) const;
    [[nodiscard]] std::string describe() const { return "street_rest " + std::to_string(number); }
};

/// Lines as one text with LF between them; blank ones are left out. Cannot fail.
///
///     from_record | [](partner const& p) { return joined_lines({p.street, p.street2}); }
struct joined_lines_t {
    static constexpr conversion_facts facts{"joined_lines",
                                            "lines of an address, each in a field of its own",
                                            "street of several lines (Salesforce)",
                                            "total",
                                            "street_line, and street_rest for the last: exact less blank lines",
                                            "none",
                                            "line end LF"};
    [[nodiscard]] std::string operator()(std::initializer_list<std::string_view> lines) const;
    [[nodiscard]] static constexpr std::string_view describe() { return facts.name; }
};
inline constexpr joined_lines_t joined_lines{};

}  // namespace syncline::inline v1
