// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <syncline/core/instant.hpp>
#include <syncline/core/random.hpp>
#include <syncline/core/result.hpp>
#include <syncline/core/text.hpp>

namespace syncline::inline v1 {

/// A universally unique identifier of RFC 9562. Default: the nil uuid. Ordered by its bytes, so v7 sorts by time.
class uuid {
public:
    using bytes_type = std::array<std::uint8_t, 16>;
    static constexpr std::size_t text_size = 36;

    constexpr uuid() = default;
    explicit constexpr uuid(bytes_type const& bytes) noexcept : bytes_(bytes) {}

    /// Reads the 36-character form, in either case. *Errors*: `malformed`.
    [[nodiscard]] static result<uuid> parse(std::string_view text) {
        uuid u;
        std::size_t at = 0;
        bool ok = text.size() == text_size;
        for (std::size_t i = 0; ok && i < 16; ++i) {
            if (i == 4 || i == 6 || i == 8 || i == 10) ok = text[at++] == '-';
            unsigned const high = hex_value(text[at]);
            unsigned const low = hex_value(text[at + 1]);
            ok = ok && high < 16 && low < 16;
            u.bytes_[i] = static_cast<std::uint8_t>(high << 4U | low);
            at += 2;
        }
        if (!ok)
            return fail(errc::malformed, "uuid: found \"" + shorten(text) +
                                             "\", expected 36 characters such as 2ed6657d-e927-568b-95e1-2665a8aea6a2");
        return u;
    }

    [[nodiscard]] constexpr bytes_type const& bytes() const noexcept { return bytes_; }
    [[nodiscard]] constexpr bool is_nil() const noexcept { return *this == uuid{}; }
    /// The digit that says how it was made: 4 random, 5 from a name, 7 from the time.
    [[nodiscard]] constexpr int version() const noexcept { return bytes_[6] >> 4; }

    /// Writes the 36 characters, in lower case, without an end mark; returns the end.
    constexpr char* write_to(char* out) const noexcept {
        constexpr std::string_view digits = "0123456789abcdef";
        for (std::size_t i = 0; i < 16; ++i) {
            if (i == 4 || i == 6 || i == 8 || i == 10) *out++ = '-';
            *out++ = digits[bytes_[i] >> 4U];
            *out++ = digits[bytes_[i] & 15U];
        }
        return out;
    }
    [[nodiscard]] std::string text() const {
        std::string out(text_size, '\0');
        write_to(out.data());
        return out;
    }

    friend constexpr auto operator<=>(uuid const&, uuid const&) = default;

private:
    [[nodiscard]] static constexpr unsigned hex_value(char c) noexcept {
        if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
        if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10;
        if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10;
        return 16;
    }

    bytes_type bytes_{};
};

namespace detail {

constexpr void put_big_endian(std::uint8_t* out, std::uint64_t value, int bytes) noexcept {
    for (int i = bytes - 1; i >= 0; --i) {
        out[i] = static_cast<std::uint8_t>(value);
        value >>= 8U;
    }
}

[[nodiscard]] constexpr uuid stamped(uuid::bytes_type bytes, unsigned version) noexcept {
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0FU) | version << 4U);
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3FU) | 0x80U);
    return uuid(bytes);
}

/// SHA-1, which version 5 is defined by. For names only: it protects nothing.
class sha1 {
public:
    constexpr void add(std::uint8_t byte) noexcept {
        block_[size_++ % 64] = byte;
        if (size_ % 64 == 0) compress();
    }

    [[nodiscard]] constexpr std::array<std::uint8_t, 20> finish() noexcept {
        std::uint64_t const bits = size_ * 8;
        add(0x80);
        while (size_ % 64 != 56) add(0);
        for (int i = 7; i >= 0; --i) add(static_cast<std::uint8_t>(bits >> (8 * i)));
        std::array<std::uint8_t, 20> out{};
        for (std::size_t i = 0; i < 5; ++i) put_big_endian(&out[4 * i], state_[i], 4);
        return out;
    }

private:
    [[nodiscard]] static constexpr std::uint32_t rotate(std::uint32_t x, unsigned n) noexcept {
        return x << n | x >> (32U - n);
    }

    constexpr void compress() noexcept {
        std::array<std::uint32_t, 80> w{};
        for (std::size_t i = 0; i < 64; ++i) w[i / 4] = w[i / 4] << 8U | block_[i];
        for (std::size_t i = 16; i < 80; ++i) w[i] = rotate(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
        auto [a, b, c, d, e] = state_;
        for (std::size_t i = 0; i < 80; ++i) {
            std::uint32_t const f = i < 20              ? ((b & c) | (~b & d))
                                    : i >= 40 && i < 60 ? ((b & c) | (b & d) | (c & d))
                                                        : b ^ c ^ d;
            constexpr std::array<std::uint32_t, 4> k{0x5A827999, 0x6ED9EBA1, 0x8F1BBCDC, 0xCA62C1D6};
            std::uint32_t const next = rotate(a, 5) + f + e + k[i / 20] + w[i];
            e = d;
            d = c;
            c = rotate(b, 30);
            b = a;
            a = next;
        }
        state_ = {state_[0] + a, state_[1] + b, state_[2] + c, state_[3] + d, state_[4] + e};
    }

    std::array<std::uint32_t, 5> state_{0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
    std::array<std::uint8_t, 64> block_{};
    std::uint64_t size_ = 0;
};

/// Milliseconds since 1970 as version 7 keeps them: 48 bits, nothing before 1970.
[[nodiscard]] constexpr std::uint64_t uuid_milliseconds(instant t) noexcept {
    auto const ms = std::chrono::floor<std::chrono::milliseconds>(t).time_since_epoch().count();
    return static_cast<std::uint64_t>(std::clamp<std::int64_t>(ms, 0, (std::int64_t{1} << 48) - 1));
}

}  // namespace detail

/// Name spaces of RFC 9562, for `uuid_v5`.
inline constexpr uuid uuid_namespace_dns{
    uuid::bytes_type{0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}};
inline constexpr uuid uuid_namespace_url{
    uuid::bytes_type{0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}};

/// A random id.
[[nodiscard]] inline uuid uuid_v4(any_random random) {
    uuid::bytes_type b{};
    detail::put_big_endian(b.data(), random(), 8);
    detail::put_big_endian(b.data() + 8, random(), 8);
    return detail::stamped(b, 4);
}

/// The id of a name: the same name in the same name space gives the same id, everywhere and always.
[[nodiscard]] constexpr uuid uuid_v5(uuid const& name_space, std::string_view name) noexcept {
    detail::sha1 hash;
    for (auto const byte : name_space.bytes()) hash.add(byte);
    for (char const c : name) hash.add(static_cast<std::uint8_t>(c));
    auto const digest = hash.finish();
    uuid::bytes_type b{};
    std::copy_n(digest.begin(), 16, b.begin());
    return detail::stamped(b, 5);
}

/// A new id that sorts by the millisecond of `now`; within one millisecond the order is random.
/// For ids that must rise within it, keep a `uuid_v7_generator`.
[[nodiscard]] inline uuid uuid_v7(instant now, any_random random) {
    uuid::bytes_type b{};
    detail::put_big_endian(b.data(), detail::uuid_milliseconds(now), 6);
    detail::put_big_endian(b.data() + 6, random(), 2);
    detail::put_big_endian(b.data() + 8, random(), 8);
    return detail::stamped(b, 7);
}

/// Version 7 ids that rise strictly, also within a millisecond and when the clock steps back.
///
/// Within a millisecond the 74 random bits count up by a random step (RFC 9562, 6.2, method 2).
/// Threads: one generator per thread, or the host's own lock.
class uuid_v7_generator {
public:
    explicit uuid_v7_generator(any_random random) noexcept : random_(random) {}

    [[nodiscard]] uuid operator()(instant now) {
        auto const ms = detail::uuid_milliseconds(now);
        if (first_ || ms > ms_) {
            restart(ms);
        } else {
            low_ += 1 + (random_() >> 32U);
            if (low_ > low_max) {
                low_ &= low_max;
                if (++high_ > high_max) restart(ms_ + 1);
            }
        }
        first_ = false;
        uuid::bytes_type b{};
        detail::put_big_endian(b.data(), ms_, 6);
        detail::put_big_endian(b.data() + 6, high_, 2);
        detail::put_big_endian(b.data() + 8, low_, 8);
        return detail::stamped(b, 7);
    }

private:
    static constexpr std::uint64_t high_max = 0xFFF;                         // 12 bits behind the version
    static constexpr std::uint64_t low_max = (std::uint64_t{1} << 62U) - 1;  // 62 bits behind the variant

    void restart(std::uint64_t ms) {
        ms_ = ms;
        high_ = random_() & high_max;
        low_ = random_() & low_max;
    }

    any_random random_;
    std::uint64_t ms_ = 0;
    std::uint64_t high_ = 0;
    std::uint64_t low_ = 0;
    bool first_ = true;
};

}  // namespace syncline::inline v1
