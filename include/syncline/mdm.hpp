// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <syncline/mdm/conflict.hpp>
#include <syncline/mdm/explanation.hpp>
#include <syncline/mdm/fact.hpp>
#include <syncline/mdm/ownership.hpp>
#include <syncline/mdm/party_survivorship.hpp>
#include <syncline/mdm/survivorship.hpp>
