// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

#include <syncline/core/secret.hpp>
#include <syncline/odoo/call_context.hpp>

namespace syncline::inline v1::odoo {

/// Which Odoo, as whom, and how much at once.
struct client_options {
    // where and who
    std::string url{};       ///< `https://erp.example`; a path in front of Odoo's own paths is kept.
    std::string database{};  ///< Its exact name.
    std::string login{};     ///< The user's login. Not sent to servers of series 19 and later: the key names its user.
    secret api_key{};        ///< An API key of that user (before 19 a password works too).

    // how much at once
    std::size_t batch = 200;    ///< Most records in one request; fewer for a while after one took too long.
    std::size_t in_flight = 8;  ///< Requests on their way at once. Odoo takes 32 well and resets some of 64.

    // what is written
    std::string external_id_module = "syncline";  ///< The module part of every external id: letters, digits and `_`.
    bool verify_amounts = true;  ///< Read back total and currency of each order written and compare them with ours.

    // on whose behalf
    call_context context{};  ///< Goes along with every call; `client::with_context` changes it for some.
};

}  // namespace syncline::inline v1::odoo
