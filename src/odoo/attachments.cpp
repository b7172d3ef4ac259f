// SPDX-License-Identifier: Apache-2.0
#include <syncline/odoo/attachments.hpp>

#include <algorithm>
#include <charconv>
#include <vector>

#include <boost/describe/class.hpp>

#include <syncline/core/text.hpp>

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

struct stored {
    std::int64_t id = 0;
    std::int64_t file_size = 0;
    std::string datas{};
};
BOOST_DESCRIBE_STRUCT(stored, (), (id, file_size, datas))

constexpr std::size_t part = std::size_t{48} << 10U;  // a multiple of 3: no padding inside

}  // namespace

template <>
inline constexpr std::string_view model_name<upload> = "ir.attachment";
template <>
inline constexpr std::string_view model_name<stored> = "ir.attachment";

result<std::int64_t> attach(client& erp, sync::idempotency_key const& key, attached_file const& file,
                            byte_source content, context const& ctx) {
    upload record{.name = file.name, .res_model = file.model, .res_id = file.record};
    if (!file.mimetype.empty()) record.mimetype = file.mimetype;
    std::vector<char> buffer(part);
    std::size_t size = 0;
    for (std::size_t held = 0;;) {
        auto const got = content(std::span(buffer).subspan(held));
        if (!got) return fail(got.error());
        held += std::min(*got, buffer.size() - held);
        if (*got == 0 || held == buffer.size()) {
            detail::append_base64(record.datas, std::span<char const>(buffer).first(held));
            size += held;
            held = 0;
        }
        if (*got == 0) break;
        if (size > largest_file)
            return fail(errc::too_large, "odoo ir.attachment \"" + shorten(file.name) + "\": found more than " +
                                             std::to_string(largest_file) + " bytes, expected at most that");
    }
    std::vector<sync::outgoing<upload>> const one{{std::move(record), key}};
    auto const done = erp.upsert<upload>().upsert(one, ctx);
    if (!done.front()) return fail(done.front().error());
    std::int64_t id = 0;
    auto const& text = done.front()->id.text;
    std::from_chars(text.data(), text.data() + text.size(), id);
    return id;
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
