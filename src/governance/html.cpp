// SPDX-License-Identifier: Apache-2.0
#include <string>

#include <syncline/governance/pack.hpp>

#include "governance/document.hpp"
#include "governance/text.hpp"

namespace syncline::inline v1::governance {
namespace {

constexpr std::string_view style = R"(
:root { color-scheme: light dark; --back: #fff; --text: #1c2430; --soft: #5a6675; --line: #d5dbe3; --head: #eef1f5;
  --box: #f6f8fa; --mapping: #e8f0fe; --accent: #1d5fbf; --high: #b3261e; }
@media (prefers-color-scheme: dark) {
  :root { --back: #12161c; --text: #e4e8ee; --soft: #9aa6b5; --line: #343d49; --head: #1d242d;
    --box: #1a2028; --mapping: #1b2a41; --accent: #7fb0ff; --high: #ff8a80; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 72rem; background: var(--back); color: var(--text);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.35rem; margin: 2.75rem 0 .5rem; padding-top: .75rem; border-top: 1px solid var(--line); }
h3 { font-size: 1.05rem; margin: 1.75rem 0 .25rem; }
p { margin: .5rem 0; max-width: 46rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: 1rem 0; padding: 0; list-style: none; }
a { color: var(--accent); }
.scroll { overflow-x: auto; margin: .75rem 0; border: 1px solid var(--line); border-radius: 6px; }
.picture { padding: 1rem; background: var(--box); }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { padding: .4rem .7rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line);
  max-width: 26rem; overflow-wrap: break-word; unicode-bidi: isolate; }
tr:last-child td { border-bottom: 0; }
th { background: var(--head); font-weight: 600; white-space: nowrap; }
td:first-child { font-weight: 600; }
code { font: .85rem/1.5 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; }
svg { display: block; }
svg text { font: 13px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: var(--text); }
svg rect { stroke: var(--line); fill: var(--back); }
svg rect.mapping { fill: var(--mapping); stroke: var(--accent); }
svg .line { fill: none; stroke: var(--soft); stroke-width: 1.5; }
svg .tip { fill: var(--soft); }
@media print { body { max-width: none; } .scroll { overflow: visible; } h2, h3 { break-after: avoid; } }
)";

struct html_writer {
    std::string out{};
    int sections = 0;

    void operator()(detail::heading const& h) {
        auto const tag = std::to_string(h.level);
        out += "<h" + tag;
        if (h.level == 2) out += " id=\"s" + std::to_string(++sections) + '"';
        out += '>' + detail::html_text(h.text) + "</h" + tag + ">\n";
    }
    void operator()(detail::paragraph const& p) { out += "<p>" + detail::html_text(p.text) + "</p>\n"; }
    void operator()(detail::table const& t) {
        box("scroll", t.about);
        out += "<table>\n<thead><tr>";
        for (auto const& h : t.head) out += "<th scope=\"col\">" + detail::html_text(h) + "</th>";
        out += "</tr></thead>\n<tbody>\n";
        for (auto const& row : t.rows) {
            out += "<tr>";
            for (auto const& c : row)
                out +=
                    (c.code ? "<td><code>" : "<td>") + detail::html_text(c.text) + (c.code ? "</code></td>" : "</td>");
            out += "</tr>\n";
        }
        out += "</tbody>\n</table>\n</div>\n";
    }
    void operator()(detail::picture const& p) {
        box("scroll picture", p.about);
        out += detail::svg_of(p) + "</div>\n";
    }

private:
    /// What may be wider than the window scrolls by itself, with the keyboard too.
    void box(char const* kind, std::string const& about) {
        out += "<div class=\"" + std::string(kind) + "\" tabindex=\"0\" role=\"region\" aria-label=\"" +
               detail::html_text(about) + "\">\n";
    }
};

}  // namespace

namespace detail {

std::string html_text(std::string_view text) {
    std::string out;
    for (char const c : one_line(text)) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&#39;"; break;
            default: out += c;
        }
    }
    return out;
}

}  // namespace detail

std::string html(configuration const& c, std::vector<finding> const& findings) {
    auto const pack = detail::pack_of(c, findings);
    html_writer w;
    for (auto const& b : pack.blocks) std::visit(w, b);

    auto const title = detail::html_text(pack.title);
    std::string out =
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" +
        title + "</title>\n<style>" + std::string(style) + "</style>\n</head>\n<body>\n<header>\n<h1>" + title +
        "</h1>\n<nav aria-label=\"Sections\">\n<ul>\n";
    int section = 0;
    for (auto const& b : pack.blocks)
        if (auto const* h = std::get_if<detail::heading>(&b); h && h->level == 2)
            out += "<li><a href=\"#s" + std::to_string(++section) + "\">" + detail::html_text(h->text) + "</a></li>\n";
    out += "</ul>\n</nav>\n</header>\n<main>\n" + w.out + "</main>\n</body>\n</html>\n";
    return out;
}

}  // namespace syncline::inline v1::governance
