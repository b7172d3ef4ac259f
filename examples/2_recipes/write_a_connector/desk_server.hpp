// SPDX-License-Identifier: Apache-2.0
// The other system, in memory: a transport. With a test system or recordings of your own you need no such file.
#pragma once

#include <map>

#include "desk.hpp"

namespace desk {

struct server {
    std::map<std::string, ticket> tickets{};
    std::map<std::uint64_t, std::string> changes{};  ///< The last one of each ticket, by its number.
    std::uint64_t last = 0;
    bool loses_request = false, loses_reply = false, cuts_reply = false;  ///< Of the next call.

    std::string put(ticket t) {
        auto const id = t.id.value_or(std::to_string(++last));
        t.id = id;
        tickets[id] = t;
        std::erase_if(changes, [&id](auto const& c) { return c.second == id; });
        return changes[++last] = id;
    }

    [[nodiscard]] result<http::response> send(http::request const& r, context const& ctx) {
        if (auto const go = ctx.check(the_system_clock().now()); !go) return fail(go.error());
        error const gone{.code = errc::unavailable, .message = "no answer", .effect = outcome::unknown};
        if (std::exchange(loses_request, false)) return fail(gone);
        auto const body = answer_to(r.url.substr(r.url.rfind('/')), r.body);
        if (std::exchange(loses_reply, false)) return fail(gone);
        return http::response{.status = 200, .body = std::exchange(cuts_reply, false) ? body.substr(0, 5) : body};
    }

    [[nodiscard]] std::string answer_to(std::string_view path, std::string const& body) {
        if (path == "/write") return write(*json::decode<std::vector<ticket>>(body));
        if (path == "/changes") return changed(*json::decode<question>(body));
        std::vector<std::optional<std::string>> found;
        std::vector<json::raw> read;
        auto const asked = json::decode<std::vector<std::string>>(body);
        for (auto const& text : *asked) {
            found.push_back(id_of(text));
            if (tickets.contains(text)) read.push_back(as_json(tickets.at(text)));
        }
        return path == "/find" ? json::encode(found) : json::encode(read);
    }

    [[nodiscard]] std::optional<std::string> id_of(std::optional<std::string> const& key) const {
        for (auto const& [id, t] : tickets)
            if (t.key == key) return id;
        return std::nullopt;
    }

    [[nodiscard]] static json::raw as_json(ticket const& t) {  // somebody wrote a word where a number should be
        return {t.urgency < 0 ? R"({"id":")" + *t.id + R"(","urgency":"very"})" : json::encode(t)};
    }

    [[nodiscard]] std::string write(std::vector<ticket> const& sent) {
        std::vector<written> out;
        for (auto t : sent) {
            t.id = id_of(t.key);
            bool const same = t.id && json::encode(tickets.at(*t.id)) == json::encode(t);
            if (t.title.empty())
                out.push_back({.refused = "a ticket needs a title"});
            else
                out.push_back({.id = same ? t.id : put(t), .did = same ? "unchanged" : t.id ? "updated" : "created"});
        }
        return json::encode(out);
    }

    [[nodiscard]] std::string changed(question const& ask) const {
        answer out{.next = ask.since};
        for (auto at = changes.upper_bound(ask.since); at != changes.end() && !out.more; ++at) {
            out.more = out.tickets.size() == ask.limit;
            if (!out.more) out.next = at->first;
            if (!out.more && tickets.contains(at->second)) out.tickets.push_back(as_json(tickets.at(at->second)));
        }
        return json::encode(out);
    }
};

}  // namespace desk
