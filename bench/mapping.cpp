// SPDX-License-Identifier: Apache-2.0
// Line 8: the mapping language, compiled and as data, against the function one would write by hand, in instructions,
// which no neighbour on the machine can disturb. Callgrind counts them over this program, started again with one case.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>

#include <syncline/mapping/data_mapping.hpp>
#include <syncline/mapping/mapping.hpp>
#include <syncline/mapping/policies.hpp>

#include "harness.hpp"
#include "payloads.hpp"

namespace {

using namespace syncline;

struct source {
    std::int64_t id = 0;
    std::string name, email, phone, street, street2, zip, city, vat, ref, website, lang, comment, country, state,
        function, title, mobile, industry;
    std::optional<std::string> parent, user;
    bool is_company = false, active = false;
    std::int64_t color = 0;
};
BOOST_DESCRIBE_STRUCT(source, (),
                      (id, name, email, phone, street, street2, zip, city, vat, ref, website, lang, comment, country,
                       state, function, title, mobile, industry, parent, user, is_company, active, color))

struct target {
    std::int64_t number = 0;
    std::string display_name, mail, telephone, line1, line2, postal_code, locality, tax_id, customer_number, url,
        language, note, country_name, region, job, salutation, cell, branch, owner;
    std::optional<std::string> parent_name;
    bool organization = false, live = false;
};
BOOST_DESCRIBE_STRUCT(target, (),
                      (number, display_name, mail, telephone, line1, line2, postal_code, locality, tax_id,
                       customer_number, url, language, note, country_name, region, job, salutation, cell, branch, owner,
                       parent_name, organization, live))

constexpr auto by_rules = mapping<source, target>(
    to<& target::number> = from<&source::id>, to<& target::display_name> = from<&source::name>,
    to<& target::mail> = from<&source::email>, to<& target::telephone> = from<&source::phone>,
    to<& target::line1> = from<&source::street>, to<& target::line2> = from<&source::street2>,
    to<& target::postal_code> = from<&source::zip>, to<& target::locality> = from<&source::city>,
    to<& target::tax_id> = from<&source::vat>, to<& target::customer_number> = from<&source::ref>,
    to<& target::url> = from<&source::website>, to<& target::language> = from<&source::lang>,
    to<& target::note> = from<&source::comment>, to<& target::country_name> = from<&source::country>,
    to<& target::region> = from<&source::state>, to<& target::job> = from<&source::function>,
    to<& target::salutation> = from<&source::title>, to<& target::cell> = from<&source::mobile>,
    to<& target::branch> = from<&source::industry>, to<& target::owner> = from<&source::user> | or_else{"nobody"},
    to<& target::parent_name> = from<&source::parent>, to<& target::organization> = from<&source::is_company>,
    to<& target::live> = from<&source::active>);

[[gnu::noinline]] result<target> mapped(source const& s) { return by_rules(s); }

using data = data_mapping<source, target>;

[[gnu::noinline]] result<target> mapped_by(data const& m, source const& s) { return m(s); }

[[gnu::noinline]] result<target> by_hand(source const& s) {
    result<target> out(tl::in_place);
    auto& t = *out;
    t.number = s.id;
    t.display_name = s.name;
    t.mail = s.email;
    t.telephone = s.phone;
    t.line1 = s.street;
    t.line2 = s.street2;
    t.postal_code = s.zip;
    t.locality = s.city;
    t.tax_id = s.vat;
    t.customer_number = s.ref;
    t.url = s.website;
    t.language = s.lang;
    t.note = s.comment;
    t.country_name = s.country;
    t.region = s.state;
    t.job = s.function;
    t.salutation = s.title;
    t.cell = s.mobile;
    t.branch = s.industry;
    t.owner = s.user ? *s.user : std::string("nobody");
    t.parent_name = s.parent;
    t.organization = s.is_company;
    t.live = s.active;
    return out;
}

[[nodiscard]] source a_source() {
    return {.id = 7,
            .name = "Northwind Analytics Holding",
            .email = "office@northwind.example",
            .phone = "+43 1 234 567 890",
            .street = "Lindengasse 14",
            .street2 = "",
            .zip = "1070",
            .city = "Wien",
            .vat = "ATU12345678",
            .ref = "C-1001",
            .website = "https://northwind.example",
            .lang = "de_AT",
            .comment = "",
            .country = "Austria",
            .state = "Wien",
            .function = "",
            .title = "",
            .mobile = "",
            .industry = "software",
            .parent = "Northwind Group",
            .user = std::nullopt,
            .is_company = true,
            .active = true,
            .color = 0};
}

/// What `SYNCLINE_BENCH_MAPPING` asks for, done many times: the process callgrind looks at.
constexpr int records = 20'000;
[[maybe_unused]] int const as_child = [] {
    char const* const which = std::getenv("SYNCLINE_BENCH_MAPPING");
    if (!which) return 0;
    auto const s = a_source();
    auto const as_data = mapping_from_text<source, target>("line-8", "1.0.0", by_rules.describe());
    if (!as_data) std::exit(2);
    std::size_t sum = 0;
    for (int i = 0; i < records; ++i) {
        if (std::strcmp(which, "rules") == 0) sum += mapped(s)->url.size();
        if (std::strcmp(which, "data") == 0) sum += mapped_by(*as_data, s)->url.size();
        if (std::strcmp(which, "hand") == 0) sum += by_hand(s)->url.size();
    }
    std::exit(sum == 1 ? 1 : 0);
}();

[[nodiscard]] std::optional<double> instructions(char const* which) {
    char self[4096];
    auto const n = ::readlink("/proc/self/exe", self, sizeof self - 1);
    if (n <= 0) return std::nullopt;
    self[n] = '\0';
    std::string const own = std::string("SYNCLINE_BENCH_MAPPING=") + which +
                            " valgrind --tool=callgrind --callgrind-out-file=/dev/null '" + self + "' 2>&1";
    std::FILE* const pipe = ::popen(own.c_str(), "r");
    if (!pipe) return std::nullopt;
    std::optional<double> count;
    char line[512];
    while (std::fgets(line, sizeof line, pipe)) {
        char const* const found = std::strstr(line, "Collected : ");
        if (found) count = std::strtod(found + 12, nullptr);
    }
    ::pclose(pipe);
    return count;
}

bench::line const mapping_line{
    "8.mapping", [](bench::settings const&) {
        auto const nothing = instructions("nothing");
        auto const rules = instructions("rules");
        auto const as_data = instructions("data");
        auto const hand = instructions("hand");
        std::vector<bench::outcome> out;
        if (!nothing || !rules || !as_data || !hand) {
            std::fputs("8.mapping: skipped, valgrind is not installed\n", stderr);
            return out;
        }
        auto const add = [&](char const* line, char const* against, double limit, double ours, double theirs) {
            auto const g = bench::times_the_cost(limit);
            double const ratio = (ours - *nothing) / (theirs - *nothing);
            out.push_back(
                {line, against, ratio, g.value, g.met_by(ratio), (ours - *nothing) / records, "instructions/record"});
        };
        add("8.mapping", "hand-written", 1.01, *rules, *hand);
        add("8.mapping.data", "the compiled mapping", 1.4, *as_data, *rules);
        return out;
    }};

}  // namespace
