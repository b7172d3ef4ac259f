// SPDX-License-Identifier: Apache-2.0
#include <syncline/core/result.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <string>

using namespace syncline;
using namespace std::chrono_literals;

namespace {

result<int> whole(std::string_view text) {
    if (text.empty()) return fail(errc::malformed, "nothing to read");
    return static_cast<int>(text.size());
}

result<std::string> shouted(std::string_view text) {
    auto const n = whole(text);
    if (!n) return fail_within("shout", n.error());
    return std::string(static_cast<std::size_t>(*n), '!');
}

}  // namespace

TEST_CASE("a result is the value or says what to do") {
    CHECK(whole("abc") == 3);
    REQUIRE_FALSE(whole(""));
    CHECK(whole("").error() == error{.code = errc::malformed, .message = "nothing to read"});
}

TEST_CASE("passing an error up adds the operation and keeps everything else") {
    CHECK(shouted("ab") == "!!");
    CHECK(shouted("").error().message == "shout: nothing to read");

    error const whole_story{.code = errc::rate_limited,
                            .message = "slow down",
                            .server_message = "Too Many Requests",
                            .retry_after = 7s,
                            .effect = outcome::unknown,
                            .reference = "req-1"};
    result<void> const passed = fail_within("hubspot search", whole_story);
    error expected = whole_story;
    expected.message = "hubspot search: slow down";
    CHECK(passed.error() == expected);
    CHECK(passed.error().may_have_happened());
    CHECK(result<int>(fail(whole_story)).error() == whole_story);
}
