// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <syncline/core/fingerprint.hpp>
#include <syncline/sync/ledger.hpp>

namespace syncline::inline v1::sync {

/// One version of a mapping, as its author hands it in.
struct mapping_version {
    std::string id{};
    std::string version{};
    std::string text{};  ///< What the mapping's `describe()` gives.

    /// The fingerprint of the text.
    [[nodiscard]] std::string hash() const { return fingerprint_of(text).text(); }
    /// `id@version#hash`, as it is stamped on effects: the first twelve digits of the hash.
    [[nodiscard]] std::string identity() const { return id + '@' + version + '#' + hash().substr(0, 12); }
};

/// `id@version#hash` of a version in the registry.
[[nodiscard]] std::string identity_of(store::mapping_row const& row);

/// What a mapping made by `mapping<From, To>(...).named(id, version)` is to the registry.
template <class M>
[[nodiscard]] mapping_version version_of(M const& m) {
    return {std::string(m.id()), std::string(m.version()), m.describe()};
}

/// Which mappings may run: submitted by an author, approved by somebody else, active one version at a time, and rolled
/// back at run time. Kept in the ledger's store; every step leaves an audit line that names the person.
///
/// The hash decides, not the version: what was approved is one text, and another text under the same version is
/// refused. Flows ask with `pulled_flow::governed`.
///
/// *Errors* of all: those of the store. *Threads*: as the ledger. *Lifetime*: the ledger must outlive it.
class mapping_registry {
public:
    explicit mapping_registry(ledger& l) noexcept : ledger_(&l) {}

    /// Hands a version in. *Errors*: `misconfigured` without id, version, text or author; `conflict` when that version
    /// was handed in with another text. *Idempotence*: the same text again changes nothing.
    [[nodiscard]] result<void> submit(mapping_version const& what, std::string_view author, context const& ctx);
    /// *Errors*: `not_found`; `forbidden` when the author approves, or nobody does; `conflict` when it was approved
    /// already.
    [[nodiscard]] result<void> approve(std::string_view id, std::string_view hash, std::string_view by,
                                       context const& ctx);
    /// From here on this version is the one that runs; the one before retires. *Errors*: `not_found`; `forbidden` when
    /// it was never approved. *Idempotence*: the active one again changes nothing.
    [[nodiscard]] result<void> activate(std::string_view id, std::string_view hash, std::string_view by,
                                        context const& ctx);
    /// Activates the version that was active before the active one, and says which. *Errors*: `not_found` when there is
    /// none.
    [[nodiscard]] result<store::mapping_row> roll_back(std::string_view id, std::string_view by, context const& ctx);

    /// The version that runs, if any.
    [[nodiscard]] result<std::optional<store::mapping_row>> active(std::string_view id, context const& ctx) const;
    /// All versions, in the order of submission.
    [[nodiscard]] result<std::vector<store::mapping_row>> history(std::string_view id, context const& ctx) const;
    /// The version an effect or audit line names, `id@version#hash`. *Errors*: `not_found`.
    [[nodiscard]] result<store::mapping_row> find(std::string_view identity, context const& ctx) const;

private:
    ledger* ledger_;
};

}  // namespace syncline::inline v1::sync
