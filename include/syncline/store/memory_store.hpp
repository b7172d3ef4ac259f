// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include <syncline/core/clock.hpp>
#include <syncline/store/store.hpp>

namespace syncline::inline v1::store {

/// A store that forgets everything when it goes: for tests, dry runs and hosts that can start over.
///
/// Behaves like the durable stores in every other way: transactions roll back on error, conflicts and orders are
/// the same. One conformance suite holds them to that.
///
/// Cost: memory grows with the rows; a transaction costs what it changes.
class memory_store final : public store {
public:
    /// Lifetime: the clock must outlive the store; it only judges the deadlines of contexts.
    explicit memory_store(any_clock clock = the_system_clock());
    ~memory_store() override;

    result<void> in_transaction(function_ref<result<void>(tables&)> work, context const& ctx) override;
    result<void> read(function_ref<result<void>(tables&)> work, context const& ctx) override;

private:
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace syncline::inline v1::store
