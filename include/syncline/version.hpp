// SPDX-License-Identifier: Apache-2.0
#pragma once

#define SYNCLINE_VERSION_MAJOR 0
#define SYNCLINE_VERSION_MINOR 1
#define SYNCLINE_VERSION_PATCH 0
#define SYNCLINE_VERSION_STRING "0.1.0"

/// Everything lives in the inline namespace of the major version, so that two majors can be linked into one program.
/// Write plain `syncline::`; symbols and compiler messages show the `v1`.
namespace syncline::inline v1 {}
