// SPDX-License-Identifier: Apache-2.0
#include <syncline/core/secret.hpp>

#include <doctest/doctest.h>

#include <cstring>
#include <new>
#include <sstream>
#include <string>
#include <type_traits>
#include <utility>

using namespace syncline;

static_assert(!std::is_convertible_v<secret, std::string> && !std::is_convertible_v<secret, std::string_view>,
              "the text comes out through reveal() only");
static_assert(!std::is_convertible_v<std::string, secret>, "what is secret is said where it is made");

TEST_CASE("a secret prints as three stars, whatever it holds") {
    std::ostringstream out;
    out << secret{"hunter2"} << secret{} << secret{std::string(1000, 'x')};
    CHECK(out.str() == "*********");
}

TEST_CASE("reveal is the way to the text") {
    CHECK(secret{"hunter2"}.reveal() == "hunter2");
    CHECK(secret{std::string("hunter2")}.reveal() == "hunter2");
    CHECK(secret{std::string_view("hunter2")}.reveal() == "hunter2");
    CHECK(secret{}.empty());
    CHECK_FALSE(secret{"hunter2"}.empty());
}

TEST_CASE("a copy has the same text, a move leaves nothing behind, short or long") {
    for (std::string const& text : {std::string("short"), std::string(100, 'x')}) {
        secret a{text};
        secret b = a;
        CHECK(a.reveal() == text);
        CHECK(b.reveal() == text);
        secret c = std::move(a);
        CHECK(c.reveal() == text);
        CHECK(a.empty());  // NOLINT(bugprone-use-after-move): what is left is the point
        a = std::move(c);
        CHECK(a.reveal() == text);
        CHECK(c.empty());  // NOLINT(bugprone-use-after-move)
        b = secret{"other"};
        CHECK(b.reveal() == "other");
        b = a;
        CHECK(b.reveal() == text);
        auto& same = b;
        b = same;
        CHECK(b.reveal() == text);
        b = std::move(same);
        CHECK(b.reveal() == text);
    }
}

TEST_CASE("a move leaves no bytes in the old object") {
    alignas(secret) unsigned char memory[sizeof(secret)];
    auto* const s = new (memory) secret("hunter2");
    secret const taken = std::move(*s);
    std::string const left(reinterpret_cast<char const*>(memory), sizeof memory);
    CHECK(left.find("hunter2") == std::string::npos);
    CHECK(left.find("unter") == std::string::npos);
    s->~secret();
    CHECK(taken.reveal() == "hunter2");
}
