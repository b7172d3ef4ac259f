// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace syncline::inline v1::json {

/// The extension bag: a struct with a member of this type keeps every field it does not describe.
///
/// Fields stay in order of arrival, with the exact JSON text of their values, and are written back after the
/// described members. A field that came twice is kept twice. A struct has at most one bag.
struct extras {
    struct field {
        std::string name;  ///< Unescaped.
        std::string text;  ///< JSON.

        friend bool operator==(field const&, field const&) = default;
    };
    std::vector<field> fields;

    /// The JSON text of the last field of that name, or null.
    [[nodiscard]] std::string const* find(std::string_view name) const noexcept {
        for (auto f = fields.rbegin(); f != fields.rend(); ++f)
            if (f->name == name) return &f->text;
        return nullptr;
    }

    friend bool operator==(extras const&, extras const&) = default;
};

}  // namespace syncline::inline v1::json
