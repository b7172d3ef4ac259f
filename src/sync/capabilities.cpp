// SPDX-License-Identifier: Apache-2.0
#include <syncline/sync/capabilities.hpp>

#include <syncline/core/rfc3339.hpp>

namespace syncline::inline v1::sync {
namespace {

[[nodiscard]] std::string name_of(capabilities const& c) {
    std::string out = c.system;
    if (!c.version.empty()) out += ' ' + c.version;
    if (!c.api.empty()) out += " over " + c.api;
    return out;
}

}  // namespace

result<void> check(needs const& wanted, capabilities const& has) {
    std::string lacks;
    auto const need = [&lacks](bool is_wanted, bool is_there, std::string_view what) {
        if (!is_wanted || is_there) return;
        lacks += lacks.empty() ? "" : "; ";
        lacks += what;
    };
    need(wanted.change_feed, has.changes != change_feed::none, "does not tell what changed");
    need(wanted.deletions, has.deletions != deletion::invisible, "does not show deletions");
    need(wanted.webhooks, has.webhooks, "sends no webhooks");
    need(wanted.conditional_updates, !has.version_token.empty(), "makes no update conditional on a version");
    need(wanted.repeatable_writes, has.idempotency == strategy::native_key || has.idempotency == strategy::upsert,
         "keeps no key of ours unique");
    need(wanted.batch > has.batch, false,
         "takes " + std::to_string(has.batch) + " records in one write, expected " + std::to_string(wanted.batch));
    if (lacks.empty()) return {};
    return fail(errc::unsupported, name_of(has) + " lacks what is needed: " + lacks);
}

std::string governance_notice(capabilities const& c, local_date today, std::chrono::days warning) {
    std::string out;
    switch (horizon_of(c, today, warning)) {
        case horizon::near: out = name_of(c) + ": support ends on " + format_date(*c.supported_until); break;
        case horizon::behind: out = name_of(c) + ": support ended on " + format_date(*c.supported_until); break;
        case horizon::ahead:
        case horizon::unknown: break;
    }
    if (!c.retirement.empty()) out += (out.empty() ? name_of(c) + ": " : "; ") + c.retirement;
    return out;
}

}  // namespace syncline::inline v1::sync
