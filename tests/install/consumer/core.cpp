// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include <boost/describe/class.hpp>

#include <syncline/core/decimal.hpp>
#include <syncline/json/decode.hpp>
#include <syncline/version.hpp>

struct line {
    std::string name;
    syncline::decimal price;
};
BOOST_DESCRIBE_STRUCT(line, (), (name, price))

int main() {
    auto const read = syncline::json::decode<line>(R"({"name":"Roll-out","price":1200.50})");
    if (!read || read->price.to_string() != "1200.50") return 1;
    std::puts("syncline " SYNCLINE_VERSION_STRING ", core: decodes, and the cents are all there");
}
