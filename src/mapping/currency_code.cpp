// SPDX-License-Identifier: Apache-2.0
#include <syncline/mapping/currency_code.hpp>

#include "reading.hpp"

namespace syncline::inline v1 {

result<std::string> to_currency_code_t::operator()(std::string_view text) const {
    auto const code = trimmed(text);
    if (code.size() != 3 || !conversions::all_of(code, conversions::is_letter))
        return conversions::refuse(code, "a currency code of three letters, such as EUR");
    return conversions::upper(code);
}

result<std::string> lower_currency_code_t::operator()(std::string_view code) const {
    return to_currency_code(code).map(conversions::lower);
}

}  // namespace syncline::inline v1
