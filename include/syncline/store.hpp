// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <syncline/store/memory_store.hpp>
#include <syncline/store/rows.hpp>
#include <syncline/store/store.hpp>
