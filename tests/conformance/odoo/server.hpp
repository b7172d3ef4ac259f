// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <syncline/core/clock.hpp>
#include <syncline/emulator/odoo.hpp>
#include <syncline/http/curl_transport.hpp>
#include <syncline/odoo/client.hpp>

// The servers a case runs on: the emulator of each series, and a live one when these are set:
//     SYNCLINE_TEST_ODOO_URL, SYNCLINE_TEST_ODOO_DB, SYNCLINE_TEST_ODOO_LOGIN, SYNCLINE_TEST_ODOO_KEY
// On a live server records are only made under external ids of the module below, and taken away or archived at the end.

namespace conformance {

using namespace syncline;

class server {
public:
    explicit server(int series)
        : box_(std::make_unique<emulator::odoo>(the_system_clock(), emulator::odoo_options{.series = series})),
          name_("emulator " + std::to_string(series)) {}

    explicit server(odoo::client_options live)
        : curl_(std::make_unique<http::curl_transport>(http::curl_options{.allow_plain_loopback = true})),
          options_(std::move(live)),
          name_("live " + options_.url) {}

    server(server&&) = default;
    server& operator=(server&&) = delete;
    ~server() { clean_up(); }

    [[nodiscard]] std::string const& name() const noexcept { return name_; }
    [[nodiscard]] emulator::odoo* box() noexcept { return box_.get(); }

    /// With another key than the one that opens, when one is given.
    [[nodiscard]] odoo::client client(std::optional<secret> const& key = std::nullopt) {
        if (!box_) {
            auto options = options_;
            if (key) options.api_key = *key;
            return odoo::client{*curl_, options};
        }
        return odoo::client{*box_,
                            {.url = "https://erp.example",
                             .database = box_->options().database,
                             .login = box_->options().login,
                             .api_key = key ? *key : box_->options().api_key,
                             .external_id_module = module}};
    }

    /// Makes or finds a record under an external id of this suite; gives its id.
    template <class T>
    std::int64_t upsert(odoo::client& erp, T record, std::string const& key) {
        std::vector<sync::outgoing<T>> const one{{std::move(record), {prefix() + key}}};
        auto const done = erp.upsert<T>().upsert(one, context{});
        REQUIRE_MESSAGE(done[0], done[0].error().message << " | " << done[0].error().server_message);
        auto const id = std::stoll(done[0]->id.text);
        remember(std::string(erp.upsert<T>().describe().object), id);
        return id;
    }

    void remember(std::string model, std::int64_t id) { made_.emplace_back(std::move(model), id); }

    /// Differs from run to run, so that runs on one live server do not meet.
    [[nodiscard]] std::string const& prefix() const noexcept { return prefix_; }

    [[nodiscard]] local_date today() const {
        return local_date(std::chrono::floor<std::chrono::days>(the_system_clock().now()));
    }

    /// Whether there is a journal for invoices, without which Odoo makes none.
    [[nodiscard]] bool can_invoice();

private:
    static constexpr auto module = "syncline_conformance";

    /// What was made is deleted where Odoo lets it go, archived where it does not; posted entries stay, as they must.
    void clean_up();

    std::unique_ptr<emulator::odoo> box_{};
    std::unique_ptr<http::curl_transport> curl_{};
    odoo::client_options options_{};
    std::string name_;
    std::string prefix_ = std::to_string(the_system_clock().now().time_since_epoch().count()) + "/";
    std::vector<std::pair<std::string, std::int64_t>> made_{};
};

/// All of them.
[[nodiscard]] std::vector<server> servers();

}  // namespace conformance
