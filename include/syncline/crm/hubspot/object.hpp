// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/describe/class.hpp>

#include <syncline/core/instant.hpp>
#include <syncline/crm/hubspot/record.hpp>
#include <syncline/json/names.hpp>

namespace syncline::inline v1::crm::hubspot {

/// Where the next page starts; the text is HubSpot's own and opaque.
struct next_page {
    std::string after{};

    friend bool operator==(next_page const&, next_page const&) = default;
};
BOOST_DESCRIBE_STRUCT(next_page, (), (after))

struct paging {
    std::optional<next_page> next{};

    friend bool operator==(paging const&, paging const&) = default;
};
BOOST_DESCRIBE_STRUCT(paging, (), (next))

/// One end of a link as it comes inside a record.
struct inline_association {
    std::string id{};
    std::string type{};  ///< `deal_to_company` for the primary company, `deal_to_company_unlabeled` for any.

    friend bool operator==(inline_association const&, inline_association const&) = default;
};
BOOST_DESCRIBE_STRUCT(inline_association, (), (id, type))

/// A record's links to one type, as far as they came along. The same record comes once per type of link.
struct inline_associations {
    std::vector<inline_association> results{};
    std::optional<hubspot::paging> paging{};

    /// Whether there are more, to be read with `client::associations`.
    [[nodiscard]] bool incomplete() const noexcept { return paging && paging->next; }

    friend bool operator==(inline_associations const&, inline_associations const&) = default;
};
BOOST_DESCRIBE_STRUCT(inline_associations, (), (results, paging))

/// One record as HubSpot hands it out: its properties and what stands around them.
template <Record R>
struct object {
    std::string id{};
    R properties{};
    std::optional<instant> created_at{};
    std::optional<instant> updated_at{};
    std::optional<bool> archived{};
    std::optional<std::vector<std::pair<std::string, inline_associations>>> associations{};

    /// The links to a type that were asked for along with the record; null when there are none.
    [[nodiscard]] inline_associations const* linked(std::string_view type) const noexcept {
        if (!associations) return nullptr;
        // answers name line_items `line items`
        auto const same = [type](std::string_view key) {
            return std::equal(key.begin(), key.end(), type.begin(), type.end(),
                              [](char a, char b) { return a == b || (a == ' ' && b == '_'); });
        };
        for (auto const& [key, links] : *associations)
            if (same(key)) return &links;
        return nullptr;
    }

    friend bool operator==(object const&, object const&) = default;
    BOOST_DESCRIBE_CLASS(object, (), (id, properties, created_at, updated_at, archived, associations), (), ())
};

}  // namespace syncline::inline v1::crm::hubspot

template <class R>
inline constexpr std::array<syncline::json::renamed, 2> syncline::json::names<syncline::crm::hubspot::object<R>>{
    {{"created_at", "createdAt"}, {"updated_at", "updatedAt"}}};
