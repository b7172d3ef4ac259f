// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <utility>

#include <syncline/core/rfc3339.hpp>
#include <syncline/core/text.hpp>
#include <syncline/store/store.hpp>

namespace syncline::inline v1::store::detail {

/// What every store promises about its tables, whatever holds the rows: a read changes nothing, a row has an identity
/// and times that can be written down, and after an error the transaction is over, even when the work forgets to say
/// so.
class guarded_tables final : public tables {
public:
    enum class access : bool { read_only, read_write };

    guarded_tables(tables& inner, access allowed) noexcept : inner_(inner), allowed_(allowed) {}

    /// What the work said, unless a call inside it failed: then that.
    [[nodiscard]] result<void> outcome(result<void> said) const {
        if (said && failed_) return fail(*failed_);
        return said;
    }

    result<void> intake_between(std::string_view flow, std::string_view first, std::string_view last,
                                function_ref<void(intake_view const&)> visit) override {
        if (failed_) return fail(*failed_);
        return keep(inner_.intake_between(flow, first, last, visit));
    }
    result<std::vector<std::optional<intake_row>>> find_intake(std::string_view flow,
                                                               std::span<std::string const> source_ids) override {
        if (failed_) return fail(*failed_);
        return keep(inner_.find_intake(flow, source_ids));
    }
    result<void> put_intake(std::span<intake_row const> rows) override {
        if (auto go = may_write("put_intake"); !go) return go;
        for (auto const& r : rows) {
            if (r.flow.empty() || r.source_id.empty()) return keep(nameless("put_intake", "flow or source id"));
            if (!writable(r.updated)) return keep(timeless("put_intake", r.source_id));
        }
        return keep(inner_.put_intake(rows));
    }
    result<intake_counts> count_intake(std::string_view flow) override {
        if (failed_) return fail(*failed_);
        return keep(inner_.count_intake(flow));
    }
    result<std::vector<intake_row>> intake_in_state(std::string_view flow, intake_state state, std::string_view after,
                                                    std::size_t limit) override {
        if (failed_) return fail(*failed_);
        return keep(inner_.intake_in_state(flow, state, after, limit));
    }

    result<std::vector<std::optional<effect_row>>> find_effects(std::span<std::string const> keys) override {
        if (failed_) return fail(*failed_);
        return keep(inner_.find_effects(keys));
    }
    result<void> put_effects(std::span<effect_row const> rows) override {
        if (auto go = may_write("put_effects"); !go) return go;
        for (auto const& r : rows) {
            if (r.key.empty()) return keep(nameless("put_effects", "key"));
            if (!writable(r.created) || !writable(r.updated)) return keep(timeless("put_effects", r.key));
        }
        return keep(inner_.put_effects(rows));
    }
    result<std::vector<effect_row>> effects_in_state(std::string_view flow, effect_state state, std::string_view after,
                                                     std::size_t limit) override {
        if (failed_) return fail(*failed_);
        return keep(inner_.effects_in_state(flow, state, after, limit));
    }

    result<std::vector<std::optional<link_row>>> links_of(std::string_view system, std::string_view object,
                                                          std::span<std::string const> external_ids) override {
        if (failed_) return fail(*failed_);
        return keep(inner_.links_of(system, object, external_ids));
    }
    result<std::vector<std::optional<link_row>>> links_to(std::string_view system, std::string_view object,
                                                          std::span<std::string const> canonicals) override {
        if (failed_) return fail(*failed_);
        return keep(inner_.links_to(system, object, canonicals));
    }
    result<void> put_links(std::span<link_row const> rows) override {
        if (auto go = may_write("put_links"); !go) return go;
        for (auto const& r : rows) {
            if (r.external_id.empty() || r.canonical.empty())
                return keep(nameless("put_links", "external id or canonical id"));
            if (!writable(r.updated)) return keep(timeless("put_links", r.external_id));
        }
        return keep(inner_.put_links(rows));
    }

    result<std::vector<link_row>> links_with(std::string_view canonical) override {
        if (failed_) return fail(*failed_);
        return keep(inner_.links_with(canonical));
    }

    result<std::optional<std::string>> cursor(std::string_view flow) override {
        if (failed_) return fail(*failed_);
        return keep(inner_.cursor(flow));
    }
    result<void> put_cursor(std::string_view flow, std::string_view value) override {
        if (auto go = may_write("put_cursor"); !go) return go;
        if (flow.empty()) return keep(nameless("put_cursor", "flow"));
        return keep(inner_.put_cursor(flow, value));
    }

    result<void> put_exceptions(std::span<exception_row const> rows) override {
        if (auto go = may_write("put_exceptions"); !go) return go;
        for (auto const& r : rows) {
            if (r.flow.empty()) return keep(nameless("put_exceptions", "flow"));
            if (!writable(r.opened) || !writable(r.updated) || (r.not_before && !writable(*r.not_before)))
                return keep(timeless("put_exceptions", r.source_id));
        }
        return keep(inner_.put_exceptions(rows));
    }
    result<std::vector<std::optional<exception_row>>> find_exceptions(
        std::string_view flow, std::span<std::string const> source_ids) override {
        if (failed_) return fail(*failed_);
        return keep(inner_.find_exceptions(flow, source_ids));
    }
    result<std::vector<exception_row>> exceptions_in_state(std::string_view flow, exception_state state,
                                                           std::string_view after_flow, std::string_view after_source,
                                                           std::size_t limit) override {
        if (failed_) return fail(*failed_);
        return keep(inner_.exceptions_in_state(flow, state, after_flow, after_source, limit));
    }

    result<void> put_mappings(std::span<mapping_row const> rows) override {
        if (auto go = may_write("put_mappings"); !go) return go;
        for (auto const& r : rows) {
            if (r.id.empty() || r.hash.empty()) return keep(nameless("put_mappings", "id or hash"));
            if (!writable(r.submitted) || (r.approved && !writable(*r.approved)) ||
                (r.activated && !writable(*r.activated)))
                return keep(timeless("put_mappings", r.id));
        }
        return keep(inner_.put_mappings(rows));
    }
    result<std::vector<mapping_row>> mappings_of(std::string_view id) override {
        if (failed_) return fail(*failed_);
        return keep(inner_.mappings_of(id));
    }

    result<void> append_audit(std::span<audit_row const> rows) override {
        if (auto go = may_write("append_audit"); !go) return go;
        for (auto const& r : rows)
            if (!writable(r.at)) return keep(timeless("append_audit", r.effect));
        return keep(inner_.append_audit(rows));
    }
    result<std::vector<audit_row>> audit_from(std::uint64_t first_sequence, std::size_t limit) override {
        if (failed_) return fail(*failed_);
        return keep(inner_.audit_from(first_sequence, limit));
    }
    result<std::uint64_t> verify_audit() override {
        if (failed_) return fail(*failed_);
        return keep(inner_.verify_audit());
    }

private:
    template <class T>
    result<T> keep(result<T> r) {
        if (!r) failed_ = r.error();
        return r;
    }

    [[nodiscard]] static result<void> nameless(char const* operation, char const* missing) {
        return fail(errc::defect, std::string(operation) + ": a row without " + missing + " could not be found again");
    }

    [[nodiscard]] static constexpr bool writable(instant t) noexcept {
        return t >= syncline::detail::first_instant && t <= syncline::detail::last_instant;
    }

    [[nodiscard]] static result<void> timeless(char const* operation, std::string_view key) {
        return fail(errc::defect, std::string(operation) + " " + shorten(key, 120) +
                                      ": found a time outside of the years 0000 to 9999, which has no RFC 3339 text");
    }

    [[nodiscard]] result<void> may_write(char const* operation) {
        if (failed_) return fail(*failed_);
        if (allowed_ == access::read_only)
            return keep(result<void>(fail(errc::defect, std::string(operation) + ": inside read(), which only reads")));
        return {};
    }

    tables& inner_;
    access allowed_;
    std::optional<error> failed_;
};

}  // namespace syncline::inline v1::store::detail
