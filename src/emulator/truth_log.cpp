// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>

#include <syncline/core/rfc3339.hpp>
#include <syncline/emulator/truth_log.hpp>

namespace syncline::inline v1::emulator {

namespace {

using nlohmann::json;

std::string line_of(effect const& e) {
    json const j = {{"request", e.request},
                    {"at", format_instant(e.at)},
                    {"system", e.system},
                    {"object", e.object},
                    {"id", e.id},
                    {"key", e.key},
                    {"action", to_string(e.action)},
                    {"payload", e.payload.text()}};
    // a hostile value may hold bytes that are no UTF-8: the log replaces them, it never refuses an effect
    return j.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
}

std::optional<action> action_named(std::string_view name) {
    for (auto a : {action::create, action::write, action::remove})
        if (to_string(a) == name) return a;
    return std::nullopt;
}

std::optional<fingerprint> fingerprint_of(std::string_view text) {
    fingerprint f;
    if (text.size() != 32) return std::nullopt;
    auto const half = [](std::string_view digits, std::uint64_t& out) {
        auto const [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), out, 16);
        return ec == std::errc{} && end == digits.data() + digits.size();
    };
    if (!half(text.substr(0, 16), f.high) || !half(text.substr(16), f.low)) return std::nullopt;
    return f;
}

std::optional<effect> effect_of(std::string_view line) {
    json const j = json::parse(line, nullptr, false);
    if (!j.is_object()) return std::nullopt;
    auto const text = [&](char const* name) {
        auto const it = j.find(name);
        return it != j.end() && it->is_string() ? it->get<std::string>() : std::string();
    };
    auto const at = parse_instant(text("at"));
    auto const what = action_named(text("action"));
    auto const payload = fingerprint_of(text("payload"));
    auto const request = j.find("request");
    if (!at || !what || !payload || request == j.end() || !request->is_number_unsigned()) return std::nullopt;
    return effect{.request = request->get<std::uint64_t>(),
                  .at = *at,
                  .system = text("system"),
                  .object = text("object"),
                  .id = text("id"),
                  .key = text("key"),
                  .action = *what,
                  .payload = *payload};
}

}  // namespace

struct truth_log::file {
    std::ofstream out;
};

truth_log::truth_log() = default;
truth_log::~truth_log() = default;

result<void> truth_log::mirror_to(std::string const& path) {
    auto f = std::make_unique<file>();
    f->out.open(path, std::ios::binary | std::ios::app);
    if (!f->out) return fail(errc::storage, "truth log: cannot open " + path + " for appending");
    std::lock_guard const lock(mutex_);
    mirror_ = std::move(f);
    return {};
}

void truth_log::append(effect e) {
    std::lock_guard const lock(mutex_);
    if (mirror_) mirror_->out << line_of(e) << std::flush;
    effects_.push_back(std::move(e));
}

std::vector<effect> truth_log::effects() const {
    std::lock_guard const lock(mutex_);
    return effects_;
}

std::size_t truth_log::creates_of(std::string_view key) const {
    std::lock_guard const lock(mutex_);
    return static_cast<std::size_t>(std::count_if(
        effects_.begin(), effects_.end(), [&](effect const& e) { return e.action == action::create && e.key == key; }));
}

std::map<std::string, std::size_t> truth_log::creates_by_key() const {
    std::lock_guard const lock(mutex_);
    std::map<std::string, std::size_t> out;
    for (auto const& e : effects_)
        if (e.action == action::create && !e.key.empty()) ++out[e.object + " " + e.key];
    return out;
}

std::size_t truth_log::writes() const {
    std::lock_guard const lock(mutex_);
    return static_cast<std::size_t>(
        std::count_if(effects_.begin(), effects_.end(), [](effect const& e) { return e.request != 0; }));
}

result<std::vector<effect>> read_truth(std::string const& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return fail(errc::storage, "truth log: cannot read " + path);
    std::vector<effect> out;
    std::string line;
    for (std::size_t number = 1; std::getline(in, line); ++number) {
        if (in.eof()) break;  // no line end: the process died while it wrote this one
        auto e = effect_of(line);
        if (!e)
            return fail(errc::malformed, "truth log: " + path + ", line " + std::to_string(number) +
                                             ": expected one effect as a JSON object");
        out.push_back(std::move(*e));
    }
    return out;
}

}  // namespace syncline::inline v1::emulator
