// SPDX-License-Identifier: Apache-2.0
#include <syncline/governance/pack.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <regex>
#include <set>

#include <syncline/core/category.hpp>
#include <syncline/core/text.hpp>
#include <syncline/governance/bundle.hpp>

#include "governance/document.hpp"
#include "unit/contains.hpp"
#include "unit/governance/landscape.hpp"

using namespace syncline;
using namespace std::chrono_literals;

namespace governance_pack_test {

using governance_tests::hostile_landscape;
using governance_tests::small_landscape;
using tests::contains;

constexpr auto today = 2026y / 11 / 23;

/// The tags of a page, as a reader of HTML sees them: `table`, `/td`.
std::multiset<std::string> tags(std::string const& page) {
    std::multiset<std::string> out;
    for (auto at = page.find('<'); at != std::string::npos; at = page.find('<', at + 1)) {
        auto end = at + 1;
        while (end < page.size() && (std::isalnum(static_cast<unsigned char>(page[end])) != 0 || page[end] == '/'))
            ++end;
        out.insert(page.substr(at + 1, end - at - 1));
    }
    return out;
}

std::size_t count(std::string_view text, std::string_view part) {
    std::size_t n = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++n;
    return n;
}

TEST_CASE("both forms have every section and the hash to approve") {
    auto c = small_landscape();
    c.metrics = {
        {.name = "customers-known", .meaning = "How many.", .unit = "", .owner = "sales", .fields = {}, .flows = {}}};
    c.tables = {{"country", {{"Germany", "DE"}}}, {"none", {}}};
    c.environments = {{"live", {}}, {"test", {{"odoo.version", "19.0"}}}};
    auto const md = governance::markdown(c, {});
    auto const page = governance::html(c, {});
    for (auto const* section : {"Findings", "Systems", "Who owns what", "Timing", "Flows", "Mappings", "Exceptions",
                                "Classifications and where they may go", "Value tables", "Metrics", "Environments"}) {
        CAPTURE(section);
        CHECK(contains(md, "\n## " + std::string(section) + '\n'));
        CHECK(contains(page, '>' + std::string(section) + "</h2>"));
        CHECK(contains(page, '>' + std::string(section) + "</a>"));
    }
    for (auto const* text :
         {"| hub | crm | sales | - | 3 | - | - |", "| name | any | any | crm | - | refuse |",
          "| event | customers | within 5 minutes | good enough without coupling |",
          "from hub companies --> [company-to-customer@1.0.0] --> odoo res.partner",
          "| name | name | `trim, then non_empty` |", "Left out on purpose: email.", "| party | personal | email |",
          "| odoo | internal, public | internal |", "| Germany | DE |",
          "| customers-known | How many. | - | sales | - | - |", "| live | as above | - |",
          "| test | odoo.version | 19.0 |", "Answers for it: sales.", "New ones come from: crm."}) {
        CAPTURE(text);
        CHECK(contains(md, text));
    }
    auto const hash = governance::bundle_of(c).hash;
    CHECK(contains(md, hash));
    CHECK(contains(page, hash));
    for (auto const& k : all_categories) {
        CHECK(contains(md, "| " + std::string(k.title) + " | " + std::string(k.owner) + " | "));
        CHECK(contains(page, std::string(k.hint)));
    }
}

TEST_CASE("the pack is the same in any order of the configuration") {
    auto c = small_landscape();
    c.flows.push_back(c.flows[0]);
    c.flows[1].name = "another";
    auto const md = governance::markdown(c, {});
    auto const page = governance::html(c, {});
    std::reverse(c.flows.begin(), c.flows.end());
    std::reverse(c.systems.begin(), c.systems.end());
    CHECK(governance::markdown(c, {}) == md);
    CHECK(governance::html(c, {}) == page);
}

TEST_CASE("an empty configuration has a pack, and what was found is in it") {
    governance::configuration const c;
    auto const md = governance::markdown(c, {{"a-rule", severity::high, "somewhere", "something"}});
    CHECK(md.starts_with("# Governance pack\n"));
    CHECK(contains(md, "| high | `a-rule` | somewhere | something |"));
    CHECK(contains(md, "The ownership policy speaks of nothing."));
    CHECK(contains(governance::html(c, {}), "<title>Governance pack</title>"));
}

TEST_CASE("a policy that does not load is told in the pack") {
    auto c = small_landscape();
    c.ownership.rules.clear();
    CHECK(contains(governance::markdown(c, {}), "The policy does not load: ownership: party.name: nobody owns it"));
}

TEST_CASE("the page loads nothing, runs nothing, and its tags are closed") {
    auto const page = governance::html(small_landscape(), {});
    CHECK(contains(page, "content=\"default-src 'none'; style-src 'unsafe-inline'\""));
    CHECK(contains(page, "prefers-color-scheme: dark"));
    for (auto const* word : {"<script", "<link", "<img", "<iframe", "@import", "url(", "src=", "javascript:"})
        CHECK_FALSE_MESSAGE(contains(page, word), word);
    // the only address in it is the name of SVG
    CHECK(count(page, "http") == count(page, "http-equiv") + count(page, "xmlns=\"http://www.w3.org/2000/svg\""));
    auto const all = tags(page);
    for (auto const* tag :
         {"html", "head", "body", "style", "title", "h1",   "h2", "h3", "p", "div", "table", "thead", "tbody",
          "tr",   "th",   "td",   "code",  "svg",   "text", "ul", "li", "a", "nav", "main",  "header"})
        CHECK_MESSAGE(all.count(tag) == all.count("/" + std::string(tag)), tag);
    CHECK(count(page, "<div class=\"scroll") == all.count("table") + all.count("svg"));
}

TEST_CASE("hostile texts make no tag, no attribute and no line") {
    auto const plain = tags(governance::html(small_landscape(), {}));
    auto const c = hostile_landscape();
    auto const findings = governance::lint(c, today);
    CHECK(findings.size() > 5);
    auto const page = governance::html(c, findings);
    std::set<std::string> known(plain.begin(), plain.end());
    for (auto const& tag : tags(page)) CHECK_MESSAGE(known.contains(tag), "a tag of its own: " << tag);
    CHECK_FALSE(contains(page, "<script"));
    CHECK_FALSE(contains(page, "\xE2\x80\xAE"));
    CHECK_FALSE(contains(page, "\x1B"));
    CHECK(is_valid_utf8(page));
    CHECK(contains(page, "&lt;script&gt;document.title=&#39;pwned&#39;&lt;/script&gt;"));
    CHECK(contains(page, "\xF0\x9F\x92\xA9"));
    CHECK(contains(page, "&amp;lt;"));
    // no attribute is left by a quote: outside of tags every quote is written as &quot;
    std::regex const attribute(R"(<[a-zA-Z0-9]+( [a-zA-Z:-]+="[^"<>]*")*/?>)");
    std::size_t opened = 0;
    for (auto at = page.find('<'); at != std::string::npos; at = page.find('<', at + 1)) {
        if (page[at + 1] == '/' || page[at + 1] == '!') continue;
        ++opened;
        auto const tag = page.substr(at, page.find('>', at) + 1 - at);
        CHECK_MESSAGE(std::regex_match(tag, attribute), tag);
    }
    CHECK(opened > 100);

    auto const md = governance::markdown(c, findings);
    CHECK(is_valid_utf8(md));
    CHECK_FALSE(contains(md, "\x1B"));
    CHECK_FALSE(contains(md, "\r"));
    CHECK_FALSE(contains(md, "\n# heading"));
    CHECK_FALSE(contains(md, "\n- item"));
    // a table's rows have as many cells as its head
    std::size_t cells = 0;
    bool fenced = false;
    for (std::string_view rest = md; !rest.empty();) {
        auto const end = std::min(rest.find('\n'), rest.size());
        auto const line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (line == "```" || line == "```text") {
            fenced = !fenced;
            continue;
        }
        if (fenced) {
            CHECK_FALSE(contains(line, "`"));
            continue;
        }
        if (!line.starts_with('|')) {
            cells = 0;
            CHECK_FALSE(contains(line, " <script"));
            continue;
        }
        std::size_t bars = 0;
        for (std::size_t i = 0; i < line.size(); ++i)
            if (line[i] == '\\')
                ++i;
            else if (line[i] == '|')
                ++bars;
        if (cells == 0) cells = bars;
        CHECK_MESSAGE(bars == cells, line);
    }
    CHECK_FALSE(fenced);
}

TEST_CASE("a picture's boxes hold their texts, and their height grows with them") {
    governance::detail::picture p{"Flow x", "hub " + std::string(200, 'a'), {}};
    CHECK(count(governance::detail::svg_of(p), "<rect") == 1);
    p.lanes.push_back({"one", {"first-mapping@1.0.0", "second@1.0.0"}, "odoo res.partner"});
    p.lanes.push_back({"two",
                       {},
                       "\xE6\xBC\xA2\xE5\xAD\x97\xE6\xBC\xA2\xE5\xAD\x97\xE6\xBC\xA2\xE5\xAD\x97\xE6\xBC\xA2"
                       "\xE5\xAD\x97\xE6\xBC\xA2\xE5\xAD\x97\xE6\xBC\xA2\xE5\xAD\x97\xE6\xBC\xA2\xE5\xAD\x97"
                       "\xE6\xBC\xA2\xE5\xAD\x97"});
    auto const svg = governance::detail::svg_of(p);
    CHECK(count(svg, "<rect") == 5);
    CHECK(count(svg, "<path class=\"line\"") == 4);
    std::regex const text(R"(<text[^>]*>([^<]*)</text>)");
    for (auto it = std::sregex_iterator(svg.begin(), svg.end(), text); it != std::sregex_iterator(); ++it) {
        auto const line = (*it)[1].str();
        auto const letters = static_cast<std::size_t>(std::count_if(
            line.begin(), line.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; }));
        CHECK_MESSAGE(letters <= 27, line);
        if (contains(line, "\xE6\xBC\xA2")) CHECK_MESSAGE(letters <= 13, line);
    }
    CHECK(contains(svg, "<title>Flow x: from hub aaa"));
}

}  // namespace governance_pack_test
