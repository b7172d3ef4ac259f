// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <boost/mp11/algorithm.hpp>

#include <syncline/core/decimal.hpp>
#include <syncline/core/rfc3339.hpp>
#include <syncline/json/id_name.hpp>
#include <syncline/model/contract.hpp>
#include <syncline/model/party.hpp>
#include <syncline/model/product.hpp>
#include <syncline/model/project.hpp>
#include <syncline/odoo/detail/session.hpp>
#include <syncline/odoo/detail/values.hpp>
#include <syncline/sync/plan.hpp>
#include <syncline/sync/target.hpp>

// A record on its way into Odoo, as rows of cells. Templates and the model mappings fill it in; compiled code compares
// it with what is there and sends it.

namespace syncline::inline v1::odoo::detail {

enum class cell_kind : std::uint8_t {
    text,       ///< char, text, selection, date and datetime, as Odoo writes them.
    url,        ///< A text that Odoo puts `http://` in front of.
    boolean,    ///< `1` or `0`.
    number,     ///< Exact digits.
    reference,  ///< A many2one: the id's digits.
};

/// What becomes of a value once the record is there.
enum class column_life : std::uint8_t {
    follows,   ///< Compared, and written where it differs.
    only_new,  ///< Given to new records; later on Odoo owns it.
    fixed,     ///< Another value there is an error and never written over.
};

struct column {
    std::string_view name;
    cell_kind kind = cell_kind::text;
    column_life life = column_life::follows;
    std::string_view member{};  ///< What a host calls it; set where `name` may be empty: a field the server may lack.
};

struct cell {
    field_state state = field_state::absent;
    std::string text{};  ///< When `state` is value.

    friend bool operator==(cell const&, cell const&) = default;
};

[[nodiscard]] inline cell filled(std::string text) { return {field_state::value, std::move(text)}; }

/// A line or task: a record that lives inside another one, with an external id of its own.
struct child_row {
    std::string name_suffix{};  ///< Behind the parent's external name.
    std::vector<cell> cells{};
};

/// What one record shall be.
struct image {
    std::vector<cell> cells{};
    std::vector<child_row> children{};
    std::string match{};                  ///< What an existing record is recognised by; empty: by nothing.
    std::vector<decimal> line_amounts{};  ///< Exact.
    std::string currency{};               ///< What the amounts are in; empty: nobody said.
    std::int64_t company = 0;             ///< Calls about the record are made in this company alone; 0: nobody said.
};

/// A country or one of its states, as this server numbers them.
struct place {
    std::string country{};  ///< ISO 3166-1 alpha-2 code.
    std::string code{};     ///< Of a state; empty: the country itself.
    std::string name{};     ///< Of a state.
    std::int64_t id = 0;
};

/// What Odoo must know about the kind of record.
struct plan {
    std::string_view model;
    std::vector<column> columns{};

    std::string_view match_field{};
    bool match_companies_only = false;

    std::string_view child_field{};  ///< The one2many.
    std::string_view child_model{};
    std::string_view child_parent{};  ///< The many2one back.
    std::string_view child_suffix{};  ///< What every child's `name_suffix` begins with.
    std::vector<column> child_columns{};
    bool children_follow = false;  ///< Children change and go with the record; else only missing ones are added.

    bool has_amounts = false;  ///< `amount_untaxed` is the sum of the line amounts.

    std::vector<place> places{};  ///< Those the records' addresses name.
};

struct upsert_item {
    sync::idempotency_key key;
    std::optional<sync::remote_id> known{};
    result<detail::image> image;
};

[[nodiscard]] std::vector<result<sync::upserted>> upsert(caller const& c, plan const& p, std::vector<upsert_item> items,
                                                         context const& ctx);
/// Takes the values of these fields out.
void blank(plan const& p, std::vector<upsert_item>& items, std::span<std::string const> fields);
[[nodiscard]] std::vector<result<sync::predicted>> predict(caller const& c, plan const& p,
                                                           std::vector<upsert_item> items, sync::rehearsal& made_up,
                                                           context const& ctx);
[[nodiscard]] result<std::vector<std::optional<sync::remote_id>>> find(caller const& c, std::string_view model,
                                                                       std::span<sync::idempotency_key const> keys,
                                                                       context const& ctx);

// ---- described records ------------------------------------------------------------------------------------------

template <class T>
[[nodiscard]] consteval cell_kind kind_of() {
    static_assert(!std::is_floating_point_v<T>, "syncline: a double has lost digits; use syncline::decimal");
    if constexpr (std::is_same_v<T, bool>)
        return cell_kind::boolean;
    else if constexpr (std::is_same_v<T, decimal> || std::is_integral_v<T>)
        return cell_kind::number;
    else if constexpr (std::is_same_v<T, json::id_name>)
        return cell_kind::reference;
    else
        return cell_kind::text;
}

[[nodiscard]] inline cell to_cell(std::string_view v) {
    // Odoo knows no difference between a blank text and an empty one
    return v.empty() ? cell{field_state::empty} : filled(std::string(v));
}
[[nodiscard]] inline cell to_cell(std::string const& v) { return to_cell(std::string_view(v)); }
template <class B>
    requires std::is_same_v<B, bool>
[[nodiscard]] cell to_cell(B v) { return filled(v ? "1" : "0"); }
template <class I>
    requires(std::is_integral_v<I> && !std::is_same_v<I, bool>)
[[nodiscard]] cell to_cell(I v) { return filled(std::to_string(v)); }
[[nodiscard]] inline cell to_cell(decimal const& v) { return filled(v.to_string()); }
[[nodiscard]] inline cell to_cell(instant v) { return filled(format_utc_datetime(v)); }
[[nodiscard]] inline cell to_cell(local_date v) { return filled(format_date(v)); }
[[nodiscard]] inline cell to_cell(json::id_name const& v) { return filled(std::to_string(v.id)); }
template <class U>
[[nodiscard]] cell to_cell(std::optional<U> const& v) {
    return v ? to_cell(*v) : cell{};
}
template <class U>
[[nodiscard]] cell to_cell(field_value<U> const& v) {
    return v.has_value() ? to_cell(v.value()) : cell{v.state()};
}

/// How records of type T go into Odoo: described records by their members, canonical objects as this library maps them.
template <class T>
struct writer_of {
    static_assert(Record<T>, "syncline: this type has no place in Odoo; describe it and give it a model_name");

    [[nodiscard]] static std::string_view model() { return model_name<T>; }

    [[nodiscard]] static result<detail::plan> plan(session& s, std::span<sync::outgoing<T> const>, context const& ctx) {
        auto const names = resolve(s, record_of<T>, ctx);
        if (!names) return fail(names.error());
        detail::plan p{.model = model_name<T>};
        std::size_t i = 0;
        boost::mp11::mp_for_each<reflect::members_of<T>>([&](auto d) {
            using descriptor = decltype(d);
            if constexpr (is_written<T, descriptor>)
                p.columns.push_back({.name = (*names)[i],
                                     .kind = kind_of<typename held<member_type<T, descriptor>>::type>(),
                                     .member = descriptor::name});
            if constexpr (!is_bag<T, descriptor>) ++i;
        });
        return p;
    }

    [[nodiscard]] static result<detail::image> image(T const& record, detail::plan const&) {
        detail::image out;
        boost::mp11::mp_for_each<reflect::members_of<T>>([&](auto d) {
            using descriptor = decltype(d);
            if constexpr (is_written<T, descriptor>) out.cells.push_back(to_cell(record.*descriptor::pointer));
        });
        return out;
    }
};

template <class Object>
struct canonical_writer {
    [[nodiscard]] static std::string_view model();
    [[nodiscard]] static result<detail::plan> plan(session& s, std::span<sync::outgoing<Object> const> records,
                                                   context const& ctx);
    [[nodiscard]] static result<detail::image> image(Object const& object, detail::plan const& p);
};

template <>
struct writer_of<model::party> : canonical_writer<model::party> {};
template <>
struct writer_of<model::product> : canonical_writer<model::product> {};
template <>
struct writer_of<model::contract> : canonical_writer<model::contract> {};
template <>
struct writer_of<model::project> : canonical_writer<model::project> {};

}  // namespace syncline::inline v1::odoo::detail
