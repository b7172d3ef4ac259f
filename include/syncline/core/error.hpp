// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace syncline::inline v1 {

/// What should I do now? The closed list of answers every failure of the library gives.
enum class errc {
    unavailable,          ///< The other side is down or cut the connection: try again later.
    timed_out,            ///< No answer within the limit: look up before repeating a write.
    rate_limited,         ///< Asked too often: wait `error::retry_after`, then go on.
    contended,            ///< Lost a race for a record or a lock; nothing was kept: try again.
    unauthorized,         ///< The credential is missing, wrong or expired: renew it.
    forbidden,            ///< The credential lacks a right: ask the system's owner.
    untrusted,            ///< TLS or address check failed: never retried, fix the endpoint.
    not_found,            ///< The record, model or path does not exist (any more).
    conflict,             ///< A record with that key or a newer version exists: look it up.
    rejected,             ///< The other side refused the data: correct the record.
    mapping,              ///< A value could not be mapped: correct the record or the mapping.
    missing_reference,    ///< A related record is not known yet: resumes when it arrives.
    duplicate_candidate,  ///< Several records match: a person decides which one it is.
    malformed,            ///< Bytes are not what their contract says: nothing of them was used.
    too_large,            ///< A stated limit (size, nesting, count) was exceeded.
    unknown_outcome,      ///< It is not known whether the effect happened and it cannot be looked up.
    cancelled,            ///< The host asked to stop.
    deadline_exceeded,    ///< The context's deadline passed before the work was done.
    storage,              ///< The local store refused or failed; the step was not recorded.
    corrupted,            ///< The local store's content does not match its own digest.
    unsupported,          ///< The server or this build cannot do that.
    misconfigured,        ///< Options contradict each other or name something that is not there.
    defect,               ///< An invariant of the library failed: report it.
};

/// Whose problem it is. Only `technical` is retried without a person.
enum class error_class { technical, business, policy, defect };

/// What is known about the effect of a failed write.
enum class outcome {
    known_failed,  ///< Certainly nothing happened on the other side.
    unknown,       ///< No usable answer came back: the effect may have happened.
};

[[nodiscard]] constexpr std::string_view to_string(errc c) noexcept {
    switch (c) {
        case errc::unavailable: return "unavailable";
        case errc::timed_out: return "timed_out";
        case errc::rate_limited: return "rate_limited";
        case errc::contended: return "contended";
        case errc::unauthorized: return "unauthorized";
        case errc::forbidden: return "forbidden";
        case errc::untrusted: return "untrusted";
        case errc::not_found: return "not_found";
        case errc::conflict: return "conflict";
        case errc::rejected: return "rejected";
        case errc::mapping: return "mapping";
        case errc::missing_reference: return "missing_reference";
        case errc::duplicate_candidate: return "duplicate_candidate";
        case errc::malformed: return "malformed";
        case errc::too_large: return "too_large";
        case errc::unknown_outcome: return "unknown_outcome";
        case errc::cancelled: return "cancelled";
        case errc::deadline_exceeded: return "deadline_exceeded";
        case errc::storage: return "storage";
        case errc::corrupted: return "corrupted";
        case errc::unsupported: return "unsupported";
        case errc::misconfigured: return "misconfigured";
        case errc::defect: return "defect";
    }
    return "?";
}

/// The class a code belongs to.
[[nodiscard]] constexpr error_class class_of(errc c) noexcept {
    switch (c) {
        case errc::rejected:
        case errc::mapping:
        case errc::missing_reference:
        case errc::duplicate_candidate:
        case errc::not_found:
        case errc::conflict: return error_class::business;
        case errc::forbidden:
        case errc::untrusted: return error_class::policy;
        case errc::defect: return error_class::defect;
        default: return error_class::technical;
    }
}

[[nodiscard]] constexpr std::string_view to_string(error_class c) noexcept {
    switch (c) {
        case error_class::technical: return "technical";
        case error_class::business: return "business";
        case error_class::policy: return "policy";
        case error_class::defect: return "defect";
    }
    return "?";
}

/// Why a record waits for a person; the list is in `core/category.hpp`.
enum class category : unsigned char;

/// A failure: what to do now, in our words, with the other side's words kept apart.
///
/// `message` is ours and safe to log. `server_message` came from the other side: untrusted, may hold
/// personal data, shown only to people who may see the record.
struct error {
    errc code = errc::defect;
    std::string message;
    std::string server_message{};
    std::optional<std::chrono::milliseconds> retry_after{};  ///< The other side's own wish; a floor.
    outcome effect = outcome::known_failed;                  ///< Meaningful for writes only.
    std::optional<category> reason{};  ///< Set where the code that failed knows better than `category_of(errc)`.
    std::string reference{};           ///< The other side's id for this failure, if it gave one.

    /// Whether repeating the same call later can succeed without anyone changing anything.
    [[nodiscard]] constexpr bool is_retryable() const noexcept {
        return code == errc::unavailable || code == errc::timed_out || code == errc::rate_limited ||
               code == errc::contended;
    }

    /// Whether the effect may have happened although the call failed.
    [[nodiscard]] constexpr bool may_have_happened() const noexcept { return effect == outcome::unknown; }

    /// Prepends the operation, so that a message reads from the outside in.
    [[nodiscard]] error within(std::string_view operation) && {
        message.insert(0, ": ");
        message.insert(0, operation);
        return std::move(*this);
    }

    friend bool operator==(error const&, error const&) = default;
};

}  // namespace syncline::inline v1
