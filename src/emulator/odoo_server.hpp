// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <syncline/emulator/odoo.hpp>

#include "emulator/odoo_methods.hpp"
#include "emulator/odoo_replies.hpp"

// The server around the database: who may enter, the services, and a way in per transport.

namespace syncline::inline v1::emulator {

namespace erp {

/// A request as the emulator understood it.
struct understood {
    std::string path;
    std::string operation{};
    std::string model{};
    std::string method{};
    json body{};
    bool parsed = false;
    bool writes = false;
};

[[nodiscard]] understood understand(http::request const& r);

}  // namespace erp

struct odoo::state {
    state(any_clock c, odoo_options o, truth_log& log);

    /// A call on its way through: what was asked, and what the fault plan decided about it.
    struct visit {
        http::request const& request;
        erp::understood const& asked;
        verdict const& decided;
        std::uint64_t number;
    };

    /// The answer to any request. Takes the lock.
    [[nodiscard]] http::response act(visit const& v);

    /// Runs `work` as one transaction of `uid` and hands what it did to the truth log.
    template <class Work>
    auto transact(erp::call_settings settings, std::uint64_t number, Work work) {
        db.begin(clock.now());
        settings.timezone = options.timezone;
        auto const late = settings.faults ? settings.faults->commit_delay : std::chrono::milliseconds(0);
        erp::environment env(db, std::move(settings));
        try {
            auto out = work(env);
            for (auto& e : env.effects) {
                auto const id = std::stoll(e.id);
                if (e.key.empty()) e.key = env.key_of(env.named(e.object), id);
                e.request = number;
                log.append(std::move(e));
            }
            db.commit(late);
            return out;
        } catch (erp::json::exception const& e) {
            // an argument of a type nobody expected: Python would have noticed somewhere, too
            db.rollback();
            throw erp::type_error(e.what());
        } catch (std::out_of_range const& e) {
            // a field that leads to a model which is not emulated
            db.rollback();
            throw erp::key_error(e.what());
        } catch (...) {
            db.rollback();
            throw;
        }
    }

    any_clock clock;
    odoo_options options;
    truth_log& log;
    erp::database db;
    mutable std::mutex mutex;
    std::uint64_t requests = 0;
    std::map<std::string, std::uint64_t> calls;

    /// A name for a record that two runs share although they gave it different ids.
    std::string label(erp::environment& env, erp::model const& m, erp::id_type id);

private:
    using json = erp::json;
    using answer = std::optional<json>;  ///< Nothing when a method returns None.

    template <class Call>
    answer carry_out(visit const& v, erp::id_type uid, Call call) {
        return transact({.uid = uid, .faults = &v.decided}, v.number, [&](erp::environment& env) -> answer {
            if (v.decided.contended && v.asked.method == "load") return erp::lost_load();
            if (v.decided.contended) throw erp::serialization_failure();
            return call(env);
        });
    }

    // Who asks.
    [[nodiscard]] bool opens(erp::id_type uid, std::string_view secret_text, bool keys_too = true);
    [[nodiscard]] std::optional<erp::id_type> user_of_login(std::string_view login);
    [[nodiscard]] std::optional<erp::id_type> user_of_key(std::string_view key);
    erp::id_type enter(json const& database, json const& uid, json const& password);
    [[nodiscard]] bool shares_its_server() const;

    // Services, alike over JSON-RPC and XML-RPC.
    answer dispatch(visit const& v, std::string const& service, std::string const& method, json const& args);
    answer common_service(std::string const& method, json const& args);
    answer object_service(visit const& v, std::string const& method, json const& args);
    answer db_service(std::string const& method, json const& args);
    [[nodiscard]] json version() const;

    // Ways in.
    http::response jsonrpc(visit const& v);
    http::response json2(visit const& v);
    http::response json1(visit const& v);
    http::response doc(visit const& v);
    http::response xmlrpc(visit const& v);
    http::response web(visit const& v);

    /// The body of a JSON-RPC request, or the page that refuses it.
    template <class Call>
    http::response enveloped(visit const& v, std::string const& route, Call call);
    answer authenticate(visit const& v, http::response& reply);
    answer call_kw(visit const& v, erp::id_type uid);
    json session_info(erp::environment& env);
    [[nodiscard]] std::optional<erp::id_type> user_of_session(http::request const& r) const;

    /// The user whose key a request bears; throws the 401 of JSON-2.
    erp::id_type bearer(http::request const& r);

    std::map<std::string, erp::id_type> sessions_;
    std::uint64_t session_count_ = 0;
};

}  // namespace syncline::inline v1::emulator
