#pragma once

#include <array>
#include <stdexcept>
#include <string_view>

/// The false alarms of the statistical tests. The whole suite may raise one in a million runs of
/// right code; each test takes its part from here, and a test holds the parts against the whole.
namespace corridor::statistical {

inline constexpr double kSuite = 1e-6;

struct Part {
  std::string_view test;
  double alarm = 0;  ///< probability of a false alarm over all comparisons of the test
};

inline constexpr std::array kParts = {
    Part{"deaths", 8e-8},
    Part{"births", 8e-8},
    Part{"sex_at_birth", 8e-8},
    Part{"departures", 1e-7},
    Part{"returns", 1e-7},
    Part{"start_stock", 1e-7},
    Part{"at_work", 1e-7},
    Part{"sample_stock", 1e-7},
    Part{"sample_receipts", 1e-7},
    Part{"inspections", 2e-8},
    Part{"detentions", 2e-8},
    Part{"shipped_samples", 5e-8},
    Part{"household_receipts", 5e-9},
    Part{"person_words", 4e-9},
    Part{"kalman_mean", 5e-10},
    Part{"kalman_coverage", 5e-10},
    Part{"abc_mean", 5e-10},
    Part{"sobol_ishigami", 5e-10},
    Part{"sobol_intervals", 5e-10},
    Part{"sbc_ranks", 5e-10},
    Part{"coverage", 3e-9},
    Part{"pit", 1e-9},
    Part{"driver_spread", 2e-9},
};

constexpr double sum_of_parts() {
  double sum = 0;
  for (const Part& part : kParts) {
    sum += part.alarm;
  }
  return sum;
}

/// The part of a test for each of `comparisons` comparisons.
constexpr double part(std::string_view test, int comparisons) {
  for (const Part& one : kParts) {
    if (one.test == test) {
      return one.alarm / comparisons;
    }
  }
  throw std::logic_error("a statistical test without a part of the budget");
}

}  // namespace corridor::statistical
