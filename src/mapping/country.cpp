// SPDX-License-Identifier: Apache-2.0
#include <syncline/mapping/country.hpp>

#include <array>

#include "reading.hpp"

namespace syncline::inline v1 {
namespace {

struct country_row {
    std::string_view alpha2;
    std::string_view alpha3;
    std::string_view numeric;
    std::string_view name;
    std::string_view others;  ///< Other names, folded, `|` between.
};

// ISO 3166-1, ascending by alpha-2. The name is the everyday English one; the others are ISO's short and official
// names, those of CLDR and of Odoo 16 and 18 where they differ, and what English-speaking people write besides.
// clang-format off
constexpr std::array<country_row, 249> country_rows{{
    {"AD", "AND", "020", "Andorra", "principality of andorra"},
    {"AE", "ARE", "784", "United Arab Emirates", "uae|emirates"},
    {"AF", "AFG", "004", "Afghanistan", "islamic republic of afghanistan"},
    {"AG", "ATG", "028", "Antigua and Barbuda", ""},
    {"AI", "AIA", "660", "Anguilla", ""},
    {"AL", "ALB", "008", "Albania", "republic of albania"},
    {"AM", "ARM", "051", "Armenia", "republic of armenia"},
    {"AO", "AGO", "024", "Angola", "republic of angola"},
    {"AQ", "ATA", "010", "Antarctica", ""},
    {"AR", "ARG", "032", "Argentina", "argentine republic"},
    {"AS", "ASM", "016", "American Samoa", ""},
    {"AT", "AUT", "040", "Austria", "republic of austria"},
    {"AU", "AUS", "036", "Australia", ""},
    {"AW", "ABW", "533", "Aruba", ""},
    {"AX", "ALA", "248", "Åland Islands", ""},
    {"AZ", "AZE", "031", "Azerbaijan", "republic of azerbaijan"},
    {"BA", "BIH", "070", "Bosnia and Herzegovina", "republic of bosnia and herzegovina|bosnia"},
    {"BB", "BRB", "052", "Barbados", ""},
    {"BD", "BGD", "050", "Bangladesh", "peoples republic of bangladesh"},
    {"BE", "BEL", "056", "Belgium", "kingdom of belgium"},
    {"BF", "BFA", "854", "Burkina Faso", ""},
    {"BG", "BGR", "100", "Bulgaria", "republic of bulgaria"},
    {"BH", "BHR", "048", "Bahrain", "kingdom of bahrain"},
    {"BI", "BDI", "108", "Burundi", "republic of burundi"},
    {"BJ", "BEN", "204", "Benin", "republic of benin"},
    {"BL", "BLM", "652", "Saint Barthélemy", ""},
    {"BM", "BMU", "060", "Bermuda", ""},
    {"BN", "BRN", "096", "Brunei", "brunei darussalam"},
    {"BO", "BOL", "068", "Bolivia", "bolivia plurinational state of|plurinational state of bolivia"},
    {"BQ", "BES", "535", "Caribbean Netherlands", "bonaire sint eustatius and saba"},
    {"BR", "BRA", "076", "Brazil", "federative republic of brazil"},
    {"BS", "BHS", "044", "Bahamas", "commonwealth of bahamas"},
    {"BT", "BTN", "064", "Bhutan", "kingdom of bhutan"},
    {"BV", "BVT", "074", "Bouvet Island", ""},
    {"BW", "BWA", "072", "Botswana", "republic of botswana"},
    {"BY", "BLR", "112", "Belarus", "republic of belarus|belorussia"},
    {"BZ", "BLZ", "084", "Belize", ""},
    {"CA", "CAN", "124", "Canada", ""},
    {"CC", "CCK", "166", "Cocos (Keeling) Islands", "keeling islands"},
    {"CD", "COD", "180", "Democratic Republic of the Congo", "congo democratic republic of|congo kinshasa|dr congo|drc|congo democratic republic"},
    {"CF", "CAF", "140", "Central African Republic", ""},
    {"CG", "COG", "178", "Congo", "republic of congo|congo brazzaville|congo republic"},
    {"CH", "CHE", "756", "Switzerland", "swiss confederation"},
    {"CI", "CIV", "384", "Côte d'Ivoire", "republic of cote divoire|ivory coast"},
    {"CK", "COK", "184", "Cook Islands", ""},
    {"CL", "CHL", "152", "Chile", "republic of chile"},
    {"CM", "CMR", "120", "Cameroon", "republic of cameroon"},
    {"CN", "CHN", "156", "China", "peoples republic of china|prc|pr china|mainland china|china pr"},
    {"CO", "COL", "170", "Colombia", "republic of colombia"},
    {"CR", "CRI", "188", "Costa Rica", "republic of costa rica"},
    {"CU", "CUB", "192", "Cuba", "republic of cuba"},
    {"CV", "CPV", "132", "Cape Verde", "cabo verde|republic of cabo verde"},
    {"CW", "CUW", "531", "Curaçao", ""},
    {"CX", "CXR", "162", "Christmas Island", ""},
    {"CY", "CYP", "196", "Cyprus", "republic of cyprus"},
    {"CZ", "CZE", "203", "Czech Republic", "czechia"},
    {"DE", "DEU", "276", "Germany", "federal republic of germany"},
    {"DJ", "DJI", "262", "Djibouti", "republic of djibouti"},
    {"DK", "DNK", "208", "Denmark", "kingdom of denmark"},
    {"DM", "DMA", "212", "Dominica", "commonwealth of dominica"},
    {"DO", "DOM", "214", "Dominican Republic", ""},
    {"DZ", "DZA", "012", "Algeria", "peoples democratic republic of algeria"},
    {"EC", "ECU", "218", "Ecuador", "republic of ecuador"},
    {"EE", "EST", "233", "Estonia", "republic of estonia"},
    {"EG", "EGY", "818", "Egypt", "arab republic of egypt"},
    {"EH", "ESH", "732", "Western Sahara", ""},
    {"ER", "ERI", "232", "Eritrea", "state of eritrea"},
    {"ES", "ESP", "724", "Spain", "kingdom of spain"},
    {"ET", "ETH", "231", "Ethiopia", "federal democratic republic of ethiopia"},
    {"FI", "FIN", "246", "Finland", "republic of finland"},
    {"FJ", "FJI", "242", "Fiji", "republic of fiji"},
    {"FK", "FLK", "238", "Falkland Islands", "falkland islands malvinas|falklands"},
    {"FM", "FSM", "583", "Micronesia", "micronesia federated states of|federated states of micronesia"},
    {"FO", "FRO", "234", "Faroe Islands", ""},
    {"FR", "FRA", "250", "France", "french republic"},
    {"GA", "GAB", "266", "Gabon", "gabonese republic"},
    {"GB", "GBR", "826", "United Kingdom", "united kingdom of great britain and northern ireland|uk|great britain|britain|england|scotland|wales|northern ireland|united kingdom of great britain"},
    {"GD", "GRD", "308", "Grenada", ""},
    {"GE", "GEO", "268", "Georgia", ""},
    {"GF", "GUF", "254", "French Guiana", ""},
    {"GG", "GGY", "831", "Guernsey", ""},
    {"GH", "GHA", "288", "Ghana", "republic of ghana"},
    {"GI", "GIB", "292", "Gibraltar", ""},
    {"GL", "GRL", "304", "Greenland", ""},
    {"GM", "GMB", "270", "Gambia", "republic of gambia"},
    {"GN", "GIN", "324", "Guinea", "republic of guinea"},
    {"GP", "GLP", "312", "Guadeloupe", ""},
    {"GQ", "GNQ", "226", "Equatorial Guinea", "republic of equatorial guinea"},
    {"GR", "GRC", "300", "Greece", "hellenic republic"},
    {"GS", "SGS", "239", "South Georgia and the South Sandwich Islands", ""},
    {"GT", "GTM", "320", "Guatemala", "republic of guatemala"},
    {"GU", "GUM", "316", "Guam", ""},
    {"GW", "GNB", "624", "Guinea-Bissau", "republic of guinea bissau"},
    {"GY", "GUY", "328", "Guyana", "republic of guyana"},
    {"HK", "HKG", "344", "Hong Kong", "hong kong special administrative region of china|hong kong sar china|hong kong sar"},
    {"HM", "HMD", "334", "Heard Island and McDonald Islands", "heard and mcdonald islands"},
    {"HN", "HND", "340", "Honduras", "republic of honduras"},
    {"HR", "HRV", "191", "Croatia", "republic of croatia"},
    {"HT", "HTI", "332", "Haiti", "republic of haiti"},
    {"HU", "HUN", "348", "Hungary", ""},
    {"ID", "IDN", "360", "Indonesia", "republic of indonesia"},
    {"IE", "IRL", "372", "Ireland", "eire|republic of ireland"},
    {"IL", "ISR", "376", "Israel", "state of israel"},
    {"IM", "IMN", "833", "Isle of Man", ""},
    {"IN", "IND", "356", "India", "republic of india"},
    {"IO", "IOT", "086", "British Indian Ocean Territory", ""},
    {"IQ", "IRQ", "368", "Iraq", "republic of iraq"},
    {"IR", "IRN", "364", "Iran", "iran islamic republic of|islamic republic of iran"},
    {"IS", "ISL", "352", "Iceland", "republic of iceland"},
    {"IT", "ITA", "380", "Italy", "italian republic"},
    {"JE", "JEY", "832", "Jersey", ""},
    {"JM", "JAM", "388", "Jamaica", ""},
    {"JO", "JOR", "400", "Jordan", "hashemite kingdom of jordan"},
    {"JP", "JPN", "392", "Japan", ""},
    {"KE", "KEN", "404", "Kenya", "republic of kenya"},
    {"KG", "KGZ", "417", "Kyrgyzstan", "kyrgyz republic"},
    {"KH", "KHM", "116", "Cambodia", "kingdom of cambodia"},
    {"KI", "KIR", "296", "Kiribati", "republic of kiribati"},
    {"KM", "COM", "174", "Comoros", "union of comoros"},
    {"KN", "KNA", "659", "Saint Kitts and Nevis", ""},
    {"KP", "PRK", "408", "North Korea", "korea democratic peoples republic of|democratic peoples republic of korea|dprk|korea north"},
    {"KR", "KOR", "410", "South Korea", "korea republic of|republic of korea|korea south"},
    {"KW", "KWT", "414", "Kuwait", "state of kuwait"},
    {"KY", "CYM", "136", "Cayman Islands", ""},
    {"KZ", "KAZ", "398", "Kazakhstan", "republic of kazakhstan"},
    {"LA", "LAO", "418", "Laos", "lao peoples democratic republic"},
    {"LB", "LBN", "422", "Lebanon", "lebanese republic"},
    {"LC", "LCA", "662", "Saint Lucia", ""},
    {"LI", "LIE", "438", "Liechtenstein", "principality of liechtenstein"},
    {"LK", "LKA", "144", "Sri Lanka", "democratic socialist republic of sri lanka"},
    {"LR", "LBR", "430", "Liberia", "republic of liberia"},
    {"LS", "LSO", "426", "Lesotho", "kingdom of lesotho"},
    {"LT", "LTU", "440", "Lithuania", "republic of lithuania"},
    {"LU", "LUX", "442", "Luxembourg", "grand duchy of luxembourg"},
    {"LV", "LVA", "428", "Latvia", "republic of latvia"},
    {"LY", "LBY", "434", "Libya", "libyan arab jamahiriya"},
    {"MA", "MAR", "504", "Morocco", "kingdom of morocco"},
    {"MC", "MCO", "492", "Monaco", "principality of monaco"},
    {"MD", "MDA", "498", "Moldova", "moldova republic of|republic of moldova"},
    {"ME", "MNE", "499", "Montenegro", ""},
    {"MF", "MAF", "663", "Saint Martin", "st martin french part"},
    {"MG", "MDG", "450", "Madagascar", "republic of madagascar"},
    {"MH", "MHL", "584", "Marshall Islands", "republic of marshall islands"},
    {"MK", "MKD", "807", "North Macedonia", "republic of north macedonia|macedonia|fyrom|macedonia former yugoslav republic of|former yugoslav republic of macedonia"},
    {"ML", "MLI", "466", "Mali", "republic of mali"},
    {"MM", "MMR", "104", "Myanmar", "republic of myanmar|myanmar burma|burma"},
    {"MN", "MNG", "496", "Mongolia", ""},
    {"MO", "MAC", "446", "Macao", "macao special administrative region of china|macao sar china|macau|macao sar|macau sar"},
    {"MP", "MNP", "580", "Northern Mariana Islands", "commonwealth of northern mariana islands"},
    {"MQ", "MTQ", "474", "Martinique", ""},
    {"MR", "MRT", "478", "Mauritania", "islamic republic of mauritania"},
    {"MS", "MSR", "500", "Montserrat", ""},
    {"MT", "MLT", "470", "Malta", "republic of malta"},
    {"MU", "MUS", "480", "Mauritius", "republic of mauritius"},
    {"MV", "MDV", "462", "Maldives", "republic of maldives"},
    {"MW", "MWI", "454", "Malawi", "republic of malawi"},
    {"MX", "MEX", "484", "Mexico", "united mexican states"},
    {"MY", "MYS", "458", "Malaysia", ""},
    {"MZ", "MOZ", "508", "Mozambique", "republic of mozambique"},
    {"NA", "NAM", "516", "Namibia", "republic of namibia"},
    {"NC", "NCL", "540", "New Caledonia", ""},
    {"NE", "NER", "562", "Niger", "republic of niger"},
    {"NF", "NFK", "574", "Norfolk Island", ""},
    {"NG", "NGA", "566", "Nigeria", "federal republic of nigeria"},
    {"NI", "NIC", "558", "Nicaragua", "republic of nicaragua"},
    {"NL", "NLD", "528", "Netherlands", "kingdom of netherlands|holland"},
    {"NO", "NOR", "578", "Norway", "kingdom of norway"},
    {"NP", "NPL", "524", "Nepal", "federal democratic republic of nepal"},
    {"NR", "NRU", "520", "Nauru", "republic of nauru"},
    {"NU", "NIU", "570", "Niue", ""},
    {"NZ", "NZL", "554", "New Zealand", "aotearoa new zealand"},
    {"OM", "OMN", "512", "Oman", "sultanate of oman"},
    {"PA", "PAN", "591", "Panama", "republic of panama"},
    {"PE", "PER", "604", "Peru", "republic of peru"},
    {"PF", "PYF", "258", "French Polynesia", "tahiti"},
    {"PG", "PNG", "598", "Papua New Guinea", "independent state of papua new guinea"},
    {"PH", "PHL", "608", "Philippines", "republic of philippines"},
    {"PK", "PAK", "586", "Pakistan", "islamic republic of pakistan"},
    {"PL", "POL", "616", "Poland", "republic of poland"},
    {"PM", "SPM", "666", "Saint Pierre and Miquelon", ""},
    {"PN", "PCN", "612", "Pitcairn Islands", "pitcairn"},
    {"PR", "PRI", "630", "Puerto Rico", ""},
    {"PS", "PSE", "275", "Palestine", "palestine state of|state of palestine|palestinian territories|palestinian territory|occupied palestinian territory"},
    {"PT", "PRT", "620", "Portugal", "portuguese republic"},
    {"PW", "PLW", "585", "Palau", "republic of palau"},
    {"PY", "PRY", "600", "Paraguay", "republic of paraguay"},
    {"QA", "QAT", "634", "Qatar", "state of qatar"},
    {"RE", "REU", "638", "Réunion", ""},
    {"RO", "ROU", "642", "Romania", ""},
    {"RS", "SRB", "688", "Serbia", "republic of serbia"},
    {"RU", "RUS", "643", "Russia", "russian federation"},
    {"RW", "RWA", "646", "Rwanda", "rwandese republic"},
    {"SA", "SAU", "682", "Saudi Arabia", "kingdom of saudi arabia|ksa"},
    {"SB", "SLB", "090", "Solomon Islands", ""},
    {"SC", "SYC", "690", "Seychelles", "republic of seychelles"},
    {"SD", "SDN", "729", "Sudan", "republic of sudan"},
    {"SE", "SWE", "752", "Sweden", "kingdom of sweden"},
    {"SG", "SGP", "702", "Singapore", "republic of singapore"},
    {"SH", "SHN", "654", "Saint Helena, Ascension and Tristan da Cunha", "st helena"},
    {"SI", "SVN", "705", "Slovenia", "republic of slovenia"},
    {"SJ", "SJM", "744", "Svalbard and Jan Mayen", ""},
    {"SK", "SVK", "703", "Slovakia", "slovak republic"},
    {"SL", "SLE", "694", "Sierra Leone", "republic of sierra leone"},
    {"SM", "SMR", "674", "San Marino", "republic of san marino"},
    {"SN", "SEN", "686", "Senegal", "republic of senegal"},
    {"SO", "SOM", "706", "Somalia", "federal republic of somalia"},
    {"SR", "SUR", "740", "Suriname", "republic of suriname"},
    {"SS", "SSD", "728", "South Sudan", "republic of south sudan"},
    {"ST", "STP", "678", "Sao Tome and Principe", "democratic republic of sao tome and principe"},
    {"SV", "SLV", "222", "El Salvador", "republic of el salvador"},
    {"SX", "SXM", "534", "Sint Maarten", "sint maarten dutch part"},
    {"SY", "SYR", "760", "Syria", "syrian arab republic"},
    {"SZ", "SWZ", "748", "Eswatini", "kingdom of eswatini|swaziland"},
    {"TC", "TCA", "796", "Turks and Caicos Islands", ""},
    {"TD", "TCD", "148", "Chad", "republic of chad"},
    {"TF", "ATF", "260", "French Southern Territories", ""},
    {"TG", "TGO", "768", "Togo", "togolese republic"},
    {"TH", "THA", "764", "Thailand", "kingdom of thailand"},
    {"TJ", "TJK", "762", "Tajikistan", "republic of tajikistan"},
    {"TK", "TKL", "772", "Tokelau", ""},
    {"TL", "TLS", "626", "Timor-Leste", "democratic republic of timor leste|east timor"},
    {"TM", "TKM", "795", "Turkmenistan", ""},
    {"TN", "TUN", "788", "Tunisia", "republic of tunisia"},
    {"TO", "TON", "776", "Tonga", "kingdom of tonga"},
    {"TR", "TUR", "792", "Turkey", "turkiye|republic of turkiye"},
    {"TT", "TTO", "780", "Trinidad and Tobago", "republic of trinidad and tobago|trinidad"},
    {"TV", "TUV", "798", "Tuvalu", ""},
    {"TW", "TWN", "158", "Taiwan", "taiwan province of china|taiwan republic of china|chinese taipei|taiwan roc"},
    {"TZ", "TZA", "834", "Tanzania", "tanzania united republic of|united republic of tanzania"},
    {"UA", "UKR", "804", "Ukraine", ""},
    {"UG", "UGA", "800", "Uganda", "republic of uganda"},
    {"UM", "UMI", "581", "United States Minor Outlying Islands", "us outlying islands|usa minor outlying islands|us minor outlying islands"},
    {"US", "USA", "840", "United States", "us|usa|united states of america|us of a"},
    {"UY", "URY", "858", "Uruguay", "eastern republic of uruguay"},
    {"UZ", "UZB", "860", "Uzbekistan", "republic of uzbekistan"},
    {"VA", "VAT", "336", "Vatican City", "holy see vatican city state|vatican|holy see"},
    {"VC", "VCT", "670", "Saint Vincent and the Grenadines", ""},
    {"VE", "VEN", "862", "Venezuela", "venezuela bolivarian republic of|bolivarian republic of venezuela"},
    {"VG", "VGB", "092", "British Virgin Islands", "virgin islands british"},
    {"VI", "VIR", "850", "United States Virgin Islands", "virgin islands us|virgin islands of united states|us virgin islands|virgin islands usa"},
    {"VN", "VNM", "704", "Vietnam", "viet nam|socialist republic of viet nam"},
    {"VU", "VUT", "548", "Vanuatu", "republic of vanuatu"},
    {"WF", "WLF", "876", "Wallis and Futuna", ""},
    {"WS", "WSM", "882", "Samoa", "independent state of samoa"},
    {"YE", "YEM", "887", "Yemen", "republic of yemen"},
    {"YT", "MYT", "175", "Mayotte", ""},
    {"ZA", "ZAF", "710", "South Africa", "republic of south africa|rsa"},
    {"ZM", "ZMB", "894", "Zambia", "republic of zambia"},
    {"ZW", "ZWE", "716", "Zimbabwe", "republic of zimbabwe"},
}};
// clang-format on

struct named_country {
    std::string name;  ///< Folded.
    country_row const* row;
};

/// All names, ascending.
std::vector<named_country> const& country_names() {
    static std::vector<named_country> const names = [] {
        std::vector<named_country> out;
        for (auto const& row : country_rows) {
            out.push_back({conversions::folded(row.name), &row});
            conversions::each_of(row.others, [&](std::string_view name) { out.push_back({std::string(name), &row}); });
        }
        std::sort(out.begin(), out.end(), [](auto const& a, auto const& b) { return a.name < b.name; });
        return out;
    }();
    return names;
}

country_row const* row_of_alpha2(std::string_view alpha2) {
    return conversions::row_of(country_rows, conversions::upper(alpha2),
                               [](country_row const& row) { return row.alpha2; });
}

/// By code: two letters, three letters or three digits.
country_row const* row_of_code(std::string_view code) {
    if (code.size() == 2) return row_of_alpha2(code);
    if (code.size() != 3) return nullptr;
    std::string const wanted = conversions::upper(code);
    for (auto const& row : country_rows)
        if (row.alpha3 == wanted || row.numeric == wanted) return &row;
    return nullptr;
}

/// The row of an alpha-2 code. *Errors*: `mapping`.
result<country_row const*> country_of(std::string_view alpha2) {
    auto const* row = alpha2.size() == 2 ? row_of_alpha2(alpha2) : nullptr;
    if (!row) return conversions::refuse(alpha2, "an alpha-2 code of ISO 3166-1");
    return row;
}

}  // namespace

namespace conversions {

std::string_view assigned_country(std::string_view alpha2) {
    auto const* row = alpha2.size() == 2 ? row_of_alpha2(alpha2) : nullptr;
    return row ? row->alpha2 : std::string_view{};
}

}  // namespace conversions

result<std::string> to_country_code_t::operator()(std::string_view text) const {
    auto const shown = trimmed(text);
    if (auto const* row = row_of_code(shown)) return std::string(row->alpha2);
    auto const name = conversions::folded(shown);
    auto const& names = country_names();
    auto const* found =
        conversions::row_of(names, name, [](named_country const& n) { return std::string_view(n.name); });
    if (found) return std::string(found->row->alpha2);
    conversions::near_names near(name);
    for (auto const& n : names) near.offer(n.name, n.row->name);
    return conversions::refuse(shown, "a country's ISO 3166-1 code or English name" + near.text());
}

result<std::string> country_name_t::operator()(std::string_view alpha2) const {
    return country_of(alpha2).map([](country_row const* row) { return std::string(row->name); });
}

result<std::string> country_alpha3_t::operator()(std::string_view alpha2) const {
    return country_of(alpha2).map([](country_row const* row) { return std::string(row->alpha3); });
}

result<std::string> country_numeric_t::operator()(std::string_view alpha2) const {
    return country_of(alpha2).map([](country_row const* row) { return std::string(row->numeric); });
}

}  // namespace syncline::inline v1
