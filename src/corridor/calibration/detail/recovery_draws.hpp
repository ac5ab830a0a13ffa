#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "corridor/inference/evaluation.hpp"
#include "corridor/random/draw.hpp"
#include "corridor/random/normal.hpp"

/// Draws of the checks on made-up truths: each is a function of seed, use and place.
namespace corridor::calibration::detail {

/// What a seed is for. Never renumbered.
enum class Use : std::uint32_t { inversion = 0, figures = 1, second_method = 2, chance = 3 };

/// A seed of a trial, or of a pair of runs.
inline std::uint64_t seed_of(std::uint64_t seed, Use use, int number) {
  const random::Words words = random::draw(
      {seed, random::Stream::recovery_seed, Month(), static_cast<std::uint32_t>(number)},
      static_cast<std::uint32_t>(use));
  return (std::uint64_t{words[0]} << 32) | words[1];
}

/// Adds a normal error with its deviation to every output.
inline void add_errors(std::span<const double> deviations,
                       std::uint64_t seed,
                       const inference::Trial& at,
                       std::vector<double>& outputs) {
  const random::Key key{seed,
                        random::Stream::recovery_error,
                        Month::from_index(at.round),
                        static_cast<std::uint32_t>(at.member)};
  const std::size_t first = static_cast<std::size_t>(at.attempt) * outputs.size();
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    outputs[i] +=
        deviations[i] * random::normal(random::draw(key, static_cast<std::uint32_t>(first + i)));
  }
}

}  // namespace corridor::calibration::detail
