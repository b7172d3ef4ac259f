// SPDX-License-Identifier: Apache-2.0
#include <syncline/odoo/detail/upsert.hpp>

#include <algorithm>
#include <set>

#include <syncline/core/category.hpp>
#include <syncline/core/text.hpp>
#include <syncline/odoo/external_id.hpp>

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

/// The company that sells. Odoo would take the user's own where none is named: the wrong one, sooner or later.
result<cell> seller_cell(external_ref const& legal_entity) {
    auto c = legal_entity == external_ref{} ? fail(errc::mapping,
                                                   "legal_entity: found none, expected the company that "
                                                   "sells")
                                            : reference_cell("legal_entity", legal_entity, "res.company");
    if (!c) c.error().reason = category::legal_entity_not_mapped;
    return c;
}

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

template <>
result<plan> canonical_writer<model::party>::plan(session&, std::span<sync::outgoing<model::party> const>,
                                                  context const&) {
    return detail::plan{
        .model = "res.partner",
        .columns =
            {{"name"}, {"is_company", boolean}, {"website", url}, {"phone"}, {"email"}, {"parent_id", reference}},
        .match_field = "name",
        .match_companies_only = true};
}

template <>
result<image> canonical_writer<model::party>::image(model::party const& p) {
    bool const company = p.kind == model::party_kind::organization;
    detail::image out;
    filler cells(out.cells);
    cells.add(required_text("name", p.name)).add(to_cell(company));
    cells.add(to_cell(p.website)).add(to_cell(p.phone)).add(to_cell(p.email));
    cells.add(p.parent ? reference_cell("parent", *p.parent, "res.partner") : result<cell>(cell{}));
    // people share names, companies hardly ever do
    if (company) out.match = trimmed(p.name);
    if (auto ok = cells.done(); !ok) return fail(std::move(ok).error());
    return out;
}

// ---- product -> product.product ---------------------------------------------------------------------------------

template <>
std::string_view canonical_writer<model::product>::model() {
    return "product.product";
}

template <>
result<plan> canonical_writer<model::product>::plan(session&, std::span<sync::outgoing<model::product> const>,
                                                    context const&) {
    return detail::plan{.model = "product.product",
                        .columns = {{"name"},
                                    {"default_code"},
                                    // a product that was stocked or sold can hardly change its kind
                                    {"type", text, only_new},
                                    {"list_price", number},
                                    {"description_sale"}},
                        .match_field = "default_code"};
}

template <>
result<image> canonical_writer<model::product>::image(model::product const& p) {
    detail::image out;
    filler cells(out.cells);
    cells.add(required_text("name", p.name.empty() ? p.code : p.name));
    cells.add(required_text("code", p.code));
    cells.add(filled(p.kind == model::product_kind::service ? "service" : "consu"));
    cells.add(to_cell(p.list_price)).add(to_cell(p.description));
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
result<image> canonical_writer<model::contract>::image(model::contract const& c) {
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
result<image> canonical_writer<model::project>::image(model::project const& project) {
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
