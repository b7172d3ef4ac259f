// SPDX-License-Identifier: Apache-2.0
#include "payloads.hpp"

#include <charconv>
#include <cstdio>
#include <cstdlib>

namespace bench {

namespace {

/// splitmix64: the same text for the same seed on every machine.
class dice {
public:
    explicit dice(std::uint64_t seed) : state_(seed) {}

    std::uint64_t below(std::uint64_t n) {
        state_ += 0x9e3779b97f4a7c15ULL;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
        return (z ^ (z >> 31U)) % n;
    }
    bool percent(std::uint64_t p) { return below(100) < p; }
    template <std::size_t N>
    char const* one_of(std::array<char const*, N> const& list) {
        return list[below(N)];
    }
    std::string digits(int n) {
        std::string out;
        for (int i = 0; i < n; ++i) out += static_cast<char>('0' + below(10));
        return out;
    }

private:
    std::uint64_t state_;
};

constexpr std::array<char const*, 12> first_names{"Ana", "Björn",  "Chloé", "Dmitri", "Elif", "François",
                                                  "Gül", "Hélène", "Íñigo", "Jana",   "Kofi", "Łukasz"};
constexpr std::array<char const*, 12> last_names{"Novák",    "Müller", "Dubois", "García", "Rossi",   "Andersson",
                                                 "Kowalski", "Okafor", "Yılmaz", "Smith",  "Peeters", "O'Neill"};
constexpr std::array<char const*, 8> companies{"Alder & Sons",    "Blauwe Haven BV", "Cedar Works GmbH",
                                               "Delta Gestão SA", "Elm Textiles",    "Fjord Logistikk AS",
                                               "Grove Dental",    "Hazel Foods Ltd"};
constexpr std::array<char const*, 8> streets{"Hauptstraße",   "Rue de la Paix", "Calle Mayor", "Long Lane",
                                             "Via Garibaldi", "Nieuwstraat",    "Ulica Długa", "High Street"};
constexpr std::array<char const*, 8> cities{"Wien", "Lyon", "Málaga", "Leeds", "Torino", "Gent", "Gdańsk", "Örebro"};
constexpr std::array<char const*, 6> countries{"Austria", "Belgium", "France", "Germany", "Poland", "United Kingdom"};
constexpr std::array<char const*, 6> states{"Wien (AT)",        "Antwerpen (BE)", "Bayern (DE)",
                                            "Mazowieckie (PL)", "Kent (GB)",      "Rhône (FR)"};

std::string text(std::string const& s) { return '"' + s + '"'; }
std::string pair(std::uint64_t id, std::string const& name) {
    return "[" + std::to_string(id) + ", " + text(name) + "]";
}
std::string ids(dice& d, std::uint64_t most) {
    std::string out = "[";
    for (std::uint64_t i = 0, n = d.below(most + 1); i < n; ++i)
        out += (i ? ", " : "") + std::to_string(1 + d.below(9000));
    return out + "]";
}
std::string two(std::uint64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); }
std::string day(dice& d) {
    return "202" + std::to_string(d.below(6)) + "-" + two(1 + d.below(12)) + "-" + two(1 + d.below(28));
}
std::string time_of_day(dice& d) { return two(d.below(24)) + ":" + two(d.below(60)) + ":" + two(d.below(60)); }
std::string or_false(dice& d, std::uint64_t percent, std::string const& json) {
    return d.percent(percent) ? json : "false";
}

}  // namespace

std::string odoo_page(std::size_t rows, std::uint64_t seed) {
    dice d{seed};
    std::string out = R"({"jsonrpc": "2.0", "id": 7, "result": [)";
    for (std::size_t i = 0; i < rows; ++i) {
        std::string const first = d.one_of(first_names);
        std::string const last = d.one_of(last_names);
        auto const n = std::to_string(d.below(100000));
        if (i != 0) out += ", ";
        out += R"({"id": )" + std::to_string(i + 1);
        out += R"(, "name": )" + text(first + " " + last);
        out += R"(, "email": )" + or_false(d, 85, text("contact." + n + "@example.com"));
        out += R"(, "phone": )" + or_false(d, 60, text("+43 1 " + d.digits(3) + " " + d.digits(4)));
        out += R"(, "street": )" +
               or_false(d, 80, text(std::string(d.one_of(streets)) + " " + std::to_string(1 + d.below(200))));
        out += R"(, "street2": )" + or_false(d, 15, text("2. Stock, Tür " + std::to_string(d.below(40))));
        out += R"(, "zip": )" + or_false(d, 80, text(d.digits(5)));
        out += R"(, "city": )" + or_false(d, 80, text(d.one_of(cities)));
        out += R"(, "country_id": )" + or_false(d, 80, pair(1 + d.below(250), d.one_of(countries)));
        out += R"(, "state_id": )" + or_false(d, 40, pair(1 + d.below(900), d.one_of(states)));
        out += R"(, "company_id": )" + or_false(d, 30, pair(1 + d.below(4), d.one_of(companies)));
        out += R"(, "user_id": )" +
               or_false(d, 50, pair(2 + d.below(30), std::string(d.one_of(first_names)) + " " + d.one_of(last_names)));
        out += R"(, "parent_id": )" + or_false(d, 40, pair(1 + d.below(9000), d.one_of(companies)));
        out += R"(, "category_id": )" + ids(d, 4);
        out += R"(, "child_ids": )" + ids(d, 4);
        out += std::string(R"(, "is_company": )") + (d.percent(40) ? "true" : "false");
        out += std::string(R"(, "active": )") + (d.percent(95) ? "true" : "false");
        out += R"(, "vat": )" + or_false(d, 40, text("ATU" + d.digits(8)));
        out += R"(, "ref": )" + or_false(d, 50, text("C-" + d.digits(6)));
        out += R"(, "website": )" + or_false(d, 40, text("https://www.example.com/" + n));
        out += R"(, "lang": )" + text(d.percent(50) ? "en_US" : "de_DE");
        out += R"(, "credit_limit": )" + std::to_string(d.below(50000)) + "." + std::to_string(d.below(10));
        out +=
            R"(, "comment": )" +
            or_false(d, 50, text("Prefers delivery before noon; invoices by e-mail to " + first + ", reference " + n));
        out += R"(, "create_date": )" + text(day(d) + " " + time_of_day(d));
        out += R"(, "write_date": )" + text(day(d) + " " + time_of_day(d));
        out += "}";
    }
    return out + "]}";
}

std::string hubspot_batch(std::size_t contacts, std::uint64_t seed) {
    dice d{seed};
    auto const stamp = [&] { return text(day(d) + "T" + time_of_day(d) + "." + d.digits(3) + "Z"); };
    auto const or_null = [&](std::uint64_t percent, std::string const& json) {
        return d.percent(percent) ? json : "null";
    };
    std::string out = R"({"status":"COMPLETE","results":[)";
    for (std::size_t i = 0; i < contacts; ++i) {
        auto const id = std::to_string(51 + d.below(1000000)) + d.digits(5);
        if (i != 0) out += ",";
        out += R"({"id":)" + text(id) + R"(,"properties":{)";
        out += R"("email":)" + text("contact." + d.digits(6) + "@example.com");
        out += R"(,"firstname":)" + text(d.one_of(first_names));
        out += R"(,"lastname":)" + text(d.one_of(last_names));
        out += R"(,"phone":)" + or_null(70, text("+1 555 " + d.digits(7)));
        out += R"(,"company":)" + or_null(80, text(d.one_of(companies)));
        out += R"(,"jobtitle":)" + or_null(70, text("Head of Procurement, Region " + d.digits(2)));
        out += R"(,"lifecyclestage":)" + text(d.percent(50) ? "marketingqualifiedlead" : "opportunity");
        out += R"(,"city":)" + or_null(80, text(d.one_of(cities)));
        out += R"(,"country":)" + or_null(80, text(d.one_of(countries)));
        out += R"(,"address":)" +
               or_null(60, text(std::string(d.one_of(streets)) + " " + std::to_string(1 + d.below(200))));
        out += R"(,"website":)" + or_null(60, text("www.example.com"));
        out += R"(,"hs_lead_status":)" + or_null(60, text("IN_PROGRESS"));
        out += R"(,"hs_analytics_source":)" + text(d.percent(50) ? "ORGANIC_SEARCH" : "DIRECT_TRAFFIC");
        out += R"(,"annualrevenue":)" + text(std::to_string(1 + d.below(9000000)) + "." + d.digits(2));
        out += R"(,"createdate":)" + stamp() + R"(,"lastmodifieddate":)" + stamp();
        out += R"(,"hs_object_id":)" + text(id) + "}";
        out += R"(,"createdAt":)" + stamp() + R"(,"updatedAt":)" + stamp() + R"(,"archived":false})";
    }
    return out + R"(],"startedAt":"2026-11-22T05:50:38.001Z","completedAt":"2026-11-22T05:50:38.027Z"})";
}

std::string checksum::shortest(double d) {
    char buffer[64];
    auto const r = std::to_chars(buffer, buffer + sizeof buffer, d, std::chars_format::fixed);
    return {buffer, r.ptr};
}

void require_equal(std::uint64_t ours, std::uint64_t theirs, std::string_view decoder) {
    if (ours == theirs) return;
    std::fprintf(stderr, "bench: %.*s reads other values than syncline\n", static_cast<int>(decoder.size()),
                 decoder.data());
    std::abort();
}

}  // namespace bench
