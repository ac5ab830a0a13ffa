#include "corridor/mobility/decisions.hpp"

#include <algorithm>
#include <cmath>

#include "corridor/random/draw.hpp"

namespace corridor::mobility {

namespace {

std::uint32_t monthly(double hazard) { return random::threshold(random::probability(hazard)); }

/// Hazard of a person with profile one in this region (eq. M1 without the personal factors).
double region_hazard(const MobilityParams& params,
                     const MobilityInputs& inputs,
                     const evidence::Pack& pack,
                     std::size_t region) {
  const auto origin = static_cast<std::size_t>(pack.regions[region].origin);
  const auto season = static_cast<std::size_t>(inputs.month.month_of_year() - 1);
  const double signals = params.wage_response * wage_signal(params, inputs.wage_ratio[origin]) +
                         params.network_response * inputs.share_abroad[region];
  return params.departure_hazard[origin] * pack.profile.region[region] *
         params.departure_season[season] * inputs.departure_factor[origin] * std::exp(signals);
}

/// Conditional logit over destinations, the main one first with constant zero (eq. M3).
std::array<std::uint32_t, kMaxDestinations> choice(const MobilityParams& params,
                                                   const MobilityInputs& inputs,
                                                   std::size_t origin) {
  const double response = params.destination_wage_response;
  std::vector<double> weight = {
      std::exp(response * wage_signal(params, inputs.wage_ratio[origin]))};
  for (const double ratio : inputs.other_wage_ratio[origin]) {
    weight.push_back(std::exp(params.other_destination_constant[origin] +
                              response * wage_signal(params, ratio)));
  }
  double total = 0;
  for (const double w : weight) {
    total += w;
  }
  std::array<std::uint32_t, kMaxDestinations> cumulative{};
  cumulative.fill(UINT32_MAX);
  double sum = 0;
  for (std::size_t d = 0; d + 1 < weight.size(); ++d) {
    sum += weight[d] / total;
    cumulative[d] = random::threshold(sum);
  }
  return cumulative;
}

}  // namespace

double wage_signal(const MobilityParams& params, double wage_ratio) {
  constexpr double kSmallest = 0.05;
  return std::log(std::max(wage_ratio, kSmallest) / params.wage_ratio_reference);
}

std::vector<RegionDepartures> departures(const MobilityParams& params,
                                         const MobilityInputs& inputs,
                                         const evidence::Pack& pack) {
  std::vector<RegionDepartures> result(pack.regions.size());
  const double household = std::exp(params.household_response);
  for (std::size_t region = 0; region < result.size(); ++region) {
    const auto origin = static_cast<std::size_t>(pack.regions[region].origin);
    const double base = region_hazard(params, inputs, pack, region);
    RegionDepartures& out = result[region];
    out.destination = choice(params, inputs, origin);
    out.leave.reserve(kSexAgeCells * kEducations * 4);
    for (const double by_sex_age : pack.profile.sex_age[origin]) {
      for (const double by_education : pack.profile.education[origin]) {
        const double hazard = base * by_sex_age * by_education;
        if (hazard == 0) {
          out.leave.insert(out.leave.end(), 4, 0U);
          continue;
        }
        out.leave.push_back(monthly(hazard));
        out.leave.push_back(monthly(hazard * household));
        out.leave.push_back(monthly(hazard * params.repeat_factor));
        out.leave.push_back(monthly(hazard * params.repeat_factor * household));
      }
    }
  }
  return result;
}

std::vector<OriginReturns> returns(const MobilityParams& params,
                                   const MobilityInputs& inputs,
                                   const evidence::Pack& pack) {
  std::vector<OriginReturns> result(pack.origins.size());
  const auto season = static_cast<std::size_t>(inputs.month.month_of_year() - 1);
  for (std::size_t origin = 0; origin < result.size(); ++origin) {
    result[origin].for_good = random::threshold(params.return_for_good);
    const double base =
        params.return_hazard[origin] * params.return_season[season] * inputs.return_factor[origin];
    const double pull =
        std::exp(-params.return_wage_response * wage_signal(params, inputs.wage_ratio[origin]));
    for (std::size_t band = 0; band < kStayBands; ++band) {
      const double stayed = base * params.return_stay_factor[band];
      result[origin].elsewhere[band] = monthly(stayed);
      for (std::size_t status = 0; status < params.return_status_factor.size(); ++status) {
        result[origin].main[status][band] =
            monthly(stayed * pull * params.return_status_factor[status]);
      }
    }
  }
  return result;
}

}  // namespace corridor::mobility
