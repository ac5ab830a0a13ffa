#include "corridor/sim/welfare_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "corridor/base/check.hpp"
#include "corridor/sim/baseline.hpp"
#include "corridor/welfare/summary.hpp"

namespace corridor::sim {

namespace {

/// The name of each line in the names of measures.
constexpr std::array<std::string_view, welfare::kLines> kLineNames = {
    "300", "420", "830", "national", "study"};
constexpr std::array<std::string_view, 5> kFifthNames = {
    "poorest", "second", "middle", "fourth", "richest"};

/// Ids of the measures of one line and of one fifth, looked up once.
struct LineIds {
  int headcount, gap, severity, children, without, home, persons;
};
struct FifthIds {
  int receiving, received, received_by_receivers;
};
struct Ids {
  std::array<LineIds, welfare::kLines> lines;
  std::array<FifthIds, 5> fifths;
};

const Ids& ids() {
  static const Ids all = [] {
    Ids result{};
    for (std::size_t line = 0; line < welfare::kLines; ++line) {
      const std::string_view name = kLineNames[line];
      const auto id = [&](std::string_view pattern) {
        return measure_index(fmt::format(fmt::runtime(pattern), name));
      };
      result.lines[line] = {id("poverty_{}_pct"),
                            id("poverty_gap_{}_pct"),
                            id("poverty_severity_{}_pct"),
                            id("children_poor_{}_pct"),
                            id("poverty_{}_without_receipts_pct"),
                            id("poverty_{}_migrants_home_pct"),
                            id("poor_{}_persons")};
    }
    for (std::size_t fifth = 0; fifth < kFifthNames.size(); ++fifth) {
      const std::string_view name = kFifthNames[fifth];
      const auto id = [&](std::string_view pattern) {
        return measure_index(fmt::format(fmt::runtime(pattern), name));
      };
      result.fifths[fifth] = {id("households_receiving_{}_pct"),
                              id("receipts_share_of_income_{}_pct"),
                              id("receipts_share_of_income_{}_receivers_pct")};
    }
    return result;
  }();
  return all;
}

/// Writes the values of one place.
class WelfareWriter {
 public:
  WelfareWriter(std::size_t place,
                const welfare::Tally& tally,
                const welfare::OriginStandards& standards,
                double weight,
                std::vector<Value>& values)
      : place_(place), tally_(tally), standards_(standards), weight_(weight), values_(values) {}

  void write() {
    if (tally_[welfare::Count::persons] == 0) {
      return;
    }
    write_money();
    write_households();
    for (std::size_t line = 0; line < welfare::kLines; ++line) {
      if (standards_.line[line] > 0) {
        write_line(line);
      }
    }
    write_fifths();
  }

  void put(std::string_view measure, double value) {
    const int index = measure_index(measure);
    invariant(index >= 0, "a value belongs to a declared measure");
    put(index, value);
  }

 private:
  /// Measures without an id are not kept for this line or fifth.
  void put(int measure, double value) {
    if (measure >= 0) {
      Cell cell;
      cell.place = static_cast<std::int16_t>(place_);
      values_.push_back({static_cast<std::int16_t>(measure), cell, value});
    }
  }
  double of(welfare::Count what) const { return static_cast<double>(tally_[what]); }
  void put_share(std::string_view measure, welfare::Count part, welfare::Count whole) {
    if (of(whole) > 0) {
      put(measure, 100 * of(part) / of(whole));
    }
  }

  void write_money() {
    using enum welfare::Count;
    put("household_own_income_local", weight_ * of(own) / 100);
    put("household_received_local", weight_ * of(received) / 100);
    put("household_consumption_local", weight_ * of(consumption) / 100);
    const double dollars = welfare::consumption_dollars(tally_);
    put("household_consumption_real_local",
        weight_ * dollars * standards_.minor_per_dollar_base / 100);
    put("consumption_ppp_per_day", dollars / of(persons));
    put("gini_pct", 100 * welfare::gini(tally_));
    put_share("receipts_share_of_income_pct", received, consumption);
    if (of(households_receiving) > 0) {
      put("receivers_income_usd",
          (of(own_of_receivers) + of(received)) / of(households_receiving) /
              standards_.minor_per_usd);
    }
  }

  void write_households() {
    using enum welfare::Count;
    put_share("households_receiving_pct", households_receiving, households);
    put_share("households_with_recent_migrant_pct", households_with_recent_migrant, households);
    put_share("households_lost_receipts_pct", households_lost, households);
    put("returnees_seeking", weight_ * of(seeking));
    const std::size_t national = welfare::kLines - 2;
    if (standards_.line[national] > 0 && of(persons_with_migrant) > 0) {
      const welfare::Poverty at = welfare::poverty(tally_, national);
      put("poverty_migrant_households_pct", 100 * at.with_migrant);
      put("poverty_migrant_households_without_receipts_pct", 100 * at.with_migrant_without);
    }
  }

  void write_line(std::size_t line) {
    const welfare::Poverty at = welfare::poverty(tally_, line);
    const LineIds& id = ids().lines[line];
    put(id.headcount, 100 * at.headcount);
    put(id.gap, 100 * at.gap);
    put(id.severity, 100 * at.severity);
    put(id.children, 100 * at.of_children);
    put(id.without, 100 * at.without_receipts);
    put(id.home, 100 * at.migrants_home);
    put(id.persons, weight_ * static_cast<double>(tally_.at(line, welfare::LineCount::poor)));
  }

  void write_fifths() {
    const auto fifths = welfare::fifths(tally_);
    for (std::size_t i = 0; i < fifths.size(); ++i) {
      const FifthIds& id = ids().fifths[i];
      put(id.receiving, 100 * fifths[i].households_receiving);
      put(id.received, 100 * fifths[i].received);
      put(id.received_by_receivers, 100 * fifths[i].received_by_receivers);
    }
  }

  std::size_t place_;
  const welfare::Tally& tally_;
  const welfare::OriginStandards& standards_;
  double weight_;
  std::vector<Value>& values_;
};

/// Unemployment of a place (welfare H8): the published share, and returnees who look for work
/// beyond those of the baseline, over the labour force at home. Nothing where none is published.
std::optional<double> unemployment(const World& world,
                                   Month month,
                                   std::size_t place,
                                   std::size_t origin,
                                   const welfare::Tally& tally) {
  const evidence::Pack& pack = *world.pack;
  const std::string& origin_code = pack.origins[origin].code;
  const bool region = place >= pack.origins.size();
  const std::string& code = region ? pack.regions[place - pack.origins.size()].code : origin_code;
  const auto* published = pack.nearest_welfare("unemployment_home", code, {}, month.year());
  if (published == nullptr) {
    published = pack.nearest_welfare("unemployment_home", origin_code, {}, month.year());
  }
  const auto* active = pack.nearest_welfare("participation", origin_code, {}, month.year());
  if (published == nullptr || active == nullptr) {
    return std::nullopt;
  }
  const auto weight = static_cast<double>(world.request.sample * kStripesPerMonth);
  const double force = weight * static_cast<double>(tally[welfare::Count::adults]) * active->value;
  const Baseline* baseline = world.request.baseline.get();
  const double seeking = weight * static_cast<double>(tally[welfare::Count::seeking]);
  const double more =
      baseline == nullptr ? 0 : seeking - baseline->at("returnees_seeking", place, month);
  return force > 0 ? std::optional(std::clamp(published->value + more / force, 0.0, 1.0))
                   : std::nullopt;
}

}  // namespace

std::vector<Value> welfare_values(const World& world, const MonthTables& tables) {
  std::vector<Value> values;
  if (tables.month.month_of_year() % 3 != 0 || !world.welfare_year.complete()) {
    return values;
  }
  const evidence::Pack& pack = *world.pack;
  const auto weight = static_cast<double>(world.request.sample * kStripesPerMonth);
  const std::vector<welfare::Tally> regions = world.welfare_year.sums();
  const auto write = [&](std::size_t place, std::size_t origin, const welfare::Tally& tally) {
    WelfareWriter writer(place, tally, tables.welfare.standards.origins[origin], weight, values);
    writer.write();
    if (const auto share = unemployment(world, tables.month, place, origin, tally)) {
      writer.put("unemployment_home_pct", 100 * *share);
    }
  };
  std::vector<welfare::Tally> origins(pack.origins.size());
  for (std::size_t region = 0; region < regions.size(); ++region) {
    origins[static_cast<std::size_t>(pack.regions[region].origin)].add(regions[region]);
  }
  for (std::size_t origin = 0; origin < origins.size(); ++origin) {
    write(origin, origin, origins[origin]);
  }
  for (std::size_t region = 0; region < regions.size(); ++region) {
    write(origins.size() + region,
          static_cast<std::size_t>(pack.regions[region].origin),
          regions[region]);
  }
  return values;
}

}  // namespace corridor::sim
