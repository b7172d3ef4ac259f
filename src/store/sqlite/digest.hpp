// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <openssl/evp.h>

namespace syncline::store::detail {

using digest = std::array<char, 32>;

/// SHA-256 over the canonical form of a row: each text with its length in front, each number as eight bytes, so that
/// ("ab","c") and ("a","bc") differ. One context and one fetched algorithm serve all rows: fetching costs more than
/// hashing. Threads: one at a time.
class digester {
public:
    digester() : algorithm_(EVP_MD_fetch(nullptr, "SHA256", nullptr)), context_(EVP_MD_CTX_new()) {}

    [[nodiscard]] bool usable() const noexcept { return algorithm_ && context_; }

    void begin(std::string_view table) {
        content_.clear();
        add(table);
    }
    void add(std::string_view text) {
        add(static_cast<std::uint64_t>(text.size()));
        content_.append(text);
    }
    void add(std::uint64_t number) {
        char bytes[8];
        for (int i = 0; i < 8; ++i) bytes[i] = static_cast<char>(number >> (8 * i) & 0xffU);
        content_.append(bytes, 8);
    }

    /// False when the library refused, which it does only without memory.
    [[nodiscard]] bool finish(digest& out) {
        return EVP_DigestInit_ex2(context_.get(), algorithm_.get(), nullptr) == 1 &&
               EVP_DigestUpdate(context_.get(), content_.data(), content_.size()) == 1 &&
               EVP_DigestFinal_ex(context_.get(), reinterpret_cast<unsigned char*>(out.data()), nullptr) == 1;
    }

private:
    struct algorithm_closer {
        void operator()(EVP_MD* m) const noexcept { EVP_MD_free(m); }
    };
    struct context_closer {
        void operator()(EVP_MD_CTX* c) const noexcept { EVP_MD_CTX_free(c); }
    };
    std::unique_ptr<EVP_MD, algorithm_closer> algorithm_;
    std::unique_ptr<EVP_MD_CTX, context_closer> context_;
    std::string content_;
};

}  // namespace syncline::store::detail
