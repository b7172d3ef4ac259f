// SPDX-License-Identifier: Apache-2.0
#include <syncline/model/tax_totals.hpp>

#include <algorithm>
#include <optional>

#include <boost/describe/enum_to_string.hpp>

#include <syncline/core/category.hpp>
#include <syncline/core/rfc3339.hpp>
#include <syncline/core/text.hpp>

namespace syncline::inline v1::model {
namespace {

tl::unexpected<error> tax_mismatch(std::string message) {
    return fail({.code = errc::mapping, .message = std::move(message), .reason = category::tax_mismatch});
}

/// The rate that applies, as a share; an error where category and rate contradict each other.
result<decimal> share_of(tax_treatment const& t, std::string const& line) {
    auto const rate = t.rate.value_or(decimal());
    if (t.category == tax_category::standard && !t.rate)
        return tax_mismatch(line + ": found no rate, expected one of what is taxed as standard");
    if (t.category != tax_category::standard && rate != decimal())
        return tax_mismatch(line + ": found rate " + rate.to_string() + " on " +
                            boost::describe::enum_to_string(t.category, "?") + ", expected none");
    auto const share = checked_mul(rate, decimal::from_int(1, 2));
    if (!share) return fail(share.error());
    return *share;
}

/// One treatment's lines, and their tax before it is rounded.
struct tax_group {
    tax_treatment treatment;
    money net;
    decimal tax{};
    money rounded;
};

/// "from 2026-01-01 to before 2027-01-01".
std::string validity_of(tax_treatment const& t) {
    std::string out = t.valid_from ? "from " + format_date(*t.valid_from) : std::string("always");
    if (t.valid_to) out += (t.valid_from ? " to before " : " until before ") + format_date(*t.valid_to);
    return out;
}

bool valid_on(tax_treatment const& t, local_date day) {
    return (!t.valid_from || *t.valid_from <= day) && (!t.valid_to || day < *t.valid_to);
}

}  // namespace

result<tax_totals> totals_of(std::span<taxed_line const> lines, tax_rounding place, rounding mode) {
    tax_totals out;
    if (lines.empty()) return out;
    auto const currency = lines.front().net.currency();
    std::vector<tax_group> groups;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        auto const& line = lines[i];
        auto const name = "line " + std::to_string(i + 1);
        if (line.net.currency() != currency)
            return fail(errc::mapping, name + ": found " + line.net.to_string() + ", expected an amount in " +
                                           std::string(currency.code()));
        auto const share = share_of(line.tax, name);
        if (!share) return fail(share.error());
        auto tax = checked_mul(line.net.to_decimal(), *share);
        if (!tax) return fail_within(name, std::move(tax).error());
        auto g = std::find_if(groups.begin(), groups.end(), [&](auto const& x) { return x.treatment == line.tax; });
        if (g == groups.end()) {
            auto const none = money::from_minor(0, currency);
            g = groups.insert(groups.end(), {line.tax, none, decimal(), none});
        }
        auto const net = checked_add(g->net, line.net);
        auto const sum = checked_add(g->tax, *tax);
        auto const cents = money::of(*tax, currency, mode);
        if (!net || !sum || !cents) return fail(errc::too_large, name + ": found amounts whose sum is beyond 64 bits");
        auto const rounded = checked_add(g->rounded, *cents);
        if (!rounded) return fail_within(name, rounded.error());
        g->net = *net;
        g->tax = *sum;
        g->rounded = *rounded;
    }
    out.net = out.tax = money::from_minor(0, currency);
    for (auto const& g : groups) {
        auto const tax = place == tax_rounding::per_line ? result<money>(g.rounded) : money::of(g.tax, currency, mode);
        if (!tax) return fail(tax.error());
        auto const net_sum = checked_add(out.net, g.net);
        auto const tax_sum = checked_add(out.tax, *tax);
        if (!net_sum) return fail(net_sum.error());
        if (!tax_sum) return fail(tax_sum.error());
        out.net = *net_sum;
        out.tax = *tax_sum;
        out.by_treatment.push_back({g.treatment, g.net, *tax});
    }
    auto const gross = checked_add(out.net, out.tax);
    if (!gross) return fail(gross.error());
    out.gross = *gross;
    return out;
}

result<void> check_totals(std::string_view document, std::span<taxed_line const> lines, tax_rounding place,
                          money const& stated_net, money const& stated_tax, money const& stated_gross,
                          tax_tolerance const& tolerance) {
    auto const ours = totals_of(lines, place);
    if (!ours) return fail_within(document, ours.error());
    auto const allowed =
        tolerance.minor_units + tolerance.minor_units_per_line * static_cast<std::int64_t>(lines.size());
    struct {
        char const* field;
        money const& found;
        money const& expected;
        category reason;
    } const compared[] = {{"net", stated_net, ours->net, category::amount_mismatch},
                          {"tax", stated_tax, ours->tax, category::tax_mismatch},
                          {"gross", stated_gross, ours->gross, category::amount_mismatch}};
    for (auto const& c : compared) {
        std::string message = std::string(document) + ": " + c.field + ": found " + c.found.to_string() +
                              ", expected " + c.expected.to_string();
        auto const difference = checked_sub(c.found, c.expected);
        if (!difference) return fail({.code = errc::rejected, .message = std::move(message), .reason = c.reason});
        auto const off = difference->minor();
        if (off >= -allowed && off <= allowed) continue;
        message += ", a difference of " + difference->to_string() + " where " +
                   money::from_minor(allowed, c.found.currency()).to_string() + " is tolerated";
        auto const other =
            totals_of(lines, place == tax_rounding::per_line ? tax_rounding::per_total : tax_rounding::per_line);
        if (other && other->net == stated_net && other->tax == stated_tax && other->gross == stated_gross)
            message += std::string("; rounding ") + (place == tax_rounding::per_line ? "the total" : "each line") +
                       " gives what was found";
        return fail({.code = errc::rejected, .message = std::move(message), .reason = c.reason});
    }
    return {};
}

result<tax_treatment> treatment_on(std::span<tax_mapping const> mappings, std::string_view code,
                                   std::string_view legal_entity, local_date day) {
    auto const where = "tax code \"" + shorten(code, 40) + "\"" +
                       (legal_entity.empty() ? std::string() : " of company " + shorten(legal_entity, 40));
    std::string known;
    for (bool const own : {true, false}) {
        if (own && legal_entity.empty()) continue;
        std::optional<tax_treatment> found;
        bool any = false;
        for (auto const& m : mappings) {
            if (m.code != code || (own ? m.legal_entity != legal_entity : !m.legal_entity.empty())) continue;
            any = true;
            known += (known.empty() ? "" : ", ") + validity_of(m.treatment);
            if (!valid_on(m.treatment, day)) continue;
            if (found) return fail(errc::misconfigured, where + ": two mappings are valid on " + format_date(day));
            found = m.treatment;
        }
        if (found) return *std::move(found);
        if (any && own) break;  // a company that has its own does not fall back to everybody's for other days
    }
    if (known.empty()) return tax_mismatch(where + ": found no treatment for it, expected one");
    return tax_mismatch(where + ": found none valid on " + format_date(day) + ", expected a day " + known);
}

}  // namespace syncline::inline v1::model
