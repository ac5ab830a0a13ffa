#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "corridor/evidence/parameter.hpp"

namespace corridor::inference {

/// Distribution of a parameter before any target is looked at. Each but `fixed` is a normal one on
/// a line of its own: the value itself, its logarithm, or its log odds.
enum class Family { normal, lognormal, logitnormal, fixed };

std::string_view family_name(Family family);

/// What a prior is made of: a median, and an interval with its probability, within a range.
struct PriorStatement {
  std::string name;  ///< of the parameter, with `[key]` where it has one
  std::string unit;
  Family family = Family::normal;
  double median = 0;
  double low = 0;
  double high = 0;
  double coverage = evidence::kDefaultCoverage;  ///< probability of low to high
  double minimum = 0;                            ///< smallest and largest value possible
  double maximum = 0;
};

/// A prior, and the way between the value of a parameter and its coordinate z, which is standard
/// normal under the prior (inference I1).
class Prior {
 public:
  /// Throws Error(input) when family and interval do not fit one another.
  explicit Prior(PriorStatement statement);
  const PriorStatement& statement() const { return statement_; }
  const std::string& name() const { return statement_.name; }
  /// The value at z (inference I1); rises with z and stays within the range.
  double value(double z) const;
  /// The z whose value is `value`, between -kFarthest and kFarthest; 0 for a fixed prior. Values
  /// beyond the range count as its ends.
  double coordinate(double value) const;
  /// The value below which the prior puts probability `u`.
  double quantile(double u) const;

  static constexpr double kFarthest = 8;

 private:
  double to_line(double value) const;
  double from_line(double line) const;

  PriorStatement statement_;
  double centre_ = 0;  ///< on the line, as the two spreads
  double spread_below_ = 1;
  double spread_above_ = 1;
  double cut_below_ = 0;  ///< probability beyond the ends of the range, given back inside
  double cut_above_ = 0;
};

/// The family where a row of the pack names none (inference I2).
Family default_family(const evidence::ParameterRow& row);

/// The prior of a row. Its median is the row's value, unless the value was calibrated or lies at an
/// end of the interval: then it is the middle of the interval on the family's line.
Prior prior_of(const evidence::ParameterRow& row);

/// The priors of the rows whose name, or name and key as `name[key]`, is among `names`; all rows
/// of a name where no key is given, fixed ones left out. Throws Error(input) with every name that
/// no row has.
std::vector<Prior> priors_of(const evidence::ParameterSet& parameters,
                             std::span<const std::string> names);

/// Coordinates of member `member`, standard normal, by (seed, member) alone (inference I3).
std::vector<double> draw_coordinates(std::size_t parameters, std::uint64_t seed, int member);

/// Values of all priors at coordinates z.
std::vector<double> values_at(std::span<const Prior> priors, std::span<const double> z);
/// Values at probabilities u: a point of the unit cube becomes one of the parameters.
std::vector<double> values_at_probabilities(std::span<const Prior> priors,
                                            std::span<const double> u);
/// Values at x of [0, 1], from low at 0 to high at 1, even in probability: the widths over which
/// elementary effects are taken, whose grid touches both ends.
std::vector<double> values_across(std::span<const Prior> priors, std::span<const double> x);

}  // namespace corridor::inference
