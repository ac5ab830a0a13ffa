#pragma once

#include <optional>
#include <string>
#include <vector>

#include "corridor/report/check.hpp"

/// The comparison with published figures as people read it.
namespace corridor::report {

/// The band that tables show.
inline constexpr double kShownBand = 0.80;

/// Published and model value of one quantity in one year; each may be missing.
struct Pair {
  std::string period;  ///< the year, or the month of the published figure
  std::string source;
  std::optional<double> published;
  std::optional<double> model;
  bool held_out = false;
  std::optional<MemberBand> band = {};
};

/// One line of the summary: a country in a year.
struct YearLine {
  std::string place;
  std::string name;
  int year = 0;
  Pair present;
  Pair receipts;
  Pair share;
};

/// Change of yearly receipts between two years, in percent.
struct ChangeLine {
  std::string place;
  std::string name;
  std::optional<double> published;
  std::optional<double> model;
};

std::vector<YearLine> year_lines(const Check& check,
                                 ModelValues& values,
                                 const std::vector<int>& years);
std::vector<ChangeLine> receipts_change(const Check& check, ModelValues& values, int from, int to);

/// `1 234 567`, `1.23 bn`; a dash where there is nothing.
std::string persons_text(std::optional<double> value);
std::string money_text(std::optional<double> value);
std::string percent_text(std::optional<double> value);
/// A figure of any unit: grouped from a thousand on, one decimal below, two digits below one; a
/// dash where there is nothing.
std::string figure_text(std::optional<double> value);
/// `1 200 to 1 500, in 80 %`: the 80 % band, and the narrowest band with the published figure;
/// empty without a band.
std::string band_text(const Pair& pair, std::string (*number)(std::optional<double>));
/// Model over published minus one, as `+12 %`; a dash where one is missing.
std::string difference_text(const Pair& pair);

/// The summary of the given years, the errors of the fit, and the change of receipts between the
/// two `change_years` (none when empty), ready to print.
std::string summary_text(const Check& check,
                         ModelValues& values,
                         const std::vector<int>& years,
                         const std::vector<int>& change_years);
/// `12 figures, absolute error: median 7.9 %, mean 8.1 %; 3 of 4 bounds kept`.
std::string subject_text(const SubjectErrors& errors);
/// Every published figure with its verdict, by part of the model.
std::string full_text(const Check& check);

}  // namespace corridor::report
