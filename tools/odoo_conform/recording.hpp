// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include <syncline/core/result.hpp>

// Exchanges that were recorded on real Odoo servers: a folder per series (16, 18, 19) with *.json files of steps, and
// below it fields_get/<model>.json.

namespace syncline::odoo_conform {

using nlohmann::json;

struct recorded_step {
    std::string label;
    std::string note;  ///< Says "trimmed" where not all of the answer was kept.
    json request;      ///< `method`, `path`, `headers`, and `body` (JSON) or `body_text`.
    json response;     ///< `status`, `headers`, and `body` or `body_text`.

    [[nodiscard]] bool is_trimmed() const { return note.find("trimmed") != std::string::npos; }
};

struct recording {
    int series = 0;
    std::string name;  ///< `crud_res_partner`, `fields_get/res.partner`.
    std::vector<recorded_step> steps;
};

/// All recordings below `folder`, by series and name. Folders and files that are not there are not missed, and a file
/// without steps (notes, measurements) is a recording of none.
/// *Errors*: `not_found` when there is nothing of that form, `malformed` for a file that is not of it; the message
/// names the file, what was found and what was expected.
[[nodiscard]] result<std::vector<recording>> read_recordings(std::filesystem::path const& folder);

}  // namespace syncline::odoo_conform
