// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace syncline::inline v1::odoo {

/// One field of a model as the server describes it (`fields_get`).
struct field_description {
    std::string name{};
    std::string type{};      ///< Odoo's word: `char`, `many2one`, `monetary`, ...
    std::string label{};     ///< In the language of the call.
    std::string relation{};  ///< The other model, of relational fields.
    std::string inverse{};   ///< Of a one2many: the many2one that points back.
    bool required = false;
    bool readonly = false;
    bool stored = true;
    bool searchable = true;  ///< False: 16 and 18 ignore a condition on it and return everything.
    bool sortable = true;
    std::optional<std::size_t> size{};                           ///< Longest text, where one is set.
    std::vector<std::pair<std::string, std::string>> choices{};  ///< Of a selection: value and label.

    friend bool operator==(field_description const&, field_description const&) = default;
};

/// A model as the server describes it to this user: fields that the user may not see are missing.
struct model_description {
    std::string model{};
    std::string version{};                    ///< The server's, `18.0`.
    std::vector<field_description> fields{};  ///< By name.

    [[nodiscard]] field_description const* find(std::string_view field) const noexcept {
        for (auto const& f : fields)
            if (f.name == field) return &f;
        return nullptr;
    }

    friend bool operator==(model_description const&, model_description const&) = default;
};

}  // namespace syncline::inline v1::odoo
