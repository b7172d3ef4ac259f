// SPDX-License-Identifier: Apache-2.0
// Rules as text: what `mapping_t::describe()` prints, read back. One grammar, one spelling: what was read prints as it
// was, less blanks.
//
//   mapping  = { line END }                  END is the end of a line; of the lines of an `each`, ";" between them
//   line     = "to" NAME "=" rule | "skip" NAME
//   rule     = "when" test ":" rule ";" "otherwise" ":" rule | source { "|" step }
//   test     = PATH "is" LITERAL | PATH "has a value" | NAME
//   source   = PATH { "," PATH } | "record" | "constant" LITERAL | "produced by" WORD
//   step     = NAME { WORD [ "=" WORD ] } [ "{" line { ";" line } "}" ]
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <syncline/core/result.hpp>

namespace syncline::inline v1::rules {

/// A bare word or a text in quotes.
struct token {
    std::string text{};
    bool in_quotes = false;
};

struct rule_text;

/// A target field and its rule; no rule: left out on purpose.
struct line_text {
    std::string field{};
    std::unique_ptr<rule_text> rule{};
};

struct step_text {
    struct row {
        token key{};
        token value{};
    };
    std::string name{};
    std::vector<token> words{};
    std::vector<row> rows{};         ///< `"a"=b "c"=d`
    std::vector<line_text> rules{};  ///< `each {...}`
};

struct test_text {
    enum class kind_of { equals, has_value, named } kind = kind_of::named;
    std::string subject{};  ///< A path, or the name of a test.
    token value{};
};

struct rule_text {
    enum class kind_of { paths, record, constant, produced, choice } kind = kind_of::paths;
    std::vector<std::string> paths{};  ///< `seat.city`
    token constant{};
    std::string step{};  ///< Which one produced it.
    std::vector<step_text> steps{};
    test_text test{};
    std::unique_ptr<rule_text> yes{};
    std::unique_ptr<rule_text> no{};
};

/// *Errors*: `malformed` with position, found and expected.
[[nodiscard]] result<rule_text> read_rule(std::string_view text);
/// The lines of a whole mapping. *Errors*: as `read_rule`, naming the line.
[[nodiscard]] result<std::vector<line_text>> read_lines(std::string_view text);

[[nodiscard]] std::string print(step_text const& step);
[[nodiscard]] std::string print(rule_text const& rule);
[[nodiscard]] std::string print(line_text const& line);

/// What a person reads in place of the source in a failure: `given, family`, `vip or nobody`.
[[nodiscard]] std::string source_of(rule_text const& rule);

}  // namespace syncline::inline v1::rules
