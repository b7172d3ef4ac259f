// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <syncline/json/encode.hpp>

namespace syncline::inline v1::odoo {

/// What a method is called with, each argument under the name of its parameter.
///
///     odoo::arguments{}.with("reason", "wrong price").with("date", today)
///
/// Values are written as Odoo reads them (`json::odoo`): moments in UTC, a many2one as its id.
class arguments {
public:
    template <class T>
    arguments& with(std::string name, T const& value) {
        std::string json;
        if constexpr (std::is_convertible_v<T const&, std::string_view>)
            json::encode_to(json, std::string(std::string_view(value)), json::odoo);
        else
            json::encode_to(json, value, json::odoo);
        list_.emplace_back(std::move(name), std::move(json));
        return *this;
    }

    /// Names and the JSON of their values.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> const& list() const noexcept { return list_; }

private:
    std::vector<std::pair<std::string, std::string>> list_{};
};

}  // namespace syncline::inline v1::odoo
