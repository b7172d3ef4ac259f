// SPDX-License-Identifier: Apache-2.0
// A URL that means one host to the check and another one to the library that connects is how credentials leak.
#include <curl/curl.h>
#include <doctest/doctest.h>

#include <array>
#include <memory>
#include <string>
#include <string_view>

#include <syncline/core/random.hpp>
#include <syncline/http/url.hpp>

using namespace syncline;

namespace {

struct freed {
    void operator()(CURLU* u) const { curl_url_cleanup(u); }
    void operator()(char* s) const { curl_free(s); }
};

std::string part(CURLU* u, CURLUPart what, unsigned flags = 0) {
    char* text = nullptr;
    if (curl_url_get(u, what, &text, flags) != CURLUE_OK) return "(none)";
    std::unique_ptr<char, freed> const owned(text);
    return text;
}

/// Text made of what URLs are broken with.
std::string nasty_url(seeded_random& random) {
    constexpr std::array<std::string_view, 34> pieces{
        "https://", "http://", "a.example", "b.example", ":",  "@",        "/", "//",  "?",   "#",        "\\", "[",
        "]",        "::1",     "127.0.0.1", "localhost", "..", "%2e",      ".", "%00", "%0a", "\r\n",     " ",  "\t",
        "443",      "8080",    "0",         "99999",     "-",  "\xC3\xA4", "_", "%",   "x",   "user:pass"};
    std::string out = random() % 4 ? "https://" : "";
    for (auto n = random() % 8; n > 0; --n) out += pieces[random() % pieces.size()];
    return out;
}

}  // namespace

TEST_CASE("whatever split_url accepts, curl reads the same way") {
    seeded_random random(20260101);
    int accepted = 0;
    for (int i = 0; i < 200'000; ++i) {
        auto const url = nasty_url(random);
        auto const ours = http::split_url(url);
        if (!ours) continue;
        ++accepted;
        CAPTURE(url);
        std::unique_ptr<CURLU, freed> const theirs(curl_url());
        if (curl_url_set(theirs.get(), CURLUPART_URL, url.c_str(), CURLU_PATH_AS_IS) != CURLUE_OK)
            continue;  // stricter
        CHECK(part(theirs.get(), CURLUPART_SCHEME) == ours->scheme);
        auto host = part(theirs.get(), CURLUPART_HOST);
        if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
        // curl writes odd spellings of IPv4 addresses out; a loopback name stays one in both readings
        if (host != ours->host) CHECK_FALSE(http::is_loopback(ours->host));
        CHECK(part(theirs.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT) == std::to_string(ours->port));
        CHECK(part(theirs.get(), CURLUPART_USER) == "(none)");
        CHECK(part(theirs.get(), CURLUPART_FRAGMENT) == "(none)");
    }
    CHECK(accepted > 1000);
}
