// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <syncline/core/fingerprint.hpp>
#include <syncline/core/map_context.hpp>
#include <syncline/core/result.hpp>
#include <syncline/mapping/detail/value_type.hpp>
#include <syncline/mapping/mapping.hpp>
#include <syncline/mapping/mapping_words.hpp>
#include <syncline/model/system_role.hpp>
#include <syncline/reflect/field.hpp>

namespace syncline::inline v1 {

/// What a host says about a mapping it reads as data. The file has no say in it.
struct mapping_terms {
    mapping_words const* words = nullptr;  ///< The host's own policies. Lifetime: while reading.
    /// In whose name it writes, as `by` of a typed mapping; empty: only accounting outcomes are checked.
    std::vector<model::system_role> by{};
};

namespace rules {

class bound_rules;

/// A rule as it was written, and where.
struct written_rule {
    std::string where{};  ///< What an error names first: `mappings/a.json: $.rules.name`.
    std::string field{};
    std::optional<std::string> text{};  ///< None: left out on purpose.
};

/// Checks rules against the types they connect and makes them ready to run. *Errors*: as `mapping_from_text`.
[[nodiscard]] result<std::shared_ptr<bound_rules const>> bind(std::vector<written_rule> const& rules,
                                                              std::string_view where, record_type const& from,
                                                              record_type const& to, mapping_terms const& terms);
/// The rules of a mapping's text.
[[nodiscard]] result<std::vector<written_rule>> written_in(std::string_view text);
void run(bound_rules const& rules, void const* from, void* to, map_context const& mc, std::vector<failure>& failures);
[[nodiscard]] std::string const& text_of(bound_rules const& rules) noexcept;
[[nodiscard]] std::vector<std::string_view> skipped_by(bound_rules const& rules);
[[nodiscard]] classified_fields reads_of(bound_rules const& rules);

}  // namespace rules

/// A mapping that was read as data: rules, errors, text and hash are those of the typed mapping with the same rules.
///
/// *Errors* of the call: as `mapping_t`. *Threads*: immutable, use from any number of threads; copies share the rules.
/// *Cost*: two indirect calls per field and one per policy.
template <class From, class To>
class data_mapping {
public:
    using source_type = From;
    using target_type = To;

    data_mapping(std::string id, std::string version, std::shared_ptr<rules::bound_rules const> bound)
        : id_(std::move(id)), version_(std::move(version)), rules_(std::move(bound)) {}

    [[nodiscard]] result<To> operator()(From const& f) const { return (*this)(f, map_context{}); }
    [[nodiscard]] result<To> operator()(From const& f, map_context const& mc) const {
        result<To> out(tl::in_place);
        std::vector<rules::failure> failures;
        rules::run(*rules_, &f, &*out, mc, failures);
        if (!failures.empty()) out = tl::unexpected<error>(rules::joined(failures));
        return out;
    }
    /// Writes onto a record that is there: what the mapping skips stays as it is.
    [[nodiscard]] result<To> onto(To existing, From const& f, map_context const& mc = {}) const {
        result<To> out(tl::in_place, std::move(existing));
        std::vector<rules::failure> failures;
        rules::run(*rules_, &f, &*out, mc, failures);
        if (!failures.empty()) out = tl::unexpected<error>(rules::joined(failures));
        return out;
    }

    [[nodiscard]] std::string const& id() const noexcept { return id_; }
    [[nodiscard]] std::string const& version() const noexcept { return version_; }
    /// One line per target field, in the order in which the target declares them.
    [[nodiscard]] std::string const& describe() const noexcept { return rules::text_of(*rules_); }
    /// `id@version#hash`.
    [[nodiscard]] std::string identity() const {
        return id_ + '@' + version_ + '#' + fingerprint_of(describe()).text().substr(0, 12);
    }
    /// The target fields it leaves out on purpose.
    [[nodiscard]] std::vector<std::string_view> skipped() const { return rules::skipped_by(*rules_); }
    /// The classified fields it reads, as `mapping_t::reads` tells them.
    [[nodiscard]] std::vector<std::pair<std::string_view, std::string_view>> reads() const {
        return rules::reads_of(*rules_);
    }

private:
    std::string id_;
    std::string version_;
    std::shared_ptr<rules::bound_rules const> rules_;
};

/// Reads a mapping from its text, as `describe()` gives it and the registry keeps it: the version an audit line names
/// runs again without having been compiled in.
///
/// *Errors*: `malformed` for what is no rule (with position, found and expected); `misconfigured`, all reasons at once,
/// each with its field: a target field that is not there, has no line, or has two; a source field or policy that is not
/// there (with the nearest name); a policy that does not take what comes; a rule that makes another type than the field
/// has, or may make nothing where something is needed; a field that `terms.by` does not own; an accounting outcome that
/// another system tells; a secret that would stand in a field that is not secret.
template <reflect::Described From, reflect::Described To>
[[nodiscard]] result<data_mapping<From, To>> mapping_from_text(std::string id, std::string version,
                                                               std::string_view text, mapping_terms const& terms = {}) {
    auto const name = "mapping " + id + '@' + version;
    auto const written = rules::written_in(text);
    if (!written) return fail(error(written.error()).within(name));
    auto bound = rules::bind(*written, name, *rules::record_of_type<From>(), *rules::record_of_type<To>(), terms);
    if (!bound) return fail(std::move(bound).error());
    return data_mapping<From, To>(std::move(id), std::move(version), *std::move(bound));
}

/// Mappings in files, some of which extend others: the base of all customers and what one of them does otherwise.
///
///     mapping_files files;
///     if (auto ok = files.add("mappings/deal_to_order.json", text); !ok) return fail(ok.error());
///     auto const orders = files.load<deal, order>("deal-to-order");
///
/// A file is one JSON object (`schemas/mapping-1.schema.json`), a rule a field:
///
///     {"mapping": "deal-to-order", "version": "1.2.0",
///      "rules": {"name": "title | trim | non_empty", "customer": "company | linked_to odoo res.partner", "note":
///      null}}
///
/// `null` leaves a field out on purpose. With `"extends": "deal-to-order"` the rules of that mapping hold where the
/// file has none for the field.
///
/// *Threads*: not while files are added.
class mapping_files {
public:
    static constexpr std::size_t most_bytes = std::size_t{1024} * 1024;  ///< Longest file.

    /// Takes a file, or nothing of it. *Errors*, naming file, path, found and expected: `malformed` for what is not
    /// such an object, has a field it does not know or one twice, or a rule that is none; `too_large` beyond
    /// `most_bytes`; `conflict` when a mapping of that id was added before.
    [[nodiscard]] result<void> add(std::string file, std::string_view json);

    /// A mapping, ready to run. *Errors*: `not_found`; `misconfigured` where it extends what was not added, or itself
    /// in the end; else as `mapping_from_text`, naming the file of each rule.
    template <reflect::Described From, reflect::Described To>
    [[nodiscard]] result<data_mapping<From, To>> load(std::string_view id, mapping_terms const& terms = {}) const {
        auto const found = find(id);
        if (!found) return fail(found.error());
        auto bound = rules::bind(found->rules, found->where, *rules::record_of_type<From>(),
                                 *rules::record_of_type<To>(), terms);
        if (!bound) return fail(std::move(bound).error());
        return data_mapping<From, To>(std::string(id), found->version, *std::move(bound));
    }

    /// Whether all that a mapping extends is there. *Errors*: `not_found`; `misconfigured` as `load`.
    [[nodiscard]] result<void> whole(std::string_view id) const;

    /// The ids of the mappings that were added, in order of the alphabet.
    [[nodiscard]] std::vector<std::string> ids() const;

private:
    struct mapping_of {
        std::string where{};  ///< The file.
        std::string id{};
        std::string version{};
        std::string extends{};
        std::vector<rules::written_rule> rules{};
    };

    /// With the rules of all it extends.
    [[nodiscard]] result<mapping_of> find(std::string_view id) const;

    std::vector<mapping_of> mappings_;
};

/// A mapping as a file for `mapping_files`, in its one canonical form. *Errors*: `malformed` when the text is not that
/// of one mapping's rules.
[[nodiscard]] result<std::string> mapping_file(std::string_view id, std::string_view version, std::string_view text);
/// Of a typed one, too.
template <class M>
[[nodiscard]] result<std::string> mapping_file(M const& m) {
    return mapping_file(m.id(), m.version(), m.describe());
}

/// Value tables as data, under a name and a version: what corrects spellings (`value_table`) is reviewed, approved by
/// its hash and rolled back as mappings are; `sync::version_of` takes it.
class value_table_file {
public:
    static constexpr std::size_t most_bytes = std::size_t{4} * 1024 * 1024;  ///< Longest file.

    /// Reads one: `{"value_tables": "products", "version": "1.0.0", "tables": {"product": {"GTXPro": "GTX Pro"}}}`
    /// (`schemas/value-tables-1.schema.json`). *Errors*, naming file, path, found and expected: `malformed`, also for a
    /// name or a table that comes twice; `too_large` beyond `most_bytes`.
    [[nodiscard]] static result<value_table_file> read(std::string_view file, std::string_view json);

    [[nodiscard]] std::string const& id() const noexcept { return id_; }
    [[nodiscard]] std::string const& version() const noexcept { return version_; }
    [[nodiscard]] value_tables const& tables() const noexcept { return tables_; }
    /// The file in its canonical form, a value a line; `read` takes it.
    [[nodiscard]] std::string describe() const;
    /// `id@version#hash`.
    [[nodiscard]] std::string identity() const;

private:
    std::string id_;
    std::string version_;
    value_tables tables_;
};

}  // namespace syncline::inline v1
