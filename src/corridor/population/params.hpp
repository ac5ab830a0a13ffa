#pragma once

#include <span>

#include "corridor/evidence/pack.hpp"

namespace corridor::population {

/// What stays fixed about households during a run (docs/model/population.md).
struct PopulationParams {
  double partnered_share_max = 0;
  double partnered_age_start = 0;
  double partnered_age_scale = 0;
  double widowhood_per_year = 0;
  double partner_age_gap = 0;
  double childbearing_age_mean = 0;
  double childbearing_age_sd = 0;
  double union_probability_per_year = 0;
  double neolocal_share = 0;
  double division_probability_per_year = 0;
  double division_size = 0;
  bool operator==(const PopulationParams&) const = default;
};

std::span<const evidence::ParameterDeclaration> declarations();
PopulationParams read_params(const evidence::Pack& pack);

}  // namespace corridor::population
