#include "corridor/mobility/decisions.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "corridor/random/draw.hpp"

namespace corridor::mobility {

namespace {

std::uint32_t monthly(double hazard) {
  return hazard > 0 ? random::threshold(random::probability(hazard)) : 0;
}

/// At this hazard 19 of 20 leave within the month; a larger one means nothing more, and
/// would not fit what the scan can bound (eq. M1).
constexpr double kFastest = 3;

/// What one region's leavers weigh (eq. M3).
struct Choice {
  std::array<std::uint32_t, kMaxDestinations> cumulative{};  ///< quantised, over destinations
  double inclusive_factor = 0;  ///< what obstacles leave of the hazard to go anywhere
};

/// Attraction of each destination of an origin, the main one first with constant zero; nobody
/// migrates to their own country.
std::vector<double> attractions(const MobilityParams& params,
                                const MobilityInputs& inputs,
                                const evidence::Pack& pack,
                                std::size_t origin) {
  const double response = params.destination_wage_response;
  std::vector<double> weight;
  for (std::size_t d = 0; d < pack.destinations.size(); ++d) {
    const double ratio =
        d == 0 ? inputs.wage_ratio[origin] : inputs.other_wage_ratio[origin][d - 1];
    const double constant = d == 0 ? 0 : params.other_destination_constant[origin][d - 1];
    const bool own = pack.destinations[d].code == pack.origins[origin].code;
    weight.push_back(own ? 0 : std::exp(constant + response * wage_signal(params, ratio)));
  }
  return weight;
}

/// Conditional logit with an inclusive value: obstacles to the main destination, by law and by the
/// risk people believe in, turn some to other destinations and keep the others home (eq. M3).
Choice choice(const MobilityParams& params,
              const MobilityInputs& inputs,
              std::vector<double> weight,
              std::size_t origin,
              std::size_t region) {
  const double unhindered = std::accumulate(weight.begin(), weight.end(), 0.0);
  weight.front() *= inputs.departure_factor[origin] *
                    std::exp(-params.risk_response * inputs.perceived_risk[region]);
  const double total = std::accumulate(weight.begin(), weight.end(), 0.0);
  Choice result;
  result.cumulative.fill(UINT32_MAX);
  if (total <= 0) {
    return result;
  }
  result.inclusive_factor = std::pow(total / unhindered, params.inclusive_value);
  double sum = 0;
  for (std::size_t d = 0; d + 1 < weight.size(); ++d) {
    sum += weight[d] / total;
    result.cumulative[d] = random::threshold(sum);
  }
  return result;
}

/// Hazard of a person with profile one in this region, before the choice of destination (eq. M1
/// without the personal factors).
double region_hazard(const MobilityParams& params,
                     const MobilityInputs& inputs,
                     const evidence::Pack& pack,
                     double signal_of_wage,
                     std::size_t region) {
  const auto origin = static_cast<std::size_t>(pack.regions[region].origin);
  const auto season = static_cast<std::size_t>(inputs.month.month_of_year() - 1);
  const double signals =
      params.wage_response * signal_of_wage + params.network_response * inputs.share_abroad[region];
  return params.departure_hazard[origin] * pack.profile.region[region] *
         params.departure_season[season] * inputs.leaving_factor[origin] * std::exp(signals);
}

}  // namespace

std::uint32_t RegionDepartures::leave(double hazard_of_person) {
  return monthly(std::min(hazard_of_person, kFastest));
}

double RegionDepartures::largest_hazard() const {
  return hazard * *std::max_element(by_education->begin(), by_education->end());
}

double wage_signal(const MobilityParams& params, double wage_ratio) {
  constexpr double kSmallest = 0.05;
  return std::log(std::max(wage_ratio, kSmallest) / params.wage_ratio_reference);
}

std::vector<RegionDepartures> departures(const MobilityParams& params,
                                         const MobilityInputs& inputs,
                                         const evidence::Pack& pack) {
  std::vector<RegionDepartures> result(pack.regions.size());
  const double household = std::exp(params.household_response);
  std::vector<std::vector<double>> attraction;
  std::vector<double> signals;
  for (std::size_t origin = 0; origin < pack.origins.size(); ++origin) {
    attraction.push_back(attractions(params, inputs, pack, origin));
    signals.push_back(wage_signal(params, inputs.wage_ratio[origin]));
  }
  for (std::size_t region = 0; region < result.size(); ++region) {
    const auto origin = static_cast<std::size_t>(pack.regions[region].origin);
    const Choice chosen = choice(params, inputs, attraction[origin], origin, region);
    RegionDepartures& out = result[region];
    out.hazard =
        region_hazard(params, inputs, pack, signals[origin], region) * chosen.inclusive_factor;
    out.by_sex_age = &pack.profile.sex_age[origin];
    out.by_education = &pack.profile.education[origin];
    out.by_experience[1] = params.repeat_factor;
    out.by_household[1] = household;
    out.destination = chosen.cumulative;
  }
  return result;
}

std::vector<RegionReturns> returns(const MobilityParams& params,
                                   const MobilityInputs& inputs,
                                   const evidence::Pack& pack) {
  std::vector<RegionReturns> result(pack.regions.size());
  const auto season = static_cast<std::size_t>(inputs.month.month_of_year() - 1);
  for (std::size_t region = 0; region < result.size(); ++region) {
    const auto origin = static_cast<std::size_t>(pack.regions[region].origin);
    result[region].for_good = random::threshold(params.return_for_good);
    const double base =
        params.return_hazard[origin] * params.return_season[season] * inputs.return_factor[origin];
    const double pull =
        std::exp(params.risk_return_response * inputs.perceived_risk[region] -
                 params.return_wage_response * wage_signal(params, inputs.wage_ratio[origin]));
    for (std::size_t band = 0; band < kStayBands; ++band) {
      const double stayed = base * params.return_stay_factor[band];
      result[region].elsewhere[band] = monthly(stayed);
      for (std::size_t status = 0; status < params.return_status_factor.size(); ++status) {
        // The dead keep a place among the spells and never come home, whatever the parameters say.
        const bool fallen = pack.statuses[status].kind == evidence::StatusKind::fallen;
        result[region].main[status][band] =
            fallen ? 0 : monthly(stayed * pull * params.return_status_factor[status]);
      }
    }
  }
  return result;
}

}  // namespace corridor::mobility
