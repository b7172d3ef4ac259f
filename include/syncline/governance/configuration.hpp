// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <syncline/core/instant.hpp>
#include <syncline/core/map_context.hpp>
#include <syncline/core/result.hpp>
#include <syncline/json/names.hpp>
#include <syncline/mdm/ownership.hpp>
#include <syncline/model/catalogue.hpp>
#include <syncline/sync/capabilities.hpp>
#include <syncline/sync/destinations.hpp>
#include <syncline/sync/mapping_registry.hpp>

namespace syncline::inline v1::governance {

/// How soon the data of a flow has to be where it goes.
enum class timing : std::uint8_t {
    inline_,    ///< While somebody waits: the next step needs the state now.
    event,      ///< Soon after it happened; nobody waits.
    scheduled,  ///< At a set time, in a batch: money, volume, what is not urgent.
};
BOOST_DESCRIBE_ENUM(timing, inline_, event, scheduled)

/// `inline`, `event`, `scheduled`.
[[nodiscard]] constexpr std::string_view name_of(timing t) noexcept {
    switch (t) {
        case timing::inline_: return "inline";
        case timing::event: return "event";
        case timing::scheduled: return "scheduled";
    }
    return "?";
}

/// A system of the landscape: what it is, who answers for it, and what its version can do.
struct system_entry {
    std::string name{};                ///< `odoo`, as flows and destinations call it.
    std::vector<std::string> roles{};  ///< What it is to the business, as the ownership policy calls it: `erp`.
    std::string owner{};               ///< A person or a team.
    std::string api{};
    std::string version{};
    std::string url{};
    std::uint64_t page = 0;         ///< Most records worth asking for at once.
    std::uint64_t batch = 0;        ///< Most records in one write.
    std::uint64_t connections = 0;  ///< Requests at once.
    std::string idempotency{};      ///< How a repeated write is made safe, one of `sync::strategy`.
    std::string idempotency_key{};  ///< What carries it.
    std::string version_token{};    ///< What an update can be made conditional on; empty: nothing.
    std::string changes{};          ///< How it shows what changed, one of `sync::change_feed`.
    std::string deletions{};        ///< How a deletion shows, one of `sync::deletion`.
    bool webhooks = false;
    std::optional<local_date> supported_until{};
    std::string retirement{};  ///< What the vendor announced about this wire; empty: nothing.

    friend bool operator==(system_entry const&, system_entry const&) = default;
};
BOOST_DESCRIBE_STRUCT(system_entry, (),
                      (name, roles, owner, api, version, url, page, batch, connections, idempotency, idempotency_key,
                       version_token, changes, deletions, webhooks, supported_until, retirement))

/// The entry of a system as its connector describes it. Pure.
[[nodiscard]] system_entry system_of(sync::capabilities const& can, std::vector<std::string> roles, std::string owner);

/// A field of an entity or of a mapping's source, with its classification (`model::classification`'s names).
struct classified_field {
    std::string name{};
    std::string classification{};

    friend auto operator<=>(classified_field const&, classified_field const&) = default;
};
BOOST_DESCRIBE_STRUCT(classified_field, (), (name, classification))

/// What is true of a field of an entity.
struct entity_field {
    std::string name{};
    std::string type{};
    std::string classification{};
    std::string owner{};   ///< The role that has the final say, where no policy says otherwise.
    bool outcome = false;  ///< An accounting outcome.

    friend bool operator==(entity_field const&, entity_field const&) = default;
};
BOOST_DESCRIBE_STRUCT(entity_field, (), (name, type, classification, owner, outcome))

/// An entity and who answers for it.
struct entity_entry {
    std::string name{};
    std::string key{};    ///< What makes two records the same thing.
    std::string owner{};  ///< A person or a team; for an entity with money in it, one of finance.
    std::vector<entity_field> fields{};

    friend bool operator==(entity_entry const&, entity_entry const&) = default;
};
BOOST_DESCRIBE_STRUCT(entity_entry, (), (name, key, owner, fields))

/// Entries of entities, the model's or a host's own, nobody answering for them yet. Pure.
[[nodiscard]] std::vector<entity_entry> entities_of(std::span<model::entity_view const> views = model::catalogue());

/// A version of a mapping: its text is what people approve.
struct mapping_entry {
    std::string id{};
    std::string version{};
    std::string text{};  ///< What `describe()` gives.
    std::string from{};  ///< The record it reads: an entity, `party`, or an object of a system, `odoo res.partner`.
    std::string to{};
    std::string owner{};
    std::vector<classified_field> reads{};

    /// `id@version#hash`, as flows name it and as it is stamped on effects.
    [[nodiscard]] std::string identity() const { return sync::mapping_version{id, version, text}.identity(); }
    friend bool operator==(mapping_entry const&, mapping_entry const&) = default;
};
BOOST_DESCRIBE_STRUCT(mapping_entry, (), (id, version, text, from, to, owner, reads))

namespace detail {

template <class T>
[[nodiscard]] std::string name_of_record() {
    if constexpr (model::Entity<T>)
        return std::string(model::entity<T>.name);
    else
        return {};
}

}  // namespace detail

/// What a mapping says of itself: `mapping_of(won_deal_to_project, "sales operations")`. Records that are no entities
/// have no name of their own: give it, `odoo res.partner`. Pure.
template <class M>
[[nodiscard]] mapping_entry mapping_of(M const& m, std::string_view owner, std::string_view from = {},
                                       std::string_view to = {}) {
    auto v = sync::version_of(m);
    mapping_entry out{.id = std::move(v.id),
                      .version = std::move(v.version),
                      .text = std::move(v.text),
                      .from = std::string(from),
                      .to = std::string(to),
                      .owner = std::string(owner)};
    if constexpr (requires { typename M::source_type; })
        if (out.from.empty()) out.from = detail::name_of_record<typename M::source_type>();
    if constexpr (requires { typename M::target_type; })
        if (out.to.empty()) out.to = detail::name_of_record<typename M::target_type>();
    for (auto const& [name, classification] : m.reads())
        out.reads.push_back({std::string(name), std::string(classification)});
    return out;
}

/// Where a flow reads: a kind of record of a system.
struct flow_source {
    std::string system{};
    std::string object{};  ///< `deals`, `res.partner`.

    friend bool operator==(flow_source const&, flow_source const&) = default;
};
BOOST_DESCRIBE_STRUCT(flow_source, (), (system, object))

/// Where a flow writes, and by which mappings a record gets there.
struct flow_target {
    std::string step{};
    std::string system{};
    std::string object{};
    std::vector<std::string> mappings{};  ///< Identities, in the order a record passes them; none: it goes as it is.

    friend bool operator==(flow_target const&, flow_target const&) = default;
};
BOOST_DESCRIBE_STRUCT(flow_target, (), (step, system, object, mappings))

/// A flow, for who answers for it.
struct flow_entry {
    std::string name{};
    std::string purpose{};          ///< One sentence.
    std::string owner{};            ///< Who decides what it does.
    std::string exception_owner{};  ///< Who works on what it parks.
    governance::timing timing = governance::timing::scheduled;
    std::string latency{};  ///< `within 5 minutes`.
    std::string because{};  ///< Why this timing and no other.
    flow_source source{};
    std::vector<flow_target> targets{};

    friend bool operator==(flow_entry const&, flow_entry const&) = default;
};
BOOST_DESCRIBE_STRUCT(flow_entry, (),
                      (name, purpose, owner, exception_owner, timing, latency, because, source, targets))

/// A number people steer by, and what it is made of.
struct metric_entry {
    std::string name{};
    std::string meaning{};
    std::string unit{};
    std::string owner{};
    std::vector<std::string> fields{};  ///< `opportunity.amount`.
    std::vector<std::string> flows{};   ///< Whose work it counts.

    friend bool operator==(metric_entry const&, metric_entry const&) = default;
};
BOOST_DESCRIBE_STRUCT(metric_entry, (), (name, meaning, unit, owner, fields, flows))

/// What is otherwise in one environment: `{"odoo.version", "19.0"}`.
struct environment {
    std::string name{};
    /// A system's name, a dot, and `version`, `api`, `url`, `owner` or `supported_until`; with the value.
    std::vector<std::pair<std::string, std::string>> settings{};

    friend bool operator==(environment const&, environment const&) = default;
};
BOOST_DESCRIBE_STRUCT(environment, (), (name, settings))

/// Everything people decide about an integration, as plain data that a host fills from code or reads from a bundle.
///
/// The order of its lists means nothing, but for a flow's targets, their mappings, an entity's fields and its stages.
struct configuration {
    std::string title{};
    std::vector<system_entry> systems{};
    std::vector<entity_entry> entities = entities_of();
    mdm::ownership ownership{};
    std::vector<mapping_entry> mappings{};
    std::vector<flow_entry> flows{};
    sync::destinations destinations{};
    value_tables tables{};
    std::vector<metric_entry> metrics{};
    std::vector<environment> environments{};

    friend bool operator==(configuration const&, configuration const&) = default;
};

/// The configuration as it stands in one of its environments. Pure. *Errors*: `not_found` for an environment it does
/// not have; `misconfigured`, naming every setting of a system or of a kind that is not there.
[[nodiscard]] result<configuration> in_environment(configuration c, std::string_view name);

}  // namespace syncline::inline v1::governance

template <>
inline constexpr syncline::json::renamed syncline::json::names<syncline::governance::timing>[] = {
    {"inline_", "inline"}};
