// SPDX-License-Identifier: Apache-2.0
#include <syncline/core/function_ref.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <type_traits>

using namespace syncline;

namespace {

int twice(int x) { return 2 * x; }

int call(function_ref<int(int)> f) { return f(21); }

struct counter {
    int calls = 0;
    void operator()() { ++calls; }
};

}  // namespace

static_assert(std::is_trivially_copyable_v<function_ref<void()>> && sizeof(function_ref<void()>) == 2 * sizeof(void*));
static_assert(!std::is_constructible_v<function_ref<int(int)>, std::string>);
static_assert(!std::is_constructible_v<function_ref<int(int)>, void (*)(int)>);

TEST_CASE("a lambda, a function and a pointer to one are callables alike") {
    int const factor = 2;
    CHECK(call([&](int x) { return factor * x; }) == 42);
    CHECK(call(twice) == 42);
    CHECK(call(&twice) == 42);
    auto const constant = [](int) { return 42; };
    CHECK(call(constant) == 42);
}

TEST_CASE("the callable itself is called, not a copy") {
    counter c;
    function_ref<void()> const f = c;
    f();
    function_ref<void()> const same = f;
    same();
    CHECK(c.calls == 2);
}

TEST_CASE("arguments are handed on as they came, moved or by reference") {
    std::unique_ptr<int> kept;
    auto keep = [&](std::unique_ptr<int> p) { kept = std::move(p); };
    function_ref<void(std::unique_ptr<int>)> const f = keep;
    f(std::make_unique<int>(7));
    CHECK(*kept == 7);

    std::string text = "a";
    auto append = [](std::string& s) { s += "b"; };
    function_ref<void(std::string&)>{append}(text);
    CHECK(text == "ab");
}

TEST_CASE("a result nobody asked for is dropped, one that converts is converted") {
    int calls = 0;
    auto count = [&] { return ++calls; };
    function_ref<void()> const ignoring = count;
    ignoring();
    CHECK(calls == 1);
    auto text = [] { return "text"; };
    CHECK(function_ref<std::string()>{text}() == "text");
}
