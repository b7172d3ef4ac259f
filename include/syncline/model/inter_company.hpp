// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <boost/describe/class.hpp>

#include <syncline/model/invoice.hpp>
#include <syncline/model/legal_entity.hpp>
#include <syncline/model/money.hpp>
#include <syncline/model/party.hpp>
#include <syncline/model/posting_document.hpp>
#include <syncline/model/reference.hpp>

namespace syncline::inline v1::model {

/// A party that is one of the host's own companies.
struct own_party {
    external_ref party{};
    external_ref legal_entity{};

    friend bool operator==(own_party const&, own_party const&) = default;
};
BOOST_DESCRIBE_STRUCT(own_party, (), (party, legal_entity))

/// A line both of whose sides are the host's own: what a consolidation takes out.
struct inter_company_line {
    std::size_t line = 0;  ///< Counted from 1, as the document has it.
    external_ref from{};   ///< The legal entity whose document it is: the seller of an invoice.
    external_ref to{};     ///< The legal entity on the other side.
    money amount{};        ///< Net, where it is an invoice's.

    friend bool operator==(inter_company_line const&, inter_company_line const&) = default;
};
BOOST_DESCRIBE_STRUCT(inter_company_line, (), (line, from, to, amount))

/// Which parties are the host's own companies, by a tax id both have; one that is malformed says nothing. A host that
/// knows better hands in its own list. Pure. Threads: any.
[[nodiscard]] std::vector<own_party> own_parties(std::span<party const> parties,
                                                 std::span<legal_entity const> entities);

/// The items of an invoice to one of the host's own companies, with both companies; none when the customer is somebody
/// else, or the seller itself. Pure. Threads: any.
[[nodiscard]] std::vector<inter_company_line> inter_company_lines(invoice const& i, std::span<own_party const> own);

/// The lines of a posting whose party is another one of the host's own companies. Pure. Threads: any.
[[nodiscard]] std::vector<inter_company_line> inter_company_lines(posting_document const& d,
                                                                  std::span<own_party const> own);

}  // namespace syncline::inline v1::model
