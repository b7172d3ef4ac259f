// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include <syncline/core/fingerprint.hpp>
#include <syncline/core/instant.hpp>
#include <syncline/core/result.hpp>

namespace syncline::inline v1::emulator {

enum class action : std::uint8_t { create, write, remove };

[[nodiscard]] constexpr std::string_view to_string(action a) noexcept {
    switch (a) {
        case action::create: return "create";
        case action::write: return "write";
        case action::remove: return "delete";
    }
    return "?";
}

/// One thing that really happened in an emulated system, whatever its client was told.
struct effect {
    std::uint64_t request = 0;  ///< The call that did it, as the emulator numbers them; 0 for seed data.
    instant at{};               ///< On the emulator's clock.
    std::string system;         ///< `odoo`, `hubspot`.
    std::string object;         ///< `sale.order`, `deals`.
    std::string id;             ///< The record's id there.
    std::string key;            ///< Business key: external id or value of a unique property; empty when it has none.
    emulator::action action = action::create;
    fingerprint payload{};  ///< Of the values written.

    friend bool operator==(effect const&, effect const&) = default;
};

/// What really happened, in order: the record no crash of the client can touch, against which runs are judged.
///
/// Threads: safe from any number of threads.
class truth_log {
public:
    truth_log();
    truth_log(truth_log const&) = delete;
    truth_log& operator=(truth_log const&) = delete;
    ~truth_log();

    /// Also appends every effect from here on to that file, one JSON object per line, handed to the operating system
    /// before the effect is answered: it survives the death of this process.
    /// *Errors*: `storage` when the file cannot be opened.
    [[nodiscard]] result<void> mirror_to(std::string const& path);

    /// For emulators, under the lock that guards their state.
    void append(effect e);

    [[nodiscard]] std::vector<effect> effects() const;

    /// How many times a record with this key was created. More than one is a duplicate.
    [[nodiscard]] std::size_t creates_of(std::string_view key) const;

    /// Creates per `object key` of all records that have a key; what `creates_of` counts, for a whole run at once.
    [[nodiscard]] std::map<std::string, std::size_t> creates_by_key() const;

    /// How many effects clients caused (seed data does not count).
    [[nodiscard]] std::size_t writes() const;

private:
    struct file;
    mutable std::mutex mutex_;
    std::vector<effect> effects_;
    std::unique_ptr<file> mirror_;
};

/// Reads a mirrored log back, for instance after the process that wrote it was killed. A last line without its end
/// is left out.
/// *Errors*: `storage` when the file cannot be read; `malformed` naming the line.
[[nodiscard]] result<std::vector<effect>> read_truth(std::string const& path);

}  // namespace syncline::inline v1::emulator
