// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <syncline/crm/hubspot/association.hpp>
#include <syncline/crm/hubspot/batch.hpp>
#include <syncline/crm/hubspot/capabilities.hpp>
#include <syncline/crm/hubspot/client.hpp>
#include <syncline/crm/hubspot/object.hpp>
#include <syncline/crm/hubspot/opportunity_links.hpp>
#include <syncline/crm/hubspot/options.hpp>
#include <syncline/crm/hubspot/property.hpp>
#include <syncline/crm/hubspot/record.hpp>
#include <syncline/crm/hubspot/records.hpp>
#include <syncline/crm/hubspot/search.hpp>
#include <syncline/crm/hubspot/source.hpp>
#include <syncline/crm/hubspot/target.hpp>
