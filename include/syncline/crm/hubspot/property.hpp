// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace syncline::inline v1::crm::hubspot {

/// A property the host needs on an object type.
struct property_definition {
    std::string name;                 ///< Lower-case letters, digits and `_`.
    std::string label{};              ///< What people see; the name when empty.
    std::string type = "string";      ///< string, number, date, datetime, enumeration, bool.
    std::string field_type = "text";  ///< text, textarea, number, date, select, checkbox, booleancheckbox.
    std::string group{};              ///< A property group; the type's own, such as `dealinformation`, when empty.
    std::string description{};
    bool unique = false;  ///< Its value identifies a record. Fixed at creation; at most 10 per object type.
};

}  // namespace syncline::inline v1::crm::hubspot
