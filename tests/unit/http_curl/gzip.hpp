// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace syncline::inline v1::tests {

/// A gzip file of that text, by the shortest encoder that can make a bomb: RFC 1951's fixed codes, and runs of one byte
/// as matches of 258 at distance 1 (158 times smaller). Everything else stays a literal.
inline std::string gzipped(std::string_view text) {
    std::string out("\x1F\x8B\x08\0\0\0\0\0\0\xFF", 10);
    std::uint32_t pending = 0;
    int bits = 0;
    auto const put = [&](unsigned value, int count) {  // least significant bit first
        pending |= value << bits;
        for (bits += count; bits >= 8; bits -= 8, pending >>= 8U) out += static_cast<char>(pending & 0xFFU);
    };
    auto const code = [&](unsigned value, int count) {  // Huffman codes go the other way round
        for (int i = count; i-- > 0;) put(value >> i & 1U, 1);
    };
    put(1, 1);  // the last block
    put(1, 2);  // fixed codes
    std::uint32_t crc = 0xFFFFFFFFU;
    for (char const c : text) {
        crc ^= static_cast<unsigned char>(c);
        for (int i = 0; i < 8; ++i) crc = crc >> 1U ^ (crc & 1U ? 0xEDB88320U : 0U);
    }
    for (std::size_t i = 0; i < text.size();) {
        auto const run = text.substr(i, 258);
        if (i > 0 && run.size() == 258 && run.find_first_not_of(text[i - 1]) == std::string_view::npos) {
            code(0b11000101, 8);  // length 258
            code(0, 5);           // distance 1
            i += 258;
            continue;
        }
        auto const literal = static_cast<unsigned char>(text[i++]);
        if (literal < 144)
            code(0x30U + literal, 8);
        else
            code(0x190U + literal - 144U, 9);
    }
    code(0, 7);  // end of block
    put(0, 7);   // to the end of the byte
    for (std::uint32_t const word : {~crc, static_cast<std::uint32_t>(text.size())})
        for (unsigned shift = 0; shift < 32; shift += 8) out += static_cast<char>(word >> shift & 0xFFU);
    return out;
}

}  // namespace syncline::inline v1::tests
