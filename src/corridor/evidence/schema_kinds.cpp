#include <array>

#include "corridor/evidence/schema.hpp"

/// The series, kinds of rules and quantities that the tables of a pack may speak of; the tables
/// themselves stand in schema.cpp.
namespace corridor::evidence {

namespace {

using enum SeriesPlaces;
constexpr auto kSeriesTable = std::to_array<SeriesSchema>({
    {"fx",
     "{currency} per USD",
     main_and_origins,
     false,
     false,
     1e-6,
     kUnbounded,
     "exchange rate, month average"},
    {"fx_market_premium",
     "share",
     origins,
     false,
     false,
     -0.9,
     100,
     "market over official rate, minus one"},
    {"wage",
     "{currency} per month",
     main_destination,
     true,
     false,
     1e-6,
     kUnbounded,
     "mean wage of the sector"},
    {"wage_mean",
     "{currency} per month",
     main_destination,
     false,
     false,
     1e-6,
     kUnbounded,
     "mean wage of all organisations"},
    {"wage_usd",
     "USD per month",
     other_destinations,
     false,
     false,
     1e-6,
     kUnbounded,
     "mean wage of a migrant"},
    {"living_cost",
     "{currency} per month",
     main_destination,
     false,
     false,
     0,
     kUnbounded,
     "what a migrant needs to live"},
    {"patent_cost",
     "{currency} per month",
     main_destination,
     false,
     false,
     0,
     kUnbounded,
     "monthly payment for a work patent"},
    {"unemployment", "share", main_destination, false, false, 0, 1, "unemployed of the active"},
    {"activity",
     "index 2013 = 1",
     main_destination,
     true,
     false,
     1e-6,
     kUnbounded,
     "real activity of the sector"},
    {"prices",
     "index 2013 = 1",
     main_and_origins,
     false,
     false,
     1e-9,
     kUnbounded,
     "consumer prices"},
    {"home_wage",
     "{currency} per month",
     origins,
     false,
     false,
     1e-6,
     kUnbounded,
     "mean wage at home"},
    {"gdp_usd", "USD", origins, false, true, 1, kUnbounded, "gross domestic product"},
    {"sending_cost", "share", origins, false, true, 0, 1, "fee plus margin over the amount"},
    {"not_labour_income",
     "USD per year",
     origins,
     false,
     true,
     0,
     kUnbounded,
     "money recorded as receipts that migrants did not earn"},
    {"net_migration",
     "persons per year",
     origins,
     false,
     true,
     -kUnbounded,
     kUnbounded,
     "all arrivals minus all departures"},
    {"sex_ratio_at_birth", "boys per girl", origins, false, true, 0.5, 2, "boys born per girl"},
});

constexpr unsigned kFrom = needs_status_from;
constexpr unsigned kTo = takes_status_to;
constexpr unsigned kSector = takes_sector;
constexpr unsigned kAll = binds_everybody;
constexpr auto kLawTable = std::to_array<LawSchema>({
    {"arrival", "share", 1, kTo, "", "share of new arrivals who take status_to"},
    {"transition", "per month", 10, kFrom | kTo, "", "hazard from status_from to status_to"},
    {"removal", "per month", 10, 0, "months of entry ban", "hazard of removal from status_from"},
    {"leaving", "factor", 1000, 0, "", "factor on the hazard to leave for anywhere"},
    {"departure", "factor", 1000, 0, "", "factor on leaving for the main destination only"},
    {"returning", "factor", 1000, 0, "", "factor on the hazard to return"},
    {"inspection", "per month", 10, 0, "half-life in months", "hazard of being inspected"},
    {"detention", "share", 1, kFrom | kTo, "", "share of those inspected who are detained"},
    {"short_detention", "share", 1, kFrom, "", "share of those inspected who are held briefly"},
    {"repatriation", "per month", 10, kFrom, "", "hazard of going home unpunished or discharged"},
    {"injury", "per month", 10, kFrom, "", "hazard of injury in service"},
    {"prosecution", "per month", 10, kFrom, "", "hazard of a criminal case at home for service"},
    {"enlistment", "per month", 10, kFrom | kTo, "", "hazard of enlisting for the pay"},
    {"contract_pay", "currency per month", kUnbounded, kAll, "", "pay of a military contract"},
    {"exit_ban", "share", 1, kFrom, "months of entry ban", "share of returns that end in a ban"},
    {"ban_lifting", "per month", 10, 0, "", "hazard that an entry ban in force is lifted"},
    {"sector_ban",
     "share",
     1,
     kSector | kAll,
     "",
     "share of a sector's jobs closed to patent holders"},
});

}  // namespace

std::span<const SeriesSchema> pack_series() { return kSeriesTable; }
std::span<const LawSchema> law_kinds() { return kLawTable; }

const SeriesSchema* series_schema(std::string_view name) {
  for (const SeriesSchema& series : kSeriesTable) {
    if (series.name == name) {
      return &series;
    }
  }
  return nullptr;
}

}  // namespace corridor::evidence
