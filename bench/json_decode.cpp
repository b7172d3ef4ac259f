// SPDX-License-Identifier: Apache-2.0
// Typed decode: one page of Odoo and one batch of HubSpot into records, against a hand-written simdjson On-Demand
// loop, nlohmann, Boost.JSON and the floor. Times include the destruction of what was read, except where it is reused.
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include <simdjson.h>

#include "harness.hpp"
#include "payloads.hpp"

namespace {

using syncline::decimal;
namespace json = syncline::json;
namespace ondemand = simdjson::ondemand;

using partners = std::vector<bench::odoo_partner<std::string, decimal>>;
using partner_views = std::vector<bench::odoo_partner<std::string_view, decimal>>;
using partners_with_doubles = std::vector<bench::odoo_partner<std::string, double>>;
using contacts = std::vector<bench::hubspot_contact<std::string>>;
using contact_views = std::vector<bench::hubspot_contact<std::string_view>>;

// ---- the hand-written loop ------------------------------------------------------------------------------------

void take(ondemand::value v, std::string& out) {
    if (v.type() == ondemand::json_type::string)
        out = std::string_view(v.get_string());
    else
        out.clear();
}
void take(ondemand::value v, std::optional<json::id_name>& out) {
    if (v.type() != ondemand::json_type::array) {
        out.reset();
        return;
    }
    auto& pair = out.emplace();
    int i = 0;
    for (auto e : v.get_array()) {
        if (i++ == 0)
            pair.id = e.get_int64();
        else
            pair.name = std::string_view(e.get_string());
    }
}
void take(ondemand::value v, std::vector<std::int64_t>& out) {
    out.clear();
    for (auto e : v.get_array()) out.push_back(e.get_int64());
}
void take(ondemand::value v, std::int64_t& out) { out = v.get_int64(); }
void take(ondemand::value v, bool& out) { out = v.get_bool(); }
void take(ondemand::value v, decimal& out) {
    auto token = v.raw_json_token();
    while (token.back() == ' ') token.remove_suffix(1);
    out = *decimal::parse(token);
}
void take_text(ondemand::value v, decimal& out) { out = *decimal::parse(std::string_view(v.get_string())); }

void read_by_hand(ondemand::object row, bench::odoo_partner<std::string, decimal>& p) {
    for (auto field : row) {
        std::string_view const key = field.unescaped_key();
        ondemand::value v = field.value();
        if (key == "id")
            take(v, p.id);
        else if (key == "name")
            take(v, p.name);
        else if (key == "email")
            take(v, p.email);
        else if (key == "phone")
            take(v, p.phone);
        else if (key == "street")
            take(v, p.street);
        else if (key == "street2")
            take(v, p.street2);
        else if (key == "zip")
            take(v, p.zip);
        else if (key == "city")
            take(v, p.city);
        else if (key == "country_id")
            take(v, p.country_id);
        else if (key == "state_id")
            take(v, p.state_id);
        else if (key == "company_id")
            take(v, p.company_id);
        else if (key == "user_id")
            take(v, p.user_id);
        else if (key == "parent_id")
            take(v, p.parent_id);
        else if (key == "category_id")
            take(v, p.category_id);
        else if (key == "child_ids")
            take(v, p.child_ids);
        else if (key == "is_company")
            take(v, p.is_company);
        else if (key == "active")
            take(v, p.active);
        else if (key == "vat")
            take(v, p.vat);
        else if (key == "ref")
            take(v, p.ref);
        else if (key == "website")
            take(v, p.website);
        else if (key == "lang")
            take(v, p.lang);
        else if (key == "credit_limit")
            take(v, p.credit_limit);
        else if (key == "comment")
            take(v, p.comment);
        else if (key == "create_date")
            take(v, p.create_date);
        else if (key == "write_date")
            take(v, p.write_date);
    }
}

void read_by_hand(ondemand::object row, bench::hubspot_contact<std::string>& c) {
    for (auto field : row) {
        std::string_view const key = field.unescaped_key();
        ondemand::value v = field.value();
        if (key == "id")
            take(v, c.id);
        else if (key == "createdAt")
            take(v, c.createdAt);
        else if (key == "updatedAt")
            take(v, c.updatedAt);
        else if (key == "archived")
            take(v, c.archived);
        else if (key == "properties") {
            auto& p = c.properties;
            for (auto inner : v.get_object()) {
                std::string_view const name = inner.unescaped_key();
                ondemand::value x = inner.value();
                if (name == "email")
                    take(x, p.email);
                else if (name == "firstname")
                    take(x, p.firstname);
                else if (name == "lastname")
                    take(x, p.lastname);
                else if (name == "phone")
                    take(x, p.phone);
                else if (name == "company")
                    take(x, p.company);
                else if (name == "jobtitle")
                    take(x, p.jobtitle);
                else if (name == "lifecyclestage")
                    take(x, p.lifecyclestage);
                else if (name == "city")
                    take(x, p.city);
                else if (name == "country")
                    take(x, p.country);
                else if (name == "address")
                    take(x, p.address);
                else if (name == "website")
                    take(x, p.website);
                else if (name == "hs_lead_status")
                    take(x, p.hs_lead_status);
                else if (name == "hs_analytics_source")
                    take(x, p.hs_analytics_source);
                else if (name == "annualrevenue")
                    take_text(x, p.annualrevenue);
                else if (name == "createdate")
                    take(x, p.createdate);
                else if (name == "lastmodifieddate")
                    take(x, p.lastmodifieddate);
                else if (name == "hs_object_id")
                    take(x, p.hs_object_id);
            }
        }
    }
}

template <class Rows>
Rows by_hand(ondemand::parser& parser, simdjson::padded_string const& body, std::string_view list) {
    Rows rows;
    ondemand::document doc = parser.iterate(body);
    for (auto row : doc[list].get_array()) {
        rows.emplace_back();
        read_by_hand(row.get_object(), rows.back());
    }
    return rows;
}

// ---- nlohmann and Boost.JSON: a document first, then the records ----------------------------------------------

struct nlohmann_reader {
    using node = nlohmann::json;
    static node const& at(node const& o, char const* key) { return o[key]; }
    static bool is_text(node const& v) { return v.is_string(); }
    static bool is_list(node const& v) { return v.is_array(); }
    static std::string_view text(node const& v) { return v.get_ref<std::string const&>(); }
    static std::int64_t integer(node const& v) { return v.get<std::int64_t>(); }
    static bool boolean(node const& v) { return v.get<bool>(); }
    static double number(node const& v) { return v.get<double>(); }
    static node const& list(node const& v) { return v; }
};

struct boost_reader {
    using node = boost::json::value;
    static node const& at(node const& o, char const* key) { return o.as_object().at(key); }
    static bool is_text(node const& v) { return v.is_string(); }
    static bool is_list(node const& v) { return v.is_array(); }
    static std::string_view text(node const& v) { return {v.as_string().data(), v.as_string().size()}; }
    static std::int64_t integer(node const& v) { return v.as_int64(); }
    static bool boolean(node const& v) { return v.as_bool(); }
    static double number(node const& v) { return v.to_number<double>(); }
    static boost::json::array const& list(node const& v) { return v.as_array(); }
};

template <class R>
void from_node(typename R::node const& v, std::string& out) {
    if (R::is_text(v)) out = R::text(v);
}
template <class R>
void from_node(typename R::node const& v, std::optional<json::id_name>& out) {
    if (R::is_list(v)) out = json::id_name{R::integer(R::list(v)[0]), std::string(R::text(R::list(v)[1]))};
}
template <class R>
void from_node(typename R::node const& v, std::vector<std::int64_t>& out) {
    for (auto const& e : R::list(v)) out.push_back(R::integer(e));
}
template <class R>
void from_node(typename R::node const& v, std::int64_t& out) {
    out = R::integer(v);
}
template <class R>
void from_node(typename R::node const& v, bool& out) {
    out = R::boolean(v);
}
template <class R>
void from_node(typename R::node const& v, double& out) {
    out = R::number(v);
}
template <class R>
void from_node(typename R::node const& v, decimal& out) {
    out = *decimal::parse(R::text(v));
}
template <class R, syncline::reflect::Described T>
void from_node(typename R::node const& v, T& out) {
    boost::mp11::mp_for_each<syncline::reflect::members_of<T>>(
        [&](auto d) { from_node<R>(R::at(v, d.name), out.*d.pointer); });
}

template <class R, class Rows>
Rows from_list(typename R::node const& doc, char const* list) {
    Rows rows;
    for (auto const& row : R::list(R::at(doc, list))) from_node<R>(row, rows.emplace_back());
    return rows;
}

template <class Rows>
Rows by_nlohmann(std::string const& body, char const* list) {
    return from_list<nlohmann_reader, Rows>(nlohmann::json::parse(body), list);
}

template <class Rows>
Rows by_boost(std::string const& body, char const* list) {
    boost::json::monotonic_resource memory;
    auto const doc = boost::json::parse(body, &memory);
    return from_list<boost_reader, Rows>(doc, list);
}

// ---- the floor: index the text, then copy every string that was asked for -------------------------------------

void materialize(std::string_view from, std::string& to) { to = from; }
void materialize(std::optional<json::id_name_view> const& from, std::optional<json::id_name>& to) {
    if (from) to = json::id_name{from->id, std::string(from->name)};
}
template <class T>
    requires(!syncline::reflect::Described<T>)
void materialize(T const& from, T& to) { to = from; }
template <syncline::reflect::Described From, syncline::reflect::Described To>
void materialize(From const& from, To& to) {
    boost::mp11::mp_for_each<boost::mp11::mp_iota<boost::mp11::mp_size<syncline::reflect::members_of<From>>>>(
        [&](auto i) {
            using f = boost::mp11::mp_at<syncline::reflect::members_of<From>, decltype(i)>;
            using t = boost::mp11::mp_at<syncline::reflect::members_of<To>, decltype(i)>;
            materialize(from.*f::pointer, to.*t::pointer);
        });
}
template <class Rows, class Views>
Rows materialized(Views const& views) {
    Rows rows(views.size());
    for (std::size_t i = 0; i < views.size(); ++i) materialize(views[i], rows[i]);
    return rows;
}

// ---- the lines ------------------------------------------------------------------------------------------------

/// One body with everything that reads it.
template <class Rows, class Views, class PeerRows>
struct payload {
    std::string body;
    simdjson::padded_string padded{body};
    char const* list;  // the member of the envelope that holds the records
    std::string pointer = std::string("/") + list;
    json::dialect dialect;
    ondemand::parser parser{};
    Views views{};  // what the floor copies
    Rows reused{};
    Views reused_views{};
    json::arena arena{};

    payload(std::string b, char const* member, json::dialect d) : body(std::move(b)), list(member), dialect(d) {
        check(json::decode_at_into(views, body, pointer, dialect));
        check(json::decode_at_into(reused, body, pointer, dialect));
        auto const sum = bench::checksum_of(fresh());
        bench::require_equal(sum, bench::checksum_of(reused), "the reused page");
        bench::require_equal(sum, bench::checksum_of(views), "views");
        bench::require_equal(sum, bench::checksum_of(by_hand<Rows>(parser, padded, list)), "the hand-written loop");
        bench::require_equal(sum, bench::checksum_of(by_nlohmann<PeerRows>(body, list)), "nlohmann");
        bench::require_equal(sum, bench::checksum_of(by_boost<PeerRows>(body, list)), "Boost.JSON");
        bench::require_equal(sum, bench::checksum_of(materialized<Rows>(views)), "the floor");
    }

    static void check(syncline::result<void> const& r) {
        if (!r) bench::require_equal(0, 1, r.error().message);
    }

    [[nodiscard]] Rows fresh() {
        auto r = json::decode_at<Rows>(body, pointer, dialect);
        if (!r) bench::require_equal(0, 1, r.error().message);
        return *std::move(r);
    }

    /// `floor` says what no decoder of this kind can pass.
    [[nodiscard]] std::vector<bench::outcome> run(std::string line, std::function<void()> subject, double loop,
                                                  double nlohmann, double boost, std::function<void()> floor,
                                                  double share, bench::settings const& s) {
        return bench::race{
            .line = std::move(line),
            .work = static_cast<double>(body.size()),
            .unit = "MB/s",
            .scale = 1e-6,
            .subject = std::move(subject),
            .anchors = {{"hand-written On-Demand loop", [this] { bench::keep(by_hand<Rows>(parser, padded, list)); },
                         bench::times_as_fast(loop)},
                        {"nlohmann", [this] { bench::keep(by_nlohmann<PeerRows>(body, list)); },
                         bench::times_as_fast(nlohmann)},
                        {"Boost.JSON", [this] { bench::keep(by_boost<PeerRows>(body, list)); },
                         bench::times_as_fast(boost)},
                        {"the floor", std::move(floor), bench::times_as_fast(share)}}}
            .run(s);
    }

    void index_only() { bench::keep(parser.iterate(padded)); }

    [[nodiscard]] std::vector<bench::outcome> run_fresh(std::string line, bench::settings const& s) {
        return run(
            std::move(line), [this] { bench::keep(fresh()); }, 1.5, 12, 3.3,
            [this] {
                index_only();
                bench::keep(materialized<Rows>(views));
            },
            0.55, s);
    }
    [[nodiscard]] std::vector<bench::outcome> run_reused(std::string line, bench::settings const& s) {
        return run(
            std::move(line), [this] { check(json::decode_at_into(reused, body, pointer, dialect)); }, 2.5, 18, 5,
            [this] { index_only(); }, 0.11, s);
    }
    [[nodiscard]] std::vector<bench::outcome> run_views(std::string line, bench::settings const& s) {
        return run(
            std::move(line), [this] { check(json::decode_at_into(reused_views, body, pointer, arena, dialect)); }, 2.7,
            20, 5, [this] { index_only(); }, 0.12, s);
    }
};

[[nodiscard]] auto odoo() {
    return payload<partners, partner_views, partners_with_doubles>(bench::odoo_page(1000), "result", json::odoo);
}
[[nodiscard]] auto hubspot() {
    return payload<contacts, contact_views, contacts>(bench::hubspot_batch(100), "results", json::hubspot);
}

bench::line const lines[] = {
    {"1.odoo.fresh", [](bench::settings const& s) { return odoo().run_fresh("1.odoo.fresh", s); }},
    {"1.hubspot.fresh", [](bench::settings const& s) { return hubspot().run_fresh("1.hubspot.fresh", s); }},
    {"2.odoo.reused", [](bench::settings const& s) { return odoo().run_reused("2.odoo.reused", s); }},
    {"2.odoo.views", [](bench::settings const& s) { return odoo().run_views("2.odoo.views", s); }},
    {"2.hubspot.reused", [](bench::settings const& s) { return hubspot().run_reused("2.hubspot.reused", s); }},
    {"2.hubspot.views", [](bench::settings const& s) { return hubspot().run_views("2.hubspot.views", s); }},
};

}  // namespace
