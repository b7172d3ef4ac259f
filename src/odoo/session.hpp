// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <mutex>
#include <utility>

#include <syncline/core/function_ref.hpp>

#include "odoo/rpc.hpp"

namespace syncline::inline v1::odoo::detail {

/// One login at one server: what was found out about it, once, and the way to it.
///
/// Threads: any number; the first call connects while the others wait.
class session {
public:
    session(http::any_transport transport, client_options options, any_clock clock);

    [[nodiscard]] result<server_info> connect(context const& ctx);
    [[nodiscard]] result<reply> call(rpc const& c, context const& ctx);
    /// All of them, `options().in_flight` at a time; `done` once for each, on the calling thread.
    void call_all(std::span<rpc const> calls, function_ref<void(std::size_t, result<reply>)> done, context const& ctx);

    /// Whether the model has the field on this server; asked once per field.
    [[nodiscard]] result<bool> has_field(std::string_view model, std::string_view field, context const& ctx);

    [[nodiscard]] client_options const& options() const noexcept { return options_; }

private:
    [[nodiscard]] result<server_info> probe(context const& ctx);
    [[nodiscard]] result<void> log_in(server_info& info, context const& ctx);
    [[nodiscard]] result<reply> send(http::request r, wire w, std::string operation, context const& ctx);

    http::any_transport transport_;
    client_options options_;
    any_clock clock_;
    result<void> usable_;
    std::mutex mutex_;
    std::optional<server_info> server_;
    std::map<std::pair<std::string, std::string>, bool> fields_;
};

}  // namespace syncline::inline v1::odoo::detail
