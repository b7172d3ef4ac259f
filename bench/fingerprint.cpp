// SPDX-License-Identifier: Apache-2.0
// Line 10: the fingerprint of a record of 25 fields against what it costs to lay the same content out flat, and against
// SHA-256 over that; and the chain of the audit against SHA-256 over bytes that lie ready.
#include <openssl/evp.h>
#include <sqlite3.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <syncline/reflect/digest.hpp>
#include <syncline/store/sqlite_store.hpp>

#include "harness.hpp"
#include "payloads.hpp"
#include "store/sqlite/columns.hpp"

namespace {

using namespace syncline;
using store::detail::digester;
using sha256 = store::detail::digest;

constexpr std::size_t rows = 1000;

[[noreturn]] void give_up(std::string const& why) {
    std::fprintf(stderr, "10: %s\n", why.c_str());
    std::exit(1);
}

void require(bool condition, char const* what) {
    if (!condition) give_up(what);
}

/// The fields of a partner's row, its pairs as records of their own.
struct many2one {
    std::int64_t id = 0;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(many2one, (), (id, name))

struct partner {
    std::int64_t id = 0;
    std::string name, email, phone, street, street2, zip, city;
    std::optional<many2one> country_id, state_id, company_id, user_id, parent_id;
    std::vector<std::int64_t> category_id, child_ids;
    bool is_company = false, active = false;
    std::string vat, ref, website, lang;
    decimal credit_limit;
    std::string comment, create_date, write_date;
};
BOOST_DESCRIBE_STRUCT(partner, (),
                      (id, name, email, phone, street, street2, zip, city, country_id, state_id, company_id, user_id,
                       parent_id, category_id, child_ids, is_company, active, vat, ref, website, lang, credit_limit,
                       comment, create_date, write_date))

/// A page as it came from the decoder.
[[nodiscard]] std::vector<partner> partners() {
    using row = bench::odoo_partner<std::string, decimal>;
    std::vector<row> page;
    auto const text = bench::odoo_page(rows);
    if (auto ok = json::decode_at_into(page, text, "/result", json::odoo); !ok) give_up(ok.error().message);
    std::vector<partner> out(page.size());
    for (std::size_t i = 0; i < page.size(); ++i)
        boost::mp11::mp_for_each<
            boost::mp11::mp_transform<std::pair, reflect::members_of<partner>, reflect::members_of<row>>>(
            [&](auto both) {
                auto& to = out[i].*both.first.pointer;
                auto const& from = page[i].*both.second.pointer;
                if constexpr (requires { from->name; }) {
                    if (from) to = many2one{from->id, from->name};
                } else {
                    to = from;
                }
            });
    return out;
}

/// Hands over each piece of a record's content as bytes. An amount goes as it stands: what equal values cost is the
/// fingerprint's to pay.
template <class Sink, class T>
void lay_out(Sink& to, T const& v) {
    auto const number = [&](std::uint64_t n) { to(&n, sizeof n); };
    if constexpr (std::same_as<T, std::string>) {
        number(v.size());
        to(v.data(), v.size());
    } else if constexpr (std::integral<T>) {
        number(static_cast<std::uint64_t>(v));
    } else if constexpr (std::same_as<T, decimal>) {
        auto const digits = v.coefficient();
        to(&digits, sizeof digits);
        number(static_cast<std::uint64_t>(v.scale()));
    } else if constexpr (requires { v.has_value(); }) {
        number(v.has_value());
        if (v) lay_out(to, *v);
    } else if constexpr (requires { v.begin(); }) {
        number(v.size());
        for (auto const& e : v) lay_out(to, e);
    } else {
        boost::mp11::mp_for_each<reflect::members_of<T>>([&](auto d) { lay_out(to, v.*d.pointer); });
    }
}

/// One buffer for all records, large enough for each of them.
class flat {
public:
    explicit flat(std::vector<partner> const& records) {
        for (auto const& p : records) {
            std::size_t size = 0;
            auto count = [&size](void const*, std::size_t n) { size += n; };
            lay_out(count, p);
            if (size + room_for_changes > bytes_.size()) bytes_.resize(size + room_for_changes);
        }
    }
    [[nodiscard]] std::string_view of(partner const& p) {
        char* at = bytes_.data();
        auto append = [&at](void const* from, std::size_t n) {
            std::memcpy(at, from, n);
            at += n;
        };
        lay_out(append, p);
        return {bytes_.data(), static_cast<std::size_t>(at - bytes_.data())};
    }

private:
    static constexpr std::size_t room_for_changes = 256;
    std::string bytes_;
};

/// SHA-256 with one context and one fetched algorithm: as fast as OpenSSL gets.
class hasher {
public:
    [[nodiscard]] sha256 of(std::string_view bytes) {
        sha256 out;
        if (EVP_DigestInit_ex2(context_.get(), algorithm_.get(), nullptr) != 1 ||
            EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) != 1 ||
            EVP_DigestFinal_ex(context_.get(), reinterpret_cast<unsigned char*>(out.data()), nullptr) != 1)
            give_up("SHA-256 failed");
        return out;
    }

private:
    std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> algorithm_{EVP_MD_fetch(nullptr, "SHA256", nullptr), EVP_MD_free};
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_{EVP_MD_CTX_new(), EVP_MD_CTX_free};
};

/// The way it is written when nobody looks at the clock.
[[nodiscard]] sha256 plain_sha256(partner const& p) {
    std::string bytes;
    auto append = [&bytes](void const* from, std::size_t n) { bytes.append(static_cast<char const*>(from), n); };
    lay_out(append, p);
    sha256 out;
    if (EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(out.data()), nullptr, EVP_sha256(),
                   nullptr) != 1)
        give_up("SHA-256 failed");
    return out;
}

bench::line const fingerprint_line{
    "10.fingerprint", [](bench::settings const& s) {
        auto const records = partners();
        flat buffer(records);
        hasher hash;

        // every kind of change is seen by all of them, and no change by none
        for (std::size_t i = 0; i < rows; ++i) {
            auto changed = records[i];
            auto const seen = [&] {
                bool const by_us = reflect::digest(changed) != reflect::digest(records[i]);
                std::string const before(buffer.of(records[i]));
                bool const by_copy = buffer.of(changed) != before;
                auto const digest = hash.of(buffer.of(changed));
                require(digest == plain_sha256(changed), "the two ways to SHA-256 differ");
                require(by_us == by_copy && by_us == (digest != hash.of(before)), "a change is seen by some only");
                return by_us;
            };
            require(!seen(), "a record differs from its copy");
            switch (i % 6) {
                case 0: changed.comment += '.'; break;
                case 1: changed.active = !changed.active; break;
                case 2: changed.child_ids.push_back(7); break;
                case 3: changed.credit_limit = decimal::from_int(1, 3); break;
                case 4: changed.country_id = many2one{changed.id, "Elsewhere"}; break;
                default: std::swap(changed.name, changed.write_date); break;
            }
            require(seen(), "a change is not seen");
        }

        auto const each = [&records](auto const& f) {
            return [&records, &f] {
                for (auto const& p : records) f(p);
            };
        };
        auto const ours = [](partner const& p) { bench::keep(reflect::digest(p)); };
        auto const copy = [&](partner const& p) { bench::keep(buffer.of(p)); };
        auto const reused = [&](partner const& p) { bench::keep(hash.of(buffer.of(p))); };
        auto const plain = [](partner const& p) { bench::keep(plain_sha256(p)); };
        return bench::race{.line = "10.fingerprint",
                           .work = rows,
                           .unit = "M rec/s",
                           .scale = 1e-6,
                           .subject = each(ours),
                           .anchors = {{"a flat copy", each(copy), bench::times_the_cost(1.5)},
                                       {"flat copy + SHA-256, reused", each(reused), bench::times_as_fast(2.8)},
                                       {"std::string + EVP_Digest", each(plain), bench::times_as_fast(7)}}}
            .run(s);
    }};

// --- the audit -------------------------------------------------------------------------------------------------

/// A line as the engine writes it.
[[nodiscard]] store::audit_row a_line(std::size_t i) {
    auto const id = std::to_string(1000 + i);
    return {.at = instant(std::chrono::microseconds(1'700'000'000'000'000 + static_cast<std::int64_t>(i))),
            .flow = "won-deal-to-project",
            .source_id = id,
            .effect = "won-deal-to-project/" + id + "/project",
            .action = "created",
            .system = "odoo",
            .object = "project.project",
            .remote_id = std::to_string(7 * i),
            .content = fingerprint_of(id).text(),
            .mapping = fingerprint_of("mapping").text(),
            .correlation_id = "018bcfe5-6800-7000-8000-00000000" + id,
            .causation_id = ""};
}

/// What the store feeds to a line's hash; that it is, is checked against a file the store wrote.
void feed(digester& d, store::audit_row const& line, std::uint64_t sequence, sha256 const& before) {
    d.begin(store::detail::table_of<store::audit_row>::name);
    d.add(std::string_view(before.data(), before.size()));
    fields(store::detail::digest_feeder(d), line, sequence);
}

/// The hash of the last of `lines` as the store chained them.
[[nodiscard]] sha256 chained_by_store(std::vector<store::audit_row> const& lines) {
    auto pattern = (std::filesystem::temp_directory_path() / "syncline-bench-XXXXXX").string();
    if (!::mkdtemp(pattern.data())) give_up("no temporary folder");
    auto const file = pattern + "/audit.db";
    {
        auto opened = store::sqlite_store::open(file);
        if (!opened) give_up(opened.error().message);
        auto done = (*opened)->in_transaction([&](store::tables& t) { return t.append_audit(lines); }, {});
        if (!done) give_up(done.error().message);
    }
    sha256 out{};
    sqlite3* db = nullptr;
    sqlite3_stmt* q = nullptr;
    sqlite3_open(file.c_str(), &db);
    sqlite3_prepare_v2(db, "SELECT hash FROM audit ORDER BY sequence DESC LIMIT 1", -1, &q, nullptr);
    require(sqlite3_step(q) == SQLITE_ROW && sqlite3_column_bytes(q, 0) == static_cast<int>(out.size()),
            "the audit cannot be read");
    std::memcpy(out.data(), sqlite3_column_blob(q, 0), out.size());
    sqlite3_finalize(q);
    sqlite3_close(db);
    std::filesystem::remove_all(pattern);
    return out;
}

/// The bytes under a line's hash, laid out by hand.
[[nodiscard]] std::string ready_bytes(store::audit_row const& line, std::uint64_t sequence) {
    std::string out;
    auto const number = [&](std::uint64_t n, unsigned bytes) {
        for (unsigned i = 0; i < bytes; ++i) out += static_cast<char>(n >> (8 * i) & 0xffU);
    };
    auto const text = [&](std::string_view t) {
        number(t.size(), 4);
        out += t;
    };
    text("audit");
    text(std::string(store::detail::digest_size, '\0'));  // room for the hash of the line before
    number(sequence, 8);
    number(static_cast<std::uint64_t>(line.at.time_since_epoch().count()), 8);
    for (auto const* t : {&line.flow, &line.source_id, &line.effect, &line.action, &line.system, &line.object,
                          &line.remote_id, &line.content, &line.mapping, &line.correlation_id, &line.causation_id})
        text(*t);
    return out;
}

bench::line const audit_line{
    "10.audit_chain", [](bench::settings const& s) {
        constexpr std::size_t before_at = 4 + 5 + 4;
        std::vector<store::audit_row> lines;
        std::vector<std::string> ready;
        for (std::size_t i = 0; i < rows; ++i) {
            lines.push_back(a_line(i));
            ready.push_back(ready_bytes(lines.back(), i + 1));
        }
        digester d;
        auto const ours = [&] {
            sha256 last{};
            for (std::size_t i = 0; i < rows; ++i) {
                feed(d, lines[i], i + 1, last);
                if (!d.finish(last.data())) give_up("SHA-256 failed");
            }
            return last;
        };
        hasher hash;
        auto const raw = [&] {
            sha256 last{};
            for (auto& bytes : ready) {
                std::memcpy(bytes.data() + before_at, last.data(), last.size());
                last = hash.of(bytes);
            }
            return last;
        };
        auto const stored = chained_by_store(lines);
        require(ours() == stored && raw() == stored, "the store chains otherwise");

        return bench::race{
            .line = "10.audit_chain",
            .work = rows,
            .unit = "M lines/s",
            .scale = 1e-6,
            .subject = [&] { bench::keep(ours()); },
            .anchors = {{"SHA-256 of the ready bytes", [&] { bench::keep(raw()); }, bench::times_as_fast(0.95)}}}
            .run(s);
    }};

}  // namespace
