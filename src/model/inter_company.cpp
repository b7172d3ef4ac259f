// SPDX-License-Identifier: Apache-2.0
#include <syncline/model/inter_company.hpp>

#include <algorithm>

namespace syncline::inline v1::model {
namespace {

bool have_a_tax_id_in_common(party const& p, legal_entity const& e) {
    for (auto const& a : p.tax_ids)
        for (auto const& b : e.tax_ids)
            if (a.state != tax_id_state::malformed && b.state != tax_id_state::malformed && !a.value.empty() &&
                a.scheme == b.scheme && a.country == b.country && a.value == b.value)
                return true;
    return false;
}

/// The other company, where the party is one and not `self`; else null.
external_ref const* other_company(external_ref const& counterpart, external_ref const& self,
                                  std::span<own_party const> own) {
    for (auto const& o : own)
        if (o.party == counterpart && o.legal_entity != self) return &o.legal_entity;
    return nullptr;
}

}  // namespace

std::vector<own_party> own_parties(std::span<party const> parties, std::span<legal_entity const> entities) {
    std::vector<own_party> out;
    for (auto const& p : parties)
        for (auto const& e : entities)
            if (have_a_tax_id_in_common(p, e)) out.push_back({p.source, e.source});
    return out;
}

std::vector<inter_company_line> inter_company_lines(invoice const& i, std::span<own_party const> own) {
    std::vector<inter_company_line> out;
    auto const* const buyer = other_company(i.party, i.legal_entity, own);
    if (!buyer) return out;
    for (std::size_t n = 0; n < i.lines.size(); ++n)
        if (i.lines[n].kind == invoice_line_kind::item) out.push_back({n + 1, i.legal_entity, *buyer, i.lines[n].net});
    return out;
}

std::vector<inter_company_line> inter_company_lines(posting_document const& d, std::span<own_party const> own) {
    std::vector<inter_company_line> out;
    for (std::size_t n = 0; n < d.lines.size(); ++n) {
        auto const& line = d.lines[n];
        auto const* const other = line.party ? other_company(*line.party, d.legal_entity, own) : nullptr;
        if (other) out.push_back({n + 1, d.legal_entity, *other, line.amount});
    }
    return out;
}

}  // namespace syncline::inline v1::model
