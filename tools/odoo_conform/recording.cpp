// SPDX-License-Identifier: Apache-2.0
#include "recording.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace syncline::odoo_conform {

namespace {

namespace fs = std::filesystem;

tl::unexpected<error> unexpected(fs::path const& file, std::string const& what) {
    return fail(errc::malformed, file.string() + ": " + what);
}

result<json> read_json(fs::path const& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in) return fail(errc::not_found, file.string() + ": cannot be read");
    try {
        return json::parse(text.str());
    } catch (json::parse_error const& e) {
        return unexpected(file, "expected JSON, found something else at byte " + std::to_string(e.byte));
    }
}

/// One step in full: what the file says once for all steps, and what the step says itself.
result<recorded_step> read_step(fs::path const& file, std::string const& which, json const& step,
                                json const& defaults) {
    if (!step.is_object()) return unexpected(file, which + ": expected an object, found " + step.type_name());
    recorded_step out{.label = step.value("label", which),
                      .note = step.value("note", ""),
                      .request = json::object(),
                      .response = json::object()};
    for (auto* const part : {&out.request, &out.response}) {
        char const* const name = part == &out.request ? "request" : "response";
        if (defaults.contains(name)) *part = defaults[name];
        auto const own = step.find(name);
        if (own == step.end() || !own->is_object())
            return unexpected(file, which + ": expected an object \"" + name + "\", found " +
                                        (own == step.end() ? "none" : own->type_name()));
        part->update(*own);
        part->erase("and");
    }
    for (char const* const name : {"method", "path"})
        if (!out.request.contains(name) || !out.request[name].is_string())
            return unexpected(file, which + ": expected a text as \"" + name + "\" of the request");
    if (!out.response.contains("status") || !out.response["status"].is_number_integer())
        return unexpected(file, which + ": expected a number as \"status\" of the response");
    return out;
}

result<recording> read_recording(fs::path const& file, int series, std::string name) {
    auto const whole = read_json(file);
    if (!whole) return fail(whole.error());
    if (!whole->is_object())
        return unexpected(file, std::string("expected an object with \"steps\", found ") + whole->type_name());
    recording out{.series = series, .name = std::move(name), .steps = {}};
    json const defaults = whole->value("step_defaults", json::object());
    if (auto const one = whole->find("step"); one != whole->end()) {
        // fields_get/<model>.json: one step, whose result stands under "fields" so that it has one field a line
        auto step = read_step(file, "step", *one, defaults);
        if (!step) return fail(step.error());
        auto const fields = whole->find("fields");
        if (fields == whole->end() || !fields->is_object())
            return unexpected(file, "expected an object \"fields\" beside \"step\"");
        step->response["body"]["result"] = *fields;
        step->note = "trimmed: " + whole->value("note", "");
        out.steps.push_back(std::move(*step));
        return out;
    }
    auto const steps = whole->find("steps");
    if (steps == whole->end()) return out;
    if (!steps->is_array())
        return unexpected(file, std::string("expected a list as \"steps\", found ") + steps->type_name());
    for (auto const& s : *steps) {
        auto step = read_step(file, "step " + std::to_string(out.steps.size() + 1), s, defaults);
        if (!step) return fail(step.error());
        out.steps.push_back(std::move(*step));
    }
    return out;
}

std::vector<fs::path> json_files(fs::path const& folder) {
    std::vector<fs::path> out;
    std::error_code none;
    for (auto const& entry : fs::directory_iterator(folder, none))
        if (entry.is_regular_file() && entry.path().extension() == ".json") out.push_back(entry.path());
    std::sort(out.begin(), out.end());
    return out;
}

}  // namespace

result<std::vector<recording>> read_recordings(fs::path const& folder) {
    if (!fs::is_directory(folder))
        return fail(errc::not_found, folder.string() + ": expected a folder with recordings, found " +
                                         (fs::exists(folder) ? "something else" : "nothing"));
    std::vector<recording> out;
    for (int const series : {16, 18, 19}) {
        auto const below = folder / std::to_string(series);
        for (auto const& file : json_files(below)) {
            auto r = read_recording(file, series, file.stem().string());
            if (!r) return fail(r.error());
            out.push_back(std::move(*r));
        }
        for (auto const& file : json_files(below / "fields_get")) {
            auto r = read_recording(file, series, "fields_get/" + file.stem().string());
            if (!r) return fail(r.error());
            out.push_back(std::move(*r));
        }
    }
    if (out.empty())
        return fail(errc::not_found,
                    folder.string() + ": expected *.json files in folders named 16, 18 or 19, found none");
    return out;
}

}  // namespace syncline::odoo_conform
