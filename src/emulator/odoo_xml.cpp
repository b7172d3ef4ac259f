// SPDX-License-Identifier: Apache-2.0
#include "emulator/odoo_xml.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>

namespace syncline::inline v1::emulator::erp {

namespace {

exception expat_error(std::string_view what, std::string_view text, std::size_t at) {
    auto const before = text.substr(0, at);
    auto const line = 1 + std::count(before.begin(), before.end(), '\n');
    auto const newline = before.rfind('\n');
    auto const column = newline == std::string_view::npos ? at : at - newline - 1;
    return {.name = "xml.parsers.expat.ExpatError",
            .message = std::string(what) + ": line " + std::to_string(line) + ", column " + std::to_string(column)};
}

void append_utf8(std::string& out, unsigned long c) {
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xC0U | (c >> 6U));
        out += static_cast<char>(0x80U | (c & 0x3FU));
    } else if (c < 0x10000) {
        out += static_cast<char>(0xE0U | (c >> 12U));
        out += static_cast<char>(0x80U | ((c >> 6U) & 0x3FU));
        out += static_cast<char>(0x80U | (c & 0x3FU));
    } else {
        out += static_cast<char>(0xF0U | (c >> 18U));
        out += static_cast<char>(0x80U | ((c >> 12U) & 0x3FU));
        out += static_cast<char>(0x80U | ((c >> 6U) & 0x3FU));
        out += static_cast<char>(0x80U | (c & 0x3FU));
    }
}

/// Reads the few shapes an XML-RPC call is made of, and nothing else of XML.
class reader {
public:
    explicit reader(std::string_view text) : text_(text) {}

    xml_call call() {
        skip_prolog();
        if (at_ == text_.size()) throw expat_error("no element found", text_, at_);
        xml_call out;
        open("methodCall");
        open("methodName");
        out.method = characters();
        close("methodName");
        if (is_next("params")) {
            bool const has_any = open("params");
            while (has_any && is_next("param")) {
                open("param");
                out.parameters.push_back(value());
                close("param");
            }
            if (has_any) close("params");
        }
        close("methodCall");
        return out;
    }

private:
    void skip_blanks() {
        while (at_ < text_.size() &&
               (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t'))
            ++at_;
    }

    void skip_prolog() {
        for (;;) {
            skip_blanks();
            auto const rest = text_.substr(at_);
            std::string_view const end = rest.starts_with("<?") ? "?>" : rest.starts_with("<!--") ? "-->" : "";
            if (end.empty()) return;
            auto const to = text_.find(end, at_);
            if (to == std::string_view::npos) throw expat_error("unclosed token", text_, at_);
            at_ = to + end.size();
        }
    }

    /// The name of the tag that comes next, with the slash of an end tag; empty for text.
    std::string_view tag() {
        skip_blanks();
        if (at_ == text_.size()) throw expat_error("no element found", text_, at_);
        if (text_[at_] != '<') return {};
        auto const end = text_.find('>', at_);
        if (end == std::string_view::npos) throw expat_error("unclosed token", text_, at_);
        auto name = text_.substr(at_ + 1, end - at_ - 1);
        if (name.ends_with('/')) name.remove_suffix(1);
        auto const size = name.starts_with('/') ? name.find_first_of(" \n\t", 1) : name.find_first_of(" \n\t");
        return name.substr(0, size);
    }

    bool is_next(std::string_view name) { return tag() == name; }

    /// Goes behind a start tag; false when it was empty, as `<data/>`.
    bool open(std::string_view name) {
        if (tag() != name) throw expat_error("not well-formed (invalid token)", text_, at_);
        auto const end = text_.find('>', at_);
        bool const has_content = text_[end - 1] != '/';
        at_ = end + 1;
        return has_content;
    }

    void close(std::string_view name) {
        auto const found = tag();
        if (!found.starts_with('/') || found.substr(1) != name) throw expat_error("mismatched tag", text_, at_);
        at_ = text_.find('>', at_) + 1;
    }

    /// Text up to the next tag, with its entities resolved.
    std::string characters() {
        std::string out;
        while (at_ < text_.size() && text_[at_] != '<') {
            if (text_[at_] != '&') {
                out += text_[at_++];
                continue;
            }
            auto const end = text_.find(';', at_);
            auto const name = end == std::string_view::npos ? std::string_view() : text_.substr(at_ + 1, end - at_ - 1);
            if (name == "lt") {
                out += '<';
            } else if (name == "gt") {
                out += '>';
            } else if (name == "amp") {
                out += '&';
            } else if (name == "quot") {
                out += '"';
            } else if (name == "apos") {
                out += '\'';
            } else if (name.starts_with('#')) {
                bool const is_hex = name.starts_with("#x");
                append_utf8(out,
                            std::strtoul(std::string(name.substr(is_hex ? 2 : 1)).c_str(), nullptr, is_hex ? 16 : 10));
            } else {
                throw expat_error(name.empty() ? "not well-formed (invalid token)" : "undefined entity", text_, at_);
            }
            at_ = end + 1;
        }
        return out;
    }

    json value() {
        if (!open("value")) return "";
        auto const from = at_;
        auto text = characters();
        if (at_ == text_.size()) throw expat_error("no element found", text_, at_);
        if (tag() == "/value") {  // untyped is text
            close("value");
            return text;
        }
        if (text.find_first_not_of(" \n\r\t") != std::string::npos)
            throw expat_error("not well-formed (invalid token)", text_, from);
        if (++depth_ > 100) throw expat_error("not well-formed (invalid token)", text_, at_);
        json out = typed();
        --depth_;
        close("value");
        return out;
    }

    json typed() {
        auto const type = std::string(tag());
        bool const has_content = open(type);
        if (type == "nil") {
            if (has_content) close(type);
            return nullptr;
        }
        if (type == "array") return array(has_content);
        if (type == "struct") return structure(has_content);
        auto text = has_content ? characters() : std::string();
        if (has_content) close(type);
        if (type == "string" || type == "base64") return text;
        if (type == "dateTime.iso8601") {  // 20260131T12:00:00, which Odoo shows as it shows all of them
            if (text.size() == 17)
                return text.substr(0, 4) + "-" + text.substr(4, 2) + "-" + text.substr(6, 2) + " " + text.substr(9);
            return text;
        }
        if (type == "boolean") {
            if (text != "0" && text != "1") throw type_error("bad boolean value");
            return text == "1";
        }
        if (type == "int" || type == "i4" || type == "i8") {
            std::int64_t n = 0;
            auto const [end, ec] = std::from_chars(text.data(), text.data() + text.size(), n);
            if (ec != std::errc() || end != text.data() + text.size())
                throw value_error("invalid literal for int() with base 10: " + repr(text));
            return n;
        }
        if (type == "double") {
            double d = 0;
            auto const [end, ec] = std::from_chars(text.data(), text.data() + text.size(), d);
            if (ec != std::errc() || end != text.data() + text.size())
                throw value_error("could not convert string to float: " + repr(text));
            return d;
        }
        throw exception{.name = "xmlrpc.client.ResponseError", .message = "unknown tag " + repr(type)};
    }

    json array(bool has_content) {
        json out = json::array();
        if (!has_content) return out;
        if (open("data")) {
            while (is_next("value")) out.push_back(value());
            close("data");
        }
        close("array");
        return out;
    }

    json structure(bool has_content) {
        json out = json::object();
        if (!has_content) return out;
        while (is_next("member")) {
            open("member");
            open("name");
            auto const name = characters();
            close("name");
            out[name] = value();
            close("member");
        }
        close("struct");
        return out;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    int depth_ = 0;
};

std::string escaped(std::string_view text) {
    std::string out;
    for (char const c : text) {
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else
            out += c;
    }
    return out;
}

std::string element(std::string const& name, std::string const& content) {
    return "<" + name + ">" + content + "</" + name + ">";
}

std::string written(json const& v) {
    auto const value = [](std::string const& content) { return element("value", content) + "\n"; };
    switch (v.type()) {
        case json::value_t::boolean: return value(element("boolean", v.get<bool>() ? "1" : "0"));
        case json::value_t::number_integer:
        case json::value_t::number_unsigned: return value(element("int", v.dump()));
        case json::value_t::number_float: return value(element("double", repr(v)));
        case json::value_t::string: return value(element("string", escaped(v.get<std::string>())));
        case json::value_t::array: {
            std::string items;
            for (auto const& e : v) items += written(e);
            return value("<array><data>\n" + items + "</data></array>");
        }
        case json::value_t::object: {
            std::string members;
            for (auto const& [name, e] : v.items())
                members += "<member>\n" + element("name", escaped(name)) + "\n" + written(e) + "</member>\n";
            return value("<struct>\n" + members + "</struct>");
        }
        default: throw type_error("cannot marshal None unless allow_none is enabled");
    }
}

/// 16 writes with Python's own marshaller, 18 and 19 with one of Odoo's: quotes and an empty line differ.
std::string document(int series, std::string const& content) {
    bool const is_16 = series == 16;
    return std::string(is_16 ? "<?xml version='1.0'?>" : "<?xml version=\"1.0\"?>") + "\n<methodResponse>\n" + content +
           (is_16 ? "" : "\n") + "</methodResponse>\n";
}

}  // namespace

xml_call parse_call(std::string_view text) { return reader(text).call(); }

std::string xml_result(int series, std::optional<json> const& value) {
    return document(series, "<params>\n<param>\n" + written(value ? *value : json()) + "</param>\n</params>\n");
}

std::string xml_fault(int series, json const& code, std::string const& text) {
    return document(series, "<fault>\n" + written({{"faultCode", code}, {"faultString", text}}) + "</fault>\n");
}

}  // namespace syncline::inline v1::emulator::erp
