// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <boost/describe/class.hpp>

#include <syncline/reflect/reference.hpp>
#include <syncline/sync/source.hpp>
#include <syncline/sync/target.hpp>

// A source and a target system small enough to read, with the awkwardness that matters: replies that get lost, records
// that are refused, a day off.
namespace sync_test {

using namespace syncline;

struct deal {
    external_ref source{};
    std::string name{};
    std::string company{};
    int amount = 0;
};
BOOST_DESCRIBE_STRUCT(deal, (), (source, name, company, amount))

inline deal a_deal(std::string id, std::string name = "Rollout", std::string company = {}, int amount = 100) {
    return {.source = {"crm", "deals", std::move(id)},
            .name = std::move(name),
            .company = std::move(company),
            .amount = amount};
}

struct project {
    std::string name{};
    int budget = 0;
    friend bool operator==(project const&, project const&) = default;
};
BOOST_DESCRIBE_STRUCT(project, (), (name, budget))

inline result<project> a_deal_as_project(deal const& d) { return project{.name = d.name, .budget = d.amount}; }

/// Pages over a vector, by position; can read single records again.
struct deals {
    std::vector<deal>* all;
    std::size_t page_size = 2;
    int* pages_read = nullptr;
    std::set<std::string> const* broken = nullptr;  ///< Ids whose records come as something nobody can read.

    result<sync::page<deal>> changes(sync::cursor const& since, context const&) {
        if (pages_read) ++*pages_read;
        std::size_t const from = since.text.empty() ? 0 : std::stoul(since.text);
        sync::page<deal> p;
        for (std::size_t i = from; i < all->size() && i < from + page_size; ++i) add((*all)[i], p);
        p.read = p.records.size() + p.unreadable.size();
        p.last = from + page_size >= all->size();
        if (!p.last) p.next.text = std::to_string(from + page_size);
        return p;
    }
    result<sync::page<deal>> read(std::span<std::string const> ids, context const&) {
        sync::page<deal> p;
        for (auto const& id : ids)
            for (auto const& d : *all)
                if (d.source.id == id) add(d, p);
        return p;
    }

private:
    void add(deal const& d, sync::page<deal>& p) const {
        if (broken && broken->contains(d.source.id))
            p.unreadable.push_back(
                {d.source, {.code = errc::mapping, .message = "amount: expected a number, found \"abc\""}});
        else
            p.records.push_back(d);
    }
};

/// What the other side holds; outlives every "crash" of ours.
struct erp {
    std::map<std::string, std::pair<std::string, project>> by_key;  // key -> id, record
    std::vector<std::string> writes;                                // every effect, by key
    std::set<std::string> refuse;                                   // names that are rejected
    int lose_replies = 0;
    int lose_requests = 0;
    bool down = false;
    int calls = 0;
    int finds = 0;
    sync::strategy strategy = sync::strategy::upsert;
    std::optional<std::chrono::seconds> visible_within{};
    bool seen_by_find = true;
    std::function<void()> at_call{};
    std::set<std::string> hidden;              // names the user may not touch
    std::set<std::string> never_answers;       // names whose write is never confirmed, nor done
    std::map<std::string, std::string> twins;  // name -> key of the record it is recognised as
};

struct projects {
    erp* system;

    [[nodiscard]] sync::operation_descriptor describe() const {
        return {.system = "erp",
                .object = "project",
                .strategy = system->strategy,
                .batch = 100,
                .visible_within = system->visible_within};
    }
    result<std::vector<std::optional<sync::remote_id>>> find(std::span<sync::idempotency_key const> keys,
                                                             context const&) {
        ++system->finds;
        if (system->down) return fail(errc::unavailable, "erp is down");
        std::vector<std::optional<sync::remote_id>> out;
        for (auto const& k : keys) {
            auto const it = system->by_key.find(k.text);
            bool const seen = system->seen_by_find && it != system->by_key.end();
            out.push_back(seen ? std::optional(sync::remote_id{it->second.first}) : std::nullopt);
        }
        return out;
    }
    std::vector<result<sync::upserted>> upsert(std::span<sync::outgoing<project> const> records, context const&) {
        std::vector<result<sync::upserted>> out;
        for (auto const& r : records) out.push_back(one(r));
        return out;
    }

private:
    result<sync::upserted> one(sync::outgoing<project> const& r) {
        ++system->calls;
        if (system->at_call) system->at_call();
        if (system->down) return fail(errc::unavailable, "erp is down");
        if (system->refuse.contains(r.record.name))
            return fail({.code = errc::rejected, .message = "project " + r.key.text + ": name refused"});
        if (system->hidden.contains(r.record.name)) return fail(errc::forbidden, "no right to it");
        if (system->never_answers.contains(r.record.name))
            return fail({.code = errc::timed_out, .message = "no answer", .effect = outcome::unknown});
        if (system->lose_requests > 0) {
            --system->lose_requests;
            return fail({.code = errc::timed_out, .message = "no answer", .effect = outcome::unknown});
        }
        if (auto const twin = system->twins.find(r.record.name); twin != system->twins.end())
            return sync::upserted{{system->by_key.at(twin->second).first}, sync::upserted::what::matched};
        auto const it = system->by_key.find(r.key.text);
        bool const is_new = it == system->by_key.end();
        if (!is_new && it->second.second == r.record)
            return sync::upserted{{it->second.first}, sync::upserted::what::unchanged};
        if (is_new)
            system->by_key[r.key.text] = {std::to_string(system->by_key.size() + 1), r.record};
        else
            it->second.second = r.record;
        system->writes.push_back(r.key.text);
        if (system->lose_replies > 0) {
            --system->lose_replies;
            return fail({.code = errc::timed_out, .message = "no answer", .effect = outcome::unknown});
        }
        return sync::upserted{{system->by_key[r.key.text].first},
                              is_new ? sync::upserted::what::created : sync::upserted::what::updated};
    }
};

}  // namespace sync_test
