// SPDX-License-Identifier: Apache-2.0
#include <syncline/odoo/detail/session.hpp>

#include <algorithm>
#include <iterator>

#include <boost/describe/class.hpp>

#include <syncline/json/writer.hpp>
#include <syncline/odoo/domain.hpp>

#include "odoo/session.hpp"

// The calls of the client: what a host described, under the names this server knows.

namespace syncline::inline v1::odoo::detail {
namespace {

result<std::string> order_of(shape const& s, std::span<order_term const> terms) {
    std::string out;
    for (auto const& t : terms) {
        auto const& f = s.at(t.field);
        if (f.name.empty()) return fail(refused(s, t.field, "stands in an order, found none"));
        if (!f.sortable)
            return fail(refused(s, t.field, "stands in an order, found one that is computed and not sortable"));
        if (!out.empty()) out += ',';
        out += std::string(f.name) + (t.descending ? " desc" : " asc");
    }
    return out;
}

std::vector<std::int64_t> copied(std::span<std::int64_t const> ids) { return {ids.begin(), ids.end()}; }

std::string json_text(std::string_view text) {
    std::string out;
    json::writer{out}.value(text);
    return out;
}

/// The request's domain, limit, offset and order as arguments of `method`.
result<rpc> search_call(caller const& c, search_request const& what, std::string_view method, context const& ctx) {
    auto const s = c.session->shape_of(*what.record, ctx);
    if (!s) return fail(s.error());
    auto const nodes = to_nodes(**s, what.nodes);
    if (!nodes) return fail(nodes.error());
    auto const order = order_of(**s, what.order);
    if (!order) return fail(order.error());
    rpc out{.model = what.record->model,
            .method = method,
            .args = {{"domain", to_domain(*nodes), true}},
            .repeat = http::safety::read,
            .context = c.context};
    if (method == "search_read") out.args.push_back({"fields", json_list(names_of(**s))});
    if (what.limit) out.args.push_back({"limit", std::to_string(*what.limit)});
    if (what.offset) out.args.push_back({"offset", std::to_string(*what.offset)});
    if (!order->empty()) out.args.push_back({"order", json_text(*order)});
    return out;
}

result<reply> sent(caller const& c, result<rpc> const& call, context const& ctx) {
    if (!call) return fail(call.error());
    return c.session->call(*call, ctx);
}

/// Odoo answers `true`; anything else leaves open what it did.
result<void> expect_true(result<reply> const& r) {
    auto const done = decoded<bool>(r);
    if (!done) return fail(done.error());
    if (!*done)
        return fail(error{.code = errc::malformed,
                          .message = r->operation + ": found false, expected true",
                          .effect = outcome::unknown});
    return {};
}

// ---- values --------------------------------------------------------------------------------------------------------

result<void> append(std::string& out, session& s, values const& v, context const& ctx);

result<void> append(std::string& out, session& s, command const& c, context const& ctx) {
    out += '[';
    out += std::to_string(static_cast<int>(c.what));
    out += ',';
    out += std::to_string(c.id);
    out += ',';
    if (c.what == command::kind::create || c.what == command::kind::update) {
        if (auto done = append(out, s, *c.values, ctx); !done) return done;
    } else if (c.what == command::kind::set) {
        out += json_list(c.ids);
    } else {
        out += '0';
    }
    out += ']';
    return {};
}

/// `[6, 0, ids]` and its like would delete the lines of a one2many that are not named.
bool is_set_of(values::entry const& e) {
    return std::any_of(e.commands.begin(), e.commands.end(), [](command const& c) {
        return c.what == command::kind::set || c.what == command::kind::clear || c.what == command::kind::link ||
               c.what == command::kind::unlink;
    });
}

result<void> append(std::string& out, session& s, values const& v, context const& ctx) {
    auto const known = s.shape_of(*v.record, ctx);
    if (!known) return fail(known.error());
    out += '{';
    bool first = true;
    for (auto const& e : v.entries) {
        auto const& f = (*known)->at(e.field);
        if (f.name.empty()) return fail(refused(**known, e.field, "has a value, found none"));
        if (f.type == "one2many" && is_set_of(e))
            return fail(
                refused(**known, e.field, "is a one2many, expected edits of single lines: `add`, `edit` or `remove`,"));
        out += first ? "\"" : ",\"";
        first = false;
        out += f.name;  // a described name: nothing to escape
        out += "\":";
        if (e.commands.empty()) {
            out.append(v.text, e.begin, e.end - e.begin);
            continue;
        }
        out += '[';
        for (auto const& c : e.commands) {
            if (out.back() != '[') out += ',';
            if (auto done = append(out, s, c, ctx); !done) return done;
        }
        out += ']';
    }
    out += '}';
    return {};
}

// ---- fields_get ----------------------------------------------------------------------------------------------------

struct wire_description {
    std::string type{};
    std::optional<std::string> string{};
    std::optional<std::string> relation{};
    std::optional<std::string> relation_field{};
    std::optional<bool> required{};
    std::optional<bool> readonly{};
    std::optional<bool> store{};
    std::optional<bool> searchable{};
    std::optional<bool> sortable{};
    std::optional<std::int64_t> size{};
    std::optional<json::raw> selection{};
};
BOOST_DESCRIBE_STRUCT(wire_description, (),
                      (type, string, relation, relation_field, required, readonly, store, searchable, sortable, size,
                       selection))

}  // namespace

result<reply> search_read(caller const& c, search_request const& what, context const& ctx) {
    return sent(c, search_call(c, what, "search_read", ctx), ctx);
}

result<std::vector<std::int64_t>> search(caller const& c, search_request const& what, context const& ctx) {
    return decoded<std::vector<std::int64_t>>(sent(c, search_call(c, what, "search", ctx), ctx));
}

result<std::int64_t> search_count(caller const& c, search_request const& what, context const& ctx) {
    return decoded<std::int64_t>(sent(c, search_call(c, what, "search_count", ctx), ctx));
}

result<std::string> read_group(caller const& c, search_request const& what, std::span<std::string_view const> by,
                               std::span<aggregate const> sums, context const& ctx) {
    auto const server = c.session->connect(ctx);
    if (!server) return fail(server.error());
    auto const s = c.session->shape_of(*what.record, ctx);
    if (!s) return fail(s.error());
    auto const name_of = [&s](std::string_view field) -> result<std::string_view> {
        auto const& f = (*s)->at(field);
        if (f.name.empty()) return fail(refused(**s, field, "is grouped or summed, found none"));
        if (!f.sortable)
            return fail(refused(**s, field, "is grouped or summed, found one that is computed and not stored"));
        return f.name;
    };
    // 19 calls the method by another name and each sum by its function
    constexpr int renamed_in = 19;
    bool const formatted = server->major >= renamed_in;
    std::vector<std::pair<std::string, std::string>> names;  // as the reply has them, as the host described them
    std::vector<std::string> grouped;
    std::vector<std::string> summed;
    for (auto const field : by) {
        auto const name = name_of(field);
        if (!name) return fail(name.error());
        grouped.emplace_back(*name);
        names.emplace_back(*name, field);
    }
    for (auto const& a : sums) {
        auto const name = name_of(a.field);
        if (!name) return fail(name.error());
        summed.push_back(std::string(*name) + ":" + std::string(a.function));
        names.emplace_back(formatted ? summed.back() : std::string(*name), a.field);
    }
    names.emplace_back("__count", "__count");
    auto call = search_call(c, what, formatted ? "formatted_read_group" : "read_group", ctx);
    if (!call) return fail(std::move(call).error());
    std::vector<std::string_view> const by_names(grouped.begin(), grouped.end());
    std::vector<std::string_view> sum_names(summed.begin(), summed.end());
    std::erase_if(call->args, [](argument const& a) { return a.name == "order"; });
    call->args.push_back({"groupby", json_list(by_names)});
    if (formatted) {
        sum_names.emplace_back("__count");
        call->args.push_back({"aggregates", json_list(sum_names)});
    } else {
        call->args.push_back({"fields", json_list(sum_names)});
        call->args.push_back({"lazy", "false"});
    }
    using row = std::vector<std::pair<std::string, json::raw>>;
    auto const rows = decoded<std::vector<row>>(c.session->call(*call, ctx));
    if (!rows) return fail(rows.error());
    std::string out;
    json::writer w{out};
    w.begin_array();
    for (auto const& r : *rows) {
        w.begin_object();
        for (auto const& [key, value] : r)
            for (auto const& [theirs, ours] : names)
                if (key == theirs) w.key(ours).raw(value.text);
        w.end_object();
    }
    w.end_array();
    return out;
}

result<reply> read(caller const& c, described_record const& record, std::span<std::int64_t const> ids,
                   context const& ctx) {
    auto const s = c.session->shape_of(record, ctx);
    if (!s) return fail(s.error());
    return c.session->call({.model = record.model,
                            .method = "read",
                            .ids = copied(ids),
                            .args = {{"fields", json_list(names_of(**s)), true}},
                            .repeat = http::safety::read,
                            .context = c.context},
                           ctx);
}

result<std::vector<std::int64_t>> create(caller const& c, std::span<values const> records, context const& ctx) {
    std::string list = "[";
    for (auto const& v : records) {
        if (list.size() > 1) list += ',';
        if (auto done = append(list, *c.session, v, ctx); !done) return fail(std::move(done).error());
    }
    list += ']';
    auto const r = c.session->call({.model = records.front().record->model,
                                    .method = "create",
                                    .args = {{"vals_list", std::move(list), true}},
                                    .repeat = http::safety::once,
                                    .bulk = true,
                                    .context = c.context},
                                   ctx);
    auto ids = decoded<std::vector<std::int64_t>>(r);
    if (ids && ids->size() != records.size())
        return fail(error{.code = errc::malformed,
                          .message = r->operation + ": found " + std::to_string(ids->size()) + " ids, expected " +
                                     std::to_string(records.size()),
                          .effect = outcome::unknown});
    return ids;
}

result<void> write(caller const& c, std::span<std::int64_t const> ids, values const& what, context const& ctx) {
    std::string text;
    if (auto done = append(text, *c.session, what, ctx); !done) return done;
    // sent again, `(0, 0, values)` would add the line again
    bool const adds = std::any_of(what.entries.begin(), what.entries.end(), [](values::entry const& e) {
        return std::any_of(e.commands.begin(), e.commands.end(),
                           [](command const& x) { return x.what == command::kind::create; });
    });
    return expect_true(c.session->call({.model = what.record->model,
                                        .method = "write",
                                        .ids = copied(ids),
                                        .args = {{"vals", std::move(text), true}},
                                        .repeat = adds ? http::safety::once : http::safety::idempotent,
                                        .bulk = true,
                                        .context = c.context},
                                       ctx));
}

result<void> set_active(caller const& c, std::string_view model, std::span<std::int64_t const> ids, bool active,
                        context const& ctx) {
    return expect_true(c.session->call({.model = model,
                                        .method = "write",
                                        .ids = copied(ids),
                                        .args = {{"vals", active ? R"({"active":true})" : R"({"active":false})", true}},
                                        .repeat = http::safety::idempotent,
                                        .bulk = true,
                                        .context = c.context},
                                       ctx));
}

result<void> unlink(caller const& c, std::string_view model, std::span<std::int64_t const> ids, context const& ctx) {
    return expect_true(c.session->call(
        {.model = model, .method = "unlink", .ids = copied(ids), .repeat = http::safety::once, .context = c.context},
        ctx));
}

result<std::vector<json::id_name>> name_search(caller const& c, std::string_view model, std::string_view name,
                                               std::size_t limit, context const& ctx) {
    return decoded<std::vector<json::id_name>>(
        c.session->call({.model = model,
                         .method = "name_search",
                         .args = {{"name", json_text(escaped_pattern(name))}, {"limit", std::to_string(limit)}},
                         .repeat = http::safety::read,
                         .context = c.context},
                        ctx));
}

result<std::vector<std::int64_t>> missing(caller const& c, std::string_view model, std::span<std::int64_t const> ids,
                                          context const& ctx) {
    constexpr std::size_t at_once = 5000;
    auto settings = c.context;
    settings.active_test = false;
    std::vector<std::int64_t> gone;
    for (std::size_t from = 0; from < ids.size(); from += at_once) {
        auto const some = ids.subspan(from, std::min(at_once, ids.size() - from));
        reflect::predicate_node const asked{
            .field = "id", .op = reflect::comparison::in, .values = {some.begin(), some.end()}};
        auto there = decoded<std::vector<std::int64_t>>(
            c.session->call({.model = model,
                             .method = "search",
                             .args = {{"domain", to_domain(std::span(&asked, 1)), true}},
                             .repeat = http::safety::read,
                             .context = settings},
                            ctx));
        if (!there) return fail(std::move(there).error());
        std::sort(there->begin(), there->end());
        std::copy_if(some.begin(), some.end(), std::back_inserter(gone),
                     [&there](std::int64_t id) { return !std::binary_search(there->begin(), there->end(), id); });
    }
    return gone;
}

result<model_description> describe(caller const& c, std::string_view model, context const& ctx) {
    auto const server = c.session->connect(ctx);
    if (!server) return fail(server.error());
    std::string_view const attributes[] = {"type",  "string",     "relation", "relation_field", "required", "readonly",
                                           "store", "searchable", "sortable", "size",           "selection"};
    auto const found = decoded<std::vector<std::pair<std::string, wire_description>>>(
        c.session->call({.model = model,
                         .method = "fields_get",
                         .args = {{"attributes", json_list(attributes)}},
                         .repeat = http::safety::read,
                         .context = c.context},
                        ctx));
    if (!found) return fail(found.error());
    model_description out{.model = std::string(model), .version = server->version};
    for (auto const& [name, f] : *found) {
        bool const stored = f.store.value_or(true);
        field_description d{.name = name,
                            .type = f.type,
                            .label = f.string.value_or(""),
                            .relation = f.relation.value_or(""),
                            .inverse = f.relation_field.value_or(""),
                            .required = f.required.value_or(false),
                            .readonly = f.readonly.value_or(false),
                            .stored = stored,
                            .searchable = f.searchable.value_or(stored),
                            .sortable = f.sortable.value_or(stored)};
        if (f.size.value_or(0) > 0) d.size = static_cast<std::size_t>(*f.size);
        // a selection may also be the name of a method; then its choices are not told
        if (f.selection)
            if (auto const pairs = json::decode<std::vector<std::vector<std::string>>>(f.selection->text, json::odoo))
                for (auto const& p : *pairs)
                    if (p.size() == 2) d.choices.emplace_back(p[0], p[1]);
        out.fields.push_back(std::move(d));
    }
    std::sort(out.fields.begin(), out.fields.end(), [](auto const& a, auto const& b) { return a.name < b.name; });
    return out;
}

result<reply> call(caller const& c, std::string_view model, std::string_view method,
                   std::optional<std::span<std::int64_t const>> ids,
                   std::span<std::pair<std::string, std::string> const> arguments, http::safety repeat,
                   context const& ctx) {
    rpc what{.model = model, .method = method, .repeat = repeat, .bulk = true, .context = c.context};
    if (ids) what.ids = copied(*ids);
    for (auto const& [name, json] : arguments) what.args.push_back({.name = name, .json = json});
    return c.session->call(what, ctx);
}

}  // namespace syncline::inline v1::odoo::detail
