// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

#include <openssl/evp.h>

namespace syncline::inline v1::store::detail {

inline constexpr std::size_t digest_size = 32;
using digest = std::array<char, digest_size>;

/// SHA-256 over the canonical form of a row: each text with its length in front, each number as eight bytes, so that
/// ("ab","c") and ("a","bc") differ. One context and one fetched algorithm serve all rows: fetching costs more than
/// hashing. Threads: one at a time.
class digester {
public:
    digester() : algorithm_(EVP_MD_fetch(nullptr, "SHA256", nullptr)), context_(EVP_MD_CTX_new()) {}

    [[nodiscard]] bool usable() const noexcept { return algorithm_ && context_; }

    void begin(std::string_view table) {
        used_ = 0;
        add(table);
    }
    void add(std::string_view text) {
        auto* const to = room_for(4 + text.size());
        put(to, text.size(), 4);  // no text in a database is longer
        std::memcpy(to + 4, text.data(), text.size());
    }
    void add(std::uint64_t number) { put(room_for(8), number, 8); }

    /// Writes `digest_size` bytes. False when the library refused, which it does only without memory.
    [[nodiscard]] bool finish(char* out) {
        return EVP_DigestInit_ex2(context_.get(), algorithm_.get(), nullptr) == 1 &&
               EVP_DigestUpdate(context_.get(), content_.data(), used_) == 1 &&
               EVP_DigestFinal_ex(context_.get(), reinterpret_cast<unsigned char*>(out), nullptr) == 1;
    }

private:
    [[nodiscard]] char* room_for(std::size_t size) {
        if (content_.size() < used_ + size) content_.resize(2 * (used_ + size));
        used_ += size;
        return content_.data() + used_ - size;
    }
    static void put(char* to, std::uint64_t number, unsigned bytes) {
        for (unsigned i = 0; i < bytes; ++i) to[i] = static_cast<char>(number >> (8 * i) & 0xffU);
    }

    struct algorithm_closer {
        void operator()(EVP_MD* m) const noexcept { EVP_MD_free(m); }
    };
    struct context_closer {
        void operator()(EVP_MD_CTX* c) const noexcept { EVP_MD_CTX_free(c); }
    };
    std::unique_ptr<EVP_MD, algorithm_closer> algorithm_;
    std::unique_ptr<EVP_MD_CTX, context_closer> context_;
    std::string content_;
    std::size_t used_ = 0;
};

}  // namespace syncline::inline v1::store::detail
