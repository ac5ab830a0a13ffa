#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "corridor/base/error.hpp"
#include "corridor/origins/economy.hpp"
#include "corridor/recruitment/enlistment.hpp"
#include "corridor/sim/world.hpp"

namespace corridor::sim {

namespace {

/// Mean of a series over the months people look back on, the present one excluded.
double recent_mean(const evidence::Series& series, Month month, double months) {
  const int count = std::max(1, static_cast<int>(std::lround(months)));
  double sum = 0;
  for (int back = 1; back <= count; ++back) {
    sum += series.at(std::max(month - back, series.first));
  }
  return sum / count;
}

/// Wage at home in dollars as last month's money left it (docs/model/origins.md, O2,
/// O5).
double home_wage(const World& world, std::size_t origin, Month month) {
  return origins::home_wage_usd(*world.pack, origin, month) * world.responses[origin].wage_factor;
}

/// Net wage a newcomer expects at the main destination over the wage at home, by origin
/// (docs/model/mobility.md, M2).
std::vector<double> main_wage_ratios(const World& world,
                                     Month month,
                                     const labour::LabourSignals& labour,
                                     const std::vector<law::OriginRules>& rules) {
  const evidence::Pack& pack = *world.pack;
  const std::string& place = pack.destinations.front().code;
  const double rate =
      recent_mean(pack.find_series("fx", place), month, world.params.mobility.expectation_months);
  const double living = world.params.remittances.living_cost_factor *
                        pack.find_series("living_cost", place).at(month);
  const double patent = pack.find_series("patent_cost", place).at(month);
  std::vector<double> ratios;
  for (std::size_t origin = 0; origin < pack.origins.size(); ++origin) {
    double pays = 0;
    for (std::size_t status = 0; status < pack.statuses.size(); ++status) {
      pays += pack.statuses[status].pays_patent ? rules[origin].arrival_share[status] : 0.0;
    }
    const double net = labour.expected_wage - living - pays * patent;
    ratios.push_back(net / rate / home_wage(world, origin, month));
  }
  return ratios;
}

law::LawInputs law_inputs(const World& world, Month month, const labour::LabourSignals& labour) {
  const evidence::Pack& pack = *world.pack;
  const evidence::Series& fee = pack.find_series("patent_cost", pack.destinations.front().code);
  law::LawInputs inputs;
  inputs.patent_burden = fee.at(month) / labour.mean_wage;
  inputs.enlistment_factor =
      recruitment::pay_factor(world.params.recruitment, labour.expected_wage, pack, month);
  for (const diplomacy::OriginState& state : world.diplomacy) {
    inputs.attention.push_back(diplomacy::inspection_factor(world.params.diplomacy, state));
  }
  return inputs;
}

mobility::MobilityInputs mobility_inputs(const World& world,
                                         Month month,
                                         const labour::LabourSignals& labour,
                                         const std::vector<law::OriginRules>& rules) {
  const evidence::Pack& pack = *world.pack;
  mobility::MobilityInputs inputs;
  inputs.month = month;
  inputs.wage_ratio = main_wage_ratios(world, month, labour, rules);
  for (std::size_t origin = 0; origin < pack.origins.size(); ++origin) {
    inputs.leaving_factor.push_back(rules[origin].leaving_factor);
    inputs.departure_factor.push_back(rules[origin].departure_factor);
    inputs.return_factor.push_back(rules[origin].return_factor);
    std::vector<double> elsewhere;
    for (std::size_t d = 1; d < pack.destinations.size(); ++d) {
      elsewhere.push_back(pack.find_series("wage_usd", pack.destinations[d].code).at(month) /
                          home_wage(world, origin, month));
    }
    inputs.other_wage_ratio.push_back(std::move(elsewhere));
  }
  for (const RegionState& region : world.regions) {
    inputs.share_abroad.push_back(region.share_abroad);
    inputs.perceived_risk.push_back(region.perceived_risk);
  }
  return inputs;
}

remittances::RemittanceInputs remittance_inputs(const World& world,
                                                Month month,
                                                const labour::LabourSignals& labour) {
  const evidence::Pack& pack = *world.pack;
  const std::string& place = pack.destinations.front().code;
  remittances::RemittanceInputs inputs;
  inputs.wage_minor = labour.wage_minor;
  inputs.skills = labour::kSkills;
  inputs.living_cost = pack.find_series("living_cost", place).at(month);
  inputs.patent_cost = pack.find_series("patent_cost", place).at(month);
  for (const evidence::Origin& origin : pack.origins) {
    inputs.sending_cost.push_back(pack.find_series("sending_cost", origin.code).at(month));
    inputs.market_premium.push_back(pack.find_series("fx_market_premium", origin.code).at(month));
  }
  return inputs;
}

/// Largest chance of anything happening to a person of each class: over the ages of the cohort,
/// every education (docs/model/engine.md, E2).
std::array<std::uint32_t, population::kClasses> ceiling(const World& world,
                                                        const MonthTables& tables,
                                                        std::size_t region) {
  const auto origin = static_cast<std::size_t>(world.pack->regions[region].origin);
  const population::OriginRates& rates = tables.rates[origin];
  const std::vector<std::uint32_t> leave = tables.departures[region].largest_leave();
  const int now = tables.month - world.calendar.zero();
  std::array<std::uint32_t, population::kClasses> result{};
  for (int c = 0; c < population::kClasses; ++c) {
    const int cohort = c & population::kCohortBits;
    const int oldest = now - cohort * population::kCohortMonths;
    if (cohort == population::kCohorts || oldest < 0) {
      continue;
    }
    const int youngest = std::max(0, oldest - population::kCohortMonths + 1);
    const int sex = population::sex_of(static_cast<population::ClassByte>(c));
    const bool household = population::has_migrant(static_cast<population::ClassByte>(c)) != 0;
    const bool experienced = population::is_experienced(static_cast<population::ClassByte>(c));
    const std::size_t kind = (experienced ? 2U : 0U) + (household ? 1U : 0U);
    std::uint64_t largest = 0;
    for (int age = std::min(youngest / 12, kOldestAge); age <= std::min(oldest / 12, kOldestAge);
         ++age) {
      const std::uint32_t leaves = leave[sex_age_cell(sex, age) * 4 + kind];
      const std::uint64_t births = sex == 0 ? rates.birth[static_cast<std::size_t>(age)] : 0;
      largest = std::max(largest, births + rates.death[sex_age_cell(sex, age)] + leaves);
    }
    result[static_cast<std::size_t>(c)] =
        static_cast<std::uint32_t>(std::min<std::uint64_t>(largest, UINT32_MAX));
  }
  return result;
}

population::ByteBounds byte_bounds(const std::array<std::uint32_t, population::kClasses>& ceiling) {
  population::ByteBounds bounds{};
  for (std::size_t c = 0; c < bounds.size(); ++c) {
    const std::uint64_t rounded_up = (static_cast<std::uint64_t>(ceiling[c]) + 0xFFFFFF) >> 24;
    bounds[c] = static_cast<std::uint8_t>(std::min<std::uint64_t>(rounded_up, 255));
  }
  return bounds;
}

/// A byte cannot bound a chance above 255/256, and no month of a person's life comes near it
/// (docs/model/engine.md, E2).
void check_bounds(const World& world, const MonthTables& tables, std::size_t region) {
  constexpr std::uint32_t kLargest = 0xFF000000;
  const auto& ceiling = tables.ceiling[region];
  const std::uint32_t largest = *std::max_element(ceiling.begin(), ceiling.end());
  if (largest > kLargest) {
    fail_input(
        {fmt::format("{} in {}", world.pack->regions[region].code, tables.month.text()),
         fmt::format("{:.1f} %", 100 * (largest * 0x1p-32)),
         "is too large a chance of birth, death or departure in one month (allowed: up to 99.6 %).",
         "Lower mobility.departure_hazard, its factors, or the rates of birth and death."});
  }
}

}  // namespace

MonthTables month_tables(const World& world, Month month) {
  const evidence::Pack& pack = *world.pack;
  MonthTables tables;
  tables.month = month;
  tables.now = static_cast<std::int16_t>(month - world.request.from);
  tables.labour = labour::market(
      world.params.labour, {world.migrants_by_sector, law::closed_jobs(pack, month)}, pack, month);
  tables.rules =
      law::rules_in_force(world.params.law, law_inputs(world, month, tables.labour), pack, month);
  tables.rates = population::rates(pack, month);
  const mobility::MobilityInputs inputs =
      mobility_inputs(world, month, tables.labour, tables.rules);
  tables.departures = mobility::departures(world.params.mobility, inputs, pack);
  tables.returns = mobility::returns(world.params.mobility, inputs, pack);
  tables.remittances = remittances::sending(
      world.params.remittances, remittance_inputs(world, month, tables.labour), pack);
  if (world.asks_households) {
    tables.welfare = welfare_tables(world, tables);
  }
  for (std::size_t region = 0; region < pack.regions.size(); ++region) {
    tables.ceiling.push_back(ceiling(world, tables, region));
    tables.bounds.push_back(byte_bounds(tables.ceiling.back()));
    check_bounds(world, tables, region);
  }
  return tables;
}

}  // namespace corridor::sim
