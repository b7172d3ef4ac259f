// SPDX-License-Identifier: Apache-2.0
#include <syncline/crm/hubspot/source.hpp>

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <boost/describe/class.hpp>

#include <syncline/core/category.hpp>
#include <syncline/crm/hubspot/client.hpp>
#include <syncline/json/decode.hpp>
#include <syncline/json/raw.hpp>
#include <syncline/reflect/holds.hpp>

namespace syncline::inline v1::crm::hubspot {
namespace {

external_ref ref(std::string_view object, std::string id) {
    return {.system = "hubspot", .object = std::string(object), .id = std::move(id)};
}

/// The text of a field, or of the next best one; empty when all are blank.
std::string text_of(field_value<std::string> const& first, field_value<std::string> const& otherwise) {
    if (first.has_value() && !first.value().empty()) return first.value();
    return otherwise.has_value() ? otherwise.value() : std::string();
}

/// Ids are numbers of any length: by value, so that the same set always comes in the same order.
bool id_less(std::string_view a, std::string_view b) { return a.size() != b.size() ? a.size() < b.size() : a < b; }

model::party to_model(object<company> const& o) {
    auto const& p = o.properties;
    model::party out{.source = ref("companies", o.id), .name = text_of(p.name, p.domain)};
    out.website = p.website.has_value() ? p.website : p.domain;
    out.phone = p.phone;
    out.industry = p.industry;
    out.country = p.country;
    if (p.hs_parent_company_id.has_value()) out.parent = ref("companies", p.hs_parent_company_id.value());
    auto const merged = p.hs_merged_object_ids.value_or("");
    for (std::string_view left = merged; !left.empty();) {
        auto const id = left.substr(0, left.find(';'));
        left.remove_prefix(std::min(left.size(), id.size() + 1));
        if (!id.empty()) out.merged_from.push_back(ref("companies", std::string(id)));
    }
    return out;
}

model::product to_model(object<product> const& o) {
    auto const& p = o.properties;
    model::product out{
        .source = ref("products", o.id), .code = text_of(p.hs_sku, p.name), .name = text_of(p.name, p.hs_sku)};
    auto const type = p.hs_product_type.value_or("");
    out.kind =
        type == "inventory" || type == "non_inventory" ? model::product_kind::goods : model::product_kind::service;
    if (p.price.has_value()) out.list_price = p.price.value();
    out.description = p.description;
    return out;
}

model::opportunity_line to_model(object<line_item> const& o) {
    auto const& p = o.properties;
    return {.source = ref("line_items", o.id),
            .product_code = text_of(p.hs_sku, p.name),
            .description = text_of(p.description, p.name),
            .quantity = p.quantity.value_or(decimal()),
            .unit_price = p.price.value_or(decimal())};
}

/// Without party and lines.
model::opportunity to_model(object<deal> const& o) {
    auto const& p = o.properties;
    model::opportunity out{.source = ref("deals", o.id), .name = p.dealname.value_or("")};
    out.stage = p.hs_is_closed_won.value_or(false) ? model::opportunity_stage::won
                : p.hs_is_closed.value_or(false)   ? model::opportunity_stage::lost
                                                   : model::opportunity_stage::open;
    out.stage_text = p.dealstage.value_or("");
    if (p.amount.has_value()) out.amount = p.amount.value();
    out.currency = p.deal_currency_code;
    if (p.closedate.has_value())
        out.close_date = local_date(std::chrono::floor<std::chrono::days>(p.closedate.value()));
    out.owner = p.hubspot_owner_id;
    return out;
}

template <class M>
struct record_of;
template <>
struct record_of<model::party> {
    using type = company;
};
template <>
struct record_of<model::product> {
    using type = product;
};
template <>
struct record_of<model::opportunity> {
    using type = deal;
};

/// What an answer held: the records, and those of which no more than the id could be read.
template <Record R>
struct rows {
    std::vector<object<R>> read{};
    std::vector<sync::unreadable_record> unreadable{};
    std::string after{};
};

struct raw_listing {
    std::vector<json::raw> results{};
    std::optional<hubspot::paging> paging{};
};
BOOST_DESCRIBE_STRUCT(raw_listing, (), (results, paging))

struct only_id {
    std::string id{};
};
BOOST_DESCRIBE_STRUCT(only_id, (), (id))

template <Record R>
result<rows<R>> rows_of(std::string const& body, std::string_view call) {
    if (auto all = json::decode<listing<R>>(body, json::hubspot); all) {
        auto after = all->next();
        return rows<R>{.read = std::move(all->results), .after = std::move(after)};
    }
    // something in it cannot be read: row by row, so that the neighbours pass
    auto raw = json::decode<raw_listing>(body, json::hubspot);
    if (!raw) return fail(detail::undecodable(object_type<R>, call, std::move(raw).error()));
    rows<R> out;
    if (raw->paging && raw->paging->next) out.after = raw->paging->next->after;
    for (auto const& row : raw->results) {
        auto record = json::decode<object<R>>(row.text, json::hubspot);
        if (record) {
            out.read.push_back(*std::move(record));
            continue;
        }
        auto named = json::decode<only_id>(row.text, json::hubspot);
        if (!named) return fail(detail::undecodable(object_type<R>, call, std::move(named).error()));
        auto why = std::move(record).error();
        why.code = errc::mapping;  // this record's trouble, not the answer's
        why.reason = category::schema_drift;
        out.unreadable.push_back({ref(object_type<R>, std::move(named->id)), std::move(why)});
    }
    return out;
}

template <Record R>
result<rows<R>> read_all(detail::session& s, std::span<std::string const> ids, context const& ctx) {
    rows<R> all;
    auto const page = [&](std::string const& body) -> result<void> {
        auto some = rows_of<R>(body, "batch/read");
        if (!some) return fail(std::move(some).error());
        std::move(some->read.begin(), some->read.end(), std::back_inserter(all.read));
        std::move(some->unreadable.begin(), some->unreadable.end(), std::back_inserter(all.unreadable));
        return {};
    };
    auto rest = detail::batch_read(s, {object_type<R>, detail::property_names<R>, ids, {}}, page, ctx);
    if (!rest) return fail(std::move(rest).error());
    // one survivor may come from several batches
    auto const once = [](auto& records, auto id_of) {
        std::stable_sort(records.begin(), records.end(),
                         [&](auto const& a, auto const& b) { return id_less(id_of(a), id_of(b)); });
        records.erase(std::unique(records.begin(), records.end(),
                                  [&](auto const& a, auto const& b) { return id_of(a) == id_of(b); }),
                      records.end());
    };
    once(all.read, [](object<R> const& o) -> std::string const& { return o.id; });
    once(all.unreadable, [](sync::unreadable_record const& u) -> std::string const& { return u.source.id; });
    return all;
}

/// A deal on its way to an opportunity: its links are known, or still to be read.
struct draft {
    model::opportunity deal;
    std::vector<std::string> lines;
    bool companies_open = true;
    bool lines_open = true;
};

draft with_inline_links(object<deal> const& o, model::opportunity deal) {
    draft out{.deal = std::move(deal), .lines = {}};
    auto const* const companies = o.linked("companies");
    out.companies_open = companies && companies->incomplete();
    if (companies && !companies->results.empty()) {
        auto const primary = std::find_if(companies->results.begin(), companies->results.end(),
                                          [](auto const& a) { return a.type == "deal_to_company"; });
        auto const& chosen = primary != companies->results.end() ? *primary : companies->results.front();
        out.deal.party = ref("companies", chosen.id);
    }
    auto const* const lines = o.linked("line_items");
    out.lines_open = lines && lines->incomplete();
    if (lines && !out.lines_open)
        for (auto const& l : lines->results) out.lines.push_back(l.id);
    return out;
}

/// Reads the links and lines the drafts still lack, and adds what they become to the page.
result<void> complete(detail::session& s, std::vector<draft> drafts, sync::page<model::opportunity>& page,
                      context const& ctx) {
    auto const open_links = [&](bool draft::*open, std::string_view type, auto take) -> result<void> {
        std::vector<std::string> ids;
        std::vector<draft*> of;
        for (auto& d : drafts)
            if (d.*open) {
                ids.push_back(d.deal.source.id);
                of.push_back(&d);
            }
        if (ids.empty()) return {};
        auto links = detail::associations_of(s, "deals", type, ids, ctx);
        if (!links) return fail(std::move(links).error());
        for (std::size_t i = 0; i < of.size(); ++i) take(*of[i], (*links)[i].to);
        return {};
    };
    auto done = open_links(&draft::companies_open, "companies", [](draft& d, std::vector<association> const& to) {
        auto const primary = std::find_if(to.begin(), to.end(), [](auto const& a) { return a.primary; });
        if (primary != to.end())
            d.deal.party = ref("companies", primary->to);
        else if (!to.empty())
            d.deal.party = ref("companies", to.front().to);
    });
    if (done)
        done = open_links(&draft::lines_open, "line_items", [](draft& d, std::vector<association> const& to) {
            for (auto const& a : to) d.lines.push_back(a.to);
        });
    if (!done) return fail(std::move(done).error());

    std::vector<std::string> line_ids;
    for (auto& d : drafts) {
        std::sort(d.lines.begin(), d.lines.end(), id_less);
        d.lines.erase(std::unique(d.lines.begin(), d.lines.end()), d.lines.end());
        line_ids.insert(line_ids.end(), d.lines.begin(), d.lines.end());
    }
    auto items = read_all<line_item>(s, line_ids, ctx);
    if (!items) return fail(std::move(items).error());
    std::unordered_map<std::string_view, object<line_item> const*> by_id;
    for (auto const& i : items->read) by_id.emplace(i.id, &i);
    std::unordered_map<std::string_view, error const*> broken;
    for (auto const& u : items->unreadable) broken.emplace(u.source.id, &u.why);
    for (auto& d : drafts) {
        error const* why = nullptr;
        for (auto const& id : d.lines) {
            if (auto const at = by_id.find(id); at != by_id.end())
                d.deal.lines.push_back(to_model(*at->second));
            else if (auto const bad = broken.find(id); bad != broken.end() && !why)
                page.unreadable.push_back({d.deal.source, error(*(why = bad->second)).within("line_items " + id)});
        }
        if (!why) page.records.push_back(std::move(d.deal));
    }
    return {};
}

}  // namespace

template <class M>
result<sync::page<M>> source<M>::changes(sync::cursor const& since, context const& ctx) {
    using record = typename record_of<M>::type;
    constexpr bool deals = std::is_same_v<M, model::opportunity>;
    static std::string const links[] = {"companies", "line_items"};
    std::span<std::string const> const associated =
        deals ? std::span<std::string const>(links) : std::span<std::string const>();

    sync::page<M> out;
    std::vector<draft> drafts;
    auto after = since.text;
    do {
        auto const page_after = [&](std::string_view where) {
            return detail::list(*session_,
                                {.type = object_type<record>,
                                 .properties = detail::property_names<record>,
                                 .associations = associated,
                                 .after = where},
                                ctx);
        };
        auto body = page_after(after);
        // a stored cursor it does not know any more: from the start, as behind the last page
        if (!body && body.error().code == errc::rejected && !after.empty()) body = page_after({});
        if (!body) return fail(std::move(body).error());
        auto found = rows_of<record>(*body, "list");
        if (!found) return fail(std::move(found).error());
        out.read += found->read.size() + found->unreadable.size();
        std::move(found->unreadable.begin(), found->unreadable.end(), std::back_inserter(out.unreadable));
        for (auto const& o : found->read) {
            auto made = to_model(o);
            if (condition_ && !holds(*condition_, made)) continue;
            if constexpr (deals)
                drafts.push_back(with_inline_links(o, std::move(made)));
            else
                out.records.push_back(std::move(made));
        }
        if (!after.empty() && found->after == after)
            return fail(detail::undecodable(
                object_type<record>, "list",
                {.code = errc::malformed,
                 .message = "the next page starts where this one did, which would go on for ever"}));
        after = std::move(found->after);
    } while (!after.empty() && drafts.size() + out.records.size() < options_.page_records);
    if constexpr (deals) {
        if (auto done = complete(*session_, std::move(drafts), out, ctx); !done) return fail(std::move(done).error());
    }
    out.last = after.empty();
    out.next.text = std::move(after);
    return out;
}

template <class M>
result<sync::page<M>> source<M>::read(std::span<std::string const> ids, context const& ctx) {
    auto found = read_all<typename record_of<M>::type>(*session_, ids, ctx);
    if (!found) return fail(std::move(found).error());
    sync::page<M> out;
    out.read = found->read.size() + found->unreadable.size();
    out.unreadable = std::move(found->unreadable);
    if constexpr (std::is_same_v<M, model::opportunity>) {
        std::vector<draft> drafts;  // batch/read knows no associations: all links are open
        for (auto const& o : found->read) drafts.push_back({.deal = to_model(o), .lines = {}});
        if (auto done = complete(*session_, std::move(drafts), out, ctx); !done) return fail(std::move(done).error());
    } else {
        for (auto const& o : found->read) out.records.push_back(to_model(o));
    }
    return out;
}

template class source<model::party>;
template class source<model::product>;
template class source<model::opportunity>;

}  // namespace syncline::inline v1::crm::hubspot
