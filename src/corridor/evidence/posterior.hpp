#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "corridor/base/month.hpp"
#include "corridor/evidence/parameter.hpp"

/// Parameter sets that agree with the figures they were fitted to (`posterior.json` of a pack).
namespace corridor::evidence {

inline constexpr std::string_view kPosteriorFile = "posterior.json";
inline constexpr int kPosteriorVersion = 1;

/// A row of `parameters.csv` by its name and key; an empty key is the row of every other key.
struct ParameterId {
  std::string name;
  std::string key;
  bool operator==(const ParameterId&) const = default;
  /// `name`, or `name[key]`.
  std::string text() const;
};

/// What an ensemble was made from and how: enough to make it again.
struct PosteriorLineage {
  std::string plan;            ///< file name of the calibration plan
  std::string problem_digest;  ///< XXH3-128 over priors, targets with errors, and options
  std::string pack_digest;     ///< of the pack without its posterior
  std::string program;         ///< version and commit
  std::string as_of;           ///< YYYY-MM; empty: with all that the pack knows
  std::string from;            ///< first month simulated, YYYY-MM
  std::string to;              ///< last one
  std::int64_t sample = 1;     ///< a simulated person stands for this many
  std::uint64_t seed = 1;
  int evaluations = 0;  ///< of the whole ensemble
  std::string end;      ///< which rule ended the inversion
  /// Parameters that the plan held at a value: such an ensemble compares fits, no pack carries it.
  std::vector<std::pair<std::string, double>> fixed;
};

struct Posterior {
  PosteriorLineage lineage;
  std::vector<ParameterId> parameters;
  std::vector<std::vector<double>> members;  ///< [member][parameter]
  bool empty() const { return members.empty(); }
  /// Values of one member; members beyond the last begin again with the first.
  const std::vector<double>& member(std::size_t number) const;
  /// Value of each parameter in the middle of the members: the median.
  std::vector<double> middle() const;
};

/// Puts values in place of those of the rows; nothing else of a row changes. An id without a row is
/// a broken invariant. `ids` and `values` have the same length.
void set_values(ParameterSet& parameters,
                const std::vector<ParameterId>& ids,
                const std::vector<double>& values);

/// The text of `posterior.json`. Numbers are the shortest that read back to the same bits.
std::string posterior_text(const Posterior& posterior);

}  // namespace corridor::evidence
