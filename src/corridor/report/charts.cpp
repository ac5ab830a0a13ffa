#include "corridor/report/charts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "corridor/base/error.hpp"

namespace corridor::report {

namespace {

using nlohmann::json;

enum class Shape { months, years, stacked };

struct Line {
  std::string_view measure;
  std::string_view label;
};

struct ChartSpec {
  std::string_view title;  ///< `{}` stands for the main destination
  Shape shape = Shape::months;
  std::string_view by;  ///< dimension kept apart in a stacked chart
  std::array<Line, 2> lines;
};

constexpr std::array<ChartSpec, 14> kCharts = {{
    {"Citizens present in {}", Shape::months, "", {{{kPresent, "model"}, {}}}},
    {"Recorded receipts of money",
     Shape::years,
     "",
     {{{kReceipts, "model"}, {"receipts_labour_usd", "of it earned by migrants"}}}},
    {"Receipts as a share of GDP", Shape::years, "", {{{kShare, "model"}, {}}}},
    {"Departures and returns in a month",
     Shape::months,
     "",
     {{{"departures", "departures"}, {"returns", "returns"}}}},
    {"Legal status in {}", Shape::stacked, "status", {{{"present_by_status", ""}, {}}}},
    {"Sector of work in {}", Shape::stacked, "sector", {{{"present_by_sector", ""}, {}}}},
    {"Without valid papers in {}",
     Shape::months,
     "",
     {{{"irregular_present", "all"}, {"controlled_registry", "on the registry"}}}},
    {"Inspections and detentions in a month",
     Shape::months,
     "",
     {{{"inspections", "inspections"}, {"detentions", "detentions"}}}},
    {"Removals from {}",
     Shape::years,
     "",
     {{{"removals", "all"}, {"expulsions_by_court", "by court"}}}},
    {"Entry bans in force", Shape::months, "", {{{"entry_bans_in_force", "model"}, {}}}},
    {"In the military service of {}",
     Shape::months,
     "",
     {{{"serving", "citizens of the origin"}, {"serving_naturalised", "naturalised"}}}},
    {"Killed in that service since the start",
     Shape::months,
     "",
     {{{"deaths_in_war_cumulative", "citizens of the origin"},
       {"deaths_in_war_naturalised_cumulative", "naturalised"}}}},
    {"Acts of diplomacy",
     Shape::years,
     "",
     {{{"statements", "statements"}, {"protest_notes", "protest notes"}}}},
    {"Population, published net migration counted",
     Shape::months,
     "",
     {{{"population_with_migration", "model"}, {}}}},
}};

/// The largest number the axis must hold; stacked lines stand on one another.
double largest(const std::vector<store::ResultSeries>& series, Shape shape) {
  double all = 0;
  for (const store::ResultSeries& line : series) {
    double most = 0;
    for (const store::Point& point : line.points) {
      most = std::max(most, std::abs(point.value));
    }
    all = shape == Shape::stacked ? all + most : std::max(all, most);
  }
  return all;
}

/// The name a person reads for a code of a stacked dimension.
std::string name_of(const std::string& code,
                    std::string_view dimension,
                    const evidence::Pack& pack) {
  if (dimension == "status") {
    const int index = pack.status_index(code);
    return index < 0 ? code : pack.statuses[static_cast<std::size_t>(index)].name;
  }
  for (const evidence::Sector& sector : pack.sectors) {
    if (sector.code == code) {
      return sector.name;
    }
  }
  return code;
}

std::vector<store::ResultSeries> model_lines(const ChartSpec& spec,
                                             const std::string& place,
                                             ModelValues& values,
                                             std::vector<std::string>& labels,
                                             const evidence::Pack& pack) {
  std::vector<store::ResultSeries> result;
  for (const Line& line : spec.lines) {
    const store::MeasureInfo* info = values.measure(line.measure);
    if (info == nullptr) {
      continue;
    }
    store::SeriesQuery query{info->name, place, {}, {}};
    if (spec.shape == Shape::stacked) {
      query.by = {std::string(spec.by)};
    }
    try {
      for (store::ResultSeries& series : values.store().series(values.run(), query)) {
        const std::string& code = spec.by == "status" ? series.cell.status : series.cell.sector;
        labels.push_back(spec.shape == Shape::stacked ? name_of(code, spec.by, pack)
                                                      : std::string(line.label));
        if (spec.shape == Shape::years) {
          series.points = store::by_year(series.points, info->over_year);
        }
        result.push_back(std::move(series));
      }
    } catch (const Error&) {
      // Not kept in this detail: the chart is left out rather than drawn from something else.
      continue;
    }
  }
  return result;
}

std::string period_text(Month month, Shape shape) {
  return shape == Shape::years ? std::to_string(month.year()) : month.text();
}

struct Published {
  json points = json::array();  ///< of `{x, y, held_out}`
  std::set<std::string> publishers;
};

Published published_points(const ChartSpec& spec,
                           const std::string& place,
                           double divisor,
                           const evidence::Pack& pack,
                           const store::RunInfo& run) {
  Published result;
  for (const evidence::Target& target : pack.targets) {
    const bool yearly = target.period.size() == 4;
    const bool bounds =
        target.bound != evidence::Bound::exact || target.scope != evidence::Scope::same;
    if (spec.shape == Shape::stacked || bounds || target.place_text != place ||
        target.quantity != spec.lines[0].measure || yearly != (spec.shape == Shape::years) ||
        !covers(run, target.period, sim::OverYear::december)) {
      continue;
    }
    result.points.push_back({{"x", target.period},
                             {"y", rounded(target.value / divisor)},
                             {"held_out", target.kind == "test"}});
    for (const evidence::Source& source : pack.sources) {
      if (source.id == target.source) {
        result.publishers.insert(source.publisher);
      }
    }
  }
  return result;
}

std::string source_line(const Published& published, const store::RunInfo& run) {
  std::string text = fmt::format("Model: run {}.", run.id);
  if (!published.publishers.empty()) {
    std::string names;
    for (const std::string& publisher : published.publishers) {
      names += (names.empty() ? "" : "; ") + publisher;
    }
    text += " Published: " + names + ".";
  }
  return text;
}

json chart(const ChartSpec& spec,
           const std::string& place,
           const evidence::Pack& pack,
           ModelValues& values) {
  std::vector<std::string> labels;
  const auto lines = model_lines(spec, place, values, labels, pack);
  const bool empty = std::all_of(lines.begin(), lines.end(), [](const store::ResultSeries& line) {
    return line.points.empty();
  });
  if (empty) {
    return nullptr;
  }
  const store::MeasureInfo& info = *values.measure(spec.lines[0].measure);
  const Scale scale = scale_of(largest(lines, spec.shape), info.unit);
  json drawn = json::array();
  json periods = json::array();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    json numbers = json::array();
    for (const store::Point& point : lines[i].points) {
      numbers.push_back(rounded(point.value / scale.divisor));
      if (i == 0) {
        periods.push_back(period_text(point.period, spec.shape));
      }
    }
    drawn.push_back({{"label", labels[i]}, {"values", numbers}});
  }
  const Published published = published_points(spec, place, scale.divisor, pack, values.run());
  const std::string destination = pack.destinations.empty() ? "" : pack.destinations[0].name;
  return {{"title", fmt::format(fmt::runtime(spec.title), destination)},
          {"unit", scale.unit},
          {"grade", info.grade},
          {"source", source_line(published, values.run())},
          {"stacked", spec.shape == Shape::stacked},
          {"yearly", spec.shape == Shape::years},
          {"periods", periods},
          {"lines", drawn},
          {"published", published.points}};
}

}  // namespace

Scale scale_of(double most, const std::string& unit) {
  if (most >= 2e9) {
    return {1e9, "billion " + unit};
  }
  if (most >= 2e6) {
    return {1e6, "million " + unit};
  }
  if (most >= 2e4) {
    return {1e3, "thousand " + unit};
  }
  return {1, unit};
}

double rounded(double value) { return std::stod(fmt::format("{:.5g}", value)); }

json charts_of(const std::string& place, const evidence::Pack& pack, ModelValues& values) {
  json result = json::array();
  for (const ChartSpec& spec : kCharts) {
    json drawn = chart(spec, place, pack, values);
    if (!drawn.is_null()) {
      result.push_back(std::move(drawn));
    }
  }
  return result;
}

}  // namespace corridor::report
