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
// On a live server records are only made under external ids of the module below, or by Odoo from those (invoices,
// payments), and taken away or archived at the end. What cannot be is printed, and so is which cases left it alone.

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
    [[nodiscard]] bool is_live() const noexcept { return curl_ != nullptr; }
    [[nodiscard]] emulator::odoo* box() noexcept { return box_.get(); }

    /// With another key or database than those that open, when one is given.
    [[nodiscard]] odoo::client client(std::optional<secret> const& key = std::nullopt,
                                      std::optional<std::string> const& database = std::nullopt) {
        auto options = options_;
        if (box_)
            options = {.url = "https://erp.example",
                       .database = box_->options().database,
                       .login = box_->options().login,
                       .api_key = box_->options().api_key,
                       .external_id_module = module};
        if (key) options.api_key = *key;
        if (database) options.database = *database;
        if (box_) return odoo::client{*box_, options};
        return odoo::client{*curl_, options};
    }

    /// Makes or finds records under external ids of this suite; gives their ids.
    template <class T>
    std::vector<std::int64_t> upsert_all(odoo::client& erp, std::vector<std::pair<std::string, T>> records) {
        std::vector<sync::outgoing<T>> all;
        for (auto& [key, record] : records) all.push_back({std::move(record), {prefix() + key}});
        auto target = erp.upsert<T>();
        std::vector<std::int64_t> ids;
        for (auto const& done : target.upsert(all, context{})) {
            REQUIRE_MESSAGE(done, done.error().message << " | " << done.error().server_message);
            ids.push_back(std::stoll(done->id.text));
            remember(std::string(target.describe().object), ids.back());
        }
        return ids;
    }
    template <class T>
    std::int64_t upsert(odoo::client& erp, T record, std::string const& key) {
        return upsert_all<T>(erp, {{key, std::move(record)}}).front();
    }

    /// To be taken away at the end: what Odoo makes of a record of ours, such as its invoice.
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

    /// What was made is deleted where Odoo lets it go, archived where it does not. Posted entries and their payments
    /// stay, as they must: they are named on standard output.
    void clean_up();

    std::unique_ptr<emulator::odoo> box_{};
    std::unique_ptr<http::curl_transport> curl_{};
    odoo::client_options options_{};
    std::string name_;
    std::string prefix_ = std::to_string(the_system_clock().now().time_since_epoch().count()) + "/";
    std::vector<std::pair<std::string, std::int64_t>> made_{};
};

/// Says that the rest of the case was not run on the live server, and why.
void skipped_live(server const& at, std::string const& why);

/// All of them.
[[nodiscard]] std::vector<server> servers();

}  // namespace conformance
