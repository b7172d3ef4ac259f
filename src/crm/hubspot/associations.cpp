// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

#include <syncline/crm/hubspot/object.hpp>
#include <syncline/json/decode.hpp>
#include <syncline/json/writer.hpp>

#include "session.hpp"

namespace syncline::inline v1::crm::hubspot::detail {
namespace {

constexpr std::size_t most_read = 1000;
constexpr std::size_t most_written = 2000;

struct link_type {
    int typeId = 0;
    std::optional<std::string> label{};
};
BOOST_DESCRIBE_STRUCT(link_type, (), (typeId, label))

struct end_of_link {
    id_text toObjectId{};
    std::vector<link_type> associationTypes{};
};
BOOST_DESCRIBE_STRUCT(end_of_link, (), (toObjectId, associationTypes))

struct named_record {
    id_text id{};
};
BOOST_DESCRIBE_STRUCT(named_record, (), (id))

struct link_row {
    named_record from{};
    std::vector<end_of_link> to{};
    std::optional<hubspot::paging> paging{};
};
BOOST_DESCRIBE_STRUCT(link_row, (), (from, to, paging))

struct link_answer {
    std::vector<link_row> results{};
};
BOOST_DESCRIBE_STRUCT(link_answer, (), (results))

struct made_row {
    named_record from{};
    named_record to{};
};
BOOST_DESCRIBE_STRUCT(made_row, (), (from, to))

struct made_answer {
    std::vector<made_row> results{};
};
BOOST_DESCRIBE_STRUCT(made_answer, (), (results))

/// A record whose links are wanted, from some page on.
struct wanted {
    std::string id;
    std::string after{};
};

}  // namespace

result<std::vector<associations>> associations_of(session& s, std::string_view from_type, std::string_view to_type,
                                                  std::span<std::string const> ids, context const& ctx) {
    auto const name = naming(from_type, "associations batch/read");
    std::unordered_map<std::string, associations> links;
    std::unordered_map<std::string, std::string> asked;  // id -> where its last page began
    std::vector<wanted> open;
    for (auto const& id : ids)
        if (links.emplace(id, associations{.from = id, .to = {}}).second) open.push_back({.id = id});

    while (!open.empty()) {
        std::vector<http::request> requests;
        for (std::size_t at = 0; at < open.size(); at += most_read) {
            std::string body;
            json::writer w(body);
            w.begin_object().key("inputs").begin_array();
            for (auto i = at; i < std::min(at + most_read, open.size()); ++i) {
                w.begin_object().member("id", open[i].id);
                if (!open[i].after.empty()) w.member("after", open[i].after);
                w.end_object();
            }
            w.end_array().end_object();
            requests.push_back(s.request(http::method::post, s.url("associations", {from_type, to_type, "batch/read"}),
                                         std::move(body), http::safety::read, "hubspot associations batch/read"));
        }
        open.clear();
        result<void> done{};
        auto const take = [&](std::string const& body) -> result<void> {
            auto envelope = envelope_of(body);
            if (!envelope) return fail_within(name, std::move(envelope).error());
            if (envelope->errors)
                for (auto const& p : *envelope->errors)
                    // records without a link, and records that are gone, are told as errors
                    if (p.category != "OBJECT_NOT_FOUND") return fail(error_of(p, name));
            auto rows = json::decode<link_answer>(body);
            if (!rows) return fail_within(name, std::move(rows).error());
            for (auto& row : rows->results) {
                auto const at = links.find(row.from.id.text);
                if (at == links.end()) continue;
                for (auto& end : row.to) {
                    association a{.to = std::move(end.toObjectId.text), .type_ids = {}};
                    for (auto const& t : end.associationTypes) {
                        a.type_ids.push_back(t.typeId);
                        a.primary = a.primary || t.label == "Primary";
                    }
                    at->second.to.push_back(std::move(a));
                }
                if (!row.paging || !row.paging->next) continue;
                auto& before = asked[at->first];
                if (before == row.paging->next->after)
                    return fail(errc::malformed,
                                name + ": the next page starts where this one did, which would go on for ever");
                before = row.paging->next->after;
                open.push_back({at->first, before});
            }
            return {};
        };
        s.send_all(
            requests, name,
            [&](std::size_t, result<http::response> got) {
                if (!done) return;
                done = got ? take(got->body) : result<void>(fail(std::move(got).error()));
            },
            ctx);
        if (!done) return fail(std::move(done).error());
    }
    std::vector<associations> out;
    out.reserve(ids.size());
    for (auto const& id : ids) out.push_back(links.at(id));
    return out;
}

std::vector<result<void>> associate(session& s, std::string_view from_type, std::string_view to_type,
                                    std::span<pair_of_ids const> pairs, context const& ctx) {
    auto const name = naming(from_type, "associations batch/associate/default");
    std::vector<result<void>> outcomes(pairs.size(), fail(errc::defect, name + ": not sent"));
    std::vector<http::request> requests;
    for (std::size_t at = 0; at < pairs.size(); at += most_written) {
        std::string body;
        json::writer w(body);
        w.begin_object().key("inputs").begin_array();
        for (auto i = at; i < std::min(at + most_written, pairs.size()); ++i) {
            w.begin_object().key("from").begin_object().member("id", pairs[i].from).end_object();
            w.key("to").begin_object().member("id", pairs[i].to).end_object().end_object();
        }
        w.end_array().end_object();
        requests.push_back(s.request(http::method::post,
                                     s.url("associations", {from_type, to_type, "batch/associate/default"}),
                                     std::move(body), http::safety::idempotent, "hubspot associate"));
    }
    auto const take = [&](std::size_t at, std::string const& body) {
        auto const end = std::min(at + most_written, pairs.size());
        auto const all = [&](error e) {
            e.effect = outcome::unknown;
            for (auto i = at; i < end; ++i) outcomes[i] = fail_within(name, e);
        };
        auto envelope = envelope_of(body);
        if (!envelope) return all(std::move(envelope).error());
        auto rows = json::decode<made_answer>(body);
        if (!rows) return all(std::move(rows).error());
        std::set<std::pair<std::string, std::string>> made;
        for (auto& row : rows->results) made.emplace(std::move(row.from.id.text), std::move(row.to.id.text));
        for (auto i = at; i < end; ++i) {
            auto const& p = pairs[i];
            if (made.contains({p.from, p.to})) {
                outcomes[i] = {};
                continue;
            }
            error why{.code = errc::malformed,
                      .message = name + ": found neither result nor error for this pair, expected one",
                      .effect = outcome::unknown};
            if (envelope->errors)
                for (auto const& problem : *envelope->errors) {
                    auto const named = [&](std::string_view key, std::string const& id) {
                        auto const texts = problem.named_in(key);
                        return texts.empty() || std::find(texts.begin(), texts.end(), id) != texts.end();
                    };
                    if (named("fromObjectId", p.from) && named("toObjectId", p.to)) why = error_of(problem, name);
                }
            outcomes[i] = fail(std::move(why));
        }
    };
    s.send_all(
        requests, name,
        [&](std::size_t r, result<http::response> got) {
            auto const at = r * most_written;
            if (got) return take(at, got->body);
            for (auto i = at; i < std::min(at + most_written, pairs.size()); ++i) outcomes[i] = fail(got.error());
        },
        ctx);
    return outcomes;
}

}  // namespace syncline::inline v1::crm::hubspot::detail
