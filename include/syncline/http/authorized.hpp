// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include <syncline/core/secret.hpp>
#include <syncline/http/transport.hpp>

namespace syncline::inline v1::http {

/// Why a credential is asked for.
enum class credential_need {
    first,    ///< None was used yet.
    refused,  ///< The server answered 401 to the last one: a cached one will not do.
};

/// Where a credential comes from: environment, file, token endpoint. Called by one thread at a time.
template <class P>
concept CredentialProvider = requires(P& p, credential_need why, context const& ctx) {
    { p(why, ctx) } -> std::same_as<result<secret>>;
};

namespace detail {

/// A provider as compiled code keeps it.
struct credential_source {
    credential_source() = default;
    credential_source(credential_source const&) = delete;
    credential_source& operator=(credential_source const&) = delete;
    virtual ~credential_source() = default;
    [[nodiscard]] virtual result<secret> ask(credential_need why, context const& ctx) = 0;
};

template <CredentialProvider P>
struct credential_source_of final : credential_source {
    explicit credential_source_of(P p) : provider(std::move(p)) {}
    [[nodiscard]] result<secret> ask(credential_need why, context const& ctx) override { return provider(why, ctx); }
    P provider;
};

}  // namespace detail

/// A transport that puts a credential on every request, and renews it once when the server answers 401.
///
/// ```cpp
/// http::any_transport http = http::authorized{wire, [](http::credential_need, context const&) {
///     return result<secret>(secret{std::getenv("ERP_KEY")});
/// }};
/// ```
///
/// The provider is asked at the first request and after a 401; many threads that meet a 401 together cause one renewal.
/// A second 401 is passed on as the response it is.
/// *Errors*: the provider's own, with no effect.
/// *Idempotence*: a 401 had no effect, so every request may go out again behind it.
/// *Cost*: one copy of each request.
/// Threads: safe. Copies share one credential.
class authorized {
public:
    /// `header`: the header that carries the credential; empty for `Authorization: Bearer`.
    template <CredentialProvider P>
    authorized(any_transport inner, P provider, std::string header = {})
        : authorized(std::move(inner), std::make_unique<detail::credential_source_of<P>>(std::move(provider)),
                     std::move(header)) {}

    [[nodiscard]] result<response> send(request const& r, context const& ctx);
    void send_all(std::span<request const> rs, std::size_t in_flight, on_response done, context const& ctx);

private:
    authorized(any_transport inner, std::unique_ptr<detail::credential_source> provider, std::string header);

    struct state;
    std::shared_ptr<state> state_;
};

}  // namespace syncline::inline v1::http
