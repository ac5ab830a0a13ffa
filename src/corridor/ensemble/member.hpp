#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "corridor/evidence/pack.hpp"
#include "corridor/evidence/posterior.hpp"
#include "corridor/inference/priors.hpp"

/// What one member of an ensemble is made of (docs/decisions/0022-ensembles.md).
namespace corridor::ensemble {

/// Where the parameter values of members come from: the posterior of the pack, or, where the pack
/// was never calibrated, the priors of all its parameters that are not fixed.
class Parameters {
 public:
  /// `seed` addresses the draws from priors; the members of a posterior are taken as they stand.
  Parameters(const evidence::Pack& pack, std::uint64_t seed);
  bool calibrated() const { return priors_.empty(); }
  /// Values of member `member`, in the order of ids(); `attempt` counts draws from priors that
  /// could not be lived.
  std::vector<double> values(int member, int attempt) const;
  const std::vector<evidence::ParameterId>& ids() const { return ids_; }
  /// What they are, in words: the same for two ensembles that may be paired.
  std::string text() const;

 private:
  std::uint64_t seed_;
  const evidence::Posterior* posterior_;
  std::vector<evidence::ParameterId> ids_;
  std::vector<inference::Prior> priors_;
};

/// The seed of the run of a member, by (seed, member) alone: member j of two scenarios lives the
/// same chance.
std::uint64_t member_seed(std::uint64_t seed, int member);

/// Members have their births, deaths and households in lots: those of one lot are the same people
/// (docs/decisions/0025-people-lived-once.md). Larger samples need fewer lots, for their chance is
/// smaller, and lots are kept in memory together.
int lots(std::int64_t sample);
inline int lot_of(int member, std::int64_t sample) { return member % lots(sample); }
/// The seed of the people of a lot.
std::uint64_t people_seed(std::uint64_t seed, int lot);

/// The pack of a member: parameters of the member in place of the published ones. A scenario
/// is applied to the outcome, so that what it sets stays set.
evidence::Pack member_pack(const evidence::Pack& pack,
                           const Parameters& parameters,
                           int member,
                           int attempt);

}  // namespace corridor::ensemble
