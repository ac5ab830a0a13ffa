#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "corridor/backtest/table.hpp"

namespace corridor::backtest {

namespace {

using evidence::Drivers;
using Json = nlohmann::ordered_json;

constexpr double kPerBillion = 1e-9;
constexpr const char* kDash = "–";

std::string number(std::optional<double> value, int digits) {
  return value && std::isfinite(*value) ? fmt::format("{:.{}f}", *value, digits) : kDash;
}

std::string percent(std::optional<double> share) {
  return number(share ? std::optional(100 * *share) : std::nullopt, 0);
}

/// Display width: a dash is three bytes and one column.
std::string padded(const std::string& cell, std::size_t width) {
  const auto columns = static_cast<std::size_t>(std::count_if(cell.begin(), cell.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
  return std::string(width > columns ? width - columns : 0, ' ') + cell;
}

std::string condition(Drivers drivers) {
  return drivers == Drivers::known ? "drivers known" : "drivers forecast";
}

/// Selections that have a line at a horizon, in order of the table.
std::vector<std::string> columns_of(const Table& table, int horizon) {
  std::vector<std::string> names;
  for (const Line& line : table.lines) {
    if (line.horizon == horizon &&
        std::find(names.begin(), names.end(), line.selection) == names.end()) {
      names.push_back(line.selection);
    }
  }
  return names;
}

std::size_t label_width(std::span<const Forecaster> forecasters) {
  std::size_t width = 0;
  for (const Forecaster& one : forecasters) {
    width = std::max(width, one.label.size());
  }
  return width;
}

void add_errors(const Table& table,
                std::span<const Forecaster> forecasters,
                Drivers drivers,
                int horizon,
                std::string& out) {
  const std::vector<std::string> names = columns_of(table, horizon);
  const std::size_t width = label_width(forecasters);
  out += fmt::format("\n{} year{} ahead, {}: mean absolute error, percent (number of outcomes)\n",
                     horizon,
                     horizon == 1 ? "" : "s",
                     condition(drivers));
  out += fmt::format("  {:<{}}", "", width);
  for (const std::string& name : names) {
    out += "  " + padded(name, 14);
  }
  out += "\n";
  for (const Forecaster& one : forecasters) {
    std::string row = fmt::format("  {:<{}}", one.label, width);
    bool any = false;
    for (const std::string& name : names) {
      const Line* line = find_line(table, one.name, drivers, horizon, name);
      any = any || line != nullptr;
      row += "  " + padded(line == nullptr
                               ? kDash
                               : fmt::format("{} ({})", number(line->error_pct, 1), line->count),
                           14);
    }
    out += any ? row + "\n" : "";
  }
}

void add_intervals(const Table& table,
                   std::span<const Forecaster> forecasters,
                   Drivers drivers,
                   int horizon,
                   std::string& out) {
  const std::size_t width = label_width(forecasters);
  out += fmt::format("  {:<{}}  {:>8}  {:>9}  {:>10}  {:>10}  {:>18}  {:>22}\n",
                     "all outcomes:",
                     width,
                     "median %",
                     "mean bn $",
                     "CRPS bn $",
                     "CRPS skill",
                     "in 50/80/95 %",
                     "less reference, points");
  for (const Forecaster& one : forecasters) {
    const Line* line = find_line(table, one.name, drivers, horizon, "all");
    if (line == nullptr) {
      continue;
    }
    const auto crps = line->crps_usd ? std::optional(*line->crps_usd * kPerBillion) : std::nullopt;
    std::string against = kDash;
    if (line->against_reference) {
      const Comparison& test = *line->against_reference;
      against = fmt::format("{:+.1f} ({:+.1f} to {:+.1f})", test.difference, test.low, test.high);
    }
    out += fmt::format("  {:<{}}", one.label, width);
    out += "  " + padded(number(line->error_median_pct, 1), 8);
    out += "  " + padded(number(line->error_usd * kPerBillion, 2), 9);
    out += "  " + padded(number(crps, 2), 10);
    out += "  " + padded(number(line->crps_skill, 2), 10);
    out += "  " + padded(fmt::format("{}/{}/{}",
                                     percent(line->coverage[0]),
                                     percent(line->coverage[1]),
                                     percent(line->coverage[2])),
                         18);
    out += "  " + padded(against, 22) + "\n";
  }
}

Json optional(std::optional<double> value) {
  return value && std::isfinite(*value) ? Json(*value) : Json();
}

Json comparison(const std::optional<Comparison>& test) {
  if (!test) {
    return {};
  }
  return {{"difference", optional(test->difference)},
          {"low", optional(test->low)},
          {"high", optional(test->high)},
          {"statistic", optional(test->statistic)},
          {"probability", optional(test->probability)},
          {"blocks", test->blocks}};
}

const char* word(Drivers drivers) { return drivers == Drivers::known ? "known" : "forecast"; }

Json json_of(const Line& line) {
  Json result = {{"forecaster", line.forecaster},
                 {"drivers", word(line.drivers)},
                 {"horizon", line.horizon},
                 {"selection", line.selection},
                 {"outcomes", line.count},
                 {"mean_absolute_error_usd", line.error_usd},
                 {"median_absolute_error_usd", line.error_median_usd},
                 {"mean_absolute_error_pct", line.error_pct},
                 {"median_absolute_error_pct", line.error_median_pct},
                 {"ensembles", line.ensembles},
                 {"crps_usd", optional(line.crps_usd)},
                 {"crps_skill", optional(line.crps_skill)}};
  for (std::size_t i = 0; i < kIntervalCount; ++i) {
    result[fmt::format("coverage_{:.0f}", 100 * kIntervals[i])] = optional(line.coverage[i]);
  }
  result["pit"] = line.pit;
  result["diebold_mariano"] = comparison(line.against_reference);
  result["bootstrap"] = comparison(line.bootstrap_reference);
  return result;
}

Json json_of(const Scored& one) {
  Json result = {{"forecaster", one.forecaster},
                 {"drivers", word(one.drivers)},
                 {"horizon", one.horizon},
                 {"country", one.country},
                 {"year", one.year},
                 {"origin", one.origin.text()},
                 {"held_out", one.held_out},
                 {"estimated", one.estimated},
                 {"outcome_usd", one.outcome},
                 {"point_usd", one.point},
                 {"absolute_error_pct", one.percentage_error},
                 {"crps_usd", optional(one.crps)},
                 {"pit", optional(one.pit)}};
  for (std::size_t i = 0; one.crps && i < kIntervalCount; ++i) {
    result[fmt::format("low_{:.0f}", 100 * kIntervals[i])] = one.interval[i].low;
    result[fmt::format("high_{:.0f}", 100 * kIntervals[i])] = one.interval[i].high;
  }
  return result;
}

}  // namespace

std::string text(const Table& table, std::span<const Forecaster> forecasters) {
  const Schedule& schedule = table.schedule;
  std::string out = fmt::format(
      "Receipts of {} to {}. Those of a year, h years ahead, are forecast in month {} of the year\n"
      "that lies {} years before it, with what was known then.\n",
      schedule.first_year,
      schedule.last_year,
      schedule.origin_month,
      schedule.origin_years_after == 0 ? "h" : fmt::format("h - {}", schedule.origin_years_after));
  for (const int horizon : schedule.horizons) {
    for (const Drivers drivers : {Drivers::known, Drivers::forecast}) {
      add_errors(table, forecasters, drivers, horizon, out);
      add_intervals(table, forecasters, drivers, horizon, out);
    }
  }
  return out;
}

std::string json(const Table& table,
                 const evidence::Pack& pack,
                 std::span<const Forecaster> forecasters,
                 std::span<const Scored> scored) {
  const Schedule& schedule = table.schedule;
  Json root;
  root["pack"] = {{"name", pack.name}, {"version", pack.version}, {"digest", pack.digest}};
  root["schedule"] = {
      {"first_year", schedule.first_year},
      {"last_year", schedule.last_year},
      {"horizons", schedule.horizons},
      {"origin_month", schedule.origin_month},
      {"origin_years_after", schedule.origin_years_after},
      {"revisions", schedule.revisions == evidence::Revisions::latest ? "latest" : "of_the_time"},
      {"seed", schedule.seed}};
  root["crisis_years"] = pack.crisis_years;
  root["reference"] = table.reference;
  root["forecasters"] = Json::array();
  for (const Forecaster& one : forecasters) {
    root["forecasters"].push_back({{"name", one.name}, {"label", one.label}});
  }
  root["lines"] = Json::array();
  for (const Line& line : table.lines) {
    root["lines"].push_back(json_of(line));
  }
  root["forecasts"] = Json::array();
  for (const Scored& one : scored) {
    root["forecasts"].push_back(json_of(one));
  }
  return root.dump(2) + "\n";
}

}  // namespace corridor::backtest
