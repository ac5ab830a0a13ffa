#pragma once

#include <cstdint>
#include <vector>

#include "corridor/base/month.hpp"
#include "corridor/evidence/pack.hpp"
#include "corridor/labour/params.hpp"
#include "corridor/random/choose.hpp"

namespace corridor::labour {

inline constexpr int kMaxSectors = 8;
/// Wages of one sector and status differ by this many equally likely quantiles of skill.
inline constexpr int kSkills = 16;

/// What `sim` tells the labour market each month. Empty lists mean that nothing is known yet, and
/// that nothing is closed.
struct LabourInputs {
  std::vector<double> migrants;     ///< in the sector last month, real persons, [sector]
  std::vector<double> closed_jobs;  ///< share closed to holders of patents, [sector]
};

/// What work at the main destination offers in one month.
struct LabourSignals {
  std::vector<std::uint32_t> newcomer_sector;  ///< cumulative thresholds, [sector]
  std::vector<double> newcomer_share;          ///< [sector]
  std::vector<std::uint32_t> at_work;          ///< thresholds, [sector * statuses + status]
  std::vector<double> employed_share;          ///< of a patent holder, [sector]
  std::vector<double> tightness;               ///< one when supply and demand are at base, [sector]
  std::uint32_t job_search = 0;                ///< threshold, of those out of work
  /// Sector that somebody finds whose word is below job_search; what the word has left decides.
  /// Without a branch on it, and without dividing what is left by the threshold.
  std::uint8_t sector_found(std::uint32_t word) const {
    const std::uint64_t left = static_cast<std::uint64_t>(word) << 32;
    int sector = 0;
    for (std::size_t before = 0; before + 1 < newcomer_sector.size(); ++before) {
      sector += left >= std::uint64_t{newcomer_sector[before]} * job_search ? 1 : 0;
    }
    return static_cast<std::uint8_t>(sector);
  }
  /// Sector of a newcomer, given a uniform word.
  std::uint8_t sector_of_newcomer(std::uint32_t word) const {
    return static_cast<std::uint8_t>(random::choose(newcomer_sector, word));
  }
  /// Wage in minor units of the destination's money per month, [(sector * statuses + status) *
  /// kSkills + skill].
  std::vector<std::int64_t> wage_minor;
  double expected_wage =
      0;  ///< newcomer's mean wage times chance of work, of a patent holder, major units a month
  double mean_wage = 0;  ///< published mean wage of all organisations, major units a month
};

/// The labour market of the main destination in `month` (docs/model/labour.md, L1 to L4).
LabourSignals market(const LabourParams& params,
                     const LabourInputs& inputs,
                     const evidence::Pack& pack,
                     Month month);

}  // namespace corridor::labour
