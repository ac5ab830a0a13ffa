#include "corridor/sim/measures.hpp"

#include <array>

namespace corridor::sim {

namespace {

constexpr auto kSum = OverYear::sum;
constexpr auto kDecember = OverYear::december;

constexpr std::array kMeasures = {
    Measure{"population",
            "persons",
            kDecember,
            true,
            "Persons alive at the end of the month, those abroad for work included; permanent "
            "emigration is not simulated.",
            "B"},
    Measure{"population_with_migration",
            "persons",
            kDecember,
            true,
            "Persons alive plus the net permanent migration published since the start of the run.",
            "B"},
    Measure{"births", "persons", kSum, true, "Live births.", "B"},
    Measure{"deaths", "persons", kSum, true, "Deaths, at home and abroad.", "B"},
    Measure{
        "households", "households", kDecember, true, "Households at the end of the month.", "C"},
    Measure{"household_size_mean",
            "persons per household",
            kDecember,
            false,
            "Persons over households, members abroad included.",
            "C"},
    Measure{"households_with_migrant_pct",
            "percent",
            kDecember,
            false,
            "Households with a member abroad for work, of all households.",
            "C"},
    Measure{"migrants_present",
            "persons",
            kDecember,
            true,
            "Citizens of the origin present at the main destination at the end of the month, those "
            "naturalised there not counted.",
            "C"},
    Measure{"women_share_present_pct",
            "percent",
            kDecember,
            false,
            "Women among the citizens of the origin present at the main destination.",
            "C"},
    Measure{"present_by_status",
            "persons",
            kDecember,
            true,
            "Persons at the main destination by legal status, the naturalised included.",
            "C"},
    Measure{"present_by_sector",
            "persons",
            kDecember,
            true,
            "Persons at the main destination by sector of work.",
            "C"},
    Measure{"migrants_elsewhere",
            "persons",
            kDecember,
            true,
            "Persons abroad for work at other destinations, together and by destination.",
            "C"},
    Measure{
        "departures", "persons", kSum, true, "Departures for work to the main destination.", "C"},
    Measure{"departures_elsewhere",
            "persons",
            kSum,
            true,
            "Departures for work to other destinations, together and by destination.",
            "C"},
    Measure{"returns",
            "persons",
            kSum,
            true,
            "Returns from the main destination, removals not counted.",
            "C"},
    Measure{"removals", "persons", kSum, true, "Removals from the main destination.", "C"},
    Measure{"entry_bans_in_force",
            "persons",
            kDecember,
            true,
            "Persons at home who may not enter the main destination.",
            "C"},
    Measure{"status_entries",
            "persons",
            kSum,
            true,
            "Arrivals and changes into a legal status at the main destination.",
            "C"},
    Measure{"patents_issued",
            "persons",
            kSum,
            true,
            "Arrivals and changes into a status that pays for a patent.",
            "C"},
    Measure{"citizenship_granted",
            "persons",
            kSum,
            true,
            "Changes into the status of a naturalised citizen.",
            "C"},
    Measure{"employed",
            "persons",
            kSum,
            true,
            "Migrants at work at the main destination in the month.",
            "C"},
    Measure{"employed_share_pct",
            "percent",
            kDecember,
            false,
            "Migrants at work, of all at the main destination.",
            "C"},
    Measure{"wage_mean_rub",
            "destination currency per month",
            kDecember,
            false,
            "Mean wage of migrants at work at the main destination.",
            "C"},
    Measure{"sent_rub",
            "destination currency",
            kSum,
            true,
            "Money sent home from the main destination, fees included.",
            "C"},
    Measure{"fees_rub",
            "destination currency",
            kSum,
            true,
            "Fees and exchange margins of sending.",
            "C"},
    Measure{"received_rub", "destination currency", kSum, true, "Money sent less fees.", "C"},
    Measure{"received_usd", "USD", kSum, true, "Money received from the main destination.", "C"},
    Measure{"received_local",
            "local currency",
            kSum,
            true,
            "Money received from the main destination at the official rate of the origin.",
            "C"},
    Measure{"received_elsewhere_usd",
            "USD",
            kSum,
            true,
            "Money received from other destinations, together and by destination.",
            "C"},
    Measure{"receipts_recorded_usd",
            "USD",
            kSum,
            true,
            "Receipts from all destinations as the statistics of the origin record them.",
            "C"},
    Measure{
        "receipts_share_of_gdp_pct",
        "percent",
        kDecember,
        false,
        "Recorded receipts of the last twelve months over the gross domestic product of the year.",
        "C"},
    Measure{"perceived_risk_pct",
            "percent",
            kDecember,
            false,
            "Risk of removal from the main destination that people believe in, from those who came "
            "home in about the last year; of an origin, the mean over its regions by population.",
            "C"},
};

}  // namespace

std::span<const Measure> measures() { return kMeasures; }

int measure_index(std::string_view name) {
  for (std::size_t i = 0; i < kMeasures.size(); ++i) {
    if (kMeasures[i].name == name) {
      return static_cast<int>(i);
    }
  }
  return -1;
}

std::vector<std::string> place_codes(const evidence::Pack& pack) {
  std::vector<std::string> codes;
  for (const evidence::Origin& origin : pack.origins) {
    codes.push_back(origin.code);
  }
  for (const evidence::Region& region : pack.regions) {
    codes.push_back(region.code);
  }
  return codes;
}

}  // namespace corridor::sim
