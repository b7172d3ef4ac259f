// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <boost/describe/class.hpp>

#include <syncline/core/result.hpp>
#include <syncline/governance/configuration.hpp>

namespace syncline::inline v1::governance {

/// Something a change touches, and how.
struct touched {
    std::string name{};
    std::string how{};

    friend auto operator<=>(touched const&, touched const&) = default;
};
BOOST_DESCRIBE_STRUCT(touched, (), (name, how))

/// Whom and what to ask before something changes.
struct impact {
    std::string about{};  ///< What the question was understood as: `field name of party`.
    std::vector<touched> mappings{};
    std::vector<touched> flows{};
    std::vector<touched> metrics{};
    std::vector<touched> owners{};  ///< People and teams, each once.

    friend bool operator==(impact const&, impact const&) = default;
};
BOOST_DESCRIBE_STRUCT(impact, (), (about, mappings, flows, metrics, owners))

/// What a change of something touches. The question is one of
///
/// | question | means |
/// |---|---|
/// | `party.name`, `party` | a field of an entity, or all of it |
/// | `odoo res.partner.vat`, `odoo res.partner` | a field of a system's object, or all of it |
/// | `odoo`, `odoo 18.0` | a system, or one version of it |
/// | `opportunity-to-contract`, `opportunity-to-contract@1.3.0` | a mapping, or one version of it |
///
/// A field is followed through all mappings of a flow's target: who reads what was made of it is touched too. Where no
/// mapping has an object's fields, the flows that read or write the object are touched as a whole.
/// Pure. *Errors*: `not_found` for what the configuration does not know, with the nearest name it does.
[[nodiscard]] result<impact> impact_of(configuration const& c, std::string_view question);

/// The answer for people, a line each.
[[nodiscard]] std::string to_text(impact const& i);

}  // namespace syncline::inline v1::governance
