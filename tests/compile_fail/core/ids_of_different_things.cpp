// SPDX-License-Identifier: Apache-2.0
// expect: strong_id<
#include <syncline/core/ids.hpp>

using namespace syncline;

using party_id = strong_id<struct party_tag>;
using project_id = strong_id<struct project_tag>;

#ifdef SYNCLINE_EXPECT_FAIL
bool same(party_id a, project_id b) { return a == b; }
#else
bool same(party_id a, party_id b) { return a == b; }
#endif
