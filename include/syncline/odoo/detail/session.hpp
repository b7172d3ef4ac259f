// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <syncline/core/clock.hpp>
#include <syncline/core/context.hpp>
#include <syncline/core/result.hpp>
#include <syncline/http/transport.hpp>
#include <syncline/json/decode.hpp>
#include <syncline/odoo/options.hpp>
#include <syncline/odoo/server_info.hpp>
#include <syncline/reflect/predicate.hpp>

// What the templates of the client hand their work to: compiled code that knows no user's type.

namespace syncline::inline v1::odoo::detail {

class session;

[[nodiscard]] std::shared_ptr<session> make_session(http::any_transport transport, client_options options,
                                                    any_clock clock);
[[nodiscard]] result<server_info> connect(session& s, context const& ctx);
[[nodiscard]] client_options const& options_of(session const& s);

/// A body and where in it the result stands.
struct reply {
    std::string body;
    std::string_view at;  ///< JSON pointer.
    std::string operation;
    bool changes = false;  ///< The call was a write: without a usable answer its outcome is not known.
};

/// Why nothing of the wanted type stands at `at`: the error to pass up, or nothing when the method returned None.
[[nodiscard]] std::optional<error> explain(reply const& r, error decode_error);

/// The result, typed.
template <class T>
[[nodiscard]] result<T> decoded(reply const& r) {
    auto value = json::decode_at<T>(r.body, r.at, json::odoo);
    if (value) return value;
    if (auto why = explain(r, std::move(value).error())) return fail(*std::move(why));
    if (auto none = json::decode<T>("null", json::odoo)) return none;
    return fail(error{.code = errc::malformed,
                      .message = r.operation + ": found no result, expected one",
                      .effect = r.changes ? outcome::unknown : outcome::known_failed});
}

template <class T>
[[nodiscard]] result<T> decoded(result<reply> const& r) {
    if (!r) return fail(r.error());
    return decoded<T>(*r);
}

struct search_request {
    std::string_view model;
    std::vector<reflect::predicate_node> nodes{};
    std::span<std::string_view const> fields{};
    std::string order{};
    std::optional<std::size_t> limit{};
    std::optional<std::size_t> offset{};
};

[[nodiscard]] result<reply> search_read(session& s, search_request const& what, context const& ctx);
[[nodiscard]] result<std::vector<std::int64_t>> search(session& s, search_request const& what, context const& ctx);
[[nodiscard]] result<std::int64_t> search_count(session& s, search_request const& what, context const& ctx);
[[nodiscard]] result<reply> read(session& s, std::string_view model, std::span<std::int64_t const> ids,
                                 std::span<std::string_view const> fields, context const& ctx);
[[nodiscard]] result<std::vector<std::int64_t>> create(session& s, std::string_view model, std::string values,
                                                       std::size_t count, context const& ctx);
[[nodiscard]] result<void> write(session& s, std::string_view model, std::span<std::int64_t const> ids,
                                 std::string values, context const& ctx);
[[nodiscard]] result<void> unlink(session& s, std::string_view model, std::span<std::int64_t const> ids,
                                  context const& ctx);

}  // namespace syncline::inline v1::odoo::detail
