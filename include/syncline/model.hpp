// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <syncline/model/contract.hpp>
#include <syncline/model/currency.hpp>
#include <syncline/model/lifecycle.hpp>
#include <syncline/model/money.hpp>
#include <syncline/model/opportunity.hpp>
#include <syncline/model/opportunity_links.hpp>
#include <syncline/model/party.hpp>
#include <syncline/model/payment_terms.hpp>
#include <syncline/model/product.hpp>
#include <syncline/model/project.hpp>
#include <syncline/model/reference.hpp>
#include <syncline/model/states.hpp>
