// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <syncline/core/clock.hpp>
#include <syncline/http/transport.hpp>
#include <syncline/odoo/arguments.hpp>
#include <syncline/odoo/call_context.hpp>
#include <syncline/odoo/describe.hpp>
#include <syncline/odoo/detail/session.hpp>
#include <syncline/odoo/drift.hpp>
#include <syncline/odoo/edits.hpp>
#include <syncline/odoo/options.hpp>
#include <syncline/odoo/query.hpp>
#include <syncline/odoo/record.hpp>
#include <syncline/odoo/records.hpp>
#include <syncline/odoo/server_info.hpp>
#include <syncline/odoo/source.hpp>
#include <syncline/odoo/upsert_target.hpp>
#include <syncline/sync/drift.hpp>

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
        : caller_{.session = detail::make_session(std::move(transport), std::move(options), clock)} {}

    /// Finds out the server's series and checks the credential, once; other calls do it by themselves.
    result<server_info> connect(context const& ctx) { return detail::connect(*caller_.session, ctx); }

    /// Checks that the server's models have every field these records describe: what the first call with each of them
    /// would find out. *Errors*: `unsupported`, naming record, field, series and what the model has instead.
    /// *Cost*: one call per model, once per session.
    template <Record... R>
    [[nodiscard]] result<void> check(context const& ctx) {
        result<void> all{};
        auto const one = [&](detail::described_record const& record) {
            auto const names = detail::resolve(*caller_.session, record, ctx);
            if (names) return;
            if (all)
                all = fail(names.error());
            else
                all.error().message += "; " + names.error().message;
        };
        (one(detail::record_of<R>), ...);
        return all;
    }

    /// The same client whose calls say this beside what the options say: another language or company, archived records
    /// too. Shares the session.
    [[nodiscard]] client with_context(call_context const& context) const {
        client other = *this;
        other.caller_.context = detail::merged(caller_.context, context);
        return other;
    }

    /// Searches R's model.
    template <Record R>
    [[nodiscard]] query<R> search() {
        return query<R>(caller_);
    }

    /// The records of these ids that exist, archived ones included, in the order of `ids`. *Cost*: one call.
    template <Record R>
    [[nodiscard]] result<std::vector<R>> read(std::span<std::int64_t const> ids, context const& ctx) {
        if (ids.empty()) return std::vector<R>{};
        return detail::decoded<std::vector<R>>(detail::read(caller_, detail::record_of<R>, ids, ctx));
    }

    /// Records whose name, code or whatever else people look this model up by holds `text`, without case.
    template <Record R>
    [[nodiscard]] result<std::vector<json::id_name>> name_search(std::string_view text, std::size_t limit,
                                                                 context const& ctx) {
        if (limit == 0) return std::vector<json::id_name>{};
        return detail::name_search(caller_, model_name<R>, text, limit, ctx);
    }

    /// Creates all or none of the records in one call; returns their ids, in order. Absent members get Odoo's defaults;
    /// lists are not looked at (see `edits`).
    ///
    /// *Idempotence*: none. Sent again it creates again, so nothing repeats it; after an error whose effect is unknown
    /// look for the records first, or use `upsert`.
    template <Record R>
    [[nodiscard]] result<std::vector<std::int64_t>> create(std::span<R const> records, context const& ctx) {
        std::vector<detail::values> all;
        all.reserve(records.size());
        for (auto const& r : records) all.push_back(detail::values_of(r));
        if (all.empty()) return std::vector<std::int64_t>{};
        return detail::create(caller_, all, ctx);
    }

    /// One record, lines and links included, in one transaction; returns its id. *Idempotence*: none, as above.
    template <Record R>
    [[nodiscard]] result<std::int64_t> create_one(edits<R> const& record, context const& ctx) {
        auto const ids = detail::create(caller_, std::span(&record.values(), 1), ctx);
        if (!ids) return fail(ids.error());
        return ids->front();
    }

    /// Changes these fields of all these records, in one transaction. *Cost*: one call; none when nothing changes.
    ///
    /// *Idempotence*: safe to repeat, unless a one2many gets a new line: such a call is not repeated.
    /// *Errors*: `not_found` when one of the records is gone; then none is changed.
    template <Record R>
    [[nodiscard]] result<void> write(std::span<std::int64_t const> ids, edits<R> const& what, context const& ctx) {
        if (ids.empty() || what.empty()) return {};
        return detail::write(caller_, ids, what.values(), ctx);
    }

    /// The same with a record: absent members stay as they are, empty ones are cleared, id and lists are not looked at.
    template <Record R>
    [[nodiscard]] result<void> write(std::span<std::int64_t const> ids, R const& record, context const& ctx) {
        return write(ids, edits<R>::all_of(record), ctx);
    }

    /// Writes what differs between a record as it was read and as it shall be; says whether anything did.
    template <Record R>
    [[nodiscard]] result<bool> write(R const& before, R const& after, context const& ctx) {
        auto const what = edits<R>::between(before, after);
        if (what.empty()) return false;
        if (auto done = write(std::span(&before.id, 1), what, ctx); !done) return fail(std::move(done).error());
        return true;
    }

    /// Hides the records from searches, or shows them again. *Idempotence*: safe to repeat. *Cost*: one call.
    template <Record R>
    [[nodiscard]] result<void> archive(std::span<std::int64_t const> ids, context const& ctx) {
        if (ids.empty()) return {};
        return detail::set_active(caller_, model_name<R>, ids, false, ctx);
    }
    template <Record R>
    [[nodiscard]] result<void> unarchive(std::span<std::int64_t const> ids, context const& ctx) {
        if (ids.empty()) return {};
        return detail::set_active(caller_, model_name<R>, ids, true, ctx);
    }

    /// Deletes the records at once; 18 also a partner's draft and cancelled orders. *Errors*: `not_found` when one is
    /// gone, `rejected` when others refer to it. *Idempotence*: a repeat may say `not_found`. *Cost*: one call.
    template <Record R>
    [[nodiscard]] result<void> unlink(std::span<std::int64_t const> ids, context const& ctx) {
        if (ids.empty()) return {};
        return detail::unlink(caller_, model_name<R>, ids, ctx);
    }

    /// Calls a method of R's model on records and decodes what it returns; `void` looks at nothing but failures.
    ///
    ///     erp.call<odoo::sale_order, std::optional<bool>>("action_lock", ids, {}, ctx);
    ///
    /// *Idempotence*: unknown to us, so nothing repeats it; `order_to_cash.hpp` has methods that are safe to repeat.
    template <Record R, class Result = void>
    [[nodiscard]] result<Result> call(std::string_view method, std::span<std::int64_t const> ids, arguments const& with,
                                      context const& ctx) {
        return returned<Result>(
            detail::call(caller_, model_name<R>, method, ids, with.list(), http::safety::once, ctx));
    }

    /// The same for a method of the model that takes no records.
    template <Record R, class Result = void>
    [[nodiscard]] result<Result> call(std::string_view method, arguments const& with, context const& ctx) {
        return returned<Result>(
            detail::call(caller_, model_name<R>, method, std::nullopt, with.list(), http::safety::once, ctx));
    }

    /// A model as the server describes it to this user, asked anew each time: for snapshots and generators.
    /// *Errors*: `not_found` for a model it has not. *Cost*: one call.
    [[nodiscard]] result<model_description> describe(std::string_view model, context const& ctx) {
        return detail::describe(caller_, model, ctx);
    }

    /// What the server's description of a model has become since `built_on` was taken (`shape_of(*describe(...))`),
    /// asked anew each time: run it before the first write of a run.
    ///
    ///     auto const drift = erp.drift_of<odoo::sale_order>(*sync::read_snapshot(text), ctx);
    ///     if (!drift || drift->breaks()) return;
    ///
    /// *Errors*: `misconfigured` when `built_on` describes something else; `not_found` when the model is gone.
    /// *Cost*: one call, and one more for the defaults of fields that are required since.
    template <Record R>
    [[nodiscard]] result<sync::drift_report> drift_of(sync::object_shape const& built_on, context const& ctx) {
        return detail::record_drift(caller_, detail::record_of<R>, built_on, ctx);
    }
    /// The same with no record in mind.
    [[nodiscard]] result<std::vector<sync::drift>> drift_of(sync::object_shape const& built_on, context const& ctx) {
        return detail::model_drift(caller_, {}, built_on, ctx);
    }

    /// What changes in R's model, as a source of a flow or for `changes` and its cursor alone.
    template <Record R>
    [[nodiscard]] source<R> changes(source_options options = {}) {
        return source<R>(caller_, std::nullopt, options);
    }
    template <Record R>
    [[nodiscard]] source<R> changes(predicate<R> const& condition, source_options options = {}) {
        return source<R>(caller_, condition, options);
    }

    /// Which of these ids have no record any more, or none this user may see: what a scheduled compare asks, since a
    /// deletion leaves no trace. Archived records are there. *Cost*: one call per 5,000 ids.
    template <Record R>
    [[nodiscard]] result<std::vector<std::int64_t>> missing(std::span<std::int64_t const> ids, context const& ctx) {
        return detail::missing(caller_, model_name<R>, ids, ctx);
    }

    /// Where records or canonical objects go without ever being made twice.
    template <class T>
    [[nodiscard]] upsert_target<T> upsert() {
        return upsert_target<T>(caller_);
    }

private:
    template <class Result>
    static result<Result> returned(result<detail::reply> const& r) {
        if constexpr (std::is_void_v<Result>) {
            auto const any = detail::decoded<std::optional<json::raw>>(r);
            if (!any) return fail(any.error());
            return {};
        } else {
            return detail::decoded<Result>(r);
        }
    }

    detail::caller caller_;
};

}  // namespace syncline::inline v1::odoo
