#include "corridor/inference/priors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "corridor/base/error.hpp"
#include "corridor/inference/detail/draws.hpp"

namespace corridor::inference {

namespace {

constexpr std::array<std::string_view, 4> kFamilies = evidence::kDistributions;

bool starts_with_any(std::string_view text, std::initializer_list<std::string_view> beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(), [&](std::string_view beginning) {
    return text.starts_with(beginning);
  });
}

bool is_share(std::string_view unit) { return starts_with_any(unit, {"share", "probability"}); }

/// Factors, ratios and rates: what is multiplied. Slopes (`per unit ...`) and logarithms are not.
bool is_positive_rate(std::string_view unit) {
  return starts_with_any(unit, {"factor", "ratio"}) ||
         (unit.find("per ") != std::string_view::npos &&
          !starts_with_any(unit, {"log", "per unit", "elasticity"}));
}

std::string row_name(const evidence::ParameterRow& row) {
  return row.key.empty() ? row.name : fmt::format("{}[{}]", row.name, row.key);
}

void check(const PriorStatement& s) {
  const bool ordered = s.low < s.median && s.median < s.high && s.minimum <= s.low &&
                       s.high <= s.maximum && s.coverage > 0 && s.coverage < 1;
  const bool supported = s.family == Family::normal ||
                         (s.family == Family::lognormal && s.low > 0) || (s.low > 0 && s.high < 1);
  if (s.family != Family::fixed && !(ordered && supported)) {
    fail_input({s.name,
                fmt::format("{} prior of median {} over {} to {} within {} to {}",
                            family_name(s.family),
                            s.median,
                            s.low,
                            s.high,
                            s.minimum,
                            s.maximum),
                "cannot be: the numbers must rise, inside what the family can take.",
                "Correct low, high, coverage or distribution of the parameter."});
  }
}

double line_of(Family family, double value) {
  switch (family) {
    case Family::lognormal:
      return value > 0 ? std::log(value) : -std::numeric_limits<double>::infinity();
    case Family::logitnormal:
      if (value <= 0 || value >= 1) {
        return std::copysign(std::numeric_limits<double>::infinity(), value - 0.5);
      }
      return std::log(value) - std::log1p(-value);
    case Family::normal:
    case Family::fixed:
      break;
  }
  return value;
}

double value_of(Family family, double line) {
  switch (family) {
    case Family::lognormal:
      return std::exp(line);
    case Family::logitnormal:
      return 1 / (1 + std::exp(-line));
    case Family::normal:
    case Family::fixed:
      break;
  }
  return line;
}

}  // namespace

std::string_view family_name(Family family) { return kFamilies[static_cast<std::size_t>(family)]; }

Prior::Prior(PriorStatement statement) : statement_(std::move(statement)) {
  check(statement_);
  centre_ = to_line(statement_.median);
  if (statement_.family == Family::fixed) {
    return;
  }
  const double reach = random::normal_quantile(0.5 + statement_.coverage / 2);
  spread_below_ = (centre_ - to_line(statement_.low)) / reach;
  spread_above_ = (to_line(statement_.high) - centre_) / reach;
  cut_below_ = random::normal_cdf((to_line(statement_.minimum) - centre_) / spread_below_);
  cut_above_ = random::normal_cdf((centre_ - to_line(statement_.maximum)) / spread_above_);
}

double Prior::to_line(double value) const { return line_of(statement_.family, value); }
double Prior::from_line(double line) const { return value_of(statement_.family, line); }

double Prior::value(double z) const {
  if (statement_.family == Family::fixed) {
    return statement_.median;
  }
  // Each half is reckoned from its own tail, where probabilities are exact.
  const double kept = 1 - cut_below_ - cut_above_;
  double w = z;
  if (cut_below_ + cut_above_ > 0) {
    w = z <= 0 ? random::normal_quantile(cut_below_ + kept * random::normal_cdf(z))
               : -random::normal_quantile(cut_above_ + kept * random::normal_cdf(-z));
  }
  const double line = centre_ + (w < 0 ? spread_below_ : spread_above_) * w;
  return std::clamp(from_line(line), statement_.minimum, statement_.maximum);
}

double Prior::coordinate(double value) const {
  if (statement_.family == Family::fixed) {
    return 0;
  }
  const double line = to_line(std::clamp(value, statement_.minimum, statement_.maximum));
  const double w = (line - centre_) / (line < centre_ ? spread_below_ : spread_above_);
  double z = w;
  if (cut_below_ + cut_above_ > 0) {
    const double kept = 1 - cut_below_ - cut_above_;
    const double below = (random::normal_cdf(w) - cut_below_) / kept;
    const double above = (random::normal_cdf(-w) - cut_above_) / kept;
    z = below <= above ? random::normal_quantile(below) : -random::normal_quantile(above);
  }
  return std::clamp(z, -kFarthest, kFarthest);
}

double Prior::quantile(double u) const { return value(random::normal_quantile(u)); }

Family default_family(const evidence::ParameterRow& row) {
  if (row.low >= row.high) {
    return Family::fixed;
  }
  if (is_share(row.unit) && row.low > 0 && row.high < 1) {
    return Family::logitnormal;
  }
  const bool positive = is_share(row.unit) ? row.maximum > 1 : is_positive_rate(row.unit);
  if (positive && row.low > 0 && row.minimum >= 0) {
    return Family::lognormal;
  }
  return Family::normal;
}

Prior prior_of(const evidence::ParameterRow& row) {
  PriorStatement statement;
  statement.name = row_name(row);
  statement.unit = row.unit;
  statement.family = default_family(row);
  const auto* named = std::find(kFamilies.begin(), kFamilies.end(), row.distribution);
  if (named != kFamilies.end() && statement.family != Family::fixed) {
    statement.family = static_cast<Family>(named - kFamilies.begin());
  }
  statement.coverage = row.coverage;
  // An interval that reaches beyond the declared range is cut there, as the values are.
  statement.minimum = std::min(row.minimum, row.value);
  statement.maximum = std::max(row.maximum, row.value);
  statement.low = std::max(row.low, statement.minimum);
  statement.high = std::min(row.high, statement.maximum);
  const bool inside = statement.low < row.value && row.value < statement.high;
  statement.median = row.value;
  if (statement.family != Family::fixed && (row.status == "calibrated" || !inside)) {
    const Family family = statement.family;
    statement.median =
        value_of(family, (line_of(family, statement.low) + line_of(family, statement.high)) / 2);
  }
  return Prior(std::move(statement));
}

std::vector<Prior> priors_of(const evidence::ParameterSet& parameters,
                             std::span<const std::string> names) {
  std::vector<Prior> result;
  Problems problems;
  for (const std::string& name : names) {
    bool known = false;
    for (const evidence::ParameterRow& row : parameters.rows()) {
      if (row.name == name || row_name(row) == name) {
        known = true;
        Prior prior = prior_of(row);
        if (prior.statement().family != Family::fixed) {
          result.push_back(std::move(prior));
        }
      }
    }
    if (!known) {
      problems.add({name,
                    "as a parameter to infer",
                    "is no row of the pack's parameters.csv.",
                    "Write the name as there, with [key] for one row of several."});
    }
  }
  problems.throw_if_any();
  return result;
}

std::vector<double> draw_coordinates(std::size_t parameters, std::uint64_t seed, int member) {
  std::vector<double> z(parameters);
  for (std::size_t i = 0; i < parameters; ++i) {
    z[i] = detail::normal({seed, random::Stream::inference_prior, 0, member}, i);
  }
  return z;
}

std::vector<double> values_at(std::span<const Prior> priors, std::span<const double> z) {
  std::vector<double> values(priors.size());
  for (std::size_t i = 0; i < priors.size(); ++i) {
    values[i] = priors[i].value(z[i]);
  }
  return values;
}

std::vector<double> values_at_probabilities(std::span<const Prior> priors,
                                            std::span<const double> u) {
  std::vector<double> values(priors.size());
  for (std::size_t i = 0; i < priors.size(); ++i) {
    values[i] = priors[i].quantile(u[i]);
  }
  return values;
}

std::vector<double> values_across(std::span<const Prior> priors, std::span<const double> x) {
  std::vector<double> values(priors.size());
  for (std::size_t i = 0; i < priors.size(); ++i) {
    const double coverage = priors[i].statement().coverage;
    values[i] = priors[i].quantile((1 - coverage) / 2 + x[i] * coverage);
  }
  return values;
}

}  // namespace corridor::inference
