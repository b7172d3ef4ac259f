// SPDX-License-Identifier: Apache-2.0
// Both readers, the writer and a strict second parser agree on every text, however broken.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include "fuzz/json_property.hpp"

namespace {

using namespace syncline;

[[nodiscard]] std::vector<std::string> corpus() {
    std::vector<std::string> out;
    for (auto const& entry : std::filesystem::directory_iterator(SYNCLINE_TEST_DATA "/fuzz/corpus/json")) {
        std::ifstream in(entry.path(), std::ios::binary);
        out.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
    std::sort(out.begin(), out.end());  // the order of a folder is nobody's promise, the seed's sequence is
    return out;
}

using dice = std::mt19937_64;

[[nodiscard]] std::size_t below(dice& d, std::size_t n) { return static_cast<std::size_t>(d() % n); }

/// A few changes such as bad lines, bad servers and bad people make.
[[nodiscard]] std::string mutated(std::string text, std::vector<std::string> const& seeds, dice& d) {
    static constexpr char const* pieces[] = {"\"",
                                             "\\",
                                             "{",
                                             "}",
                                             "[",
                                             "]",
                                             ",",
                                             ":",
                                             " ",
                                             "\n",
                                             "null",
                                             "true",
                                             "false",
                                             "0",
                                             "-",
                                             ".",
                                             "e5",
                                             "1e400",
                                             "\\u00e9",
                                             "\\ud83d",
                                             "\\ude00",
                                             "\x01",
                                             "\xC3",
                                             "\xF0\x9F\x98\x80",
                                             "[7,\"x\"]",
                                             "\"id\":",
                                             "\"name\":\"y\",",
                                             "{\"id\":1}",
                                             "12345678901234567890123",
                                             "\"2026-11-22\"",
                                             "\"\""};
    for (std::size_t changes = 1 + below(d, 3); changes > 0; --changes) {
        auto const at = below(d, text.size() + 1);
        auto const some = std::min(text.size() - at, 1 + below(d, 8));
        switch (below(d, 6)) {
            case 0: text.erase(at, some); break;
            case 1: text.insert(at, pieces[below(d, std::size(pieces))]); break;
            case 2: text.replace(at, some, pieces[below(d, std::size(pieces))]); break;
            case 3: text.insert(at, text.substr(below(d, text.size() + 1), 20)); break;
            case 4:
                if (at < text.size()) text[at] = static_cast<char>(text[at] ^ static_cast<char>(1U << below(d, 8)));
                break;
            default: {
                auto const& other = seeds[below(d, seeds.size())];
                text.insert(at, other.substr(below(d, other.size() + 1), 40));
            }
        }
    }
    return text;
}

/// A well-formed record with fields in any order, some missing, some twice, some wrong, white space anywhere.
class generator {
public:
    explicit generator(dice& d) : d_(d) {}

    [[nodiscard]] std::string record() {
        static constexpr char const* names[] = {
            "id",  "name",  "phone", "amount", "active", "count",   "tags", "lines",   "main_line", "partner", "at",
            "day", "stage", "key",   "ratio",  "open",   "payload", "more", "unknown", "\\u0069d",  ""};
        std::string out = "{";
        bool first = true;
        auto const field = [&](std::string const& name, std::string const& value) {
            if (!first) out += ',' + space();
            first = false;
            out += '"' + name + '"' + space() + ':' + space() + value + space();
        };
        bool const in_order = below(d_, 2) == 0;
        for (std::size_t i = 0; i < std::size(names); ++i) {
            std::string const name = names[in_order ? i : below(d_, std::size(names))];
            if (below(d_, 3) != 0) field(name, suits(name));
        }
        if (below(d_, 4) != 0) field("id", "5"), field("name", "\"n\"");
        return out + "}";
    }

private:
    std::string space() {
        static constexpr char const* spaces[] = {"", "", "", "", " ", "  ", "\n\t"};
        return spaces[below(d_, std::size(spaces))];
    }

    std::string one_of(std::initializer_list<char const*> list) { return *(list.begin() + below(d_, list.size())); }

    /// What suits the plain dialect; now and then what suits another one, or none.
    std::string mostly(std::initializer_list<char const*> plain, std::initializer_list<char const*> other) {
        return one_of(below(d_, 30) == 0 ? other : plain);
    }

    std::string suits(std::string const& name) {
        if (below(d_, 200) == 0)
            return one_of({"5", "\"x\"", "[]", "{}", "true", "[1,2]", "1.5", "null", "false", "\"\""});
        if (name == "id") return mostly({"1", "-5", "9007199254740993", "0"}, {"\"7\"", "1.0"});
        if (name == "name")
            return mostly({"\"\"", "\"Ana\"", "\"\\u00e9\\n\"", "\"longer than a block of sixteen\""}, {"false"});
        if (name == "phone") return mostly({"null", "\"\"", "\"+43 1\""}, {"false"});
        if (name == "amount")
            return mostly({"1", "24.00", "-0.05", "1e2", "12345678901234567890123", "null"}, {"\"24.00\""});
        if (name == "active") return mostly({"true", "false", "null"}, {"\"true\""});
        if (name == "count") return mostly({"1", "-1", "null"}, {"\"3\"", "false"});
        if (name == "tags") return mostly({"[]", "[1]", "[ 1 , 2,3 ]", "null"}, {"[\"1\"]", "[1.5]"});
        if (name == "lines")
            return mostly({"[]", "[{\"id\":1}]", "[{\"id\":1,\"note\":null},{\"note\":\"x\",\"id\":2}]"}, {"false"});
        if (name == "main_line") return mostly({"{\"id\":1}", "{\"id\":1,\"price\":3.5,\"u\":[]}", "null"}, {"{}"});
        if (name == "partner")
            return mostly({"[7,\"ACME\"]", "[ 7 , \"A\\\"\" ]", "7", "null", "[7,false]"}, {"false", "[]"});
        if (name == "at")
            return mostly({"\"2026-11-22T05:50:38Z\"", "null"}, {"\"2026-11-22 05:50:38\"", "1795326638001"});
        if (name == "day") return mostly({"\"2026-11-22\"", "null"}, {"\"1795305600000\"", "\"\""});
        if (name == "stage") return mostly({"\"draft\"", "\"done\"", "\"\\u0073ent\"", "null"}, {"\"lost\""});
        if (name == "key") return mostly({"\"2ed6657d-e927-568b-95e1-2665a8aea6a2\"", "null"}, {"\"2ed6\""});
        if (name == "ratio") return mostly({"1.5", "2", "-1e-3"}, {"\"1.5\""});
        if (name == "open")
            return mostly({"{}", "{\"a\":\"1\"}", "{\"a\":null,\"a\":\"\\t\"}", "{\"\\u0061\":\"x\"}"}, {"{\"a\":1}"});
        return one_of({"null", "5", "\"x\"", "[[[]]]", "{\"a\":{\"b\":[1,2,{}]}}", "\"\\\\\"", "-0.0e5", "\"\""});
    }

    dice& d_;
};

}  // namespace

TEST_CASE("every text of the corpus holds") {
    auto const seeds = corpus();
    REQUIRE(seeds.size() >= 15);
    for (auto const& text : seeds) {
        CAPTURE(text);
        CHECK(json_property::broken(text) == "");
    }
}

TEST_CASE("a record cut at any byte is a clean error for both readers") {
    for (auto const text :
         {records::full_order, std::string_view(R"([{"id": 1, "name": "x"}, {"id": 2, "name": "y\u00e9"}])")}) {
        for (std::size_t n = 0; n < text.size(); ++n) {
            // a copy of its own, so that a sanitizer sees any step over the end
            std::string const cut(text.substr(0, n));
            CAPTURE(cut);
            REQUIRE(json_property::broken(cut) == "");
            auto const r = json::decode<records::order>(cut);
            REQUIRE_FALSE(r);
            CHECK(r.error().code == errc::malformed);
        }
    }
}

TEST_CASE("random well-formed records hold, and most take the quick way") {
    dice d{7};
    int quick = 0;
    int read = 0;
    for (int i = 0; i < 3000; ++i) {
        auto const text = generator{d}.record();
        CAPTURE(text);
        REQUIRE(json::validate(text));
        REQUIRE(json_property::broken(text) == "");
        records::order o;
        if (!json_property::general(o, text, json::plain)) continue;
        ++read;
        records::order scratch;
        quick += json_property::fast(scratch, text, json::plain) ? 1 : 0;

        // and the values are those of an independent document
        auto const doc = nlohmann::json::parse(text);
        CHECK(o.id == doc["id"].get<std::int64_t>());
        CHECK(o.name == doc["name"].get<std::string>());
        CHECK(o.phone.is_absent() == !doc.contains("phone"));
        CHECK((o.tags ? o.tags->size() : 0) == (doc.contains("tags") ? doc["tags"].size() : 0));
        CHECK((o.lines ? o.lines->size() : 0) == (doc.contains("lines") ? doc["lines"].size() : 0));
        if (o.payload) CHECK(nlohmann::json::parse(o.payload->text) == doc["payload"]);
        for (auto const& f : o.more.fields) CHECK(doc.contains(f.name));
    }
    CHECK(read > 500);
    CHECK(quick > read / 3);
}

// Shows R084.
TEST_CASE("random changes to good texts never break what must hold") {
    auto const seeds = corpus();
    dice d{42};
    for (int i = 0; i < 4000; ++i) {
        std::string const text = mutated(seeds[below(d, seeds.size())], seeds, d);
        CAPTURE(i);
        CAPTURE(text);
        REQUIRE(json_property::broken(text) == "");
    }
}
