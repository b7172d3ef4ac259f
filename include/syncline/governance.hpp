// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <syncline/governance/bundle.hpp>
#include <syncline/governance/configuration.hpp>
#include <syncline/governance/impact.hpp>
#include <syncline/governance/lint.hpp>
#include <syncline/governance/pack.hpp>
