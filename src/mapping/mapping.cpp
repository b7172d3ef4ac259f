// SPDX-License-Identifier: Apache-2.0
#include <syncline/mapping/mapping.hpp>

namespace syncline::inline v1::rules {
namespace {

[[nodiscard]] bool is_bare(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
           c == '-' || c == '+';
}

}  // namespace

std::string quote(std::string_view text) {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string out = "\"";
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            (out += '\\') += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (byte < 0x20 || byte == 0x7F) {
            ((out += "\\u00") += digits[byte >> 4U]) += digits[byte & 0xFU];
        } else {
            out += c;
        }
    }
    return out += '"';
}

std::string word(std::string_view name) {
    bool bare = !name.empty();
    for (char const c : name) bare = bare && is_bare(c);
    return bare ? std::string(name) : quote(name);
}

std::string text_of(std::vector<std::string> const& lines) {
    std::string out;
    for (auto const& line : lines) (out += line) += '\n';
    return out;
}

std::string on_one_line(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        auto const end = text.find('\n');
        if (!out.empty()) out += "; ";
        out += text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return out;
}

error joined(std::vector<failure> const& failures) {
    error e{.code = failures.front().why.code, .message = {}, .reason = failures.front().why.reason};
    for (auto const& f : failures) {
        if (f.why.code != e.code) e.code = errc::mapping;
        if (f.why.reason != e.reason) e.reason.reset();
        if (!e.message.empty()) e.message += "; ";
        e.message += f.from;
        if (!f.to.empty() && f.to != f.from) {
            e.message += " -> ";
            e.message += f.to;
        }
        e.message += ": ";
        e.message += f.why.message;
        if (e.server_message.empty()) e.server_message = f.why.server_message;
    }
    return e;
}

}  // namespace syncline::inline v1::rules
