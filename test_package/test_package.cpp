// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include <boost/describe/class.hpp>

#include <syncline/core/decimal.hpp>
#include <syncline/json/decode.hpp>
#include <syncline/version.hpp>
#ifdef TEST_HTTP_CURL
#    include <syncline/http/curl_transport.hpp>
#endif
#ifdef TEST_STORE_SQLITE
#    include <syncline/store/sqlite_store.hpp>
#endif

struct line {
    std::string name;
    syncline::decimal price;
};
BOOST_DESCRIBE_STRUCT(line, (), (name, price))

int main() {
    auto const read = syncline::json::decode<line>(R"({"name":"Roll-out","price":1200.50})");
    if (!read || read->price.to_string() != "1200.50") return 1;
#ifdef TEST_HTTP_CURL
    syncline::http::curl_transport wire;
    syncline::http::request request;
    request.url = "http://127.0.0.1:1/";
    if (wire.send(request, {})) return 1;
    std::puts("http_curl: refuses plain http");
#endif
#ifdef TEST_STORE_SQLITE
    if (syncline::store::sqlite_store::open("no such folder/host.db")) return 1;
    std::puts("store_sqlite: names the file it cannot open");
#endif
    std::puts("syncline " SYNCLINE_VERSION_STRING ": decodes, and the cents are all there");
}
