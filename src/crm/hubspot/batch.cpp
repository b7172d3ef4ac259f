// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

#include <syncline/json/decode.hpp>
#include <syncline/json/writer.hpp>

#include "session.hpp"

namespace syncline::inline v1::crm::hubspot::detail {
namespace {

constexpr std::size_t most_inputs = 100;

/// A row as far as matching it needs.
struct bare_row {
    std::string id{};
    std::optional<std::string> objectWriteTraceId{};
    std::optional<bool> is_new{};
    std::vector<std::pair<std::string, std::optional<std::string>>> properties{};

    [[nodiscard]] std::string const* property(std::string_view name) const {
        for (auto const& [key, value] : properties)
            if (key == name && value) return &*value;
        return nullptr;
    }
};
BOOST_DESCRIBE_STRUCT(bare_row, (), (id, objectWriteTraceId, is_new, properties))

struct bare_answer {
    std::vector<bare_row> results{};
};
BOOST_DESCRIBE_STRUCT(bare_answer, (), (results))

/// The body of a batch/read. `propertiesWithHistory` must be there.
std::string read_body(std::span<std::string const> ids, names properties, std::string_view id_property,
                      bool with_merged) {
    std::string body;
    json::writer w(body);
    w.begin_object().key("propertiesWithHistory").begin_array().end_array().key("properties").begin_array();
    for (auto const p : properties) w.value(p);
    if (with_merged) w.value("hs_merged_object_ids");
    if (!id_property.empty()) w.value(id_property);
    w.end_array();
    if (!id_property.empty()) w.member("idProperty", id_property);
    w.key("inputs").begin_array();
    for (auto const& id : ids) w.begin_object().member("id", id).end_object();
    w.end_array().end_object();
    return body;
}

/// Each id once, in order of its first appearance: HubSpot refuses batches that name a record twice.
std::vector<std::string> distinct(std::span<std::string const> ids) {
    std::vector<std::string> out;
    std::set<std::string_view> seen;
    for (auto const& id : ids)
        if (seen.insert(id).second) out.push_back(id);
    return out;
}

std::vector<std::string> split_ids(std::string_view text) {
    std::vector<std::string> out;
    while (!text.empty()) {
        auto const end = std::min(text.find(';'), text.size());
        if (end != 0) out.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

/// Reads ids in batches and hands each body to `page`; the first failure ends it.
result<void> read_all(session& s, read_request const& what, std::vector<std::string> const& ids, bool with_merged,
                      function_ref<result<void>(std::span<std::string const>, std::string const&)> page,
                      context const& ctx) {
    auto const name = naming(what.type, "batch/read");
    std::vector<http::request> requests;
    for (std::size_t at = 0; at < ids.size(); at += most_inputs) {
        std::span<std::string const> const part(ids.data() + at, std::min(most_inputs, ids.size() - at));
        requests.push_back(s.request(http::method::post, s.url("objects", {what.type, "batch/read"}),
                                     read_body(part, what.properties, what.id_property, with_merged),
                                     http::safety::read, "hubspot batch/read"));
    }
    result<void> done{};
    s.send_all(
        requests, name,
        [&](std::size_t i, result<http::response> got) {
            if (!done) return;
            if (!got) {
                done = fail(std::move(got).error());
                return;
            }
            auto const at = i * most_inputs;
            std::span<std::string const> const part(ids.data() + at, std::min(most_inputs, ids.size() - at));
            done = page(part, got->body);
        },
        ctx);
    return done;
}

}  // namespace
}  // namespace syncline::inline v1::crm::hubspot::detail

template <>
inline constexpr std::array<syncline::json::renamed, 1> syncline::json::names<syncline::crm::hubspot::detail::bare_row>{
    {{"is_new", "new"}}};

namespace syncline::inline v1::crm::hubspot::detail {

result<read_outcome> batch_read(session& s, read_request const& what,
                                function_ref<result<void>(std::string const& body)> page, context const& ctx) {
    read_outcome out;
    auto const name = naming(what.type, "batch/read");
    auto const ids = distinct(what.ids);
    bool const by_id = what.id_property.empty();
    std::set<std::string> survivors;  // several batches may lead to one
    auto const one = [&](std::span<std::string const> asked, std::string const& body) -> result<void> {
        auto envelope = envelope_of(body);
        if (!envelope) return fail_within(name, std::move(envelope).error());
        std::set<std::string> open(asked.begin(), asked.end());
        auto rows = json::decode<bare_answer>(body);
        if (!rows) return fail_within(name, std::move(rows).error());
        for (auto const& row : rows->results) {
            if (!by_id) {
                if (auto const* const key = row.property(what.id_property)) open.erase(*key);
                continue;
            }
            open.erase(row.id);
            if (auto const* const merged = row.property("hs_merged_object_ids"))
                for (auto& id : split_ids(*merged))
                    if (open.erase(id) != 0) out.merged.push_back({std::move(id), row.id});
        }
        // behind the rows: a record that is shown is there, whatever an error says
        if (envelope->errors)
            for (auto const& p : *envelope->errors) {
                auto const gone = p.named_in("ids");
                // an error that is not about missing records is one about the call
                if (p.category != "OBJECT_NOT_FOUND" || gone.empty()) return fail(error_of(p, name));
                for (auto const& id : gone)
                    if (open.erase(id) != 0) out.missing.push_back(id);
            }
        // neither shown nor reported: gone as well, as answers without `errors` have it
        for (auto const& id : open) out.missing.push_back(id);
        return page(body);
    };
    auto done = read_all(s, what, ids, by_id, one, ctx);
    if (!done) return fail(std::move(done).error());
    return out;
}

result<std::vector<std::optional<sync::remote_id>>> find_by(session& s, std::string_view type,
                                                            std::string_view id_property,
                                                            std::span<std::string const> values, context const& ctx) {
    auto const name = naming(type, "batch/read");
    std::unordered_map<std::string, std::string> found;
    auto const one = [&](std::span<std::string const>, std::string const& body) -> result<void> {
        if (auto envelope = envelope_of(body); !envelope) return fail_within(name, std::move(envelope).error());
        auto rows = json::decode<bare_answer>(body);
        if (!rows) return fail_within(name, std::move(rows).error());
        for (auto const& row : rows->results)
            if (auto const* const key = row.property(id_property)) found.emplace(*key, row.id);
        return {};
    };
    read_request const what{.type = type, .properties = {}, .ids = values, .id_property = id_property};
    if (auto done = read_all(s, what, distinct(values), false, one, ctx); !done) return fail(std::move(done).error());
    std::vector<std::optional<sync::remote_id>> out;
    out.reserve(values.size());
    for (auto const& v : values) {
        auto const at = found.find(v);
        out.push_back(at == found.end() ? std::nullopt : std::optional(sync::remote_id{at->second}));
    }
    return out;
}

// ---- writing ----------------------------------------------------------------------------------------------------

namespace {

/// A write of many records: what is still to send and what became of the rest.
class batch_writer {
public:
    batch_writer(session& s, write_kind kind, std::string_view type, std::string_view id_property,
                 std::span<write_item const> items)
        : session_(s),
          kind_(kind),
          type_(type),
          id_property_(id_property),
          items_(items),
          name_(naming(type, kind == write_kind::upsert ? "batch/upsert" : "batch/update")),
          outcomes_(items.size(), fail(errc::defect, name_ + ": not sent")) {}

    std::vector<result<written>> run(context const& ctx) {
        auto waiting = first_batches();
        while (!waiting.empty()) {
            std::vector<http::request> requests;
            requests.reserve(waiting.size());
            for (auto const& batch : waiting) requests.push_back(request_for(batch));
            auto const sent = std::exchange(waiting, {});
            session_.send_all(
                requests, name_,
                [&](std::size_t i, result<http::response> got) {
                    if (got)
                        take(sent[i], got->body);
                    else if (sent[i].size() > 1 && is_about_one_record(got.error()))
                        split(sent[i], waiting);
                    else
                        for (auto const item : sent[i]) outcomes_[item] = fail(got.error());
                },
                ctx);
        }
        return std::move(outcomes_);
    }

private:
    using positions = std::vector<std::size_t>;  // in items_

    std::vector<positions> first_batches() {
        std::vector<positions> out;
        std::set<std::string_view> seen;
        for (std::size_t i = 0; i < items_.size(); ++i) {
            auto const& id = items_[i].id;
            if (id.empty()) {
                outcomes_[i] = fail(errc::rejected, name_ + ": the record's key is empty");
            } else if (!seen.insert(id).second) {
                outcomes_[i] = fail(errc::conflict, name_ + ": the same record is named twice in one call");
            } else {
                if (out.empty() || out.back().size() == most_inputs) out.emplace_back();
                out.back().push_back(i);
            }
        }
        return out;
    }

    [[nodiscard]] http::request request_for(positions const& b) const {
        std::string body;
        json::writer w(body);
        w.begin_object().key("inputs").begin_array();
        for (auto const i : b) {
            auto const& item = items_[i];
            w.begin_object().member("id", item.id).member("objectWriteTraceId", trace(i));
            if (kind_ == write_kind::upsert) w.member("idProperty", id_property_);
            w.key("properties").raw(with_key(item)).end_object();
        }
        w.end_array().end_object();
        return session_.request(
            http::method::post,
            session_.url("objects", {type_, kind_ == write_kind::upsert ? "batch/upsert" : "batch/update"}),
            std::move(body), http::safety::idempotent,
            kind_ == write_kind::upsert ? "hubspot batch/upsert" : "hubspot batch/update");
    }

    /// An upsert names its key among the properties too; a record that describes the property may have done so.
    [[nodiscard]] std::string with_key(write_item const& item) const {
        if (kind_ != write_kind::upsert) return item.properties;
        std::string const mark = "\"" + id_property_ + "\":";
        if (item.properties.find(mark) != std::string::npos) return item.properties;
        std::string out = "{" + mark;
        json::writer(out).value(item.id);
        if (item.properties != "{}") out += ',';
        return out.append(item.properties, 1);
    }

    /// Echoed in results and errors: says which record an answer is about. Correlation, not idempotency.
    [[nodiscard]] static std::string trace(std::size_t item) { return "r" + std::to_string(item); }

    /// Whether a whole batch was refused for what may be one of its records, or for its size. A property that does not
    /// exist would fail in every part again.
    [[nodiscard]] static bool is_about_one_record(error const& e) {
        return (e.code == errc::rejected || e.code == errc::conflict ||
                (e.code == errc::too_large && !e.may_have_happened())) &&
               e.server_message.find("PROPERTY_DOESNT_EXIST") == std::string::npos;
    }

    static void split(positions const& b, std::vector<positions>& waiting) {
        auto const middle = b.begin() + static_cast<std::ptrdiff_t>(b.size() / 2);
        waiting.emplace_back(b.begin(), middle);
        waiting.emplace_back(middle, b.end());
    }

    /// 200, 201 and 207 alike: what is in `results` was done, what is in `errors` was not, by trace id, key or id,
    /// never by position.
    void take(positions const& b, std::string const& body) {
        auto const lost = [&](error e) {
            e.effect = outcome::unknown;
            for (auto const i : b) outcomes_[i] = fail_within(name_, e);
        };
        auto envelope = envelope_of(body);
        if (!envelope) return lost(std::move(envelope).error());
        auto rows = json::decode<bare_answer>(body);
        if (!rows) return lost(std::move(rows).error());

        std::unordered_map<std::string, std::size_t> by_trace;
        std::unordered_map<std::string, std::size_t> by_id;
        for (auto const i : b) {
            by_trace.emplace(trace(i), i);
            by_id.emplace(items_[i].id, i);
        }
        std::set<std::size_t> open(b.begin(), b.end());
        auto const find = [](auto const& map, std::string const* text) -> std::optional<std::size_t> {
            auto const at = text ? map.find(*text) : map.end();
            return at == map.end() ? std::nullopt : std::optional(at->second);
        };
        for (auto& row : rows->results) {
            auto item = find(by_trace, row.objectWriteTraceId ? &*row.objectWriteTraceId : nullptr);
            if (!item) item = find(by_id, kind_ == write_kind::upsert ? row.property(id_property_) : &row.id);
            if (!item || open.erase(*item) == 0) continue;
            outcomes_[*item] = written{.id = std::move(row.id), .created = row.is_new.value_or(false)};
        }
        std::optional<error> about_nobody;
        std::size_t unnamed = 0;
        if (envelope->errors)
            for (auto const& p : *envelope->errors) {
                auto const e = error_of(p, name_);
                bool named = false;
                auto const blame = [&](auto const& map, std::vector<std::string> const& texts) {
                    for (auto const& text : texts)
                        if (auto const item = find(map, &text)) {
                            named = true;
                            if (open.erase(*item) != 0) outcomes_[*item] = fail(e);
                        }
                };
                blame(by_trace, p.named_in("objectWriteTraceId"));
                blame(by_id, p.named_in("ids"));
                blame(by_id, p.named_in("id"));
                if (named) continue;
                about_nobody = e;
                ++unnamed;
            }
        // an error without a name is about whoever got no answer; with fewer errors than those, nobody knows which
        if (about_nobody && unnamed < open.size()) about_nobody->effect = outcome::unknown;
        for (auto const i : open)
            outcomes_[i] = about_nobody ? fail(*about_nobody)
                                        : fail(error{.code = errc::malformed,
                                                     .message = name_ + ": found neither result nor error for record " +
                                                                std::to_string(i) + ", expected one",
                                                     .effect = outcome::unknown});
    }

    session& session_;
    write_kind kind_;
    std::string_view type_;
    std::string id_property_;
    std::span<write_item const> items_;
    std::string name_;
    std::vector<result<written>> outcomes_;
};

}  // namespace

std::vector<result<written>> batch_write(session& s, write_kind kind, std::string_view type,
                                         std::string_view id_property, std::span<write_item const> items,
                                         context const& ctx) {
    return batch_writer(s, kind, type, id_property, items).run(ctx);
}

}  // namespace syncline::inline v1::crm::hubspot::detail
