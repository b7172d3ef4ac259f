// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <syncline/core/category.hpp>
#include <syncline/core/context.hpp>
#include <syncline/core/result.hpp>
#include <syncline/mdm/ownership.hpp>
#include <syncline/model/entity.hpp>

namespace syncline::inline v1::mdm {

/// What nobody could decide at once: fields whose value waits for their owner, or goes back to where it came from.
template <class T>
struct undecided {
    T const& current;   ///< What the owner says.
    T const& incoming;  ///< What the writer says.
    std::vector<field_verdict> const& decided;
};

namespace detail {

/// `name (owner: erp), number (owner: erp)` of those with that verdict; empty when there is none.
[[nodiscard]] std::string fields_with(verdict v, std::vector<field_verdict> const& decided);
[[nodiscard]] error kept_back(std::string_view entity, std::string_view writer, std::string_view what,
                              std::string_view fields, category reason);

}  // namespace detail

/// An ownership policy as a guard (`sync::guarded`): on every write it decides field by field who may say what.
///
/// What is the writer's own goes out, and what fills a gap where the policy lets it; an echo of our own write and a
/// record that says nothing new go nowhere. A new record needs the right to create.
/// What is proposed or reverted goes to `otherwise`, if the host gave one, before anything is written: it keeps the
/// proposal for the owner's people, or sends the owner's value back; the record goes on without these fields. Without
/// it nothing of the record is written and it parks.
///
/// *Errors*: `rejected` with `category::ownership_conflict` for refused and reverted fields and for who may not create,
/// with `category::approval_missing` for proposed ones, naming fields and owners; what `otherwise` returns.
/// *Threads*: as the host's callables. Lifetime: the policy must outlive it.
///
///     mdm::enforced<model::party>(policy, [](model::party const& p) { return mdm::writer_at{.writer = "crm"}; })
template <model::Entity T, class Who, class Otherwise = std::nullptr_t, class LastWritten = std::nullptr_t>
class enforced_policy {
    static_assert(std::is_invocable_r_v<writer_at, Who const&, T const&>,
                  "syncline: who writes is told as a writer_at of the record");

public:
    enforced_policy(ownership_policy const& policy, Who who, Otherwise otherwise, LastWritten last_written)
        : policy_(&policy),
          who_(std::move(who)),
          otherwise_(std::move(otherwise)),
          last_written_(std::move(last_written)) {}

    [[nodiscard]] result<std::optional<T>> operator()(T const& incoming, T const* current, context const& ctx) {
        writer_at const who = who_(incoming);
        if (!current)
            if (auto may = policy_->may_create(model::entity<T>.name, who.writer); !may)
                return fail(std::move(may).error());
        T const nothing{};
        T const& there = current ? *current : nothing;
        std::optional<T> ours;
        if constexpr (!std::is_null_pointer_v<LastWritten>) ours = last_written_(incoming);
        auto ruled = govern(*policy_, who, there, incoming, ours ? &*ours : nullptr);
        if (!ruled) return fail(std::move(ruled).error());
        if (auto kept = keep_back(who, there, incoming, ruled->decided, ctx)) return fail(*std::move(kept));
        if (!ruled->changes()) return std::optional<T>();
        if (!current) take_links(incoming, ruled->record);
        return std::optional<T>(std::move(ruled->record));
    }

private:
    [[nodiscard]] std::optional<error> keep_back(writer_at const& who, T const& there, T const& incoming,
                                                 std::vector<field_verdict> const& decided, context const& ctx) {
        auto const entity = model::entity<T>.name;
        if (auto const f = detail::fields_with(verdict::refused, decided); !f.empty())
            return detail::kept_back(entity, who.writer, "may not write", f, category::ownership_conflict);
        auto const reverted = detail::fields_with(verdict::reverted, decided);
        auto const proposed = detail::fields_with(verdict::proposed, decided);
        if (reverted.empty() && proposed.empty()) return std::nullopt;
        if constexpr (!std::is_null_pointer_v<Otherwise>) {
            if (result<void> taken = otherwise_(undecided<T>{there, incoming, decided}, ctx); !taken)
                return std::move(taken).error();
            return std::nullopt;
        } else {
            static_cast<void>(there);
            static_cast<void>(incoming);
            static_cast<void>(ctx);
            if (!reverted.empty())
                return detail::kept_back(entity, who.writer, "is to take back", reverted, category::ownership_conflict);
            return detail::kept_back(entity, who.writer, "proposes", proposed, category::approval_missing);
        }
    }

    /// Links are the library's business, and a new record needs its own.
    static void take_links(T const& incoming, T& out) {
        boost::mp11::mp_for_each<reflect::members_of<T>>([&](auto d) {
            constexpr auto member = decltype(d)::pointer;
            if constexpr (model::facts_of<member>().owner == model::system_role::library)
                out.*member = incoming.*member;
        });
    }

    ownership_policy const* policy_;
    Who who_;
    Otherwise otherwise_;
    LastWritten last_written_;
};

/// `otherwise` is a `result<void>(mdm::undecided<T> const&, context const&)`; `last_written` tells what we ourselves
/// wrote to where a record comes from, as a `std::optional<T>(T const&)`.
template <model::Entity T, class Who, class Otherwise = std::nullptr_t, class LastWritten = std::nullptr_t>
[[nodiscard]] enforced_policy<T, Who, Otherwise, LastWritten> enforced(ownership_policy const& policy, Who who,
                                                                       Otherwise otherwise = {},
                                                                       LastWritten last_written = {}) {
    return {policy, std::move(who), std::move(otherwise), std::move(last_written)};
}

}  // namespace syncline::inline v1::mdm
