// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <utility>

#include <syncline/core/function_ref.hpp>

#include "odoo/rpc.hpp"

namespace syncline::inline v1::odoo::detail {

/// What of a field decides how it may be used.
struct field_facts {
    std::string name{};
    std::string type{};
    bool searchable = true;
    bool sortable = true;
};

/// The fields of a model on this server, by name.
using model_facts = std::vector<field_facts>;

/// A described record on this server: what each of its fields is called and how it may be used.
struct shape {
    struct field {
        std::string_view name{};  ///< "" where the server has no such field and need not have it.
        std::string type{};
        bool searchable = true;
        bool sortable = true;
    };

    described_record const* record = nullptr;
    std::string version{};
    std::vector<field> fields{};  ///< As in `record`.

    /// The field described under that name. It is described, so it is there.
    [[nodiscard]] field const& at(std::string_view described_name) const;
};

/// One login at one server: what was found out about it, once, and the way to it.
///
/// Threads: any number; the first call connects while the others wait.
class session {
public:
    session(http::any_transport transport, client_options options, any_clock clock);

    [[nodiscard]] result<server_info> connect(context const& ctx);
    [[nodiscard]] result<reply> call(rpc const& c, context const& ctx);
    /// All of them, at most `options().in_flight` at a time; `done` once for each, on the calling thread.
    ///
    /// Half as many at a time, slowly more again, when a server answers some calls and breaks the connections of
    /// others; the reads among those go out again. (A write may have broken its connection by taking too long.)
    void call_all(std::span<rpc const> calls, function_ref<void(std::size_t, result<reply>)> done, context const& ctx);

    /// What the record looks like here; asked once per model. Lifetime: the session's.
    [[nodiscard]] result<shape const*> shape_of(described_record const& record, context const& ctx);
    /// Whether the model has the field on this server.
    [[nodiscard]] result<bool> has_field(std::string_view model, std::string_view field, context const& ctx);

    [[nodiscard]] client_options const& options() const noexcept { return options_; }

    /// How many records a request may carry now: half after one that took too long, slowly more again after others.
    /// So what a slow server cannot do at once it does in parts, and one record it cannot do at all ends up alone.
    [[nodiscard]] std::size_t batch() const noexcept { return batch_; }
    void learn(result<reply> const& of_a_load) noexcept;

private:
    [[nodiscard]] result<server_info> probe(context const& ctx);
    [[nodiscard]] result<void> log_in(server_info& info, context const& ctx);
    [[nodiscard]] result<reply> send(http::request r, wire w, std::string operation, context const& ctx);
    [[nodiscard]] result<model_facts const*> facts_of(std::string_view model, context const& ctx);

    http::any_transport transport_;
    client_options options_;
    any_clock clock_;
    result<void> usable_;
    std::mutex mutex_;
    std::optional<server_info> server_;
    std::atomic<std::size_t> batch_;
    std::atomic<std::size_t> in_flight_;
    std::map<described_record const*, shape> shapes_;
    std::mutex facts_mutex_;
    std::map<std::string, model_facts, std::less<>> facts_;
};

/// The described record as the model's facts have it. *Errors*: `unsupported`, naming every field that is missing or of
/// another type, with what the model has instead.
[[nodiscard]] result<shape> fitted(described_record const& record, model_facts const& facts, std::string_view version);

/// The conditions under the server's names. *Errors*: `unsupported` for a field that has no column: series 16 and 18
/// would leave such a condition out and return every record.
[[nodiscard]] result<std::vector<reflect::predicate_node>> to_nodes(shape const& s,
                                                                    std::vector<reflect::predicate_node> nodes);
/// The fields to ask for.
[[nodiscard]] std::vector<std::string_view> names_of(shape const& s);
/// A use of a field that this server does not allow.
[[nodiscard]] error refused(shape const& s, std::string_view field, std::string_view what);

}  // namespace syncline::inline v1::odoo::detail
