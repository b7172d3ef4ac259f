// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <syncline/core/clock.hpp>
#include <syncline/http/transport.hpp>
#include <syncline/odoo/changes.hpp>
#include <syncline/odoo/detail/session.hpp>
#include <syncline/odoo/detail/values.hpp>
#include <syncline/odoo/options.hpp>
#include <syncline/odoo/query.hpp>
#include <syncline/odoo/record.hpp>
#include <syncline/odoo/records.hpp>
#include <syncline/odoo/server_info.hpp>
#include <syncline/odoo/upsert_target.hpp>

namespace syncline::inline v1::odoo {

/// One Odoo database, typed by described records: JSON-2 from series 19 on, JSON-RPC before.
///
///     odoo::client erp{http, {.url = "https://erp.example", .database = "prod", .login = "sync", .api_key =
///     secret{key}}}; auto acme = erp.search<odoo::res_partner>().where(field<&odoo::res_partner::name> ==
///     "Acme").limit(1).fetch(ctx);
///
/// *Errors* of every call: `unauthorized` (login or key refused), `forbidden` (a right is missing), `misconfigured`
/// (options; no database or no Odoo there), `unsupported` (field, method or series), `contended` (lost against other
/// transactions five times), `rejected` (the data), `not_found` (the record or model), `malformed` (not an answer of
/// Odoo), and those of the transport. `error::effect` is `unknown` only where no usable answer came: Odoo rolls back
/// before it answers with a failure.
/// *Lifetime*: a transport given by reference must outlive the client and all that came from it.
/// *Threads*: any number; copies share one login.
/// *Cost*: the first call connects, with two calls of its own.
/// Over JSON-RPC the API key is part of each request's body: log no bodies.
class client {
public:
    client(http::any_transport transport, client_options options, any_clock clock = the_system_clock())
        : session_(detail::make_session(std::move(transport), std::move(options), clock)) {}

    /// Finds out the server's series and checks the credential, once; other calls do it by themselves.
    result<server_info> connect(context const& ctx) { return detail::connect(*session_, ctx); }

    /// Searches R's model.
    template <Record R>
    [[nodiscard]] query<R> search() {
        return query<R>(session_);
    }

    /// The records of these ids that exist, archived ones included, in the order of `ids`. *Cost*: one call.
    template <Record R>
    [[nodiscard]] result<std::vector<R>> read(std::span<std::int64_t const> ids, context const& ctx) {
        if (ids.empty()) return std::vector<R>{};
        return detail::decoded<std::vector<R>>(
            detail::read(*session_, model_name<R>, ids, detail::field_names<R>, ctx));
    }

    /// Creates all or none of the records in one call; returns their ids, in order. Absent members get Odoo's defaults.
    ///
    /// *Idempotence*: none. Sent again it creates again, so nothing repeats it; after an error whose effect is unknown
    /// look for the records first, or use `upsert`.
    template <Record R>
    [[nodiscard]] result<std::vector<std::int64_t>> create(std::span<R const> records, context const& ctx) {
        if (records.empty()) return std::vector<std::int64_t>{};
        std::string values = "[";
        for (auto const& r : records) {
            if (values.size() > 1) values += ',';
            detail::append_values(values, r);
        }
        values += ']';
        return detail::create(*session_, model_name<R>, std::move(values), records.size(), ctx);
    }

    /// Changes these fields of all these records, in one transaction. *Idempotence*: safe to repeat. *Cost*: one call.
    ///
    /// *Errors*: `not_found` when one of the records is gone; then none is changed.
    template <Record R>
    [[nodiscard]] result<void> write(std::span<std::int64_t const> ids, changes<R> const& what, context const& ctx) {
        if (ids.empty()) return {};
        return detail::write(*session_, model_name<R>, ids, what.text(), ctx);
    }

    /// The same with a record: absent members stay as they are, empty ones are cleared, the id is not looked at.
    template <Record R>
    [[nodiscard]] result<void> write(std::span<std::int64_t const> ids, R const& record, context const& ctx) {
        if (ids.empty()) return {};
        std::string values;
        detail::append_values(values, record);
        return detail::write(*session_, model_name<R>, ids, std::move(values), ctx);
    }

    /// Deletes the records, in one transaction. *Errors*: `not_found` when one is gone already, `rejected` when others
    /// refer to it. *Idempotence*: after a lost reply the repeat may say `not_found`. *Cost*: one call.
    template <Record R>
    [[nodiscard]] result<void> unlink(std::span<std::int64_t const> ids, context const& ctx) {
        if (ids.empty()) return {};
        return detail::unlink(*session_, model_name<R>, ids, ctx);
    }

    /// Where records or canonical objects go without ever being made twice.
    template <class T>
    [[nodiscard]] upsert_target<T> upsert() {
        return upsert_target<T>(session_);
    }

private:
    std::shared_ptr<detail::session> session_;
};

}  // namespace syncline::inline v1::odoo
