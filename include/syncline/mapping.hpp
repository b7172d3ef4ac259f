// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <syncline/mapping/mapping.hpp>
#include <syncline/mapping/policies.hpp>
