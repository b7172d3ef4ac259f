// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <syncline/core/clock.hpp>
#include <syncline/core/context.hpp>
#include <syncline/core/function_ref.hpp>
#include <syncline/core/result.hpp>
#include <syncline/crm/hubspot/association.hpp>
#include <syncline/crm/hubspot/batch.hpp>
#include <syncline/crm/hubspot/options.hpp>
#include <syncline/crm/hubspot/property.hpp>
#include <syncline/http/transport.hpp>
#include <syncline/reflect/predicate.hpp>
#include <syncline/sync/target.hpp>

// What the templates of the client hand their work to: compiled code that knows no user's type.

namespace syncline::inline v1::crm::hubspot::detail {

class session;

[[nodiscard]] std::shared_ptr<session> make_session(http::any_transport transport, client_options options,
                                                    any_clock clock);

using names = std::span<std::string_view const>;

struct list_request {
    std::string_view type;
    names properties;
    std::span<std::string const> associations{};
    std::string_view after{};
    std::size_t limit = 100;
    bool archived = false;
};

/// The body of one page.
[[nodiscard]] result<std::string> list(session& s, list_request const& what, context const& ctx);

/// How a page of rows that a template decoded ended.
struct rows_seen {
    std::size_t count = 0;
    std::string last_id{};
};

struct search_request {
    std::string_view type;
    names properties;
    std::vector<reflect::predicate_node> nodes{};
    std::optional<std::size_t> limit{};
};

/// Calls `page` with the body of each page, in order of id, splitting where 10,000 rows are not enough.
[[nodiscard]] result<void> search(session& s, search_request const& what,
                                  function_ref<result<rows_seen>(std::string const& body)> page, context const& ctx);

struct read_request {
    std::string_view type;
    names properties;
    std::span<std::string const> ids;
    std::string_view id_property{};  ///< Empty: `ids` are record ids.
};

struct read_outcome {
    std::vector<std::string> missing;
    std::vector<merged_id> merged;
};

/// Calls `page` with the body of each batch, in order of arrival.
[[nodiscard]] result<read_outcome> batch_read(session& s, read_request const& what,
                                              function_ref<result<void>(std::string const& body)> page,
                                              context const& ctx);

/// A record on its way out.
struct write_item {
    std::string id;          ///< Record id, or the value of the id property.
    std::string properties;  ///< A JSON object of texts.
};

enum class write_kind { update, upsert };

/// One result per item, in order.
[[nodiscard]] std::vector<result<written>> batch_write(session& s, write_kind kind, std::string_view type,
                                                       std::string_view id_property, std::span<write_item const> items,
                                                       context const& ctx);

/// Per value of a unique property the id of its record, in order.
[[nodiscard]] result<std::vector<std::optional<sync::remote_id>>> find_by(session& s, std::string_view type,
                                                                          std::string_view id_property,
                                                                          std::span<std::string const> values,
                                                                          context const& ctx);

[[nodiscard]] result<std::vector<associations>> associations_of(session& s, std::string_view from_type,
                                                                std::string_view to_type,
                                                                std::span<std::string const> ids, context const& ctx);
[[nodiscard]] std::vector<result<void>> associate(session& s, std::string_view from_type, std::string_view to_type,
                                                  std::span<pair_of_ids const> pairs, context const& ctx);
[[nodiscard]] result<bool> ensure_property(session& s, std::string_view type, property_definition const& wanted,
                                           context const& ctx);

/// A decoding error as the client tells it: which call it was.
[[nodiscard]] error undecodable(std::string_view type, std::string_view call, error e);

}  // namespace syncline::inline v1::crm::hubspot::detail
