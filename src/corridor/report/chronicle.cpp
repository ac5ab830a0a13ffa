#include "corridor/report/chronicle.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "corridor/base/error.hpp"
#include "corridor/diplomacy/act_day.hpp"
#include "corridor/diplomacy/acts.hpp"

namespace corridor::report {

namespace {

using diplomacy::Act;
using MonthlyCounts = std::map<Month, std::int64_t>;

constexpr const char* kReports = "incident_reports";
constexpr const char* kIncidents = "incidents";
/// The measures that count each act, in the order of Act.
constexpr std::array<const char*, diplomacy::kActs> kActMeasures = {
    "statements", "summonses", "protest_notes", "advisories", "talks", "replies"};

/// Where an origin stands among those of its run, and whom it speaks to.
struct Parties {
  int index = 0;
  std::string origin;
  std::string destination;
};

/// A line and its place in the order of reading.
struct Placed {
  std::chrono::sys_days day;
  int rank = 0;
  ChronicleLine line;
};

Parties find_parties(const store::Store& store,
                     const store::RunInfo& run,
                     const std::string& origin) {
  std::vector<std::string> origins;
  std::string destination;
  for (const store::Place& place : store.places(run)) {
    if (place.kind == "origin") {
      origins.push_back(place.code);
    } else if (place.kind == "destination" && destination.empty()) {
      destination = place.code;
    }
  }
  const auto at = std::find(origins.begin(), origins.end(), origin);
  if (at == origins.end()) {
    const std::string nearest = nearest_name(origin, origins);
    fail_usage({run.id,
                fmt::format("\"{}\"", origin),
                "is not an origin of this run.",
                (nearest.empty() ? std::string() : fmt::format("Nearest: {}. ", nearest)) +
                    fmt::format("The origins are {}.", fmt::join(origins, ", "))});
  }
  return {static_cast<int>(at - origins.begin()), origin, destination};
}

void check_measures(const store::Store& store, const store::RunInfo& run) {
  const std::vector<store::MeasureInfo> held = store.measures(run);
  const auto holds = [&](const std::string& name) {
    return std::any_of(
        held.begin(), held.end(), [&](const auto& measure) { return measure.name == name; });
  };
  std::vector<std::string> wanted(kActMeasures.begin(), kActMeasures.end());
  wanted.insert(wanted.end(), {kReports, kIncidents});
  std::erase_if(wanted, holds);
  if (!wanted.empty()) {
    fail_usage({run.id,
                "the run",
                fmt::format("holds no diplomatic acts (missing: {}).", fmt::join(wanted, ", ")),
                "It was made by a program that did not simulate them: make it anew with "
                "`corridor run`."});
  }
}

void check_months(const store::RunInfo& run, const ChronicleRequest& request) {
  if (request.to < run.from || request.from > run.last_month) {
    fail_usage({"--from, --to",
                fmt::format("{} to {}", request.from.text(), request.to.text()),
                fmt::format("lies outside the months of {}.", run.id),
                fmt::format("It holds {} to {}.", run.from.text(), run.last_month.text())});
  }
}

MonthlyCounts counts_of(const store::Store& store,
                        const store::RunInfo& run,
                        const std::string& measure,
                        const std::string& origin) {
  MonthlyCounts counts;
  for (const store::ResultSeries& line : store.series(run, {measure, origin, {}, {}})) {
    for (const store::Point& point : line.points) {
      counts[point.period] += std::llround(point.value);
    }
  }
  return counts;
}

std::int64_t count_at(const MonthlyCounts& counts, Month month) {
  const auto at = counts.find(month);
  return at == counts.end() ? 0 : at->second;
}

std::int64_t recent(const MonthlyCounts& counts, Month month) {
  std::int64_t sum = 0;
  for (int back = 0; back < diplomacy::kReportMonths; ++back) {
    sum += count_at(counts, month - back);
  }
  return sum;
}

/// The origin acts towards the destination, speaks to its own citizens in an advisory, and is
/// answered in a reply. The records of a pack follow the same rule.
std::pair<std::string, std::string> actor_and_target(Act act, const Parties& parties) {
  switch (act) {
    case Act::reply:
      return {parties.destination, parties.origin};
    case Act::advisory:
      return {parties.origin, parties.origin};
    default:
      return {parties.origin, parties.destination};
  }
}

std::chrono::sys_days date_of(Month month, int day) {
  namespace chr = std::chrono;
  return chr::year(month.year()) / chr::month(static_cast<unsigned>(month.month_of_year())) /
         chr::day(static_cast<unsigned>(day));
}

void add_simulated(const store::Store& store,
                   const store::RunInfo& run,
                   const Parties& parties,
                   const ChronicleRequest& request,
                   std::vector<Placed>& lines) {
  const MonthlyCounts reports = counts_of(store, run, kReports, parties.origin);
  const MonthlyCounts incidents = counts_of(store, run, kIncidents, parties.origin);
  for (int act = 0; act < diplomacy::kActs; ++act) {
    const auto kind = static_cast<std::size_t>(act);
    const auto [actor, target] = actor_and_target(static_cast<Act>(act), parties);
    for (const auto& [month, count] : counts_of(store, run, kActMeasures[kind], parties.origin)) {
      if (month < request.from || month > request.to) {
        continue;
      }
      for (int number = 0; number < count; ++number) {
        const int day =
            diplomacy::act_day(run.seed, month, parties.index, static_cast<Act>(act), number);
        lines.push_back({date_of(month, day),
                         1 + act,
                         {fmt::format("{}-{:02}", month.text(), day),
                          actor,
                          target,
                          std::string(diplomacy::kActNames[kind]),
                          true,
                          recent(reports, month),
                          count_at(incidents, month),
                          "",
                          ""}});
      }
    }
  }
}

void add_published(std::span<const evidence::Event> events,
                   const Parties& parties,
                   const ChronicleRequest& request,
                   std::vector<Placed>& lines) {
  for (const evidence::Event& event : events) {
    std::string type = event.type;
    std::replace(type.begin(), type.end(), '_', ' ');
    const auto at =
        std::find(diplomacy::kActNames.begin(), diplomacy::kActNames.end(), std::string_view(type));
    if (at == diplomacy::kActNames.end() || event.span.last_month() < request.from ||
        event.span.first_month() > request.to) {
      continue;
    }
    const auto act = static_cast<Act>(at - diplomacy::kActNames.begin());
    if (actor_and_target(act, parties) == std::pair(event.actor, event.target)) {
      lines.push_back({event.span.first,
                       0,
                       {event.date,
                        event.actor,
                        event.target,
                        type,
                        false,
                        0,
                        0,
                        event.statement,
                        event.source}});
    }
  }
}

std::string line_text(const ChronicleLine& line) {
  const std::string facts =
      line.simulated ? fmt::format(
                           "simulated, grade C  {} reports in three months, {} incidents in "
                           "the month",
                           line.reports,
                           line.incidents)
                     : fmt::format("published           {} [{}]", line.statement, line.source);
  return fmt::format(
      "{:<10}  {} to {}  {:<12}  {}\n", line.date, line.actor, line.target, line.act, facts);
}

}  // namespace

Chronicle chronicle(const store::Store& store,
                    const store::RunInfo& run,
                    std::span<const evidence::Event> events,
                    const ChronicleRequest& request) {
  const Parties parties = find_parties(store, run, request.origin);
  check_months(run, request);
  check_measures(store, run);
  std::vector<Placed> placed;
  add_published(events, parties, request, placed);
  add_simulated(store, run, parties, request, placed);
  std::stable_sort(placed.begin(), placed.end(), [](const Placed& a, const Placed& b) {
    return std::pair(a.day, a.rank) < std::pair(b.day, b.rank);
  });
  Chronicle result{run, request, {}};
  for (Placed& each : placed) {
    result.lines.push_back(std::move(each.line));
  }
  return result;
}

std::string chronicle_text(const Chronicle& chronicle) {
  std::string text = fmt::format("{}, {} ({}), {} to {}\n",
                                 chronicle.request.origin,
                                 chronicle.run.id,
                                 chronicle.run.scenario,
                                 chronicle.request.from.text(),
                                 chronicle.request.to.text());
  std::size_t simulated = 0;
  for (const ChronicleLine& line : chronicle.lines) {
    text += line_text(line);
    simulated += line.simulated ? 1U : 0U;
  }
  return text + fmt::format(
                    "{} simulated, {} published. The model steps by months: days of simulated acts "
                    "are assigned for reading.\n",
                    simulated,
                    chronicle.lines.size() - simulated);
}

}  // namespace corridor::report
