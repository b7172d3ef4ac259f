// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include <boost/describe/class.hpp>

#include <syncline/core/function_ref.hpp>
#include <syncline/core/result.hpp>
#include <syncline/model/contract.hpp>
#include <syncline/model/quote.hpp>
#include <syncline/model/reference.hpp>

namespace syncline::inline v1::model {

/// A field in which a quote and the contract made of it are not the same.
struct agreement_difference {
    std::string field{};  ///< `currency`, `lines[design].quantity`.
    std::string quoted{};
    std::string contracted{};

    friend bool operator==(agreement_difference const&, agreement_difference const&) = default;
};
BOOST_DESCRIBE_STRUCT(agreement_difference, (), (field, quoted, contracted))

/// Whether two records stand for the same thing: what the identity map knows.
using same_record = function_ref<bool(external_ref const&, external_ref const&)>;

/// The contract an accepted quote becomes: its parties, currency, terms per line, and the quote itself as what was
/// accepted. A line's discount and the number its price is for go into the price of one. Reference, number and period
/// are the ERP's to give. Pure. Threads: any.
/// *Errors*, each naming the quote: `rejected` when it is not accepted; `mapping` without party or legal entity, for a
/// line priced in another currency, and for a price of one that 12 decimals do not hold; `too_large`.
[[nodiscard]] result<contract> contract_of(quote const& q);

/// Where an accepted quote and the contract made of it differ: none when they are the same agreement. Compared are
/// opportunity, legal entity, party, currency, the quote that is named, and line by line, by key, product, description,
/// quantity, unit, price after discount, and way to bill. Numbers, states, taxes and totals belong to one of the two.
/// What the quote does not say, it leaves open. Pure. Threads: any.
[[nodiscard]] std::vector<agreement_difference> differences(quote const& q, contract const& c, same_record same);

/// The same, for records whose references are equal as they stand.
[[nodiscard]] std::vector<agreement_difference> differences(quote const& q, contract const& c);

}  // namespace syncline::inline v1::model
