// SPDX-License-Identifier: Apache-2.0
#include <syncline/odoo/attachments.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "odoo/base64.hpp"
#include "unit/odoo/support.hpp"

using namespace syncline;
using namespace odoo_test;

namespace {

std::string const attachment_fields = fields({{"id", "integer"},
                                              {"name", "char"},
                                              {"mimetype", "char"},
                                              {"res_model", "char"},
                                              {"res_id", "many2one_reference"},
                                              {"datas", "binary"},
                                              {"file_size", "integer"},
                                              {"checksum", "char"}});

std::string encoded(std::string_view bytes) {
    std::string out;
    odoo::detail::append_base64(out, bytes);
    return out;
}

std::optional<std::string> decoded(std::string_view text) {
    std::string out;
    return odoo::detail::append_decoded(out, text) ? std::optional(out) : std::nullopt;
}

}  // namespace

TEST_CASE("base64 is that of RFC 4648") {
    std::pair<char const*, char const*> const vectors[] = {{"", ""},
                                                           {"f", "Zg=="},
                                                           {"fo", "Zm8="},
                                                           {"foo", "Zm9v"},
                                                           {"foob", "Zm9vYg=="},
                                                           {"fooba", "Zm9vYmE="},
                                                           {"foobar", "Zm9vYmFy"}};
    for (auto const& [bytes, text] : vectors) {
        CHECK(encoded(bytes) == text);
        CHECK(decoded(text) == bytes);
    }
    CHECK(encoded(std::string("\0\xff\x80", 3)) == "AP+A");
    for (auto const* bad : {"Zg=", "Zg", "Z===", "====", "Zm9v\n", "Zm=v", "Zm9*"}) CHECK_FALSE(decoded(bad));
}

TEST_CASE("a file is read part by part and put on its record under a key") {
    std::string const file = "%PDF " + std::string(100'000, 'x') + "\xff";
    testkit::scripted_transport http;
    expect_connect_19(http);
    http.expect("POST", "/json/2/ir.model.data/search_read").reply(200, "[]");
    expect_fields_19(http, "ir.attachment", attachment_fields);
    http.expect("POST", "/json/2/ir.model.data/search_read").reply(200, "[]");
    http.expect("POST", "/json/2/ir.attachment/load")
        .body(R"({"fields":["id","name","mimetype","res_model","res_id","datas"],"data":[["syncline.inv_x2f1",)"
              R"("a.pdf","application/pdf","account.move","35",")" +
              encoded(file) + R"("]],"context":{"tz":"UTC"}})")
        .reply(200, R"({"ids": [9], "messages": [], "nextrow": 0})");
    odoo::client erp{http, options()};
    std::size_t at = 0;
    auto const id = odoo::attach(
        erp, {"inv/1"}, {.name = "a.pdf", .mimetype = "application/pdf", .model = "account.move", .record = 35},
        [&](std::span<char> into) -> result<std::size_t> {
            auto const n = std::min({into.size(), file.size() - at, std::size_t{7777}});
            std::memcpy(into.data(), file.data() + at, n);
            at += n;
            return n;
        },
        context{});
    REQUIRE_MESSAGE(id, id.error().message);
    CHECK(*id == 9);
    CHECK(http.problems() == "");
}

TEST_CASE("a file sent again is compared by size and checksum, not read back; only other content is written") {
    std::string const at = "/json/2/ir.attachment/";
    for (bool const same : {true, false}) {
        CAPTURE(same);
        testkit::scripted_transport http;
        expect_connect_19(http);
        http.expect("POST", "/json/2/ir.model.data/search_read")
            .reply(200, R"([{"id": 1, "module": "syncline", "name": "k", "model": "ir.attachment", "res_id": 9}])");
        http.expect("POST", at + "read").body_contains(R"("fields":["id"])").reply(200, R"([{"id": 9}])");
        expect_fields_19(http, "ir.attachment", attachment_fields);
        // of "abc"
        http.expect("POST", at + "read")
            .body_contains(R"("fields":["id","checksum","file_size"])")
            .reply(200, R"([{"id": 9, "file_size": 3, "checksum": ")" +
                            std::string(same ? "a9993e364706816aba3e25717850c26c9cd0d89d" : "00") + R"("}])");
        if (!same) http.expect("POST", at + "write").body(R"({"ids":[9],"vals":{"datas":"YWJj"}})").reply(200, "true");
        http.expect("POST", at + "read")
            .body_contains(R"("fields":["name","mimetype","res_model","res_id"])")
            .reply(200,
                   R"([{"id": 9, "name": "a", "mimetype": "text/plain", "res_model": "res.partner", "res_id": 7}])");
        odoo::client erp{http, options()};
        bool read = false;
        auto const id = odoo::attach(
            erp, {"k"}, {.name = "a", .model = "res.partner", .record = 7},
            [&read](std::span<char> into) -> result<std::size_t> {
                if (std::exchange(read, true)) return 0;
                std::memcpy(into.data(), "abc", 3);
                return 3;
            },
            context{});
        REQUIRE_MESSAGE(id, id.error().message);
        CHECK(*id == 9);
        CHECK(http.problems() == "");
    }
}

TEST_CASE("a file that cannot be read is not sent") {
    testkit::scripted_transport http;
    odoo::client erp{http, options()};
    auto const id = odoo::attach(
        erp, {"k"}, {.name = "a"},
        [](std::span<char>) -> result<std::size_t> { return fail(errc::unavailable, "disk"); }, context{});
    REQUIRE_FALSE(id);
    CHECK(id.error().message == "disk");
    auto const endless = odoo::attach(
        erp, {"k"}, {.name = "a"}, [](std::span<char> b) -> result<std::size_t> { return b.size(); }, context{});
    REQUIRE_FALSE(endless);
    CHECK(endless.error().code == errc::too_large);
    CHECK(http.requests().empty());
}

TEST_CASE("content comes back part by part; less or other than Odoo promised is an error") {
    std::string const file(100'000, 'x');
    struct row {
        std::string datas;
        std::size_t size;
        std::optional<errc> code;
    };
    for (auto const& [datas, size, code] :
         {row{encoded(file), file.size(), std::nullopt}, row{encoded(file), file.size() + 1, errc::malformed},
          row{"not base64!", 5, errc::malformed}, row{"", 0, std::nullopt}}) {
        testkit::scripted_transport http;
        expect_connect_19(http);
        expect_fields_19(http, "ir.attachment", attachment_fields);
        http.expect("POST", "/json/2/ir.attachment/read")
            .reply(200, R"([{"id": 9, "file_size": )" + std::to_string(size) + R"(, "datas": )" +
                            (datas.empty() ? "false" : '"' + datas + '"') + "}]");
        odoo::client erp{http, options()};
        std::string got;
        auto const done = odoo::download(
            erp, 9,
            [&got](std::span<char const> bytes) -> result<void> {
                got.append(bytes.data(), bytes.size());
                return {};
            },
            context{});
        if (!code) {
            REQUIRE_MESSAGE(done, done.error().message);
            CHECK(*done == size);
            CHECK(got == file.substr(0, size));
        } else {
            REQUIRE_FALSE(done);
            CHECK(done.error().code == *code);
        }
    }
}
