// SPDX-License-Identifier: Apache-2.0
#include "http/curl/failure.hpp"

#include <openssl/x509_vfy.h>

#include <algorithm>
#include <array>

#include <syncline/core/text.hpp>

namespace syncline::inline v1::http {
namespace {

struct verdict {
    errc code;
    std::string text;
};

std::string limit(std::string_view what, std::chrono::milliseconds ms) {
    return std::string(what) + " within " + std::to_string(ms.count()) + " ms";
}

std::string limit(std::string_view what, std::size_t bytes) {
    return std::string(what) + " of " + std::to_string(bytes) + " bytes";
}

/// A handshake that failed without a word on the certificate. curl has one code for all of them; OpenSSL's reason,
/// which it quotes, tells a misbehaving server from one that went away.
verdict handshake(std::string_view said) {
    struct row {
        std::string_view reason;
        errc code;
        std::string_view text;
    };
    static constexpr std::array<row, 9> rows{{
        {"unsupported protocol", errc::untrusted, "TLS: the server offers no version from 1.2 on"},
        {"protocol version", errc::untrusted, "TLS: the server offers no version from 1.2 on"},
        {"wrong version number", errc::untrusted, "TLS: the server answers with something that is not TLS"},
        {"packet length too long", errc::untrusted, "TLS: the server answers with something that is not TLS"},
        {"http request", errc::untrusted, "TLS: the server answers with something that is not TLS"},
        {"handshake failure", errc::untrusted, "TLS: the server accepts none of our ciphers or versions"},
        {"SSL_ERROR_SYSCALL", errc::unavailable, "the connection was closed during the TLS handshake"},
        {"reset by peer", errc::unavailable, "the connection was closed during the TLS handshake"},
        {"unexpected eof", errc::unavailable, "the connection was closed during the TLS handshake"},
    }};
    for (auto const& r : rows)
        if (said.find(r.reason) != std::string_view::npos) return {r.code, std::string(r.text)};
    return {errc::untrusted, "TLS: the handshake failed"};
}

verdict certificate(long verify_result) {
    // curl checks the name itself, after OpenSSL was content with the chain
    if (verify_result == X509_V_OK || verify_result == X509_V_ERR_UNSPECIFIED)
        return {errc::untrusted, "TLS: the certificate is for another name"};
    return {errc::untrusted,
            std::string("TLS: the certificate was refused: ") + X509_verify_cert_error_string(verify_result)};
}

verdict of_curl(wire_failure const& f, curl_limits const& limits) {
    switch (f.code) {
        case CURLE_UNSUPPORTED_PROTOCOL:
        case CURLE_URL_MALFORMAT:
            // behind the request, the same code means a reply without a status line
            if (f.handed_over) return {errc::malformed, "the answer is not HTTP"};
            return {errc::misconfigured, "curl does not take the URL"};
        case CURLE_COULDNT_RESOLVE_PROXY: return {errc::unavailable, "the proxy's name does not resolve"};
        case CURLE_COULDNT_RESOLVE_HOST: return {errc::unavailable, "the host name does not resolve"};
        case CURLE_COULDNT_CONNECT: return {errc::unavailable, "no connection"};
        case CURLE_OPERATION_TIMEDOUT: return {errc::timed_out, limit("no connection", limits.connect)};
        case CURLE_SSL_CONNECT_ERROR: return handshake(f.said);
        case CURLE_PEER_FAILED_VERIFICATION: return certificate(f.verify_result);
        case CURLE_SSL_CACERT_BADFILE: return {errc::untrusted, "TLS: the file of trusted authorities cannot be read"};
        case CURLE_SSL_CERTPROBLEM:
        case CURLE_SSL_CLIENTCERT: return {errc::untrusted, "TLS: the server wants a client certificate"};
        case CURLE_SSL_ENGINE_NOTFOUND:
        case CURLE_SSL_ENGINE_SETFAILED:
        case CURLE_SSL_ENGINE_INITFAILED:
        case CURLE_SSL_CIPHER:
        case CURLE_SSL_CRL_BADFILE:
        case CURLE_SSL_ISSUER_ERROR:
        case CURLE_SSL_INVALIDCERTSTATUS:
        case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
        case CURLE_USE_SSL_FAILED: return {errc::untrusted, std::string("TLS: ") + curl_easy_strerror(f.code)};
        case CURLE_GOT_NOTHING: return {errc::unavailable, "the connection was closed without an answer"};
        case CURLE_PARTIAL_FILE: return {errc::unavailable, "the connection was closed in mid-answer"};
        case CURLE_SEND_ERROR:
        case CURLE_RECV_ERROR: return {errc::unavailable, "the connection broke"};
        case CURLE_PROXY: return {errc::unavailable, "the proxy refused"};
        case CURLE_FILESIZE_EXCEEDED: return {errc::too_large, limit("the answer exceeds the limit", limits.body)};
        // curl's own limit for one header line ends like that
        case CURLE_OUT_OF_MEMORY: return {errc::too_large, "a header line too long, or out of memory"};
        case CURLE_WEIRD_SERVER_REPLY: return {errc::malformed, "the answer is not HTTP"};
        case CURLE_BAD_CONTENT_ENCODING: return {errc::malformed, "the body's encoding is broken"};
        default: return {errc::unavailable, curl_easy_strerror(f.code)};
    }
}

verdict of(wire_failure const& f, request const& r, curl_limits const& limits) {
    switch (f.why) {
        case ended_by::curl: return of_curl(f, limits);
        case ended_by::body_limit: return {errc::too_large, limit("the answer exceeds the limit", limits.body)};
        case ended_by::header_limit: return {errc::too_large, limit("the headers exceed the limit", limits.headers)};
        case ended_by::expansion_limit:
            return {errc::too_large,
                    "the compressed answer grows more than " + std::to_string(limits.expansion) + " times"};
        case ended_by::stacked_encodings: return {errc::malformed, "the body is compressed more than once"};
        case ended_by::second_send:
            return {errc::unavailable, "the kept-alive connection was closed without an answer"};
        case ended_by::foreign_address:
            return {errc::untrusted,
                    "the host resolves to an address that is not this machine's; http:// may not leave it"};
        case ended_by::first_byte_limit:
            return {errc::timed_out,
                    limit("no answer", std::max(limits.first_byte, r.timeout.value_or(limits.first_byte)))};
        case ended_by::stall_limit:
            return {errc::timed_out, limit("the transfer stalled: less than one byte a second", limits.stalled)};
        case ended_by::whole_limit: return {errc::timed_out, limit("not done", r.timeout.value_or(limits.whole))};
        case ended_by::deadline: return {errc::deadline_exceeded, "the deadline passed"};
        case ended_by::stop: return {errc::cancelled, "stopped by the host"};
    }
    return {errc::defect, "unknown reason"};
}

}  // namespace

error explain(wire_failure const& f, request const& r, std::string_view host, curl_limits const& limits) {
    auto [code, text] = of(f, r, limits);
    std::string message(to_string(r.method));
    message += ' ';
    message += host;
    message += ": ";
    message += text;
    return {.code = code,
            .message = std::move(message),
            .server_message = shorten(f.said, 200),
            .effect = f.handed_over ? outcome::unknown : outcome::known_failed};
}

}  // namespace syncline::inline v1::http
