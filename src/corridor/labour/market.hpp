#pragma once

#include <cstdint>
#include <vector>

#include "corridor/base/month.hpp"
#include "corridor/evidence/pack.hpp"
#include "corridor/labour/params.hpp"

namespace corridor::labour {

inline constexpr int kMaxSectors = 8;
/// Wages of one sector and status differ by this many equally likely quantiles of skill.
inline constexpr int kSkills = 16;

/// What work at the main destination offers in one month.
struct LabourSignals {
  std::vector<std::uint32_t> newcomer_sector;  ///< cumulative thresholds, [sector]
  std::vector<double> newcomer_share;          ///< [sector]
  std::vector<std::uint32_t> at_work;          ///< thresholds, [sector]
  std::vector<double> employed_share;          ///< [sector]
  /// Wage in minor units of the destination's money per month, [(sector * statuses + status) *
  /// kSkills + skill].
  std::vector<std::int64_t> wage_minor;
  double expected_wage =
      0;  ///< newcomer's mean wage times chance of work, of a patent holder, major units a month
  double mean_wage = 0;  ///< published mean wage of all organisations, major units a month
};

/// The labour market of the main destination in `month` (docs/model/labour.md, L1 to L4).
LabourSignals market(const LabourParams& params, const evidence::Pack& pack, Month month);

}  // namespace corridor::labour
