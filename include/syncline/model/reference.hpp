// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <syncline/reflect/reference.hpp>

namespace syncline::inline v1::model {

using syncline::external_ref;

}  // namespace syncline::inline v1::model
