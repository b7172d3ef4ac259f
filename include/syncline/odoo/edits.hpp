// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <syncline/odoo/detail/values.hpp>
#include <syncline/odoo/record.hpp>
#include <syncline/reflect/predicate.hpp>

namespace syncline::inline v1::odoo {

/// Some fields of a record and what they become; the others stay as they are.
///
///     erp.write(ids, odoo::changes<odoo::res_partner>{}.set(field<&odoo::res_partner::phone>, "+1 202 555 0101")
///                                                      .clear(field<&odoo::res_partner::website>), ctx);
template <Record R>
class changes {
public:
    template <auto M>
    changes& set(field_t<M>, reflect::operand_of<M> const& value) {
        check<M>();
        detail::append_key(object_, detail::wire_name<R>(reflect::name_of<M>()));
        json::encode_to(object_, value, json::odoo);
        return *this;
    }

    /// Makes the field blank.
    template <auto M>
    changes& clear(field_t<M>) {
        check<M>();
        detail::append_key(object_, detail::wire_name<R>(reflect::name_of<M>()));
        object_ += "false";
        return *this;
    }

    /// The `vals` of Odoo's `write`, as JSON.
    [[nodiscard]] std::string text() const { return object_ + '}'; }

private:
    template <auto M>
    static consteval void check() {
        static_assert(std::is_same_v<reflect::record_of<M>, R>, "syncline: this field belongs to another record");
        static_assert(!detail::is_list<reflect::value_of<M>>::value,
                      "syncline: a one2many or many2many is written through the records it lists, not as a value");
    }

    std::string object_ = "{";
};

}  // namespace syncline::inline v1::odoo
