// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <syncline/core/context.hpp>
#include <syncline/core/fingerprint.hpp>
#include <syncline/core/reference.hpp>
#include <syncline/reflect/digest.hpp>
#include <syncline/sync/plan.hpp>
#include <syncline/sync/source.hpp>
#include <syncline/sync/target.hpp>

// What compiled checks see of a rig: its records by number, its ports without their types.

namespace syncline::inline v1::testkit::detail {

/// A member a rig may lack, named as it is written.
enum class member : std::uint8_t { refused, with_text, remove, cut_reply, add_unreadable, add_late, read, predict };

enum class content : std::uint8_t { sample, changed, refused, text };

/// A record to send.
struct item {
    detail::content content = content::sample;
    std::size_t number = 0;
    std::string text{};  ///< Of `content::text`.
    sync::idempotency_key key{};
    std::optional<sync::remote_id> known{};
};

using found_ids = result<std::vector<std::optional<sync::remote_id>>>;
using outcomes = std::vector<result<sync::upserted>>;
using predictions = std::vector<result<sync::predicted>>;

/// One fresh, empty system and the target before it.
class target_trial {
public:
    virtual ~target_trial() = default;
    [[nodiscard]] virtual bool has(member m) const = 0;
    [[nodiscard]] virtual sync::operation_descriptor describe() = 0;
    [[nodiscard]] virtual found_ids find(std::span<sync::idempotency_key const> keys, context const& ctx) = 0;
    [[nodiscard]] virtual outcomes upsert(std::span<item const> items, context const& ctx) = 0;
    [[nodiscard]] virtual predictions predict(std::span<item const> items, context const& ctx) = 0;
    [[nodiscard]] virtual std::size_t count() = 0;
    [[nodiscard]] virtual bool holds(sync::remote_id const& id, item const& what) = 0;
    virtual void lose_request() = 0;
    virtual void lose_reply() = 0;
    virtual void cut_reply() = 0;
    virtual void remove(sync::remote_id const& id) = 0;
};

template <class Rig>
class target_trial_of final : public target_trial {
    using record = std::remove_cvref_t<decltype(std::declval<Rig&>().sample(std::size_t{}))>;
    using port = std::remove_cvref_t<decltype(std::declval<Rig&>().target())>;
    static constexpr bool in_batches = sync::BatchTarget<port, record>;
    static_assert(in_batches || sync::Target<port, record>,
                  "syncline: target() of the rig needs find() and upsert() for what sample() makes");

    static constexpr bool can_refuse = requires(Rig & r) { record(r.refused()); };
    static constexpr bool can_carry = requires(Rig & r, std::string const& text) { record(r.with_text(text)); };
    static constexpr bool can_remove = requires(Rig & r, std::string const& id) { r.remove(id); };
    static constexpr bool can_cut = requires(Rig & r) { r.cut_reply(); };

public:
    template <class Make>
    explicit target_trial_of(Make& make) : rig_(make()) {}

    [[nodiscard]] bool has(member m) const override {
        switch (m) {
            case member::refused: return can_refuse;
            case member::with_text: return can_carry;
            case member::remove: return can_remove;
            case member::cut_reply: return can_cut;
            case member::predict: return sync::PredictingTarget<port, record>;
            default: return false;
        }
    }
    [[nodiscard]] sync::operation_descriptor describe() override {
        if constexpr (in_batches)
            return rig_.target().describe();
        else  // as a flow takes it
            return {.system = "system", .object = "record", .strategy = sync::strategy::probe_then_create, .batch = 1};
    }
    [[nodiscard]] found_ids find(std::span<sync::idempotency_key const> keys, context const& ctx) override {
        auto&& target = rig_.target();
        if constexpr (in_batches) {
            return target.find(keys, ctx);
        } else {
            std::vector<std::optional<sync::remote_id>> out;
            for (auto const& k : keys) {
                auto one = target.find(k, ctx);
                if (!one) return fail(std::move(one).error());
                out.push_back(*std::move(one));
            }
            return out;
        }
    }
    [[nodiscard]] outcomes upsert(std::span<item const> items, context const& ctx) override {
        auto&& target = rig_.target();
        if constexpr (in_batches) {
            return target.upsert(std::span<sync::outgoing<record> const>(records_of(items)), ctx);
        } else {
            outcomes out;
            for (auto const& i : items) out.push_back(target.upsert(record_of(i), i.key, ctx));
            return out;
        }
    }
    [[nodiscard]] predictions predict([[maybe_unused]] std::span<item const> items,
                                      [[maybe_unused]] context const& ctx) override {
        if constexpr (sync::PredictingTarget<port, record>) {
            sync::rehearsal made_up;
            return rig_.target().predict(std::span<sync::outgoing<record> const>(records_of(items)), made_up, ctx);
        } else {
            return {};
        }
    }
    [[nodiscard]] std::size_t count() override { return rig_.count(); }
    [[nodiscard]] bool holds(sync::remote_id const& id, item const& what) override {
        return rig_.holds(id.text, record_of(what));
    }
    void lose_request() override { rig_.lose_request(); }
    void lose_reply() override { rig_.lose_reply(); }
    void cut_reply() override {
        if constexpr (can_cut) rig_.cut_reply();
    }
    void remove([[maybe_unused]] sync::remote_id const& id) override {
        if constexpr (can_remove) rig_.remove(id.text);
    }

private:
    [[nodiscard]] std::vector<sync::outgoing<record>> records_of(std::span<item const> items) {
        std::vector<sync::outgoing<record>> out;
        out.reserve(items.size());
        for (auto const& i : items) out.push_back({record_of(i), i.key, i.known});
        return out;
    }
    [[nodiscard]] record record_of(item const& i) {
        if constexpr (can_refuse)
            if (i.content == content::refused) return rig_.refused();
        if constexpr (can_carry)
            if (i.content == content::text) return rig_.with_text(i.text);
        return i.content == content::changed ? rig_.changed(i.number) : rig_.sample(i.number);
    }

    Rig rig_;
};

/// A record that was read: where it says it comes from, and whether it is as before.
struct seen_record {
    external_ref origin;
    fingerprint content{};
};

struct seen_page {
    std::vector<seen_record> records{};
    std::vector<sync::unreadable_record> unreadable{};
    sync::cursor next{};
    bool last = false;
};

/// One fresh, empty system and the source before it.
class source_trial {
public:
    virtual ~source_trial() = default;
    [[nodiscard]] virtual bool has(member m) const = 0;
    [[nodiscard]] virtual std::size_t several() = 0;  ///< Records of a round of several pages.
    [[nodiscard]] virtual result<seen_page> changes(sync::cursor const& since, context const& ctx) = 0;
    [[nodiscard]] virtual result<seen_page> read(std::span<std::string const> ids, context const& ctx) = 0;
    [[nodiscard]] virtual std::string add(std::size_t number) = 0;
    virtual void change(std::string const& id) = 0;
    virtual void lose_reply() = 0;
    virtual void cut_reply() = 0;
    virtual void remove(std::string const& id) = 0;
    [[nodiscard]] virtual std::string add_unreadable() = 0;
    [[nodiscard]] virtual std::string add_late(std::size_t number) = 0;
};

template <class Rig>
class source_trial_of final : public source_trial {
    using port = std::remove_cvref_t<decltype(std::declval<Rig&>().source())>;
    using answer =
        decltype(std::declval<port&>().changes(std::declval<sync::cursor const&>(), std::declval<context const&>()));
    using record = typename answer::value_type::record_type;
    static_assert(sync::Source<port, record>, "syncline: source() of the rig needs changes() that gives a sync::page");
    static_assert(sync::Sourced<record>,
                  "syncline: records of a source need a member `external_ref source`, or a syncline::sync::origin");
    static constexpr bool can_read = sync::LookupSource<port, record>;
    static constexpr bool can_remove = requires(Rig & r, std::string const& id) { r.remove(id); };
    static constexpr bool can_cut = requires(Rig & r) { r.cut_reply(); };
    static constexpr bool can_break = requires(Rig & r) { std::string(r.add_unreadable()); };
    static constexpr bool can_be_late = requires(Rig & r, std::size_t n) { std::string(r.add_late(n)); };

public:
    template <class Make>
    explicit source_trial_of(Make& make) : rig_(make()) {}

    [[nodiscard]] bool has(member m) const override {
        switch (m) {
            case member::read: return can_read;
            case member::remove: return can_remove;
            case member::cut_reply: return can_cut;
            case member::add_unreadable: return can_break;
            case member::add_late: return can_be_late;
            default: return false;
        }
    }
    [[nodiscard]] std::size_t several() override {
        if constexpr (requires(Rig & r) { std::size_t{r.several()}; })
            return rig_.several();
        else
            return 7;
    }
    [[nodiscard]] result<seen_page> changes(sync::cursor const& since, context const& ctx) override {
        return seen(rig_.source().changes(since, ctx));
    }
    [[nodiscard]] result<seen_page> read([[maybe_unused]] std::span<std::string const> ids,
                                         [[maybe_unused]] context const& ctx) override {
        if constexpr (can_read)
            return seen(rig_.source().read(ids, ctx));
        else
            return fail(errc::unsupported, "this source does not read by id");
    }
    [[nodiscard]] std::string add(std::size_t number) override { return rig_.add(number); }
    void change(std::string const& id) override { rig_.change(id); }
    void lose_reply() override { rig_.lose_reply(); }
    void cut_reply() override {
        if constexpr (can_cut) rig_.cut_reply();
    }
    void remove([[maybe_unused]] std::string const& id) override {
        if constexpr (can_remove) rig_.remove(id);
    }
    [[nodiscard]] std::string add_unreadable() override {
        if constexpr (can_break)
            return rig_.add_unreadable();
        else
            return {};
    }
    [[nodiscard]] std::string add_late([[maybe_unused]] std::size_t number) override {
        if constexpr (can_be_late)
            return rig_.add_late(number);
        else
            return {};
    }

private:
    [[nodiscard]] static result<seen_page> seen(result<sync::page<record>> page) {
        if (!page) return fail(std::move(page).error());
        seen_page out{.unreadable = std::move(page->unreadable), .next = std::move(page->next), .last = page->last};
        out.records.reserve(page->records.size());
        for (auto const& r : page->records) out.records.push_back({sync::origin<record>::of(r), reflect::digest(r)});
        return out;
    }

    Rig rig_;
};

}  // namespace syncline::inline v1::testkit::detail
