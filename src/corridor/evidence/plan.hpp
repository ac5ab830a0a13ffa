#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "corridor/base/month.hpp"
#include "corridor/evidence/pack.hpp"

/// What a calibration fits to what, and what it may never see (`docs/formats/calibration.md`).
namespace corridor::evidence {

/// Figures of one quantity, by place and month.
struct FigureGroup {
  std::string quantity;
  std::vector<std::string> places;
  std::optional<Month> from, to;     ///< bounds of the period, inclusive; nothing: unbounded
  bool shorter_than_a_year = false;  ///< only figures of a period of less than twelve months
  std::string why;                   ///< of what is held out
  /// Whether the whole period of the target lies within the bounds.
  bool holds(const Target& target) const;
  /// Whether any month of its period does.
  bool touches(const Target& target) const;
};

/// How forecasts start from what is observed (docs/model/forecasts.md).
struct ForecastPlan {
  std::vector<double> number;  ///< elasticities of receipts to how many are at the destination
  std::vector<double> each;    ///< and to what each of them brings
  std::vector<double> drift;   ///< deviations of what a year adds to the misses, in logarithms
  int draws = 0;               ///< of rule and misses, a member
};

struct CalibrationPlan {
  std::string name;  ///< file stem
  std::string text;  ///< the file as read, after that of its base
  std::string base;  ///< name of the plan it stands on; empty: none
  std::string purpose;
  Month from;               ///< first month simulated
  std::int64_t sample = 1;  ///< a simulated person stands for this many
  int members = 0;          ///< of the ensemble
  std::uint64_t seed = 1;
  int evaluations = 0;                  ///< of the whole ensemble, at most
  std::vector<std::string> parameters;  ///< `name` or `name[key]`
  std::vector<FigureGroup> targets;
  std::vector<FigureGroup> held_out;
  std::optional<ForecastPlan> forecast;
  std::vector<std::pair<std::string, double>> fixed;  ///< `name` or `name[key]`, held at a value
};

/// Reads a plan and holds its names against the pack. A plan with a base takes every key that it
/// does not have from the plan of that name beside it. All problems of the file together in one
/// Error(input); a file that cannot be read is Error(files).
CalibrationPlan load_plan(const std::filesystem::path& file, const Pack& pack);

/// Puts the values that the plan holds into the pack and leaves those rows no width, so that they
/// are no longer parameters to infer. To be done before a problem is made of plan and pack.
void apply_fixed(Pack& pack, const CalibrationPlan& plan);

/// XXH3-128 of the text, in hexadecimal digits.
std::string plan_digest(const CalibrationPlan& plan);

/// The targets of the pack that the plan fits, in the order of the pack: of kind `fit`, with an
/// error, meant to be met. Throws Error(input) naming a figure that the plan also holds out.
std::vector<Target> planned_targets(const CalibrationPlan& plan, const Pack& pack);

}  // namespace corridor::evidence
