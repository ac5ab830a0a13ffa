#include "corridor/backtest/drivers.hpp"

namespace corridor::backtest {

namespace {

/// Mean of the twelve months of a monthly series, nothing where one is missing.
std::optional<double> mean_of_year(const evidence::Series& series, int year) {
  if (Month(year, 1) < series.first || Month(year, kMonthsPerYear) > series.last()) {
    return std::nullopt;
  }
  double sum = 0;
  for (int month = 1; month <= kMonthsPerYear; ++month) {
    sum += series.at(Month(year, month));
  }
  return sum / kMonthsPerYear;
}

std::optional<double> figure(const evidence::Pack& pack,
                             std::string_view quantity,
                             std::string_view place,
                             int year) {
  for (const evidence::YearlyFigure& one : pack.figures) {
    if (one.quantity == quantity && one.place == place && one.year == year) {
      return one.value;
    }
  }
  return std::nullopt;
}

const std::string& main_destination(const evidence::Pack& pack) {
  return pack.destinations.front().code;
}

}  // namespace

std::map<int, double> receipts(const evidence::Pack& pack, std::string_view country) {
  std::map<int, double> result;
  for (const evidence::YearlyFigure& one : pack.figures) {
    if (one.quantity == kReceipts && one.place == country) {
      result[one.year] = one.value;
    }
  }
  return result;
}

std::optional<double> wage_usd(const evidence::Pack& pack, int year) {
  const std::string& place = main_destination(pack);
  const auto wage = mean_of_year(pack.find_series("wage_mean", place), year);
  const auto rate = mean_of_year(pack.find_series("fx", place), year);
  return wage && rate ? std::optional(*wage / *rate) : std::nullopt;
}

std::optional<double> exchange_rate(const evidence::Pack& pack, int year) {
  const std::string& place = main_destination(pack);
  const auto monthly = mean_of_year(pack.find_series("fx", place), year);
  return monthly ? monthly : figure(pack, "exchange_rate", place, year);
}

std::optional<double> growth(const evidence::Pack& pack, int year) {
  return figure(pack, "growth", main_destination(pack), year);
}

}  // namespace corridor::backtest
