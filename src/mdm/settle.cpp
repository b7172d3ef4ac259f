// SPDX-License-Identifier: Apache-2.0
#include <syncline/mdm/detail/settle.hpp>

#include <algorithm>
#include <cstdint>
#include <tuple>
#include <utility>

#include <boost/describe/enum_to_string.hpp>

#include <syncline/core/rfc3339.hpp>
#include <syncline/core/text.hpp>

namespace syncline::inline v1::mdm::detail {
namespace {

std::string_view word_for(speaker const& s) {
    return s.role ? std::string_view(boost::describe::enum_to_string(*s.role, "?")) : s.system;
}

std::string words_for_all(std::span<speaker const> all) {
    std::string out;
    for (auto const& s : all) (out += out.empty() ? "" : ", ") += word_for(s);
    return out;
}

std::string text_of_step(step const& s) {
    switch (s.kind) {
        case step_kind::only: return "only " + words_for_all(s.who) + " heard";
        case step_kind::most_restrictive: {
            std::string out = "most restrictive ";
            s.add_values(out, s.values);
            return out;
        }
        case step_kind::owner: return "owner " + words_for_all(s.who);
        case step_kind::ranked: return "ranking " + words_for_all(s.who);
        case step_kind::verified: return "verified";
        case step_kind::newest: return "newest";
        case step_kind::most_complete: return "most complete";
        case step_kind::longest: return "longest";
        case step_kind::ask: return "a person decides";
    }
    return "?";
}

std::string text_of_decision(decision const& d) {
    auto out = "decision of " + shorten(d.by) + ", " + format_instant(d.at);
    if (!d.reason.empty()) out += ": " + shorten(d.reason, side::max_text);
    return out;
}

/// The place of a source in a ranking, from 0; behind the last when it is not named.
std::size_t place_of(provenance const& from, std::span<speaker const> ranking) {
    auto const names = [&from](speaker const& s) {
        return s.role ? *s.role == from.role : s.system == from.source.system;
    };
    return static_cast<std::size_t>(std::find_if(ranking.begin(), ranking.end(), names) - ranking.begin());
}

/// What one source says of the group at hand.
struct candidate {
    erased_fact const* fact;
    reading says;
    instant at;
    bool verified;
};

/// Where a candidate fell.
struct fall {
    std::size_t turn = 0;  ///< 0: it stands.
    settled_by how = settled_by::nobody;
    std::string step{};
};

/// Candidates that are still in the race, and where each of the others fell.
class race {
public:
    explicit race(std::vector<candidate> all) : all_(std::move(all)), falls_(all_.size()) {
        for (std::size_t i = 0; i < all_.size(); ++i) in_.push_back(i);
    }

    [[nodiscard]] std::vector<candidate> const& all() const { return all_; }
    [[nodiscard]] std::vector<std::size_t> const& in() const { return in_; }
    [[nodiscard]] fall const& fall_of(std::size_t i) const { return falls_[i]; }

    [[nodiscard]] bool agree() const {
        return std::all_of(in_.begin(), in_.end(),
                           [this](std::size_t i) { return all_[i].says.digest == all_[in_.front()].says.digest; });
    }

    /// Only those that fit stay in.
    template <class Fits>
    void keep(Fits const& fits, settled_by how, std::string const& step) {
        ++turn_;
        std::erase_if(in_, [&](std::size_t i) {
            if (fits(all_[i])) return false;
            falls_[i] = {turn_, how, step};
            return true;
        });
    }

    /// Only those with the smallest key stay in.
    template <class Key>
    void keep_smallest(Key const& key, settled_by how, std::string const& step) {
        if (in_.empty()) return;
        auto best = key(all_[in_.front()]);
        for (auto const i : in_) best = (std::min)(best, key(all_[i]));
        keep([&](candidate const& c) { return key(c) == best; }, how, step);
    }

private:
    std::vector<candidate> all_;
    std::vector<fall> falls_;
    std::vector<std::size_t> in_;
    std::size_t turn_ = 0;
};

/// Smaller for a later moment; cannot overflow.
std::int64_t age(instant t) { return ~t.time_since_epoch().count(); }

void narrow(race& r, step const& s, std::string const& condition) {
    auto const text = condition + text_of_step(s);
    auto const smallest = [&](auto const& key) { r.keep_smallest(key, settled_by::rule, text); };
    switch (s.kind) {
        case step_kind::only:
            r.keep([&](candidate const& c) { return place_of(*c.fact->from, s.who) < s.who.size(); }, settled_by::rule,
                   text);
            break;
        case step_kind::most_restrictive:
            smallest([&](candidate const& c) { return s.place(c.fact->record, s.values); });
            break;
        case step_kind::owner:
        case step_kind::ranked: smallest([&](candidate const& c) { return place_of(*c.fact->from, s.who); }); break;
        case step_kind::verified: smallest([](candidate const& c) { return !c.verified; }); break;
        case step_kind::newest: smallest([](candidate const& c) { return age(c.at); }); break;
        case step_kind::most_complete: smallest([](candidate const& c) { return SIZE_MAX - c.says.complete; }); break;
        case step_kind::longest: smallest([](candidate const& c) { return SIZE_MAX - c.says.length; }); break;
        case step_kind::ask: break;
    }
}

/// Leaves one at most.
void break_tie(race& r, std::span<speaker const> ranking) {
    auto const how = settled_by::tie_break;
    if (!ranking.empty())
        r.keep_smallest([&](candidate const& c) { return place_of(*c.fact->from, ranking); }, how,
                        "tie-break, ranking " + words_for_all(ranking));
    r.keep_smallest([](candidate const& c) { return age(c.at); }, how, "tie-break, newer source time");
    auto const* const first = r.in().empty() ? nullptr : &r.all()[r.in().front()];  // by source, as all candidates
    r.keep([&](candidate const& c) { return &c == first; }, how, "tie-break, smaller source id");
}

bool is_absolute_step(step const& s) { return s.kind == step_kind::only || s.kind == step_kind::most_restrictive; }

/// Specific before general, then the last word; the rest makes it total.
bool goes_before(decision const* a, decision const* b) {
    auto const key = [](decision const* d) { return std::pair(d->holds == lasting::every_record, age(d->at)); };
    auto const rest = [](decision const* d) { return std::tie(d->winner, d->holds, d->by, d->reason); };
    return std::pair(key(a), rest(a)) < std::pair(key(b), rest(b));
}

/// What a person said of this field: the decisions to try, in this order, and the last one that no longer holds.
struct said_by_people {
    std::vector<decision const*> hold{};
    decision const* lapsed = nullptr;
};

said_by_people said_of(explanation const& what, std::vector<mark> const& marks, std::span<decision const> all) {
    said_by_people out;
    for (auto const& d : all) {
        if (d.entity != what.entity || d.field != what.field) continue;
        if (d.holds != lasting::every_record && d.record != what.record) continue;
        if (d.holds != lasting::once || d.sides == marks)
            out.hold.push_back(&d);
        else if (!out.lapsed || goes_before(&d, out.lapsed))
            out.lapsed = &d;
    }
    std::sort(out.hold.begin(), out.hold.end(), goes_before);
    return out;
}

/// Applies the first decision whose source is still in the race. Answers whether there is one.
bool decide(race& r, std::vector<decision const*> const& hold) {
    for (auto const* const d : hold) {
        auto const fits = [&](candidate const& c) {
            auto const& source = c.fact->from->source;
            return d->holds == lasting::every_record ? source.system == d->winner.system : source == d->winner;
        };
        auto const& in = r.in();
        if (std::none_of(in.begin(), in.end(), [&](std::size_t i) { return fits(r.all()[i]); })) continue;
        r.keep(fits, settled_by::decision, text_of_decision(*d));
        return true;
    }
    return false;
}

constexpr std::string_view blank_is_nothing = "a blank says nothing here";

/// A blank is an opinion of an owner only.
void drop_blanks(race& r, std::span<step const> rule) {
    r.keep(
        [&](candidate const& c) {
            auto const owns = [&](step const& s) {
                return s.kind == step_kind::owner && place_of(*c.fact->from, s.who) == 0;
            };
            return c.says.state == field_state::value || std::any_of(rule.begin(), rule.end(), owns);
        },
        settled_by::nobody, std::string(blank_is_nothing));
}

/// Whether sources were changed to different values since they agreed.
bool several_changed(std::vector<candidate> const& all, reading const& agreed, std::vector<mark> const& marks) {
    candidate const* first = nullptr;
    for (auto const& c : all) {
        bool const differs = agreed.state == field_state::absent || c.says.digest != agreed.digest;
        auto const mark_of =
            std::find_if(marks.begin(), marks.end(), [&](mark const& m) { return m.source == c.fact->from->source; });
        bool const changed = mark_of != marks.end()
                                 ? differs && mark_of->digest != c.says.digest.text()
                                 : differs && agreed.state != field_state::absent && c.says.state == field_state::value;
        if (!changed) continue;
        if (first && first->says.digest != c.says.digest) return true;
        first = &c;
    }
    return false;
}

std::vector<mark> marks_of_sides(std::vector<side> const& sides) {
    std::vector<mark> out;
    out.reserve(sides.size());
    for (auto const& s : sides) out.push_back({s.source, s.digest});
    return out;
}

}  // namespace

std::string name_of(std::span<std::string_view const> members) {
    std::string out;
    for (auto const m : members) (out += out.empty() ? "" : ", ") += m;
    return out;
}

std::string text_of(std::span<step const> rule) {
    std::string out;
    for (auto const& s : rule) (out += out.empty() ? "" : "; then ") += text_of_step(s);
    return out;
}

std::string text_of_tie_break(std::span<speaker const> ranking) {
    return (ranking.empty() ? std::string() : "ranking " + words_for_all(ranking) + "; then ") +
           "newer source time; then smaller source id";
}

std::vector<agreed_field> marks_of(std::vector<explanation> const& fields) {
    std::vector<agreed_field> out;
    out.reserve(fields.size());
    for (auto const& f : fields) out.push_back({f.field, marks_of_sides(f.sides)});
    return out;
}

merging::merging(thing const& t, std::vector<erased_fact> facts) : thing_(t), facts_(std::move(facts)) {
    // copies of one record stand together, the newest first
    auto const order = [](erased_fact const& a, erased_fact const& b) {
        auto const key = [](erased_fact const& f) {
            return std::tuple(age(f.from->at), f.from->read ? age(*f.from->read) : INT64_MAX, f.digest);
        };
        if (auto const by_source = a.from->source <=> b.from->source; by_source != 0) return by_source < 0;
        return key(a) < key(b);
    };
    std::sort(facts_.begin(), facts_.end(), order);
    for (std::size_t i = 0; i < facts_.size(); ++i)
        facts_[i].newest = i == 0 || facts_[i].from->source != facts_[i - 1].from->source;
}

bool merging::any(function_ref<bool(void const* fact)> fits) const {
    return std::any_of(facts_.begin(), facts_.end(), [&](erased_fact const& f) { return f.newest && fits(f.fact); });
}

void merging::settle(group const& g, std::span<step const> rule, std::string const& condition, void* golden) {
    auto const when = condition.empty() ? condition : condition + ": ";
    explanation why{.entity = std::string(thing_.entity),
                    .record = std::string(thing_.record),
                    .field = name_of(g.members),
                    .rule = when + text_of(rule)};
    std::vector<candidate> all;
    for (auto const& f : facts_) {
        // an older copy is heard only of what newer ones leave absent
        if (!all.empty() && all.back().fact->from->source == f.from->source) continue;
        auto says = g.read(f.record);
        if (says.state == field_state::absent) continue;
        auto const noted = g.notes(f.fact);
        instant const at = noted.at.value_or(f.from->at);
        all.push_back({&f, says, f.from->read ? (std::min)(at, *f.from->read) : at, noted.verified});
    }
    for (auto const& c : all) {
        side s{.source = c.fact->from->source,
               .role = c.fact->from->role,
               .at = c.at,
               .verified = c.verified,
               .blank = c.says.state == field_state::empty,
               .digest = c.says.digest.text()};
        std::string text;
        g.add_text(text, c.fact->record);
        s.text = shorten(text, side::max_text);
        why.sides.push_back(std::move(s));
    }
    auto const marks = marks_of_sides(why.sides);
    auto const people = said_of(why, marks, thing_.decisions);

    race r(std::move(all));
    std::size_t next = 0;
    for (; next < rule.size() && is_absolute_step(rule[next]); ++next) narrow(r, rule[next], when);
    for (std::size_t i = 0; i < why.sides.size(); ++i) why.sides[i].barred = r.fall_of(i).turn != 0;
    bool const decided = decide(r, people.hold);
    if (!decided) drop_blanks(r, rule);
    bool open = false;
    for (; next < rule.size(); ++next) {
        open = rule[next].kind == step_kind::ask && !r.agree();
        narrow(r, rule[next], when);
    }
    if (!open) break_tie(r, thing_.ranking);

    candidate const* const winner = open || r.in().empty() ? nullptr : &r.all()[r.in().front()];
    why.settled = open ? settled_by::open : winner ? settled_by::unopposed : settled_by::nobody;
    std::size_t last = 0;
    for (std::size_t i = 0; i < why.sides.size(); ++i) {
        auto const& fell = r.fall_of(i);
        bool const same = winner && r.all()[i].says.digest == winner->says.digest;
        why.sides[i].survives = &r.all()[i] == winner;
        if (!same) why.sides[i].lost_to = fell.step;
        if (!winner || same || fell.turn <= last || fell.how == settled_by::nobody) continue;
        last = fell.turn;
        why.settled = fell.how;
        why.step = fell.step;
    }
    if (winner) g.copy(golden, winner->fact->record);

    auto const raise = [&](conflict_reason reason) {
        conflicts.push_back(
            {.what = why, .reason = reason, .lapsed = people.lapsed ? std::optional(*people.lapsed) : std::nullopt});
    };
    if (open) {
        raise(conflict_reason::asked);
    } else if (thing_.agreed && !decided) {
        auto const agreed_on = std::find_if(thing_.agreed_fields.begin(), thing_.agreed_fields.end(),
                                            [&](agreed_field const& f) { return f.field == why.field; });
        if (several_changed(r.all(), g.read(thing_.agreed),
                            agreed_on == thing_.agreed_fields.end() ? std::vector<mark>() : agreed_on->sides))
            raise(conflict_reason::both_changed);
    }
    fields.push_back(std::move(why));
}

}  // namespace syncline::inline v1::mdm::detail
