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
#include <syncline/odoo/call_context.hpp>
#include <syncline/odoo/describe.hpp>
#include <syncline/odoo/detail/values.hpp>
#include <syncline/odoo/options.hpp>
#include <syncline/odoo/record.hpp>
#include <syncline/odoo/server_info.hpp>
#include <syncline/reflect/predicate.hpp>

// What the templates of the client hand their work to: compiled code that knows no user's type.

namespace syncline::inline v1::odoo::detail {

class session;

[[nodiscard]] std::shared_ptr<session> make_session(http::any_transport transport, client_options options,
                                                    any_clock clock);
[[nodiscard]] result<server_info> connect(session& s, context const& ctx);
[[nodiscard]] client_options const& options_of(session const& s);

/// The login, and the context of the calls made through it.
struct caller {
    std::shared_ptr<detail::session> session;
    call_context context{};
};

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

/// The names this server has for the described fields, in their order; "" for one it may lack and does lack.
/// *Errors*: `unsupported` naming every other field it has not. *Cost*: one call for each model, once.
[[nodiscard]] result<std::vector<std::string_view>> resolve(session& s, described_record const& record,
                                                            context const& ctx);

/// Odoo ends a call that is over its time limit by closing the connection.
[[nodiscard]] inline bool is_too_long(error const& e) noexcept {
    return e.code == errc::timed_out || (e.code == errc::unavailable && e.may_have_happened());
}

/// Fewer records at once may be answered where these were not.
[[nodiscard]] inline bool is_too_much(error const& e) noexcept { return is_too_long(e) || e.code == errc::too_large; }

struct order_term {
    std::string_view field;  ///< As `described_field::name`.
    bool descending = false;
};

struct search_request {
    described_record const* record = nullptr;
    std::vector<reflect::predicate_node> nodes{};
    std::vector<order_term> order{};
    std::optional<std::size_t> limit{};
    std::optional<std::size_t> offset{};
};

/// `amount:sum`, `amount:max`, ...
struct aggregate {
    std::string_view field;
    std::string_view function;
};

[[nodiscard]] result<reply> search_read(caller const& c, search_request const& what, context const& ctx);
[[nodiscard]] result<std::vector<std::int64_t>> search(caller const& c, search_request const& what, context const& ctx);
[[nodiscard]] result<std::int64_t> search_count(caller const& c, search_request const& what, context const& ctx);
[[nodiscard]] result<std::string> read_group(caller const& c, search_request const& what,
                                             std::span<std::string_view const> by, std::span<aggregate const> sums,
                                             context const& ctx);
[[nodiscard]] result<reply> read(caller const& c, described_record const& record, std::span<std::int64_t const> ids,
                                 context const& ctx);
[[nodiscard]] result<std::vector<std::int64_t>> create(caller const& c, std::span<values const> records,
                                                       context const& ctx);
[[nodiscard]] result<void> write(caller const& c, std::span<std::int64_t const> ids, values const& what,
                                 context const& ctx);
[[nodiscard]] result<void> set_active(caller const& c, std::string_view model, std::span<std::int64_t const> ids,
                                      bool active, context const& ctx);
[[nodiscard]] result<void> unlink(caller const& c, std::string_view model, std::span<std::int64_t const> ids,
                                  context const& ctx);
[[nodiscard]] result<std::vector<json::id_name>> name_search(caller const& c, std::string_view model,
                                                             std::string_view name, std::size_t limit,
                                                             context const& ctx);
[[nodiscard]] result<std::vector<std::int64_t>> missing(caller const& c, std::string_view model,
                                                        std::span<std::int64_t const> ids, context const& ctx);
[[nodiscard]] result<model_description> describe(caller const& c, std::string_view model, context const& ctx);

/// A method by name. `arguments` are pairs of a parameter's name and its JSON.
[[nodiscard]] result<reply> call(caller const& c, std::string_view model, std::string_view method,
                                 std::optional<std::span<std::int64_t const>> ids,
                                 std::span<std::pair<std::string, std::string> const> arguments, http::safety repeat,
                                 context const& ctx);

}  // namespace syncline::inline v1::odoo::detail
