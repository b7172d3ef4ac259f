// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <syncline/core/clock.hpp>
#include <syncline/core/result.hpp>

#include "store/sqlite/connection.hpp"

namespace syncline::inline v1::store::detail {

/// Brings an empty or older database to the newest schema, one transaction per migration.
///
/// *Errors*: `misconfigured` when the file belongs to another application, `unsupported` when it is newer than this
/// library, `storage`.
[[nodiscard]] result<void> migrate(connection const& db, any_clock clock);

}  // namespace syncline::inline v1::store::detail
