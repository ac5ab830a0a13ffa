#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "corridor/backtest/forecaster.hpp"

/// Published forecasts, read from a file that a user brings (docs/formats/forecasts.md).
namespace corridor::backtest {

struct PublishedForecast {
  Month published;
  std::string publisher;
  std::string country;
  int year = 0;
  double value = 0;  ///< USD of the year
};

/// Reads and checks the file. All problems are reported together in one Error(input); a file that
/// cannot be read is Error(files). In order of publisher, country, year and publication.
std::vector<PublishedForecast> read_forecasts(const std::filesystem::path& file,
                                              const evidence::Pack& pack);

/// One forecaster a publisher, in order of their names. Asked at a month, it gives the newest value
/// that was out by then and not more than a year old, a point without ensemble, the same under
/// both conditions.
std::vector<Forecaster> published_forecasters(const std::vector<PublishedForecast>& forecasts);

}  // namespace corridor::backtest
