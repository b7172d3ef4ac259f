// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include <syncline/core/context.hpp>
#include <syncline/core/function_ref.hpp>
#include <syncline/core/result.hpp>
#include <syncline/odoo/client.hpp>
#include <syncline/sync/target.hpp>

namespace syncline::inline v1::odoo {

/// A file on a record.
struct attached_file {
    std::string name{};      ///< `report.pdf`
    std::string mimetype{};  ///< Odoo works it out when empty.
    std::string model{};     ///< Of the record it hangs on, `account.move`.
    std::int64_t record = 0;
};

/// Fills the buffer from its beginning and says how much; 0 is the end. An error ends the upload, and nothing is sent.
using byte_source = function_ref<result<std::size_t>(std::span<char>)>;
/// Takes the next part of a file. An error ends the download and is returned.
using byte_sink = function_ref<result<void>(std::span<char const>)>;

/// Puts a file on a record, once per key; gives the attachment's id.
///
/// Content comes in parts from `content` and goes out base64-encoded in one request, so that the encoded file (4/3 of
/// its size) is in memory, and nothing else of it. *Idempotence*: under the key, as every upsert: sent again its size
/// and checksum are compared with what Odoo says is there, and only other content is written. *Errors*: those of
/// `upsert_target`; `too_large` beyond `largest_file`. *Cost*: three calls; a repeat four, and none carries the file.
[[nodiscard]] result<std::int64_t> attach(client& erp, sync::idempotency_key const& key, attached_file const& file,
                                          byte_source content, context const& ctx);

/// Reads an attachment's content, decoded part by part; gives its size. *Errors*: those of `client`; `not_found`;
/// `malformed` when the content is not base64 or not as long as Odoo says; `too_large` for a file well beyond
/// `largest_file` that others put there. *Memory*: the reply, 4/3 of the file.
[[nodiscard]] result<std::size_t> download(client& erp, std::int64_t attachment, byte_sink content, context const& ctx);

/// What is put there can be read again: encoded, a larger file is beyond the 16 MiB an answer may have.
inline constexpr std::size_t largest_file = std::size_t{11} << 20U;

}  // namespace syncline::inline v1::odoo
