// SPDX-License-Identifier: Apache-2.0
// Any bytes as a bundle, and as the text of a mapping in one. What is read gives the same bytes again; the pages made
// of it are UTF-8, and no byte of it makes a tag. Shows R164.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include <syncline/core/text.hpp>
#include <syncline/governance.hpp>

using namespace syncline;

namespace {

void hold(bool held, char const* what) {
    if (held) return;
    std::fprintf(stderr, "%s\n", what);
    std::abort();
}

void judge(governance::configuration const& c) {
    using namespace std::chrono_literals;
    auto const b = governance::bundle_of(c);
    auto const read = governance::read_bundle(b.text);
    hold(read.has_value(), "a bundle is not read back");
    hold(governance::bundle_of(*read) == b, "a bundle that is read back has other bytes");
    auto const findings = governance::lint(c, 2026y / 11 / 23);
    auto const page = governance::html(c, findings);
    hold(is_valid_utf8(page), "the page is not UTF-8");
    hold(page.find("<script") == std::string::npos, "a script is in the page");
    hold(is_valid_utf8(governance::markdown(c, findings)), "the Markdown is not UTF-8");
    for (auto const& m : c.mappings) static_cast<void>(governance::impact_of(c, m.from + ".name"));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text{reinterpret_cast<char const*>(data), size};
    if (auto const read = governance::read_bundle(text)) {
        hold(governance::bundle_of(*read).text == text, "what was read has other bytes");
        judge(*read);
    }
    governance::configuration c;
    c.entities.clear();
    c.title = text;
    c.mappings = {{.id = "m", .version = "1.0.0", .text = std::string(text), .from = "a", .to = "b"}};
    c.flows = {{.name = "f", .targets = {{"t", "s", "o", {c.mappings[0].identity()}}}}};
    judge(c);
    return 0;
}
