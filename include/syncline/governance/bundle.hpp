// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include <boost/describe/class.hpp>

#include <syncline/core/result.hpp>
#include <syncline/governance/configuration.hpp>

namespace syncline::inline v1::governance {

/// A configuration in its one canonical form, with the hash people approve. Environments are in it: what was approved
/// in one is what runs in the next.
struct bundle {
    std::string text{};  ///< JSON, an entry a line, so that versions diff well.
    std::string
        hash{};  ///< `fingerprint_of(text)`: it finds changes, it does not resist somebody who crafts collisions.

    friend bool operator==(bundle const&, bundle const&) = default;
};
BOOST_DESCRIBE_STRUCT(bundle, (), (text, hash))

/// The bundle of a configuration. The same content gives the same bytes, in whatever order it was filled. Text that is
/// not UTF-8 gets U+FFFD for its broken bytes. Pure.
[[nodiscard]] bundle bundle_of(configuration const& c);

/// A configuration out of a bundle's text. `bundle_of` of it gives the same bytes again.
/// *Errors*: `malformed`, with the place, for what `bundle_of` did not write, also when only an order or a blank is
/// another; `unsupported` for the form of another version of the library; `too_large` beyond 16 MiB.
[[nodiscard]] result<configuration> read_bundle(std::string_view text);

/// Whether a bundle is the one that was approved: its text has that hash. To roll back, promote the bundle that was
/// approved before. Pure.
/// *Errors*: `forbidden` (`category::approval_missing`), with both hashes; `corrupted` when the bundle's hash is not
/// its text's.
[[nodiscard]] result<void> check_promotion(bundle const& b, std::string_view approved_hash);

}  // namespace syncline::inline v1::governance
