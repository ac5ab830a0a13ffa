#include <fmt/format.h>

#include <array>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "command.hpp"
#include "corridor/base/error.hpp"
#include "corridor/report/table.hpp"
#include "corridor/store/ensembles.hpp"
#include "corridor/store/store.hpp"
#include "location.hpp"

namespace corridor::cli {

namespace {

using nlohmann::ordered_json;

struct SeriesOptions {
  std::string store = kDefaultStore;
  std::string run = "latest";
  store::SeriesQuery query;
  bool yearly = false;
  bool bands = false;
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

/// One line of the output: a number of a run in a period, with what members say around it.
struct Row {
  std::string period;
  const store::CellCodes& cell;
  double value = 0;
  const ensemble::Quantiles* band = nullptr;
};

std::string csv_of(const Row& row, const store::MeasureInfo& measure, bool bands) {
  std::string line = row.period + "," + csv_field(row.cell.place);
  for (const auto& [name, member] : kDimensions) {
    line += "," + csv_field(row.cell.*member);
  }
  line += fmt::format(",{},{},{}", csv_field(measure.name), csv_field(measure.unit), row.value);
  for (std::size_t level = 0; bands && level < ensemble::kLevels.size(); ++level) {
    line += row.band == nullptr ? "," : fmt::format(",{}", (*row.band)[level]);
  }
  return line + "\n";
}

std::string text_of(const Row& row, const store::MeasureInfo& measure) {
  std::string band;
  if (row.band != nullptr) {
    const auto [low, high] = ensemble::band_of(*row.band, report::kShownBand);
    band = fmt::format("  80 %: {:.10g} to {:.10g}", low, high);
  }
  return fmt::format("{:<8} {:<24} {:>18.10g} {}{}\n",
                     row.period,
                     details_text(row.cell),
                     row.value,
                     measure.unit,
                     band);
}

ordered_json json_of(const Row& row, const store::MeasureInfo& measure) {
  ordered_json json = row_json(row.period, row.cell, measure, row.value);
  for (std::size_t level = 0; row.band != nullptr && level < ensemble::kLevels.size(); ++level) {
    json[ensemble::kLevelNames[level]] = (*row.band)[level];
  }
  return json;
}

std::string csv_heading(bool bands) {
  std::string text = "period,place,sex,age,status,sector,destination,measure,unit,value";
  for (std::size_t level = 0; bands && level < ensemble::kLevels.size(); ++level) {
    text += fmt::format(",{}", ensemble::kLevelNames[level]);
  }
  return text + "\n";
}

void check_bands(const SeriesOptions& options, const store::RunInfo& run) {
  if (options.bands && run.members == 0) {
    fail_usage({"--bands",
                run.id,
                "is a single run: it has no members to lay a band through.",
                "Make an ensemble with `corridor run --ensemble 40`, or leave --bands out."});
  }
}

int series(const SeriesOptions& options) {
  const store::Store store(options.store, store::Access::existing);
  const store::RunInfo run = store.find(options.run);
  check_bands(options, run);
  const store::MeasureInfo measure = store.measure(run, options.query.measure);
  const std::vector<store::ResultSeries> lines =
      options.yearly ? store::yearly_series(store, run, options.query)
                     : store.series(run, options.query);
  std::vector<store::BandSeries> bands(lines.size());
  if (options.bands) {
    bands = store::bands(store, run, options.query, options.yearly);
  }
  ordered_json rows = ordered_json::array();
  std::string text = options.csv ? csv_heading(options.bands) : "";
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::map<Month, const ensemble::Quantiles*> by_period;
    for (const store::BandPoint& point : bands[i].points) {
      by_period[point.period] = &point.quantiles;
    }
    for (const store::Point& point : lines[i].points) {
      const Row row{period_text(point.period, options.yearly),
                    lines[i].cell,
                    point.value,
                    by_period[point.period]};
      if (options.json) {
        rows.push_back(json_of(row, measure));
      } else {
        text += options.csv ? csv_of(row, measure, options.bands) : text_of(row, measure);
      }
    }
  }
  fmt::print("{}", options.json ? rows.dump() + "\n" : text);
  return 0;
}

std::string csv_row(const store::ResultRow& row) {
  std::string line = csv_field(row.measure.name) + "," + csv_field(row.measure.unit) + "," +
                     csv_field(row.cell.place);
  for (const auto& [name, member] : kDimensions) {
    line += "," + csv_field(row.cell.*member);
  }
  return line + fmt::format(",{},{}\n", row.point.period.text(), row.point.value);
}

int export_run(const SeriesOptions& options) {
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
  const auto options = std::make_shared<SeriesOptions>();
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
  const auto options = std::make_shared<SeriesOptions>();
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
  sub->add_flag("--bands",
                options->bands,
                "Of an ensemble: the 80 % band, in CSV and JSON the quantiles q025 to q975");
  CLI::Option* csv = sub->add_flag("--csv", options->csv, "Print CSV");
  sub->add_flag("--json", options->json, "Print JSON rows")->excludes(csv);
  sub->footer(
      "Example:\n"
      "  corridor series latest --measure population --by sex --yearly");
  sub->callback([options, &command] { command.action = [options] { return series(*options); }; });
  add_export(app, command);
}

}  // namespace corridor::cli
