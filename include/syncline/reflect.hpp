// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <syncline/reflect/digest.hpp>
#include <syncline/reflect/field.hpp>
#include <syncline/reflect/holds.hpp>
#include <syncline/reflect/predicate.hpp>
#include <syncline/reflect/reference.hpp>
