#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "corridor/evidence/pack.hpp"
#include "corridor/report/check.hpp"
#include "corridor/report/question.hpp"

/// Holds what other people's studies found beside what a run says of the same people and months
/// (docs/formats/data-pack.md, "Published results").
namespace corridor::report {

/// A number is met when it differs by at most this share of the published one.
inline constexpr double kPublishedTolerance = 0.20;
/// Share of the compared numbers that is aimed at.
inline constexpr double kAimedShare = 2.0 / 3.0;

/// How near a number comes.
struct Closeness {
  bool within = false;  ///< the published range, or the tolerance
  std::string words;
};

/// `within the range`, `within 20 %`, or how far above or below: in percentage points for a growth,
/// in percent of the published value for all else, in units where that is zero. A level that counts
/// more than the model does is judged as such a claim is. `model` in the unit of the result.
Closeness closeness(const evidence::PublishedResult& result, double model);

/// One published result beside the model.
struct PublishedRow {
  const evidence::PublishedResult* result = nullptr;
  std::optional<double> model;
  std::optional<bool> within;      ///< nothing without a model value, or where only the sign counts
  std::optional<bool> sign_right;  ///< nothing where no sign is given, or it cannot be said
  std::string verdict;             ///< in words
};

/// The runs of other scenarios that differences are taken from: of each the newest complete one in
/// the store that shares pack, first month, seed and sample with the run.
class ScenarioRuns {
 public:
  ScenarioRuns(const store::Store& store, const store::RunInfo& base);
  /// Its values, or nullptr where the store has no such run.
  ModelValues* find(const std::string& scenario);
  /// What to type to make the run.
  std::string command(const std::string& scenario) const;

 private:
  struct Opened;
  const store::Store& store_;
  const store::RunInfo& base_;
  std::map<std::string, std::shared_ptr<Opened>> opened_;
};

/// The model's value of a result in the unit of the result, or why there is none.
Answer answer(const evidence::PublishedResult& result,
              ModelValues& values,
              ScenarioRuns& scenarios);

/// Every published result of the pack, in its order. The rows point into the pack.
std::vector<PublishedRow> check_published(const store::Store& store,
                                          const store::RunInfo& run,
                                          const evidence::Pack& pack);

/// How many of the results are answered and met.
struct PublishedTally {
  int results = 0;
  int beyond = 0;    ///< of which no measure speaks
  int answered = 0;  ///< with a model value
  int compared = 0;  ///< of these, whose number counts
  int within = 0;
  int signs = 0;  ///< whose sign can be said
  int signs_right = 0;
  int held_out = 0;  ///< compared, of kind `test`
  int held_out_within = 0;
};
PublishedTally tally(std::span<const PublishedRow> rows);

/// The tally in sentences on one line.
std::string published_summary(std::span<const PublishedRow> rows);
/// The table as people read it.
std::string published_text(std::span<const PublishedRow> rows);
/// The table as a Markdown document about the run.
std::string published_markdown(const store::RunInfo& run, std::span<const PublishedRow> rows);
/// The table as one self-contained HTML page about the run.
std::string published_html(const store::RunInfo& run,
                           const evidence::Pack& pack,
                           std::span<const PublishedRow> rows);

}  // namespace corridor::report
