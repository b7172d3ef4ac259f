// SPDX-License-Identifier: Apache-2.0
#include "odoo/fault.hpp"

#include <array>

#include <syncline/core/text.hpp>

namespace syncline::inline v1::odoo::detail {
namespace {

struct rule {
    std::string_view name;  ///< An exception class, or its beginning when it ends in `.`.
    std::string_view text;  ///< Also part of the message, when not empty.
    errc code;
    std::string_view meaning;
};

constexpr std::string_view no_database =
    "the server has no such database: check the option `database` (and that the server may show it: `dbfilter`)";
constexpr std::string_view lost_race = "another transaction changed the same rows; nothing was kept";
constexpr std::string_view missing_field = "the model has no such field on this server";
constexpr std::string_view bad_call = "the server did not understand the call";

/// The first rule that fits decides. From the recorded failures of series 16, 18 and 19, both wires.
constexpr std::array rules{
    rule{"odoo.exceptions.AccessDenied", "", errc::unauthorized, "login or API key refused"},
    rule{"odoo.exceptions.AccessError", "Database not found", errc::misconfigured, no_database},
    rule{"odoo.exceptions.AccessError", "", errc::forbidden, "the user lacks a right"},
    rule{"odoo.exceptions.MissingError", "", errc::not_found, "the record does not exist any more"},
    rule{"odoo.exceptions.ValidationError", "duplicate key value", errc::conflict, "a record with that key exists"},
    rule{"odoo.exceptions.ValidationError", "", errc::rejected, "the data broke a rule of the model"},
    rule{"odoo.exceptions.UserError", "Object ", errc::not_found,
         "the server has no such model (module not installed?)"},
    rule{"odoo.exceptions.", "", errc::rejected, "the server refused the operation"},
    rule{"odoo.http.SessionExpiredException", "", errc::unauthorized, "the session expired"},
    rule{"werkzeug.exceptions.Unauthorized", "", errc::unauthorized,
         "API key refused (series 19 and later take API keys only, not passwords)"},
    rule{"werkzeug.exceptions.Forbidden", "", errc::forbidden, "the user lacks a right"},
    rule{"werkzeug.exceptions.NotFound", "the model '", errc::not_found,
         "the server has no such model (module not installed?)"},
    rule{"werkzeug.exceptions.NotFound", "The method '", errc::unsupported,
         "the model has no such method on this server"},
    rule{"werkzeug.exceptions.NotFound", "", errc::not_found, "the server has no such path"},
    rule{"werkzeug.exceptions.TooManyRequests", "", errc::rate_limited, "asked too often"},
    rule{"werkzeug.exceptions.ServiceUnavailable", "", errc::unavailable, "the server is overloaded or in maintenance"},
    rule{"werkzeug.exceptions.RequestEntityTooLarge", "", errc::too_large,
         "the request is larger than the server takes"},
    rule{"werkzeug.exceptions.", "", errc::defect, bad_call},
    rule{"json.decoder.", "", errc::defect, bad_call},
    rule{"psycopg2.errors.SerializationFailure", "", errc::contended, lost_race},
    rule{"psycopg2.errors.DeadlockDetected", "", errc::contended, lost_race},
    rule{"psycopg2.errors.LockNotAvailable", "", errc::contended, lost_race},
    rule{"psycopg2.extensions.TransactionRollbackError", "", errc::contended, lost_race},
    rule{"psycopg2.errors.UniqueViolation", "", errc::conflict, "a record with that key exists"},
    rule{"psycopg2.errors.QueryCanceled", "", errc::unavailable, "the server's database gave up on the query"},
    rule{"psycopg2.errors.", "", errc::rejected, "the server's database refused the data"},
    rule{"psycopg2.OperationalError", "does not exist", errc::misconfigured, no_database},
    rule{"psycopg2.", "", errc::unavailable, "the server has trouble with its database"},
    rule{"builtins.ValueError", "Invalid field", errc::unsupported, missing_field},
    rule{"builtins.ValueError", "because it is not stored", errc::unsupported, "the server cannot search that field"},
    rule{"builtins.ValueError", "External ID not found", errc::not_found, "no record has that external id"},
    rule{"builtins.ValueError", "Invalid leaf", errc::defect, bad_call},
    rule{"builtins.ValueError", "Invalid operator", errc::defect, bad_call},
    rule{"builtins.ValueError", "Domain", errc::defect, bad_call},
    rule{"builtins.ValueError", "not enough values to unpack", errc::defect, bad_call},
    rule{"builtins.ValueError", "dictionary update sequence", errc::defect, bad_call},
    rule{"builtins.ValueError", "", errc::rejected, "a value does not fit its field"},
    rule{"builtins.KeyError", "", errc::unsupported, missing_field},
    rule{"builtins.AttributeError", "", errc::unsupported, "the model has no such method on this server"},
    rule{"builtins.TypeError", "", errc::defect, bad_call},
    rule{"builtins.IndexError", "", errc::defect, bad_call},
    rule{"builtins.AssertionError", "", errc::defect, bad_call},
    rule{"builtins.NameError", "", errc::defect, bad_call},
    rule{"builtins.Exception", "Method not found", errc::unsupported, "the server has no such service"},
    rule{"builtins.MemoryError", "", errc::unavailable, "the server ran out of memory"},
};

[[nodiscard]] constexpr bool fits(rule const& r, fault const& f) {
    bool const name = r.name.ends_with('.') ? std::string_view(f.name).starts_with(r.name) : f.name == r.name;
    return name && f.message.find(r.text) != std::string::npos;
}

}  // namespace

std::string excerpt(std::string_view text) {
    constexpr std::size_t longest = 500;
    // before spaces are collapsed: a server's megabyte is not worked through
    return shorten(collapse_spaces(text.substr(0, 4 * longest)), longest);
}

error to_error(fault const& f) {
    for (auto const& r : rules)
        if (fits(r, f))
            return {.code = r.code, .message = std::string(r.meaning), .server_message = excerpt(f.message)};
    return {.code = errc::rejected,
            .message = "the server met a failure of its own while it worked on the data",
            .server_message = excerpt(f.message)};
}

}  // namespace syncline::inline v1::odoo::detail
