#include "corridor/evidence/continuation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "corridor/base/check.hpp"
#include "corridor/base/error.hpp"
#include "corridor/evidence/as_of.hpp"
#include "corridor/evidence/schema.hpp"
#include "corridor/random/draw.hpp"

namespace corridor::evidence {

namespace continuation {

namespace {

constexpr std::string_view kDraws = "draws";

std::size_t cycle_of(const Line& line) { return line.yearly ? 1 : kMonthsPerYear; }

double mean(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Mean of the last values, as many as the window of the line but not more than there are.
double recent_mean(const Line& line, std::span<const double> before) {
  return mean(before.last(std::min(before.size(), static_cast<std::size_t>(line.window))));
}

/// Growth of the last cycle of values over the one before it; one where they are too few.
double cycle_growth(std::span<const double> known, std::size_t cycle) {
  if (known.size() < 2 * cycle) {
    return 1;
  }
  const double before = mean(known.subspan(known.size() - 2 * cycle, cycle));
  return before == 0 ? 1 : mean(known.last(cycle)) / before;
}

bool seasonal(const Line& line) {
  return line.after == After::season || line.after == After::fading;
}

bool walks(const Line& line) { return seasonal(line) || line.after == After::last; }

/// Growth of the cycle that is `ahead` after the last known one, 1 being the next.
double growth_ahead(const Line& line, double growth, std::size_t ahead) {
  const auto kept = static_cast<std::size_t>(line.window);
  if (line.after != After::fading || ahead <= kept) {
    return growth;
  }
  return std::pow(growth, std::exp2(-static_cast<double>(ahead - kept)));
}

bool in_logarithms(const Line& line) {
  const std::span<const double> known(line.values->data(), line.known);
  return walks(line) && std::all_of(known.begin(), known.end(), [](double v) { return v > 0; });
}

/// Periods that are drawn from: those in which every line that has innovations has one.
struct Pool {
  int first = 0;
  int count = 0;  ///< 0: nothing can be drawn
};

struct Shocks {
  const Line* line = nullptr;
  std::vector<std::optional<double>> values;
  double centre = 0;
};

const PublicationRule& draws_rule(const Pack& pack) {
  for (const PublicationRule& rule : pack.publication) {
    if (rule.table == kDraws) {
      return rule;
    }
  }
  fail_input({(pack.folder / "publication.csv").generic_string(),
              fmt::format("table {}", kDraws),
              "has no row, so that nothing says how drivers of an ensemble are drawn.",
              "Add one whose value is the length of blocks in months."});
}

std::vector<Shocks> shocks_of(std::span<const Line> lines, bool yearly) {
  std::vector<Shocks> result;
  for (const Line& line : lines) {
    if (line.yearly != yearly) {
      continue;
    }
    Shocks shocks{&line, innovations(line)};
    if (std::any_of(
            shocks.values.begin(), shocks.values.end(), [](const auto& v) { return bool(v); })) {
      result.push_back(std::move(shocks));
    }
  }
  return result;
}

/// Innovations of a line have no gaps: they begin with the first and end with what is known.
Pool pool_of(std::span<const Shocks> all, int window) {
  int first = std::numeric_limits<int>::min();
  int end = std::numeric_limits<int>::max();
  for (const Shocks& shocks : all) {
    const auto begins = std::find_if(
        shocks.values.begin(), shocks.values.end(), [](const auto& v) { return bool(v); });
    first = std::max(first, shocks.line->first + static_cast<int>(begins - shocks.values.begin()));
    end = std::min(end, shocks.line->first + static_cast<int>(shocks.values.size()));
  }
  if (all.empty() || first >= end) {
    return {};
  }
  return {window > 0 ? std::max(first, end - window) : first,
          window > 0 ? std::min(window, end - first) : end - first};
}

double shock_at(const Shocks& shocks, int period) {
  return *shocks.values[static_cast<std::size_t>(period - shocks.line->first)];
}

void centre(const Pool& pool, Shocks& shocks) {
  double sum = 0;
  for (int i = 0; i < pool.count; ++i) {
    sum += shock_at(shocks, pool.first + i);
  }
  shocks.centre = sum / pool.count;
}

/// The past period whose innovations a period to come is given. Blocks are stretches of the
/// calendar; the pool is a circle, so that each of its periods is drawn as often as any other.
int past_period(const DriverDraw& draw, const Pool& pool, bool yearly, int block, int period) {
  const int begin = period - period % block;
  const random::Key key{draw.seed,
                        yearly ? random::Stream::driver_years : random::Stream::driver_months,
                        Month::from_index(yearly ? begin * kMonthsPerYear : begin),
                        draw.member};
  random::Sequence words(key);
  const auto start = static_cast<int>(words.below(static_cast<std::uint32_t>(pool.count)));
  return pool.first + (start + period - begin) % pool.count;
}

void move_line(const DriverDraw& draw, const Pool& pool, int block, const Shocks& shocks) {
  const Line& line = *shocks.line;
  const bool logarithms = in_logarithms(line);
  double moved = 0;
  for (std::size_t i = line.known; i < line.values->size(); ++i) {
    const int period = line.first + static_cast<int>(i);
    const double shock =
        shock_at(shocks, past_period(draw, pool, line.yearly, block, period)) - shocks.centre;
    moved = walks(line) ? moved + shock : shock;
    double& value = (*line.values)[i];
    value = std::clamp(
        logarithms ? value * std::exp(moved) : value + moved, line.minimum, line.maximum);
  }
}

}  // namespace

void apply_rule(const Line& line) {
  std::vector<double>& values = *line.values;
  const std::size_t known = line.known;
  if (known >= values.size()) {
    return;
  }
  if (line.after == After::none || (known == 0 && line.after != After::zero)) {
    values.resize(known);
    return;
  }
  const std::size_t cycle = cycle_of(line);
  const std::span<const double> before(values.data(), known);
  const bool cycles = seasonal(line) && known >= cycle;
  const double growth = cycles ? cycle_growth(before, cycle) : 1;
  const double constant = line.after == After::zero   ? 0
                          : line.after == After::mean ? recent_mean(line, before)
                                                      : before.back();
  for (std::size_t i = known; i < values.size(); ++i) {
    const std::size_t ahead = (i - known) / cycle + 1;
    values[i] = cycles ? values[i - cycle] * growth_ahead(line, growth, ahead) : constant;
  }
}

std::vector<std::optional<double>> innovations(const Line& line) {
  std::vector<std::optional<double>> result(line.known);
  const std::span<const double> values(line.values->data(), line.known);
  const bool logarithms = in_logarithms(line);
  const auto change = [&](std::size_t i) {
    return logarithms ? std::log(values[i] / values[i - 1]) : values[i] - values[i - 1];
  };
  const std::size_t cycle = cycle_of(line);
  for (std::size_t i = 1; i < line.known; ++i) {
    if (line.after == After::mean) {
      result[i] = values[i] - recent_mean(line, values.first(i));
    } else if (line.after == After::last) {
      result[i] = change(i);
    } else if (seasonal(line) && i > cycle) {
      result[i] = change(i) - change(i - cycle);
    }
  }
  return result;
}

void apply_draw(const Pack& pack, const DriverDraw& draw, std::span<const Line> lines) {
  const PublicationRule& rule = draws_rule(pack);
  for (const bool yearly : {false, true}) {
    std::vector<Shocks> all = shocks_of(lines, yearly);
    const int unit = yearly ? kMonthsPerYear : 1;
    const Pool pool = pool_of(all, rule.window * kMonthsPerYear / unit);
    if (pool.count == 0) {
      continue;
    }
    const int block = yearly ? 1 : rule.delay_months;
    for (Shocks& shocks : all) {
      centre(pool, shocks);
      move_line(draw, pool, block, shocks);
    }
  }
}

}  // namespace continuation

namespace {

bool carried(const Series& series) {
  const SeriesSchema* schema = series_schema(series.name);
  return schema != nullptr && schema->carried;
}

}  // namespace

continuation::Line line_of(const Pack& pack, std::size_t known, Series& series) {
  const PublicationRule& rule = publication_rule(pack, {"series", series.name, {}, series.first});
  const SeriesSchema* schema = series_schema(series.name);
  invariant(schema != nullptr, "series of a pack are those of the schema");
  return {&series.values,
          known,
          rule.after,
          rule.window,
          series.yearly,
          series.yearly ? series.first.year() : series.first.index(),
          schema->minimum,
          schema->maximum};
}

Month first_continued(const Pack& pack) {
  Month first = kOpenEnd;
  for (const Series& series : pack.series) {
    first = carried(series) ? first : std::min(first, series.last() + 1);
  }
  return first;
}

void lengthen(Series& series, Month to) {
  const int periods = series.yearly ? to.year() - series.first.year() + 1 : to - series.first + 1;
  if (!carried(series) && periods > static_cast<int>(series.values.size())) {
    series.continued += periods - static_cast<int>(series.values.size());
    series.values.resize(static_cast<std::size_t>(periods));
  }
}

Pack extend(Pack pack, Month to, const std::optional<DriverDraw>& draw) {
  std::vector<continuation::Line> lines;
  for (Series& series : pack.series) {
    const std::size_t known = series.values.size();
    lengthen(series, to);
    lines.push_back(line_of(pack, known, series));
    continuation::apply_rule(lines.back());
  }
  if (draw) {
    continuation::apply_draw(pack, *draw, lines);
  }
  return pack;
}

}  // namespace corridor::evidence
