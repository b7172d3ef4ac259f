// SPDX-License-Identifier: Apache-2.0
#include <syncline/odoo/source.hpp>

#include <algorithm>
#include <charconv>

#include <boost/describe/class.hpp>

#include <syncline/core/category.hpp>
#include <syncline/core/rfc3339.hpp>
#include <syncline/core/text.hpp>
#include <syncline/odoo/domain.hpp>

#include "odoo/rows.hpp"
#include "odoo/session.hpp"

namespace syncline::inline v1::odoo::detail {
namespace {

struct stamped {
    std::int64_t id = 0;
    std::optional<instant> write_date{};
};
BOOST_DESCRIBE_STRUCT(stamped, (), (id, write_date))

/// Where a round stands: what it reads (written at or after `from`), where the next one will begin, and the last id of
/// the model it is going through; model 0 is the record's own, the others are lines.
struct position {
    std::optional<instant> from{};
    std::optional<instant> next_from{};
    std::size_t model = 0;
    std::int64_t last_id = 0;
    bool in_round = false;
};

constexpr std::string_view nothing = "-";

std::string to_text(position const& p) {
    auto const moment = [](std::optional<instant> t) { return t ? format_instant(*t) : std::string(nothing); };
    if (!p.in_round) return moment(p.from);
    return moment(p.from) + ' ' + moment(p.next_from) + ' ' + std::to_string(p.model) + ' ' + std::to_string(p.last_id);
}

result<position> parse(sync::cursor const& c, std::size_t models) {
    position out;
    if (c.text.empty()) return out;
    std::vector<std::string_view> words;
    for (std::string_view rest = c.text;;) {
        auto const end = rest.find(' ');
        words.push_back(rest.substr(0, end));
        if (end == std::string_view::npos) break;
        rest.remove_prefix(end + 1);
    }
    bool good = words.size() == 1 || words.size() == 4;
    auto const moment = [&good](std::string_view word) -> std::optional<instant> {
        if (word == nothing) return std::nullopt;
        auto const t = parse_instant(word);
        good = good && t;
        return t ? std::optional(*t) : std::nullopt;
    };
    auto const number = [&good](std::string_view word, auto& to) {
        auto const [end, trouble] = std::from_chars(word.data(), word.data() + word.size(), to);
        good = good && trouble == std::errc() && end == word.data() + word.size();
    };
    out.from = moment(words[0]);
    if (words.size() == 4) {
        out.in_round = true;
        out.next_from = moment(words[1]);
        number(words[2], out.model);
        number(words[3], out.last_id);
        good = good && out.model < models;
    }
    if (!good)
        return fail(errc::malformed,
                    "odoo source: found cursor \"" + shorten(c.text) + "\", expected one it wrote itself");
    return out;
}

call_context with_archived(call_context c) {
    c.active_test = false;
    return c;
}

/// The newest `write_date` of a model: the server's own clock, as far as it matters.
result<std::optional<instant>> newest(caller const& c, std::string_view model, context const& ctx) {
    std::string_view const fields[] = {"write_date"};
    // descending, the database puts records without one first
    auto const rows =
        decoded<std::vector<stamped>>(c.session->call({.model = model,
                                                       .method = "search_read",
                                                       .args = {{"domain", R"([["write_date","!=",false]])", true},
                                                                {"fields", json_list(fields)},
                                                                {"limit", "1"},
                                                                {"order", "\"write_date desc\""}},
                                                       .repeat = http::safety::read,
                                                       .context = with_archived(c.context)},
                                                      ctx));
    if (!rows) return fail(rows.error());
    return rows->empty() ? std::nullopt : rows->front().write_date;
}

/// Written since, ids behind the last one.
std::vector<reflect::predicate_node> since(position const& p) {
    std::vector<reflect::predicate_node> nodes;
    if (p.from) nodes.push_back({.kind = reflect::connective::all_of});
    nodes.push_back({.field = "id", .op = reflect::comparison::greater, .values = {p.last_id}});
    if (p.from)
        nodes.push_back({.field = "write_date",
                         .op = reflect::comparison::greater_equal,
                         .values = {instant(std::chrono::floor<std::chrono::seconds>(*p.from))}});
    return nodes;
}

rpc page_of(std::string_view model, std::string domain, std::string fields, std::size_t page, call_context context) {
    return {.model = model,
            .method = "search_read",
            .args = {{"domain", std::move(domain), true},
                     {"fields", std::move(fields)},
                     {"limit", std::to_string(page)},
                     {"order", "\"id asc\""}},
            .repeat = http::safety::read,
            .context = std::move(context)};
}

/// The parents that a page of lines names, once each.
struct parents {
    std::vector<std::int64_t> ids{};
    std::size_t lines = 0;
    std::int64_t last_line = 0;
};

result<parents> parents_of(reply const& r, std::string_view parent) {
    auto const rows = decoded<std::vector<any_row>>(r);
    if (!rows) return fail(rows.error());
    parents out{.lines = rows->size()};
    for (auto const& row : *rows) {
        out.last_line = std::max(out.last_line, row.id);
        for (auto const& f : row.fields.fields) {
            if (f.name != parent) continue;
            auto const ref = json::decode<std::optional<json::id_name>>(f.text, json::odoo);
            if (ref && *ref) out.ids.push_back((*ref)->id);
        }
    }
    std::sort(out.ids.begin(), out.ids.end());
    out.ids.erase(std::unique(out.ids.begin(), out.ids.end()), out.ids.end());
    return out;
}

}  // namespace

namespace {

/// `next_changes` with that many records to a page.
result<change_page> page_of_changes(caller const& c, change_request const& what, sync::cursor const& from,
                                    std::size_t page, context const& ctx) {
    auto at = parse(from, what.lines.size() + 1);
    if (!at) return fail(std::move(at).error());
    auto const known = c.session->shape_of(*what.record, ctx);
    if (!known) return fail(known.error());
    if (page == 0) return fail(errc::misconfigured, "odoo source: option `page` is 0, expected at least 1");

    if (!at->in_round) {
        at->in_round = true;
        if (what.options.everything) {
            at->from = std::nullopt;
        } else {
            auto mark = newest(c, what.record->model, ctx);
            if (!mark) return fail(std::move(mark).error());
            for (auto const& l : what.lines) {
                auto const other = newest(c, l.model, ctx);
                if (!other) return fail(other.error());
                if (*other && (!*mark || **mark < **other)) *mark = *other;
            }
            // never back before where this round begins: a table that was emptied has no newest record
            at->next_from = at->from;
            if (*mark && (!at->from || *at->from < **mark - what.options.overlap))
                at->next_from = **mark - what.options.overlap;
        }
    }

    // a page of the record itself, the host's condition beside ours
    auto const records = [&](std::vector<reflect::predicate_node> nodes) -> result<reply> {
        if (!what.condition.empty()) nodes.insert(nodes.begin(), {.kind = reflect::connective::all_of});
        auto const ours = to_nodes(**known, what.condition);
        if (!ours) return fail(ours.error());
        nodes.insert(nodes.end(), ours->begin(), ours->end());
        return c.session->call(
            page_of(what.record->model, to_domain(nodes), json_list(names_of(**known)), page, with_archived(c.context)),
            ctx);
    };

    change_page out;
    std::size_t found = 0;
    std::int64_t last_id = at->last_id;
    if (at->model == 0) {
        auto got = records(since(*at));
        if (!got) return fail(std::move(got).error());
        auto const rows = decoded<std::vector<only_an_id>>(*got);
        if (!rows) return fail(rows.error());
        found = rows->size();
        for (auto const& r : *rows) last_id = std::max(last_id, r.id);
        out.rows = *std::move(got);
    } else {
        auto const& line = what.lines[at->model - 1];
        std::string_view const fields[] = {line.parent};
        auto const got = c.session->call(
            page_of(line.model, to_domain(since(*at)), json_list(fields), page, with_archived(c.context)), ctx);
        if (!got) return fail(got.error());
        auto const touched = parents_of(*got, line.parent);
        if (!touched) return fail(touched.error());
        found = touched->lines;
        last_id = std::max(last_id, touched->last_line);
        if (!touched->ids.empty()) {
            std::vector<reflect::literal> const ids(touched->ids.begin(), touched->ids.end());
            auto got_records = records({{.field = "id", .op = reflect::comparison::in, .values = ids}});
            if (!got_records) return fail(std::move(got_records).error());
            out.rows = *std::move(got_records);
        }
    }
    if (found > 0 && last_id <= at->last_id)
        return fail(errc::malformed, "odoo source: found no id behind " + std::to_string(at->last_id) +
                                         " in a page of records, expected rising ids");

    at->last_id = last_id;
    if (found < page) {
        at->last_id = 0;
        ++at->model;
        // a round that reads everything has the lines' records among them
        if (at->model > what.lines.size() || !at->from) {
            *at = position{.from = at->next_from};
            out.last = true;
        }
    }
    out.next.text = to_text(*at);
    return out;
}

}  // namespace

result<change_page> next_changes(caller const& c, change_request const& what, sync::cursor const& from,
                                 context const& ctx) {
    // the cursor does not move before a page is there, so the same place can be asked again for less
    for (std::size_t page = what.options.page;; page /= 2) {
        auto got = page_of_changes(c, what, from, page, ctx);
        if (got || !is_too_much(got.error()) || page <= 1) return got;
    }
}

result<reply> read_by_text(caller const& c, described_record const& record, std::span<std::string const> ids,
                           context const& ctx) {
    std::vector<std::int64_t> numbers;
    for (auto const& text : ids) {
        std::int64_t id = 0;
        auto const [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), id);
        if (trouble != std::errc() || end != text.data() + text.size() || id <= 0)
            return fail(errc::malformed, "odoo " + std::string(record.model) + ": found id \"" + shorten(text) +
                                             "\", expected a positive number");
        numbers.push_back(id);
    }
    return read(c, record, numbers, ctx);
}

result<std::vector<std::pair<std::int64_t, std::string>>> rows_of(reply const& r) {
    auto const rows = decoded<std::vector<json::raw>>(r);
    if (!rows) return fail(rows.error());
    std::vector<std::pair<std::int64_t, std::string>> out;
    for (auto const& row : *rows) {
        auto const named = json::decode<only_an_id>(row.text, json::odoo);
        if (!named) return fail_within(r.operation, named.error());
        out.emplace_back(named->id, row.text);
    }
    return out;
}

sync::unreadable_record unreadable(std::string_view model, std::int64_t id, error why) {
    why.code = errc::mapping;  // this record's trouble, not the answer's
    why.reason = category::schema_drift;
    return {.source = {.system = "odoo", .object = std::string(model), .id = std::to_string(id)},
            .why = std::move(why)};
}

}  // namespace syncline::inline v1::odoo::detail
