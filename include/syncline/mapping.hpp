// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <syncline/mapping/address_lines.hpp>
#include <syncline/mapping/any_mapping.hpp>
#include <syncline/mapping/conversion.hpp>
#include <syncline/mapping/country.hpp>
#include <syncline/mapping/currency_code.hpp>
#include <syncline/mapping/data_mapping.hpp>
#include <syncline/mapping/date_time.hpp>
#include <syncline/mapping/hours.hpp>
#include <syncline/mapping/language.hpp>
#include <syncline/mapping/mapping.hpp>
#include <syncline/mapping/mapping_words.hpp>
#include <syncline/mapping/overlay.hpp>
#include <syncline/mapping/person_name.hpp>
#include <syncline/mapping/phone.hpp>
#include <syncline/mapping/policies.hpp>
#include <syncline/mapping/region.hpp>
#include <syncline/mapping/routing.hpp>
#include <syncline/mapping/tax_id.hpp>
#include <syncline/mapping/two_way.hpp>
#include <syncline/mapping/unit.hpp>
