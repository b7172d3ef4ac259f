// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <utility>

#include <boost/describe/class.hpp>

namespace syncline::inline v1::model {

/// A value of a closed set that another system may extend tomorrow: what it means to us, if anything, beside what the
/// source wrote. A word we do not know is kept and never taken for another one.
///
///     invoice.kind = {kind::service, "consu"};
///     invoice.kind = open_enum<kind>::unknown("kit");
template <class E>
struct open_enum {
    std::optional<E> known{};
    std::string text{};  ///< The source's own word.

    [[nodiscard]] static open_enum unknown(std::string word) { return {std::nullopt, std::move(word)}; }
    [[nodiscard]] bool is_unknown() const noexcept { return !known && !text.empty(); }

    friend bool operator==(open_enum const&, open_enum const&) = default;
    BOOST_DESCRIBE_CLASS(open_enum, (), (known, text), (), ())
};

}  // namespace syncline::inline v1::model
