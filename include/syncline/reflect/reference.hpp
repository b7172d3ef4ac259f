// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/describe/class.hpp>

#include <syncline/core/reference.hpp>

namespace syncline::inline v1 {

BOOST_DESCRIBE_STRUCT(external_ref, (), (system, object, id))

}  // namespace syncline::inline v1
