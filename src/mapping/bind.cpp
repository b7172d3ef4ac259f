// SPDX-License-Identifier: Apache-2.0
// Rules that were read as text, checked against the types they connect, and run.
#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <syncline/core/text.hpp>
#include <syncline/mapping/data_mapping.hpp>

#include "mapping/bound_path.hpp"
#include "mapping/held_value.hpp"
#include "mapping/rule_text.hpp"
#include "mapping/stock_steps.hpp"

namespace syncline::inline v1::rules {
namespace {

/// A step of a pipeline, by what it does with a value that is not there.
struct runnable {
    enum class kind_of { call, require, substitute, substitute_blank } kind = kind_of::call;
    bound_step step{};
    std::shared_ptr<held_value const> otherwise{};
};

/// Everything from a source to the member it is written to.
struct bound_pipeline {
    rule_text::kind_of source = rule_text::kind_of::paths;
    std::vector<bound_path> paths{};
    std::shared_ptr<held_value const> constant{};
    std::string produced{};
    std::optional<std::string> joined_with{};  ///< Of several paths.
    std::vector<runnable> steps{};
    converter convert = nullptr;
    value_type const* converted = nullptr;
    bool keeps_nothing = false;  ///< Same type, same wrapping: nothing is written as nothing.
};

struct bound_value {
    bound_pipeline pipeline{};
    std::string source{};  ///< For failures.
    // a choice:
    std::optional<bound_path> tested{};
    std::shared_ptr<held_value const> equal_to{};  ///< None: the path has a value.
    bound_test test{};
    std::unique_ptr<bound_value> yes{};
    std::unique_ptr<bound_value> no{};

    [[nodiscard]] bound_value const& chosen(void const* record) const {
        if (!yes) return *this;
        bool holds = false;
        if (tested) {
            auto const v = tested->read(record);
            holds = v.state == presence::given && (!equal_to || tested->type->equal(v.at, equal_to->get()));
        } else {
            holds = test.run(test.self.get(), record);
        }
        return (holds ? yes : no)->chosen(record);
    }
};

struct bound_rule {
    member_type const* target = nullptr;
    std::string text{};  ///< Its line.
    bool skips = false;
    bound_value value{};
};

/// A member that goes over as it is.
struct plain_copy {
    member_type const* from = nullptr;
    member_type const* to = nullptr;
    bool keeps_nothing = false;
};

[[nodiscard]] std::string name_of(value_type const& t, wrapping wraps) {
    return name_of(t) + (wraps == wrapping::none ? "" : " that may be missing");
}

}  // namespace

class bound_rules {
public:
    std::vector<bound_rule> rules{};  // in the order of the target's members
    std::vector<plain_copy> copies{};
    std::vector<bound_rule const*> others{};  // neither copies nor left out
    std::string text{};
    classified_fields reads{};
};

namespace {

[[nodiscard]] std::string spelling_of(token const& t) { return t.in_quotes ? quote(t.text) : t.text; }

/// One mapping on its way from text to rules. Every reason against it is collected.
class binder {
public:
    binder(record_type const& from, record_type const& to, mapping_terms const& terms)
        : from_(from), to_(to), terms_(terms) {}

    struct line {
        std::string where{};
        std::string field{};
        rule_text const* rule = nullptr;
    };

    void bind(std::vector<line> const& lines, std::string_view where, bound_rules& out) {
        out.rules.resize(to_.members.size());
        std::vector<line const*> taken(to_.members.size());
        for (auto const& l : lines) {
            where_ = l.where;
            auto const* const target = member_named(to_, l.field);
            if (!target) {
                refuse("found target field " + quote(shorten(l.field)) + ", which is not there" +
                       nearest(l.field, names_of(to_)));
                continue;
            }
            auto const at = static_cast<std::size_t>(target - to_.members.data());
            if (taken[at] != nullptr) {
                refuse("found a second rule for " + l.field + ", expected one");
                continue;
            }
            taken[at] = &l;
            out.rules[at] = rule(*target, l.rule);
        }
        where_ = where;
        for (std::size_t i = 0; i < taken.size(); ++i)
            if (taken[i] == nullptr)
                refuse("found no rule for " + std::string(to_.members[i].name) +
                       ", expected one; leave it out on purpose if that is meant");
        std::vector<std::string> texts;
        for (auto& r : out.rules) texts.push_back(r.text);
        out.text = rules::text_of(texts);
        out.reads = std::move(reads_);
        if (refused_.empty()) sort_out(out);
    }

    [[nodiscard]] std::vector<std::string> const& refused() const noexcept { return refused_; }

private:
    static void sort_out(bound_rules& out) {
        for (auto const& r : out.rules) {
            auto const& p = r.value.pipeline;
            if (r.skips) continue;
            if (!r.value.yes && p.source == rule_text::kind_of::paths && p.paths.size() == 1 &&
                p.paths.front().members.size() == 1 && p.steps.empty() && !p.convert)
                out.copies.push_back({p.paths.front().members.front(), r.target, p.keeps_nothing});
            else
                out.others.push_back(&r);
        }
    }

    /// What flows from one step to the next.
    struct flowing {
        value_type const* type = nullptr;
        wrapping wraps = wrapping::none;
    };

    void refuse(std::string why) { refused_.push_back(where_ + ": " + std::move(why)); }

    [[nodiscard]] bound_rule rule(member_type const& target, rule_text const* text) {
        bound_rule out;
        out.target = &target;
        out.skips = text == nullptr;
        if (!text) {
            out.text = "skip " + std::string(target.name);
            return out;
        }
        check_owner(target);
        if (!target.write) refuse("found a type of field that cannot be assigned, expected it to be left out");
        std::string spelled;
        out.value = value(target, *text, spelled);
        out.text = "to " + std::string(target.name) + " = " + spelled;
        return out;
    }

    void check_owner(member_type const& target) {
        if (!target.facts) return;
        auto const& facts = *target.facts;
        auto const owner = std::string(boost::describe::enum_to_string(facts.owner, "?"));
        bool const owns = std::find(terms_.by.begin(), terms_.by.end(), facts.owner) != terms_.by.end();
        bool const library =
            facts.owner == model::system_role::library ||
            std::find(terms_.by.begin(), terms_.by.end(), model::system_role::library) != terms_.by.end();
        if (facts.outcome && !owns)
            refuse("found a rule for " + std::string(target.name) + ", an accounting outcome that is told only by " +
                   owner + "; leave it out, or map by its owner");
        else if (!terms_.by.empty() && !owns && !library)
            refuse("found a rule for " + std::string(target.name) + ", which is owned by " + owner +
                   "; leave it out, or map by its owner");
    }

    /// Sets `spelled` to the rule as the typed mapping would print it.
    [[nodiscard]] bound_value value(member_type const& target, rule_text const& text, std::string& spelled) {
        bound_value out;
        out.source = source_of(text);
        if (text.kind != rule_text::kind_of::choice) {
            pipeline(target, text, out.pipeline, spelled);
            return out;
        }
        auto const test = this->test(text.test, out);
        std::string yes;
        std::string no;
        out.yes = std::make_unique<bound_value>(value(target, *text.yes, yes));
        out.no = std::make_unique<bound_value>(value(target, *text.no, no));
        spelled = "when " + test + ": " + yes + "; otherwise: " + no;
        return out;
    }

    [[nodiscard]] std::string test(test_text const& text, bound_value& out) {
        if (text.kind == test_text::kind_of::named) {
            if (terms_.words)
                for (auto const& t : terms_.words->tests())
                    if (t.name == text.subject && t.record->members.data() == from_.members.data()) out.test = t;
            if (!out.test.run)
                refuse("found test " + quote(shorten(text.subject)) + ", which is not there for this record");
            return text.subject;
        }
        out.tested = path(text.subject);
        if (!out.tested) return {};
        if (text.kind == test_text::kind_of::has_value) {
            if (out.tested->wraps == wrapping::none)
                refuse("found a test whether " + text.subject + " has a value, expected a field that may be missing");
            return text.subject + " has a value";
        }
        auto const& type = *out.tested->type;
        if (!type.equal || !type.parse) {
            refuse("found a comparison with " + text.subject + ", a " + name_of(type) + ", which cannot be compared");
            return {};
        }
        out.equal_to = literal_of(type, text.value, "to compare " + text.subject + " with");
        return text.subject + " is " + spelling_of(text.value);
    }

    [[nodiscard]] std::shared_ptr<held_value const> literal_of(value_type const& type, token const& t,
                                                               std::string_view what) {
        auto out = std::make_shared<held_value>();
        if (type.parse && type.parse(t.text, t.in_quotes, out->room_for(type))) {
            out->keep();
            return out;
        }
        refuse("found " + shorten(spelling_of(t)) + ' ' + std::string(what) + ", expected " + name_of(type) +
               (type.parse ? "" : ", which has no constants"));
        return nullptr;
    }

    [[nodiscard]] std::optional<bound_path> path(std::string_view dotted) {
        auto out = path_in(from_, dotted);
        if (!out) {
            refuse(std::move(out).error().message);
            return std::nullopt;
        }
        for (auto const* const m : out->members) note_reading(*m);
        return *std::move(out);
    }

    void note_reading(member_type const& m) {
        if (!m.facts) return;
        std::pair const one{m.name, model::name_of(m.facts->sensitivity)};
        if (std::find(reads_.begin(), reads_.end(), one) == reads_.end()) reads_.push_back(one);
        secret_ = secret_ || m.facts->sensitivity == model::classification::secret;
    }

    void pipeline(member_type const& target, rule_text const& text, bound_pipeline& out, std::string& spelled) {
        secret_ = false;
        out.source = text.kind;
        auto now = source(target, text, out);
        spelled = source_of(text);
        if (secret_ && !(target.facts && target.facts->sensitivity == model::classification::secret))
            refuse("found a rule that copies a secret into " + std::string(target.name) + ", which is not secret");
        auto step = text.steps.begin();
        if (now && text.paths.size() > 1) {
            now = join(text, out);
            if (now) (spelled += " | joined ") += quote(*out.joined_with), ++step;
        }
        for (; now && step != text.steps.end(); ++step) now = this->step(target, *step, *now, out, spelled);
        if (now) finish(target, *now, out);
    }

    [[nodiscard]] std::optional<flowing> source(member_type const& target, rule_text const& text, bound_pipeline& out) {
        switch (text.kind) {
            case rule_text::kind_of::record:
                for (auto const& m : from_.members) note_reading(m);
                return flowing{nullptr, wrapping::none};
            case rule_text::kind_of::produced:
                out.produced = text.step;
                return flowing{&type_of<external_ref>, wrapping::optional};
            case rule_text::kind_of::constant: return constant(target, text.constant, out);
            default: break;
        }
        for (auto const& p : text.paths) {
            auto one = path(p);
            if (!one) return std::nullopt;
            out.paths.push_back(*std::move(one));
        }
        return flowing{out.paths.front().type, out.paths.front().wraps};
    }

    /// Of the target's type, or a text that becomes one.
    [[nodiscard]] std::optional<flowing> constant(member_type const& target, token const& t, bound_pipeline& out) {
        auto const* type = target.type;
        if (!type->parse && t.in_quotes && type->from(type_of<std::string>)) type = &type_of<std::string>;
        out.constant = literal_of(*type, t, "as a constant");
        if (!out.constant) return std::nullopt;
        return flowing{type, wrapping::none};
    }

    [[nodiscard]] std::optional<flowing> join(rule_text const& text, bound_pipeline& out) {
        for (std::size_t i = 0; i < out.paths.size(); ++i)
            if (out.paths[i].type != &type_of<std::string>) {
                refuse("found " + text.paths[i] + ", a " + name_of(*out.paths[i].type) + ", among fields to join, " +
                       "expected texts");
                return std::nullopt;
            }
        if (text.steps.empty() || text.steps.front().name != "joined") {
            refuse("found several source fields, expected `| joined \"...\"` behind them");
            return std::nullopt;
        }
        if (!joined_takes(text.steps.front())) return std::nullopt;
        out.joined_with = text.steps.front().words.front().text;
        return flowing{&type_of<std::string>, wrapping::none};
    }
    [[nodiscard]] bool joined_takes(step_text const& s) {
        if (s.words.size() == 1 && s.words.front().in_quotes) return true;
        refuse("step joined: found no single text behind it, expected what stands between, in quotes");
        return false;
    }

    [[nodiscard]] std::optional<flowing> step(member_type const& target, step_text const& s, flowing now,
                                              bound_pipeline& out, std::string& spelled) {
        auto const before = refused_.size();
        auto made = special(target, s, now);
        if (!made && refused_.size() == before) made = plain(s, now);
        if (!made) return std::nullopt;
        (spelled += " | ") += made->first.step.text;
        out.steps.push_back(std::move(made->first));
        return made->second;
    }

    using step_and_flow = std::pair<runnable, flowing>;

    /// The steps that depend on more than one type: of the target, of lists, of what may be missing.
    [[nodiscard]] std::optional<step_and_flow> special(member_type const& target, step_text const& s, flowing now) {
        if (now.type == nullptr) return std::nullopt;  // the whole record: only the host's own policies know it
        if (s.name == "required") {
            if (now.wraps == wrapping::none) return not_accepted(s, now, "a value that may be missing");
            runnable r{runnable::kind_of::require, {}, {}};
            r.step.text = "required";
            return step_and_flow{std::move(r), {now.type, wrapping::none}};
        }
        if (s.name == "or_else") return or_else_step(s, now);
        if (s.name == "translated" || s.name == "translated_open") return translation(target, s, now);
        if (s.name == "part") return part_step(s, now);
        if (s.name == "joined" && now.type->list) return join_list(s, now);
        if (s.name == "each") return each_step(target, s, now);
        return std::nullopt;
    }

    std::nullopt_t not_accepted(step_text const& s, flowing now, std::string_view expected) {
        refuse("step " + s.name + ": found " + (now.type ? name_of(*now.type, now.wraps) : "the record") +
               ", expected " + std::string(expected));
        return std::nullopt;
    }

    [[nodiscard]] std::optional<step_and_flow> or_else_step(step_text const& s, flowing now) {
        bool const blank = now.wraps == wrapping::none && now.type == &type_of<std::string>;
        if (now.wraps == wrapping::none && !blank) return not_accepted(s, now, "a value that may be missing");
        if (s.words.size() != 1) {
            refuse("step or_else: found " + std::to_string(s.words.size()) + " constants, expected one");
            return std::nullopt;
        }
        runnable r{blank ? runnable::kind_of::substitute_blank : runnable::kind_of::substitute, {}, {}};
        r.otherwise = literal_of(*now.type, s.words.front(), "for or_else");
        if (!r.otherwise) return std::nullopt;
        r.step.out = now.type;
        r.step.text = "or_else " + spelling_of(s.words.front());
        return step_and_flow{std::move(r), {now.type, wrapping::none}};
    }

    struct table {
        value_type const* key = nullptr;
        value_type const* value = nullptr;
        open_type const* open = nullptr;
        std::vector<std::pair<std::shared_ptr<held_value const>, std::shared_ptr<held_value const>>> rows{};
        std::string keys{};  ///< For the message of a value that is not in it.
    };

    [[nodiscard]] std::optional<step_and_flow> translation(member_type const& target, step_text const& s, flowing now) {
        bool const open = s.name == "translated_open";
        auto t = std::make_shared<table>();
        t->key = now.type;
        t->value = target.type;
        if (open) {
            if (now.type != &type_of<std::string>) return not_accepted(s, now, "text");
            if (!target.type->open) {
                refuse("step translated_open: found field " + std::string(target.name) + ", a " +
                       name_of(*target.type) + ", expected one that keeps words it does not know");
                return std::nullopt;
            }
            t->open = target.type->open();
            t->value = t->open->choice;
        }
        if (!t->key->equal || !t->key->parse) return not_accepted(s, now, "a value that can be compared");
        if (s.rows.empty()) {
            refuse("step " + s.name + ": found no rows, expected some as \"won\"=draft");
            return std::nullopt;
        }
        runnable r;
        r.step.text = s.name;
        for (auto const& row : s.rows) {
            auto key = literal_of(*t->key, row.key, "as what is translated");
            auto value = literal_of(*t->value, row.value, "as what it becomes");
            if (!key || !value) return std::nullopt;
            for (auto const& other : t->rows)
                if (t->key->equal(other.first->get(), key->get())) {
                    refuse("step " + s.name + ": found " + shorten(spelling_of(row.key)) + " twice, expected it once");
                    return std::nullopt;
                }
            t->rows.emplace_back(std::move(key), std::move(value));
            (t->keys += ' ') += spelling_of(row.key);
            (((r.step.text += ' ') += spelling_of(row.key)) += '=') += spelling_of(row.value);
        }
        r.step.out = target.type;
        r.step.run = [](void const* self, void const* in, void* out, map_context const&, std::optional<error>& why) {
            auto const& rows = *static_cast<table const*>(self);
            for (auto const& [key, value] : rows.rows)
                if (rows.key->equal(key->get(), in)) {
                    if (rows.open)
                        rows.open->make(value->get(), *static_cast<std::string const*>(in), out);
                    else
                        rows.value->copy(value->get(), out);
                    return presence::given;
                }
            if (rows.open) {
                rows.open->make(nullptr, *static_cast<std::string const*>(in), out);
                return presence::given;
            }
            std::string message = "found a value that is not in the table";
            if (rows.key == &type_of<std::string>)
                message =
                    "found \"" + shorten(*static_cast<std::string const*>(in), 40) + "\", expected one of" + rows.keys;
            why = error{.code = errc::mapping, .message = std::move(message)};
            return presence::absent;
        };
        r.step.self = std::move(t);
        return step_and_flow{std::move(r), {target.type, now.wraps}};
    }

    struct part_of {
        std::size_t number;
        list_type const* list;
    };

    [[nodiscard]] std::optional<step_and_flow> part_step(step_text const& s, flowing now) {
        if (!now.type->list) return not_accepted(s, now, "a list");
        if (now.wraps != wrapping::none) return twice_missing(s);
        auto const& list = *now.type->list();
        if (s.words.size() != 1 || s.words.front().in_quotes || !list.element->copy || list.wraps != wrapping::none ||
            s.words.front().text.size() > 4 ||
            s.words.front().text.find_first_not_of("0123456789") != std::string::npos) {
            refuse("step part: expected the number of a part behind it, counted from 0");
            return std::nullopt;
        }
        auto self = std::make_shared<part_of>(part_of{std::stoul(s.words.front().text), &list});
        runnable r;
        r.step.text = "part " + std::to_string(self->number);
        r.step.out = list.element;
        r.step.run = [](void const* p, void const* in, void* out, map_context const&, std::optional<error>&) {
            auto const& part = *static_cast<part_of const*>(p);
            if (part.number >= part.list->size(in)) return presence::absent;
            part.list->element->copy(part.list->at(in, part.number), out);
            return presence::given;
        };
        r.step.self = std::move(self);
        return step_and_flow{std::move(r), {list.element, wrapping::optional}};
    }

    std::nullopt_t twice_missing(step_text const& s) {
        refuse("step " + s.name + ": found a value that may be missing already, expected `| required` or `| or_else` " +
               "before a step that may make nothing");
        return std::nullopt;
    }

    [[nodiscard]] std::optional<step_and_flow> join_list(step_text const& s, flowing now) {
        auto const& list = *now.type->list();
        if (list.element != &type_of<std::string> || list.wraps != wrapping::none)
            return not_accepted(s, now, "a list of texts");
        if (!joined_takes(s)) return std::nullopt;
        auto with = std::make_shared<std::string>(s.words.front().text);
        runnable r;
        r.step.text = "joined " + quote(*with);
        r.step.out = &type_of<std::string>;
        r.step.run = [](void const* self, void const* in, void* out, map_context const&, std::optional<error>&) {
            auto const& between = *static_cast<std::string const*>(self);
            auto* const joined = new (out) std::string;
            for (auto const& part : *static_cast<std::vector<std::string> const*>(in)) add_part(*joined, part, between);
            return presence::given;
        };
        r.step.self = std::move(with);
        return step_and_flow{std::move(r), {&type_of<std::string>, now.wraps}};
    }

public:
    static void add_part(std::string& out, std::string_view part, std::string_view between) {
        auto const text = trimmed(part);
        if (text.empty()) return;
        if (!out.empty()) out += between;
        out += text;
    }

private:
    struct each_of {
        std::shared_ptr<bound_rules const> element;
        list_type const* from;
        list_type const* to;
    };

    [[nodiscard]] std::optional<step_and_flow> each_step(member_type const& target, step_text const& s, flowing now) {
        if (!now.type->list || !now.type->list()->element->record) return not_accepted(s, now, "a list of records");
        if (!target.type->list || !target.type->list()->element->record) {
            refuse("step each: found field " + std::string(target.name) + ", a " + name_of(*target.type) +
                   ", expected a list of records");
            return std::nullopt;
        }
        auto self = std::make_shared<each_of>(each_of{nullptr, now.type->list(), target.type->list()});
        if (self->from->wraps != wrapping::none || self->to->wraps != wrapping::none)
            return not_accepted(s, now, "a list whose records are all there");
        binder inner(*self->from->element->record(), *self->to->element->record(), terms_);
        std::vector<line> lines;
        for (auto const& l : s.rules) lines.push_back({where_ + ", each, " + l.field, l.field, l.rule.get()});
        auto bound = std::make_shared<bound_rules>();
        inner.bind(lines, where_ + ", each", *bound);
        refused_.insert(refused_.end(), inner.refused().begin(), inner.refused().end());
        runnable r;
        r.step.text = "each {" + on_one_line(bound->text) + '}';
        r.step.out = target.type;
        self->element = std::move(bound);
        r.step.run = [](void const* p, void const* in, void* out, map_context const& mc, std::optional<error>& why) {
            auto const& each = *static_cast<each_of const*>(p);
            each.to->make(out);
            std::vector<failure> all;
            for (std::size_t i = 0; i < each.from->size(in); ++i) {
                std::vector<failure> of_one;
                run(*each.element, each.from->at(in, i), each.to->add(out), mc, of_one);
                if (!of_one.empty()) all.push_back({{}, '[' + std::to_string(i) + ']', joined(of_one)});
            }
            if (all.empty()) return presence::given;
            why = joined(all);
            return presence::empty;  // `out` holds a list all the same
        };
        r.step.self = std::move(self);
        return step_and_flow{std::move(r), {target.type, now.wraps}};
    }

    [[nodiscard]] std::optional<step_and_flow> plain(step_text const& s, flowing now) {
        auto const said = print(s);
        std::vector<bound_step const*> named;
        if (terms_.words)
            for (auto const& w : terms_.words->steps())
                if (w.text == said) named.push_back(&w);
        for (auto const& w : plain_steps())
            if (w.text == said) named.push_back(&w);
        std::optional<bound_step> found;
        if (auto made = step_with_words(s.name, s.words)) {
            if (!*made) {
                refuse("step " + s.name + ": " + made->error().message);
                return std::nullopt;
            }
            found = **std::move(made);
            named.push_back(&*found);
        }
        if (named.empty()) return unknown(s);
        std::string expected;
        for (auto const* const w : named) {
            if (w->in == now.type ||
                (now.type == nullptr && w->in->record && w->in->record()->members.data() == from_.members.data())) {
                if (now.wraps != wrapping::none && w->wraps != wrapping::none) return twice_missing(s);
                runnable r{runnable::kind_of::call, *w, {}};
                return step_and_flow{std::move(r), {w->out, w->wraps == wrapping::none ? now.wraps : w->wraps}};
            }
            (expected += expected.empty() ? "" : " or ") += name_of(*w->in);
        }
        return not_accepted(s, now, expected);
    }

    std::nullopt_t unknown(step_text const& s) {
        auto there = names_with_words();
        for (auto const* const name :
             {"required", "or_else", "translated", "translated_open", "part", "joined", "each"})
            there.emplace_back(name);
        bool const is_plain = std::any_of(plain_steps().begin(), plain_steps().end(),
                                          [&](bound_step const& w) { return w.text == s.name; });
        if (is_plain) {
            refuse("step " + s.name + ": found words behind it, expected none");
            return std::nullopt;
        }
        for (auto const& w : plain_steps()) there.emplace_back(w.text);
        if (terms_.words)
            for (auto const& w : terms_.words->steps()) there.emplace_back(w.text);
        refuse("found step " + quote(shorten(print(s))) + ", which is not there" + nearest(s.name, there));
        return std::nullopt;
    }

    void finish(member_type const& target, flowing now, bound_pipeline& out) {
        if (now.type == nullptr) {
            refuse("found the whole record, expected a step of the host's behind it");
            return;
        }
        if (now.type != target.type) {
            out.convert = target.type->from(*now.type);
            out.converted = target.type;
            if (!out.convert) {
                refuse("found " + name_of(*now.type) + ", expected " + name_of(*target.type) + " for " +
                       std::string(target.name));
                return;
            }
        } else if (!now.type->copy) {
            refuse("found a type of value that cannot be copied");
        }
        if (now.wraps != wrapping::none && target.wraps == wrapping::none)
            refuse("found a rule that may make nothing, expected a value for " + std::string(target.name) +
                   "; add `| or_else ...` or `| required`");
        out.keeps_nothing = now.type == target.type && now.wraps == target.wraps;
    }

    record_type const& from_;
    record_type const& to_;
    mapping_terms const& terms_;
    bool secret_ = false;
    std::string where_{};
    classified_fields reads_{};
    std::vector<std::string> refused_{};
};

/// Two places in turn: a step reads one and writes the other.
struct between_steps {
    held_value places[2]{};
    int next = 0;
    [[nodiscard]] held_value& place() { return places[next ^= 1]; }
};

[[nodiscard]] seen read_source(bound_pipeline const& p, void const* record, map_context const& mc,
                               between_steps& values) {
    switch (p.source) {
        case rule_text::kind_of::record: return {presence::given, record, false};
        case rule_text::kind_of::constant: return {presence::given, p.constant->get(), false};
        case rule_text::kind_of::produced:
            for (auto const& [name, ref] : mc.produced)
                if (name == p.produced) return {presence::given, &ref, false};
            return {};
        default: break;
    }
    if (!p.joined_with) return p.paths.front().read(record);
    auto& place = values.place();
    auto* const text = new (place.room_for(type_of<std::string>)) std::string;
    place.keep();
    for (auto const& path : p.paths)
        if (auto const part = path.read(record); part.state == presence::given)
            binder::add_part(*text, *static_cast<std::string const*>(part.at), *p.joined_with);
    return {presence::given, text, true};
}

[[nodiscard]] bool apply(runnable const& r, seen& now, map_context const& mc, between_steps& values,
                         std::optional<error>& why) {
    bool const blank =
        r.kind == runnable::kind_of::substitute_blank && static_cast<std::string const*>(now.at)->empty();
    if (blank || (r.kind == runnable::kind_of::substitute && now.state != presence::given)) {
        now = {presence::given, r.otherwise->get(), false};
        return true;
    }
    if (r.kind == runnable::kind_of::require && now.state != presence::given)
        why = error{.code = errc::mapping, .message = "found nothing, expected a value"};
    if (r.kind != runnable::kind_of::call || now.state != presence::given) return !why;
    auto& place = values.place();
    void* const out = place.room_for(*r.step.out);
    auto const state = r.step.run(r.step.self.get(), now.at, out, mc, why);
    if (state == presence::given || (why && state == presence::empty)) place.keep();
    now = {state, out, true};
    return !why;
}

void run(bound_value const& v, member_type const& target, void const* from, void* to, map_context const& mc,
         std::string const& source, std::vector<failure>& failures) {
    auto const& p = v.pipeline;
    between_steps values;
    auto now = read_source(p, from, mc, values);
    std::optional<error> why;
    for (auto const& r : p.steps)
        if (!apply(r, now, mc, values, why)) {
            failures.push_back({target.name, source, *std::move(why)});
            return;
        }
    if (now.state != presence::given) {
        if (p.keeps_nothing) target.write(to, now.state, nullptr, false);
        return;
    }
    if (p.convert) {
        auto& place = values.place();
        void* const out = place.room_for(*p.converted);
        p.convert(now.at, out);
        place.keep();
        now = {presence::given, out, true};
    }
    target.write(to, presence::given, const_cast<void*>(now.at), now.ours);
}

}  // namespace

result<std::vector<written_rule>> written_in(std::string_view text) {
    auto const lines = read_lines(text);
    if (!lines) return fail(lines.error());
    std::vector<written_rule> out;
    for (auto const& l : *lines)
        out.push_back({l.field, l.field, l.rule ? std::optional(print(*l.rule)) : std::nullopt});
    return out;
}

result<std::shared_ptr<bound_rules const>> bind(std::vector<written_rule> const& rules, std::string_view where,
                                                record_type const& from, record_type const& to,
                                                mapping_terms const& terms) {
    std::vector<rule_text> texts;
    texts.reserve(rules.size());  // lines point into it
    std::vector<binder::line> lines;
    for (auto const& r : rules) {
        binder::line line{r.where, r.field, nullptr};
        if (r.text) {
            auto read = read_rule(*r.text);
            if (!read) return fail(std::move(read).error().within(r.where));
            line.rule = &texts.emplace_back(*std::move(read));
        }
        lines.push_back(std::move(line));
    }
    binder b(from, to, terms);
    auto bound = std::make_shared<bound_rules>();
    b.bind(lines, where, *bound);
    if (b.refused().empty()) return bound;
    error e{.code = errc::misconfigured, .message = {}};
    for (auto const& why : b.refused()) (e.message += e.message.empty() ? "" : "; ") += why;
    return fail(std::move(e));
}

void run(bound_rules const& rules, void const* from, void* to, map_context const& mc, std::vector<failure>& failures) {
    for (auto const& c : rules.copies) {
        void const* value = nullptr;
        auto const state = c.from->read(from, value);
        if (state == presence::given)
            c.to->assign(to, value);
        else if (c.keeps_nothing)
            c.to->write(to, state, nullptr, false);
    }
    for (auto const* const r : rules.others)
        run(r->value.chosen(from), *r->target, from, to, mc, r->value.source, failures);
}

std::string const& text_of(bound_rules const& rules) noexcept { return rules.text; }

std::vector<std::string_view> skipped_by(bound_rules const& rules) {
    std::vector<std::string_view> out;
    for (auto const& r : rules.rules)
        if (r.skips) out.push_back(r.target->name);
    return out;
}

classified_fields reads_of(bound_rules const& rules) { return rules.reads; }

}  // namespace syncline::inline v1::rules
