// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include <syncline/core/instant.hpp>
#include <syncline/core/result.hpp>
#include <syncline/model/reference.hpp>
#include <syncline/model/resource.hpp>
#include <syncline/model/time_entry.hpp>

namespace syncline::inline v1::model {

/// Who is assigned on a day, in the order handed in. Lifetime: the pointers are into `assignments`. Pure. Threads: any.
[[nodiscard]] std::vector<assignment const*> assigned_on(std::span<assignment const> assignments, local_date day);

/// The assignments after somebody else takes over on `from`: `which` ends the day before, and a new one, read from
/// `source`, begins that day with everything else as it was. Planned hours are divided by days, to the hundredth of an
/// hour, and none are lost. Done before, it changes nothing. Pure. Threads: any.
/// *Errors*, each naming the assignment: `missing_reference` when `which` is not there; `mapping` when `from` is not
/// behind its first day and before its end; `conflict` when `source` already stands for another assignment.
[[nodiscard]] result<std::vector<assignment>> reassigned(std::vector<assignment> assignments, external_ref const& which,
                                                         local_date from, external_ref const& to,
                                                         external_ref const& source);

/// The assignment hours were worked under: of the same person, on that day, for the same project and task where the
/// assignment names them; one for the task goes before one for the project. Whoever takes over later changes nothing
/// about it. Lifetime: a pointer into `assignments`. Pure. Threads: any.
/// *Errors*, each naming the time entry: `missing_reference` when there is none, `duplicate_candidate` when two fit
/// equally well.
[[nodiscard]] result<assignment const*> assignment_of(time_entry const& hours, std::span<assignment const> assignments);

}  // namespace syncline::inline v1::model
