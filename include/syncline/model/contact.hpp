// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <syncline/core/field_value.hpp>
#include <syncline/model/address.hpp>
#include <syncline/model/entity.hpp>
#include <syncline/model/person_name.hpp>
#include <syncline/model/reference.hpp>

namespace syncline::inline v1::model {

/// What an address of a contact is for.
enum class address_kind : std::uint8_t { contact, billing, delivery, other };
BOOST_DESCRIBE_ENUM(address_kind, contact, billing, delivery, other)

/// What a person allowed. Nothing said is no consent; a refusal from anywhere wins.
struct consent {
    std::optional<bool> email{};
    std::optional<bool> phone{};
    std::optional<bool> sharing{};

    friend bool operator==(consent const&, consent const&) = default;
};
BOOST_DESCRIBE_STRUCT(consent, (), (email, phone, sharing))

/// A person at a party, or another address of it.
struct contact {
    external_ref source{};  ///< The record this was read from.
    std::optional<external_ref> party{};
    person_name name{};
    field_value<std::string> role{};   ///< Job title.
    field_value<std::string> email{};  ///< A hint, never an identity: people share mailboxes.
    field_value<std::string> phone{};
    field_value<std::string> mobile{};
    address_kind kind = address_kind::contact;
    std::optional<model::address> address{};
    model::consent consent{};
    field_value<bool> active{};

    friend bool operator==(contact const&, contact const&) = default;
};
BOOST_DESCRIBE_STRUCT(contact, (), (source, party, name, role, email, phone, mobile, kind, address, consent, active))
template <>
inline constexpr auto entity<contact> = describe_entity("contact", "email within the party",
                                                        {
                                                            {"source", classification::internal, system_role::library},
                                                            {"party", classification::internal, system_role::crm},
                                                            {"name", classification::personal, system_role::crm},
                                                            {"role", classification::personal, system_role::crm},
                                                            {"email", classification::personal, system_role::crm},
                                                            {"phone", classification::personal, system_role::crm},
                                                            {"mobile", classification::personal, system_role::crm},
                                                            {"kind", classification::internal, system_role::crm},
                                                            {"address", classification::personal, system_role::crm},
                                                            {"consent", classification::personal, system_role::crm},
                                                            {"active", classification::internal, system_role::crm},
                                                        });

}  // namespace syncline::inline v1::model
