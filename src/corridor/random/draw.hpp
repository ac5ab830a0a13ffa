#pragma once

#include <array>
#include <cmath>
#include <cstdint>

#include "corridor/base/month.hpp"

namespace corridor::random {

/// What a draw is for. Streams are never renumbered: results depend on them.
enum class Stream : std::uint32_t {
  synthesis_persons = 1,
  synthesis_households = 2,
  synthesis_migrants = 3,
  month_scan = 4,    ///< one byte a person a month
  month_settle = 5,  ///< four words a candidate
  month_abroad = 6,  ///< four words a migrant
  household_year = 7,
  diplomacy = 8,   ///< blocks of draws of an origin, see diplomacy/counts.hpp
  month_bans = 9,  ///< one draw a ban in months in which bans are lifted
  // Inference, where the month holds the round and the district the member.
  inference_prior = 16,      ///< first ensembles and synthetic truths
  inference_noise = 17,      ///< perturbed observations
  inference_redraw = 18,     ///< members in place of failed ones
  inference_abc = 19,        ///< proposals of ABC
  inference_design = 20,     ///< points at which sensitivity is asked
  inference_bootstrap = 21,  ///< rows of bootstrap samples
  inference_ties = 22,       ///< ranks among equal values
  calibration_run = 23,      ///< seeds of the runs of an inversion
  forecast_run = 24,         ///< seeds of the runs of a forecast
  forecast_level = 25,       ///< rules and misses of a forecast
  // Backtests.
  backtest_members = 30,    ///< members of a rival's ensemble
  backtest_ties = 31,       ///< where an outcome falls among equal members
  backtest_bootstrap = 32,  ///< blocks of years that are drawn again
  // Drivers that go on after what is known, where the district holds the member.
  driver_months = 33,  ///< past months that come again, one draw a block
  driver_years = 34,   ///< past years that come again
  // Ensembles.
  ensemble_seed = 40,    ///< seed of the run of a member
  ensemble_redraw = 41,  ///< seed of draws from priors, by attempt
  ensemble_people = 42,  ///< seed of the people of a lot of members
  // Checks of calibration on truths made up, where the district holds the trial.
  recovery_seed = 50,  ///< seeds of the inversion, of its figures and of the second method
  recovery_error = 51  ///< errors of figures
};

/// Address of a family of draws: seed, purpose, month and district. A draw inside it is addressed
/// by an index.
struct Key {
  std::uint64_t seed = 0;
  Stream stream = Stream::synthesis_persons;
  Month month;
  std::uint32_t district = 0;
};

using Words = std::array<std::uint32_t, 4>;

/// Four independent uniform 32-bit words: ARS4x32-7 (Salmon et al. 2011) with key (seed, stream,
/// month) and counter (index, district, 0, 0).
Words draw(const Key& key, std::uint32_t index);

/// Which code computes a batch; the bits are the same.
enum class Path { vector, reference };

/// Words of `count` draws with the given indices: `words[w][i]` is word w of draw `indices[i]`. The
/// four arrays hold at least `count` rounded up to 16.
void draw_batch(Path path,
                const Key& key,
                const std::uint16_t* indices,
                std::size_t count,
                const std::array<std::uint32_t*, 4>& words);

/// A sequence of draws in the order of asking, for work that one district does by itself.
class Sequence {
 public:
  explicit Sequence(const Key& key) : key_(key) {}
  std::uint32_t next() {
    if (used_ == words_.size()) {
      fill();
    }
    return words_[used_++];
  }
  /// Uniform integer below `n` (n < 2^32), by multiplication: bias below n / 2^32.
  std::uint32_t below(std::uint32_t n) {
    return static_cast<std::uint32_t>((static_cast<std::uint64_t>(next()) * n) >> 32);
  }
  /// Uniform in [0, 1).
  double uniform() { return next() * 0x1p-32; }

 private:
  /// Makes the words of the next draws, so many at once as vector code likes.
  void fill();

  static constexpr std::size_t kDraws = 16;
  Key key_;
  std::uint32_t index_ = 0;
  std::array<std::uint32_t, 4 * kDraws> words_{};
  std::size_t used_ = 4 * kDraws;
};

/// Probability of an event within a period of constant hazard (hazard times length): 1 -
/// exp(-hazard).
inline double probability(double hazard) {
  constexpr double kSmall = 0.05;  // here the series is exact to 2^-32
  if (hazard < kSmall) {
    return hazard * (1 - hazard / 2 * (1 - hazard / 3 * (1 - hazard / 4 * (1 - hazard / 5))));
  }
  return 1 - std::exp(-hazard);
}

/// Threshold t such that a uniform word is below t with probability p (clamped to [0, 1)), to
/// 2^-32.
inline std::uint32_t threshold(double p) {
  const double scaled = p * 0x1p32 + 0.5;
  if (!(scaled >= 1)) {
    return 0;
  }
  return scaled >= 0x1p32 ? UINT32_MAX : static_cast<std::uint32_t>(scaled);
}

}  // namespace corridor::random
