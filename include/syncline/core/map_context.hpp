// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <syncline/core/reference.hpp>
#include <syncline/core/result.hpp>

namespace syncline::inline v1 {

/// What stands for a record in another system. The identity map of a ledger is one; a test double is three lines.
class identity_resolver {
public:
    identity_resolver() = default;
    identity_resolver(identity_resolver const&) = delete;
    identity_resolver& operator=(identity_resolver const&) = delete;
    virtual ~identity_resolver() = default;

    /// The record of (`system`, `object`) that stands for the same thing as `from`; empty when none is linked yet.
    /// *Errors*: `storage`, `corrupted`.
    [[nodiscard]] virtual result<std::optional<external_ref>> resolve(external_ref const& from, std::string_view system,
                                                                      std::string_view object) = 0;
};

/// Value tables by name, as data: `tables["product"]["GTXPro"] == "GTX Pro"`.
using value_tables = std::map<std::string, std::map<std::string, std::string, std::less<>>, std::less<>>;

/// A reference a mapping could not follow: `from` has no counterpart in (`system`, `object`) yet.
struct unresolved_ref {
    external_ref from;
    std::string system;
    std::string object;
};

/// What a mapping may know besides the record: who stands for whom, the value tables, and what earlier steps made.
///
/// Lifetime: refers to everything it names.
struct map_context {
    identity_resolver* identities = nullptr;
    value_tables const* tables = nullptr;
    /// What the flow's earlier steps produced for this record, by step name.
    std::span<std::pair<std::string, external_ref> const> produced{};
    /// Where a policy notes which references it could not resolve, so that the record resumes when they arrive.
    std::vector<unresolved_ref>* unresolved = nullptr;
};

}  // namespace syncline::inline v1
