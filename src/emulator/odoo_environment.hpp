// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <syncline/core/instant.hpp>
#include <syncline/emulator/fault_plan.hpp>
#include <syncline/emulator/truth_log.hpp>

#include "emulator/odoo_database.hpp"

// One call's view of the emulated Odoo: who asks, in which context, inside which transaction. Its methods are the
// methods of Odoo's models, and throw `exception` as those do.

namespace syncline::inline v1::emulator::erp {

/// The user who may do everything a user may.
inline constexpr id_type administrator = 2;

/// How a call reads and what it may meet.
struct call_settings {
    id_type uid = 1;
    json context = json::object();
    std::string timezone = "UTC";
    emulator::verdict const* faults = nullptr;
    bool superuser = false;  ///< May do everything, as OdooBot may.
};

class environment {
public:
    environment(database& db, call_settings settings) : db_(db), settings_(std::move(settings)) {}

    [[nodiscard]] database& db() noexcept { return db_; }
    [[nodiscard]] int series() const noexcept { return db_.series(); }
    [[nodiscard]] id_type uid() const noexcept { return settings_.uid; }
    [[nodiscard]] json& context() noexcept { return settings_.context; }
    [[nodiscard]] emulator::verdict const* faults() const noexcept { return settings_.faults; }
    /// The time zone a user's local times are in: the context's, else the user's own.
    [[nodiscard]] std::string timezone() const;

    /// The language the context asks for; without one English is used.
    [[nodiscard]] std::string language() const;

    // Who asks.
    [[nodiscard]] bool is_superuser() const noexcept;
    /// All groups of the user, sorted, those included that come along with another.
    [[nodiscard]] std::vector<id_type> const& groups();
    [[nodiscard]] std::vector<id_type> companies_of_user();
    /// The companies the call looks into: those its context allows, else all of the user's.
    [[nodiscard]] std::vector<id_type> companies();
    /// The one among them that new records belong to.
    [[nodiscard]] id_type company();
    /// Throws when the context names a company the user does not have.
    void check_companies();
    /// Whether the rule between companies lets the call see a record.
    [[nodiscard]] bool is_visible(model const& m, id_type id, values const& v);

    // Reading.
    [[nodiscard]] std::vector<id_type> search(model const& m, json const& domain, json const& offset, json const& limit,
                                              json const& order);
    [[nodiscard]] json read(model const& m, std::vector<id_type> const& ids, json const& field_names,
                            bool classic = true);
    [[nodiscard]] json fields_get(model const& m, json const& names, json const& attributes);
    [[nodiscard]] json name_search(model const& m, std::string const& name, json const& domain, std::string const& op,
                                   json const& limit);
    [[nodiscard]] json default_get(model const& m, json const& names);

    /// A field's raw value (see `values`), wherever it lives; a one2many as an array of ids.
    [[nodiscard]] json get(model const& m, id_type id, values const& v, field const& f);
    [[nodiscard]] json get(model const& m, id_type id, std::string_view field_name);
    [[nodiscard]] std::string display_name(model const& m, id_type id);
    void sort(model const& m, std::vector<id_type>& ids, std::string_view order);
    [[nodiscard]] bool exists(model const& m, id_type id);
    [[nodiscard]] view seen() const { return {db_.now(), false}; }

    // Writing. What was done is collected in `effects`, for the truth log.
    [[nodiscard]] id_type create(model const& m, json const& vals);
    void write(model const& m, std::vector<id_type> const& ids, json const& vals);
    void unlink(model const& m, std::vector<id_type> const& ids);
    [[nodiscard]] id_type copy(model const& m, id_type id, json const& defaults);
    [[nodiscard]] json load(model const& m, json const& fields, json const& rows);
    /// A value the server computes by itself: no conversion, no checks, no reaction.
    void set(model const& m, id_type id, std::string_view field_name, json value);
    /// Whether commands on that record's lines are being carried out: it reacts once, at their end.
    [[nodiscard]] bool is_busy(std::string_view model_name, id_type id) const {
        return busy_.contains({model_name, id});
    }

    /// Binds an external id, replacing an older meaning.
    void bind(std::string const& complete_name, std::string_view model_name, id_type id, bool noupdate = false);

    [[nodiscard]] schema const& models() const { return db_.models(); }
    /// Whether calls may name that model.
    [[nodiscard]] bool knows(std::string_view name) const {
        auto const it = models().find(name);
        return it != models().end() && !it->second.outside;
    }
    /// The day it is, where the user lives.
    [[nodiscard]] std::string today() const;
    [[nodiscard]] model const& named(std::string_view name) const { return models().at(name); }

    std::vector<effect> effects{};

    /// A record's business key: its external id, else its key field, else nothing.
    [[nodiscard]] std::string key_of(model const& m, id_type id);

private:
    friend class loader;

    [[nodiscard]] json computed(model const& m, id_type id, values const& v, field const& f);
    [[nodiscard]] json present(model const& m, id_type id, values const& v, field const& f, bool classic);
    /// One key of a sort: a field, reached over many2one fields.
    struct sort_column {
        std::vector<field const*> hops;
        field const* last;
        bool descending;
        bool blanks_first;
    };
    void columns_of(model const& m, std::string_view order, std::vector<field const*> const& hops, bool flip,
                    std::vector<sort_column>& out) const;
    [[nodiscard]] json sort_key(model const& m, id_type id, sort_column const& c);

    [[nodiscard]] json convert(model const& m, field const& f, json const& value, bool creating);
    void apply_defaults(model const& m, record& r, std::vector<bool> const& given, id_type id);
    void set_related(model const& m, id_type id, field const& f, json const& value);
    void command(model const& m, id_type id, field const& f, json const& commands);
    void after_change(model const& m, id_type id, json const& vals, bool created);
    void check(model const& m, id_type id);
    void check_reference(model const& m, field const& f, id_type target, bool creating);
    void check_unique(model const& m, id_type id, values const& v);
    void share_address(id_type partner, json const& vals, bool created);
    void remove(model const& m, id_type id);
    void note(action what, model const& m, id_type id, json const& vals);

    database& db_;
    call_settings settings_;
    std::set<std::pair<std::string_view, id_type>> busy_{};
    std::optional<std::vector<id_type>> groups_{};
};

/// One parsed domain: asks a record whether it holds.
class domain {
public:
    /// Throws what Odoo throws for a domain that is none.
    [[nodiscard]] static domain parse(environment& env, model const& m, json const& text);

    [[nodiscard]] bool holds(environment& env, model const& m, id_type id, values const& v) const;

private:
    enum class test : std::uint8_t { always, never, every, some, negation, among, compare, pattern, ids, children };
    test what_ = test::always;
    std::vector<domain> parts_{};
    field const* field_ = nullptr;
    bool negative_ = false;
    bool blank_ = false;         // the answer for a blank value
    std::vector<json> among_{};  // sorted texts or numbers
    std::string op_{};
    json bound_{};
    std::string pattern_{};
    bool ignore_case_ = false;
    bool by_second_ = false;

    [[nodiscard]] static domain term(environment& env, model const& m, json const& leaf);
    [[nodiscard]] static domain by_ids(field const& f, std::vector<id_type> ids, bool negative, bool blank);
    [[nodiscard]] static domain sequence(environment& env, model const& m, json const& items, std::size_t& at,
                                         json const& whole);
};

/// errors_object and dates: a mandatory value that is not there.
[[nodiscard]] exception missing_value(int series, model const& m, field const& f);

/// Seconds to add to UTC for a local time of that zone. Some two dozen are known; others are UTC.
[[nodiscard]] std::chrono::seconds offset_of_utc(std::string const& timezone, instant t);
/// The moment at which clocks of that zone show `local`.
[[nodiscard]] instant from_local(std::string const& timezone, instant local);

/// `datetime.strptime` for the two formats of Odoo; throws the ValueError Python throws (dates).
[[nodiscard]] instant read_datetime(std::string_view text);
[[nodiscard]] std::string read_date(std::string_view text);
[[nodiscard]] std::string show_datetime(instant t);

/// Python's truth of a value: false, null, 0, "" and empty lists are not.
[[nodiscard]] bool truth(json const& v);
/// A value as text, as `str()` gives it.
[[nodiscard]] std::string as_text(json const& v);
/// Odoo's `float_round`, half away from zero, on doubles as Odoo does it.
[[nodiscard]] double round_to(double value, int digits);

}  // namespace syncline::inline v1::emulator::erp
