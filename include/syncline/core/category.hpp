// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

#include <syncline/core/error.hpp>

namespace syncline::inline v1 {

/// Why a record waits for a person: the closed list, in business words.
enum class category : unsigned char {
    missing_mandatory_data,
    missing_reference,
    missing_project_code,
    duplicate_candidate,
    ownership_conflict,
    approval_missing,
    invalid_billing_terms,
    cap_exceeded,
    tax_mismatch,
    amount_mismatch,
    failed_posting,
    legal_entity_not_mapped,
    policy_violation,
    schema_drift,
    feed_gap,
    system_unavailable,
    access_problem,
    limit_reached,
    unknown_outcome,
    defect,
};

enum class severity { low, medium, high, critical };

[[nodiscard]] constexpr std::string_view to_string(severity s) noexcept {
    switch (s) {
        case severity::low: return "low";
        case severity::medium: return "medium";
        case severity::high: return "high";
        case severity::critical: return "critical";
    }
    return "?";
}

/// What people see of a category, and who gets it when no host policy says otherwise.
struct category_info {
    category value;
    std::string_view code;   ///< Stable, for machines: `missing_reference`.
    std::string_view title;  ///< For people: `Missing reference`.
    std::string_view owner;
    syncline::severity severity;
    bool resumes_by_itself;  ///< Retried when time passes or the parent arrives; else only after a person acted.
    std::string_view hint;   ///< What to do about it, in one sentence.
};

inline constexpr std::array<category_info, 20> all_categories{{
    {category::missing_mandatory_data, "missing_mandatory_data", "Missing mandatory data", "sales operations",
     severity::high, false,
     "Enter the missing value in the source system; the changed record is taken up on the next run."},
    {category::missing_reference, "missing_reference", "Missing reference", "integration support", severity::medium,
     true, "Create or link the record it refers to, or correct the name in a value table and replay."},
    {category::missing_project_code, "missing_project_code", "Missing project code", "delivery / PMO", severity::medium,
     false, "Give the entry a billable project or task."},
    {category::duplicate_candidate, "duplicate_candidate", "Duplicate candidate", "master data steward",
     severity::medium, false, "Decide which of the candidates it is, merge or rename the others, then replay."},
    {category::ownership_conflict, "ownership_conflict", "Ownership conflict", "domain owner of the field",
     severity::medium, false, "Change the field in the system that owns it."},
    {category::approval_missing, "approval_missing", "Approval missing or void", "finance", severity::high, false,
     "Have the effect approved as it stands now, then replay."},
    {category::invalid_billing_terms, "invalid_billing_terms", "Invalid billing terms", "finance with delivery",
     severity::high, false, "Correct the schedule, cap or rate in the contract, then replay."},
    {category::cap_exceeded, "cap_exceeded", "Cap or budget exceeded", "account management", severity::medium, false,
     "Raise the cap or write the excess off, then replay."},
    {category::tax_mismatch, "tax_mismatch", "Tax mismatch / invalid tax code", "finance tax", severity::high, false,
     "Correct the tax treatment of the party or product, then replay."},
    {category::amount_mismatch, "amount_mismatch", "Amount mismatch", "finance", severity::high, false,
     "Compare the amounts named in the text in both systems and correct the wrong one, then replay."},
    {category::failed_posting, "failed_posting", "Failed posting", "finance", severity::high, false,
     "Open the period or complete the account set-up in the ledger, then replay."},
    {category::legal_entity_not_mapped, "legal_entity_not_mapped", "Legal entity not mapped", "finance", severity::high,
     false, "Assign the record to a legal entity, then replay."},
    {category::policy_violation, "policy_violation", "Policy violation", "security / compliance", severity::high, false,
     "Ask the owner of the policy named in the text."},
    {category::schema_drift, "schema_drift", "Schema drift", "integration owner", severity::high, false,
     "Compare the mapping with the changed system and release a new version."},
    {category::feed_gap, "feed_gap", "Feed gap", "integration support", severity::high, false, "Run a full compare."},
    {category::system_unavailable, "system_unavailable", "System unavailable", "integration support", severity::high,
     true, "Nothing, if the system comes back: it is tried again by itself."},
    {category::access_problem, "access_problem", "Access problem", "system owner", severity::high, false,
     "Renew the credential or grant the right named in the text."},
    {category::limit_reached, "limit_reached", "Limit reached", "integration owner", severity::medium, true,
     "Nothing, if the limit resets: it is tried again by itself."},
    {category::unknown_outcome, "unknown_outcome", "Unknown outcome", "integration support", severity::high, false,
     "Look in the other system whether the record is there, then mark it done or replay it."},
    {category::defect, "defect", "Defect", "library maintainers", severity::critical, false,
     "Report it with the correlation id."},
}};

[[nodiscard]] constexpr category_info const& info(category c) noexcept {
    return all_categories[static_cast<std::size_t>(c)];
}

/// The category an error falls into when the code that raised it named none. Total over `errc`.
[[nodiscard]] constexpr category category_of(errc c) noexcept {
    switch (c) {
        case errc::unavailable:
        case errc::timed_out:
        case errc::contended:
        case errc::storage:
        case errc::cancelled:
        case errc::deadline_exceeded: return category::system_unavailable;
        case errc::rate_limited:
        case errc::too_large: return category::limit_reached;
        case errc::unauthorized:
        case errc::forbidden: return category::access_problem;
        case errc::untrusted: return category::policy_violation;
        case errc::missing_reference:
        case errc::not_found: return category::missing_reference;
        case errc::conflict:
        case errc::duplicate_candidate: return category::duplicate_candidate;
        case errc::rejected:
        case errc::mapping: return category::missing_mandatory_data;
        case errc::malformed:
        case errc::unsupported: return category::schema_drift;
        case errc::unknown_outcome: return category::unknown_outcome;
        case errc::misconfigured:
        case errc::corrupted:
        case errc::defect: return category::defect;
    }
    return category::defect;
}

/// The category of a failure.
[[nodiscard]] inline category category_of(error const& e) noexcept { return e.reason.value_or(category_of(e.code)); }

}  // namespace syncline::inline v1
