// SPDX-License-Identifier: Apache-2.0
// Names only, for host headers that pass our types around. Templates that constrain their parameters are not here.
#pragma once

#include <cstdint>

namespace syncline::inline v1 {
enum class category : unsigned char;
enum class errc;
enum class error_class;
enum class field_state : std::uint8_t;
enum class outcome;
enum class rounding;
enum class severity;
enum class tax_id_check : std::uint8_t;
enum class unresolved : unsigned char;
class any_clock;
class any_random;
struct as_ref;
struct at_most;
struct attempt;
struct attribute;
struct category_info;
struct checked_tax_id;
struct context;
struct conversion_facts;
struct country_alpha3_t;
struct country_name_t;
struct country_numeric_t;
struct date_text_t;
struct day_at;
class decimal;
struct e164_only_t;
struct epoch_milliseconds_t;
struct epoch_seconds_t;
struct error;
struct event;
struct exact_hours_t;
struct exact_minutes_t;
struct exponential_backoff;
struct external_ref;
struct family_first_t;
struct fingerprint;
class fingerprint_builder;
struct full_name_t;
class identity_resolver;
struct instant_text_t;
struct joined;
struct joined_lines_t;
struct language_only_t;
struct linked_or_none;
struct linked_to;
struct local_region_code_t;
struct lower_currency_code_t;
struct lower_language_tag_t;
struct laws;
struct map_context;
class mapping_files;
struct mapping_terms;
class mapping_words;
struct midnight_to_date_t;
struct milliseconds_to_instant_t;
struct naive_utc_t;
struct naive_utc_to_instant_t;
struct name_parts;
struct no_retry;
struct non_empty_t;
class observer;
struct part;
struct phone_number;
struct phone_text_t;
struct posix_locale_t;
struct region_name_t;
struct required_t;
struct rounded_hours;
struct rounded_minutes;
struct seconds_to_instant_t;
class secret;
class seeded_random;
struct split;
struct split_name_t;
struct start_of_day;
struct street_line;
struct street_rest;
struct tax_id_rule;
struct tax_id_text_t;
struct to_country_code_t;
struct to_currency_code_t;
struct to_date_t;
struct to_instant_t;
struct to_language_tag_t;
struct to_phone;
struct to_region_code;
struct to_tax_id;
struct to_unit_code_t;
struct translation_gaps;
struct route;
struct route_condition;
struct routed;
struct routes;
struct trim_t;
struct underscored_language_t;
struct unit_name_t;
struct unresolved_ref;
struct utc_midnight_t;
class uuid;
class uuid_v7_generator;
struct value_table;
class value_table_file;
struct whole_seconds_t;
struct with_likely_region_t;
template <class From, class To>
class any_mapping;
template <class From, class To>
class data_mapping;
template <class M>
struct each;
template <auto Member>
struct field_t;
template <class T>
class field_value;
template <class Signature>
class function_ref;
template <class From, class To, class... Rules>
class mapping_t;
template <class V>
struct or_else;
template <class There, class Back>
class two_way_t;
template <class Record>
class predicate;
template <class From, class To, class Scope>
class scoped_mapping;
template <auto Member, class Value>
struct rule_may_produce_nothing_for;
template <class Tag>
class strong_id;
template <class K, class V, std::size_t N>
struct translated_t;
template <class V, std::size_t N>
struct translated_open_t;
}  // namespace syncline::inline v1

namespace syncline::inline v1::reflect {
enum class comparison : std::uint8_t;
enum class connective : std::uint8_t;
struct predicate_node;
}  // namespace syncline::inline v1::reflect

namespace syncline::inline v1::json {
struct dialect;
struct extras;
struct limits;
struct raw;
struct renamed;
class writer;
template <class Text>
struct basic_id_name;
}  // namespace syncline::inline v1::json

namespace syncline::inline v1::http {
enum class credential_need;
enum class method;
enum class safety;
class any_transport;
class authorized;
struct curl_limits;
struct curl_options;
class curl_transport;
struct header;
class observed;
struct query_parameter;
struct rate_limit;
class rate_limited;
struct request;
struct response;
class retry_quota;
class sliding_window;
struct url_parts;
}  // namespace syncline::inline v1::http

namespace syncline::inline v1::store {
enum class effect_state : std::uint8_t;
enum class exception_state : std::uint8_t;
enum class intake_state : std::uint8_t;
enum class link_state : std::uint8_t;
enum class mapping_state : std::uint8_t;
struct audit_row;
struct effect_row;
struct exception_row;
struct intake_counts;
struct intake_row;
struct intake_view;
struct link_row;
struct mapping_row;
class memory_store;
struct sqlite_options;
class sqlite_store;
class store;
class tables;
}  // namespace syncline::inline v1::store

namespace syncline::inline v1::model {
enum class address_kind : std::uint8_t;
enum class approval_state : std::uint8_t;
enum class billable : std::uint8_t;
enum class billing_method : std::uint8_t;
enum class billing_row_state : std::uint8_t;
enum class classification : std::uint8_t;
enum class contract_state : std::uint8_t;
enum class due_anchor : std::uint8_t;
enum class employment : std::uint8_t;
enum class event_kind : std::uint8_t;
enum class expense_state : std::uint8_t;
enum class hold : std::uint8_t;
enum class identity_state : std::uint8_t;
enum class invoice_kind : std::uint8_t;
enum class invoice_line_kind : std::uint8_t;
enum class invoice_state : std::uint8_t;
enum class opportunity_stage;
enum class paid_by : std::uint8_t;
enum class party_kind;
enum class party_lifecycle;
enum class payment_state : std::uint8_t;
enum class payment_status : std::uint8_t;
enum class posting_side : std::uint8_t;
enum class product_kind;
enum class project_state : std::uint8_t;
enum class proration : std::uint8_t;
enum class quote_state : std::uint8_t;
enum class rate_kind : std::uint8_t;
enum class receivable_kind : std::uint8_t;
enum class recurrence_unit : std::uint8_t;
enum class subscription_state : std::uint8_t;
enum class system_role : std::uint8_t;
enum class tax_category : std::uint8_t;
enum class tax_id_state : std::uint8_t;
enum class tax_rounding : std::uint8_t;
enum class time_entry_state : std::uint8_t;
enum class trigger_kind : std::uint8_t;
enum class value_kind : std::uint8_t;
struct address;
struct agreement_difference;
struct amended;
struct analytic_account;
struct approval;
struct assignment;
struct availability;
struct billing_row;
struct billing_schedule;
struct billing_trigger;
struct business_event;
struct capped_amount;
struct change_request;
struct commission_basis;
struct consent;
struct contact;
struct contract;
struct contract_line;
class contract_progress;
struct credit_note;
class currency;
struct customer_role;
struct dispute;
struct due;
struct early_discount;
struct entity_view;
struct event_facts;
struct exchange_rate;
struct exchanged;
struct expense;
struct field_facts;
struct field_view;
struct identity;
struct identity_ref;
struct instalment;
struct inter_company_line;
struct invoice;
struct invoice_line;
struct legal_entity;
struct line_progress;
struct milestone;
class money;
struct open_invoice;
struct open_total;
struct opportunity;
struct opportunity_line;
struct opportunity_links;
struct own_party;
struct party;
struct payment;
struct payment_allocation;
struct payment_terms;
struct payout;
struct period;
struct person_name;
struct posting_document;
struct posting_line;
struct price_list;
struct price_list_item;
struct product;
struct project;
struct project_template;
struct quantity;
struct quote;
struct quote_line;
struct rate;
struct rate_card;
struct rate_query;
struct receivable_entry;
struct receivables;
struct recurrence;
struct refund;
struct resource;
struct resource_assumption;
struct settlement;
struct skill;
struct subscription;
struct subscription_item;
struct task;
struct tax_code;
struct tax_id;
struct tax_mapping;
struct tax_subtotal;
struct tax_tolerance;
struct tax_totals;
struct tax_treatment;
struct taxed_line;
struct time_entry;
struct unit_price;
struct usage_record;
struct usage_total;
struct value_fact;
template <std::size_t N>
struct entity_facts;
template <class State>
struct legal_move;
template <class E>
struct open_enum;
template <class Terms>
struct version_of;
}  // namespace syncline::inline v1::model

namespace syncline::inline v1::mdm {
enum class conflict_reason : std::uint8_t;
enum class foreign_write : std::uint8_t;
enum class key_use : std::uint8_t;
enum class lasting : std::uint8_t;
enum class match_band : std::uint8_t;
enum class match_reason : std::uint8_t;
enum class match_verdict : std::uint8_t;
enum class settled_by : std::uint8_t;
enum class text_test : std::uint8_t;
enum class values : std::uint8_t;
enum class verdict : std::uint8_t;
struct agreed_field;
struct block_part;
struct conflict;
struct decision;
struct entity_rights;
struct explanation;
struct field_rule;
struct field_verdict;
struct key_rule;
struct labelled_records;
struct mark;
struct match_candidate;
struct match_decision;
struct match_field;
struct match_key;
struct match_level;
struct match_part;
struct match_record;
struct match_rules;
struct match_scope;
struct match_score;
class matcher;
struct ownership;
class ownership_policy;
struct ownership_rule;
struct proposed_write;
struct provenance;
struct ruling;
struct side;
struct term_frequencies;
struct writer_at;
template <class Record>
struct agreed;
template <class Record>
struct fact;
template <class Record>
struct field_note;
template <class T>
struct governed;
template <class Record>
struct known;
template <class Record>
struct merged;
template <class Record, std::size_t Ranked, class... Rules>
class survivorship_t;
template <class T>
struct undecided;
}  // namespace syncline::inline v1::mdm

namespace syncline::inline v1::sync {
enum class breakage : std::uint8_t;
enum class change_feed : std::uint8_t;
enum class deletion : std::uint8_t;
enum class drift_kind : std::uint8_t;
enum class horizon : std::uint8_t;
enum class on_drift : std::uint8_t;
enum class strategy : unsigned char;
struct capabilities;
struct claimed;
struct cursor;
struct drift;
struct drift_report;
struct enrichment;
struct field_shape;
class flow;
struct idempotency_key;
class identity_map;
class ledger;
struct money_at_risk;
struct object_shape;
struct open_work;
class mapping_registry;
struct mapping_version;
struct merged;
struct needs;
struct operation_descriptor;
struct plan;
struct planned_flow;
struct planned_writes;
struct predicted;
class rehearsal;
struct remote_id;
struct report;
struct step_counts;
struct unreadable_record;
struct upserted;
template <class Record, class T, class Current, class G>
class guarded_target;
template <class S, class From, class Map>
class mapped_flow;
template <class Mapping, class T>
class mapped_target;
template <class R>
struct origin;
template <class Record>
struct outgoing;
template <class Record>
struct page;
template <class S, class From>
class pulled_flow;
}  // namespace syncline::inline v1::sync

namespace syncline::inline v1::odoo {
enum class direction;
enum class settlement;
enum class wire;
struct account_analytic_account;
struct account_analytic_line;
struct account_fiscal_position;
struct account_move;
struct account_move_line;
struct account_payment;
struct account_payment_term;
struct account_tax;
class arguments;
struct attached_file;
struct call_context;
class client;
struct client_options;
struct contract_contract;
struct contract_line;
struct crediting;
struct crm_lead;
struct crm_stage;
class date_or_datetime;
struct field_description;
struct hr_employee;
struct hr_employee_skill;
struct hr_expense;
struct hr_skill;
struct incoming_payment;
struct invoice_status;
struct invoicing;
struct ir_model_data;
struct model_description;
struct order_status;
struct product_pricelist;
struct product_pricelist_item;
struct product_product;
struct product_template;
struct project_milestone;
struct project_project;
struct project_sale_line_employee_map;
struct project_task;
struct res_company;
struct res_currency;
struct res_currency_rate;
struct res_partner;
struct res_partner_customer;
struct sale_order;
struct sale_order_line;
struct server_info;
struct source_options;
template <class T>
class upsert_target;
}  // namespace syncline::inline v1::odoo

namespace syncline::inline v1::crm::hubspot {
struct association;
struct associations;
class client;
struct client_options;
struct company;
struct contact;
struct deal;
struct deal_links;
struct inline_association;
struct inline_associations;
struct line_item;
struct link_properties;
class link_target;
struct list_options;
struct merged_id;
struct next_page;
class opportunity_links_target;
struct paging;
struct pair_of_ids;
struct product;
struct property_definition;
struct retry_policy;
struct source_options;
struct written;
template <class M>
class source;
}  // namespace syncline::inline v1::crm::hubspot

namespace syncline::inline v1::workflow {
struct closed_won_options;
struct closed_won_report;
class contract_mapping;
class customer_mapping;
class links_mapping;
struct place;
class project_mapping;
}  // namespace syncline::inline v1::workflow

namespace syncline::inline v1::governance {
enum class timing : std::uint8_t;
struct bundle;
struct classified_field;
struct complaint;
struct configuration;
struct entity_entry;
struct entity_field;
struct environment;
struct finding;
struct flow_entry;
struct flow_source;
struct flow_target;
struct impact;
struct mapping_entry;
struct metric_entry;
struct rule_facts;
struct system_entry;
struct touched;
template <class Examine>
struct rule;
}  // namespace syncline::inline v1::governance
