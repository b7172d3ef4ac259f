// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include <syncline/core/text.hpp>

namespace syncline::inline v1 {

/// A 128-bit digest of content, for "is this what we saw last time?".
///
/// Not cryptographic: it finds changes, it does not resist somebody who crafts collisions. Stable across
/// platforms and releases, because it is stored.
struct fingerprint {
    std::uint64_t high = 0;
    std::uint64_t low = 0;

    friend auto operator<=>(fingerprint const&, fingerprint const&) = default;

    /// 32 lower-case hexadecimal digits.
    [[nodiscard]] std::string text() const {
        std::string out(32, '0');
        for (int i = 0; i < 16; ++i) {
            constexpr std::string_view digits = "0123456789abcdef";
            out[static_cast<std::size_t>(15 - i)] = digits[(high >> (4 * i)) & 15U];
            out[static_cast<std::size_t>(31 - i)] = digits[(low >> (4 * i)) & 15U];
        }
        return out;
    }
};

/// Builds a fingerprint piece by piece; where one piece ends counts, so ("ab","c") differs from ("a","bc").
class fingerprint_builder {
public:
    constexpr fingerprint_builder() = default;

    void add(std::string_view bytes) noexcept {
        char const* p = bytes.data();
        std::size_t n = bytes.size();
        while (n >= 16) {
            mix(detail::load_8(p), detail::load_8(p + 8));
            p += 16;
            n -= 16;
        }
        std::uint64_t a = 0;
        std::uint64_t b = 0;
        if (n >= 8) {
            a = detail::load_8(p);
            b = last_of(p + n, n - 8);
        } else if (bytes.size() >= 8) {
            a = last_of(p + n, n);
        } else {
            a = detail::load_below_8(p, n);
        }
        mix(a, b ^ (static_cast<std::uint64_t>(bytes.size()) << 1U | 1U));
    }

    void add(std::uint64_t value) noexcept { mix(value, 0x2d358dccaa6c78a5ULL); }

    [[nodiscard]] fingerprint finish() const noexcept {
        std::uint64_t const h = fold(high_ ^ 0x8bb84b93962eacc9ULL, low_ ^ 0x4b33a62ed433d4a3ULL);
        std::uint64_t const l = fold(low_ ^ 0x4d5a2da51de1aa47ULL, high_ ^ 0xa0761d6478bd642fULL);
        return {h, l ^ (h << 1U | h >> 63U)};
    }

private:
    /// The last n < 8 bytes of a piece of at least eight.
    [[nodiscard]] static std::uint64_t last_of(char const* end, std::size_t n) noexcept {
        return detail::load_8(end - 8) >> 1U >> (63 - 8 * n);  // in two steps, as none may be of 64
    }

    [[nodiscard]] static std::uint64_t fold(std::uint64_t a, std::uint64_t b) noexcept {
        __extension__ using wide = unsigned __int128;
        wide const m = static_cast<wide>(a) * b;
        return static_cast<std::uint64_t>(m) ^ static_cast<std::uint64_t>(m >> 64U);
    }

    void mix(std::uint64_t a, std::uint64_t b) noexcept {
        std::uint64_t const h = high_;
        high_ = fold(a ^ 0xe7037ed1a0b428dbULL ^ low_, b ^ h);
        low_ = fold(b ^ 0x8ebc6af09c88c6e3ULL ^ h, a ^ low_) + 0x589965cc75374cc3ULL;
    }

    std::uint64_t high_ = 0x9e3779b97f4a7c15ULL;
    std::uint64_t low_ = 0x1d8e4e27c47d124fULL;
};

/// The fingerprint of one run of bytes.
[[nodiscard]] inline fingerprint fingerprint_of(std::string_view bytes) noexcept {
    fingerprint_builder b;
    b.add(bytes);
    return b.finish();
}

}  // namespace syncline::inline v1
