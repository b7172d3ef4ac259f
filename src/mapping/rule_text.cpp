// SPDX-License-Identifier: Apache-2.0
#include "mapping/rule_text.hpp"

#include <optional>
#include <utility>

#include <syncline/core/text.hpp>
#include <syncline/mapping/mapping.hpp>

namespace syncline::inline v1::rules {
namespace {

constexpr int deepest = 16;  // choices and mappings inside of each other

class reader {
public:
    explicit reader(std::string_view text) : text_(text) { advance(); }

    [[nodiscard]] result<rule_text> whole_rule() {
        auto out = rule();
        if (out && kind_ != kind::end) return unexpected("the end of the rule");
        return out;
    }

    [[nodiscard]] result<std::vector<line_text>> whole_mapping() {
        std::vector<line_text> out;
        while (kind_ != kind::end) {
            auto one = line();
            if (!one) return fail(std::move(one).error());
            out.push_back(*std::move(one));
            if (kind_ != kind::end && !is("\n")) return unexpected("the end of the line");
            while (is("\n")) advance();
        }
        return out;
    }

private:
    enum class kind { word, quoted, symbol, broken, end };

    [[nodiscard]] static bool ends_word(char c) noexcept {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '|' || c == ';' || c == ':' || c == ',' ||
               c == '=' || c == '{' || c == '}' || c == '"';
    }

    void advance() {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\r')) ++at_;
        start_ = at_;
        token_.text.clear();
        token_.in_quotes = false;
        if (at_ == text_.size()) {
            kind_ = kind::end;
        } else if (text_[at_] == '"') {
            quoted_text();
        } else if (ends_word(text_[at_])) {
            kind_ = kind::symbol;
            token_.text = text_[at_++];
        } else {
            kind_ = kind::word;
            while (at_ < text_.size() && !ends_word(text_[at_])) token_.text += text_[at_++];
        }
    }

    void quoted_text() {
        kind_ = kind::broken;
        token_.in_quotes = true;
        for (++at_; at_ < text_.size(); ++at_) {
            char c = text_[at_];
            if (c == '"') {
                ++at_;
                kind_ = kind::quoted;
                return;
            }
            if (static_cast<unsigned char>(c) < 0x20) return;
            if (c == '\\' && !escape(c)) return;
            token_.text += c;
        }
    }

    /// Behind a backslash: puts what is meant into `c` and stands on the last character of it.
    [[nodiscard]] bool escape(char& c) {
        if (++at_ >= text_.size()) return false;
        c = text_[at_];
        if (c == 'n')
            c = '\n';
        else if (c == 'u') {
            if (at_ + 4 >= text_.size() || text_[at_ + 1] != '0' || text_[at_ + 2] != '0') return false;
            auto const high = hex(text_[at_ + 3]);
            auto const low = hex(text_[at_ + 4]);
            if (!high || !low || *high > 7) return false;
            c = static_cast<char>(*high * 16 + *low);
            at_ += 4;
        } else if (c != '"' && c != '\\')
            return false;
        return true;
    }
    [[nodiscard]] static std::optional<int> hex(char c) {
        if (detail::is_digit(c)) return c - '0';
        if (c >= 'a' && c <= 'f') return c - 'a' + 10;
        return std::nullopt;
    }

    [[nodiscard]] bool is(std::string_view bare) const {
        return (kind_ == kind::word || kind_ == kind::symbol) && token_.text == bare;
    }
    [[nodiscard]] bool is_value() const { return kind_ == kind::word || kind_ == kind::quoted; }

    [[nodiscard]] tl::unexpected<error> unexpected(std::string_view wanted) const {
        std::string found;
        switch (kind_) {
            case kind::end: found = "the end"; break;
            case kind::broken: found = "a text whose quotes or escapes are wrong"; break;
            default: found = rules::quote(shorten(token_.text));
        }
        return fail(errc::malformed,
                    "at " + std::to_string(start_ + 1) + ": found " + found + ", expected " + std::string(wanted));
    }
    [[nodiscard]] result<void> expect(std::string_view bare) {
        if (!is(bare)) return unexpected(rules::quote(bare));
        advance();
        return {};
    }
    [[nodiscard]] result<std::string> name(std::string_view what) {
        if (kind_ != kind::word) return unexpected(what);
        std::string out = std::move(token_.text);
        advance();
        return out;
    }
    [[nodiscard]] result<token> value(std::string_view what) {
        if (!is_value()) return unexpected(what);
        token out = std::move(token_);
        advance();
        return out;
    }

    [[nodiscard]] result<line_text> line() {
        bool const mapped = is("to");
        if (!mapped && !is("skip")) return unexpected("\"to\" or \"skip\"");
        advance();
        auto field = name("a target field");
        if (!field) return fail(std::move(field).error());
        line_text out{*std::move(field), nullptr};
        if (mapped) {
            if (auto ok = expect("="); !ok) return fail(std::move(ok).error());
            auto r = rule();
            if (!r) return fail(std::move(r).error().within("to " + shorten(out.field)));
            out.rule = std::make_unique<rule_text>(*std::move(r));
        }
        return out;
    }

    [[nodiscard]] result<rule_text> rule() {
        if (++depth_ > deepest)
            return fail(errc::too_large, "found rules nested deeper than " + std::to_string(deepest));
        auto out = is("when") ? choice() : pipeline();
        --depth_;
        return out;
    }

    [[nodiscard]] result<rule_text> choice() {
        advance();
        rule_text out{.kind = rule_text::kind_of::choice};
        auto subject = name("a field or a test");
        if (!subject) return fail(std::move(subject).error());
        out.test.subject = *std::move(subject);
        if (is("is")) {
            advance();
            auto v = value("a constant");
            if (!v) return fail(std::move(v).error());
            out.test.kind = test_text::kind_of::equals;
            out.test.value = *std::move(v);
        } else if (is("has")) {
            advance();
            for (auto const* const w : {"a", "value"})
                if (auto ok = expect(w); !ok) return fail(std::move(ok).error());
            out.test.kind = test_text::kind_of::has_value;
        }
        if (auto ok = expect(":"); !ok) return fail(std::move(ok).error());
        auto yes = rule();
        if (!yes) return yes;
        for (auto const* const w : {";", "otherwise", ":"})
            if (auto ok = expect(w); !ok) return fail(std::move(ok).error());
        auto no = rule();
        if (!no) return no;
        out.yes = std::make_unique<rule_text>(*std::move(yes));
        out.no = std::make_unique<rule_text>(*std::move(no));
        return out;
    }

    [[nodiscard]] result<rule_text> pipeline() {
        rule_text out{};
        if (auto ok = source(out); !ok) return fail(std::move(ok).error());
        while (is("|")) {
            advance();
            auto s = step();
            if (!s) return fail(std::move(s).error());
            out.steps.push_back(*std::move(s));
        }
        return out;
    }

    [[nodiscard]] result<void> source(rule_text& out) {
        auto first = name("a source field, record, constant or produced by");
        if (!first) return fail(std::move(first).error());
        if (*first == "record") {
            out.kind = rule_text::kind_of::record;
        } else if (*first == "constant") {
            auto v = value("a constant");
            if (!v) return fail(std::move(v).error());
            out.kind = rule_text::kind_of::constant;
            out.constant = *std::move(v);
        } else if (*first == "produced" && is("by")) {
            advance();
            auto v = value("the name of a step");
            if (!v) return fail(std::move(v).error());
            out.kind = rule_text::kind_of::produced;
            out.step = std::move(v->text);
        } else {
            out.paths.push_back(*std::move(first));
            while (is(",")) {
                advance();
                auto next = name("a source field");
                if (!next) return fail(std::move(next).error());
                out.paths.push_back(*std::move(next));
            }
        }
        return {};
    }

    [[nodiscard]] result<step_text> step() {
        auto n = name("the name of a step");
        if (!n) return fail(std::move(n).error());
        step_text out{.name = *std::move(n)};
        while (is_value()) {
            token first = std::move(token_);
            advance();
            if (!is("=")) {
                out.words.push_back(std::move(first));
                continue;
            }
            advance();
            auto v = value("what it becomes");
            if (!v) return fail(std::move(v).error());
            out.rows.push_back({std::move(first), *std::move(v)});
        }
        if (is("{")) {
            if (++depth_ > deepest)
                return fail(errc::too_large, "found rules nested deeper than " + std::to_string(deepest));
            advance();
            while (!is("}")) {
                if (!out.rules.empty())
                    if (auto ok = expect(";"); !ok) return fail(std::move(ok).error());
                auto l = line();
                if (!l) return fail(std::move(l).error());
                out.rules.push_back(*std::move(l));
            }
            advance();
            --depth_;
        }
        return out;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t start_ = 0;
    int depth_ = 0;
    kind kind_ = kind::end;
    token token_{};
};

/// A mapping is kept in files and stores that take no other text.
[[nodiscard]] result<void> check_utf8(std::string_view text) {
    if (is_valid_utf8(text)) return {};
    return fail(errc::malformed, "found bytes that are no UTF-8, expected a text");
}

[[nodiscard]] std::string print(token const& t) { return t.in_quotes ? quote(t.text) : t.text; }

[[nodiscard]] std::string print(test_text const& test) {
    switch (test.kind) {
        case test_text::kind_of::equals: return test.subject + " is " + print(test.value);
        case test_text::kind_of::has_value: return test.subject + " has a value";
        case test_text::kind_of::named: break;
    }
    return test.subject;
}

}  // namespace

result<rule_text> read_rule(std::string_view text) {
    if (auto ok = check_utf8(text); !ok) return fail(std::move(ok).error());
    return reader(text).whole_rule();
}

result<std::vector<line_text>> read_lines(std::string_view text) {
    if (auto ok = check_utf8(text); !ok) return fail(std::move(ok).error());
    return reader(text).whole_mapping();
}

std::string print(step_text const& step) {
    std::string out = step.name;
    for (auto const& w : step.words) (out += ' ') += print(w);
    for (auto const& [key, value] : step.rows) (((out += ' ') += print(key)) += '=') += print(value);
    if (!step.rules.empty()) {
        out += " {";
        for (auto const& l : step.rules) (out += &l == step.rules.data() ? "" : "; ") += print(l);
        out += '}';
    }
    return out;
}

std::string source_of(rule_text const& rule) {
    std::string out;
    switch (rule.kind) {
        case rule_text::kind_of::choice: return source_of(*rule.yes) + " or " + source_of(*rule.no);
        case rule_text::kind_of::record: return "record";
        case rule_text::kind_of::constant: return "constant " + print(rule.constant);
        case rule_text::kind_of::produced: return "produced by " + word(rule.step);
        case rule_text::kind_of::paths: break;
    }
    for (auto const& p : rule.paths) (out += out.empty() ? "" : ", ") += p;
    return out;
}

std::string print(rule_text const& rule) {
    if (rule.kind == rule_text::kind_of::choice)
        return "when " + print(rule.test) + ": " + print(*rule.yes) + "; otherwise: " + print(*rule.no);
    std::string out = source_of(rule);
    for (auto const& s : rule.steps) (out += " | ") += print(s);
    return out;
}

std::string print(line_text const& line) {
    return line.rule ? "to " + line.field + " = " + print(*line.rule) : "skip " + line.field;
}

}  // namespace syncline::inline v1::rules
