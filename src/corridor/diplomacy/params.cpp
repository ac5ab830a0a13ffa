#include "corridor/diplomacy/params.hpp"

namespace corridor::diplomacy {

namespace {

using evidence::KeyedBy;
using evidence::ParameterDeclaration;

constexpr std::array kDeclarations = {
    ParameterDeclaration{"diplomacy.incidents_per_inspection",
                         "theta_i",
                         "incidents per person",
                         0,
                         1,
                         KeyedBy::nothing,
                         "Incidents that arise from one person inspected.",
                         "diplomacy D1"},
    ParameterDeclaration{"diplomacy.incidents_per_detention",
                         "theta_d",
                         "incidents per person",
                         0,
                         10,
                         KeyedBy::nothing,
                         "Incidents that arise from one person detained, for whatever reason.",
                         "diplomacy D1"},
    ParameterDeclaration{
        "diplomacy.incidents_per_detention_in_order",
        "theta_o",
        "incidents per person",
        0,
        10,
        KeyedBy::nothing,
        "Further incidents that arise where the papers of the person detained were in order.",
        "diplomacy D1"},
    ParameterDeclaration{"diplomacy.reported_share",
                         "pi",
                         "share",
                         0,
                         1,
                         KeyedBy::nothing,
                         "Share of incidents that reach the ministry at home.",
                         "diplomacy D2"},
    ParameterDeclaration{"diplomacy.reports_reference",
                         "r_ref",
                         "reports",
                         0,
                         1e6,
                         KeyedBy::nothing,
                         "Reports of three months at which acts have the rates given.",
                         "diplomacy D4"},
    ParameterDeclaration{"diplomacy.statement_log_rate",
                         "alpha_s",
                         "log acts per month",
                         -12,
                         3,
                         KeyedBy::nothing,
                         "Log rate of statements of an origin at the reference of reports.",
                         "diplomacy D4"},
    ParameterDeclaration{"diplomacy.summons_log_rate",
                         "alpha_m",
                         "log acts per month",
                         -12,
                         3,
                         KeyedBy::nothing,
                         "Log rate of summonses of the ambassador at the reference of reports.",
                         "diplomacy D4"},
    ParameterDeclaration{"diplomacy.protest_note_log_rate",
                         "alpha_n",
                         "log acts per month",
                         -12,
                         3,
                         KeyedBy::nothing,
                         "Log rate of protest notes of an origin at the reference of reports.",
                         "diplomacy D4"},
    ParameterDeclaration{"diplomacy.advisory_log_rate",
                         "alpha_a",
                         "log acts per month",
                         -12,
                         3,
                         KeyedBy::nothing,
                         "Log rate of advisories to own citizens at the reference of reports.",
                         "diplomacy D4"},
    ParameterDeclaration{"diplomacy.talks_log_rate",
                         "alpha_t",
                         "log acts per month",
                         -12,
                         3,
                         KeyedBy::nothing,
                         "Log rate of talks between both sides at the reference of reports.",
                         "diplomacy D4"},
    ParameterDeclaration{"diplomacy.report_response",
                         "beta",
                         "elasticity",
                         0,
                         3,
                         KeyedBy::nothing,
                         "Response of the rate of every act to the reports of three months.",
                         "diplomacy D4"},
    ParameterDeclaration{"diplomacy.acts_max",
                         "A",
                         "acts per month",
                         1,
                         100,
                         KeyedBy::nothing,
                         "Most acts of one kind that an origin performs in a month.",
                         "diplomacy D4"},
    ParameterDeclaration{"diplomacy.reply_probability",
                         "p_r",
                         "probability",
                         0,
                         1,
                         KeyedBy::nothing,
                         "Probability that a protest note or a summons is ever answered.",
                         "diplomacy D5"},
    ParameterDeclaration{"diplomacy.reply_same_month_share",
                         "s_r",
                         "share",
                         0.01,
                         1,
                         KeyedBy::nothing,
                         "Share of the replies still awaited that come within the month.",
                         "diplomacy D5"},
    ParameterDeclaration{"diplomacy.softening_per_reply",
                         "kappa",
                         "log points",
                         0,
                         2,
                         KeyedBy::nothing,
                         "Fall of log inspection in the next month after one reply or talks.",
                         "diplomacy D6"},
    ParameterDeclaration{"diplomacy.softening_kept",
                         "rho",
                         "share",
                         0,
                         1,
                         KeyedBy::nothing,
                         "Share of the softening of inspection that lasts from month to month.",
                         "diplomacy D6"},
    ParameterDeclaration{"diplomacy.softening_max",
                         "u_max",
                         "log points",
                         0,
                         3,
                         KeyedBy::nothing,
                         "Largest fall of log inspection that replies and talks can reach.",
                         "diplomacy D6"},
};

}  // namespace

std::span<const ParameterDeclaration> declarations() { return kDeclarations; }

DiplomacyParams read_params(const evidence::Pack& pack) {
  const auto get = [&](std::string_view name) { return pack.parameters.value(name); };
  DiplomacyParams params;
  params.incidents_per_inspection = get("diplomacy.incidents_per_inspection");
  params.incidents_per_detention = get("diplomacy.incidents_per_detention");
  params.incidents_per_detention_in_order = get("diplomacy.incidents_per_detention_in_order");
  params.reported_share = get("diplomacy.reported_share");
  params.reports_reference = get("diplomacy.reports_reference");
  params.log_rate = {get("diplomacy.statement_log_rate"),
                     get("diplomacy.summons_log_rate"),
                     get("diplomacy.protest_note_log_rate"),
                     get("diplomacy.advisory_log_rate"),
                     get("diplomacy.talks_log_rate")};
  params.report_response = get("diplomacy.report_response");
  params.acts_max = get("diplomacy.acts_max");
  params.reply_probability = get("diplomacy.reply_probability");
  params.reply_same_month_share = get("diplomacy.reply_same_month_share");
  params.softening_per_reply = get("diplomacy.softening_per_reply");
  params.softening_kept = get("diplomacy.softening_kept");
  params.softening_max = get("diplomacy.softening_max");
  return params;
}

}  // namespace corridor::diplomacy
