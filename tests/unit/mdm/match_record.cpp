// SPDX-License-Identifier: Apache-2.0
#include <syncline/mdm/match_record.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

using namespace syncline;

TEST_CASE("keys sort by kind, then by what they are unique within, then by value") {
    std::vector<mdm::match_key> keys{
        {"tax_id", "VAT AT", "2"}, {"tax_id", "VAT AT", "1"}, {"domain", "at", "z"}, {"tax_id", "EIN US", "9"}};
    std::sort(keys.begin(), keys.end());
    CHECK(keys ==
          std::vector<mdm::match_key>{
              {"domain", "at", "z"}, {"tax_id", "EIN US", "9"}, {"tax_id", "VAT AT", "1"}, {"tax_id", "VAT AT", "2"}});
}
