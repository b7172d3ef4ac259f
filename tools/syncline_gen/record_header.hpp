// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <syncline/core/result.hpp>
#include <syncline/odoo/describe.hpp>

// A model of Odoo as the source of a described record: what `syncline-gen` writes. No files, no network.

namespace syncline_gen {

/// Boost.Describe lists that many members before 1.90, the id among them.
inline constexpr std::size_t most_members = 52;

struct header_options {
    std::string name_space = "erp";     ///< `a::b` may be; what the struct is in.
    std::vector<std::string> fields{};  ///< Only these, and the id. None: all, the stored ones first.
};

/// A header that stands alone and describes the model: struct, field names, model name. The same model and options give
/// the same text. Nothing a server said leaves a comment or a string it is put into.
///
/// *Errors*: `misconfigured` for a namespace or model name that is none, for a field the model has not, whose type no
/// member can hold, or more of them than fit.
[[nodiscard]] syncline::result<std::string> record_header(syncline::odoo::model_description const& model,
                                                          header_options const& options = {});

/// Reads what `fields_get` answered: the bare object of fields, or a file that has it under `fields` and may name
/// `model` and `version` beside it. `model`, where given, goes before what the file says.
///
/// *Errors*: `malformed`, with path, found and expected; `misconfigured` when nobody names the model.
[[nodiscard]] syncline::result<syncline::odoo::model_description> read_fields_get(std::string_view json,
                                                                                  std::string_view model = {});

}  // namespace syncline_gen
