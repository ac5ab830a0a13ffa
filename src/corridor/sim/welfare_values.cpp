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

/// Ids of the measures of one line, of one fifth and of a place as a whole, looked up once.
struct LineIds {
  int headcount, gap, severity, children, without, home, persons;
};
struct FifthIds {
  int receiving, received, received_by_receivers;
};
struct PlaceIds {
  int own, received, consumption, real_consumption, per_day, gini, received_share, receivers_income;
  int receiving, recent_migrant, lost, seeking, migrant_poor, migrant_poor_without, unemployment;
};
struct Ids {
  PlaceIds places;
  std::array<LineIds, welfare::kLines> lines;
  std::array<FifthIds, 5> fifths;
};

const Ids& ids() {
  static const Ids all = [] {
    Ids result{};
    const auto declared = [](std::string_view measure) {
      const int index = measure_index(measure);
      invariant(index >= 0, "a value belongs to a declared measure");
      return index;
    };
    result.places = {declared("household_own_income_local"),
                     declared("household_received_local"),
                     declared("household_consumption_local"),
                     declared("household_consumption_real_local"),
                     declared("consumption_ppp_per_day"),
                     declared("gini_pct"),
                     declared("receipts_share_of_income_pct"),
                     declared("receivers_income_usd"),
                     declared("households_receiving_pct"),
                     declared("households_with_recent_migrant_pct"),
                     declared("households_lost_receipts_pct"),
                     declared("returnees_seeking"),
                     declared("poverty_migrant_households_pct"),
                     declared("poverty_migrant_households_without_receipts_pct"),
                     declared("unemployment_home_pct")};
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

  /// Measures without an id are not kept for this line or fifth.
  void put(int measure, double value) {
    if (measure >= 0) {
      Cell cell;
      cell.place = static_cast<std::int16_t>(place_);
      values_.push_back({static_cast<std::int16_t>(measure), cell, value});
    }
  }

 private:
  double of(welfare::Count what) const { return static_cast<double>(tally_[what]); }
  void put_share(int measure, welfare::Count part, welfare::Count whole) {
    if (of(whole) > 0) {
      put(measure, 100 * of(part) / of(whole));
    }
  }

  void write_money() {
    using enum welfare::Count;
    const PlaceIds& id = ids().places;
    put(id.own, weight_ * of(own) / 100);
    put(id.received, weight_ * of(received) / 100);
    put(id.consumption, weight_ * of(consumption) / 100);
    const double dollars = welfare::consumption_dollars(tally_);
    put(id.real_consumption, weight_ * dollars * standards_.minor_per_dollar_base / 100);
    put(id.per_day, dollars / of(persons));
    put(id.gini, 100 * welfare::gini(tally_));
    put_share(id.received_share, received, consumption);
    if (of(households_receiving) > 0) {
      put(id.receivers_income,
          (of(own_of_receivers) + of(received)) / of(households_receiving) /
              standards_.minor_per_usd);
    }
  }

  void write_households() {
    using enum welfare::Count;
    const PlaceIds& id = ids().places;
    put_share(id.receiving, households_receiving, households);
    put_share(id.recent_migrant, households_with_recent_migrant, households);
    put_share(id.lost, households_lost, households);
    put(id.seeking, weight_ * of(seeking));
    const std::size_t national = welfare::kLines - 2;
    if (standards_.line[national] > 0 && of(persons_with_migrant) > 0) {
      const welfare::Poverty at = welfare::poverty(tally_, national);
      put(id.migrant_poor, 100 * at.with_migrant);
      put(id.migrant_poor_without, 100 * at.with_migrant_without);
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

std::optional<HomeMarket> market_at_home(const evidence::Pack& pack, std::size_t place, int year) {
  const bool is_origin = place < pack.origins.size();
  const std::size_t region = is_origin ? 0 : place - pack.origins.size();
  const std::size_t origin =
      is_origin ? place : static_cast<std::size_t>(pack.regions[region].origin);
  const std::string& origin_code = pack.origins[origin].code;
  const std::string& code = is_origin ? origin_code : pack.regions[region].code;
  const auto* published = pack.nearest_welfare("unemployment_home", code, {}, year);
  if (published == nullptr) {
    published = pack.nearest_welfare("unemployment_home", origin_code, {}, year);
  }
  const auto* active = pack.nearest_welfare("participation", origin_code, {}, year);
  return published == nullptr || active == nullptr
             ? std::nullopt
             : std::optional(HomeMarket{published->value, active->value});
}

void look_up_markets(World& world, int year) {
  OfYear<std::optional<HomeMarket>>& markets = world.markets_at_home;
  if (markets.year == year) {
    return;
  }
  markets = {year, {}};
  const std::size_t places = world.pack->origins.size() + world.pack->regions.size();
  for (std::size_t place = 0; place < places; ++place) {
    markets.known.push_back(market_at_home(*world.pack, place, year));
  }
}

/// Unemployment of a place (welfare H8): the published share, and returnees who look for work
/// beyond those of the baseline, over the labour force at home. Nothing where none is published.
std::optional<double> unemployment(const World& world,
                                   Month month,
                                   std::size_t place,
                                   const welfare::Tally& tally) {
  const std::optional<HomeMarket>& market = world.markets_at_home.known[place];
  if (!market) {
    return std::nullopt;
  }
  const auto weight = static_cast<double>(world.request.sample * kStripesPerMonth);
  const double force =
      weight * static_cast<double>(tally[welfare::Count::adults]) * market->participation;
  const Baseline* baseline = world.request.baseline.get();
  const double seeking = weight * static_cast<double>(tally[welfare::Count::seeking]);
  const double more =
      baseline == nullptr ? 0 : seeking - baseline->at("returnees_seeking", place, month);
  return force > 0 ? std::optional(std::clamp(market->unemployment + more / force, 0.0, 1.0))
                   : std::nullopt;
}

}  // namespace

void write_welfare(World& world, const MonthTables& tables, std::vector<Value>& values) {
  if (!ends_quarter(tables.month) || !world.welfare_year.complete()) {
    return;
  }
  look_up_markets(world, tables.month.year());
  const evidence::Pack& pack = *world.pack;
  const auto weight = static_cast<double>(world.request.sample * kStripesPerMonth);
  const std::vector<welfare::Tally>& regions = world.welfare_year.sums();
  const auto write = [&](std::size_t place, std::size_t origin, const welfare::Tally& tally) {
    WelfareWriter writer(place, tally, tables.welfare.standards.origins[origin], weight, values);
    writer.write();
    if (const auto share = unemployment(world, tables.month, place, tally)) {
      writer.put(ids().places.unemployment, 100 * *share);
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
}

}  // namespace corridor::sim
