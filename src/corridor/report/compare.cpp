#include "corridor/report/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <span>

#include "corridor/base/error.hpp"
#include "corridor/report/table.hpp"
#include "corridor/store/ensembles.hpp"

namespace corridor::report {

namespace {

/// Values of one run by place, in the order they are shown.
using ByPlace = std::map<std::string, std::vector<store::Point>>;

std::string digest_of(const store::RunInfo& run) {
  const nlohmann::json summary = nlohmann::json::parse(run.summary, nullptr, false);
  return summary.is_object() ? summary.value("results_digest", std::string()) : std::string();
}

std::vector<std::string> warnings_of(const store::RunInfo& first, const store::RunInfo& second) {
  std::vector<std::string> warnings;
  const auto compared = [&](const char* what, const std::string& a, const std::string& b) {
    if (a != b) {
      warnings.push_back(fmt::format("{} differ ({} and {})", what, a, b));
    }
  };
  const auto months = [](const store::RunInfo& run) {
    return fmt::format("{} to {}", run.from.text(), run.last_month.text());
  };
  compared("the seeds", std::to_string(first.seed), std::to_string(second.seed));
  compared("the samples", fmt::format("1/{}", first.sample), fmt::format("1/{}", second.sample));
  compared("the data packs", first.pack_digest, second.pack_digest);
  compared("the months", months(first), months(second));
  compared("the numbers of members", std::to_string(first.members), std::to_string(second.members));
  compared("the parameters of members", first.parameters, second.parameters);
  return warnings;
}

/// Places of the request in the order of the pack; an empty code is all origins together.
std::vector<std::string> places_of(const store::Store& store,
                                   const store::RunInfo& run,
                                   const CompareRequest& request) {
  std::vector<std::string> known;
  std::vector<std::string> result;
  bool found = request.place.empty();
  for (const store::Place& place : store.places(run)) {
    known.push_back(place.code);
    found = found || place.code == request.place;
    const bool inside = request.place.empty() || place.code == request.place ||
                        (request.by_region && place.parent == request.place);
    const std::string kind = request.by_region ? "region" : "origin";
    if (place.code == request.place ? !request.by_region || place.kind == "region"
                                    : inside && place.kind == kind) {
      result.push_back(place.code);
    }
  }
  if (!found) {
    const std::string nearest = nearest_name(request.place, known);
    fail_usage({run.id,
                fmt::format("\"{}\"", request.place),
                "is not a place of this run.",
                (nearest.empty() ? std::string() : fmt::format("Nearest: {}. ", nearest)) +
                    fmt::format("List the places with `corridor show {}`.", run.id)});
  }
  if (request.place.empty() && !request.by_region) {
    result.emplace_back();
  }
  return result;
}

std::vector<store::Point> medians_of(const store::MemberValues& values) {
  std::vector<store::Point> points;
  for (const store::BandPoint& point : store::bands_of(values)) {
    points.push_back({point.period, point.quantiles[ensemble::kMedian]});
  }
  return points;
}

/// Differences of members: of the same ones where they are paired, else of each member of the first
/// with several of the second, as if drawn apart.
std::vector<double> member_differences(const std::vector<double>& first,
                                       const std::vector<double>& second,
                                       bool paired) {
  constexpr std::size_t kPartners = 25;
  const std::size_t partners = paired ? 1 : std::min(second.size(), kPartners);
  std::vector<double> differences;
  differences.reserve(first.size() * partners);
  for (std::size_t i = 0; i < first.size(); ++i) {
    for (std::size_t step = 0; step < partners; ++step) {
      differences.push_back(second[(i + step) % second.size()] - first[i]);
    }
  }
  return differences;
}

/// Bands of the rows of a measure and place, where both runs keep its members.
void add_bands(const store::Store& store,
               const Comparison& comparison,
               bool monthly,
               std::span<CompareRow> rows) {
  if (!comparison.ensembles || rows.empty()) {
    return;
  }
  const CompareRow& any = rows.front();
  const auto first =
      store::member_values(store, comparison.first, any.measure, any.place, !monthly);
  const auto second =
      store::member_values(store, comparison.second, any.measure, any.place, !monthly);
  if (!first || !second) {
    return;
  }
  std::map<std::string, std::size_t> seconds;
  const auto text = [&](Month period) {
    return monthly ? period.text() : std::to_string(period.year());
  };
  for (std::size_t number = 0; number < second->periods(); ++number) {
    seconds[text(second->period(number))] = number;
  }
  for (std::size_t number = 0; number < first->periods(); ++number) {
    const std::string period = text(first->period(number));
    const auto row = std::find_if(
        rows.begin(), rows.end(), [&](const CompareRow& one) { return one.period == period; });
    if (row != rows.end() && seconds.contains(period)) {
      const std::vector<double> differences = member_differences(
          first->row(number), second->row(seconds.at(period)), comparison.paired);
      row->band = ensemble::quantiles_of(differences);
      row->error = ensemble::monte_carlo_error(differences);
    }
  }
}

ByPlace regions_of(const store::Store& store,
                   const store::RunInfo& run,
                   const std::string& measure) {
  ByPlace result;
  for (store::ResultSeries& line : store.series(run, {measure, "", {}, {"place"}})) {
    result[line.cell.place] = std::move(line.points);
  }
  return result;
}

/// What a run keeps of a measure for the places. A place it keeps nothing for is missing.
ByPlace values_of(const store::Store& store,
                  const store::RunInfo& run,
                  const store::MeasureInfo& measure,
                  const std::vector<std::string>& places,
                  const CompareRequest& request) {
  ByPlace result;
  try {
    if (request.by_region) {
      result = regions_of(store, run, measure.name);
    }
  } catch (const Error&) {
    return {};
  }
  for (const std::string& place : places) {
    try {
      if (!request.by_region) {
        result[place] = store.series(run, {measure.name, place, {}, {}}).front().points;
      }
    } catch (const Error&) {
      // Not kept in this detail, as a share is not kept for all origins together.
      continue;
    }
  }
  for (auto& [place, points] : result) {
    if (!request.monthly) {
      const auto years = store::member_values(store, run, measure.name, place, true);
      points = years ? medians_of(*years) : store::by_year(points, measure.over_year);
    }
  }
  return result;
}

/// Rows of the periods that both lines have.
void add_rows(const store::MeasureInfo& measure,
              const std::string& place,
              const std::vector<store::Point>& first,
              const std::vector<store::Point>& second,
              bool monthly,
              std::vector<CompareRow>& rows) {
  std::map<Month, double> seconds;
  for (const store::Point& point : second) {
    seconds[point.period] = point.value;
  }
  for (const store::Point& point : first) {
    const auto other = seconds.find(point.period);
    if (other != seconds.end()) {
      rows.push_back({monthly ? point.period.text() : std::to_string(point.period.year()),
                      place,
                      measure.name,
                      measure.unit,
                      point.value,
                      other->second});
    }
  }
}

bool reports(const store::Store& store, const store::RunInfo& run, const std::string& measure) {
  const std::vector<store::MeasureInfo> known = store.measures(run);
  return std::any_of(known.begin(), known.end(), [&](const store::MeasureInfo& info) {
    return info.name == measure;
  });
}

std::string run_line(const char* which, const store::RunInfo& run) {
  return fmt::format("{:<7} {} {}, {} to {}, sample 1/{}, seed {}\n",
                     which,
                     run.id,
                     run.scenario,
                     run.from.text(),
                     run.last_month.text(),
                     run.sample,
                     run.seed);
}

std::string row_text(const CompareRow& row) {
  const std::optional<double> percent = row.percent();
  std::string band;
  if (row.band) {
    const auto [low, high] = ensemble::band_of(*row.band, kShownBand);
    band = fmt::format(" {:>18} {:>18}", signed_text(low), signed_text(high));
  }
  return fmt::format("{:<8} {:<8} {:>18} {:>18} {:>18} {:>8}{}\n",
                     row.place.empty() ? "all" : row.place,
                     row.period,
                     number_text(row.first),
                     number_text(row.second),
                     signed_text(row.difference()),
                     percent ? fmt::format("{:+.1f}", *percent) : "-",
                     band);
}

}  // namespace

std::string number_text(double value) {
  return std::abs(value) < 1000 ? fmt::format("{:.6g}", value) : persons_text(value);
}

std::string signed_text(double value) {
  const std::string text = number_text(std::abs(value));
  return value < 0 ? "-" + text : value > 0 ? "+" + text : text;
}

std::string pairing_text(const Comparison& comparison) {
  if (!comparison.ensembles) {
    return "";
  }
  std::vector<double> errors;
  for (const CompareRow& row : comparison.rows) {
    const double width = row.band ? (*row.band)[ensemble::kLevels.size() - 2] - (*row.band)[1] : 0;
    if (width > 0) {
      errors.push_back(100 * row.error.median / width);
    }
  }
  const std::string chance =
      errors.empty() || !comparison.paired
          ? std::string()
          : fmt::format("; standard error of a median, middle of the rows: {:.0f} % of the band",
                        ensemble::quantiles_of(errors)[ensemble::kMedian]);
  return comparison.paired
             ? fmt::format(
                   "paired: {} members one by one; the band holds 80 % of their "
                   "differences{}\n",
                   comparison.first.members,
                   chance)
             : std::string(
                   "not paired: the members do not share parameters and draws, so the band "
                   "is that of independent ensembles\n");
}

std::vector<std::string> default_measures() {
  return {"migrants_present",
          "departures",
          "returns",
          "removals",
          "receipts_recorded_usd",
          "received_usd"};
}

Comparison compare(const store::Store& store,
                   const store::RunInfo& first,
                   const store::RunInfo& second,
                   const CompareRequest& request) {
  Comparison result;
  result.first = first;
  result.second = second;
  result.warnings = warnings_of(first, second);
  const std::string digest = digest_of(first);
  result.ensembles = first.members > 0 && second.members > 0;
  result.paired = result.ensembles && result.warnings.empty();
  result.identical = !digest.empty() && digest == digest_of(second);
  const std::vector<std::string> places = places_of(store, first, request);
  const bool asked = !request.measures.empty();
  for (const std::string& name : asked ? request.measures : default_measures()) {
    if (!asked && (!reports(store, first, name) || !reports(store, second, name))) {
      result.left_out.push_back(name);
      continue;
    }
    const store::MeasureInfo measure = store.measure(first, name);
    const ByPlace a = values_of(store, first, measure, places, request);
    const ByPlace b = values_of(store, second, store.measure(second, name), places, request);
    const std::size_t before = result.rows.size();
    for (const std::string& place : places) {
      if (a.contains(place) && b.contains(place)) {
        const std::size_t begin = result.rows.size();
        add_rows(measure, place, a.at(place), b.at(place), request.monthly, result.rows);
        add_bands(store, result, request.monthly, std::span(result.rows).subspan(begin));
      }
    }
    if (result.rows.size() == before) {
      result.left_out.push_back(name);
    }
  }
  return result;
}

std::vector<CompareRow> other_differences(const store::Store& store,
                                          const store::RunInfo& first,
                                          const store::RunInfo& second,
                                          std::size_t most) {
  constexpr double kWorthTelling = 0.5;  // percent
  const auto size = [](const CompareRow& row) { return std::abs(row.percent().value_or(0)); };
  const std::vector<std::string> shown = default_measures();
  std::vector<CompareRow> found;
  for (const store::MeasureInfo& measure : store.measures(first)) {
    if (std::find(shown.begin(), shown.end(), measure.name) != shown.end() ||
        !reports(store, second, measure.name)) {
      continue;
    }
    CompareRow largest;
    CompareRequest request;
    request.measures = {measure.name};
    for (const CompareRow& row : compare(store, first, second, request).rows) {
      largest = row.place.empty() && size(row) > size(largest) ? row : largest;
    }
    if (size(largest) >= kWorthTelling) {
      found.push_back(largest);
    }
  }
  std::stable_sort(found.begin(), found.end(), [&](const CompareRow& a, const CompareRow& b) {
    return size(a) > size(b);
  });
  found.resize(std::min(found.size(), most));
  return found;
}

Comparison from_first_difference(Comparison comparison, int periods_before) {
  std::set<std::string> periods;
  std::string first;
  for (const CompareRow& row : comparison.rows) {
    periods.insert(row.period);
    if (row.difference() != 0 && (first.empty() || row.period < first)) {
      first = row.period;
    }
  }
  auto kept = first.empty() ? periods.begin() : periods.find(first);
  for (int period = 0; period < periods_before && kept != periods.begin(); ++period) {
    --kept;
  }
  if (kept != periods.begin()) {
    const std::string& from = *kept;
    comparison.same_until = *std::prev(kept);
    std::erase_if(comparison.rows, [&](const CompareRow& row) { return row.period < from; });
  }
  return comparison;
}

std::string compare_text(const Comparison& whole) {
  const Comparison comparison = from_first_difference(whole, 1);
  std::string text = run_line("first", comparison.first) + run_line("second", comparison.second);
  for (const std::string& warning : comparison.warnings) {
    text += fmt::format("warning: {}; draws are not shared, so chance differs too\n", warning);
  }
  text += pairing_text(comparison);
  if (comparison.identical) {
    text += "identical: every number of both runs is the same\n";
  }
  if (!comparison.same_until.empty()) {
    text += fmt::format("what is shown is the same until {} and left out\n", comparison.same_until);
  }
  std::string measure;
  for (const CompareRow& row : comparison.rows) {
    if (row.measure != measure) {
      measure = row.measure;
      text += fmt::format("\n{}, {}\n{:<8} {:<8} {:>18} {:>18} {:>18} {:>8}{}\n",
                          row.measure,
                          row.unit,
                          "place",
                          "period",
                          "first",
                          "second",
                          "difference",
                          "%",
                          row.band ? fmt::format(" {:>18} {:>18}", "80 % from", "to") : "");
    }
    text += row_text(row);
  }
  for (const std::string& name : comparison.left_out) {
    text += fmt::format("\n{}: not kept by both runs in the detail asked for\n", name);
  }
  return text;
}

}  // namespace corridor::report
