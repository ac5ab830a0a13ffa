#include "corridor/report/charts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "corridor/base/error.hpp"
#include "corridor/report/chart_specs.hpp"
#include "corridor/store/ensembles.hpp"

namespace corridor::report {

namespace {

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

/// The range that a run reports around a line by month; none where it reports no bounds.
std::vector<Band> bands_of(const LineSpec& line,
                           Shape shape,
                           const std::string& place,
                           ModelValues& values) {
  if (shape != Shape::months || values.measure(line.low) == nullptr ||
      values.measure(line.high) == nullptr) {
    return {};
  }
  return {{std::string(line.between),
           values.months(std::string(line.low), place),
           values.months(std::string(line.high), place)}};
}

/// The 95 % and the 80 % band of the members of an ensemble, the widest first.
std::vector<Band> member_bands(const store::SeriesQuery& query, Shape shape, ModelValues& values) {
  const std::vector<store::BandSeries> found =
      store::bands(values.store(), values.run(), query, shape == Shape::years);
  if (found.empty() || found.front().points.empty()) {
    return {};
  }
  std::vector<Band> result;
  for (const double coverage : {0.95, 0.80}) {
    Band band{fmt::format("{:.0f} % of members", 100 * coverage), {}, {}};
    for (const store::BandPoint& point : found.front().points) {
      const auto [low, high] = ensemble::band_of(point.quantiles, coverage);
      band.low.push_back({point.period, low});
      band.high.push_back({point.period, high});
    }
    result.push_back(std::move(band));
  }
  return result;
}

/// The bands around a line: those that the run reports, or else those of its members. Only the
/// first line has the wide one: two over one another hide both lines.
std::vector<Band> bands_around(const LineSpec& line,
                               const ChartSpec& spec,
                               const store::SeriesQuery& query,
                               bool first,
                               ModelValues& values) {
  std::vector<Band> bands = bands_of(line, spec.shape, query.place, values);
  // Stacked parts stand on one another, so that bands around them would lie anywhere.
  if (!bands.empty() || values.run().members == 0 || spec.shape == Shape::stacked) {
    return bands;
  }
  bands = member_bands(query, spec.shape, values);
  if (!first && !bands.empty()) {
    bands.erase(bands.begin());
  }
  return bands;
}

/// Adds what a run keeps of one line of a chart, which is several parts where it is stacked.
void add_lines(const LineSpec& line,
               const ChartSpec& spec,
               const store::SeriesQuery& query,
               ModelValues& values,
               const evidence::Pack& pack,
               std::vector<ChartLine>& lines) {
  for (store::ResultSeries& series : values.store().series(values.run(), query)) {
    const std::string& code = spec.by == "status" ? series.cell.status : series.cell.sector;
    if (spec.shape == Shape::years) {
      series.points = store::yearly_series(values.store(), values.run(), query).front().points;
    }
    lines.push_back(
        {spec.shape == Shape::stacked ? name_of(code, spec.by, pack) : std::string(line.label),
         std::move(series.points),
         bands_around(line, spec, query, lines.empty(), values)});
  }
}

std::vector<ChartLine> model_lines(const ChartSpec& spec,
                                   const std::string& place,
                                   ModelValues& values,
                                   const evidence::Pack& pack) {
  std::vector<ChartLine> result;
  for (const LineSpec& line : spec.lines) {
    const store::MeasureInfo* info = values.measure(line.measure);
    if (info == nullptr) {
      continue;
    }
    store::SeriesQuery query{info->name, place, {}, {}};
    if (spec.shape == Shape::stacked) {
      query.by = {std::string(spec.by)};
    }
    try {
      add_lines(line, spec, query, values, pack, result);
    } catch (const Error&) {
      // Not kept in this detail: the chart is left out rather than drawn from something else.
      continue;
    }
  }
  return result;
}

/// Where a figure stands on the axis; nothing where the chart has no place for it. A figure of a
/// year stands at its December in a chart by month if that is the rule of the measure.
std::optional<std::string> position_of(const std::string& period,
                                       Shape shape,
                                       sim::OverYear over_year) {
  const bool yearly = period.size() == 4;
  if (yearly == (shape == Shape::years)) {
    return period;
  }
  if (yearly && over_year == sim::OverYear::december) {
    return period + "-12";
  }
  return std::nullopt;
}

struct Published {
  std::vector<PublishedDot> dots;
  std::set<std::string> publishers;
};

Published published_dots(const ChartSpec& spec,
                         const std::string& place,
                         const evidence::Pack& pack,
                         const store::MeasureInfo& info,
                         const store::RunInfo& run) {
  Published result;
  for (const evidence::Target& target : pack.targets) {
    const bool bounds =
        target.bound != evidence::Bound::exact || target.scope != evidence::Scope::same;
    const auto position = position_of(target.period, spec.shape, info.over_year);
    if (spec.shape == Shape::stacked || bounds || target.place_text != place ||
        target.quantity != info.name || !position ||
        !covers(run, target.period, sim::OverYear::december)) {
      continue;
    }
    result.dots.push_back({*position, target.value, target.kind == "test"});
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
  if (run.members > 0) {
    text = fmt::format("Model: run {}, median of {} members.", run.id, run.members);
  }
  if (!published.publishers.empty()) {
    std::string names;
    for (const std::string& publisher : published.publishers) {
      names += (names.empty() ? "" : "; ") + publisher;
    }
    text += " Published: " + names + ".";
  }
  return text;
}

}  // namespace

std::vector<Chart> charts_of(const std::string& place,
                             const evidence::Pack& pack,
                             ModelValues& values) {
  std::vector<Chart> result;
  const std::string destination = pack.destinations.empty() ? "" : pack.destinations[0].name;
  for (const ChartSpec& spec : chart_specs()) {
    const store::MeasureInfo* info = values.measure(spec.lines[0].measure);
    if (info == nullptr) {
      continue;
    }
    std::vector<ChartLine> lines = model_lines(spec, place, values, pack);
    if (std::all_of(lines.begin(), lines.end(), [](const ChartLine& line) {
          return line.points.empty();
        })) {
      continue;
    }
    Published published = published_dots(spec, place, pack, *info, values.run());
    result.push_back({std::string(spec.group),
                      fmt::format(fmt::runtime(spec.title), destination),
                      info->unit,
                      info->grade,
                      source_line(published, values.run()),
                      spec.shape == Shape::stacked,
                      spec.shape == Shape::years,
                      std::move(lines),
                      std::move(published.dots)});
  }
  return result;
}

}  // namespace corridor::report
