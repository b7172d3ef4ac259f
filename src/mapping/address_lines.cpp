// SPDX-License-Identifier: Apache-2.0
#include <syncline/mapping/address_lines.hpp>

#include "reading.hpp"

namespace syncline::inline v1 {
namespace {

/// Calls `take(line, number)` with each line that is not blank, trimmed, counted from 1.
template <class Take>
void each_line(std::string_view text, Take take) {
    std::size_t number = 0;
    while (!text.empty()) {
        auto const end = (std::min)(text.find_first_of("\r\n"), text.size());
        auto const line = trimmed(text.substr(0, end));
        text.remove_prefix((std::min)(end + 1, text.size()));
        if (!line.empty()) take(line, ++number);
    }
}

}  // namespace

std::string street_line::operator()(std::string_view street) const {
    std::string out;
    each_line(street, [&](std::string_view line, std::size_t n) {
        if (n == number) out = line;
    });
    return out;
}

std::string street_rest::operator()(std::string_view street) const {
    std::string out;
    each_line(street, [&](std::string_view line, std::size_t n) {
        if (n < number) return;
        if (!out.empty()) out += ", ";
        out += line;
    });
    return out;
}

std::string joined_lines_t::operator()(std::initializer_list<std::string_view> lines) const {
    std::string out;
    for (auto const text : lines)
        each_line(text, [&](std::string_view line, std::size_t) {
            if (!out.empty()) out += '\n';
            out += line;
        });
    return out;
}

}  // namespace syncline::inline v1
