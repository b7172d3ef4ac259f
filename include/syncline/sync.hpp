// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <syncline/sync/capabilities.hpp>
#include <syncline/sync/claim.hpp>
#include <syncline/sync/destinations.hpp>
#include <syncline/sync/drift.hpp>
#include <syncline/sync/engine.hpp>
#include <syncline/sync/flow.hpp>
#include <syncline/sync/guarded.hpp>
#include <syncline/sync/ledger.hpp>
#include <syncline/sync/mapping_registry.hpp>
#include <syncline/sync/merge.hpp>
#include <syncline/sync/plan.hpp>
#include <syncline/sync/report.hpp>
#include <syncline/sync/source.hpp>
#include <syncline/sync/target.hpp>
