// SPDX-License-Identifier: Apache-2.0
#include "http/curl/failure.hpp"

#include <doctest/doctest.h>
#include <openssl/x509_vfy.h>

#include <string>

#include "unit/contains.hpp"

using namespace syncline;
using http::ended_by;
using http::wire_failure;
using tests::contains;

namespace {

http::request const sent{.method = http::method::post, .url = "https://a.example/x"};

error explain(wire_failure const& f) { return http::explain(f, sent, "a.example", http::curl_limits{}); }

}  // namespace

TEST_CASE("every way curl can fail has its meaning: a table") {
    struct row {
        CURLcode code;
        errc meaning;
    };
    for (auto const& [code, meaning] : std::initializer_list<row>{
             {CURLE_COULDNT_RESOLVE_HOST, errc::unavailable},
             {CURLE_COULDNT_RESOLVE_PROXY, errc::unavailable},
             {CURLE_COULDNT_CONNECT, errc::unavailable},
             {CURLE_OPERATION_TIMEDOUT, errc::timed_out},
             {CURLE_SSL_CONNECT_ERROR, errc::untrusted},
             {CURLE_PEER_FAILED_VERIFICATION, errc::untrusted},
             {CURLE_SSL_CERTPROBLEM, errc::untrusted},
             {CURLE_SSL_CACERT_BADFILE, errc::untrusted},
             {CURLE_SSL_ISSUER_ERROR, errc::untrusted},
             {CURLE_SSL_PINNEDPUBKEYNOTMATCH, errc::untrusted},
             {CURLE_SSL_CIPHER, errc::untrusted},
             {CURLE_SSL_CLIENTCERT, errc::untrusted},
             {CURLE_GOT_NOTHING, errc::unavailable},
             {CURLE_PARTIAL_FILE, errc::unavailable},
             {CURLE_SEND_ERROR, errc::unavailable},
             {CURLE_RECV_ERROR, errc::unavailable},
             {CURLE_PROXY, errc::unavailable},
             {CURLE_FILESIZE_EXCEEDED, errc::too_large},
             {CURLE_OUT_OF_MEMORY, errc::too_large},
             {CURLE_WEIRD_SERVER_REPLY, errc::malformed},
             {CURLE_BAD_CONTENT_ENCODING, errc::malformed},
             {CURLE_URL_MALFORMAT, errc::misconfigured},
             {CURLE_UNSUPPORTED_PROTOCOL, errc::misconfigured},
             {CURLE_READ_ERROR, errc::unavailable},
         }) {
        auto const* const words = curl_easy_strerror(code);
        CAPTURE(words);
        auto const before = explain({.code = code});
        CHECK(to_string(before.code) == to_string(meaning));
        CHECK(before.effect == outcome::known_failed);
        CHECK(before.message.starts_with("POST a.example: "));
        CHECK(explain({.code = code, .handed_over = true}).effect == outcome::unknown);
    }
}

TEST_CASE("the same code behind the request means the answer, not the URL") {
    CHECK(explain({.code = CURLE_UNSUPPORTED_PROTOCOL, .handed_over = true}).code == errc::malformed);
}

TEST_CASE("every reason of our own has its meaning: a table") {
    struct row {
        ended_by why;
        errc meaning;
    };
    for (auto const& [why, meaning] : std::initializer_list<row>{
             {ended_by::body_limit, errc::too_large},
             {ended_by::header_limit, errc::too_large},
             {ended_by::expansion_limit, errc::too_large},
             {ended_by::stacked_encodings, errc::malformed},
             {ended_by::second_send, errc::unavailable},
             {ended_by::foreign_address, errc::untrusted},
             {ended_by::first_byte_limit, errc::timed_out},
             {ended_by::stall_limit, errc::timed_out},
             {ended_by::whole_limit, errc::timed_out},
             {ended_by::deadline, errc::deadline_exceeded},
             {ended_by::stop, errc::cancelled},
         }) {
        CHECK(to_string(explain({.why = why, .code = CURLE_WRITE_ERROR}).code) == to_string(meaning));
    }
}

TEST_CASE("a limit is named with its number, a request's own instead of the default") {
    CHECK(contains(explain({.why = ended_by::whole_limit}).message, "60000 ms"));
    auto own = sent;
    own.timeout = std::chrono::seconds(7);
    CHECK(contains(http::explain({.why = ended_by::whole_limit}, own, "a.example", http::curl_limits{}).message,
                   "7000 ms"));
    CHECK(contains(explain({.why = ended_by::body_limit}).message, "16777216 bytes"));
    CHECK(contains(explain({.why = ended_by::header_limit}).message, "102400 bytes"));
    CHECK(contains(explain({.code = CURLE_OPERATION_TIMEDOUT}).message, "5000 ms"));
}

TEST_CASE("what curl says may quote the server, so it is kept apart") {
    auto const e = explain({.code = CURLE_PEER_FAILED_VERIFICATION, .said = "subject name 'canary' does not match"});
    CHECK_FALSE(contains(e.message, "canary"));
    CHECK(contains(e.server_message, "canary"));
}

TEST_CASE("certificates are refused in OpenSSL's words, a wrong name in ours") {
    auto const because = [](long verify_result) {
        return explain({.code = CURLE_PEER_FAILED_VERIFICATION, .verify_result = verify_result}).message;
    };
    CHECK(contains(because(X509_V_ERR_CERT_HAS_EXPIRED), "expired"));
    CHECK(contains(because(X509_V_ERR_CERT_NOT_YET_VALID), "not yet valid"));
    CHECK(contains(because(X509_V_OK), "another name"));
}

TEST_CASE("a handshake that fails is untrusted unless the server just went away") {
    struct row {
        std::string_view said;
        errc code;
        std::string_view part;
    };
    for (auto const& [said, code, part] : std::initializer_list<row>{
             {"error:0A000102:SSL routines::unsupported protocol", errc::untrusted, "1.2"},
             {"error:0A00042E:SSL routines::tlsv1 alert protocol version", errc::untrusted, "1.2"},
             {"error:0A00010B:SSL routines::wrong version number", errc::untrusted, "not TLS"},
             {"error:0A000410:SSL routines::sslv3 alert handshake failure", errc::untrusted, "ciphers"},
             {"OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to a.example:443", errc::unavailable, "closed"},
             {"OpenSSL SSL_connect: Connection reset by peer in connection to a.example:443", errc::unavailable,
              "closed"},
             {"error:0A000126:SSL routines::unexpected eof while reading", errc::unavailable, "closed"},
             {"something new", errc::untrusted, "handshake failed"},
             {"", errc::untrusted, "handshake failed"},
         }) {
        std::string_view const words = said;  // clang 14 captures no structured binding
        CAPTURE(words);
        auto const e = explain({.code = CURLE_SSL_CONNECT_ERROR, .said = said});
        CHECK(to_string(e.code) == to_string(code));
        CHECK(contains(e.message, part));
    }
}
