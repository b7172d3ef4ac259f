// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "emulator/odoo_environment.hpp"

namespace syncline::inline v1::emulator::erp {

struct parameter {
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

/// Gives what the method returns; nothing stands for None.
using runner = std::optional<json> (*)(environment&, model const&, arguments const&);

struct method {
    std::string_view name;
    bool on_model;  ///< `@api.model`: takes no ids.
    std::vector<parameter> parameters;
    runner run;
    std::string_view only_on{};
    int since = 16;
    int until = 99;
};

}  // namespace syncline::inline v1::emulator::erp
