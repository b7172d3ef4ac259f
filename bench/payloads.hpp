// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <syncline/core/decimal.hpp>
#include <syncline/json/decode.hpp>
#include <syncline/json/id_name.hpp>

// The bodies that lines read and write, made from a seed, and the records they are read into. The records are
// templates over the text and the amount, so that every decoder fills the very same shape: ours, views, and those
// whose numbers are doubles.

namespace bench {

/// A page of `search_read` of res.partner with 25 fields, as Odoo's JSON-RPC sends it: Python's separators, UTF-8,
/// `false` for blank, `[id, name]` pairs, id lists. 1,000 rows are some 616 kB.
[[nodiscard]] std::string odoo_page(std::size_t rows, std::uint64_t seed = 42);

/// A batch read of contacts, as HubSpot sends it: compact, every property a string or null. 100 are some 64 kB.
[[nodiscard]] std::string hubspot_batch(std::size_t contacts, std::uint64_t seed = 42);

template <class Text, class Amount>
struct odoo_partner {
    using pair = std::optional<syncline::json::basic_id_name<Text>>;

    std::int64_t id = 0;
    Text name{};
    Text email{};
    Text phone{};
    Text street{};
    Text street2{};
    Text zip{};
    Text city{};
    pair country_id{};
    pair state_id{};
    pair company_id{};
    pair user_id{};
    pair parent_id{};
    std::vector<std::int64_t> category_id{};
    std::vector<std::int64_t> child_ids{};
    bool is_company = false;
    bool active = false;
    Text vat{};
    Text ref{};
    Text website{};
    Text lang{};
    Amount credit_limit{};
    Text comment{};
    Text create_date{};
    Text write_date{};

    BOOST_DESCRIBE_CLASS(odoo_partner, (),
                         (id, name, email, phone, street, street2, zip, city, country_id, state_id, company_id, user_id,
                          parent_id, category_id, child_ids, is_company, active, vat, ref, website, lang, credit_limit,
                          comment, create_date, write_date),
                         (), ())
};

template <class Text>
struct hubspot_properties {
    Text email{};
    Text firstname{};
    Text lastname{};
    Text phone{};
    Text company{};
    Text jobtitle{};
    Text lifecyclestage{};
    Text city{};
    Text country{};
    Text address{};
    Text website{};
    Text hs_lead_status{};
    Text hs_analytics_source{};
    syncline::decimal annualrevenue{};  // the wire has text, so every decoder reads the digits
    Text createdate{};
    Text lastmodifieddate{};
    Text hs_object_id{};

    BOOST_DESCRIBE_CLASS(hubspot_properties, (),
                         (email, firstname, lastname, phone, company, jobtitle, lifecyclestage, city, country, address,
                          website, hs_lead_status, hs_analytics_source, annualrevenue, createdate, lastmodifieddate,
                          hs_object_id),
                         (), ())
};

template <class Text>
struct hubspot_contact {
    Text id{};
    hubspot_properties<Text> properties{};
    Text createdAt{};
    Text updatedAt{};
    bool archived = false;

    BOOST_DESCRIBE_CLASS(hubspot_contact, (), (id, properties, createdAt, updatedAt, archived), (), ())
};

/// Sums over every value in order: equal for all decoders before anything is timed.
class checksum {
public:
    void add(std::uint64_t v) noexcept { sum_ = (sum_ ^ v) * 0x9e3779b97f4a7c15ULL + (sum_ >> 29U); }
    void add(std::int64_t v) noexcept { add(static_cast<std::uint64_t>(v)); }
    void add(bool v) noexcept { add(std::uint64_t{v}); }
    void add(std::string_view s) noexcept {
        add(std::uint64_t{s.size()});
        for (char const c : s) add(static_cast<std::uint64_t>(static_cast<unsigned char>(c)));
    }
    void add(syncline::decimal const& d) noexcept { add(static_cast<std::int64_t>(d.normalized().coefficient())); }
    void add(double d) noexcept { add(syncline::decimal::parse(shortest(d)).value_or(syncline::decimal())); }
    template <class Text>
    void add(std::optional<syncline::json::basic_id_name<Text>> const& p) noexcept {
        add(p.has_value());
        if (p) add(p->id), add(std::string_view(p->name));
    }
    void add(std::vector<std::int64_t> const& v) noexcept {
        add(std::uint64_t{v.size()});
        for (auto const i : v) add(i);
    }
    /// Every described member of every record.
    template <syncline::reflect::Described T>
    void add(T const& record) noexcept {
        boost::mp11::mp_for_each<syncline::reflect::members_of<T>>([&](auto d) { add(record.*d.pointer); });
    }
    template <syncline::reflect::Described T>
    void add(std::vector<T> const& records) noexcept {
        for (auto const& r : records) add(r);
    }
    [[nodiscard]] std::uint64_t value() const noexcept { return sum_; }

private:
    [[nodiscard]] static std::string shortest(double d);
    std::uint64_t sum_ = 0;
};

template <class T>
[[nodiscard]] std::uint64_t checksum_of(T const& records) {
    checksum c;
    c.add(records);
    return c.value();
}

/// Ends the program when a decoder disagrees: its time would mean nothing.
void require_equal(std::uint64_t ours, std::uint64_t theirs, std::string_view decoder);

}  // namespace bench
