#include "corridor/report/subjects.hpp"

#include <algorithm>
#include <array>

namespace corridor::report {

namespace {

using Name = std::string_view;

constexpr Name kPeople = "people";
constexpr Name kStatus = "patents and status";
constexpr Name kEnforcement = "enforcement";
constexpr Name kRegistry = "registry";
constexpr Name kBans = "bans";
constexpr Name kRecruitment = "recruitment";
constexpr Name kDiplomacy = "diplomacy";
constexpr Name kMoney = "money";
constexpr Name kHouseholds = "households";

constexpr Name kEconomy = "economies at home";

constexpr std::array kSubjects = {kPeople,
                                  kStatus,
                                  kEnforcement,
                                  kRegistry,
                                  kBans,
                                  kRecruitment,
                                  kDiplomacy,
                                  kMoney,
                                  kHouseholds,
                                  kEconomy};

struct Entry {
  Name measure;
  Name subject;
};

constexpr auto kEntries = std::to_array<Entry>({
    {"population", kPeople},
    {"population_with_migration", kPeople},
    {"births", kPeople},
    {"deaths", kPeople},
    {"households", kPeople},
    {"household_size_mean", kPeople},
    {"households_with_migrant_pct", kPeople},
    {"migrants_present", kPeople},
    {"women_share_present_pct", kPeople},
    {"migrants_elsewhere", kPeople},
    {"departures", kPeople},
    {"departures_elsewhere", kPeople},
    {"returns", kPeople},
    {"present_by_status", kStatus},
    {"status_entries", kStatus},
    {"patents_issued", kStatus},
    {"citizenship_granted", kStatus},
    {"irregular_present", kStatus},
    {"inspections", kEnforcement},
    {"detentions", kEnforcement},
    {"detentions_in_order", kEnforcement},
    {"detained", kEnforcement},
    {"expulsions_by_court", kEnforcement},
    {"removals", kEnforcement},
    {"perceived_risk_pct", kEnforcement},
    {"controlled_registry", kRegistry},
    {"registry_legalised", kRegistry},
    {"entry_bans_in_force", kBans},
    {"entry_bans_imposed", kBans},
    {"entry_bans_lifted", kBans},
    {"enlisted", kRecruitment},
    {"enlisted_naturalised_cumulative", kRecruitment},
    {"enlisted_foreign_cumulative", kRecruitment},
    {"serving", kRecruitment},
    {"serving_naturalised", kRecruitment},
    {"deaths_in_war_cumulative", kRecruitment},
    {"deaths_in_war_naturalised_cumulative", kRecruitment},
    {"injured_in_war", kRecruitment},
    {"prosecuted_cumulative", kRecruitment},
    {"incidents", kDiplomacy},
    {"incident_reports", kDiplomacy},
    {"statements", kDiplomacy},
    {"summonses", kDiplomacy},
    {"protest_notes", kDiplomacy},
    {"advisories", kDiplomacy},
    {"talks", kDiplomacy},
    {"replies", kDiplomacy},
    {"present_by_sector", kMoney},
    {"employed", kMoney},
    {"employed_foreign", kMoney},
    {"receipts_labour_usd", kMoney},
    {"receipts_not_labour_usd", kMoney},
    {"employed_share_pct", kMoney},
    {"wage_mean_rub", kMoney},
    {"sent_rub", kMoney},
    {"fees_rub", kMoney},
    {"received_rub", kMoney},
    {"received_usd", kMoney},
    {"received_local", kMoney},
    {"received_elsewhere_usd", kMoney},
    {"receipts_recorded_usd", kMoney},
    {"receipts_share_of_gdp_pct", kMoney},
    {"household_own_income_local", kHouseholds},
    {"household_received_local", kHouseholds},
    {"household_consumption_local", kHouseholds},
    {"household_consumption_real_local", kHouseholds},
    {"consumption_ppp_per_day", kHouseholds},
    {"gini_pct", kHouseholds},
    {"receipts_share_of_income_pct", kHouseholds},
    {"receivers_income_usd", kHouseholds},
    {"households_receiving_pct", kHouseholds},
    {"households_with_recent_migrant_pct", kHouseholds},
    {"households_lost_receipts_pct", kHouseholds},
    {"returnees_seeking", kHouseholds},
    {"unemployment_home_pct", kHouseholds},
    {"poverty_migrant_households_pct", kHouseholds},
    {"poverty_migrant_households_without_receipts_pct", kHouseholds},
    {"poverty_300_pct", kHouseholds},
    {"poverty_300_without_receipts_pct", kHouseholds},
    {"poverty_gap_300_pct", kHouseholds},
    {"poverty_severity_300_pct", kHouseholds},
    {"children_poor_300_pct", kHouseholds},
    {"poor_300_persons", kHouseholds},
    {"poverty_420_pct", kHouseholds},
    {"poverty_420_without_receipts_pct", kHouseholds},
    {"poverty_420_migrants_home_pct", kHouseholds},
    {"poverty_gap_420_pct", kHouseholds},
    {"poverty_severity_420_pct", kHouseholds},
    {"children_poor_420_pct", kHouseholds},
    {"poor_420_persons", kHouseholds},
    {"poverty_830_pct", kHouseholds},
    {"poverty_830_without_receipts_pct", kHouseholds},
    {"poverty_gap_830_pct", kHouseholds},
    {"poverty_severity_830_pct", kHouseholds},
    {"children_poor_830_pct", kHouseholds},
    {"poor_830_persons", kHouseholds},
    {"poverty_national_pct", kHouseholds},
    {"poverty_national_without_receipts_pct", kHouseholds},
    {"poverty_national_migrants_home_pct", kHouseholds},
    {"poverty_gap_national_pct", kHouseholds},
    {"poverty_severity_national_pct", kHouseholds},
    {"children_poor_national_pct", kHouseholds},
    {"poverty_study_pct", kHouseholds},
    {"poverty_study_without_receipts_pct", kHouseholds},
    {"poverty_study_migrants_home_pct", kHouseholds},
    {"households_receiving_poorest_pct", kHouseholds},
    {"receipts_share_of_income_poorest_pct", kHouseholds},
    {"households_receiving_second_pct", kHouseholds},
    {"receipts_share_of_income_second_pct", kHouseholds},
    {"households_receiving_middle_pct", kHouseholds},
    {"receipts_share_of_income_middle_pct", kHouseholds},
    {"households_receiving_fourth_pct", kHouseholds},
    {"receipts_share_of_income_fourth_pct", kHouseholds},
    {"households_receiving_richest_pct", kHouseholds},
    {"receipts_share_of_income_richest_pct", kHouseholds},
    {"receipts_share_of_income_poorest_receivers_pct", kHouseholds},
    {"received_change_usd", kEconomy},
    {"consumption_change_usd", kEconomy},
    {"imports_change_usd", kEconomy},
    {"product_usd", kEconomy},
    {"product_change_pct", kEconomy},
    {"product_change_low_pct", kEconomy},
    {"product_change_high_pct", kEconomy},
    {"product_growth_pct", kEconomy},
    {"home_wage_change_pct", kEconomy},
    {"prices_change_pct", kEconomy},
    {"exchange_pressure_pct", kEconomy},
});

}  // namespace

std::span<const std::string_view> subjects() { return kSubjects; }

std::size_t subject_order(std::string_view subject) {
  const auto found = std::find(kSubjects.begin(), kSubjects.end(), subject);
  return static_cast<std::size_t>(found - kSubjects.begin());
}

std::string_view subject_of(std::string_view quantity) {
  const Name first = quantity.substr(0, quantity.find_first_of("+/"));
  for (const Entry& entry : kEntries) {
    if (entry.measure == first) {
      return entry.subject;
    }
  }
  return {};
}

}  // namespace corridor::report
