// SPDX-License-Identifier: Apache-2.0
#include <syncline/core/text.hpp>
#include <syncline/json/decode.hpp>
#include <syncline/json/writer.hpp>

#include "session.hpp"

namespace syncline::inline v1::crm::hubspot::detail {
namespace {

struct known_property {
    std::string type{};
    std::optional<bool> hasUniqueValue{};
};
BOOST_DESCRIBE_STRUCT(known_property, (), (type, hasUniqueValue))

/// The group every type has from the start: `dealinformation`.
std::string own_group(std::string_view type) {
    if (type == "companies") return "companyinformation";
    if (type == "line_items") return "lineiteminformation";
    std::string out(type);
    if (out.ends_with('s')) out.pop_back();
    return out + "information";
}

result<void> same(known_property const& have, property_definition const& wanted, std::string const& name) {
    if (have.type != wanted.type)
        return fail(errc::misconfigured,
                    name + ": " + wanted.name + " is of type " + shorten(have.type) + ", expected " + wanted.type);
    if (wanted.unique && !have.hasUniqueValue.value_or(false))
        return fail(
            errc::misconfigured,
            name + ": " + wanted.name + " does not keep its values unique, expected it to; that is fixed at creation");
    return {};
}

}  // namespace

result<bool> ensure_property(session& s, std::string_view type, property_definition const& wanted, context const& ctx) {
    auto const name = naming(type, "properties");
    auto const look = [&]() -> result<known_property> {
        auto got = s.send(s.request(http::method::get, s.url("properties", {type, wanted.name}), {}, http::safety::read,
                                    "hubspot properties read"),
                          name, ctx);
        if (!got) return fail(std::move(got).error());
        auto have = json::decode<known_property>(got->body);
        if (!have) return fail_within(name, std::move(have).error());
        if (auto fits = same(*have, wanted, name); !fits) return fail(std::move(fits).error());
        return have;
    };
    auto have = look();
    if (have) return false;
    if (have.error().code != errc::not_found) return fail(std::move(have).error());

    std::string body;
    json::writer w(body);
    w.begin_object().member("name", wanted.name).member("label", wanted.label.empty() ? wanted.name : wanted.label);
    w.member("type", wanted.type).member("fieldType", wanted.field_type);
    w.member("groupName", wanted.group.empty() ? own_group(type) : wanted.group);
    if (!wanted.description.empty()) w.member("description", wanted.description);
    if (wanted.unique) w.member("hasUniqueValue", true);
    w.end_object();
    // a repeat of it answers 409, which is as good: idempotent
    auto made = s.send(s.request(http::method::post, s.url("properties", {type}), std::move(body),
                                 http::safety::idempotent, "hubspot properties create"),
                       name, ctx);
    if (made) return true;
    if (made.error().code != errc::conflict) return fail(std::move(made).error());
    // somebody was faster, or an earlier attempt of ours: fine when it is what we want
    have = look();
    if (!have) return fail(std::move(have).error());
    return false;
}

}  // namespace syncline::inline v1::crm::hubspot::detail
