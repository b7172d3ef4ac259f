// SPDX-License-Identifier: Apache-2.0
// Is this customer there already? The guide docs/guides/match_before_create.md shows these lines.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include <syncline/mdm.hpp>

using namespace syncline;

namespace {

template <class T>
T value_of(result<T> r) {
    if (r) return *std::move(r);
    std::fprintf(stderr, "%s\n", r.error().message.c_str());
    std::exit(1);  // NOLINT(concurrency-mt-unsafe): one thread
}

mdm::match_scope const austria{"AT01", "customer"};
mdm::match_scope const germany{"DE01", "customer"};

model::party company(external_ref source, std::string name, std::string website, std::string phone) {
    return {.source = std::move(source),
            .name = std::move(name),
            .website = website.empty() ? field_value<std::string>() : std::move(website),
            .phone = phone.empty() ? field_value<std::string>() : std::move(phone),
            .country = "Austria"};
}

}  // namespace

int main() {
    // [there]
    auto matcher = value_of(mdm::matcher::with(mdm::party_rules()));

    auto partner =
        company({"odoo", "res.partner", "41"}, "Acme Maschinenbau GmbH", "https://www.acme.example", "+43 1 2345678");
    partner.tax_ids = {{.scheme = "VAT", .country = "AT", .value = "ATU12345675"}};
    auto const acme = mdm::match_record_of(partner, "party-acme", {austria});
    matcher.add(acme);
    matcher.add(mdm::match_record_of(company({"odoo", "res.partner", "42"}, "Kraft & Söhne AG", "", "+43 1 8765432"),
                                     "party-kraft", {austria}));
    // [/there]

    // [decide]
    std::vector<model::party> const incoming{
        company({"hubspot", "companies", "1"}, "ACME", "acme.example", ""),
        company({"hubspot", "companies", "2"}, "Kraft und Soehne", "", "01 / 876 54 32"),
        company({"hubspot", "companies", "3"}, "Kraft & Söhne", "", ""),
        company({"hubspot", "companies", "4"}, "Zeta Handels GmbH", "zeta.example", ""),
    };
    for (auto const& party : incoming) {
        auto const decision = matcher.decide(mdm::match_record_of(party, {}, {germany}));
        switch (decision.verdict) {
            case mdm::match_verdict::link: {
                auto const& found = decision.candidates.front();
                std::printf("%s is %s%s\n", party.name.c_str(), found.id.c_str(),
                            found.missing.empty() ? "" : ", but no customer of DE01 yet");
                std::printf("  %s\n", decision.evidence().c_str());  // for the link's row
                break;
            }
            case mdm::match_verdict::review:
                std::printf("%s: %s\n", party.name.c_str(), decision.text().c_str());
                break;
            case mdm::match_verdict::create: std::printf("%s is new\n", party.name.c_str()); break;
        }
    }
    // [/decide]

    // [replay]
    auto const record = mdm::match_record_of(incoming[0]);
    auto const stored = matcher.decide(record).evidence();
    auto again = value_of(mdm::matcher::with(mdm::party_rules()));
    again.add(acme);
    bool const same = again.decide(record).evidence() == stored;
    // [/replay]

    // [contradiction]
    auto namesake = incoming[0];  // the same domain, but another tax id
    namesake.tax_ids = {{.scheme = "VAT", .country = "AT", .value = "ATU99999999"}};
    auto const doubted = matcher.decide(mdm::match_record_of(namesake));
    std::printf("%s\n", doubted.text().c_str());
    // [/contradiction]

    // [estimate]
    std::vector<mdm::match_record> const ours{acme};
    std::vector<mdm::match_record> const theirs{record, mdm::match_record_of(incoming[3])};
    std::vector<std::pair<std::size_t, std::size_t>> const same_ones{{0, 0}};  // what people have judged
    auto const rules = value_of(mdm::estimated(mdm::party_rules(), {ours, theirs, same_ones}));
    std::printf("from now on by %s\n", mdm::stamp_of(rules).c_str());
    // [/estimate]
    return same && doubted.verdict == mdm::match_verdict::review ? 0 : 1;
}
