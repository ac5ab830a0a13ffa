#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "corridor/base/error.hpp"
#include "corridor/origins/economy.hpp"
#include "corridor/population/vital.hpp"
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

/// Wages at home in dollars as last month's money left them, [origin] (docs/model/origins.md, O2,
/// O5).
std::vector<double> home_wages_usd(const World& world, Month month) {
  std::vector<double> wages;
  for (std::size_t origin = 0; origin < world.responses.size(); ++origin) {
    wages.push_back(origins::home_wage_usd(*world.pack, origin, month) *
                    world.responses[origin].wage_factor);
  }
  return wages;
}

/// Net wage a newcomer expects at the main destination over the wage at home, by origin
/// (docs/model/mobility.md, M2).
std::vector<double> main_wage_ratios(const World& world,
                                     Month month,
                                     std::span<const double> home_wages,
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
    ratios.push_back(net / rate / home_wages[origin]);
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
  const std::vector<double> home_wages = home_wages_usd(world, month);
  inputs.wage_ratio = main_wage_ratios(world, month, home_wages, labour, rules);
  std::vector<double> wages_elsewhere;
  for (std::size_t d = 1; d < pack.destinations.size(); ++d) {
    wages_elsewhere.push_back(pack.find_series("wage_usd", pack.destinations[d].code).at(month));
  }
  for (std::size_t origin = 0; origin < pack.origins.size(); ++origin) {
    inputs.leaving_factor.push_back(rules[origin].leaving_factor);
    inputs.departure_factor.push_back(rules[origin].departure_factor);
    inputs.return_factor.push_back(rules[origin].return_factor);
    std::vector<double> elsewhere = wages_elsewhere;
    for (double& wage : elsewhere) {
      wage /= home_wages[origin];
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

std::uint32_t saturated_sum(std::uint32_t a, std::uint32_t b) {
  return b > UINT32_MAX - a ? UINT32_MAX : a + b;
}

/// What is largest among persons of one sex and cohort.
struct Largest {
  population::ClassByte sex_and_cohort = 0;
  std::uint32_t vital = 0;  ///< chance of birth or death
  double leaving = 0;       ///< factor of the profile of leavers
};

/// All persons of an origin to whom anything may happen.
std::vector<Largest> largest_of_cohorts(
    const std::array<std::uint32_t, kSexAgeCells>& vital,
    std::span<const double> factors,
    const std::array<population::CohortAges, population::kCohorts>& ages) {
  std::vector<Largest> result;
  for (int sex = 0; sex < kSexes; ++sex) {
    for (std::size_t cohort = 0; cohort < ages.size(); ++cohort) {
      const auto bits = cohort | (sex == 1 ? population::kMaleBit : 0U);
      Largest largest{static_cast<population::ClassByte>(bits)};
      for (int age = ages[cohort].first; age <= ages[cohort].last; ++age) {
        const std::size_t cell = sex_age_cell(sex, age);
        largest.vital = std::max(largest.vital, vital[cell]);
        largest.leaving = std::max(largest.leaving, factors[cell]);
      }
      if (largest.vital > 0 || largest.leaving > 0) {
        result.push_back(largest);
      }
    }
  }
  return result;
}

/// A bound of the chance that anything happens to a person of each class (docs/model/engine.md,
/// E2).
std::array<std::uint32_t, population::kClasses> ceiling(
    const std::vector<Largest>& cohorts, const mobility::RegionDepartures& departures) {
  std::array<std::uint32_t, population::kClasses> result{};
  const double of_anybody = departures.largest_hazard();
  for (const std::size_t experienced : {0, 1}) {
    for (const std::size_t household : {0, 1}) {
      const std::size_t bits =
          experienced * population::kExperiencedBit + household * population::kHasMigrantBit;
      const double hazard = departures.of_kind(of_anybody, experienced == 1, household == 1);
      for (const Largest& cohort : cohorts) {
        result[bits | cohort.sex_and_cohort] = saturated_sum(
            cohort.vital, mobility::RegionDepartures::leave_at_most(hazard * cohort.leaving));
      }
    }
  }
  return result;
}

/// A byte cannot bound a chance above 255/256, and no month of a person's life comes near it
/// (docs/model/engine.md, E2).
void check_bounds(const World& world, const MonthTables& tables, std::size_t region) {
  constexpr std::uint32_t kLargest = 0xFF000000;
  const auto& ceiling = tables.ceiling[region];
  // Without branches, so that compilers make vector code of it.
  bool too_large = false;
  for (const std::uint32_t chance : ceiling) {
    too_large |= chance > kLargest;
  }
  if (too_large) {
    const std::uint32_t largest = *std::max_element(ceiling.begin(), ceiling.end());
    fail_input(
        {fmt::format("{} in {}", world.pack->regions[region].code, tables.month.text()),
         fmt::format("{:.1f} %", 100 * (largest * 0x1p-32)),
         "is too large a chance of birth, death or departure in one month (allowed: up to 99.6 %).",
         "Lower mobility.departure_hazard, its factors, or the rates of birth and death."});
  }
}

void fill_ceilings(const World& world, MonthTables& tables) {
  const auto ages = population::cohort_ages(world.calendar, tables.month);
  std::vector<std::vector<Largest>> cohorts;
  for (std::size_t origin = 0; origin < tables.rates.size(); ++origin) {
    const auto vital = words_tell_of_people(world) ? population::vital_chances(tables.rates[origin])
                                                   : std::array<std::uint32_t, kSexAgeCells>{};
    cohorts.push_back(largest_of_cohorts(vital, world.pack->profile.sex_age[origin], ages));
  }
  tables.ceiling.reserve(world.regions.size());
  tables.bounds.reserve(world.regions.size());
  for (std::size_t region = 0; region < world.regions.size(); ++region) {
    const auto origin = static_cast<std::size_t>(world.pack->regions[region].origin);
    tables.ceiling.push_back(ceiling(cohorts[origin], tables.departures[region]));
    tables.bounds.push_back(population::byte_bounds(tables.ceiling.back()));
    check_bounds(world, tables, region);
  }
}

/// Of everybody, by birth index. Who is yet to be born counts with the newborn.
std::vector<std::uint8_t> age_groups(const population::Calendar& calendar, Month month) {
  std::vector<std::uint8_t> groups(population::kBirthMonths);
  for (int birth = 0; birth < population::kBirthMonths; ++birth) {
    groups[static_cast<std::size_t>(birth)] =
        static_cast<std::uint8_t>(age_group(std::max(0, calendar.age(birth, month))));
  }
  return groups;
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
  tables.rates = world.rates[static_cast<std::size_t>(month.year() - world.request.from.year())];
  const mobility::MobilityInputs inputs =
      mobility_inputs(world, month, tables.labour, tables.rules);
  tables.departures = mobility::departures(world.params.mobility, inputs, pack);
  tables.returns = mobility::returns(world.params.mobility, inputs, pack);
  tables.remittances = remittances::sending(
      world.params.remittances, remittance_inputs(world, month, tables.labour), pack);
  if (world.asks_households) {
    tables.welfare = welfare_tables(world, tables);
  }
  fill_ceilings(world, tables);
  if (month.month_of_year() == 12) {
    tables.age_groups = age_groups(world.calendar, month);
  }
  return tables;
}

}  // namespace corridor::sim
