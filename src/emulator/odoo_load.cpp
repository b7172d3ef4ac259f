// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <unordered_set>

#include "emulator/odoo_environment.hpp"

// `load`: rows of text in, an upsert by external id out, all or nothing. Follows load_upsert, the parallel loads in
// experiments, and json2_success; the order of its messages is that of the server: first what could not be converted,
// then what could not be stored.

namespace syncline::inline v1::emulator::erp {

namespace {

using path = std::vector<std::string>;

path split(std::string const& column) {
    path out;
    std::size_t from = 0;
    for (;;) {
        auto const slash = column.find('/', from);
        out.push_back(column.substr(from, slash - from));
        if (slash == std::string::npos) return out;
        from = slash + 1;
    }
}

/// What a cell could not become: a message about one field, `%(field)s` to be filled in.
struct cell_error {
    std::string message;
    json more_info{};
};

constexpr std::string_view field_mark = "%(field)s";

std::string filled(std::string message, std::string const& label) {
    auto const at = message.find(field_mark);
    return at == std::string::npos ? message : message.replace(at, field_mark.size(), label);
}

bool is_reference(std::string const& name) { return name.empty() || name == "id" || name == ".id"; }

}  // namespace

class loader {
public:
    loader(environment& env, model const& m) : env_(env), model_(m) {}

    json run(json const& fields, json const& rows) {
        std::vector<path> columns;
        for (auto const& f : fields) {
            columns.push_back(split(as_text(f)));
            if (!is_reference(columns.back()[0]) && !model_.find(columns.back()[0])) {
                // load_upsert, "unknown field"
                if (env_.series() == 16) throw key_error(columns.back()[0]);
                throw value_error("Invalid field name " + repr(columns.back()[0]));
            }
        }
        std::vector<json> cells;
        for (auto const& r : rows) {
            json row = r;
            for (auto& c : row)
                if (c.is_null()) c = false;
            cells.push_back(std::move(row));
        }
        auto const start = env_.db().mark();
        auto const noted = env_.effects.size();
        for (auto const& r : extract(model_, columns, cells)) {
            convert(r);
        }
        flush();
        bool failed = false;
        for (auto const& m : messages_) failed = failed || m["type"] == "error";
        if (failed) {
            env_.db().undo_to(start);
            env_.effects.resize(noted);
        }
        return {{"ids", failed ? json(false) : json(ids_)}, {"messages", messages_}, {"nextrow", 0}};
    }

private:
    struct extracted {
        json values;  ///< Cells by field; a relational field holds a list of such objects.
        std::size_t from;
        std::size_t to;
    };
    struct ready {
        std::string external;
        json values;
        json info;
    };

    /// Rows into records: a row with nothing but cells of one2many fields continues the record above it.
    std::vector<extracted> extract(model const& m, std::vector<path> const& columns,
                                   std::vector<json> const& rows) const {
        auto const kind_of = [&](std::size_t c) {
            return is_reference(columns[c][0]) ? nullptr : m.find(columns[c][0]);
        };
        auto const cell = [&](json const& row, std::size_t c) { return c < row.size() ? row[c] : json(false); };
        auto const continues = [&](json const& row) {
            bool many = false;
            for (std::size_t c = 0; c < columns.size(); ++c) {
                field const* const f = kind_of(c);
                bool const filled_in = truth(cell(row, c));
                if (f && f->kind == kind::one2many)
                    many = many || filled_in;
                else if (filled_in)
                    return false;
            }
            return many;
        };
        std::vector<extracted> out;
        for (std::size_t i = 0; i < rows.size();) {
            std::size_t end = i + 1;
            while (end < rows.size() && continues(rows[end])) ++end;
            json record = json::object();
            for (std::size_t c = 0; c < columns.size(); ++c) {
                field const* const f = kind_of(c);
                if (!f || !f->is_relational()) {
                    record[columns[c][0]] = cell(rows[i], c);
                    continue;
                }
                if (record.contains(columns[c][0])) continue;
                std::vector<path> below;
                std::vector<std::size_t> from;
                for (std::size_t d = 0; d < columns.size(); ++d)
                    if (columns[d][0] == columns[c][0]) {
                        below.emplace_back(columns[d].begin() + 1, columns[d].end());
                        if (below.back().empty()) below.back().emplace_back();
                        from.push_back(d);
                    }
                std::vector<json> part;
                for (std::size_t r = i; r < end; ++r) {
                    json sub = json::array();
                    bool any = false;
                    for (auto const d : from) {
                        sub.push_back(cell(rows[r], d));
                        any = any || truth(sub.back());
                    }
                    if (any) part.push_back(std::move(sub));
                }
                json records = json::array();
                for (auto const& e : extract(env_.named(f->extra), below, part)) records.push_back(e.values);
                record[columns[c][0]] = std::move(records);
            }
            out.push_back({std::move(record), i, end - 1});
            i = end;
        }
        return out;
    }

    void convert(extracted const& r) {
        json const info = {{"rows", {{"from", r.from}, {"to", r.to}}}};
        auto const index = record_++;
        auto const complain = [&](std::string const& field_name, std::string const& label, cell_error const& e) {
            json m = info;
            m["type"] = "error";
            m["record"] = index;
            m["field"] = field_name;
            m["message"] = filled(e.message, label);
            if (!e.more_info.is_null()) m["moreinfo"] = e.more_info;
            if (!label.empty()) m["field_name"] = label;
            messages_.push_back(std::move(m));
        };
        ready out;
        out.info = info;
        out.info["record"] = index;
        if (r.values.contains("id") && truth(r.values["id"])) {
            out.external = as_text(r.values["id"]);
            if (out.external.find('.') == std::string::npos) out.external = "__import__." + out.external;
        }
        json id;
        if (r.values.contains(".id") && truth(r.values[".id"])) {
            auto const text = as_text(r.values[".id"]);
            if (auto const found = by_number(model_, text))
                id = *found;
            else  // load_upsert, ".id of a missing record"
                complain(".id", {}, {"Unknown database identifier " + repr(text)});
        }
        out.values = cells_of(model_, r.values, [&](field const& f, cell_error const& e) {
            complain(std::string(f.name), std::string(f.label), e);
        });
        if (out.external.empty() && !id.is_null()) out.values["id"] = id;
        if (!out.external.empty()) waiting_.insert(out.external);
        batch_.push_back(std::move(out));
    }

    template <class Complain>
    json cells_of(model const& m, json const& record, Complain complain) {
        json out = json::object();
        for (auto const& [name, cell] : record.items()) {
            if (is_reference(name)) continue;
            field const* const f = m.find(name);
            if (!f) throw value_error("Invalid field name " + repr(name));
            if (!truth(cell)) {
                out[name] = false;  // load_upsert, "empty cell clears"; an empty one2many loses all its records
                continue;
            }
            try {
                out[name] = value_of(m, *f, cell);
            } catch (cell_error const& e) {
                complain(*f, e);
            }
        }
        return out;
    }

    json value_of(model const&, field const& f, json const& cell) {
        auto const text = cell.is_array() ? std::string() : as_text(cell);
        switch (f.kind) {
            case kind::boolean: {
                if (!cell.is_string())
                    throw exception{.name = "builtins.AttributeError",
                                    .message = "'bool' object has no attribute 'lower'"};
                std::string low = text;
                std::transform(low.begin(), low.end(), low.begin(),
                               [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
                if (low == "1" || low == "true" || low == "yes") return true;
                if (low == "0" || low == "false" || low == "no") return false;
                throw cell_error{"Unknown value " + repr(text) + " for boolean field '%(field)s'",
                                 "Use '1' for yes and '0' for no"};
            }
            case kind::integer: {
                std::int64_t n = 0;
                auto const [end, ec] = std::from_chars(text.data(), text.data() + text.size(), n);
                if (ec != std::errc() || end != text.data() + text.size())
                    throw cell_error{repr(text) + " does not seem to be an integer for field '%(field)s'"};
                return n;
            }
            case kind::floating:
            case kind::monetary: {
                double d = 0;
                auto const [end, ec] = std::from_chars(text.data(), text.data() + text.size(), d);
                if (ec != std::errc() || end != text.data() + text.size())
                    throw cell_error{repr(text) + " does not seem to be a number for field '%(field)s'"};
                return d;
            }
            case kind::date: try { return read_date(text);
                } catch (exception const&) {
                    throw cell_error{repr(text) + " does not seem to be a valid date for field '%(field)s'",
                                     "Use the format '2012-12-31'"};
                }
            case kind::datetime:
                try {
                    // a time in a file is meant in the time zone of the user who loads it
                    return show_datetime(from_local(env_.timezone(), read_datetime(text)));
                } catch (exception const&) {
                    throw cell_error{repr(text) + " does not seem to be a valid datetime for field '%(field)s'",
                                     "Use the format '2012-12-31 23:59:59'"};
                }
            case kind::selection: {
                json labels = json::array();
                for (std::string_view rest = f.extra; !rest.empty();) {
                    auto const end = rest.find(';');
                    auto const option = rest.substr(0, end);
                    auto const colon = option.find(':');
                    if (option.substr(0, colon) == text || option.substr(colon + 1) == text)
                        return option.substr(0, colon);
                    labels.push_back(option.substr(colon + 1));
                    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
                }
                throw cell_error{"Value " + repr(text) + " not found in selection field '%(field)s'", labels};
            }
            case kind::many2one: return reference(f, cell[0]);
            case kind::many2many: {
                // one cell lists them, separated by commas
                json ids = json::array();
                auto const first = cell[0].begin();
                std::string const& how = first.key();
                std::string_view rest = first->get_ref<std::string const&>();
                for (bool more = true; more;) {
                    auto const comma = rest.find(',');
                    ids.push_back(reference(f, {{how, rest.substr(0, comma)}}));
                    more = comma != std::string_view::npos;
                    if (more) rest.remove_prefix(comma + 1);
                }
                return json::array({json::array({6, 0, ids})});
            }
            case kind::one2many: return children(f, cell);
            default: return text;
        }
    }

    /// A record named by external id, by database id or by name, in the one cell of `how`.
    json reference(field const& f, json const& how) {
        model const& other = env_.named(f.extra);
        for (auto const& [sub, cell] : how.items()) {
            auto const text = as_text(cell);
            std::string kind_of_id = "name";
            json help = {{"name", "Possible Values"},
                         {"type", "ir.actions.act_window"},
                         {"target", "new"},
                         {"view_mode", env_.series() == 16 ? "tree,form" : "list,form"},
                         {"views", json::array({json::array({false, "list"}), json::array({false, "form"})})},
                         {"context", {{"create", false}}},
                         {"help", "See all possible values"}};
            if (sub == "id" || sub == ".id") {
                kind_of_id = sub == "id" ? "external id" : "database id";
                help["res_model"] = "ir.model.data";
                help["domain"] = json::array({json::array({"model", "=", other.name})});
            } else {
                help["res_model"] = other.name;
            }
            if (sub == "id") {
                if (auto const id = by_external(other, text)) return *id;
            } else if (sub == ".id") {
                std::int64_t n = 0;
                auto const [end, ec] = std::from_chars(text.data(), text.data() + text.size(), n);
                if (ec != std::errc() || end != text.data() + text.size())
                    throw cell_error{"Invalid database id " + repr(text) + " for the field '%(field)s'", help};
                if (auto const id = by_number(other, text)) return *id;
            } else {
                flush();
                json const hits = env_.name_search(other, text, json::array(), "=", 0);
                if (!hits.empty()) return hits[0][0];
            }
            throw cell_error{"No matching record found for " + kind_of_id + " " + repr(text) + " in field '%(field)s'",
                             help};
        }
        return false;
    }

    /// Lines: updated when their own id names one, else added. That a line without an id of its own is added again by
    /// every load is the server's, not the emulator's, idea.
    json children(field const& f, json const& records) {
        model const& other = env_.named(f.extra);
        json commands = json::array();
        for (auto const& r : records) {
            json vals = cells_of(other, r, [&](field const& sub, cell_error const& e) {
                throw cell_error{filled(e.message, "%(field)s/" + std::string(sub.label)), e.more_info};
            });
            std::optional<id_type> id;
            std::string external;
            if (r.contains(".id") && truth(r[".id"])) {
                id = by_number(other, as_text(r[".id"]));
            } else if (r.contains("id") && truth(r["id"])) {
                external = as_text(r["id"]);
                if (external.find('.') == std::string::npos) external = "__import__." + external;
                id = by_external(other, external);
            }
            if (id) {
                commands.push_back(json::array({4, *id}));
                commands.push_back(json::array({1, *id, std::move(vals)}));
            } else {
                // the third member of a "create" command may name the new record
                commands.push_back(json::array({0, external.empty() ? json(0) : json(external), std::move(vals)}));
            }
        }
        return commands;
    }

    std::optional<id_type> by_external(model const& other, std::string name) {
        if (name.find('.') == std::string::npos) name = "__import__." + name;
        // a record further up in the same call must be there before it can be pointed to
        if (waiting_.contains(name)) flush();
        auto const row = env_.db().external(name);
        if (!row) return std::nullopt;
        model const& data = env_.named("ir.model.data");
        json const id = env_.get(data, *row, "res_id");
        if (env_.get(data, *row, "model") != json(other.name)) return std::nullopt;
        if (!env_.db().at(other.name).rows.contains(id.get<id_type>())) return std::nullopt;
        return id.get<id_type>();
    }

    std::optional<id_type> by_number(model const& other, std::string const& text) {
        std::int64_t n = 0;
        auto const [end, ec] = std::from_chars(text.data(), text.data() + text.size(), n);
        if (ec != std::errc() || end != text.data() + text.size()) return std::nullopt;
        return env_.db().at(other.name).rows.contains(n) ? std::optional(n) : std::nullopt;
    }

    id_type store(ready const& r) {
        auto const index = r.info["record"].get<std::size_t>();
        if (env_.faults() &&
            env_.faults()->refuses(index, r.values.dump(-1, ' ', false, json::error_handler_t::replace)))
            throw user_error("The record was refused.");
        json vals = r.values;
        std::optional<id_type> known;
        if (!r.external.empty()) {
            if (auto const row = env_.db().external(r.external)) {
                model const& data = env_.named("ir.model.data");
                // experiments, "two parallel loads of one new external id": the loser hears of it like this
                if (!env_.db().see(env_.db().at(data.name), *row, env_.seen())) throw serialization_failure();
                if (json const of = env_.get(data, *row, "model"); of != json(model_.name))
                    throw validation_error("For external id " + r.external +
                                           " when trying to create/update a record of model " +
                                           std::string(model_.name) + " found record of different model " +
                                           as_text(of) + " (" + std::to_string(*row) + ")");
                auto const id = env_.get(data, *row, "res_id").get<id_type>();
                if (env_.db().at(model_.name).rows.contains(id)) known = id;
            }
        } else if (vals.contains("id")) {
            known = vals["id"].get<id_type>();
        }
        vals.erase("id");
        named_children_.clear();
        take_names(vals);
        id_type id = 0;
        if (known) {
            id = *known;
            env_.write(model_, {id}, vals);
        } else {
            id = env_.create(model_, vals);
            if (model_.name == "product.product" && !r.external.empty())
                env_.bind(r.external + "_product_template", "product.template",
                          env_.get(model_, id, "product_tmpl_id").get<id_type>());
        }
        name_children(id);
        if (!r.external.empty()) env_.bind(r.external, model_.name, id);
        return id;
    }

    /// Remembers which new lines are to get an external id, and hides those names from `create`.
    void take_names(json& vals) {
        for (auto& [name, commands] : vals.items()) {
            field const* const f = model_.find(name);
            if (!f || f->kind != kind::one2many || !commands.is_array()) continue;
            for (auto& c : commands)
                if (c[0] == 0) {
                    named_children_.emplace_back(f, c[1].is_string() ? c[1].get<std::string>() : std::string());
                    c[1] = 0;
                }
        }
    }

    /// New lines come in the order of their commands, so the newest n of the parent are the n that were made.
    void name_children(id_type parent) {
        for (std::size_t i = 0; i < named_children_.size();) {
            field const& f = *named_children_[i].first;
            std::size_t end = i;
            while (end < named_children_.size() && named_children_[end].first == &f) ++end;
            model const& other = env_.named(f.extra);
            auto const& all = env_.db().at(other.name).pointing[other.at(f.through).slot][parent];
            auto it = std::prev(all.end(), static_cast<std::ptrdiff_t>(end - i));
            std::vector<std::string> bound;
            for (; i < end; ++i, ++it) {
                auto const& external = named_children_[i].second;
                if (external.empty()) continue;
                if (std::find(bound.begin(), bound.end(), external) != bound.end())
                    throw exception{.name = "psycopg2.errors.CardinalityViolation",
                                    .message =
                                        "ON CONFLICT DO UPDATE command cannot affect row a second time\nHINT:  "
                                        "Ensure that no rows proposed for insertion within the same command "
                                        "have duplicate constrained values.\n"};
                bound.push_back(external);
                env_.bind(external, other.name, *it);
            }
        }
    }

    void flush() {
        if (batch_.empty()) return;
        auto const batch = std::move(batch_);
        batch_.clear();
        waiting_.clear();
        auto const start = env_.db().mark();
        auto const noted = env_.effects.size();
        auto const kept = ids_.size();
        std::size_t errors = 0;
        for (std::size_t i = 0; i < batch.size(); ++i) {
            auto const before = env_.db().mark();
            auto const noted_before = env_.effects.size();
            try {
                ids_.push_back(store(batch[i]));
            } catch (exception const& e) {
                env_.db().undo_to(before);
                env_.effects.resize(noted_before);
                json m = batch[i].info;
                m["type"] = "error";
                m["message"] = e.in_load.empty() ? e.message : e.in_load;
                if (!e.is_user_error() && !e.is_database_error()) {
                    m["message"] = "Unknown error during import: <class '" +
                                   (e.name.starts_with("builtins.") ? e.name.substr(9) : e.name) + "'>: " + e.message;
                    m["moreinfo"] = "Resolve other errors first";
                }
                if (!e.field.empty()) m["field"] = e.field;
                messages_.push_back(std::move(m));
                ++errors;
            }
            if (errors >= 10 && errors * 10 >= i + 1) {
                messages_.push_back({{"type", "warning"},
                                     {"message",
                                      "Found more than 10 errors and more than one error per 10 records, interrupted "
                                      "to avoid showing too many errors."}});
                break;
            }
        }
        if (errors > 0) {
            env_.db().undo_to(start);
            env_.effects.resize(noted);
            ids_.resize(kept);
        }
    }

    environment& env_;
    model const& model_;
    std::vector<ready> batch_;
    std::unordered_set<std::string> waiting_;  // external ids of the records not stored yet
    std::vector<std::pair<field const*, std::string>> named_children_;
    std::vector<id_type> ids_;
    json messages_ = json::array();
    std::size_t record_ = 0;
};

json environment::load(model const& m, json const& fields, json const& rows) {
    return loader(*this, m).run(fields, rows);
}

}  // namespace syncline::inline v1::emulator::erp
