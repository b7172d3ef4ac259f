// SPDX-License-Identifier: Apache-2.0
// Any bytes as the text of a mapping, as a file of one, and as value tables: what is accepted prints itself in a form
// that is read as the same, and runs.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe/class.hpp>

#include <syncline/mapping/data_mapping.hpp>

namespace fuzzed {

struct line {
    std::string code{};
};
BOOST_DESCRIBE_STRUCT(line, (), (code))

struct deal {
    std::string name{};
    std::optional<std::string> owner{};
    syncline::field_value<std::string> note{};
    std::int64_t number = 0;
    syncline::decimal amount{};
    bool live = false;
    syncline::external_ref company{};
    std::vector<line> lines{};
    std::vector<std::string> tags{};
};
BOOST_DESCRIBE_STRUCT(deal, (), (name, owner, note, number, amount, live, company, lines, tags))

}  // namespace fuzzed

namespace {

using namespace syncline;

void expect(bool holds, char const* what) {
    if (holds) return;
    std::fprintf(stderr, "%s\n", what);
    std::abort();
}

using read_mapping = data_mapping<fuzzed::deal, fuzzed::deal>;

void expect_the_same_again(read_mapping const& m) {
    auto const again = mapping_from_text<fuzzed::deal, fuzzed::deal>(m.id(), m.version(), m.describe());
    expect(again && again->describe() == m.describe(), "the text it prints is read otherwise");
    auto const file = mapping_file(m);
    expect(file.has_value(), "the text it prints makes no file");
    mapping_files files;
    expect(files.add("again", *file).has_value(), "the file it makes is refused");
    auto const from_file = files.load<fuzzed::deal, fuzzed::deal>(m.id());
    expect(from_file && from_file->identity() == m.identity(), "the file it makes is another mapping");
    fuzzed::deal const filled{.name = " a,b ",
                              .owner = "x",
                              .note = std::string("n"),
                              .number = 7,
                              .amount = decimal(5),
                              .live = true,
                              .company = {"s", "o", "1"},
                              .lines = {{"l"}, {""}},
                              .tags = {"t", " "}};
    static_cast<void>(m(fuzzed::deal{}));
    static_cast<void>(m.onto(filled, filled));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    if (auto const m = mapping_from_text<fuzzed::deal, fuzzed::deal>("m", "1.0.0", text))
        expect_the_same_again(*m);
    else
        expect(!m.error().message.empty(), "refused without a word");
    // a text without the lines it lacks, so that single rules get through
    std::string whole(text);
    for (auto const* const name : {"name", "owner", "note", "number", "amount", "live", "company", "lines", "tags"})
        if (text.find("to " + std::string(name) + " ") == std::string_view::npos)
            whole += "\nskip " + std::string(name);
    if (auto const m = mapping_from_text<fuzzed::deal, fuzzed::deal>("m", "1.0.0", whole)) expect_the_same_again(*m);

    mapping_files files;
    if (files.add("f.json", text)) {
        expect(files.ids().size() == 1, "accepted and not there");
        static_cast<void>(files.load<fuzzed::deal, fuzzed::deal>(files.ids().front()));
    } else {
        expect(files.ids().empty(), "refused and half there");
    }
    if (auto const t = value_table_file::read("t.json", text)) {
        auto const again = value_table_file::read("t.json", t->describe());
        expect(again && again->identity() == t->identity(), "tables print themselves otherwise");
    }
    return 0;
}
