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

// Writes a described record for a model of a real Odoo, or of a saved `fields_get`. docs/reference/odoo.md

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

/// The model as the server describes it to this user.
result<odoo::model_description> asked(std::string const& url, std::string const& database, std::string const& login,
                                      std::string const& model) {
    char const* const key = std::getenv("SYNCLINE_ODOO_KEY");  // NOLINT(concurrency-mt-unsafe): one thread
    if (key == nullptr || *key == '\0')
        return fail(errc::misconfigured, "SYNCLINE_ODOO_KEY: found nothing, expected an API key or a password");
    http::curl_transport transport{http::curl_options{.allow_plain_loopback = true}};
    odoo::client erp{transport, {.url = url, .database = database, .login = login, .api_key = secret{key}}};
    return erp.describe(model, {});
}

}  // namespace

int main(int argc, char** argv) {
    std::string url;
    std::string database;
    std::string login;
    std::string model;
    std::string from;
    std::string out;
    syncline_gen::header_options options;
    CLI::App app{"Writes C++ records for the models of other systems."};
    app.require_subcommand(1);
    auto* const command = app.add_subcommand("odoo",
                                             "A described record for a model of Odoo; the API key is read from "
                                             "the environment variable SYNCLINE_ODOO_KEY");
    auto* const server = command->add_option("--url", url, "The server, such as https://erp.example");
    auto* const base = command->add_option("--database", database, "Its database");
    auto* const user = command->add_option("--login", login, "Who asks: fields this user may not see are left out");
    auto* const which = command->add_option("--model", model, "The model, such as project.project");
    auto* const file = command->add_option("--from", from, "A file with what fields_get answered, in place of a server")
                           ->check(CLI::ExistingFile);
    command->add_option("--fields", options.fields, "Only these, and the id")->delimiter(',');
    command->add_option("--namespace", options.name_space, "What the struct is in")->capture_default_str();
    command->add_option("--out", out, "The file to write; standard output unless told");
    server->needs(base)->needs(user)->needs(which)->excludes(file);
    CLI11_PARSE(app, argc, argv);
    if (from.empty() && url.empty())
        give_up({.code = errc::misconfigured, .message = "found neither --url nor --from, expected one of them"});

    auto const description = from.empty()
                                 ? or_give_up(asked(url, database, login, model))
                                 : or_give_up(syncline_gen::read_fields_get(or_give_up(content_of(from)), model));
    auto const header = or_give_up(syncline_gen::record_header(description, options));
    if (out.empty()) {
        std::cout << header << std::flush;
        return std::cout ? 0 : 1;
    }
    std::ofstream to(out, std::ios::binary);
    to << header << std::flush;
    if (!to) give_up({.code = errc::misconfigured, .message = out + ": cannot be written"});
    return 0;
}
