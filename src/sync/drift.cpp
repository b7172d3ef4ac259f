// SPDX-License-Identifier: Apache-2.0
#include <syncline/sync/drift.hpp>

#include <algorithm>
#include <tuple>

#include <boost/describe/class.hpp>

#include <syncline/core/near_name.hpp>
#include <syncline/core/text.hpp>
#include <syncline/json/decode.hpp>
#include <syncline/json/encode.hpp>

namespace syncline::inline v1::sync {
namespace {

using field_list = std::vector<field_shape const*>;

field_list by_name(object_shape const& shape) {
    field_list out;
    for (auto const& f : shape.fields) out.push_back(&f);
    std::stable_sort(out.begin(), out.end(), [](auto const* a, auto const* b) { return a->name < b->name; });
    out.erase(std::unique(out.begin(), out.end(), [](auto const* a, auto const* b) { return a->name == b->name; }),
              out.end());
    return out;
}

std::vector<std::string> sorted(std::vector<std::string> texts) {
    std::sort(texts.begin(), texts.end());
    texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
    return texts;
}

/// What of `all` is not in `in`.
std::vector<std::string> missing_in(std::vector<std::string> const& in, std::vector<std::string> const& all) {
    auto const have = sorted(in);
    auto out = sorted(all);
    out.erase(std::remove_if(out.begin(), out.end(),
                             [&have](auto const& c) { return std::binary_search(have.begin(), have.end(), c); }),
              out.end());
    return out;
}

/// A field that is gone and the new one it may have become. Smaller is likelier.
struct candidate {
    int sign;  ///< 0 near name and same label, 1 near name, 2 same label.
    std::size_t distance;
    field_shape const* was;
    field_shape const* is;

    [[nodiscard]] auto rank() const { return std::tie(sign, distance, was->name, is->name); }
};

std::vector<candidate> candidates(field_list const& gone, field_list const& fresh) {
    std::vector<candidate> out;
    for (auto const* was : gone)
        for (auto const* is : fresh) {
            if (was->type != is->type || was->relation != is->relation) continue;
            bool const label = !was->label.empty() && equals_ignore_case(was->label, is->label);
            auto const distance = name_distance(was->name, is->name);
            if (!distance && !label) continue;
            out.push_back({!distance ? 2 : label ? 0 : 1, distance.value_or(0), was, is});
        }
    std::sort(out.begin(), out.end(), [](auto const& a, auto const& b) { return a.rank() < b.rank(); });
    return out;
}

bool take(field_list& from, field_shape const* f) {
    auto const at = std::find(from.begin(), from.end(), f);
    if (at == from.end()) return false;
    from.erase(at);
    return true;
}

/// In a list by name.
field_shape const* named(field_list const& in, std::string_view name) {
    auto const at = std::lower_bound(in.begin(), in.end(), name,
                                     [](field_shape const* f, std::string_view n) { return f->name < n; });
    return at == in.end() || (*at)->name != name ? nullptr : *at;
}

std::string in_ticks(std::string_view text) { return '`' + shorten(text, 80) + '`'; }

std::string type_of(field_shape const& f) {
    return shorten(f.type, 80) + (f.relation.empty() ? "" : " of " + shorten(f.relation, 80));
}

std::string length_of(field_shape const& f) { return f.length ? std::to_string(*f.length) : "unlimited"; }

std::string listed(std::string_view what, std::vector<std::string> const& values) {
    constexpr std::size_t most = 5;
    if (values.empty()) return {};
    std::string out(what);
    for (std::size_t i = 0; i < std::min(values.size(), most); ++i) out += (i == 0 ? " " : ", ") + in_ticks(values[i]);
    if (values.size() > most) out += " and " + std::to_string(values.size() - most) + " more";
    return out;
}

std::string_view default_of(field_shape const& f) { return f.defaulted ? ", with a default" : ", without a default"; }

std::string what_happened(drift const& d) {
    switch (d.kind) {
        case drift_kind::added:
            return "(" + type_of(*d.is) + ") is new" +
                   (d.is->required ? " and required" + std::string(default_of(*d.is)) : "");
        case drift_kind::removed: return "(" + type_of(*d.was) + ") is gone";
        case drift_kind::renamed_likely:
            return "(" + type_of(*d.was) + ") is gone, likely renamed to " + in_ticks(d.is->name);
        case drift_kind::type: return "was " + type_of(*d.was) + ", is " + type_of(*d.is);
        case drift_kind::length: return "was of length " + length_of(*d.was) + ", is of length " + length_of(*d.is);
        case drift_kind::required:
            return d.is->required ? "is required now" + std::string(default_of(*d.is)) : "is no longer required";
        case drift_kind::choices: break;
    }
    auto const gone = missing_in(d.is->choices, d.was->choices);
    auto const fresh = missing_in(d.was->choices, d.is->choices);
    return listed("lost the choices", gone) + (gone.empty() || fresh.empty() ? "" : " and ") +
           listed("has the new choices", fresh);
}

std::string_view consequence(breakage b) {
    switch (b) {
        case breakage::nothing: break;
        case breakage::reading: return "breaks reading";
        case breakage::writing: return "breaks writing";
        case breakage::both: return "breaks reading and writing";
    }
    return "breaks nothing";
}

// ---- snapshots ------------------------------------------------------------------------------------------------------

/// What is not said of a field is blank, so that a line is short.
struct written_field {
    std::string name{};
    std::string type{};
    std::optional<std::string> relation{};
    std::optional<std::string> label{};
    std::optional<bool> required{};
    std::optional<bool> defaulted{};
    std::optional<std::size_t> length{};
    std::optional<std::vector<std::string>> choices{};
};
BOOST_DESCRIBE_STRUCT(written_field, (), (name, type, relation, label, required, defaulted, length, choices))

struct written_object {
    std::string system{};
    std::string object{};
    std::optional<std::string> version{};
    std::vector<written_field> fields{};
};
BOOST_DESCRIBE_STRUCT(written_object, (), (system, object, version, fields))

template <class T>
std::optional<T> unless_blank(T const& value) {
    return value == T{} ? std::nullopt : std::optional(value);
}

}  // namespace

std::string drift::text() const {
    auto const& field = was ? was : is;
    return shorten(system, 80) + ' ' + shorten(object, 80) + ": field " + in_ticks(field ? field->name : "") + ' ' +
           what_happened(*this) + "; " + std::string(consequence(breaks));
}

std::vector<drift> drift_between(object_shape const& built_on, object_shape const& live,
                                 std::span<std::pair<std::string_view, std::string_view> const> known) {
    std::vector<drift> out;
    auto const note = [&](drift_kind kind, breakage breaks, field_shape const* was, field_shape const* is) {
        out.push_back({.kind = kind,
                       .breaks = breaks,
                       .system = live.system,
                       .object = live.object,
                       .was = was ? std::optional(*was) : std::nullopt,
                       .is = is ? std::optional(*is) : std::nullopt});
    };
    auto const compare = [&](field_shape const* was, field_shape const* is) {
        bool const same_type = was->type == is->type && was->relation == is->relation;
        if (!same_type) note(drift_kind::type, breakage::both, was, is);
        if (same_type && was->length != is->length) {
            bool const shorter = is->length && (!was->length || *is->length < *was->length);
            note(drift_kind::length, shorter ? breakage::writing : breakage::nothing, was, is);
        }
        if (was->required != is->required)
            note(drift_kind::required, is->required ? breakage::writing : breakage::reading, was, is);
        bool const lost = same_type && !missing_in(is->choices, was->choices).empty();
        bool const more = same_type && !missing_in(was->choices, is->choices).empty();
        if (lost || more)
            note(drift_kind::choices, !more ? breakage::writing : !lost ? breakage::reading : breakage::both, was, is);
    };

    auto const old_fields = by_name(built_on);
    auto const new_fields = by_name(live);
    field_list gone;
    field_list fresh;
    for (auto const* was : old_fields) {
        if (auto const* const is = named(new_fields, was->name))
            compare(was, is);
        else
            gone.push_back(was);
    }
    for (auto const* is : new_fields)
        if (!named(old_fields, is->name)) fresh.push_back(is);

    auto const pair_up = [&](field_shape const* was, field_shape const* is) {
        if (!was || !is || !named(gone, was->name) || !take(fresh, is)) return;
        take(gone, was);
        note(drift_kind::renamed_likely, breakage::both, was, is);
        compare(was, is);
    };
    for (auto const& [one, other] : known) {
        pair_up(named(gone, one), named(fresh, other));
        pair_up(named(gone, other), named(fresh, one));
    }
    for (auto const& c : candidates(gone, fresh)) pair_up(c.was, c.is);
    for (auto const* was : gone) note(drift_kind::removed, breakage::both, was, nullptr);
    for (auto const* is : fresh)
        note(drift_kind::added, is->required && !is->defaulted ? breakage::writing : breakage::nothing, nullptr, is);

    auto const place = [](drift const& d) { return std::tie((d.was ? *d.was : *d.is).name, d.kind); };
    std::sort(out.begin(), out.end(), [place](auto const& a, auto const& b) { return place(a) < place(b); });
    return out;
}

bool concerns_every_create(drift const& d) noexcept {
    bool const from_now_on = d.kind == drift_kind::added || d.kind == drift_kind::required;
    return from_now_on && d.is && d.is->required && !d.is->defaulted;
}

std::string snapshot_of(object_shape const& shape) {
    std::string out = "{\"system\":" + json::encode(shape.system) + ",\"object\":" + json::encode(shape.object) +
                      ",\"version\":" + json::encode(shape.version) + ",\"fields\":[";
    bool first = true;
    for (auto const* f : by_name(shape)) {
        out += first ? "\n" : ",\n";
        first = false;
        json::encode_to(out, written_field{.name = f->name,
                                           .type = f->type,
                                           .relation = unless_blank(f->relation),
                                           .label = unless_blank(f->label),
                                           .required = unless_blank(f->required),
                                           .defaulted = unless_blank(f->defaulted),
                                           .length = f->length,
                                           .choices = unless_blank(sorted(f->choices))});
    }
    return out + "\n]}\n";
}

result<object_shape> read_snapshot(std::string_view text) {
    auto read = json::decode<written_object>(text);
    if (!read) return fail_within("snapshot", std::move(read).error());
    if (read->system.empty() || read->object.empty())
        return fail(errc::malformed, "snapshot: found no name of the system or the object, expected both");
    object_shape out{
        .system = std::move(read->system), .object = std::move(read->object), .version = read->version.value_or("")};
    for (auto& f : read->fields) {
        if (f.name.empty() || f.type.empty())
            return fail(errc::malformed, "snapshot: found a field without a name or type, expected both");
        out.fields.push_back({.name = std::move(f.name),
                              .type = std::move(f.type),
                              .relation = f.relation.value_or(""),
                              .label = f.label.value_or(""),
                              .required = f.required.value_or(false),
                              .defaulted = f.defaulted.value_or(false),
                              .length = f.length,
                              .choices = f.choices.value_or(std::vector<std::string>{})});
    }
    auto names = by_name(out);
    if (names.size() != out.fields.size()) return fail(errc::malformed, "snapshot: found a field twice, expected once");
    return out;
}

}  // namespace syncline::inline v1::sync
