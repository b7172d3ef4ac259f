// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <syncline/crm/hubspot/detail/session.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe/class.hpp>

#include <syncline/json/dialect.hpp>
#include <syncline/json/raw.hpp>

namespace syncline::inline v1::crm::hubspot::detail {

/// One portal: everything that goes over the wire passes through here.
class session {
public:
    session(http::any_transport transport, client_options options, any_clock clock);

    [[nodiscard]] client_options const& options() const noexcept { return options_; }

    /// `/crm/objects/2026-09/deals` and so on: `part` is objects, properties, associations.
    [[nodiscard]] std::string url(std::string_view part, std::initializer_list<std::string_view> segments) const;

    /// A request as HubSpot wants it. `operation` is static.
    [[nodiscard]] http::request request(http::method m, std::string url, std::string body, http::safety repeat,
                                        std::string_view operation) const;

    /// Sends it; anything but a 2xx is an error. `what` opens the message: `hubspot deals list`.
    [[nodiscard]] result<http::response> send(http::request const& r, std::string_view what, context const& ctx);

    /// Sends all, a few at a time. `done` is called once per request, in order of arrival.
    void send_all(std::span<http::request const> rs, std::string_view what,
                  function_ref<void(std::size_t, result<http::response>)> done, context const& ctx);

    /// Why nothing can be sent with these options, when that is so.
    [[nodiscard]] result<void> const& usable() const noexcept { return usable_; }

private:
    [[nodiscard]] result<http::response> judged(http::request const& sent, result<http::response> got,
                                                std::string_view what) const;

    http::any_transport transport_;
    client_options options_;
    any_clock clock_;
    result<void> usable_;
};

/// `hubspot deals batch/update`, as messages begin.
[[nodiscard]] std::string naming(std::string_view type, std::string_view call);

/// What a response that is no success means (HS 9 in docs/reference/hubspot.md).
[[nodiscard]] error meaning_of(http::request const& sent, http::response const& got, client_options const& options,
                               instant now);

// ---- what stands in batch answers -------------------------------------------------------------------------------

/// One error of a batch. Every field is optional over there.
struct problem {
    std::optional<std::string> category{};
    std::optional<std::string> subCategory{};
    std::optional<std::string> message{};
    std::optional<json::raw> context{};  ///< Free-form; what we know of it is read by `named_in`.

    /// The texts a context lists under a name; none when there is no such list.
    [[nodiscard]] std::vector<std::string> named_in(std::string_view name) const;
    [[nodiscard]] bool says(std::string_view part) const { return message && message->find(part) != message->npos; }
};
BOOST_DESCRIBE_STRUCT(problem, (), (category, subCategory, message, context))

/// A batch answer without its results.
struct batch_envelope {
    std::string status{};
    std::optional<std::vector<problem>> errors{};
};
BOOST_DESCRIBE_STRUCT(batch_envelope, (), (status, errors))

/// Reads the envelope and makes sure that the batch is finished.
[[nodiscard]] result<batch_envelope> envelope_of(std::string const& body);

/// The error of one record of a batch.
[[nodiscard]] error error_of(problem const& p, std::string_view what);

/// An id that may come as a text or as a number.
struct id_text {
    std::string text{};
};

}  // namespace syncline::inline v1::crm::hubspot::detail

template <>
struct syncline::json::codec<syncline::crm::hubspot::detail::id_text> {
    static result<syncline::crm::hubspot::detail::id_text> decode(std::string_view json, dialect d);
    static void encode(writer& out, syncline::crm::hubspot::detail::id_text const& value);
};
