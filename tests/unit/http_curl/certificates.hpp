// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <atomic>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

namespace syncline::inline v1::tests {

template <auto Free>
struct freed_by {
    template <class T>
    void operator()(T* p) const {
        Free(p);
    }
};
using key = std::unique_ptr<EVP_PKEY, freed_by<EVP_PKEY_free>>;
using certificate = std::unique_ptr<X509, freed_by<X509_free>>;
using tls_context = std::unique_ptr<SSL_CTX, freed_by<SSL_CTX_free>>;

inline void must(bool ok, char const* what) {
    if (!ok) throw std::runtime_error(std::string("certificates: ") + what);
}

/// A key with a certificate, made for the test that needs it.
struct identity {
    tests::key key;
    tests::certificate certificate;
};

struct wish {
    std::string name = "localhost";  ///< Common name; for servers also the DNS name it is valid for.
    bool authority = false;
    long valid_from = -3600;  ///< Seconds from now.
    long valid_until = 86400;
};

/// Signed by `issuer`, or by itself when there is none.
inline identity make_identity(wish const& w, identity const* issuer = nullptr) {
    static std::atomic<long> serial{1};
    identity out{key(EVP_EC_gen("P-256")), certificate(X509_new())};
    X509* const c = out.certificate.get();
    must(out.key && c, "out of memory");
    X509_set_version(c, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(c), serial++);
    X509_gmtime_adj(X509_getm_notBefore(c), w.valid_from);
    X509_gmtime_adj(X509_getm_notAfter(c), w.valid_until);
    X509_set_pubkey(c, out.key.get());
    X509_NAME_add_entry_by_txt(X509_get_subject_name(c), "CN", MBSTRING_UTF8,
                               reinterpret_cast<unsigned char const*>(w.name.c_str()), -1, -1, 0);
    X509_set_issuer_name(c, X509_get_subject_name(issuer ? issuer->certificate.get() : c));
    X509V3_CTX v3;
    X509V3_set_ctx_nodb(&v3);
    X509V3_set_ctx(&v3, issuer ? issuer->certificate.get() : c, c, nullptr, nullptr, 0);
    auto const extend = [&](int id, std::string const& value) {
        auto* const e = X509V3_EXT_conf_nid(nullptr, &v3, id, value.c_str());
        must(e && X509_add_ext(c, e, -1), value.c_str());
        X509_EXTENSION_free(e);
    };
    extend(NID_basic_constraints, w.authority ? "critical,CA:TRUE" : "CA:FALSE");
    if (!w.authority) extend(NID_subject_alt_name, "DNS:" + w.name);
    must(X509_sign(c, issuer ? issuer->key.get() : out.key.get(), EVP_sha256()) > 0, "cannot sign");
    return out;
}

/// What a server needs to show that identity. `highest`: the newest TLS version it speaks, 0 for any.
inline tls_context server_context(identity const& id, int highest = 0) {
    tls_context out(SSL_CTX_new(TLS_server_method()));
    must(out && SSL_CTX_use_certificate(out.get(), id.certificate.get()) == 1 &&
             SSL_CTX_use_PrivateKey(out.get(), id.key.get()) == 1,
         "unusable for a server");
    if (highest != 0) {
        SSL_CTX_set_min_proto_version(out.get(), 0);
        SSL_CTX_set_max_proto_version(out.get(), highest);
        SSL_CTX_set_cipher_list(out.get(), "ALL:@SECLEVEL=0");  // what the old versions need to be offered at all
    }
    return out;
}

/// A file that goes away with the test.
class temporary_file {
public:
    temporary_file() {
        std::string pattern = (std::filesystem::temp_directory_path() / "syncline-XXXXXX").string();
        int const fd = ::mkstemp(pattern.data());
        must(fd >= 0, "no temporary file");
        file_ = ::fdopen(fd, "w");
        path = pattern;
    }
    temporary_file(temporary_file const&) = delete;
    temporary_file& operator=(temporary_file const&) = delete;
    ~temporary_file() {
        close();
        std::remove(path.c_str());
    }

    std::string path;

    temporary_file& add(certificate const& c) {
        must(PEM_write_X509(file_, c.get()) == 1, "cannot write");
        std::fflush(file_);
        return *this;
    }
    temporary_file& add(key const& k) {
        must(PEM_write_PrivateKey(file_, k.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1, "cannot write");
        std::fflush(file_);
        return *this;
    }

private:
    void close() {
        if (file_) std::fclose(file_);
        file_ = nullptr;
    }
    FILE* file_ = nullptr;
};

}  // namespace syncline::inline v1::tests
