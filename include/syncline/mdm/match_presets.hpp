// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <syncline/mdm/match_record.hpp>
#include <syncline/mdm/match_rules.hpp>
#include <syncline/model/contact.hpp>
#include <syncline/model/party.hpp>
#include <syncline/model/product.hpp>

namespace syncline::inline v1::mdm {

/// Organizations and persons. Keys: `external_ref`, `tax_id` and `registered_number` (both exclusive), `domain` within
/// a country, `email` of a person. Scored: name, phone, domain, email, postal code, country. Shares (m, u) and
/// thresholds are starting values set by judgement: a name alone is reviewed, a name with phone, domain or postal code
/// links. Have them `estimated` from your own data.
[[nodiscard]] match_rules party_rules();

/// People at a party. Keys: `external_ref`, `email` within the party. Scored: given name, family name, phone.
[[nodiscard]] match_rules contact_rules();

/// Products. Keys: `external_ref`, `code`, and `name` within the unit, which only suggests: a product under two codes
/// is a candidate for review, never a second product. Nothing is scored.
[[nodiscard]] match_rules product_rules();

/// A party for `party_rules()`. `id` is the canonical id of one that is there; without it its source stands for people.
///
/// Keys: its source and the records merged into it; tax ids (`SIREN`, `LEI` and `DUNS` are registered numbers) but
/// those known to be malformed, without separators and without the country that VAT numbers begin with; the domain
/// where the country is known. Fields: `name` (the legal name too), `phone`, `domain`, `email`, `postal_code`,
/// `country`. What else is known, a further reference say, is put to it by whoever knows it.
[[nodiscard]] match_record match_record_of(model::party const& p, std::string id = {},
                                           std::vector<match_scope> scopes = {});

/// A contact for `contact_rules()`; `party` is the canonical id of its party, without which its address is no key.
[[nodiscard]] match_record match_record_of(model::contact const& c, std::string_view party, std::string id = {});

/// A product for `product_rules()`.
[[nodiscard]] match_record match_record_of(model::product const& p, std::string id = {});

/// The key of a record of another system: `external_ref` within its system and object. A blank id is no key.
[[nodiscard]] match_key key_of(external_ref const& r);

/// The host of a web or e-mail address, lower case, without `www.`; empty where there is none.
[[nodiscard]] std::string web_domain(std::string_view url_or_email);

/// Whether people who have nothing to do with each other share this domain: free mail, site builders, social networks.
/// Such a domain is no key.
[[nodiscard]] bool is_shared_domain(std::string_view domain);

/// The last eight digits of a phone number, so that country and trunk prefixes do not matter; empty below six digits.
[[nodiscard]] std::string phone_tail(std::string_view phone);

}  // namespace syncline::inline v1::mdm
