// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <syncline/core/text.hpp>

#include "governance/document.hpp"
#include "governance/text.hpp"

namespace syncline::inline v1::governance::detail {
namespace {

// Lengths in pixels. The letters are of one width, so that boxes are known to hold them.
constexpr int box_width = 240;
constexpr int gap = 56;
constexpr int line_height = 18;
constexpr int padding = 12;
constexpr int between = 16;
constexpr std::size_t letters = 27;  // in a line of a box, 8 pixels each

struct character {
    std::string_view text;
    std::size_t width;  ///< In letters: those of East Asia and pictures take two.
};

character first_of(std::string_view s) {
    auto const n = std::max<std::size_t>(syncline::detail::utf8_at_front(s), 1);
    auto const first = static_cast<unsigned char>(s[0]);
    bool const wide =
        n == 4 || (n == 3 && (first >= 0xE3 || (first == 0xE1 && static_cast<unsigned char>(s[1]) >= 0x84)));
    return {s.substr(0, n), wide ? 2U : 1U};
}

std::size_t width_of(std::string_view s) {
    std::size_t out = 0;
    while (!s.empty()) {
        auto const c = first_of(s);
        out += c.width;
        s.remove_prefix(c.text.size());
    }
    return out;
}

/// A text in lines that fit a box, divided behind blanks and dashes where there are any.
std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> out;
    auto const clean = one_line(text);
    std::string line;
    std::size_t good = 0;  // where the line may end
    for (std::string_view rest = clean; !rest.empty();) {
        auto const c = first_of(rest);
        rest.remove_prefix(c.text.size());
        if (width_of(line) + c.width > letters) {
            auto const end = good == 0 ? line.size() : good;
            out.push_back(line.substr(0, end));
            line.erase(0, end);
            good = 0;
        }
        line += c.text;
        if (std::string_view(" -/@").find(c.text) != std::string_view::npos) good = line.size();
    }
    out.push_back(std::move(line));
    return out;
}

struct box {
    std::vector<std::string> lines{};
    [[nodiscard]] int height() const { return static_cast<int>(lines.size()) * line_height + 2 * padding; }
};

class drawing {
public:
    void put(box const& b, int column, int middle, char const* kind) {
        int const x = left(column);
        int const y = middle - b.height() / 2;
        body_ += "<rect class=\"" + std::string(kind) + "\" x=\"" + std::to_string(x) + "\" y=\"" + std::to_string(y) +
                 "\" width=\"" + std::to_string(box_width) + "\" height=\"" + std::to_string(b.height()) +
                 "\" rx=\"6\"/>\n";
        int at = y + padding + 13;
        for (auto const& line : b.lines) {
            body_ += "<text x=\"" + std::to_string(x + padding) + "\" y=\"" + std::to_string(at) + "\">" +
                     html_text(line) + "</text>\n";
            at += line_height;
        }
    }
    /// From the right of one column to the left of another.
    void arrow(int from, int from_middle, int to, int to_middle) {
        int const x1 = left(from) + box_width;
        int const x2 = left(to) - 8;
        int const bend = (x2 - x1) / 2;
        auto const point = [](int x, int y) { return std::to_string(x) + ',' + std::to_string(y); };
        body_ += "<path class=\"line\" d=\"M" + point(x1, from_middle) + " C" + point(x1 + bend, from_middle) + ' ' +
                 point(x2 - bend, to_middle) + ' ' + point(x2, to_middle) + "\"/>\n";
        body_ += "<path class=\"tip\" d=\"M" + point(x2 + 8, to_middle) + " l-9,-5 l0,10 z\"/>\n";
    }
    [[nodiscard]] std::string svg(int columns, int height, std::string const& about) const {
        int const width = columns * box_width + (columns - 1) * gap + 4;
        auto const size = std::to_string(width) + "\" height=\"" + std::to_string(height);
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"" + size + "\" viewBox=\"0 0 " +
               std::to_string(width) + ' ' + std::to_string(height) + "\">\n<title>" + html_text(about) + "</title>\n" +
               body_ + "</svg>\n";
    }

private:
    [[nodiscard]] static int left(int column) { return 2 + column * (box_width + gap); }

    std::string body_{};
};

}  // namespace

std::string svg_of(picture const& p) {
    box const source{lines_of(p.source)};
    int columns = 2;  // of the source, of as many mappings as the longest way has, and of the target
    for (auto const& lane : p.lanes) columns = std::max(columns, static_cast<int>(lane.mappings.size()) + 2);

    struct row {
        std::vector<box> mappings{};
        box target{};
        int height = 0;
    };
    std::vector<row> rows;
    int all = 0;
    for (auto const& lane : p.lanes) {
        row r;
        for (auto const& m : lane.mappings) r.mappings.push_back({lines_of(m)});
        r.target = {lines_of(lane.target)};
        r.height = r.target.height();
        for (auto const& m : r.mappings) r.height = std::max(r.height, m.height());
        all += r.height + (rows.empty() ? 0 : between);
        rows.push_back(std::move(r));
    }
    int const height = std::max(all, source.height()) + 4;
    drawing d;
    d.put(source, 0, height / 2, "source");
    int top = (height - all) / 2;
    for (auto const& r : rows) {
        int const middle = top + r.height / 2;
        int from = 0;
        int from_middle = height / 2;
        for (std::size_t i = 0; i < r.mappings.size(); ++i) {
            int const column = static_cast<int>(i) + 1;
            d.arrow(from, from_middle, column, middle);
            d.put(r.mappings[i], column, middle, "mapping");
            from = column;
            from_middle = middle;
        }
        d.arrow(from, from_middle, columns - 1, middle);
        d.put(r.target, columns - 1, middle, "target");
        top += r.height + between;
    }
    std::string about = p.about + ": from " + p.source;
    for (std::size_t i = 0; i < p.lanes.size(); ++i) about += (i == 0 ? " to " : ", ") + p.lanes[i].target;
    return d.svg(p.lanes.empty() ? 1 : columns, height, about);
}

}  // namespace syncline::inline v1::governance::detail
