// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace syncline::inline v1::mdm {

/// Of longer texts `jaro_winkler` and `token_set` compare the first so many code points.
inline constexpr std::size_t longest_compared = 256;

/// Text as it is compared: `Müller & Söhne  G.m.b.H.` is `muller sohne gmbh`.
///
/// Lower case without accents (Latin letters of European and Vietnamese spelling; of Greek and Cyrillic the case
/// alone); `ß`, `æ`, `þ` and the like as two letters; punctuation, controls and white space as one blank, none at the
/// ends; apostrophes and the dots of initials (`S.A.`) as nothing; full-width ASCII as ASCII; other scripts as they
/// are. Each byte that is not UTF-8 becomes U+FFFD, so that a broken letter is one wrong letter. The result is
/// well-formed UTF-8, and folding it again changes nothing.
///
/// *Cost*: linear.
[[nodiscard]] std::string folded(std::string_view text);

/// Jaro-Winkler similarity over code points, 0 to 1: Winkler's prefix of up to four letters at 0.1 each, given above a
/// Jaro similarity of 0.7. Two empty texts are alike (1). The same both ways. Compares as it is: fold first.
///
/// *Cost*: the product of the lengths, each cut at `longest_compared`.
[[nodiscard]] double jaro_winkler(std::string_view a, std::string_view b);

/// Token-set similarity, 0 to 1: the words of each text once and in order; what both have against what only one has, by
/// the letters to put in and take out. 1 when all words of one are in the other; 0 when one has no words. Words end at
/// blanks. The same both ways. Compares as it is: fold first.
///
/// *Cost*: the product of the lengths, each cut at `longest_compared`.
[[nodiscard]] double token_set(std::string_view a, std::string_view b);

}  // namespace syncline::inline v1::mdm
