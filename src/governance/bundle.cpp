// SPDX-License-Identifier: Apache-2.0
#include <syncline/governance/bundle.hpp>

#include <algorithm>

#include <syncline/core/category.hpp>
#include <syncline/core/fingerprint.hpp>
#include <syncline/core/text.hpp>
#include <syncline/json/decode.hpp>
#include <syncline/json/encode.hpp>

#include "governance/canonical.hpp"

namespace syncline::inline v1::governance {
namespace {

constexpr std::string_view form = "syncline-governance-1";

using texts = std::vector<std::pair<std::string, std::string>>;

struct destination {
    std::string system{};
    std::vector<std::string> may_have{};
};
BOOST_DESCRIBE_STRUCT(destination, (), (system, may_have))

struct table {
    std::string name{};
    texts values{};
};
BOOST_DESCRIBE_STRUCT(table, (), (name, values))

/// What comes first, so that a text of another version is told from a broken one.
struct head {
    std::string form{};
};
BOOST_DESCRIBE_STRUCT(head, (), (form))

struct stored {
    std::string form{};
    std::string title{};
    std::vector<system_entry> systems{};
    std::vector<entity_entry> entities{};
    std::vector<mdm::entity_rights> rights{};
    std::vector<mdm::ownership_rule> ownership{};
    std::vector<mapping_entry> mappings{};
    std::vector<flow_entry> flows{};
    std::vector<destination> destinations{};
    std::vector<table> tables{};
    std::vector<metric_entry> metrics{};
    std::vector<environment> environments{};
};
BOOST_DESCRIBE_STRUCT(stored, (),
                      (form, title, systems, entities, rights, ownership, mappings, flows, destinations, tables,
                       metrics, environments))

/// A list, an entry a line.
template <class T>
void add(std::string& out, std::string_view name, std::vector<T> const& list) {
    out += ",\n\"";
    out += name;
    out += "\":[";
    char const* comma = "\n";
    for (auto const& one : list) {
        out += comma;
        json::encode_to(out, one);
        comma = ",\n";
    }
    out += list.empty() ? "]" : "\n]";
}

}  // namespace

bundle bundle_of(configuration const& given) {
    auto const c = detail::canonical(given);
    std::vector<destination> destinations;
    for (auto const& [system, may_have] : c.destinations) destinations.push_back({system, may_have});
    std::vector<table> tables;
    for (auto const& [name, values] : c.tables) tables.push_back({name, texts(values.begin(), values.end())});

    bundle out;
    out.text = "{\"form\":";
    json::encode_to(out.text, std::string(form));
    out.text += ",\n\"title\":";
    json::encode_to(out.text, c.title);
    add(out.text, "systems", c.systems);
    add(out.text, "entities", c.entities);
    add(out.text, "rights", c.ownership.entities);
    add(out.text, "ownership", c.ownership.rules);
    add(out.text, "mappings", c.mappings);
    add(out.text, "flows", c.flows);
    add(out.text, "destinations", destinations);
    add(out.text, "tables", tables);
    add(out.text, "metrics", c.metrics);
    add(out.text, "environments", c.environments);
    out.text += "}\n";
    out.hash = fingerprint_of(out.text).text();
    return out;
}

result<configuration> read_bundle(std::string_view text) {
    auto const first = json::decode<head>(text);
    if (!first) return fail_within("bundle", error(first.error()));
    if (first->form != form)
        return fail(errc::unsupported,
                    "bundle: $.form: found \"" + shorten(first->form) + "\", expected \"" + std::string(form) + '"');
    auto read = json::decode<stored>(text);
    if (!read) return fail_within("bundle", std::move(read).error());
    configuration out;
    out.title = std::move(read->title);
    out.systems = std::move(read->systems);
    out.entities = std::move(read->entities);
    out.ownership = {std::move(read->rights), std::move(read->ownership)};
    out.mappings = std::move(read->mappings);
    out.flows = std::move(read->flows);
    for (auto& d : read->destinations) out.destinations[d.system] = std::move(d.may_have);
    for (auto& t : read->tables) out.tables[t.name] = {t.values.begin(), t.values.end()};
    out.metrics = std::move(read->metrics);
    out.environments = std::move(read->environments);

    // What somebody wrote by hand, or added where nobody reads, is no bundle.
    auto const again = bundle_of(out).text;
    if (again == text) return out;
    auto const differ = std::mismatch(text.begin(), text.end(), again.begin(), again.end()).first;
    auto const line = 1 + std::count(text.begin(), differ, '\n');
    return fail(errc::malformed, "bundle: line " + std::to_string(line) +
                                     ": found another form than the canonical one, as bundle_of writes it");
}

result<void> check_promotion(bundle const& b, std::string_view approved_hash) {
    auto const hash = fingerprint_of(b.text).text();
    if (hash != b.hash)
        return fail(errc::corrupted, "bundle: found the hash " + shorten(b.hash) + " on a text whose hash is " + hash);
    if (hash != approved_hash)
        return fail({.code = errc::forbidden,
                     .message = "bundle: found hash " + hash + ", expected the approved one, " + shorten(approved_hash),
                     .reason = category::approval_missing});
    return {};
}

}  // namespace syncline::inline v1::governance
