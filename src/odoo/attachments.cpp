// SPDX-License-Identifier: Apache-2.0
#include <syncline/odoo/attachments.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include <boost/describe/class.hpp>

#include <syncline/core/text.hpp>
#include <syncline/core/uuid.hpp>

#include "odoo/base64.hpp"

namespace syncline::inline v1::odoo {
namespace {

struct upload {
    std::int64_t id = 0;
    std::string name{};
    field_value<std::string> mimetype{};
    std::string res_model{};
    std::int64_t res_id = 0;
    std::string datas{};
};
BOOST_DESCRIBE_STRUCT(upload, (), (id, name, mimetype, res_model, res_id, datas))

/// What of an attachment can be compared without reading the file.
struct described_file {
    std::int64_t id = 0;
    std::string name{};
    field_value<std::string> mimetype{};
    std::string res_model{};
    std::int64_t res_id = 0;
};
BOOST_DESCRIBE_STRUCT(described_file, (), (id, name, mimetype, res_model, res_id))

struct content_row {
    std::int64_t id = 0;
    std::string checksum{};
    std::int64_t file_size = 0;
};
BOOST_DESCRIBE_STRUCT(content_row, (), (id, checksum, file_size))

struct stored {
    std::int64_t id = 0;
    std::int64_t file_size = 0;
    std::string datas{};
};
BOOST_DESCRIBE_STRUCT(stored, (), (id, file_size, datas))

/// As Odoo keeps it.
std::string hex(std::array<std::uint8_t, 20> const& digest) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    for (auto const byte : digest) {
        out += digits[byte >> 4U];
        out += digits[byte & 0x0FU];
    }
    return out;
}

constexpr std::size_t part = std::size_t{48} << 10U;  // a multiple of 3: no padding inside

}  // namespace

template <>
inline constexpr std::string_view model_name<upload> = "ir.attachment";
template <>
inline constexpr std::string_view model_name<described_file> = "ir.attachment";
template <>
inline constexpr std::string_view model_name<content_row> = "ir.attachment";
template <>
inline constexpr std::string_view model_name<stored> = "ir.attachment";

result<std::int64_t> attach(client& erp, sync::idempotency_key const& key, attached_file const& file,
                            byte_source content, context const& ctx) {
    upload record{.name = file.name, .res_model = file.model, .res_id = file.record};
    if (!file.mimetype.empty()) record.mimetype = file.mimetype;
    std::vector<char> buffer(part);
    std::size_t size = 0;
    syncline::detail::sha1 hash;
    for (std::size_t held = 0;;) {
        auto const got = content(std::span(buffer).subspan(held));
        if (!got) return fail(got.error());
        held += std::min(*got, buffer.size() - held);
        if (*got == 0 || held == buffer.size()) {
            detail::append_base64(record.datas, std::span<char const>(buffer).first(held));
            for (char const c : std::span(buffer).first(held)) hash.add(static_cast<std::uint8_t>(c));
            size += held;
            held = 0;
        }
        if (*got == 0) break;
        if (size > largest_file)
            return fail(errc::too_large, "odoo ir.attachment \"" + shorten(file.name) + "\": found more than " +
                                             std::to_string(largest_file) + " bytes, expected at most that");
    }
    auto const number = [](sync::remote_id const& remote) {
        std::int64_t id = 0;
        std::from_chars(remote.text.data(), remote.text.data() + remote.text.size(), id);
        return id;
    };
    auto target = erp.upsert<upload>();
    auto const known = target.find(std::span(&key, 1), ctx);
    if (!known) return fail(known.error());
    if (!known->front()) {
        std::vector<sync::outgoing<upload>> const one{{std::move(record), key}};
        auto const done = target.upsert(one, ctx);
        if (!done.front()) return fail(done.front().error());
        return number(done.front()->id);
    }
    // it is there: Odoo says what is in it without handing it over
    std::int64_t const id = number(*known->front());
    auto const rows = erp.read<content_row>(std::span(&id, 1), ctx);
    if (!rows) return fail(rows.error());
    bool const same = !rows->empty() && rows->front().file_size == static_cast<std::int64_t>(size) &&
                      (size == 0 || rows->front().checksum == hex(hash.finish()));
    if (!same) {
        auto const content_only = edits<upload>{}.set(field<&upload::datas>, std::move(record.datas));
        if (auto written = erp.write(std::span(&id, 1), content_only, ctx); !written)
            return fail(std::move(written).error());
    }
    described_file head{
        .name = file.name, .mimetype = std::move(record.mimetype), .res_model = file.model, .res_id = file.record};
    std::vector<sync::outgoing<described_file>> const one{{std::move(head), key, known->front()}};
    auto const done = erp.upsert<described_file>().upsert(one, ctx);
    if (!done.front()) return fail(done.front().error());
    return number(done.front()->id);
}

result<std::size_t> download(client& erp, std::int64_t attachment, byte_sink content, context const& ctx) {
    auto const rows = erp.read<stored>(std::span(&attachment, 1), ctx);
    if (!rows) return fail(rows.error());
    auto const at = "odoo ir.attachment " + std::to_string(attachment);
    if (rows->empty()) return fail(errc::not_found, at + ": found no such record");
    auto const& row = rows->front();
    std::string bytes;
    std::size_t size = 0;
    constexpr std::size_t encoded_part = part / 3 * 4;
    for (std::size_t from = 0; from < row.datas.size(); from += encoded_part) {
        bytes.clear();
        if (!detail::append_decoded(bytes, std::string_view(row.datas).substr(from, encoded_part)))
            return fail(errc::malformed, at + ": field `datas`: found text that is not base64");
        size += bytes.size();
        if (auto taken = content(bytes); !taken) return fail(std::move(taken).error());
    }
    if (size != static_cast<std::size_t>(row.file_size))
        return fail(errc::malformed,
                    at + ": found " + std::to_string(size) + " bytes, expected " + std::to_string(row.file_size));
    return size;
}

}  // namespace syncline::inline v1::odoo
