// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <syncline/core/instant.hpp>

#include "recording.hpp"

// Whether an answer of the emulator is like the recorded one. Two databases differ in the ids they give, in the
// moments things happen, and in random parts of names; everything else has to be the same.

namespace syncline::odoo_conform {

/// A call of a model's method, whatever way it came in.
struct object_call {
    std::string model;
    std::string method;
    json arguments = json::array();  ///< Positional ones, the record ids first where the method takes them.
    json named = json::object();
    bool by_name = false;  ///< JSON-2: no positional arguments; ids are `ids`.
};

/// The call inside a request to `/jsonrpc`, `/json/2` or `/web/dataset/call_kw`; of an XML-RPC request only model and
/// method. Nothing for a request that is no such call.
[[nodiscard]] std::optional<object_call> call_in(json const& request);

/// Whether the method's first argument is a list of record ids.
[[nodiscard]] bool takes_ids(std::string const& method);

/// A model and a database id.
using record_id = std::pair<std::string, std::int64_t>;

/// Which model a relational field points to. Asks once per model; nothing for what is not known.
class relations {
public:
    virtual ~relations() = default;
    [[nodiscard]] virtual std::string to(std::string const& model, std::string const& field) = 0;
};

/// Knows which id of the emulator stands for which recorded one, per model. An id in a place whose model cannot be
/// told belongs to the model "".
class likeness {
public:
    /// `recorded_at` and `played_at`: when. Moments near them are those at which things happened and may differ; any
    /// other date or time has to be the same.
    likeness(relations& r, instant recorded_at, instant played_at)
        : relations_(r), recorded_at_(recorded_at), played_at_(played_at) {}

    /// False when one of the two is known as something else.
    bool learn(std::string const& model, std::int64_t recorded, std::int64_t ours);
    [[nodiscard]] bool knows(std::string const& model, std::int64_t recorded) const;

    /// The arguments of a call as this database would have got them.
    [[nodiscard]] object_call translated(object_call const& c);

    /// The records a call names by id.
    [[nodiscard]] std::vector<record_id> named_in(object_call const& c);

    /// Empty when the results of `c` are alike, else where and how they differ. `trimmed`: what was recorded may be
    /// less than what was answered: fewer members, shorter lists; of rows of which some were left out, members and
    /// types count.
    [[nodiscard]] std::string difference(object_call const& c, json const& recorded, json const& ours, bool trimmed);

    /// The same for any other part of an answer.
    [[nodiscard]] std::string difference(json const& recorded, json const& ours, bool trimmed);

    /// The same for texts: XML is compared tag by tag, a Python traceback by its last line.
    [[nodiscard]] std::string difference(std::string const& recorded, std::string const& ours, bool trimmed);

private:
    /// What the integers in a value are.
    struct meaning {
        enum class kind : std::uint8_t { plain, ids, rows, pairs } what = kind::plain;
        std::string model{};
    };

    [[nodiscard]] std::string differ(json const& recorded, json const& ours, meaning const& m, std::string const& at);
    [[nodiscard]] static std::string differ_shape(json const& recorded, json const& ours, std::string const& at);
    [[nodiscard]] std::string differ_list(json const& recorded, json const& ours, meaning const& m,
                                          std::string const& at);
    [[nodiscard]] std::string differ_object(json const& recorded, json const& ours, meaning const& m,
                                            std::string const& at);
    [[nodiscard]] bool same_text(std::string recorded, std::string ours) const;
    [[nodiscard]] bool same_number_in_text(std::string const& recorded, std::string const& ours) const;
    [[nodiscard]] bool is_moment(std::string const& recorded, std::string const& ours) const;
    [[nodiscard]] meaning member(meaning const& m, json const& object, std::string const& key);

    [[nodiscard]] std::int64_t ours_of(std::string const& model, std::int64_t recorded) const;
    [[nodiscard]] json ids(std::string const& model, json const& v);
    [[nodiscard]] json values(std::string const& model, json const& v);
    [[nodiscard]] json commands(std::string const& model, json const& v);
    [[nodiscard]] json domain(std::string const& model, json const& v);
    [[nodiscard]] json context(std::string const& model, json const& v);
    void translate_load(object_call& c);
    [[nodiscard]] std::string model_at_end(std::string model, std::string const& path);

    relations& relations_;
    instant recorded_at_;
    instant played_at_;
    bool trimmed_ = false;
    std::map<record_id, std::int64_t> ours_;
    std::map<record_id, std::int64_t> recorded_;
    std::vector<record_id> named_;  // while a request is translated
};

}  // namespace syncline::odoo_conform
