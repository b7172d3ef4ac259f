// SPDX-License-Identifier: Apache-2.0
// Typed encode: 1,000 partners as Odoo would be sent them, against nlohmann, Boost.JSON and the copy of the bytes.
#include <boost/json/array.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <cstring>
#include <nlohmann/json.hpp>

#include <syncline/json/encode.hpp>

#include "harness.hpp"
#include "payloads.hpp"

namespace {

using syncline::decimal;
namespace json = syncline::json;

using partners = std::vector<bench::odoo_partner<std::string, decimal>>;
using partners_with_doubles = std::vector<bench::odoo_partner<std::string, double>>;

// ---- the peers build a document first; what is absent they leave out as we do ----------------------------------

struct nlohmann_writer {
    using node = nlohmann::ordered_json;
    static void add(node& row, char const* key, node v) { row[key] = std::move(v); }
    static node text(std::string const& s) { return s; }
    static node list(std::vector<std::int64_t> const& v) { return v; }
};

struct boost_writer {
    using node = boost::json::value;
    static void add(boost::json::object& row, char const* key, node v) { row.emplace(key, std::move(v)); }
    static node text(std::string const& s) { return boost::json::string_view(s); }
    static node list(std::vector<std::int64_t> const& v) {
        boost::json::array out;
        for (auto const i : v) out.emplace_back(i);
        return out;
    }
};

template <class W, class Row, class T>
void add_member(Row& row, char const* key, T const& v) {
    if constexpr (std::is_same_v<T, std::string>)
        W::add(row, key, W::text(v));
    else if constexpr (std::is_same_v<T, std::vector<std::int64_t>>)
        W::add(row, key, W::list(v));
    else if constexpr (std::is_same_v<T, std::optional<json::id_name>>) {
        if (v) W::add(row, key, v->id);
    } else
        W::add(row, key, v);
}

template <class W, class Row, class T>
void add_members(Row& row, T const& record) {
    boost::mp11::mp_for_each<syncline::reflect::members_of<T>>(
        [&](auto d) { add_member<W>(row, d.name, record.*d.pointer); });
}

[[nodiscard]] std::string by_nlohmann(partners_with_doubles const& rows) {
    nlohmann::ordered_json doc = nlohmann::ordered_json::array();
    for (auto const& r : rows) {
        nlohmann::ordered_json row = nlohmann::ordered_json::object();
        add_members<nlohmann_writer>(row, r);
        doc.push_back(std::move(row));
    }
    return doc.dump();
}

[[nodiscard]] std::string by_boost(partners_with_doubles const& rows) {
    boost::json::array doc;
    doc.reserve(rows.size());
    for (auto const& r : rows) {
        boost::json::object row;
        add_members<boost_writer>(row, r);
        doc.emplace_back(std::move(row));
    }
    return boost::json::serialize(doc);
}

[[nodiscard]] std::vector<bench::outcome> run(bench::settings const& s, bool reused) {
    auto const body = bench::odoo_page(1000);
    auto const rows = json::decode_at<partners>(body, "/result", json::odoo).value();
    auto const peer_rows = json::decode_at<partners_with_doubles>(body, "/result", json::odoo).value();

    auto const text = json::encode(rows, json::odoo);
    auto const sum = std::hash<nlohmann::json>{}(nlohmann::json::parse(text));
    bench::require_equal(sum, std::hash<nlohmann::json>{}(nlohmann::json::parse(by_nlohmann(peer_rows))), "nlohmann");
    bench::require_equal(sum, std::hash<nlohmann::json>{}(nlohmann::json::parse(by_boost(peer_rows))), "Boost.JSON");

    std::string out;
    std::string copy(text.size(), '\0');
    return bench::race{
        .line = reused ? "3.odoo.encode.reused" : "3.odoo.encode",
        .work = static_cast<double>(text.size()),
        .unit = "MB/s",
        .scale = 1e-6,
        .subject =
            [&] {
                if (!reused) out = std::string();
                out.clear();
                json::encode_to(out, rows, json::odoo);
                bench::keep(out);
            },
        .anchors = {{"nlohmann", [&] { bench::keep(by_nlohmann(peer_rows)); }, bench::times_as_fast(reused ? 22 : 18)},
                    {"Boost.JSON", [&] { bench::keep(by_boost(peer_rows)); }, bench::times_as_fast(4)},
                    {"the floor (memcpy)",
                     [&] {
                         std::memcpy(copy.data(), text.data(), text.size());
                         bench::keep(copy);
                     },
                     bench::times_as_fast(0.07)}}}
        .run(s);
}

bench::line const lines[] = {
    {"3.odoo.encode", [](bench::settings const& s) { return run(s, false); }},
    {"3.odoo.encode.reused", [](bench::settings const& s) { return run(s, true); }},
};

}  // namespace
