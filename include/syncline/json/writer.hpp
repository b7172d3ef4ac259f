// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include <syncline/json/dialect.hpp>
#include <syncline/json/encode.hpp>

namespace syncline::inline v1::json {

/// Writes hand-made JSON bodies piece by piece: commas, escapes and digits are its business.
///
/// Appends to a string of the caller. Calls out of order (a value without a key inside an object, an `end` too many)
/// are mistakes of the caller: what is written then is not JSON.
///
///     std::string body;
///     json::writer w{body};
///     w.begin_object().member("model", "res.partner").key("ids").begin_array().value(7).end_array().end_object();
class writer {
public:
    /// `d` says how scalars and described values are written.
    explicit writer(std::string& out, json::dialect d = plain) : out_(&out), dialect_(d) {}

    writer& begin_object();
    writer& end_object();
    writer& begin_array();
    writer& end_array();
    writer& key(std::string_view name);

    writer& value(std::string_view text);
    writer& value(char const* text) { return value(std::string_view(text)); }
    /// Numbers, bools, decimals and anything else `encode` can write.
    template <class T>
    writer& value(T const& v) {
        before_value();
        detail::encode(detail::type_of<T>, &v, *out_, dialect_);
        return *this;
    }
    writer& null();
    /// JSON text, written as it is.
    writer& raw(std::string_view json);

    /// A key and its value.
    template <class T>
    writer& member(std::string_view name, T const& v) {
        key(name);
        return value(v);
    }

    [[nodiscard]] json::dialect dialect() const noexcept { return dialect_; }

private:
    void before_value();

    std::string* out_;
    json::dialect dialect_;
    bool comma_ = false;  // something stands before on this level
};

}  // namespace syncline::inline v1::json
