// SPDX-License-Identifier: Apache-2.0
// Python's decimal module as oracle: the same random operations there and here, all results compared as text.
#include <doctest/doctest.h>

#include <unistd.h>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include <syncline/core/decimal.hpp>
#include <syncline/core/random.hpp>

using namespace syncline;

namespace {

struct named_mode {
    std::string_view name;
    rounding mode;
};
constexpr std::array<named_mode, 7> modes{{{"half_even", rounding::half_even},
                                           {"half_up", rounding::half_up},
                                           {"half_down", rounding::half_down},
                                           {"down", rounding::down},
                                           {"up", rounding::up},
                                           {"floor", rounding::floor},
                                           {"ceiling", rounding::ceiling}}};
constexpr std::array<std::string_view, 8> operations{"add",   "sub",     "mul",     "div",
                                                     "round", "rescale", "compare", "normalize"};

std::string shown(result<decimal> const& r) { return r ? r->to_string() : std::string(to_string(r.error().code)); }

std::string digits(any_random random, std::uint64_t n) {
    std::string out;
    for (std::uint64_t i = 0; i < n; ++i) out += static_cast<char>('0' + random.below(10));
    // ties and carries are where rounding goes wrong
    if (auto const end = random.below(4); end < 3)
        for (std::uint64_t i = random.below(n); i < n; ++i) out[i] = i + 1 == n && end == 2 ? '5' : "090"[end];
    return out;
}

/// A number `decimal` holds, in plain notation; half of them of the size of money.
std::string number(any_random random) {
    bool const small = random.below(2) != 0;
    auto const n = 1 + random.below(small ? 10 : 38);
    auto const scale = random.below(small ? 4 : 39);
    std::string all = digits(random, n);
    all.erase(0, std::min(all.find_first_not_of('0'), all.size() - 1));
    if (all.size() <= scale) all.insert(0, scale + 1 - all.size(), '0');
    std::string out = random.below(2) ? "-" : "";
    out += all.substr(0, all.size() - scale);
    if (scale > 0) out += "." + all.substr(all.size() - scale);
    return out;
}

/// Something that looks like a number, and often is one.
std::string wire_text(any_random random) {
    std::string s = random.below(3) ? number(random)
                                    : digits(random, 1 + random.below(45)) + "." + digits(random, 1 + random.below(45));
    if (random.below(2)) {
        s += random.below(2) ? 'e' : 'E';
        s += std::array<std::string_view, 3>{"", "+", "-"}[random.below(3)];
        s += std::to_string(random.below(random.below(2) ? 8 : 80));
    }
    for (auto n = random.below(4) ? 0 : 1 + random.below(2); n > 0 && !s.empty(); --n) {
        auto const at = random.below(s.size());
        if (random.below(2))
            s[at] = "0123456789.-+eE x"[random.below(17)];
        else
            s.erase(at, 1);
    }
    return s;
}

struct operation {
    std::string line;    // for the oracle: operation|a|b|scale|mode
    std::string answer;  // ours
};

operation any_operation(any_random random) {
    auto const& mode = modes[random.below(modes.size())];
    int const scale = static_cast<int>(random.below(random.below(2) ? 5 : 39));
    auto const line = [&](std::string_view op, std::string const& a, std::string const& b) {
        return std::string(op) + "|" + a + "|" + b + "|" + std::to_string(scale) + "|" + std::string(mode.name);
    };
    if (random.below(3) == 0) {
        std::string const text = wire_text(random);
        return {line("parse", text, "0"), shown(decimal::parse(text))};
    }
    auto const op = operations[random.below(operations.size())];
    std::string const text_a = number(random);
    std::string const text_b = number(random);
    auto const a = decimal::parse(text_a);
    auto const b = decimal::parse(text_b);
    REQUIRE(a);
    REQUIRE(b);
    std::string ours;
    if (op == "add") ours = shown(checked_add(*a, *b));
    if (op == "sub") ours = shown(checked_sub(*a, *b));
    if (op == "mul") ours = shown(checked_mul(*a, *b));
    if (op == "div") ours = shown(checked_div(*a, *b, scale, mode.mode));
    if (op == "round") ours = shown(a->round(scale, mode.mode));
    if (op == "rescale") ours = shown(a->rescaled(scale));
    if (op == "compare") ours = *a < *b ? "-1" : *a > *b ? "1" : "0";
    if (op == "normalize") ours = shown(a->normalized());
    return {line(op, text_a, text_b), ours};
}

}  // namespace

TEST_CASE("24,000 random operations give what Python's decimal gives") {
    if (std::system("python3 -c 'import decimal' >/dev/null 2>&1") != 0) {
        MESSAGE("skipped: python3 not present");
        return;
    }
    char const* const given = std::getenv("SYNCLINE_SEED");
    std::uint64_t const seed = given ? std::strtoull(given, nullptr, 10) : 20'240'531;
    CAPTURE(seed);
    seeded_random source(seed);

    std::vector<operation> all;
    for (int i = 0; i < 24'000; ++i) all.push_back(any_operation(source));

    auto const file =
        std::filesystem::temp_directory_path() / ("syncline-decimal-" + std::to_string(::getpid()) + ".txt");
    {
        std::ofstream out(file);
        for (auto const& op : all) out << op.line << '\n';
        REQUIRE(out.good());
    }
    std::string const command = "python3 '" SYNCLINE_TEST_DATA "/unit/core/decimal_oracle.py' '" + file.string() + "'";
    FILE* const python = ::popen(command.c_str(), "r");
    REQUIRE(python != nullptr);
    std::size_t compared = 0;
    std::size_t different = 0;
    char buffer[256];
    while (std::fgets(buffer, sizeof buffer, python) != nullptr && compared < all.size()) {
        std::string theirs = buffer;
        if (!theirs.empty() && theirs.back() == '\n') theirs.pop_back();
        auto const& op = all[compared++];
        if (theirs == op.answer) continue;
        ++different;
        CAPTURE(op.line);
        if (different < 20) CHECK(op.answer == theirs);
    }
    CHECK(::pclose(python) == 0);
    std::filesystem::remove(file);
    CHECK(compared == all.size());
    CHECK(different == 0);
}
