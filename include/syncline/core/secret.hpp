// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <utility>

namespace syncline::inline v1 {

/// A credential: prints as `***`, converts to nothing by itself, is wiped when it goes away.
///
/// `reveal()` is the one way to the text: search for it in review.
class secret {
public:
    secret() = default;
    explicit secret(std::string value) : value_(std::move(value)) {}
    explicit secret(std::string_view value) : value_(value) {}
    explicit secret(char const* value) : value_(value) {}
    secret(secret const&) = default;
    secret(secret&& other) noexcept : value_(std::move(other.value_)) { other.wipe(); }
    secret& operator=(secret const& other) {
        if (this != &other) {
            wipe();
            value_ = other.value_;
        }
        return *this;
    }
    secret& operator=(secret&& other) noexcept {
        if (this != &other) {
            wipe();
            value_ = std::move(other.value_);
            other.wipe();
        }
        return *this;
    }
    ~secret() { wipe(); }

    [[nodiscard]] bool empty() const noexcept { return value_.empty(); }

    /// The text itself, for the one place that puts it on the wire. Lifetime: as long as this object.
    [[nodiscard]] std::string_view reveal() const noexcept { return value_; }

    template <class Char, class Traits>
    friend std::basic_ostream<Char, Traits>& operator<<(std::basic_ostream<Char, Traits>& out, secret const&) {
        return out << "***";
    }

private:
    void wipe() noexcept {
        // volatile: the compiler may not drop writes to memory that is about to be freed
        char volatile* p = value_.data();
        for (std::size_t i = 0; i < value_.capacity(); ++i) p[i] = '\0';
        value_.clear();
    }

    std::string value_;
};

}  // namespace syncline::inline v1
