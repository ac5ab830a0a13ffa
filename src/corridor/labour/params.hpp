#pragma once

#include <array>
#include <span>
#include <vector>

#include "corridor/evidence/pack.hpp"

namespace corridor::labour {

/// What stays fixed about work at the main destination during a run (docs/model/labour.md).
struct LabourParams {
  std::vector<double> sector_share;        ///< [sector]
  std::vector<double> sector_wage_factor;  ///< [sector]
  std::vector<double> status_wage_factor;  ///< [status]
  std::vector<double> status_employment;   ///< [status]
  double wage_log_sd = 0;
  double employment_share = 0;
  std::array<double, 12> employment_season{};
  double unemployment_reference = 0;
  double employment_tightness = 0;
  double wage_tightness = 0;
  double activity_response = 0;
  double relative_wage_response = 0;
  double migrants_reference = 0;
  double crowding = 0;
  double job_search = 0;
};

std::span<const evidence::ParameterDeclaration> declarations();
LabourParams read_params(const evidence::Pack& pack);

}  // namespace corridor::labour
