// SPDX-License-Identifier: Apache-2.0
#include <syncline/odoo/drift.hpp>

#include <optional>

#include <syncline/core/text.hpp>

#include "odoo/session.hpp"

namespace syncline::inline v1::odoo {

sync::object_shape shape_of(model_description const& model) {
    sync::object_shape out{.system = "odoo", .object = model.model, .version = model.version};
    for (auto const& f : model.fields) {
        sync::field_shape shape{.name = f.name,
                                .type = f.type,
                                .relation = f.relation,
                                .label = f.label,
                                .required = f.required,
                                .defaulted = f.required && f.readonly,
                                .length = f.size};
        for (auto const& c : f.choices) shape.choices.push_back(c.first);
        out.fields.push_back(std::move(shape));
    }
    return out;
}

namespace detail {
namespace {

/// Which of the fields Odoo has a default for, marked in `live`: `fields_get` does not tell.
result<void> mark_defaults(caller const& c, std::span<std::string_view const> fields, sync::object_shape& live,
                           context const& ctx) {
    auto const server = c.session->connect(ctx);
    if (!server) return fail(server.error());
    auto const found = decoded<std::vector<std::pair<std::string, json::raw>>>(
        c.session->call({.model = live.object,
                         .method = "default_get",
                         .args = {{server->major >= 19 ? "fields" : "fields_list", json_list(fields), true}},
                         .repeat = http::safety::read,
                         .context = c.context},
                        ctx));
    if (!found) return fail(found.error());
    for (auto const& [name, value] : *found)
        for (auto& f : live.fields)
            if (f.name == name && (value.text != "false" || f.type == "boolean")) f.defaulted = true;
    return {};
}

described_field const* described(described_record const& record, std::optional<sync::field_shape> const& field) {
    if (!field) return nullptr;
    for (auto const& f : record.fields)
        if (f.name == field->name || (!f.other.empty() && f.other == field->name)) return &f;
    return nullptr;
}

}  // namespace

result<std::vector<sync::drift>> model_drift(caller const& c, known_pairs known, sync::object_shape const& built_on,
                                             context const& ctx) {
    if (built_on.system != "odoo")
        return fail(errc::misconfigured, "odoo drift: found a description of the system \"" + shorten(built_on.system) +
                                             "\", expected one of odoo");
    auto const now = describe(c, built_on.object, ctx);
    if (!now) return fail(now.error());
    auto live = shape_of(*now);
    auto drifts = sync::drift_between(built_on, live, known);
    std::vector<std::string_view> required;
    for (auto const& d : drifts)
        if (sync::concerns_every_create(d)) required.push_back(d.is->name);
    if (required.empty()) return drifts;
    if (auto done = mark_defaults(c, required, live, ctx); !done) return fail(std::move(done).error());
    return sync::drift_between(built_on, live, known);
}

result<sync::drift_report> record_drift(caller const& c, described_record const& record,
                                        sync::object_shape const& built_on, context const& ctx) {
    if (built_on.object != record.model)
        return fail(errc::misconfigured, "odoo drift: found a description of \"" + shorten(built_on.object) +
                                             "\", expected one of " + std::string(record.model));
    std::vector<std::pair<std::string_view, std::string_view>> known;
    for (auto const& f : record.fields)
        if (!f.other.empty()) known.emplace_back(f.name, f.other);
    auto drifts = model_drift(c, known, built_on, ctx);
    if (!drifts) return fail(std::move(drifts).error());
    sync::drift_report out;
    for (auto& d : *drifts) {
        auto const* const was = described(record, d.was);
        auto const* const is = described(record, d.is);
        bool const touches = was || is || sync::concerns_every_create(d);
        // the record has both names, or never used the one that is gone
        if (d.kind == sync::drift_kind::renamed_likely && is && (!was || was == is)) d.breaks = sync::breakage::nothing;
        (touches ? out.affecting : out.others).push_back(std::move(d));
    }
    return out;
}

}  // namespace detail

}  // namespace syncline::inline v1::odoo
