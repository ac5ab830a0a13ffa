#pragma once

#include <filesystem>
#include <string>

#include "corridor/inference/ensemble_kalman.hpp"

/// The state of an inversion as a file, to go on after a stop with the same result. The file is
/// JSON; numbers are written so that reading gives back the same bits.
namespace corridor::inference {

inline constexpr int kKalmanStateVersion = 1;

/// XXH3-128 over all that the result depends on but the model: priors, targets, options,
/// and what the problem says of the model's circumstances.
std::string kalman_digest(const KalmanProblem& problem, const KalmanOptions& options);

/// The text of the file.
std::string kalman_state_text(const KalmanProblem& problem,
                              const KalmanOptions& options,
                              const KalmanState& state);

/// Writes beside `path` and then moves over it: a process killed at any moment leaves the old file
/// or the new one, whole. Throws Error(files).
void write_kalman_state(const std::filesystem::path& path,
                        const KalmanProblem& problem,
                        const KalmanOptions& options,
                        const KalmanState& state);

/// Throws Error(files) when the file cannot be read, and Error(input) when it is no such state, has
/// another version, or belongs to other priors, targets or options.
KalmanState read_kalman_state(const std::filesystem::path& path,
                              const KalmanProblem& problem,
                              const KalmanOptions& options);

}  // namespace corridor::inference
