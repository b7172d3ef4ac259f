// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <syncline/mdm/conflict.hpp>
#include <syncline/mdm/enforced.hpp>
#include <syncline/mdm/explanation.hpp>
#include <syncline/mdm/fact.hpp>
#include <syncline/mdm/match_decision.hpp>
#include <syncline/mdm/match_presets.hpp>
#include <syncline/mdm/match_record.hpp>
#include <syncline/mdm/match_rules.hpp>
#include <syncline/mdm/match_training.hpp>
#include <syncline/mdm/matcher.hpp>
#include <syncline/mdm/ownership.hpp>
#include <syncline/mdm/party_survivorship.hpp>
#include <syncline/mdm/similarity.hpp>
#include <syncline/mdm/survivorship.hpp>
