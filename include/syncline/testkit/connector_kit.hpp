// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include <syncline/core/function_ref.hpp>
#include <syncline/sync/capabilities.hpp>
#include <syncline/testkit/detail/trials.hpp>
#include <syncline/testkit/verdicts.hpp>

namespace syncline::inline v1::testkit {

/// What the author of a connector gives to have its target checked: a system of its kind, fresh and empty, the port
/// before it, and the truth about what it holds, told by the system and not by the connector.
///
///     struct desk_rig {
///         desk::server server;                                                   // the other system
///         desk::api api{server};                                                 // the connector
///
///         desk::target target() { return {api}; }                                // asked for before every call
///         desk::ticket sample(std::size_t n);                                    // no two alike
///         desk::ticket changed(std::size_t n);                                   // the same one, edited
///         std::size_t count();                                                   // records the system holds
///         bool holds(std::string const& id, desk::ticket const& expected);       // this, under that id
///         void lose_request();                                                   // of the next call that writes
///         void lose_reply();                                                     // of the next call that writes
///     };
///
/// Members that add checks when they are there:
///
/// | member | what it does |
/// |---|---|
/// | `Record refused()` | a record the system refuses, whatever is done |
/// | `Record with_text(std::string const&)` | a record that carries this text where long texts go |
/// | `void remove(std::string const& id)` | deletes a record over there |
/// | `void cut_reply()` | only the first bytes of the next writing call's reply arrive |
template <class R>
concept TargetRig = requires(R& r, std::size_t n, std::string const& id) {
    r.target();
    { r.changed(n) } -> std::same_as<decltype(r.sample(n))>;
    { r.count() } -> std::convertible_to<std::size_t>;
    { r.holds(id, r.sample(n)) } -> std::same_as<bool>;
    r.lose_request();
    r.lose_reply();
};

/// The same for a source. Give it a page of two or three records, so that a round has several.
///
///     struct desk_rig {
///         desk::server server;
///         desk::api api{server};
///
///         desk::source source() { return {api, 3}; }                 // asked for before every call
///         std::string add(std::size_t n);                            // a person adds the n-th record: its id
///         void change(std::string const& id);                        // a person edits it
///         void lose_reply();                                         // of the next call
///     };
///
/// Members that add checks when they are there; so does a source that is a `sync::LookupSource`:
///
/// | member | what it does |
/// |---|---|
/// | `void remove(std::string const& id)` | deletes a record over there |
/// | `std::string add_unreadable()` | adds a record of which the connector cannot read more than the id |
/// | `std::string add_late(std::size_t n)` | adds a record with an older time than the last, as a long transaction |
/// | `void cut_reply()` | only the first bytes of the next call's reply arrive |
/// | `std::size_t several()` | how many records fill more than two pages; 7 unless told |
template <class R>
concept SourceRig = requires(R& r, std::size_t n, std::string const& id) {
    r.source();
    { r.add(n) } -> std::convertible_to<std::string>;
    r.change(id);
    r.lose_reply();
};

namespace detail {

using new_target_trial = function_ref<std::unique_ptr<target_trial>()>;
using new_source_trial = function_ref<std::unique_ptr<source_trial>()>;

[[nodiscard]] verdicts check_target(new_target_trial fresh);
[[nodiscard]] verdicts check_source(new_source_trial fresh);

}  // namespace detail

/// Checks what a flow relies on in a target (`sync::BatchTarget` or `sync::Target`): each record once, in order, under
/// repeats, lost requests and lost replies; failures that say whether something may have happened; bad records that
/// fail alone.
///
/// `make` gives a `TargetRig`; it is called once per check, and the rig's `target()` before every call to it, as if the
/// host had been restarted. Nothing below the port may repeat calls by itself: leave `http::retrying` out.
/// A target of strategy `none` is never repeated; what would repeat it is listed as skipped, as are the checks whose
/// member the rig lacks. *Cost*: some sixty calls and five batches of records.
///
///     auto const verdicts = testkit::check_target([] { return desk_rig(); });
///     if (!verdicts.passed()) std::fputs(verdicts.text().c_str(), stderr);
template <class Make>
[[nodiscard]] verdicts check_target(Make make) {
    using rig = std::remove_cvref_t<decltype(make())>;
    static_assert(TargetRig<rig>, "syncline: this is no rig for a target; testkit::TargetRig says what it needs");
    auto const fresh = [&make]() -> std::unique_ptr<detail::target_trial> {
        return std::make_unique<detail::target_trial_of<rig>>(make);
    };
    return detail::check_target(fresh);
}

/// Checks what a flow relies on in a source (`sync::Source`, and more of a `sync::LookupSource`): from the empty cursor
/// everything is seen, rounds end, a cursor may be read again and by another process, and nothing is lost that changes,
/// comes or goes at any moment.
///
/// `make` gives a `SourceRig`; it is called once per check, and the rig's `source()` before every call to it.
template <class Make>
[[nodiscard]] verdicts check_source(Make make) {
    using rig = std::remove_cvref_t<decltype(make())>;
    static_assert(SourceRig<rig>, "syncline: this is no rig for a source; testkit::SourceRig says what it needs");
    auto const fresh = [&make]() -> std::unique_ptr<detail::source_trial> {
        return std::make_unique<detail::source_trial_of<rig>>(make);
    };
    return detail::check_source(fresh);
}

/// Checks that a connector's own description is complete and does not contradict itself or its targets' descriptors.
[[nodiscard]] verdicts check_capabilities(sync::capabilities const& connector,
                                          std::initializer_list<sync::operation_descriptor> targets = {});

}  // namespace syncline::inline v1::testkit
