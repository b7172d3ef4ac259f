// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <syncline/core/result.hpp>
#include <syncline/model/contract.hpp>
#include <syncline/model/invoice.hpp>
#include <syncline/model/money.hpp>
#include <syncline/model/project.hpp>
#include <syncline/model/reference.hpp>
#include <syncline/model/time_entry.hpp>

namespace syncline::inline v1::model {

/// What a record says of a contract's money.
enum class value_kind : std::uint8_t { contracted, earned, invoiced };
BOOST_DESCRIBE_ENUM(value_kind, contracted, earned, invoiced)

/// What one record says of one contract line. A record says it anew when it changes: the last word counts.
struct value_fact {
    value_kind kind = value_kind::contracted;
    external_ref source{};  ///< The contract, time entry, milestone, invoice or credit note.
    std::string line{};     ///< The contract line's key.
    money amount{};         ///< Without tax.

    friend bool operator==(value_fact const&, value_fact const&) = default;
};
BOOST_DESCRIBE_STRUCT(value_fact, (), (kind, source, line, amount))

/// Where a contract line stands.
struct line_progress {
    std::string line{};
    money contracted{};
    money earned{};            ///< Revenue: work that was approved, milestones that were reached.
    money invoiced{};          ///< Less what was credited.
    money work_in_progress{};  ///< Earned and not invoiced yet.
    money deferred{};          ///< Invoiced and not earned yet.
    money backlog{};           ///< Contracted and not earned yet.

    friend bool operator==(line_progress const&, line_progress const&) = default;
};
BOOST_DESCRIBE_STRUCT(line_progress, (), (line, contracted, earned, invoiced, work_in_progress, deferred, backlog))

/// What a contract says: the value of each line, under `source`. Pure. *Errors*: as for `value_of`.
[[nodiscard]] result<std::vector<value_fact>> facts_of(contract const& c, external_ref const& source);

/// What hours on a contract line earn: their amount once approved, nothing before, when written off, credited or not
/// billable. Pure. *Errors*: `mapping` for approved ones without an amount.
[[nodiscard]] result<value_fact> fact_of(time_entry const& t, std::string_view line, currency in);

/// What a milestone earns of its line's value once reached. Pure. *Errors*: `mapping` without a share; `too_large`.
[[nodiscard]] result<value_fact> fact_of(milestone const& m, external_ref const& source, money const& line_value);

/// What an issued invoice bills, by contract line; of any other nothing. Pure. *Errors*: `mapping`, `too_large`.
[[nodiscard]] result<std::vector<value_fact>> facts_of(invoice const& i);

/// What an issued credit note takes back, below 0. Pure. *Errors*: as for an invoice.
[[nodiscard]] result<std::vector<value_fact>> facts_of(credit_note const& c);

/// Where each line stands, by key, worked out anew from all that was said, in the order it was said. Pure. Threads:
/// any. *Errors*: `mapping` for two currencies; `too_large`.
[[nodiscard]] result<std::vector<line_progress>> progress_of(std::span<value_fact const> log);

/// The same, kept up as facts come in. After any facts, repeated or changed ones too, it says what `progress_of` says
/// of all of them. Threads: one at a time.
class contract_progress {
public:
    /// *Errors*: as for `progress_of`; nothing of the fact was taken then.
    [[nodiscard]] result<void> take(value_fact const& f);
    [[nodiscard]] result<std::vector<line_progress>> lines() const;

private:
    std::map<std::pair<external_ref, std::pair<value_kind, std::string>>, money> said_;
    std::map<std::string, line_progress> lines_;
    std::optional<currency> currency_;
};

}  // namespace syncline::inline v1::model
