// SPDX-License-Identifier: Apache-2.0
#include <syncline/governance/configuration.hpp>

#include <algorithm>

#include <boost/describe/enum_to_string.hpp>

#include <syncline/core/rfc3339.hpp>
#include <syncline/core/text.hpp>

#include "governance/text.hpp"

namespace syncline::inline v1::governance {
namespace {

std::string name_of(sync::strategy s) {
    switch (s) {
        case sync::strategy::native_key: return "native_key";
        case sync::strategy::upsert: return "upsert";
        case sync::strategy::probe_then_create: return "probe_then_create";
        case sync::strategy::none: return "none";
    }
    return "?";
}

std::string name_of(sync::change_feed f) {
    switch (f) {
        case sync::change_feed::none: return "none";
        case sync::change_feed::timestamp: return "timestamp";
        case sync::change_feed::events: return "events";
    }
    return "?";
}

std::string name_of(sync::deletion d) {
    switch (d) {
        case sync::deletion::invisible: return "invisible";
        case sync::deletion::flagged: return "flagged";
        case sync::deletion::in_feed: return "in_feed";
    }
    return "?";
}

/// Sets one thing of a system. Answers what is wrong, or nothing.
std::string set(system_entry& s, std::string_view what, std::string const& value) {
    if (what == "version")
        s.version = value;
    else if (what == "api")
        s.api = value;
    else if (what == "url")
        s.url = value;
    else if (what == "owner")
        s.owner = value;
    else if (what == "supported_until") {
        auto const day = parse_date(value);
        if (!day) return "found \"" + shorten(value) + "\", expected a day such as 2028-09-30";
        s.supported_until = *day;
    } else {
        return "found setting \"" + shorten(what) + "\", expected version, api, url, owner or supported_until";
    }
    return {};
}

std::string set(configuration& c, std::string const& setting, std::string const& value) {
    system_entry* best = nullptr;  // a system's name may have dots: the longest one counts
    for (auto& s : c.systems)
        if (setting.size() > s.name.size() && setting.starts_with(s.name) && setting[s.name.size()] == '.' &&
            (!best || s.name.size() > best->name.size()))
            best = &s;
    if (!best) return "no such system";
    return set(*best, std::string_view(setting).substr(best->name.size() + 1), value);
}

}  // namespace

system_entry system_of(sync::capabilities const& can, std::vector<std::string> roles, std::string owner) {
    return {.name = can.system,
            .roles = std::move(roles),
            .owner = std::move(owner),
            .api = can.api,
            .version = can.version,
            .url = {},
            .page = can.page,
            .batch = can.batch,
            .connections = can.connections,
            .idempotency = name_of(can.idempotency),
            .idempotency_key = can.idempotency_key,
            .version_token = can.version_token,
            .changes = name_of(can.changes),
            .deletions = name_of(can.deletions),
            .webhooks = can.webhooks,
            .supported_until = can.supported_until,
            .retirement = can.retirement};
}

std::vector<entity_entry> entities_of(std::span<model::entity_view const> views) {
    std::vector<entity_entry> out;
    for (auto const& v : views) {
        entity_entry e{.name = std::string(v.name), .key = std::string(v.key), .owner = {}, .fields = {}};
        for (auto const& f : v.fields)
            e.fields.push_back({.name = std::string(f.facts.name),
                                .type = f.type,
                                .classification = std::string(model::name_of(f.facts.sensitivity)),
                                .owner = boost::describe::enum_to_string(f.facts.owner, "?"),
                                .outcome = f.facts.outcome});
        out.push_back(std::move(e));
    }
    return out;
}

result<configuration> in_environment(configuration c, std::string_view name) {
    auto const here = std::find_if(c.environments.begin(), c.environments.end(),
                                   [&](environment const& e) { return e.name == name; });
    if (here == c.environments.end()) {
        std::vector<std::string> known;
        for (auto const& e : c.environments) known.push_back(shorten(e.name));
        return fail(errc::not_found,
                    "environment \"" + shorten(name) +
                        "\": found none of that name, expected one of: " + detail::listed(known, "none"));
    }
    std::string wrong;
    auto const settings = here->settings;
    for (auto const& [setting, value] : settings)
        if (auto const why = set(c, setting, value); !why.empty())
            wrong += (wrong.empty() ? "" : "; ") + shorten(setting) + ": " + why;
    if (!wrong.empty()) return fail(errc::misconfigured, "environment \"" + shorten(name) + "\": " + std::move(wrong));
    return c;
}

}  // namespace syncline::inline v1::governance
