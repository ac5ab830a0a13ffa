#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "corridor/base/month.hpp"
#include "corridor/evidence/pack.hpp"
#include "corridor/parallel/threads.hpp"
#include "corridor/population/households.hpp"

/// How near the synthesised population comes to the margins of the pack
/// (docs/model/population.md, P1 to P5).
namespace corridor::population {

/// Persons of one origin, sex and five-year age group. Synthesised persons are counted with their
/// weight.
struct AgeFit {
  std::size_t origin = 0;
  int sex = 0;
  int age_group = 0;
  double pack = 0;
  std::int64_t synthesised = 0;
  /// Difference over the pack's number; 0 where both are empty, 1 where only the pack is.
  double relative_error() const;
};

/// One region: its total, and the mean size of its households.
struct RegionFit {
  std::size_t region = 0;
  std::int64_t pack = 0;
  std::int64_t synthesised = 0;
  double mean_size_pack = 0;
  double mean_size = 0;
};

/// Share of something in the pack and in the synthesis.
struct ShareFit {
  double pack = 0;
  double synthesised = 0;
};

struct SynthesisReport {
  Month start;
  std::int64_t sample = 1;
  std::uint64_t seed = 1;
  std::int64_t persons = 0;                 ///< simulated
  std::vector<AgeFit> ages;                 ///< by origin, sex, age group
  std::vector<RegionFit> regions;           ///< in the order of the pack
  std::vector<std::vector<ShareFit>> size;  ///< households, [origin][size - 1]
  /// Adults of 25 and more by level, [origin][sex * kEducations + level].
  std::vector<std::vector<ShareFit>> education;
  CompositionErrors composition;

  /// The cell with the largest relative error among those of at least `persons` in the pack.
  const AgeFit& worst_age(double persons) const;
  /// True when every region has as many persons as the pack says, up to one simulated person.
  bool regions_exact() const;
};

/// Synthesises the population of the first day of `start` and counts it against the pack.
SynthesisReport synthesis_report(const evidence::Pack& pack,
                                 Month start,
                                 std::int64_t sample,
                                 std::uint64_t seed,
                                 parallel::Threads& threads);

/// The report as plain text, ready to print.
std::string synthesis_text(const SynthesisReport& report, const evidence::Pack& pack);

}  // namespace corridor::population
