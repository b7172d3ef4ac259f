// SPDX-License-Identifier: Apache-2.0
#include <syncline/model/agreement.hpp>

#include <algorithm>
#include <optional>
#include <utility>

#include <boost/describe/enum_to_string.hpp>

#include "model/names.hpp"

namespace syncline::inline v1::model {
namespace {

/// The price of one after discount is `of_hundred` divided by 100 times what the price is for.
struct price_fraction {
    decimal of_hundred{};
    decimal divisor{};
};

result<price_fraction> price_after_discount(quote_line const& l) {
    auto const kept = checked_sub(decimal(100), l.discount.value_or(decimal()));
    if (!kept) return fail(kept.error());
    auto const top = checked_mul(l.price.value, *kept);
    if (!top) return fail(top.error());
    auto const bottom = checked_mul(l.price.per.value, decimal(100));
    if (!bottom) return fail(bottom.error());
    return price_fraction{*top, *bottom};
}

std::string shown_or_nothing(std::optional<external_ref> const& r) { return r ? detail::shown(*r) : std::string("-"); }

std::string method_of(open_enum<billing_method> const& m) {
    return m.known ? boost::describe::enum_to_string(*m.known, "?") : shorten(m.text, 40);
}

}  // namespace

result<contract> contract_of(quote const& q) {
    auto const name = "quote " + shorten(q.number, 60);
    if (q.state != quote_state::accepted)
        return fail(errc::rejected, name + ": found it " + boost::describe::enum_to_string(q.state, "?") +
                                        ", expected an accepted one");
    if (!q.party || !q.legal_entity)
        return fail(errc::mapping, name + ": found no " + (q.party ? "legal entity" : "party") + ", expected one");
    contract out{.opportunity = q.opportunity.value_or(external_ref{}),
                 .legal_entity = *q.legal_entity,
                 .party = *q.party,
                 .currency = std::string(q.currency.code()),
                 .quote = q.source};
    for (auto const& l : q.lines) {
        auto const what = name + ": line \"" + shorten(l.key, 40) + "\"";
        if (l.price.currency != q.currency)
            return fail(errc::mapping, what + ": found a price in " + std::string(l.price.currency.code()) +
                                           ", expected one in " + std::string(q.currency.code()));
        auto const price = price_after_discount(l);
        if (!price) return fail_within(what, price.error());
        auto const one = checked_div(price->of_hundred, price->divisor, 12, rounding::down);
        if (!one) return fail_within(what, one.error());
        auto const back = checked_mul(*one, price->divisor);
        if (!back) return fail_within(what, back.error());
        if (*back != price->of_hundred)
            return fail(errc::mapping, what + ": found a price of one that 12 decimals do not hold");
        out.lines.push_back({.product = l.product,
                             .description = l.description,
                             .quantity = l.quantity.value,
                             .unit_price = one->normalized(),
                             .key = l.key,
                             .unit = l.quantity.unit,
                             .billing = l.billing});
    }
    return out;
}

std::vector<agreement_difference> differences(quote const& q, contract const& c, same_record same) {
    std::vector<agreement_difference> out;
    auto const differ = [&](std::string field, std::string quoted, std::string contracted) {
        out.push_back({std::move(field), std::move(quoted), std::move(contracted)});
    };
    auto const compare_refs = [&](char const* field, std::optional<external_ref> const& quoted,
                                  std::optional<external_ref> const& contracted) {
        if (!quoted || (contracted && (*quoted == *contracted || same(*quoted, *contracted)))) return;
        differ(field, detail::shown(*quoted), shown_or_nothing(contracted));
    };
    compare_refs("opportunity", q.opportunity, c.opportunity);
    compare_refs("legal_entity", q.legal_entity, c.legal_entity);
    compare_refs("party", q.party, c.party);
    compare_refs("quote", q.source, c.quote);
    if (c.currency.value_or("") != q.currency.code())
        differ("currency", std::string(q.currency.code()), c.currency.value_or("-"));
    for (auto const& l : q.lines) {
        auto const field = "lines[" + shorten(l.key, 40) + "]";
        auto const at =
            std::find_if(c.lines.begin(), c.lines.end(), [&](contract_line const& x) { return x.key == l.key; });
        if (at == c.lines.end()) {
            differ(field, "a line", "-");
            continue;
        }
        if (l.product != at->product && !same(l.product, at->product))
            differ(field + ".product", detail::shown(l.product), detail::shown(at->product));
        if (l.description != at->description)
            differ(field + ".description", shorten(l.description, 60), shorten(at->description, 60));
        if (l.quantity.value != at->quantity)
            differ(field + ".quantity", l.quantity.value.to_string(), at->quantity.to_string());
        if (l.quantity.unit != at->unit.value_or("C62"))
            differ(field + ".unit", shorten(l.quantity.unit, 20), shorten(at->unit.value_or("-"), 20));
        auto const price = price_after_discount(l);
        auto const contracted =
            price ? checked_mul(at->unit_price, price->divisor) : result<decimal>(fail(price.error()));
        if (!contracted || *contracted != price->of_hundred || l.price.currency != q.currency)
            differ(field + ".price",
                   l.price.value.to_string() + ' ' + std::string(l.price.currency.code()) + " per " +
                       l.price.per.value.to_string() + ", less " + l.discount.value_or(decimal()).to_string() +
                       " percent",
                   at->unit_price.to_string());
        bool const named = l.billing.known || l.billing.is_unknown();
        if (named && !(l.billing.known ? l.billing.known == at->billing.known : l.billing == at->billing))
            differ(field + ".billing", method_of(l.billing), method_of(at->billing));
    }
    for (auto const& l : c.lines)
        if (std::none_of(q.lines.begin(), q.lines.end(), [&](quote_line const& x) { return x.key == l.key; }))
            differ("lines[" + shorten(l.key, 40) + "]", "-", "a line");
    return out;
}

std::vector<agreement_difference> differences(quote const& q, contract const& c) {
    return differences(q, c, [](external_ref const& a, external_ref const& b) { return a == b; });
}

}  // namespace syncline::inline v1::model
