#pragma once

#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "corridor/evidence/pack.hpp"

namespace corridor::mobility {

/// Bands of months abroad over which the hazard of return differs.
inline constexpr int kStayBands = 6;
inline constexpr std::array<std::string_view, kStayBands> kStayBandKeys = {
    "0", "1-3", "4-6", "7-12", "13-36", "37+"};
constexpr int stay_band(int months) {
  return months <= 0    ? 0
         : months <= 3  ? 1
         : months <= 6  ? 2
         : months <= 12 ? 3
         : months <= 36 ? 4
                        : 5;
}

/// Destinations a pack may have, the main one included.
inline constexpr int kMaxDestinations = 6;

/// What stays fixed about leaving and returning during a run (docs/model/mobility.md).
struct MobilityParams {
  std::vector<double> departure_hazard;  ///< [origin], per month
  std::array<double, 12> departure_season{};
  double wage_ratio_reference = 0;
  double wage_response = 0;
  double network_response = 0;
  double household_response = 0;
  double repeat_factor = 0;
  double return_for_good = 0;
  double expectation_months = 0;
  std::vector<std::vector<double>> other_destination_constant;  ///< [origin][destination - 1]
  double destination_wage_response = 0;
  double inclusive_value = 0;
  std::vector<double> return_hazard;  ///< [origin], per month
  std::array<double, kStayBands> return_stay_factor{};
  std::array<double, 12> return_season{};
  double return_wage_response = 0;
  std::vector<double> return_status_factor;  ///< [status]
  std::vector<double> start_share_abroad;    ///< [origin]
  double start_experience_ratio = 0;
  double risk_response = 0;
  double risk_return_response = 0;
  double risk_half_life = 0;     ///< months
  double risk_pseudo_count = 0;  ///< persons
};

std::span<const evidence::ParameterDeclaration> declarations();
/// Throws Error(input) when the pack has more destinations than the model holds.
MobilityParams read_params(const evidence::Pack& pack);

}  // namespace corridor::mobility
