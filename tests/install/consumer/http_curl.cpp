// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include <syncline/http/curl_transport.hpp>

int main() {
    syncline::http::curl_transport wire;
    syncline::http::request request;
    request.url = "http://127.0.0.1:1/";
    auto const refused = wire.send(request, {});
    if (refused || refused.error().code != syncline::errc::misconfigured) return 1;
    std::puts("http_curl: refuses plain http");
}
