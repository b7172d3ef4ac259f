// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include <syncline/core/instant.hpp>
#include <syncline/core/result.hpp>
#include <syncline/sync/target.hpp>

namespace syncline::inline v1::sync {

/// How a system lets one see what changed.
enum class change_feed : std::uint8_t {
    none,       ///< Everything has to be read.
    timestamp,  ///< Records are asked for by the time of their last change.
    events,     ///< The system keeps a list of changes.
};

/// How a deletion shows.
enum class deletion : std::uint8_t {
    invisible,  ///< Not at all: ids have to be compared.
    flagged,    ///< The record stays and says so.
    in_feed,    ///< The change feed tells.
};

/// What a connector and the version of the system behind it can and cannot do, for planning flows and for the docs.
struct capabilities {
    std::string system{};   ///< `odoo`.
    std::string api{};      ///< The wire in use, `JSON-2`.
    std::string version{};  ///< The server's own, `19.0`.

    std::size_t page = 0;         ///< Most records worth asking for at once.
    std::size_t batch = 0;        ///< Most records in one write.
    std::size_t connections = 0;  ///< Requests at once.

    sync::strategy idempotency = sync::strategy::probe_then_create;
    std::string idempotency_key{};  ///< What carries it: `external id (ir.model.data)`.
    std::string version_token{};    ///< What an update can be made conditional on; empty: nothing, the last one wins.

    change_feed changes = change_feed::none;
    std::chrono::seconds overlap{};  ///< How far back a reader goes so that nothing that commits late is lost.
    deletion deletions = deletion::invisible;
    bool webhooks = false;

    std::optional<local_date> supported_until{};  ///< Last day of the vendor's standard support for this version.
    std::string retirement{};                     ///< What the vendor announced about this wire; empty: nothing.
};

/// What a host should know about a version that ends. *Errors* of a planner built on it: its own.
enum class horizon : std::uint8_t {
    ahead,   ///< Supported for longer than the warning time.
    near,    ///< The end is within the warning time.
    behind,  ///< Support is over.
    unknown  ///< No date is known, for instance because the version is newer than this library.
};

[[nodiscard]] inline horizon horizon_of(capabilities const& c, local_date today,
                                        std::chrono::days warning = std::chrono::days(180)) {
    if (!c.supported_until) return horizon::unknown;
    auto const end = std::chrono::sys_days(*c.supported_until);
    auto const now = std::chrono::sys_days(today);
    if (now > end) return horizon::behind;
    return end - now <= warning ? horizon::near : horizon::ahead;
}

/// What a flow needs a system to be able to do; all that is left out is not needed.
struct needs {
    bool change_feed = false;          ///< To be asked for what changed.
    bool deletions = false;            ///< To show what was deleted.
    bool webhooks = false;             ///< To call when something happened.
    bool conditional_updates = false;  ///< To refuse an update of what somebody else changed meanwhile.
    bool repeatable_writes = false;    ///< To keep our key unique, so that a repeat makes no second record.
    std::size_t batch = 0;             ///< Records in one write, at least.
};

/// Whether a system can do what a flow needs. *Errors*: `unsupported`, naming the system, its version and all that it
/// lacks.
[[nodiscard]] result<void> check(needs const& wanted, capabilities const& has);

/// One sentence for whoever plans the upgrade, when support of this version ends within `warning` or is over, or the
/// vendor retires the wire in use; empty: nothing to do.
[[nodiscard]] std::string governance_notice(capabilities const& c, local_date today,
                                            std::chrono::days warning = std::chrono::days(180));

}  // namespace syncline::inline v1::sync
