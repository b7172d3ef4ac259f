// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <charconv>
#include <chrono>
#include <csignal>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include <syncline/emulator/hubspot.hpp>
#include <syncline/emulator/loopback_server.hpp>
#include <syncline/emulator/odoo.hpp>

// Serves the emulators on loopback with a little data in them, until it is told to stop. docs/reference/emulators.md

namespace {

using namespace syncline;

volatile std::sig_atomic_t stop = 0;

void on_signal(int) { stop = 1; }

[[noreturn]] void give_up(error const& e) {
    std::cerr << "syncline-sandbox: " << e.message << (e.server_message.empty() ? "" : ": ") << e.server_message
              << "\n";
    std::exit(1);  // NOLINT(concurrency-mt-unsafe): the program's end
}

template <class T>
T or_give_up(result<T> r) {
    if (!r) give_up(r.error());
    if constexpr (!std::is_void_v<T>) return std::move(*r);
}

void seed(emulator::odoo& box) {
    or_give_up(box.add("res.partner", R"({"name": "Example Widgets", "is_company": true, "ref": "C-1"})", "demo.c_1"));
    or_give_up(box.add("res.partner", R"({"name": "Sample Logistics", "is_company": true, "ref": "C-2"})", "demo.c_2"));
    or_give_up(box.add("product.product",
                       R"({"name": "Consulting day", "default_code": "DAY", "list_price": 900, "type": "service"})",
                       "demo.p_day"));
    or_give_up(box.add("product.product",
                       R"({"name": "Licence", "default_code": "LIC", "list_price": 120, "type": "service"})",
                       "demo.p_lic"));
    or_give_up(box.add("project.project", R"({"name": "Internal"})", "demo.internal"));
}

void seed(emulator::hubspot& box) {
    auto const widgets = or_give_up(box.add_company("Example Widgets"));
    auto const logistics = or_give_up(box.add_company("Sample Logistics", {}, widgets));
    or_give_up(box.add_product("Consulting day", "DAY", "900.00"));
    or_give_up(box.add_product("Licence", "LIC", "120.00"));
    or_give_up(box.add_deal({.name = "Roll-out",
                             .amount = "4500.00",
                             .company = widgets,
                             .lines = {{.name = "Consulting day", .sku = "DAY", .quantity = "5", .price = "900.00"}}}));
    or_give_up(box.add_deal({.name = "Licences",
                             .amount = "1200.00",
                             .company = logistics,
                             .lines = {{.name = "Licence", .sku = "LIC", .quantity = "10", .price = "120.00"}}}));
    or_give_up(box.add_deal({.name = "Follow-up", .amount = "900.00", .stage = "qualifiedtobuy", .company = widgets}));
}

/// `<system>:<what>:<operation>[:<number>]`, into the plan of that system.
void plan(std::string const& text, emulator::fault_plan& odoo, emulator::fault_plan& hubspot) {
    std::vector<std::string> parts;
    for (std::size_t from = 0; from <= text.size();) {
        auto const colon = std::min(text.find(':', from), text.size());
        parts.push_back(text.substr(from, colon - from));
        from = colon + 1;
    }
    auto const wrong = [&] {
        give_up({.code = errc::misconfigured,
                 .message = "--fault " + text +
                            ": expected SYSTEM:WHAT:OPERATION[:NUMBER] with SYSTEM odoo or hubspot, WHAT drop_reply, "
                            "drop_request, delay, late, contend or an HTTP status"});
    };
    if (parts.size() < 3 || parts.size() > 4 || (parts[0] != "odoo" && parts[0] != "hubspot")) wrong();
    auto const number = [&](std::string const& digits, int otherwise) {
        int n = otherwise;
        auto const [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), n);
        if (!digits.empty() && (ec != std::errc() || end != digits.data() + digits.size())) wrong();
        return n;
    };
    emulator::fault_plan& faults = parts[0] == "odoo" ? odoo : hubspot;
    std::string const& what = parts[1];
    std::string const& operation = parts[2];
    std::string const last = parts.size() == 4 ? parts[3] : std::string();
    if (what == "drop_reply")
        faults.drop_reply_to(operation, number(last, 1));
    else if (what == "drop_request")
        faults.drop_request_to(operation, number(last, 1));
    else if (what == "contend")
        faults.contend(operation, number(last, 1));
    else if (what == "delay")
        faults.delay(operation, std::chrono::milliseconds(number(last, 1000)));
    else if (what == "late")
        faults.commit_late(operation, std::chrono::milliseconds(number(last, 1000)));
    else
        faults.answer(operation, {.status = number(what, 0)}, number(last, 1));
}

}  // namespace

int main(int argc, char** argv) {
    int odoo_port = 0;
    int hubspot_port = 0;
    int series = 18;
    bool empty = false;
    std::string truth;
    std::vector<std::string> faults;
    CLI::App app{"Serves an emulated Odoo and an emulated HubSpot on 127.0.0.1 until it is interrupted."};
    app.add_option("--port-odoo", odoo_port, "Port of the Odoo; any free one when 0")->capture_default_str();
    app.add_option("--port-hubspot", hubspot_port, "Port of the HubSpot; any free one when 0")->capture_default_str();
    app.add_option("--series", series, "Series of the Odoo")->check(CLI::IsMember({16, 18, 19}))->capture_default_str();
    app.add_flag("--empty", empty, "Start without the seed data");
    app.add_option("--truth", truth, "File to append every effect to, one JSON object per line");
    app.add_option("--fault", faults, "SYSTEM:WHAT:OPERATION[:NUMBER], such as odoo:drop_reply:create; repeatable");
    CLI11_PARSE(app, argc, argv);

    emulator::odoo odoo{the_system_clock(), {.series = series}};
    emulator::hubspot hubspot{the_system_clock(), {.token = "sandbox-token"}};
    if (!empty) {
        seed(odoo);
        seed(hubspot);
    }
    if (!truth.empty()) {
        or_give_up(odoo.truth.mirror_to(truth));
        or_give_up(hubspot.log.mirror_to(truth));
    }
    for (auto const& f : faults) plan(f, odoo.faults, hubspot.faults);

    std::signal(SIGINT, on_signal);
    std::signal(SIGTERM, on_signal);
    emulator::loopback_server odoo_server{odoo, {.port = odoo_port}};
    emulator::loopback_server hubspot_server{hubspot, {.port = hubspot_port}};
    or_give_up(odoo_server.started());
    or_give_up(hubspot_server.started());

    auto const& who = odoo.options();
    std::cout << "odoo_url=" << odoo_server.url() << "\nodoo_series=" << series << "\nodoo_database=" << who.database
              << "\nodoo_login=" << who.login << "\nodoo_password=" << who.password.reveal()
              << "\nodoo_key=" << who.api_key.reveal() << "\nhubspot_url=" << hubspot_server.url()
              << "\nhubspot_token=sandbox-token\n"
              << std::flush;
    // every line above is out, so that a script may wait for this one
    std::cout << "ready: stop it with Ctrl-C or SIGTERM" << std::endl;

    while (stop == 0) std::this_thread::sleep_for(std::chrono::milliseconds(50));

    odoo_server.stop();
    hubspot_server.stop();
    std::uint64_t calls = 0;
    for (auto const& [operation, n] : odoo.calls()) calls += n;
    std::cout << "stopped after " << calls << " calls to Odoo and " << hubspot.calls() << " to HubSpot" << std::endl;
    return 0;
}
