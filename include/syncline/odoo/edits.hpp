// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <syncline/odoo/detail/values.hpp>
#include <syncline/odoo/record.hpp>
#include <syncline/reflect/predicate.hpp>

namespace syncline::inline v1::odoo {

/// Some fields of a record and what they become; the others stay as they are.
///
///     erp.write(ids, odoo::edits<odoo::res_partner>{}
///                        .set(field<&odoo::res_partner::phone>, "+1 202 555 0101")
///                        .clear(field<&odoo::res_partner::website>)
///                        .link(field<&odoo::res_partner::category_id>, vip), ctx);
///
/// A one2many is edited line by line (`add`, `edit`, `remove`); a many2many by `link`, `unlink` and `assign`. What is
/// not named stays. Of a field that is set twice the last value counts.
template <Record R>
class edits {
public:
    edits() { values_.record = &detail::record_of<R>; }

    /// What of `after` is there and differs from `before`; the id is not looked at.
    [[nodiscard]] static edits between(R const& before, R const& after) {
        edits out;
        out.values_ = detail::difference(before, after);
        return out;
    }

    /// Every member of `record` that is there, lists and the id left out.
    [[nodiscard]] static edits all_of(R const& record) {
        edits out;
        out.values_ = detail::values_of(record);
        return out;
    }

    template <auto M>
    edits& set(field_t<M>, reflect::operand_of<M> const& value) {
        check<M>();
        static_assert(
            !is_list<M>,
            "syncline: a one2many is edited by `add`, `edit` and `remove`, a many2many by `link`, `unlink` and "
            "`assign`");
        values_.forget(name<M>());
        values_.add(name<M>(), value);
        return *this;
    }

    /// Makes the field blank.
    template <auto M>
    edits& clear(field_t<M>) {
        check<M>();
        static_assert(!is_list<M>, "syncline: a many2many is emptied by `assign(field, {})`");
        values_.forget(name<M>());
        values_.clear(name<M>());
        return *this;
    }

    // ---- a one2many ------------------------------------------------------------------------------------------------

    /// A new line with what is there in `line`. *Idempotence*: none: sent again it is added again.
    template <auto M, Record Line>
    edits& add(field_t<M>, Line const& line) {
        return command<M>({.what = detail::command::kind::create, .values = kept(detail::values_of(line))});
    }
    template <auto M, Record Line>
    edits& add(field_t<M>, edits<Line> const& line) {
        return command<M>({.what = detail::command::kind::create, .values = kept(line.values())});
    }

    /// Changes a line that is there.
    template <auto M, Record Line>
    edits& edit(field_t<M>, std::int64_t id, edits<Line> const& line) {
        return command<M>({.what = detail::command::kind::update, .id = id, .values = kept(line.values())});
    }

    /// Deletes a line.
    template <auto M>
    edits& remove(field_t<M>, std::int64_t id) {
        return command<M>({.what = detail::command::kind::remove, .id = id});
    }

    // ---- a many2many -----------------------------------------------------------------------------------------------

    template <auto M>
    edits& link(field_t<M>, std::int64_t id) {
        return command<M>({.what = detail::command::kind::link, .id = id});
    }

    /// Takes a record off the list; it lives on.
    template <auto M>
    edits& unlink(field_t<M>, std::int64_t id) {
        return command<M>({.what = detail::command::kind::unlink, .id = id});
    }

    /// Exactly these.
    template <auto M>
    edits& assign(field_t<M>, std::vector<std::int64_t> const& ids) {
        return command<M>({.what = detail::command::kind::set, .ids = ids});
    }

    [[nodiscard]] bool empty() const noexcept { return values_.entries.empty(); }
    [[nodiscard]] detail::values const& values() const noexcept { return values_; }

private:
    static std::shared_ptr<detail::values const> kept(detail::values v) {
        return std::make_shared<detail::values>(std::move(v));
    }

    template <auto M>
    static constexpr bool is_list = detail::what_holds<reflect::value_of<M>>() == detail::holds::list;

    template <auto M>
    static consteval void check() {
        static_assert(std::is_same_v<reflect::record_of<M>, R>, "syncline: this field belongs to another record");
    }

    template <auto M>
    static constexpr std::string_view name() {
        return detail::wire_name<R>(reflect::name_of<M>());
    }

    template <auto M>
    edits& command(detail::command const& c) {
        check<M>();
        static_assert(is_list<M>, "syncline: this field holds one value, not a list: use `set`");
        values_.add_command(name<M>(), c);
        return *this;
    }

    detail::values values_{};
};

}  // namespace syncline::inline v1::odoo
