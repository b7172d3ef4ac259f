// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace syncline::inline v1::json {

/// Teaches JSON a type that neither side owns. Specialise it with two static functions:
///
///     template <>
///     struct syncline::json::codec<colour> {
///         static syncline::result<colour> decode(std::string_view json, syncline::json::dialect d);
///         static void encode(syncline::json::writer& out, colour const& value);
///     };
///
/// `decode` gets the exact, well-formed JSON text of one value and may hand it to `json::decode<U>(json, d)` for a
/// shape it knows; its error gets the path put in front. `encode` writes exactly one value. Blank values of the
/// dialect never reach a codec when the member is a `std::optional` or `field_value`.
template <class T>
struct codec;

}  // namespace syncline::inline v1::json
