#pragma once

#include <optional>
#include <string>
#include <vector>

#include "corridor/evidence/pack.hpp"
#include "corridor/report/check.hpp"

/// What a published figure or a claim asks of a run, and the model's answer.
namespace corridor::report {

struct Question {
  std::string measure;              ///< a measure, or `a+b/c+d` for a ratio of sums in percent
  std::vector<std::string> places;  ///< that are added up
  evidence::DateSpan span;
  bool whole_year = false;  ///< the period is one year: a flow adds up, a stock is December's
  /// Nothing: by the rule of the measure, a flow over the months, a stock at the last of them.
  std::optional<evidence::Aggregation> aggregation;
};

Question question_of(const evidence::Claim& claim);
Question question_of(const evidence::Target& target);
Question question_of(const evidence::PublishedResult& result);

/// The model's value, or the reason why there is none.
struct Answer {
  std::optional<double> value;
  std::string reason;
  bool outside = false;              ///< the reason is that the run has not all months asked for
  std::vector<double> members = {};  ///< of an ensemble that keeps what is asked: of each member
};

/// Of an ensemble, each member answers for itself and the value is the median of the answers; where
/// it does not keep the members' months, the answer of its medians.
Answer answer(const Question& question, ModelValues& values);

/// True when the period is one year, as `2015`.
bool is_year(const std::string& period);

}  // namespace corridor::report
