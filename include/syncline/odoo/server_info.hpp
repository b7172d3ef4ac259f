// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace syncline::inline v1::odoo {

/// How calls travel.
enum class wire {
    json_rpc,  ///< `POST /jsonrpc`, series 14 to 18.
    json_2,    ///< `POST /json/2/<model>/<method>` with a bearer key, series 19 and later.
};

/// What the probe at connect found.
struct server_info {
    std::string version{};  ///< As the server writes it, `18.0+e-20241005`.
    int major = 0;          ///< 16, 18, 19; 18 also for a server between releases (`saas~18.2`).
    odoo::wire wire = odoo::wire::json_rpc;
    std::int64_t user_id = 0;  ///< Whom the credential belongs to.
};

}  // namespace syncline::inline v1::odoo
