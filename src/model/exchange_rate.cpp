// SPDX-License-Identifier: Apache-2.0
#include <syncline/model/exchange_rate.hpp>

#include <string>

namespace syncline::inline v1::model {

result<exchanged> exchange(money const& amount, exchange_rate const& rate, rounding mode) {
    auto const name = std::string(rate.from.code()) + " to " + std::string(rate.to.code());
    if (amount.currency() != rate.from)
        return fail(errc::mapping, "exchange: found " + amount.to_string() + ", expected " +
                                       std::string(rate.from.code()) + ", which the rate " + name + " exchanges");
    if (rate.rate <= decimal())
        return fail(errc::mapping,
                    "exchange: found rate " + rate.rate.to_string() + " for " + name + ", expected one above 0");
    if (!rate.on.ok() || rate.source.empty())
        return fail(errc::mapping, "exchange: found a rate " + name + " without day or source, expected both");
    auto const product = checked_mul(amount.to_decimal(), rate.rate);
    if (!product)
        return fail(errc::too_large, "exchange: found " + amount.to_string() + " at " + rate.rate.to_string() +
                                         ", expected a product of at most 38 digits");
    auto to = money::of(*product, rate.to, mode);
    if (!to) return fail(std::move(to).error());
    return exchanged{*to, amount, rate};
}

}  // namespace syncline::inline v1::model
