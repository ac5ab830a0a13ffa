#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "corridor/evidence/pack.hpp"
#include "corridor/store/ensembles.hpp"
#include "corridor/store/store.hpp"

/// Holds a run against the published figures of its pack.
namespace corridor::report {

/// The three quantities of the summary table, by the names measures and targets share.
inline constexpr std::string_view kPresent = "migrants_present";
inline constexpr std::string_view kReceipts = "receipts_recorded_usd";
inline constexpr std::string_view kShare = "receipts_share_of_gdp_pct";

/// What the members of an ensemble say, and how far their number leaves that to chance.
struct MemberBand {
  ensemble::Quantiles quantiles{};
  ensemble::MonteCarloError error;
};
/// Nothing without members.
std::optional<MemberBand> band_of(const std::vector<double>& members);

/// `in 50 %`, `in 80 %`, `in 95 %` or `outside`: the narrowest band that holds the figure.
std::string within_text(const MemberBand& band, double published);

/// One published figure beside the model.
struct CheckRow {
  std::string id;
  std::string place;
  std::string period;
  std::string quantity;
  std::string unit;
  double published = 0;
  double model = 0;
  std::string kind;   ///< `fit`, `test`, `report`
  std::string grade;  ///< of evidence, see grade_of()
  std::string source;
  std::string verdict;        ///< in words
  std::optional<bool> holds;  ///< of a figure that only bounds the model; nothing of others
  std::string_view subject;   ///< part of the model; empty where the measure has none
  std::optional<MemberBand> band = {};  ///< of an ensemble that keeps what the figure asks
};

/// Mean absolute error over the `fit` targets of a place and quantity, in percent of the published
/// figure.
struct FitError {
  std::string place;
  std::string quantity;
  std::string grade;  ///< of evidence
  int figures = 0;
  double percent = 0;
};

/// How near a part of the model comes to its figures. The median stands beside the mean because one
/// figure near zero can be missed by a thousand percent.
struct SubjectErrors {
  std::string_view subject;
  int figures = 0;    ///< that the model should meet
  double mean = 0;    ///< of their absolute errors, in percent
  double median = 0;  ///< of the same
  int bounds = 0;     ///< figures that only bound the model
  int bounds_kept = 0;
};

struct Check {
  std::vector<CheckRow> rows;  ///< by part of the model, then in the order of the pack's targets
  /// Quantities of targets that this run does not report, and the number of their figures.
  std::vector<std::pair<std::string, int>> not_modelled;
  int outside = 0;  ///< targets outside the months of the run
};

/// `within 10 %`, `within 20 %`, `above by 34 %`, `below by 45 %`; figures of kind `test` begin
/// with `held out: `.
std::string verdict(double published, double model, std::string_view kind);

/// The same of a figure that only bounds the model, and whether it is kept: `above a lower bound`,
/// `below a lower bound by 12 %`, `below a figure that counts more (62 % of it)`.
struct BoundVerdict {
  std::string words;
  bool holds = true;
};
BoundVerdict bound_verdict(double published,
                           double model,
                           evidence::Bound bound,
                           evidence::Scope scope);

Check check(const store::Store& store, const store::RunInfo& run, const evidence::Pack& pack);

/// In the order of the subjects, those without a figure left out.
std::vector<SubjectErrors> errors_by_subject(const Check& check);

std::vector<FitError> fit_errors(const Check& check);

/// How many of the figures that the model should meet lie within its bands.
struct Coverage {
  int members = 0;
  int figures = 0;
  std::array<int, ensemble::kCoverages.size()> within{};
  double error_median =
      0;                  ///< median over the figures of the standard error of the median, percent
  double error_ends = 0;  ///< the same of the ends of the 80 % band, the larger of the two
};
Coverage coverage(const Check& check, const store::RunInfo& run);
/// The same in sentences; empty for a run that is no ensemble.
std::string coverage_text(const Coverage& coverage);

/// The model's value of a measure for a place in a period (`YYYY` by the measure's rule, or
/// `YYYY-MM`); nothing when the run does not cover it or does not report it.
class ModelValues {
 public:
  ModelValues(const store::Store& store, const store::RunInfo& run);
  bool reports(const std::string& measure) const;
  const store::MeasureInfo* measure(std::string_view name) const;
  std::optional<double> value(const std::string& measure,
                              const std::string& place,
                              const std::string& period);
  const std::vector<store::Point>& months(const std::string& measure, const std::string& place);
  /// What each member says of a year; empty for a run that keeps none.
  std::vector<double> year_members(const std::string& measure,
                                   const std::string& place,
                                   int year) const;
  /// The band of a year, from the members' years; nothing for a run that keeps none.
  std::optional<MemberBand> year_band(const std::string& measure,
                                      const std::string& place,
                                      int year) const;
  /// From here on months() are those of a member of the ensemble; nothing: of the run.
  void select(std::optional<int> member);
  const store::RunInfo& run() const { return run_; }
  const store::Store& store() const { return store_; }

 private:
  const store::Store& store_;
  const store::RunInfo& run_;
  std::vector<store::MeasureInfo> measures_;
  using Key = std::pair<std::string, std::string>;  ///< measure and place
  std::map<Key, std::vector<store::Point>> cache_;
  std::optional<int> member_;
  std::map<Key, std::optional<store::MemberValues>> members_;
  std::map<Key, std::vector<store::Point>> of_member_;  ///< of the selected one
};

/// True when all months of the period that the measure's rule needs were simulated.
bool covers(const store::RunInfo& run, const std::string& period, sim::OverYear rule);

/// The weakest evidence grade of the measures of a quantity `a+b/c`; empty where the run knows
/// none.
std::string grade_of(const ModelValues& values, std::string_view quantity);

}  // namespace corridor::report
