// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include <syncline/http/curl_transport.hpp>
#include <syncline/odoo/client.hpp>

#include "syncline_gen/record_header.hpp"

// Writes a described record or a snapshot for a model of a real Odoo, or of a saved `fields_get`, and tells what has
// changed since a snapshot. docs/reference/odoo.md

namespace {

using namespace syncline;

[[noreturn]] void give_up(error const& e) {
    std::cerr << "syncline-gen: " << e.message << (e.server_message.empty() ? "" : ": ") << e.server_message << "\n";
    std::exit(1);  // NOLINT(concurrency-mt-unsafe): the program's end
}

template <class T>
T or_give_up(result<T> r) {
    if (!r) give_up(r.error());
    return *std::move(r);
}

result<std::string> content_of(std::string const& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return fail(errc::misconfigured, path + ": cannot be read");
    return std::string(std::istreambuf_iterator<char>(in), {});
}

struct login {
    std::string url;
    std::string database;
    std::string user;
};

/// What `ask` gets out of a client of that server.
template <class Ask>
auto from_server(login const& at, Ask ask) {
    char const* const key = std::getenv("SYNCLINE_ODOO_KEY");  // NOLINT(concurrency-mt-unsafe): one thread
    if (key == nullptr || *key == '\0')
        give_up({.code = errc::misconfigured,
                 .message = "SYNCLINE_ODOO_KEY: found nothing, expected an API key or a password"});
    http::curl_transport transport{http::curl_options{.allow_plain_loopback = true}};
    odoo::client erp{transport, {.url = at.url, .database = at.database, .login = at.user, .api_key = secret{key}}};
    return or_give_up(ask(erp));
}

/// A line for each drift. 2 when one of them breaks something.
int tell(std::vector<sync::drift> const& drifts) {
    bool breaks = false;
    for (auto const& d : drifts) {
        std::cout << d.text() << "\n";
        breaks = breaks || d.breaks != sync::breakage::nothing;
    }
    std::cout << std::flush;
    return !std::cout ? 1 : breaks ? 2 : 0;
}

}  // namespace

int main(int argc, char** argv) {
    login at;
    std::string model;
    std::string from;
    std::string out;
    std::string built_on;
    bool snapshot = false;
    syncline_gen::header_options options;
    CLI::App app{"Writes C++ records for the models of other systems, and tells how those models have changed since."};
    app.require_subcommand(1);
    auto* const command = app.add_subcommand("odoo",
                                             "A described record for a model of Odoo; the API key is read from "
                                             "the environment variable SYNCLINE_ODOO_KEY");
    auto* const server = command->add_option("--url", at.url, "The server, such as https://erp.example");
    auto* const base = command->add_option("--database", at.database, "Its database");
    auto* const user = command->add_option("--login", at.user, "Who asks: fields this user may not see are left out");
    auto* const which = command->add_option("--model", model, "The model, such as project.project");
    auto* const keep =
        command->add_flag("--snapshot", snapshot, "In place of a record: the description to compare with later");
    command
        ->add_option("--drift", built_on,
                     "In place of a record: what has changed since this snapshot; exit code 2 when "
                     "something of it breaks readers or writers")
        ->check(CLI::ExistingFile)
        ->excludes(keep, which);
    auto* const file = command->add_option("--from", from, "A file with what fields_get answered, in place of a server")
                           ->check(CLI::ExistingFile);
    command->add_option("--fields", options.fields, "Only these, and the id")->delimiter(',');
    command->add_option("--namespace", options.name_space, "What the struct is in")->capture_default_str();
    command->add_option("--out", out, "The file to write; standard output unless told");
    server->needs(base)->needs(user)->excludes(file);
    CLI11_PARSE(app, argc, argv);
    if (from.empty() && at.url.empty())
        give_up({.code = errc::misconfigured, .message = "found neither --url nor --from, expected one of them"});

    if (!built_on.empty()) {
        auto const then = or_give_up(sync::read_snapshot(or_give_up(content_of(built_on))));
        if (from.empty()) return tell(from_server(at, [&](odoo::client& erp) { return erp.drift_of(then, {}); }));
        auto const now = or_give_up(syncline_gen::read_fields_get(or_give_up(content_of(from)), then.object));
        return tell(sync::drift_between(then, odoo::shape_of(now)));
    }
    if (from.empty() && model.empty())
        give_up({.code = errc::misconfigured, .message = "found no --model, expected one"});
    auto const description = from.empty()
                                 ? from_server(at, [&](odoo::client& erp) { return erp.describe(model, {}); })
                                 : or_give_up(syncline_gen::read_fields_get(or_give_up(content_of(from)), model));
    auto const text = snapshot ? sync::snapshot_of(odoo::shape_of(description))
                               : or_give_up(syncline_gen::record_header(description, options));
    if (out.empty()) {
        std::cout << text << std::flush;
        return std::cout ? 0 : 1;
    }
    std::ofstream to(out, std::ios::binary);
    to << text << std::flush;
    if (!to) give_up({.code = errc::misconfigured, .message = out + ": cannot be written"});
    return 0;
}
