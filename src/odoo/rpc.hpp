// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <syncline/core/result.hpp>
#include <syncline/http/request.hpp>
#include <syncline/odoo/detail/session.hpp>
#include <syncline/odoo/options.hpp>
#include <syncline/odoo/server_info.hpp>

// One method call, as either wire carries it. Nothing here does I/O.

namespace syncline::inline v1::odoo::detail {

struct argument {
    std::string_view name;  ///< The method's own parameter name, which JSON-2 wants.
    std::string json;
    bool positional = false;  ///< Sent by position over JSON-RPC; such arguments come first.
};

struct rpc {
    std::string_view model;
    std::string_view method;
    std::optional<std::vector<std::int64_t>> ids{};  ///< The records the method is called on.
    std::vector<argument> args{};
    http::safety repeat = http::safety::once;
    bool bulk = false;       ///< May take minutes.
    call_context context{};  ///< What it says beside the client's.
};

/// The request for a call. Lifetime: `operation` must outlive it.
[[nodiscard]] http::request to_request(rpc const& call, client_options const& options, server_info const& server,
                                       std::string_view operation);

/// A call of the `common` service, which needs no login. `args_json` is the array of its arguments.
[[nodiscard]] http::request common_request(client_options const& options, std::string_view method,
                                           std::string_view args_json);

/// `odoo res.partner load`
[[nodiscard]] std::string operation_of(rpc const& call);

/// The reply inside a response, or what the response says went wrong.
[[nodiscard]] result<reply> to_reply(http::request const& sent, http::response got, wire w, std::string operation,
                                     instant now);

/// `["id","name"]`
[[nodiscard]] std::string json_list(std::span<std::string_view const> names);
[[nodiscard]] std::string json_list(std::span<std::int64_t const> ids);

}  // namespace syncline::inline v1::odoo::detail
