#pragma once

#include <nlohmann/json.hpp>
#include <optional>

#include "corridor/ensemble/quantiles.hpp"
#include "corridor/store/results.hpp"

/// What several commands say in JSON.
namespace corridor::cli {

/// What a run is: id, scenario, months, sample, seed, pack.
nlohmann::ordered_json run_json(const store::RunInfo& run);

/// Adds the quantiles of members and the standard errors that their number leaves.
void add_band(const ensemble::Quantiles& quantiles,
              const ensemble::MonteCarloError& error,
              nlohmann::ordered_json& row);

/// The number, or null; and the same for a word of yes or no.
nlohmann::ordered_json json_or_null(const std::optional<double>& value);
nlohmann::ordered_json json_or_null(const std::optional<bool>& value);

}  // namespace corridor::cli
