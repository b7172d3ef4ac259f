// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <syncline/core/category.hpp>
#include <syncline/core/clock.hpp>
#include <syncline/core/context.hpp>
#include <syncline/core/decimal.hpp>
#include <syncline/core/error.hpp>
#include <syncline/core/field_value.hpp>
#include <syncline/core/fingerprint.hpp>
#include <syncline/core/function_ref.hpp>
#include <syncline/core/ids.hpp>
#include <syncline/core/instant.hpp>
#include <syncline/core/map_context.hpp>
#include <syncline/core/near_name.hpp>
#include <syncline/core/observer.hpp>
#include <syncline/core/random.hpp>
#include <syncline/core/reference.hpp>
#include <syncline/core/result.hpp>
#include <syncline/core/retry.hpp>
#include <syncline/core/rfc3339.hpp>
#include <syncline/core/secret.hpp>
#include <syncline/core/text.hpp>
#include <syncline/core/uuid.hpp>
