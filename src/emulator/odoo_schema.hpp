// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

// Which models and fields the emulated Odoo knows, per series: the part of `fields_get` that its clients use.

namespace syncline::inline v1::emulator::erp {

enum class kind : std::uint8_t {
    character,
    text,
    html,
    integer,
    floating,
    monetary,
    boolean,
    date,
    datetime,
    selection,
    binary,                 ///< Kept as text.
    document,               ///< Odoo calls it json.
    properties,             ///< Kept as given.
    properties_definition,  ///< Kept as given.
    many2one,
    one2many,
    many2many,
};

/// Odoo's own name of the type, as `fields_get` gives it.
[[nodiscard]] std::string_view to_string(kind k) noexcept;
[[nodiscard]] std::optional<kind> kind_of(std::string_view odoo_name) noexcept;

struct field {
    std::string_view name;
    erp::kind kind = kind::character;
    std::string_view label;
    std::string_view extra{};  ///< Relational: the other model. Selection: `key:Label;key:Label`.
    /// one2many: the many2one that points back; blank when the emulator does not keep the other side. Else: where the
    /// value really lives.
    std::string_view through{};
    bool required = false;  ///< As `fields_get` says.
    bool enforced = false;  ///< Required, and a blank is refused.
    bool readonly = false;
    bool stored = true;      ///< As `fields_get` says.
    bool derived = false;    ///< Computed on read although the server stores it.
    bool searchable = true;  ///< An unstored field without a search method is not (the recorded quirk).
    bool priced = false;     ///< Rounded to the "Product Price" precision of 2 digits on 16 and 18.
    bool measured = false;   ///< Rounded to 2 digits on all series: quantities and discounts.
    bool cascades = false;   ///< A many2one whose target takes this record along when it goes.
    bool restricts = false;  ///< A many2one whose target stays as long as this record points to it.
    bool secret = false;     ///< Read as blank: a password, a key.
    std::size_t size = 0;    ///< Longest text, in characters; 0: any.
    std::size_t slot = 0;    ///< Position in a record's values.

    [[nodiscard]] bool is_relational() const noexcept {
        return kind == kind::many2one || kind == kind::one2many || kind == kind::many2many;
    }
    [[nodiscard]] bool is_text() const noexcept {
        return kind == kind::character || kind == kind::text || kind == kind::html || kind == kind::selection;
    }
    /// Kept in another record, reached over a many2one of this one.
    [[nodiscard]] bool is_related() const noexcept { return kind != kind::one2many && !through.empty(); }
};

struct model {
    std::string_view name;
    std::string_view label;
    std::string_view order;        ///< What `search` sorts by when nobody asks for something else.
    std::string_view key_field{};  ///< Business key of records without an external id.
    std::vector<field> fields{};
    std::unordered_map<std::string_view, std::size_t> slots{};
    std::vector<std::size_t> pointed_back{};  ///< many2one fields some one2many reads backwards.
    bool outside = false;  ///< Only pointed to: calls to it answer as to a model that does not exist.

    [[nodiscard]] field const* find(std::string_view field_name) const noexcept {
        auto const it = slots.find(field_name);
        return it == slots.end() ? nullptr : &fields[it->second];
    }
    /// A field the emulator's own code names, so it is there.
    [[nodiscard]] field const& at(std::string_view field_name) const { return fields[slots.at(field_name)]; }
};

using schema = std::map<std::string_view, model>;

/// The models of a series (16, 18 or 19); built once.
[[nodiscard]] schema const& schema_of(int series);

/// Works out `model::pointed_back` of all models.
void link_back(schema& s);

}  // namespace syncline::inline v1::emulator::erp
