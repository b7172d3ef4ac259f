// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <syncline/reflect/reference.hpp>

namespace syncline::model {

using syncline::external_ref;

}  // namespace syncline::model
