// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <syncline/core/fingerprint.hpp>
#include <syncline/core/result.hpp>
#include <syncline/model/catalogue.hpp>
#include <syncline/model/entity.hpp>
#include <syncline/reflect/digest.hpp>

namespace syncline::inline v1::mdm {

/// What becomes of a value that comes from somebody who does not own the field.
enum class foreign_write : std::uint8_t {
    refuse,   ///< An exception for the owner's people; nothing is written.
    revert,   ///< The owner's value is written back to where the other one stands.
    propose,  ///< It waits for the owner's people to agree.
};
BOOST_DESCRIBE_ENUM(foreign_write, refuse, revert, propose)

/// Who has the final say on a field. Systems are named by what they are to the business (`crm`, `erp`) or by a name the
/// host gave them (`customer-hub`).
struct ownership_rule {
    std::string entity{};
    std::string field{};         ///< Empty: every field no other rule names.
    std::string stage{};         ///< Of the entity's life, one of its stages; empty: all of them.
    std::string legal_entity{};  ///< The id of one of the host's companies; empty: all of them.
    std::string owner{};
    std::vector<std::string> enrich{};  ///< Who may fill the field while the owner says nothing.
    foreign_write otherwise = foreign_write::refuse;

    friend bool operator==(ownership_rule const&, ownership_rule const&) = default;
};
BOOST_DESCRIBE_STRUCT(ownership_rule, (), (entity, field, stage, legal_entity, owner, enrich, otherwise))

/// Who may make a new record of an entity, and the stages of its life that ownership tells apart.
struct entity_rights {
    std::string entity{};
    std::vector<std::string> create{};
    std::vector<std::string> stages{};

    friend bool operator==(entity_rights const&, entity_rights const&) = default;
};
BOOST_DESCRIBE_STRUCT(entity_rights, (), (entity, create, stages))

/// A policy as a host writes it down: plain data, from a file or from code.
struct ownership {
    std::vector<entity_rights> entities{};
    std::vector<ownership_rule> rules{};

    friend bool operator==(ownership const&, ownership const&) = default;
};
BOOST_DESCRIBE_STRUCT(ownership, (), (entities, rules))

/// A value on its way to a field, as far as ownership is concerned.
struct proposed_write {
    std::string_view entity{};
    std::string_view field{};
    std::string_view writer{};  ///< The system whose word it is.
    std::string_view stage{};
    std::string_view legal_entity{};
    bool owner_says_nothing = false;  ///< The field has no value yet.
};

/// What may happen to it.
enum class verdict : std::uint8_t {
    allowed,   ///< The writer owns the field.
    enriches,  ///< It does not, but the owner says nothing and lets it.
    refused,   ///< See foreign_write.
    reverted,
    proposed,
    echo,  ///< Our own write, come back.
};
BOOST_DESCRIBE_ENUM(verdict, allowed, enriches, refused, reverted, proposed, echo)

/// What was decided of one field, and whose it is.
struct field_verdict {
    std::string field{};
    mdm::verdict verdict{};
    std::string owner{};

    friend bool operator==(field_verdict const&, field_verdict const&) = default;
};
BOOST_DESCRIBE_STRUCT(field_verdict, (), (field, verdict, owner))

/// A policy that was checked: every field of every entity it speaks of has exactly one owner, at every stage.
///
/// *Threads*: immutable, use from any number of threads.
class ownership_policy {
public:
    /// Checks a policy against the entities it speaks of. *Errors*: `misconfigured`, naming every hole (a field without
    /// owner, at which stage), every overlap (two rules that are equally special), every name that is not there and
    /// every accounting outcome that was given to somebody else than who books it.
    [[nodiscard]] static result<ownership_policy> load(
        ownership policy, std::span<model::entity_view const> entities = model::catalogue());

    /// What becomes of a value. A more special rule goes before a more general one: the company's before all
    /// companies', the stage's before all stages', the field's before the rest's. *Errors*: `misconfigured` for an
    /// entity, field or stage the policy does not speak of.
    [[nodiscard]] result<field_verdict> decide(proposed_write const& w) const;

    /// Whether a system may make a new record. *Errors*: `rejected` (`ownership_conflict`), naming who may.
    [[nodiscard]] result<void> may_create(std::string_view entity, std::string_view writer) const;

    /// Who owns what, as a Markdown table per entity: field, stage, company, owner, who may enrich, what else happens.
    [[nodiscard]] std::string matrix() const;

    /// As it was written down.
    [[nodiscard]] ownership const& data() const noexcept { return data_; }

private:
    explicit ownership_policy(ownership data) : data_(std::move(data)) {}

    ownership data_;
    std::vector<model::entity_view> entities_{};
};

/// What a host's policy does otherwise than another one: a line per difference, `-` as it was and `+` as it is; empty
/// when they say the same. Both are compared by what they decide, not by how they are written.
[[nodiscard]] std::string difference(ownership_policy const& from, ownership_policy const& to);

/// The policy that ships: owners as the model's facts have them, the stages at which contracts, hours, expenses and
/// billing data change hands, and who may create what.
[[nodiscard]] ownership default_ownership();

/// Whose word a record is, and where the thing it is about stands.
struct writer_at {
    std::string_view writer{};  ///< The system.
    std::string_view stage{};
    std::string_view legal_entity{};
};

/// A record after its policy: what may be written, and what was decided of each field that differs.
template <class T>
struct governed {
    T record;  ///< The current record with the fields that may change, changed.
    std::vector<field_verdict> decided;

    /// Whether anything is to be written.
    [[nodiscard]] bool changes() const noexcept {
        for (auto const& d : decided)
            if (d.verdict == verdict::allowed || d.verdict == verdict::enriches) return true;
        return false;
    }
};

namespace detail {

/// Whether a field says nothing: absent, blank, an empty text or list.
template <class V>
[[nodiscard]] bool says_nothing(V const& v) {
    if constexpr (requires { v.has_value(); })
        return !v.has_value();
    else if constexpr (requires { v.empty(); })
        return v.empty();
    else if constexpr (requires { v.known.has_value(); })
        return !v.known.has_value() && v.text.empty();
    else
        return false;
}

template <class V>
[[nodiscard]] fingerprint digest_of(V const& v) {
    fingerprint_builder b;
    reflect::add_to(b, v);
    return b.finish();
}

}  // namespace detail

/// Lets a policy decide on each field in which an incoming record differs from the current one.
///
/// `last_written` is what we ourselves wrote to the place the record comes from: a field that still says so is an echo
/// and decides nothing. A field the incoming record does not speak of (absent) is left as it is. Pure.
/// *Errors*: as `ownership_policy::decide`.
template <model::Entity T>
[[nodiscard]] result<governed<T>> govern(ownership_policy const& policy, writer_at const& who, T const& current,
                                         T const& incoming, std::type_identity_t<T> const* last_written = nullptr) {
    governed<T> out{current, {}};
    std::optional<error> failed;
    boost::mp11::mp_for_each<reflect::members_of<T>>([&](auto d) {
        constexpr auto member = decltype(d)::pointer;
        auto const& theirs = incoming.*member;
        auto const& ours = current.*member;
        if (failed || model::facts_of<member>().owner == model::system_role::library) return;  // links are no opinion
        if constexpr (requires { theirs.is_absent(); })
            if (theirs.is_absent()) return;
        auto const said = detail::digest_of(theirs);
        if (said == detail::digest_of(ours)) return;
        if (last_written != nullptr && said == detail::digest_of(last_written->*member)) {
            out.decided.push_back({std::string(d.name), verdict::echo, {}});
            return;
        }
        auto v = policy.decide({.entity = model::entity<T>.name,
                                .field = d.name,
                                .writer = who.writer,
                                .stage = who.stage,
                                .legal_entity = who.legal_entity,
                                .owner_says_nothing = detail::says_nothing(ours)});
        if (!v) {
            failed = std::move(v).error();
            return;
        }
        if (v->verdict == verdict::allowed || v->verdict == verdict::enriches) out.record.*member = theirs;
        out.decided.push_back(*std::move(v));
    });
    if (failed) return fail(*std::move(failed));
    return out;
}

}  // namespace syncline::inline v1::mdm
