// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <syncline/core/clock.hpp>
#include <syncline/core/context.hpp>
#include <syncline/core/result.hpp>
#include <syncline/core/secret.hpp>
#include <syncline/emulator/fault_plan.hpp>
#include <syncline/emulator/truth_log.hpp>
#include <syncline/http/request.hpp>

namespace syncline::inline v1::emulator {

/// Which Odoo it is, and who may enter.
struct odoo_options {
    int series = 18;  ///< 16, 18 or 19. JSON-2 exists on 19 alone.
    std::string database = "odoo";
    std::string login = "admin";
    secret password{"admin"};
    secret api_key{"0123456789abcdef0123456789abcdef01234567"};  ///< Also accepted in place of the password.
    std::string name = "Administrator";                          ///< The user's.
    std::string company = "My Company";                          ///< The main company's name.
    std::string currency = "USD";                                ///< Of the company: CAD, CHF, EUR, GBP, JPY, KWD, USD.
    std::string timezone = "Europe/Brussels";                    ///< The user's own; that, or UTC.
    std::string language = "en_US";  ///< The database's and its partners': en_US or fr_FR. Names journals and numbers.
    bool sales_tax = false;          ///< New products bear the 15 % tax of the chart of accounts, as with demo data.
    bool several_databases = false;  ///< JSON-2 then wants `X-Odoo-Database`, and answers 404 in HTML without it.
    /// Named by the `db` service beside this one; nobody gets into them. When a name begins like `database`, the server
    /// has `several_databases` for its hosts.
    std::vector<std::string> other_databases{};
    std::string version{};  ///< What the server says of itself; `18.0` for series 18 when empty.
};

/// A user besides `odoo_options::login`, with the rights of an internal user and of the groups named here.
struct odoo_user {
    std::string login;
    std::string name{};  ///< The login when empty.
    secret password{};   ///< None opens when empty.
    secret api_key{};    ///< None opens when empty.
    /// External ids besides `base.group_user`, which all have: `sales_team.group_sale_salesman`.
    std::vector<std::string> groups{};
    std::vector<std::int64_t> companies{};  ///< Their ids, the user's own first; the main company when empty.
};

/// An Odoo server that lives in this process: a transport with a small database behind it.
///
/// It answers JSON-RPC (`/jsonrpc`), XML-RPC (`/xmlrpc/2`, `/xmlrpc`), JSON-2 (`/json/2/...`, series 19), sessions with
/// their cookie (`/web/session/authenticate`, `/web/dataset/call_kw`) and the version pages as recorded servers of its
/// series did, awkwardness included. `docs/reference/emulators.md` lists the models and methods it knows. The host in a
/// URL does not matter, so it serves in-process calls and `loopback_server` alike.
///
///     emulator::odoo box{clock, {.series = 19}};
///     box.faults.drop_reply_to("load", 1);
///     odoo::client erp{box, {.url = "https://erp.example", ...}};
///
/// Operations are named `<model>.<method>` (`sale.order.load`), `common.<method>` and `web.<path>`.
///
/// Lifetime: the clock must outlive it. Threads: safe from any number of threads; calls are carried out one at a time.
class odoo {
public:
    explicit odoo(any_clock clock = the_system_clock(), odoo_options options = {});
    odoo(odoo const&) = delete;
    odoo& operator=(odoo const&) = delete;
    ~odoo();

    /// *Errors*: what the fault plan gives, and the context's own.
    [[nodiscard]] result<http::response> send(http::request const& r, context const& ctx);

    /// Puts a record there as if a person had, from its values as JSON: `add("res.partner", R"({"name": "Acme"})")`.
    /// Optionally under an external id. Gives its database id: the `id` among the values, else the next free one of its
    /// model.
    /// *Errors*: `rejected` when Odoo would refuse it or the id is taken, the reason in `server_message`.
    result<std::int64_t> add(std::string_view model, std::string_view values, std::string const& external_id = {});

    /// Puts a user there, who may then call with a password or an API key of his own, and gives the database id. What
    /// he may do follows from his groups, what he sees from his companies; further companies are added as records:
    ///
    ///     auto const branch = *box.add("res.company", R"({"name": "Branch"})");
    ///     auto const eve = *box.add_user({.login = "eve", .api_key = secret{key}, .companies = {branch}});
    ///
    /// *Errors*: `rejected` when Odoo would refuse it (the login is taken), or a group or company is unknown.
    result<std::int64_t> add_user(odoo_user user);

    /// From here on the records of that model get this id and the ones behind it, or, when those are taken, the next
    /// free ones. Ids that differ between models, as those of a database in use do, show where a host mixes them up.
    void next_id(std::string_view model, std::int64_t id);

    /// Changes a field of a model, or adds one, as an upgrade, a module or Studio does under a running integration. Of
    /// what `fields_get` says of a field `description` names what becomes different, as JSON: `type`, `string`,
    /// `relation`, `selection`, `required`, `readonly`, `size`. A new field needs a `type`, and a `relation` where it
    /// points.
    ///
    ///     box.set_field("sale.order", "x_channel", R"({"type": "selection", "selection": [["web", "Web"]]})");
    ///     box.set_field("sale.order", "client_order_ref", R"({"size": 10})");
    ///
    /// Records keep a value that the new type can hold (texts as texts, integers as decimals); it becomes blank
    /// otherwise, as it is in a new field. What is `required` is refused when blank from the next write on, and a text
    /// longer than `size` is cut, as Odoo cuts it. *Errors*: `malformed` for another description; `misconfigured` for
    /// an unknown model or relation, and for a new type of a field that the emulator computes or that other fields and
    /// the order of the model rest on.
    result<void> set_field(std::string_view model, std::string_view field, std::string_view description);

    /// Gives a field another name; its values stay. *Errors*: `misconfigured` as above, for a field that is not there
    /// and for a name that is taken.
    result<void> rename_field(std::string_view model, std::string_view from, std::string_view to);

    /// Takes a field away, with its values. *Errors*: `misconfigured` as above. What the emulator does by itself with a
    /// field that is gone or renamed (the amounts of orders) answers with Odoo's `KeyError`, as a module would.
    result<void> remove_field(std::string_view model, std::string_view field);

    /// Records of a model that did not come with the database, archived ones too. 0 for an unknown model.
    [[nodiscard]] std::size_t count(std::string_view model) const;

    /// How often each operation was called, lost requests included.
    [[nodiscard]] std::map<std::string, std::uint64_t> calls() const;

    /// Everything in it that did not come with the database, one line a record, in an order and under names that do
    /// not depend on ids, times or the order of writes: equal texts mean equal final states.
    [[nodiscard]] std::string dump() const;

    [[nodiscard]] odoo_options const& options() const noexcept;

    fault_plan faults;
    truth_log truth;

private:
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace syncline::inline v1::emulator
