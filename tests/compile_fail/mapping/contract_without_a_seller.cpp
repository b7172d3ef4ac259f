// SPDX-License-Identifier: Apache-2.0
// Shows R181.
// expect: target_field_is_not_mapped<&
// expect: contract::legal_entity>
#include <syncline/mapping/mapping.hpp>
#include <syncline/mapping/policies.hpp>
#include <syncline/model/contract.hpp>
#include <syncline/model/opportunity.hpp>

using namespace syncline;
using model::contract;
using model::opportunity;

constexpr auto to_contract = mapping<opportunity, contract>(
#ifndef SYNCLINE_EXPECT_FAIL
    to<&contract::legal_entity> = from<&opportunity::source>,
#endif
    to<&contract::opportunity> = from<&opportunity::source>, to<&contract::party> = from<&opportunity::source>,
    to<&contract::reference> = from<&opportunity::name>, to<&contract::signed_on> = from<&opportunity::close_date>,
    to<&contract::currency> = from<&opportunity::currency>, skip<&contract::lines>,
    skip<&contract::version>, skip<&contract::state>, skip<&contract::period>, skip<&contract::notice_by>,
    skip<&contract::quote>);

int main() { return to_contract(opportunity{}).has_value() ? 0 : 1; }
