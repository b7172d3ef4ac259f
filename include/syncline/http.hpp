// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <syncline/http/authorized.hpp>
#include <syncline/http/observed.hpp>
#include <syncline/http/rate_limited.hpp>
#include <syncline/http/redact.hpp>
#include <syncline/http/request.hpp>
#include <syncline/http/retry_after.hpp>
#include <syncline/http/retrying.hpp>
#include <syncline/http/status.hpp>
#include <syncline/http/transport.hpp>
#include <syncline/http/url.hpp>
#include <syncline/http/validate.hpp>
