#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "command.hpp"
#include "corridor/base/error.hpp"
#include "corridor/store/store.hpp"
#include "location.hpp"

namespace corridor::cli {

namespace {

using nlohmann::ordered_json;

struct Options {
  std::string store = kDefaultStore;
  std::string run = "latest";
  store::SeriesQuery query;
  bool yearly = false;
  bool json = false;
  bool csv = false;
  std::string output = "-";
};

/// The dimensions beside place, in the order they are shown.
constexpr std::array<std::pair<const char*, std::string store::CellCodes::*>, 5> kDimensions = {{
    {"sex", &store::CellCodes::sex},
    {"age", &store::CellCodes::age},
    {"status", &store::CellCodes::status},
    {"sector", &store::CellCodes::sector},
    {"destination", &store::CellCodes::destination},
}};

ordered_json row_json(const std::string& period,
                      const store::CellCodes& cell,
                      const store::MeasureInfo& measure,
                      double value) {
  ordered_json row = {{"period", period}, {"place", cell.place}};
  for (const auto& [name, member] : kDimensions) {
    if (!(cell.*member).empty()) {
      row[name] = cell.*member;
    }
  }
  row["measure"] = measure.name;
  row["unit"] = measure.unit;
  row["value"] = value;
  return row;
}

std::string period_text(Month month, bool yearly) {
  return yearly ? fmt::format("{:04}", month.year()) : month.text();
}

std::string details_text(const store::CellCodes& cell) {
  std::string text = cell.place.empty() ? "all" : cell.place;
  for (const auto& [name, member] : kDimensions) {
    text += (cell.*member).empty() ? "" : " " + cell.*member;
  }
  return text;
}

int series(const Options& options) {
  const store::Store store(options.store, store::Access::existing);
  const store::RunInfo run = store.find(options.run);
  const store::MeasureInfo measure = store.measure(run, options.query.measure);
  ordered_json rows = ordered_json::array();
  for (store::ResultSeries& line : store.series(run, options.query)) {
    if (options.yearly) {
      line.points = store::by_year(line.points, measure.over_year);
    }
    for (const store::Point& point : line.points) {
      const std::string period = period_text(point.period, options.yearly);
      if (options.json) {
        rows.push_back(row_json(period, line.cell, measure, point.value));
      } else {
        fmt::print("{:<8} {:<24} {:>18.10g} {}\n",
                   period,
                   details_text(line.cell),
                   point.value,
                   measure.unit);
      }
    }
  }
  if (options.json) {
    fmt::print("{}\n", rows.dump());
  }
  return 0;
}

/// RFC 4180: quoted only where it must be.
std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\n\r") == std::string::npos) {
    return text;
  }
  std::string quoted = "\"";
  for (const char c : text) {
    quoted += c == '"' ? "\"\"" : std::string(1, c);
  }
  return quoted + "\"";
}

std::string csv_row(const store::ResultRow& row) {
  std::string line = csv_field(row.measure.name) + "," + csv_field(row.measure.unit) + "," +
                     csv_field(row.cell.place);
  for (const auto& [name, member] : kDimensions) {
    line += "," + csv_field(row.cell.*member);
  }
  return line + fmt::format(",{},{}\n", row.point.period.text(), row.point.value);
}

int export_run(const Options& options) {
  const store::Store store(options.store, store::Access::existing);
  const store::RunInfo run = store.find(options.run);
  std::string text =
      options.json ? "[" : "measure,unit,place,sex,age,status,sector,destination,period,value\n";
  bool first = true;
  store.each_row(run, [&](const store::ResultRow& row) {
    if (!options.json) {
      text += csv_row(row);
      return;
    }
    text += first ? "\n" : ",\n";
    text += row_json(row.point.period.text(), row.cell, row.measure, row.point.value).dump();
    first = false;
  });
  text += options.json ? "\n]\n" : "";
  write_output(options.output, text);
  return 0;
}

void add_export(CLI::App& app, Command& command) {
  const auto options = std::make_shared<Options>();
  CLI::App* sub = app.add_subcommand("export", "Write every number of a run as CSV or JSON");
  sub->group(kResultsGroup);
  add_run_argument(*sub, options->run);
  add_store_option(*sub, options->store);
  CLI::Option* csv = sub->add_flag("--csv", options->csv, "Write CSV (the default)");
  sub->add_flag("--json", options->json, "Write JSON")->excludes(csv);
  sub->add_option("-o,--output", options->output, "File to write; - is the standard output")
      ->capture_default_str();
  sub->callback(
      [options, &command] { command.action = [options] { return export_run(*options); }; });
}

}  // namespace

void add_series(CLI::App& app, Command& command) {
  const auto options = std::make_shared<Options>();
  CLI::App* sub = app.add_subcommand("series", "Print one measure of a run over time");
  sub->group(kResultsGroup);
  add_run_argument(*sub, options->run);
  add_store_option(*sub, options->store);
  sub->add_option("--measure", options->query.measure, "Measure, as `corridor show RUN` lists them")
      ->required();
  sub->add_option(
      "--place", options->query.place, "Origin or region; without it all origins together");
  for (const auto& [name, member] : kDimensions) {
    sub->add_option(fmt::format("--{}", name),
                    options->query.filter.*member,
                    fmt::format("Only this {}", name));
  }
  sub->add_option(
         "--by", options->query.by, "Keep apart: place, sex, age, status, sector, destination")
      ->delimiter(',');
  sub->add_flag("--yearly", options->yearly, "Years instead of months, by the rule of the measure");
  sub->add_flag("--json", options->json, "Print JSON rows");
  sub->footer(
      "Example:\n"
      "  corridor series latest --measure population --by sex --yearly");
  sub->callback([options, &command] { command.action = [options] { return series(*options); }; });
  add_export(app, command);
}

}  // namespace corridor::cli
