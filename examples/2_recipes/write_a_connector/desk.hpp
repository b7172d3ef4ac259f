// SPDX-License-Identifier: Apache-2.0
// A connector, whole: to a help desk that keeps tickets. Copy this folder and put your system's words in their place.
#pragma once

#include <algorithm>
#include <charconv>

#include <boost/describe/class.hpp>

#include <syncline/http.hpp>
#include <syncline/json.hpp>
#include <syncline/sync.hpp>

namespace desk {

using namespace syncline;

// [record]
/// A ticket, described once: for the wire, and for mappings and flows.
struct ticket {
    external_ref source{};             ///< Of tickets that were read; not on the wire.
    std::optional<std::string> id{};   ///< The desk's own.
    std::optional<std::string> key{};  ///< The caller's, which the desk keeps unique.
    std::string title{};
    int urgency = 1;
};
BOOST_DESCRIBE_STRUCT(ticket, (), (id, key, title, urgency))
// [/record]

struct written {
    std::optional<std::string> id{}, did{}, refused{};
};
struct question {
    std::uint64_t since = 0;  ///< The number of the last change that was seen.
    std::size_t limit = 0;
};
struct answer {
    std::vector<json::raw> tickets{};
    std::uint64_t next = 0;
    bool more = false;
};
BOOST_DESCRIBE_STRUCT(written, (), (id, did, refused))
BOOST_DESCRIBE_STRUCT(question, (), (since, limit))
BOOST_DESCRIBE_STRUCT(answer, (), (tickets, next, more))

/// The desk's own calls: JSON in, JSON out. Every failure says what to do, and whether something may have happened.
struct api {
    http::any_transport wire;
    std::string url = "https://desk.example";
    secret token{};

    template <class Answer, class Question>
    [[nodiscard]] result<Answer> call(char const* path, Question const& body, http::safety repeat, context const& ctx) {
        http::request sent{.method = http::method::post, .url = url + path, .body = json::encode(body)};
        sent.headers = {{"Content-Type", "application/json"}};
        sent.bearer = token;
        sent.repeat = repeat;
        auto const got = wire.send(sent, ctx);
        if (!got) return fail_within(path, got.error());
        if (auto const no = http::classify(sent, *got, the_system_clock().now())) return fail_within(path, *no);
        auto read = json::decode<Answer>(got->body);
        if (!read && repeat != http::safety::read) read.error().effect = outcome::unknown;  // it did answer
        return read;
    }
};

// [target]
/// Where tickets go: each key makes one ticket, however often it is sent.
struct target {
    desk::api api;

    [[nodiscard]] static sync::operation_descriptor describe() {
        return {.system = "desk", .object = "ticket", .strategy = sync::strategy::upsert, .batch = 50};
    }

    [[nodiscard]] result<std::vector<std::optional<sync::remote_id>>> find(std::span<sync::idempotency_key const> keys,
                                                                           context const& ctx) {
        std::vector<std::string> asked;
        for (auto const& k : keys) asked.push_back(k.text);
        auto const ids = api.call<std::vector<std::optional<std::string>>>("/find", asked, http::safety::read, ctx);
        if (!ids) return fail(ids.error());  // never "not there": that would make a second one
        if (ids->size() != keys.size()) return fail(errc::malformed, "desk: not one answer for each key");
        std::vector<std::optional<sync::remote_id>> out;
        for (auto const& id : *ids) out.push_back(id ? std::optional(sync::remote_id{*id}) : std::nullopt);
        return out;
    }

    [[nodiscard]] std::vector<result<sync::upserted>> upsert(std::span<sync::outgoing<ticket> const> records,
                                                             context const& ctx) {
        std::vector<result<sync::upserted>> out;
        while (!records.empty()) {
            std::vector<ticket> some;
            for (auto const& r : records.first(std::min(describe().batch, records.size())))
                some.push_back({.key = r.key.text, .title = r.record.title, .urgency = r.record.urgency});
            records = records.subspan(some.size());
            auto done = api.call<std::vector<written>>("/write", some, http::safety::idempotent, ctx);
            if (done && done->size() != some.size())
                done = fail({errc::malformed, "desk: not one answer for each ticket", {}, {}, outcome::unknown});
            for (std::size_t i = 0; i < some.size(); ++i)
                out.push_back(done ? meaning_of((*done)[i]) : fail(done.error()));
        }
        return out;
    }

    [[nodiscard]] static result<sync::upserted> meaning_of(written const& w) {
        using what = sync::upserted::what;
        if (!w.id) return fail({errc::rejected, "desk: the ticket was refused", w.refused.value_or("")});
        auto const did = w.did == "created" ? what::created : w.did == "updated" ? what::updated : what::unchanged;
        return sync::upserted{{*w.id}, did};
    }
};
// [/target]

/// What changed at the desk, in the order of its own numbers for changes, one page after another.
struct source {
    desk::api api;
    std::size_t page = 500;

    [[nodiscard]] result<sync::page<ticket>> changes(sync::cursor const& since, context const& ctx) {
        question ask{.limit = page};
        auto const* const end = since.text.data() + since.text.size();
        if (!since.text.empty() && std::from_chars(since.text.data(), end, ask.since).ptr != end)
            return fail(errc::malformed, "desk: found a cursor that is no number");
        auto const got = api.call<answer>("/changes", ask, http::safety::read, ctx);
        if (!got) return fail(got.error());
        auto out = page_of(got->tickets);
        if (out) out->next.text = std::to_string(got->next);
        if (out) out->last = !got->more;
        return out;
    }

    [[nodiscard]] result<sync::page<ticket>> read(std::span<std::string const> ids, context const& ctx) {
        std::vector<std::string> const asked(ids.begin(), ids.end());
        auto const got = api.call<std::vector<json::raw>>("/read", asked, http::safety::read, ctx);
        return got ? page_of(*got) : fail(got.error());
    }

    /// One by one, so that a ticket that cannot be read disturbs no other.
    [[nodiscard]] static result<sync::page<ticket>> page_of(std::vector<json::raw> const& tickets) {
        sync::page<ticket> out{.read = tickets.size()};
        for (auto const& text : tickets) {
            auto const id = json::decode_at<std::string>(text.text, "/id");
            if (!id) return fail_within("desk ticket", id.error());
            auto t = json::decode<ticket>(text.text);
            external_ref const origin{"desk", "ticket", *id};
            if (t) t->source = origin, out.records.push_back(*t);
            if (!t) out.unreadable.push_back({origin, {errc::mapping, t.error().message}});
        }
        return out;
    }
};

[[nodiscard]] inline sync::capabilities capabilities_of_desk() {
    return {.system = "desk",
            .api = "JSON over HTTP",
            .version = "1",
            .page = 500,
            .batch = 50,
            .connections = 1,
            .idempotency = sync::strategy::upsert,
            .idempotency_key = "key of the ticket",
            .changes = sync::change_feed::events};
}

}  // namespace desk
