// SPDX-License-Identifier: Apache-2.0
#include <syncline/http/authorized.hpp>

#include <cstdint>
#include <mutex>
#include <vector>

namespace syncline::inline v1::http {

struct authorized::state {
    any_transport inner;
    std::unique_ptr<detail::credential_source> provider;
    std::string header;
    std::mutex mutex;
    secret current;
    std::uint64_t generation = 0;  // 0: none yet

    state(any_transport t, std::unique_ptr<detail::credential_source> p, std::string h)
        : inner(std::move(t)), provider(std::move(p)), header(std::move(h)) {}

    struct credential {
        secret value;
        std::uint64_t generation;
    };

    /// A credential newer than `refused` (0: any). Whoever comes first asks, the others wait and take its answer.
    result<credential> newer_than(std::uint64_t refused, context const& ctx) {
        std::lock_guard const lock(mutex);
        if (generation == refused) {
            auto fresh = provider->ask(refused == 0 ? credential_need::first : credential_need::refused, ctx);
            if (!fresh) return fail_within("credential", std::move(fresh.error()));
            current = std::move(*fresh);
            ++generation;
        }
        return credential{current, generation};
    }

    result<credential> any(context const& ctx) {
        {
            std::lock_guard const lock(mutex);
            if (generation != 0) return credential{current, generation};
        }
        return newer_than(0, ctx);
    }

    [[nodiscard]] request with(request const& r, secret const& value) const {
        request copy = r;
        if (header.empty())
            copy.bearer = value;
        else
            copy.headers.push_back({header, std::string(value.reveal())});
        return copy;
    }
};

authorized::authorized(any_transport inner, std::unique_ptr<detail::credential_source> provider, std::string header)
    : state_(std::make_shared<state>(std::move(inner), std::move(provider), std::move(header))) {}

result<response> authorized::send(request const& r, context const& ctx) {
    auto credential = state_->any(ctx);
    if (!credential) return tl::unexpected<error>(std::move(credential.error()));
    auto got = state_->inner.send(state_->with(r, credential->value), ctx);
    if (!got || got->status != 401) return got;
    credential = state_->newer_than(credential->generation, ctx);
    if (!credential) return tl::unexpected<error>(std::move(credential.error()));
    return state_->inner.send(state_->with(r, credential->value), ctx);
}

void authorized::send_all(std::span<request const> rs, std::size_t in_flight, on_response done, context const& ctx) {
    auto credential = state_->any(ctx);
    std::vector<request> copies;
    if (credential) {
        copies.reserve(rs.size());
        for (auto const& r : rs) copies.push_back(state_->with(r, credential->value));
    } else {
        for (std::size_t i = 0; i < rs.size(); ++i) done(i, tl::unexpected<error>(credential.error()));
        return;
    }

    std::vector<std::size_t> refused;
    state_->inner.send_all(
        copies, in_flight,
        [&](std::size_t i, result<response> got) {
            if (got && got->status == 401)
                refused.push_back(i);
            else
                done(i, std::move(got));
        },
        ctx);
    if (refused.empty()) return;

    credential = state_->newer_than(credential->generation, ctx);
    if (!credential) {
        for (auto const i : refused) done(i, tl::unexpected<error>(credential.error()));
        return;
    }
    copies.clear();
    for (auto const i : refused) copies.push_back(state_->with(rs[i], credential->value));
    state_->inner.send_all(
        copies, in_flight, [&](std::size_t i, result<response> got) { done(refused[i], std::move(got)); }, ctx);
}

}  // namespace syncline::inline v1::http
