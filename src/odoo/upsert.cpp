// SPDX-License-Identifier: Apache-2.0
#include <syncline/odoo/detail/upsert.hpp>

#include <algorithm>
#include <iterator>
#include <map>
#include <unordered_map>

#include <syncline/core/text.hpp>
#include <syncline/odoo/domain.hpp>
#include <syncline/odoo/external_id.hpp>
#include <syncline/odoo/records.hpp>

#include "odoo/rows.hpp"
#include "odoo/session.hpp"
#include "odoo/upsert_protocol.hpp"

namespace syncline::inline v1::odoo::detail {
namespace {

rpc search_of(std::string_view model, std::vector<reflect::predicate_node> const& nodes,
              std::span<std::string_view const> fields) {
    return {.model = model,
            .method = "search_read",
            .args = {{"domain", to_domain(nodes), true}, {"fields", json_list(fields)}},
            .repeat = http::safety::read};
}

/// Odoo puts `http://` in front of a website of these models: without knowing, it would be written again each time.
void know_urls(plan& p) {
    if (p.model != "res.partner" && p.model != "crm.lead") return;
    for (auto& c : p.columns)
        if (c.name == "website" && c.kind == cell_kind::text) c.kind = cell_kind::url;
}

/// Refuses the records with a text that is none: one would spoil the call for all.
void refuse_broken_text(plan const& p, std::vector<upsert_item>& items) {
    auto const broken = [](std::vector<column> const& columns, std::vector<cell> const& cells) -> std::string_view {
        for (std::size_t i = 0; i < columns.size() && i < cells.size(); ++i)
            if (!is_valid_utf8(cells[i].text)) return columns[i].name;
        return {};
    };
    for (auto& item : items) {
        if (!item.image) continue;
        auto at = broken(p.columns, item.image->cells);
        for (auto const& child : item.image->children)
            if (at.empty()) at = broken(p.child_columns, child.cells);
        if (!at.empty())
            item.image = fail(errc::mapping, std::string(at) + ": found bytes that are not UTF-8, expected text");
    }
}

/// Takes out the columns the server has no field for; a record with a value for one of them cannot be kept.
plan without_lacking(plan p, std::vector<upsert_item>& items) {
    for (std::size_t i = p.columns.size(); i-- > 0;) {
        if (!p.columns[i].name.empty()) continue;
        for (auto& item : items) {
            if (!item.image) continue;
            if (item.image->cells[i].state == field_state::absent)
                item.image->cells.erase(item.image->cells.begin() + static_cast<std::ptrdiff_t>(i));
            else
                item.image = fail(errc::unsupported, "odoo " + std::string(p.model) + ": field `" +
                                                         std::string(p.columns[i].member) +
                                                         "` has a value, found none on this server");
        }
        p.columns.erase(p.columns.begin() + static_cast<std::ptrdiff_t>(i));
    }
    return p;
}

/// Refuses the records of a company the caller does not work in.
void keep_out_of(std::int64_t company, std::vector<std::int64_t> const& allowed, std::vector<upsert_item>& items) {
    std::string list;
    for (auto const id : allowed) list += (list.empty() ? "" : ", ") + std::to_string(id);
    for (auto& item : items)
        if (item.image)
            item.image = fail({.code = errc::forbidden,
                               .message = "company_id: found " + std::to_string(company) +
                                          ", expected one of the companies of this client: " + list});
}

/// The records of one company. Its calls are made in that company alone, so that Odoo takes its defaults from there
/// and refuses what belongs to another.
upsert_protocol converse(caller const& c, plan const& p, client_options const& options, std::vector<upsert_item> items,
                         std::int64_t company, sync::rehearsal* made_up, context const& ctx) {
    auto calling = c.context;
    auto& allowed = calling.allowed_company_ids;
    if (company != 0) {
        if (!allowed.empty() && std::find(allowed.begin(), allowed.end(), company) == allowed.end())
            keep_out_of(company, allowed, items);
        allowed = {company};
    }
    auto& s = *c.session;
    upsert_protocol protocol(p, options, std::move(items), made_up);
    for (auto calls = protocol.next(); !calls.empty(); calls = protocol.next()) {
        for (auto& call : calls) call.context = merged(calling, std::move(call.context));
        s.call_all(
            calls,
            [&](std::size_t i, result<reply> r) {
                if (calls[i].method == "load") s.learn(r);
                protocol.feed(i, std::move(r));
            },
            ctx);
    }
    return protocol;
}

/// One result per item, in order, made by `finish` of the conversation its company had.
template <class Finish>
auto by_company(caller const& c, plan const& p, std::vector<upsert_item> items, sync::rehearsal* made_up,
                context const& ctx, Finish finish) {
    auto usable = without_lacking(p, items);
    know_urls(usable);
    refuse_broken_text(usable, items);
    std::map<std::int64_t, std::vector<std::size_t>> companies;
    for (std::size_t i = 0; i < items.size(); ++i) companies[items[i].image ? items[i].image->company : 0].push_back(i);

    decltype(finish(std::declval<upsert_protocol>())) out;
    std::vector<std::size_t> place(items.size());
    for (auto const& [company, indices] : companies) {
        std::vector<upsert_item> some;
        for (auto const i : indices) {
            place[i] = out.size() + some.size();
            some.push_back(std::move(items[i]));
        }
        auto options = c.session->options();
        options.batch = c.session->batch();
        auto done = finish(converse(c, usable, options, std::move(some), company, made_up, ctx));
        std::move(done.begin(), done.end(), std::back_inserter(out));
    }
    if (companies.size() == 1) return out;
    decltype(out) in_order;
    for (auto const i : place) in_order.push_back(std::move(out[i]));
    return in_order;
}

}  // namespace

std::vector<result<sync::upserted>> upsert(caller const& c, plan const& p, std::vector<upsert_item> items,
                                           context const& ctx) {
    return by_company(c, p, std::move(items), nullptr, ctx,
                      [](upsert_protocol&& done) { return std::move(done).results(); });
}

void blank(plan const& p, std::vector<upsert_item>& items, std::span<std::string const> fields) {
    for (std::size_t i = 0; i < p.columns.size(); ++i) {
        if (std::find(fields.begin(), fields.end(), p.columns[i].name) == fields.end()) continue;
        for (auto& item : items)
            if (item.image && i < item.image->cells.size()) item.image->cells[i] = {};
    }
}

std::vector<result<sync::predicted>> predict(caller const& c, plan const& p, std::vector<upsert_item> items,
                                             sync::rehearsal& made_up, context const& ctx) {
    return by_company(c, p, std::move(items), &made_up, ctx,
                      [](upsert_protocol&& done) { return std::move(done).predictions(); });
}

result<std::vector<std::optional<sync::remote_id>>> find(caller const& c, std::string_view model,
                                                         std::span<sync::idempotency_key const> keys,
                                                         context const& ctx) {
    std::vector<std::optional<sync::remote_id>> out(keys.size());
    using row = ir_model_data;
    auto const& options = c.session->options();
    auto const ask = [&](rpc call) {
        call.context = c.context;
        return c.session->call(call, ctx);
    };
    for (std::size_t from = 0; from < keys.size(); from += options.batch) {
        auto const some = keys.subspan(from, std::min(options.batch, keys.size() - from));
        std::vector<std::string> names;
        for (auto const& k : some) names.push_back(external_name(k));
        auto const condition = field<&row::module> == options.external_id_module && in(field<&row::name>, names) &&
                               field<&row::model> == std::string(model);
        constexpr std::string_view wanted[] = {"id", "module", "name", "model", "res_id"};
        auto const rows = decoded<std::vector<row>>(ask(search_of(model_name<row>, condition.nodes(), wanted)));
        if (!rows) return fail(rows.error());

        std::vector<std::int64_t> ids;
        for (auto const& r : *rows)
            if (r.res_id.value_or(0) > 0) ids.push_back(r.res_id.value());
        if (ids.empty()) continue;
        // an external id may outlive its record
        std::string_view const only_id[] = {"id"};
        auto living = decoded<std::vector<only_an_id>>(ask({.model = model,
                                                            .method = "read",
                                                            .ids = ids,
                                                            .args = {{"fields", json_list(only_id), true}},
                                                            .repeat = http::safety::read}));
        // one that a rule hides spoils the whole read; a search leaves it out, unless the user may read none at all
        if (!living && living.error().code == errc::forbidden)
            living = decoded<std::vector<only_an_id>>(
                ask(search_of(model, in(field<&only_an_id::id>, ids).nodes(), only_id)));
        if (!living) return fail(living.error());
        std::unordered_map<std::string_view, std::int64_t> id_of;
        for (auto const& r : *rows) {
            bool const lives = std::any_of(living->begin(), living->end(),
                                           [&](only_an_id const& l) { return l.id == r.res_id.value_or(0); });
            if (lives) id_of.emplace(r.name, r.res_id.value());
        }
        for (std::size_t i = 0; i < some.size(); ++i)
            if (auto const found = id_of.find(names[i]); found != id_of.end())
                out[from + i] = sync::remote_id{std::to_string(found->second)};
    }
    return out;
}

}  // namespace syncline::inline v1::odoo::detail
