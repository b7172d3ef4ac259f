// SPDX-License-Identifier: Apache-2.0
#include <syncline/odoo/detail/upsert.hpp>

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <type_traits>
#include <utility>

#include <boost/describe/class.hpp>

#include <syncline/core/category.hpp>
#include <syncline/core/text.hpp>
#include <syncline/json/writer.hpp>
#include <syncline/mapping/country.hpp>
#include <syncline/mapping/language.hpp>
#include <syncline/odoo/external_id.hpp>

#include "odoo/rows.hpp"
#include "odoo/session.hpp"

// The canonical objects as records of Odoo: docs/reference/odoo.md has the table.

namespace syncline::inline v1::odoo::detail {
namespace {

using enum cell_kind;
using enum column_life;

/// The id a reference stands for, once it has been resolved to a record of this model; in a plan it may be made up.
result<cell> reference_cell(std::string_view member, external_ref const& ref, std::string_view model) {
    std::string_view number = ref.id;
    if (sync::rehearsal::is_made_up(number)) number.remove_prefix(1);
    bool const digits = !number.empty() && number.size() <= 18 && number.front() != '0' &&
                        std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (ref.system == "odoo" && ref.object == model && digits) return filled(ref.id);
    return fail(errc::mapping, std::string(member) + ": found " + shorten(ref.system) + "/" + shorten(ref.object) +
                                   " \"" + shorten(ref.id) + "\", expected a resolved odoo/" + std::string(model) +
                                   " id");
}

result<cell> required_text(std::string_view member, std::string_view text) {
    if (trimmed(text).empty()) return fail(errc::mapping, std::string(member) + ": found no text, expected some");
    return filled(std::string(trimmed(text)));
}

result<cell> active_cell(field_value<bool> const& active) {
    if (active.is_empty()) return fail(errc::mapping, "active: found it blank, expected true or false");
    return to_cell(active);
}

/// The company that sells. Odoo would take the user's own where none is named: the wrong one, sooner or later.
result<cell> seller_cell(external_ref const& legal_entity) {
    auto c = legal_entity == external_ref{} ? fail(errc::mapping,
                                                   "legal_entity: found none, expected the company that "
                                                   "sells")
                                            : reference_cell("legal_entity", legal_entity, "res.company");
    if (!c) c.error().reason = category::legal_entity_not_mapped;
    return c;
}

// ---- every member has a fate --------------------------------------------------------------------------------------

template <auto... Members>
struct members {};

/// Of an object and the members that are written and left out on purpose. A member that is in neither list, or that the
/// object has not, does not compile: nobody adds one to the model and has it lost here without a word.
template <class Object, class Written, class LeftOut>
struct fate_of;
template <class Object, auto... Written, auto... LeftOut>
struct fate_of<Object, members<Written...>, members<LeftOut...>> {
    template <class Descriptor>
    static constexpr int times =
        (0 + ... + static_cast<int>(std::is_same_v<members<Descriptor::pointer>, members<Written>>)) +
        (0 + ... + static_cast<int>(std::is_same_v<members<Descriptor::pointer>, members<LeftOut>>));

    template <class Descriptor>
    static consteval bool decided() {
        static_assert(times<Descriptor> == 1, "syncline: say once of this member whether Odoo is told of it");
        return true;
    }
    template <template <class...> class List, class... Descriptors>
    static consteval bool all(List<Descriptors...>) {
        return (decided<Descriptors>() && ...) && sizeof...(Descriptors) == sizeof...(Written) + sizeof...(LeftOut);
    }
    static constexpr bool is_complete = all(reflect::members_of<Object>{});
};

using model::party;
static_assert(fate_of<party,
                      members<&party::kind, &party::name, &party::website, &party::phone, &party::email, &party::parent,
                              &party::number, &party::tax_ids, &party::address, &party::language, &party::active>,
                      members<&party::source,      // ours
                              &party::industry,    // a list of the company's own there, any text here
                              &party::country,     // any text; the address has the one that counts
                              &party::legal_name,  // one name there
                              &party::currency,    // a matter of the price list
                              &party::owner,       // a user there, any text here
                              &party::lifecycle,   // follows from orders and invoices
                              &party::merged_from>>::is_complete);
using model::tax_id;
static_assert(fate_of<tax_id, members<&tax_id::scheme, &tax_id::value>,
                      members<&tax_id::country,  // in the number's first letters, or the address
                              &tax_id::state, &tax_id::checked>>::is_complete);
using model::address;
static_assert(fate_of<address,
                      members<&address::line1, &address::line2, &address::line3, &address::locality, &address::region,
                              &address::postal_code, &address::country>,
                      members<>>::is_complete);
using model::product;
static_assert(
    fate_of<product,
            members<&product::code, &product::name, &product::kind, &product::list_price, &product::description,
                    &product::active>,
            members<&product::source, &product::unit, &product::category, &product::billing,  // Odoo's own, and what
                                                                                              // accounts hang on
                    &product::cost>>::is_complete);  // worked out there from what was bought
using model::contract;
static_assert(fate_of<contract,
                      members<&contract::legal_entity, &contract::party, &contract::reference, &contract::signed_on,
                              &contract::currency, &contract::lines>,
                      members<&contract::opportunity,                // the identity map knows
                              &contract::version, &contract::state,  // orders are confirmed and cancelled by steps
                              &contract::period, &contract::notice_by, &contract::quote>>::is_complete);
using model::contract_line;
static_assert(fate_of<contract_line,
                      members<&contract_line::product, &contract_line::description, &contract_line::quantity,
                              &contract_line::unit_price>,
                      members<&contract_line::key, &contract_line::unit, &contract_line::billing,
                              &contract_line::cap>>::is_complete);
using model::project;
static_assert(
    fate_of<project, members<&project::party, &project::contract, &project::name, &project::tasks>,
            members<&project::opportunity, &project::manager, &project::milestones, &project::state, &project::starts,
                    &project::ends, &project::budget_hours, &project::billable, &project::analytic>>::is_complete);
using model::task;
static_assert(fate_of<task, members<&task::slug, &task::name, &task::planned_hours>,
                      members<&task::parent, &task::milestone, &task::due, &task::contract_line>>::is_complete);

/// Puts cells into an image as long as none fails.
class filler {
public:
    explicit filler(std::vector<cell>& cells) : cells_(&cells) {}

    filler& add(result<cell> c) {
        if (c) {
            cells_->push_back(*std::move(c));
        } else {
            cells_->emplace_back();
            if (!failed_) failed_ = std::move(c).error();
        }
        return *this;
    }

    [[nodiscard]] result<void> done() const {
        if (failed_) return fail(*failed_);
        return {};
    }

private:
    std::vector<cell>* cells_;
    std::optional<error> failed_{};
};

}  // namespace

// ---- party -> res.partner ---------------------------------------------------------------------------------------

template <>
std::string_view canonical_writer<model::party>::model() {
    return "res.partner";
}

namespace {

constexpr std::array<column, 17> partner_columns{{{"name"},
                                                  {"is_company", boolean},
                                                  {"website", url},
                                                  {"phone"},
                                                  {"email"},
                                                  {"parent_id", reference},
                                                  {"ref"},
                                                  {"vat"},
                                                  {"company_registry"},
                                                  {"lang"},
                                                  {"active", boolean},
                                                  {"street"},
                                                  {"street2"},
                                                  {"city"},
                                                  {"zip"},
                                                  {"country_id", reference},
                                                  {"state_id", reference}}};
constexpr std::size_t always_read = 6;

std::string lower(std::string_view text) {
    std::string out(trimmed(text));
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    return out;
}

struct place_row {
    std::int64_t id = 0;
    field_value<std::string> code{};
    field_value<std::string> name{};
    field_value<json::id_name> country_id{};
};
BOOST_DESCRIBE_STRUCT(place_row, (), (id, code, name, country_id))

/// The country of an address as a code; empty where none is told.
result<std::string> country_of(model::address const& a) {
    if (a.country.has_value() && !trimmed(a.country.value()).empty()) {
        auto code = to_country_code(a.country.value());
        if (!code) return fail_within("address.country", std::move(code).error());
        return code;
    }
    return std::string();
}

result<std::vector<place_row>> rows_of(session& s, std::string_view model, std::string domain,
                                       std::span<std::string_view const> fields, context const& ctx) {
    return decoded<std::vector<place_row>>(
        s.call({.model = model,
                .method = "search_read",
                .args = {{"domain", std::move(domain), true}, {"fields", json_list(fields)}},
                .repeat = http::safety::read},
               ctx));
}

/// The countries these addresses name, and the states of those in which one names a region: two calls at most.
result<std::vector<place>> places_of(session& s, std::span<sync::outgoing<model::party> const> records,
                                     context const& ctx) {
    std::set<std::string> countries;
    std::set<std::string> with_states;
    for (auto const& r : records) {
        if (!r.record.address) continue;
        auto const code = country_of(*r.record.address);
        if (!code || code->empty()) continue;  // the record itself is refused, its neighbours are not
        countries.insert(*code);
        if (r.record.address->region.has_value()) with_states.insert(*code);
    }
    std::vector<place> out;
    if (countries.empty()) return out;
    std::string domain;
    json::writer w{domain, json::odoo};
    w.begin_array().begin_array().value("code").value("in").begin_array();
    for (auto const& c : countries) w.value(c);
    w.end_array().end_array().end_array();
    constexpr std::string_view of_country[] = {"code"};
    auto const found = rows_of(s, "res.country", std::move(domain), of_country, ctx);
    if (!found) return fail(found.error());
    for (auto const& row : *found) out.push_back({.country = row.code.value_or(""), .id = row.id});
    if (with_states.empty()) return out;

    std::string of_these;
    json::writer v{of_these, json::odoo};
    v.begin_array().begin_array().value("country_id").value("in").begin_array();
    for (auto const& p : out)
        if (with_states.contains(p.country)) v.value(p.id);
    v.end_array().end_array().end_array();
    constexpr std::string_view of_state[] = {"code", "name", "country_id"};
    auto const states = rows_of(s, "res.country.state", std::move(of_these), of_state, ctx);
    if (!states) return fail(states.error());
    auto const all_countries = out;
    for (auto const& row : *states)
        for (auto const& c : all_countries)
            if (row.country_id.has_value() && row.country_id.value().id == c.id)
                out.push_back({c.country, row.code.value_or(""), row.name.value_or(""), row.id});
    return out;
}

result<cell> country_cell(model::address const& a, std::vector<place> const& places) {
    auto const code = country_of(a);
    if (!code) return fail(code.error());
    if (code->empty()) return cell{a.country.is_absent() ? field_state::absent : field_state::empty};
    for (auto const& p : places)
        if (p.country == *code && p.name.empty()) return filled(std::to_string(p.id));
    return fail(errc::mapping, "address.country: found " + *code + ", expected a country that this Odoo knows");
}

result<cell> state_cell(model::address const& a, std::vector<place> const& places) {
    if (!a.region.has_value() || trimmed(a.region.value()).empty())
        return cell{a.region.is_absent() ? field_state::absent : field_state::empty};
    auto const country = country_of(a);
    if (!country) return fail(country.error());
    if (country->empty())
        return fail(errc::mapping, "address.region: found \"" + shorten(a.region.value()) +
                                       "\" without a country, expected the country it is in");
    // `US-CA`, `CA`, `California`, and as Odoo shows it: `California (US)`
    auto const wanted = lower(a.region.value());
    auto const of = lower(*country);
    for (bool const by_code : {true, false})
        for (auto const& p : places) {
            if (p.country != *country || p.name.empty()) continue;
            auto const known = lower(by_code ? p.code : p.name);
            if (wanted == known || wanted == (by_code ? of + "-" + known : known + " (" + of + ")"))
                return filled(std::to_string(p.id));
        }
    return fail(errc::mapping, "address.region: found \"" + shorten(a.region.value()) + "\", expected a state of " +
                                   *country + " that this Odoo knows");
}

result<cell> language_cell(field_value<std::string> const& language) {
    if (!language.has_value() || trimmed(language.value()).empty())
        return cell{language.is_absent() ? field_state::absent : field_state::empty};
    auto tag = to_language_tag(language.value());
    // Odoo's languages name a region: `de` is spelt as in Germany there
    if (tag && tag->find('-') == std::string::npos) tag = with_likely_region(*tag);
    auto locale = tag ? posix_locale(*tag) : std::move(tag);
    if (!locale) return fail_within("language", std::move(locale).error());
    return filled(*std::move(locale));
}

/// The only numbers a partner has a field for. What a second one would lose is refused.
result<std::pair<cell, cell>> tax_cells(std::vector<model::tax_id> const& ids) {
    std::pair<cell, cell> out;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        auto const at = "tax_ids[" + std::to_string(i) + "]";
        auto const scheme = lower(ids[i].scheme);
        if (scheme != "vat" && scheme != "company_registry")
            return fail(errc::mapping,
                        at + ".scheme: found \"" + shorten(ids[i].scheme) + "\", expected VAT or company_registry");
        auto& place = scheme == "vat" ? out.first : out.second;
        if (place.state != field_state::absent)
            return fail(errc::mapping, at + ": found a second " + ids[i].scheme + ", expected one: Odoo keeps one");
        place = to_cell(trimmed(ids[i].value));
    }
    return out;
}

/// All cells of a partner, in the order of `partner_columns`.
result<std::vector<cell>> partner_cells(model::party const& p, std::vector<place> const& places) {
    std::vector<cell> out;
    filler cells(out);
    cells.add(required_text("name", p.name)).add(to_cell(p.kind == model::party_kind::organization));
    cells.add(to_cell(p.website)).add(to_cell(p.phone)).add(to_cell(p.email));
    cells.add(p.parent ? reference_cell("parent", *p.parent, "res.partner") : result<cell>(cell{}));
    cells.add(to_cell(p.number));
    auto const tax = tax_cells(p.tax_ids);
    cells.add(tax ? result<cell>(tax->first) : fail(tax.error())).add(tax ? tax->second : cell{});
    cells.add(language_cell(p.language));
    cells.add(active_cell(p.active));
    auto const a = p.address.value_or(model::address{});
    if (a.line3.has_value() && !trimmed(a.line3.value()).empty())
        cells.add(fail(errc::mapping,
                       "address.line3: found \"" + shorten(a.line3.value()) + "\", expected none: Odoo has two lines"));
    else
        cells.add(to_cell(a.line1));
    cells.add(to_cell(a.line2)).add(to_cell(a.locality)).add(to_cell(a.postal_code));
    cells.add(country_cell(a, places)).add(state_cell(a, places));
    if (auto ok = cells.done(); !ok) return fail(std::move(ok).error());
    return out;
}

}  // namespace

template <>
result<plan> canonical_writer<model::party>::plan(session& s, std::span<sync::outgoing<model::party> const> records,
                                                  context const& ctx) {
    detail::plan p{.model = "res.partner", .match_field = "name", .match_companies_only = true};
    auto places = places_of(s, records, ctx);
    if (!places) return fail(std::move(places).error());
    p.places = *std::move(places);
    // what no record says is not read either
    std::array<bool, partner_columns.size()> said{};
    for (auto const& r : records) {
        auto const cells = partner_cells(r.record, p.places);
        for (std::size_t i = 0; cells && i < said.size(); ++i)
            said[i] = said[i] || (*cells)[i].state != field_state::absent;
    }
    for (std::size_t i = 0; i < said.size(); ++i)
        if (i < always_read || said[i]) p.columns.push_back(partner_columns[i]);
    return p;
}

template <>
result<image> canonical_writer<model::party>::image(model::party const& p, detail::plan const& plan) {
    auto cells = partner_cells(p, plan.places);
    if (!cells) return fail(std::move(cells).error());
    detail::image out;
    for (std::size_t i = 0; i < cells->size(); ++i) {
        auto const& name = partner_columns[i].name;
        bool const planned =
            std::any_of(plan.columns.begin(), plan.columns.end(), [&](column const& c) { return c.name == name; });
        if (planned) out.cells.push_back(std::move((*cells)[i]));
    }
    // people share names, companies hardly ever do
    if (p.kind == model::party_kind::organization) out.match = trimmed(p.name);
    return out;
}

// ---- product -> product.product ---------------------------------------------------------------------------------

template <>
std::string_view canonical_writer<model::product>::model() {
    return "product.product";
}

template <>
result<plan> canonical_writer<model::product>::plan(session&, std::span<sync::outgoing<model::product> const> records,
                                                    context const&) {
    detail::plan p{.model = "product.product",
                   .columns = {{"name"},
                               {"default_code"},
                               // a product that was stocked or sold can hardly change its kind
                               {"type", text, only_new},
                               {"list_price", number},
                               {"description_sale"}},
                   .match_field = "default_code"};
    if (std::any_of(records.begin(), records.end(), [](auto const& r) { return !r.record.active.is_absent(); }))
        p.columns.push_back({"active", boolean});
    return p;
}

template <>
result<image> canonical_writer<model::product>::image(model::product const& p, detail::plan const&) {
    detail::image out;
    filler cells(out.cells);
    cells.add(required_text("name", p.name.empty() ? p.code : p.name));
    cells.add(required_text("code", p.code));
    cells.add(filled(p.kind == model::product_kind::service ? "service" : "consu"));
    cells.add(to_cell(p.list_price)).add(to_cell(p.description)).add(active_cell(p.active));
    out.match = trimmed(p.code);
    if (auto ok = cells.done(); !ok) return fail(std::move(ok).error());
    return out;
}

// ---- contract -> sale.order -------------------------------------------------------------------------------------

template <>
std::string_view canonical_writer<model::contract>::model() {
    return "sale.order";
}

template <>
result<plan> canonical_writer<model::contract>::plan(session&, std::span<sync::outgoing<model::contract> const>,
                                                     context const&) {
    return detail::plan{
        .model = "sale.order",
        .columns = {{"company_id", reference, fixed},
                    {"partner_id", reference},
                    {"client_order_ref"},
                    // confirming an order sets its date anew
                    {"date_order", text, only_new}},
        .child_field = "order_line",
        .child_model = "sale.order.line",
        .child_parent = "order_id",
        .child_suffix = "_line_",
        .child_columns = {{"product_id", reference}, {"name"}, {"product_uom_qty", number}, {"price_unit", number}},
        .children_follow = true,
        .has_amounts = true};
}

template <>
result<image> canonical_writer<model::contract>::image(model::contract const& c, detail::plan const&) {
    detail::image out;
    filler cells(out.cells);
    cells.add(seller_cell(c.legal_entity));
    cells.add(reference_cell("party", c.party, "res.partner")).add(to_cell(c.reference));
    // noon UTC: the same day in nearly every time zone the date is shown in
    cells.add(c.signed_on ? filled(format_date(*c.signed_on) + " 12:00:00") : cell{});
    if (auto ok = cells.done(); !ok) return fail(std::move(ok).error());
    out.company = *decimal::parse(out.cells.front().text)->to_int64();
    out.currency = trimmed(c.currency.value_or(""));
    for (std::size_t i = 0; i < c.lines.size(); ++i) {
        auto const& line = c.lines[i];
        auto const number = std::to_string(i + 1);
        detail::child_row row{.name_suffix = "_line_" + number};
        filler line_cells(row.cells);
        line_cells.add(reference_cell("lines[" + std::to_string(i) + "].product", line.product, "product.product"));
        // without a text Odoo writes the product's own
        line_cells.add(trimmed(line.description).empty() ? cell{} : filled(line.description));
        line_cells.add(to_cell(line.quantity)).add(to_cell(line.unit_price));
        if (auto ok = line_cells.done(); !ok) return fail(std::move(ok).error());
        auto const amount = checked_mul(line.quantity, line.unit_price);
        if (!amount) return fail_within("lines[" + std::to_string(i) + "]", amount.error());
        out.line_amounts.push_back(*amount);
        out.children.push_back(std::move(row));
    }
    return out;
}

// ---- project -> project.project ---------------------------------------------------------------------------------

template <>
std::string_view canonical_writer<model::project>::model() {
    return "project.project";
}

template <>
result<plan> canonical_writer<model::project>::plan(session& s, std::span<sync::outgoing<model::project> const> records,
                                                    context const& ctx) {
    detail::plan p{.model = "project.project",
                   .columns = {{"name"}, {"partner_id", reference}},
                   .child_field = "task_ids",
                   .child_model = "project.task",
                   .child_parent = "project_id",
                   .child_suffix = "_task_"};
    auto const server = s.connect(ctx);
    if (!server) return fail(server.error());
    constexpr int renamed_in = 17;
    p.child_columns = {{"name"}, {server->major < renamed_in ? "planned_hours" : "allocated_hours", number}};
    // the order a project delivers: since 18 a field of its own, where sales and projects are both installed
    bool const wanted = std::any_of(records.begin(), records.end(), [](auto const& r) { return r.record.contract; });
    auto const known = wanted ? s.has_field("project.project", "reinvoiced_sale_order_id", ctx) : result<bool>(false);
    if (!known) return fail(known.error());
    if (*known) p.columns.push_back({"reinvoiced_sale_order_id", reference});
    return p;
}

template <>
result<image> canonical_writer<model::project>::image(model::project const& project, detail::plan const&) {
    detail::image out;
    filler cells(out.cells);
    cells.add(required_text("name", project.name)).add(reference_cell("party", project.party, "res.partner"));
    cells.add(project.contract ? reference_cell("contract", *project.contract, "sale.order") : result<cell>(cell{}));
    if (auto ok = cells.done(); !ok) return fail(std::move(ok).error());
    std::set<std::string_view> slugs;
    for (std::size_t i = 0; i < project.tasks.size(); ++i) {
        auto const& task = project.tasks[i];
        std::string const at = "tasks[" + std::to_string(i) + "]";
        if (task.slug.empty() || !slugs.insert(task.slug).second)
            return fail(errc::mapping, at + ".slug: found \"" + shorten(task.slug) + "\", expected one of its own");
        constexpr std::size_t longest = 64;
        detail::child_row row{.name_suffix = "_task_" + escaped_name(task.slug, longest)};
        filler task_cells(row.cells);
        task_cells.add(required_text(at + ".name", task.name)).add(to_cell(task.planned_hours));
        if (auto ok = task_cells.done(); !ok) return fail(std::move(ok).error());
        out.children.push_back(std::move(row));
    }
    return out;
}

}  // namespace syncline::inline v1::odoo::detail
