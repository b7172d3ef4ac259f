// SPDX-License-Identifier: Apache-2.0
#include "player.hpp"

#include <algorithm>
#include <chrono>

#include "digits.hpp"
#include "likeness.hpp"
#include "world.hpp"

namespace syncline::odoo_conform {

namespace {

std::string media_type(std::string_view content_type) {
    auto const type = content_type.substr(0, content_type.find(';'));
    return std::string(type.substr(0, type.find_last_not_of(' ') + 1));
}

/// A header of a recorded response; headers are recorded as a list of pairs.
std::string recorded_header(json const& response, std::string_view name) {
    json const headers = response.value("headers", json::array());
    for (auto const& h : headers)
        if (h.is_array() && h.size() == 2 && h[0] == json(name)) return h[1].get<std::string>();
    return {};
}

std::string header_of(http::response const& r, std::string_view name) {
    auto const value = r.header_value(name);
    return value ? std::string(*value) : std::string();
}

/// Plays the steps of one recording, in order.
class player {
public:
    explicit player(recording const& r) : recording_(r), world_(r), ids_(world_, world_.began_at(), world_.began_at()) {
        world_.prepare(r, ids_);
    }

    std::string play(recorded_step const& step) {
        auto const call = call_in(step.request);
        if (call) {
            expect_id(*call, step);
            act_out(*call, step);
        }
        auto const request = prepared(step, call);
        world_.clock().advance(std::chrono::milliseconds(1234));
        auto const reply = world_.box().send(request, context{});
        if (!reply) return "no answer: " + reply.error().message;
        if (auto const cookie = header_of(*reply, "Set-Cookie"); cookie.starts_with("session_id="))
            session_ = cookie.substr(0, cookie.find(';'));
        if (auto const etag = header_of(*reply, "ETag"); !etag.empty()) etag_ = etag;
        return compared(step, call, *reply);
    }

private:
    static json result_of(json const& body) {
        return body.is_object() && body.contains("result") ? body["result"] : body;
    }

    /// Lets the emulator give a new record the id it got in the recording, so that the two are easy to compare.
    void expect_id(object_call const& call, recorded_step const& step) {
        json result = result_of(step.response.value("body", json()));
        if (call.method == "load" && result.is_object()) result = result.value("ids", json());
        if (auto const xml = step.response.value("body_text", ""); xml.starts_with("<?xml"))
            if (auto const at = xml.find("<value><int>");
                at != std::string::npos && xml.find("<fault>") == std::string::npos)
                result = leading_number(std::string_view(xml).substr(at + std::string_view("<value><int>").size()));
        if (call.method != "create" && call.method != "copy" && call.method != "load" && call.method != "name_create")
            return;
        if (result.is_array() && !result.empty()) {
            // a load may name records that are there already before it comes to a new one
            for (auto const& id : result)
                if (id.is_number_integer() && !ids_.knows(call.model, id.get<std::int64_t>())) {
                    world_.box().next_id(call.model, id.get<std::int64_t>());
                    break;
                }
        } else if (result.is_number_integer()) {
            world_.box().next_id(call.model, result.get<std::int64_t>());
        }
    }

    /// What other clients did meanwhile, where the answer tells.
    void act_out(object_call const& call, recorded_step const& step) {
        json const body = step.response.value("body", json());
        json const error = body.is_object() && body.contains("error") ? body["error"].value("data", json()) : body;
        if (error.is_object() && error.value("name", json()) == "psycopg2.errors.SerializationFailure")
            world_.box().faults.contend(call.model + "." + call.method);
        if (recording_.name == "dates" && step.label.starts_with("read with tz")) {
            // a write that was not recorded: later steps look for the moment it set
            world_.call(call.model, "write", {call.arguments[0], {{"date_order", "2026-01-31 23:30:00"}}});
        }
    }

    http::request prepared(recorded_step const& step, std::optional<object_call> const& call) {
        json const& from = step.request;
        auto const method = from["method"].get<std::string>();
        http::request r{.url = world_.address() + from["path"].get<std::string>()};
        for (auto const m : {http::method::get, http::method::post, http::method::put, http::method::patch,
                             http::method::del, http::method::options})
            if (method == to_string(m)) r.method = m;
        json const headers = from.value("headers", json::object());
        for (auto const& [name, value] : headers.items()) {
            if (!value.is_string()) continue;  // null: sent without it
            auto text = value.get<std::string>();
            // the recordings hide the id of the session; one step makes an id up
            if (name == "Cookie" && step.label.find("unknown session") == std::string::npos) text = session_;
            if (name == "If-None-Match") text = etag_;
            r.headers.push_back({name, text});
        }
        if (from.contains("body_text")) {
            r.body = from["body_text"].get<std::string>();
        } else if (from.contains("body")) {
            json body = from["body"];
            if (call) put(body, ids_.translated(*call));
            r.body = body.dump();
        }
        return r;
    }

    static void put(json& body, object_call const& call) {
        if (call.by_name) {
            if (body.is_object()) body = call.named;
            return;
        }
        json& params = body["params"];
        if (params.contains("args") && params.contains("service")) {
            json& args = params["args"];
            if (params["method"] == "execute") {
                for (std::size_t i = 0; i < call.arguments.size(); ++i) args[5 + i] = call.arguments[i];
            } else {
                if (args.size() > 5 && args[5].is_array()) args[5] = call.arguments;
                if (args.size() > 6 && args[6].is_object()) args[6] = call.named;
            }
        } else {
            if (params.contains("args") && params["args"].is_array()) params["args"] = call.arguments;
            if (params.contains("kwargs") && params["kwargs"].is_object()) params["kwargs"] = call.named;
        }
    }

    std::string compared(recorded_step const& step, std::optional<object_call> const& call,
                         http::response const& reply) {
        json const& recorded = step.response;
        if (reply.status != recorded["status"].get<int>())
            return "status: recorded " + recorded["status"].dump() + ", emulator " + std::to_string(reply.status) +
                   " " + reply.body.substr(0, 300);
        if (auto const type = media_type(recorded_header(recorded, "Content-Type"));
            !type.empty() && !reply.body.empty() && media_type(header_of(reply, "Content-Type")) != type)
            return "content type: recorded " + type + ", emulator " + media_type(header_of(reply, "Content-Type"));
        if (auto const to = recorded_header(recorded, "Location"); to != header_of(reply, "Location"))
            return "location: recorded " + to + ", emulator " + header_of(reply, "Location");
        if (!recorded.contains("body"))
            return ids_.difference(recorded.value("body_text", ""), reply.body, step.is_trimmed());
        json const& expected = recorded["body"];
        json const answer = json::parse(reply.body, nullptr, false);
        if (answer.is_discarded()) return "body: recorded JSON, emulator " + reply.body.substr(0, 300);
        bool const enveloped = expected.is_object() && expected.contains("jsonrpc");
        if (!call || (enveloped && !(expected.contains("result") && answer.is_object() && answer.contains("result"))))
            return ids_.difference(expected, answer, step.is_trimmed());
        if (!enveloped) return ids_.difference(*call, expected, answer, step.is_trimmed());
        json frame = expected;
        json our_frame = answer;
        frame.erase("result");
        our_frame.erase("result");
        if (auto d = ids_.difference(frame, our_frame, false); !d.empty()) return d;
        return ids_.difference(*call, expected["result"], answer["result"], step.is_trimmed());
    }

    recording const& recording_;
    world world_;
    likeness ids_;
    std::string session_;
    std::string etag_;
};

}  // namespace

std::size_t played_recording::alike() const noexcept {
    return static_cast<std::size_t>(
        std::count_if(steps.begin(), steps.end(), [](played_step const& s) { return s.is_alike(); }));
}

played_recording play(recording const& r) {
    played_recording out{.series = r.series, .name = r.name, .steps = {}};
    if (r.steps.empty()) return out;
    player p(r);
    for (auto const& step : r.steps) out.steps.push_back({step.label, p.play(step)});
    return out;
}

}  // namespace syncline::odoo_conform
