// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "emulator/odoo_environment.hpp"

// How a method of a model is described: its name, where it exists, its parameters, what carries it out.

namespace syncline::inline v1::emulator::erp {

struct parameter_info {
    std::string_view name;
    bool required = false;
};

/// What a call has been resolved to: the records it is about, and its arguments by name.
struct arguments {
    std::vector<id_type> ids;
    json by_name = json::object();

    [[nodiscard]] json at(std::string_view name) const {
        auto const it = by_name.find(name);
        return it == by_name.end() ? json() : *it;
    }
};

struct method {
    /// Gives what the method returns; nothing stands for None.
    using runner = std::optional<json> (*)(environment&, model const&, arguments const&);

    std::string_view name;
    bool on_model;  ///< `@api.model`: takes no ids.
    std::vector<parameter_info> parameters;
    runner run;
    std::string_view only_on{};
    int since = 16;
    int until = 99;
};

/// Rights, metadata, exports, groups of rows: what every model has besides reading and writing.
[[nodiscard]] std::span<method const> platform_methods();

/// Those a model of a series has.
[[nodiscard]] std::vector<method const*> methods_of_model(int series, std::string_view model_name);

}  // namespace syncline::inline v1::emulator::erp
