#include "corridor/backtest/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "corridor/backtest/drivers.hpp"

namespace corridor::backtest {

namespace {

using evidence::Drivers;

constexpr int kPitParts = 10;
constexpr int kBootstrapDraws = 2000;

bool is_crisis(const evidence::Pack& pack, int year) {
  const std::vector<int>& years = pack.crisis_years;
  return std::find(years.begin(), years.end(), year) != years.end();
}

bool takes(const evidence::Pack& pack, const Selection& selection, const Scored& one) {
  using enum Selection::Kind;
  if (one.held_out != (selection.kind == held_out) ||
      (one.estimated && selection.kind != with_estimated && selection.kind != held_out)) {
    return false;
  }
  switch (selection.kind) {
    case country:
      return one.country == selection.country;
    case calm:
      return !is_crisis(pack, one.year);
    case crisis:
      return is_crisis(pack, one.year);
    case without_year:
      return one.year != selection.year;
    case all:
    case with_estimated:
    case held_out:
      return true;
  }
  return false;
}

using Rows = std::vector<const Scored*>;

std::vector<double> column(const Rows& rows, double Scored::*field) {
  std::vector<double> result;
  result.reserve(rows.size());
  for (const Scored* row : rows) {
    result.push_back(row->*field);
  }
  return result;
}

/// The row of the reference about the same outcome.
const Scored* twin(const Rows& reference, const Scored& of) {
  for (const Scored* row : reference) {
    if (row->country == of.country && row->year == of.year && row->origin == of.origin) {
      return row;
    }
  }
  return nullptr;
}

void add_ensemble_scores(const Rows& rows, const Rows& reference, Line& line) {
  double sum = 0;
  double own = 0;
  double other = 0;
  double inside[kIntervalCount] = {};
  line.pit.assign(kPitParts, 0);
  for (const Scored* row : rows) {
    if (!row->crps) {
      continue;
    }
    ++line.ensembles;
    sum += *row->crps;
    ++line.pit[static_cast<std::size_t>(std::min(kPitParts - 1.0, *row->pit * kPitParts))];
    for (std::size_t i = 0; i < kIntervalCount; ++i) {
      inside[i] += row->covered[i] ? 1 : 0;
    }
    const Scored* same = twin(reference, *row);
    if (same != nullptr && same->crps) {
      own += *row->crps;
      other += *same->crps;
    }
  }
  if (line.ensembles == 0) {
    return;
  }
  line.crps_usd = sum / line.ensembles;
  for (std::size_t i = 0; i < kIntervalCount; ++i) {
    line.coverage[i] = inside[i] / line.ensembles;
  }
  if (other > 0) {
    line.crps_skill = skill(own, other);
  }
}

void compare(const Rows& rows, const Rows& reference, const Schedule& schedule, Line& line) {
  PairedLosses losses;
  for (const Scored* row : rows) {
    if (const Scored* same = twin(reference, *row)) {
      losses.first.push_back(row->percentage_error);
      losses.second.push_back(same->percentage_error);
      losses.block.push_back(row->year);
    }
  }
  if (!losses.first.empty()) {
    line.against_reference = diebold_mariano(losses, line.horizon);
    line.bootstrap_reference = block_bootstrap(losses, kBootstrapDraws, schedule.seed);
  }
}

Line make_line(const Rows& rows, const Rows& reference, const Schedule& schedule) {
  Line line;
  line.forecaster = rows.front()->forecaster;
  line.drivers = rows.front()->drivers;
  line.horizon = rows.front()->horizon;
  line.count = static_cast<int>(rows.size());
  const std::vector<double> dollars = column(rows, &Scored::absolute_error);
  const std::vector<double> percent = column(rows, &Scored::percentage_error);
  line.error_usd = mean(dollars);
  line.error_median_usd = median(dollars);
  line.error_pct = mean(percent);
  line.error_median_pct = median(percent);
  add_ensemble_scores(rows, reference, line);
  if (!reference.empty() && reference.front()->forecaster != line.forecaster) {
    compare(rows, reference, schedule, line);
  }
  return line;
}

/// Rows by forecaster, condition, horizon and position of the selection.
using Key = std::tuple<std::string, Drivers, int, std::size_t>;
using Sorted = std::map<Key, Rows>;

Sorted sort_rows(const evidence::Pack& pack,
                 const std::vector<Selection>& chosen,
                 std::span<const Scored> scored) {
  Sorted rows;
  for (const Scored& one : scored) {
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      if (takes(pack, chosen[i], one)) {
        rows[{one.forecaster, one.drivers, one.horizon, i}].push_back(&one);
      }
    }
  }
  return rows;
}

/// One line a selection of which the forecaster has rows; the position in `of` says nothing.
void add_lines(const Sorted& rows,
               const std::vector<Selection>& chosen,
               const Key& of,
               Table& table) {
  for (std::size_t position = 0; position < chosen.size(); ++position) {
    Key key = of;
    std::get<3>(key) = position;
    const auto found = rows.find(key);
    if (found == rows.end()) {
      continue;
    }
    std::get<0>(key) = table.reference;
    const auto reference = rows.find(key);
    table.lines.push_back(make_line(
        found->second, reference == rows.end() ? Rows() : reference->second, table.schedule));
    table.lines.back().selection = chosen[position].name();
  }
}

}  // namespace

std::string Selection::name() const {
  switch (kind) {
    case Kind::all:
      return "all";
    case Kind::country:
      return country;
    case Kind::calm:
      return "calm";
    case Kind::crisis:
      return "crisis";
    case Kind::without_year:
      return fmt::format("without {}", year);
    case Kind::with_estimated:
      return "with estimated";
    case Kind::held_out:
      return "held out";
  }
  return {};
}

std::vector<Selection> selections(const evidence::Pack& pack) {
  using enum Selection::Kind;
  std::vector<Selection> result = {{all, {}, 0}};
  for (const evidence::Origin& origin : pack.origins) {
    if (!receipts(pack, origin.code).empty()) {
      result.push_back({country, origin.code, 0});
    }
  }
  if (!pack.crisis_years.empty()) {
    const int last = *std::max_element(pack.crisis_years.begin(), pack.crisis_years.end());
    result.push_back({calm, {}, 0});
    result.push_back({crisis, {}, 0});
    result.push_back({without_year, {}, last});
  }
  result.push_back({with_estimated, {}, 0});
  result.push_back({held_out, {}, 0});
  return result;
}

Table summarise(const evidence::Pack& pack,
                std::span<const Forecaster> forecasters,
                std::span<const Scored> scored,
                const Schedule& schedule) {
  Table table{schedule, forecasters.empty() ? std::string() : forecasters.front().name, {}};
  const std::vector<Selection> chosen = selections(pack);
  const Sorted rows = sort_rows(pack, chosen, scored);
  for (const int horizon : schedule.horizons) {
    for (const Drivers drivers : {Drivers::known, Drivers::forecast}) {
      for (const Forecaster& forecaster : forecasters) {
        add_lines(rows, chosen, {forecaster.name, drivers, horizon, 0}, table);
      }
    }
  }
  return table;
}

const Line* find_line(const Table& table,
                      std::string_view forecaster,
                      evidence::Drivers drivers,
                      int horizon,
                      std::string_view selection) {
  for (const Line& line : table.lines) {
    if (line.forecaster == forecaster && line.drivers == drivers && line.horizon == horizon &&
        line.selection == selection) {
      return &line;
    }
  }
  return nullptr;
}

}  // namespace corridor::backtest
