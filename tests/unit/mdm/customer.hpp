// SPDX-License-Identifier: Apache-2.0
// A host's own record and rules for it, shared by the tests of survivorship.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <syncline/core/random.hpp>
#include <syncline/mdm/survivorship.hpp>

namespace survivors {

using namespace syncline;
using namespace syncline::mdm;
using enum model::system_role;
using namespace std::chrono_literals;

struct customer {
    external_ref source{};
    std::string name{};
    field_value<std::string> vat{};
    field_value<std::string> street{};
    field_value<std::string> zip{};
    field_value<std::string> city{};
    field_value<std::string> phone{};
    field_value<std::string> notes{};
    field_value<int> term_days{};
    field_value<bool> no_mail{};
    field_value<bool> invoiced{};
    std::optional<external_ref> parent{};

    friend bool operator==(customer const&, customer const&) = default;
};
BOOST_DESCRIBE_STRUCT(customer, (),
                      (source, name, vat, street, zip, city, phone, notes, term_days, no_mail, invoiced, parent))

inline constexpr auto posted = [](fact<customer> const& f) {
    return f.from.role == erp && f.record.invoiced.value_or(false);
};

inline constexpr auto customers = survivorship<customer>(
    "party", tie_break(crm, erp, billing), leave<&customer::source>,
    keep<& customer::name> = only(crm, erp) | ranked(crm, erp), keep<& customer::vat> = verified | ranked(erp) | newest,
    keep<&customer::street, &customer::zip, &customer::city> =
        when("an invoice was posted", posted, owner(erp)).otherwise(owner(crm) | most_complete | newest),
    keep<& customer::phone> = newest, keep<& customer::notes> = longest, keep<& customer::term_days> = sole_owner(erp),
    keep<& customer::no_mail> = most_restrictive(true), keep<& customer::invoiced> = sole_owner(erp),
    keep<& customer::parent> = ask);

inline instant at(int hour) { return instant(std::chrono::sys_days(2026y / 3 / 1) + std::chrono::hours(hour)); }

inline fact<customer> said_by(model::system_role role, int hour, customer record) {
    char const* const system = role == crm ? "hubspot" : role == erp ? "odoo" : "stripe";
    return {.record = std::move(record),
            .from = {.source = {system, role == erp ? "res.partner" : "companies", "7"}, .role = role, .at = at(hour)}};
}

inline explanation const& why(merged<customer> const& m, std::string_view field) {
    for (auto const& f : m.fields)
        if (f.field == field) return f;
    static explanation const none{.field = "no such field"};
    return none;
}

/// The source that survives, `odoo`; empty when none does.
inline std::string winner(explanation const& e) {
    std::string out;
    for (auto const& s : e.sides)
        if (s.survives) out += s.source.system;
    return out;
}

inline merged<customer> merge(std::vector<fact<customer>> const& facts, known<customer> const& before = {}) {
    return customers.merge("c-1", facts, before);
}

template <class T>
void shuffle(std::vector<T>& all, seeded_random& random) {
    for (std::size_t i = all.size(); i > 1; --i) std::swap(all[i - 1], all[random() % i]);
}

}  // namespace survivors
