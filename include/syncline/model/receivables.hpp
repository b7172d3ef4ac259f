// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <syncline/core/result.hpp>
#include <syncline/model/currency.hpp>
#include <syncline/model/invoice.hpp>
#include <syncline/model/money.hpp>
#include <syncline/model/payment.hpp>
#include <syncline/model/reference.hpp>

namespace syncline::inline v1::model {

/// What changes what a customer owes.
enum class receivable_kind : std::uint8_t { invoiced, credited, paid, refunded };
BOOST_DESCRIBE_ENUM(receivable_kind, invoiced, credited, paid, refunded)

/// One change of what is owed. Its sign says which way: invoices and refunds are above 0, credit notes and payments
/// below.
struct receivable_entry {
    receivable_kind kind = receivable_kind::invoiced;
    external_ref source{};                  ///< The invoice, credit note, payment or refund.
    std::optional<external_ref> invoice{};  ///< Which invoice it changes; none: money on account.
    money amount{};

    friend bool operator==(receivable_entry const&, receivable_entry const&) = default;
};
BOOST_DESCRIBE_STRUCT(receivable_entry, (), (kind, source, invoice, amount))

/// What is still owed on one invoice: the sum of the four. Below 0 where more was paid than is claimed.
struct open_invoice {
    external_ref invoice{};
    money invoiced{};
    money credited{};
    money paid{};
    money refunded{};
    money open{};

    friend bool operator==(open_invoice const&, open_invoice const&) = default;
};
BOOST_DESCRIBE_STRUCT(open_invoice, (), (invoice, invoiced, credited, paid, refunded, open))

/// What is owed in one currency.
struct open_total {
    model::currency currency{};
    money open{};        ///< On all invoices.
    money on_account{};  ///< Paid, given to no invoice and not given back: 0 or below.
    money owed{};        ///< Both together.

    friend bool operator==(open_total const&, open_total const&) = default;
};
BOOST_DESCRIBE_STRUCT(open_total, (), (currency, open, on_account, owed))

/// What is still owed, and everything that says so.
struct receivables {
    std::vector<open_invoice> invoices{};     ///< In the order they were handed in.
    std::vector<open_total> totals{};         ///< A currency each, by code.
    std::vector<receivable_entry> entries{};  ///< Invoices, then credit notes, payments and refunds.

    friend bool operator==(receivables const&, receivables const&) = default;
};
BOOST_DESCRIBE_STRUCT(receivables, (), (invoices, totals, entries))

/// Whether money of a payment or refund with this status has moved: captured or settled. A disputed payment is back
/// with the bank and pays nothing until it is won.
[[nodiscard]] constexpr bool has_moved(payment_status s) noexcept {
    return s == payment_status::captured || s == payment_status::settled;
}

/// What is still owed per invoice and in all, in the currency each was invoiced in. Hand in what belongs to one
/// customer of one legal entity.
///
/// Only issued invoices and credit notes count, with their gross amount, and only payments and refunds whose money has
/// moved. A refund counts for the invoice of its credit note; without one it first gives back what its payment gave to
/// no invoice, then what it gave to its only invoice. Pure. Threads: any.
/// *Errors*, each naming the record: `missing_reference` for an invoice, payment or credit note that was not handed in;
/// `rejected` (`amount_mismatch`) when credit notes take back more than was invoiced, allocations give more than was
/// paid, or refunds give back more than was paid; `mapping` for an issued document without a gross amount, an amount
/// below 0, another currency than the invoice's, or a refund whose invoice nothing says; `conflict` for a record that
/// comes twice; `too_large`.
[[nodiscard]] result<receivables> receivables_of(std::span<invoice const> invoices,
                                                 std::span<credit_note const> credit_notes,
                                                 std::span<payment const> payments, std::span<refund const> refunds);

/// Compares with what the ERP says is due on each issued invoice; one that says nothing is passed over. Pure.
/// *Errors*: `rejected` (`amount_mismatch`), naming invoice, found, expected and difference.
[[nodiscard]] result<void> check_due(receivables const& ours, std::span<invoice const> invoices);

}  // namespace syncline::inline v1::model
