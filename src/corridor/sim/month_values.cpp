#include <algorithm>
#include <numeric>

#include "corridor/base/check.hpp"
#include "corridor/population/margins.hpp"
#include "corridor/sim/place_totals.hpp"
#include "corridor/sim/welfare_values.hpp"
#include "corridor/sim/world.hpp"

namespace corridor::sim {

namespace {

/// Values by measure, then cell. Each measure gets its part of the list, in which its cells stand
/// as they were written: in their order.
std::vector<Value> in_order(const std::vector<Value>& values) {
  std::vector<std::size_t> next(measures().size() + 1, 0);
  for (const Value& value : values) {
    ++next[static_cast<std::size_t>(value.measure) + 1];
  }
  std::partial_sum(next.begin(), next.end(), next.begin());
  std::vector<Value> ordered(values.size());
  std::vector<std::uint64_t> last(measures().size(), 0);
  bool ascending = true;
  for (const Value& value : values) {
    const auto measure = static_cast<std::size_t>(value.measure);
    const std::uint64_t order = order_of(value.cell);
    ascending = ascending && last[measure] < order;
    last[measure] = order;
    ordered[next[measure]++] = value;
  }
  invariant(ascending, "the cells of a measure are written once each, in ascending order");
  return ordered;
}

/// Writes the values of one month. Places are the origins, then the regions.
class Writer {
 public:
  Writer(World& world, const MonthTables& tables, const std::vector<RegionTally>& tallies)
      : world_(world),
        pack_(*world.pack),
        tables_(tables),
        weight_(static_cast<double>(world.request.sample)),
        origins_(pack_.origins.size()),
        totals_(world, tables, tallies) {
    look_up_series();
    constexpr std::size_t kRoom = 16384;  // more than any month has had
    values_.reserve(kRoom);
  }

  std::vector<Value> run() {
    write_people();
    write_spells();
    write_work_and_money();
    write_receipts();
    write_welfare(world_, tables_, values_);
    write_economy(world_, tables_.month, values_);
    return in_order(values_);
  }

 private:
  void look_up_series() {
    for (const evidence::Origin& origin : pack_.origins) {
      local_rate_.push_back(pack_.find_series("fx", origin.code).at(tables_.month));
      sending_cost_.push_back(pack_.find_series("sending_cost", origin.code).at(tables_.month));
    }
    wage_usd_.push_back(0);
    for (std::size_t d = 1; d < pack_.destinations.size(); ++d) {
      wage_usd_.push_back(
          pack_.find_series("wage_usd", pack_.destinations[d].code).at(tables_.month));
    }
  }

  std::vector<std::size_t> regions_of(std::size_t origin) const {
    std::vector<std::size_t> regions(static_cast<std::size_t>(pack_.origins[origin].region_count));
    for (std::size_t i = 0; i < regions.size(); ++i) {
      regions[i] = static_cast<std::size_t>(pack_.origins[origin].first_region) + i;
    }
    return regions;
  }
  std::size_t origin_of(std::size_t place) const {
    return place < origins_ ? place
                            : static_cast<std::size_t>(pack_.regions[place - origins_].origin);
  }

  static Cell at(std::size_t place) {
    Cell cell;
    cell.place = static_cast<std::int16_t>(place);
    return cell;
  }
  void put(std::int16_t measure, const Cell& cell, double value) {
    values_.push_back({measure, cell, value});
  }
  void put_count(std::int16_t measure, const Cell& cell, std::int64_t count) {
    put(measure, cell, weight_ * static_cast<double>(count));
  }
  /// A number of each place, from its number among the places.
  template <class Number>
  void put_places(std::int16_t measure, const Number& number) {
    put_places(measure, number, [](std::size_t) {});
  }
  /// The same, and after each origin what is known of it in detail.
  template <class Number, class Details>
  void put_places(std::int16_t measure, const Number& number, const Details& details) {
    for (std::size_t place = 0; place < totals_.places(); ++place) {
      put(measure, at(place), number(place));
      if (place < origins_) {
        details(place);
      }
    }
  }
  /// A count of each place, from what was counted there.
  template <class Count>
  void put_counts(std::int16_t measure, const Count& count) {
    put_places(measure, [&](std::size_t place) {
      return weight_ * static_cast<double>(count(totals_.tally(place)));
    });
  }
  /// factor * part / whole of each place that has any.
  template <class Part, class Whole>
  void put_ratios(std::int16_t measure, double factor, const Part& part, const Whole& whole) {
    for (std::size_t place = 0; place < totals_.places(); ++place) {
      if (const std::int64_t all = whole(place); all > 0) {
        const std::int64_t some = part(place);
        values_.push_back(
            {measure, at(place), factor * static_cast<double>(some) / static_cast<double>(all)});
      }
    }
  }

  void write_people() {
    using Tally = const RegionTally&;
    const auto persons = [&](std::size_t place) { return totals_.persons(place); };
    const auto households = [&](std::size_t place) { return totals_.tally(place).households; };
    put_places(
        measure_id<"population">(),
        [&](std::size_t place) { return weight_ * static_cast<double>(totals_.persons(place)); },
        [&](std::size_t origin) { write_pyramid(origin); });
    put_counts(measure_id<"births">(), [](Tally tally) { return tally.births; });
    put_counts(measure_id<"deaths">(), [](Tally tally) { return tally.deaths; });
    put_counts(measure_id<"households">(), [](Tally tally) { return tally.households; });
    put_ratios(measure_id<"household_size_mean">(), 1, persons, households);
    put_ratios(
        measure_id<"households_with_migrant_pct">(),
        100,
        [&](std::size_t place) { return totals_.tally(place).households_with_migrant; },
        households);
    for (std::size_t origin = 0; origin < origins_; ++origin) {
      const double migration =
          population::net_migration(pack_, origin, world_.request.from, tables_.month);
      put(measure_id<"population_with_migration">(),
          at(origin),
          weight_ * static_cast<double>(totals_.persons(origin)) + migration);
    }
  }

  void write_pyramid(std::size_t origin) {
    std::array<std::int64_t, kSexGroupCells> groups{};
    for (int group = 0; group < kAgeGroups; ++group) {
      const population::BirthRange births =
          world_.calendar.births_of_ages(group * 5, group * 5 + 4, tables_.month);
      for (int sex = 0; sex < kSexes; ++sex) {
        groups[sex_group_cell(sex, group)] =
            count_alive(world_.alive_of_origin[origin], sex, births);
      }
    }
    put_by_sex_and_age(measure_id<"population">(), origin, groups);
  }

  void put_by_sex_and_age(std::int16_t measure,
                          std::size_t origin,
                          const std::array<std::int64_t, kSexGroupCells>& groups) {
    for (std::size_t i = 0; i < groups.size(); ++i) {
      Cell cell = at(origin);
      cell.sex = static_cast<std::int8_t>(i / kAgeGroups);
      cell.age_group = static_cast<std::int8_t>(i % kAgeGroups);
      put_count(measure, cell, groups[i]);
    }
  }

  void write_spells() {
    using Tally = const RegionTally&;
    const auto counted = [&](std::size_t place) {
      return counted_of(totals_.tally(place), 0) + counted_of(totals_.tally(place), 1);
    };
    put_places(
        measure_id<"migrants_present">(),
        [&](std::size_t place) { return weight_ * static_cast<double>(counted(place)); },
        [&](std::size_t origin) { write_present_by_age(origin); });
    put_ratios(
        measure_id<"women_share_present_pct">(),
        100,
        [&](std::size_t place) { return counted_of(totals_.tally(place), 0); },
        counted);
    put_elsewhere(measure_id<"migrants_elsewhere">(),
                  [](Tally tally) { return tally.stock_elsewhere; });
    put_counts(measure_id<"departures">(), [](Tally tally) { return tally.departures; });
    put_elsewhere(measure_id<"departures_elsewhere">(),
                  [](Tally tally) { return tally.departures_elsewhere; });
    put_counts(measure_id<"returns">(), [](Tally tally) { return tally.returns; });
    put_counts(measure_id<"removals">(), [](Tally tally) { return tally.removals; });
    put_counts(measure_id<"entry_bans_in_force">(), [](Tally tally) { return tally.barred; });
    put_counts(measure_id<"patents_issued">(), [&](Tally tally) { return patents_of(tally); });
    put_counts(measure_id<"irregular_present">(), [&](Tally tally) { return irregular_of(tally); });
    write_legal_events();
    for (std::size_t origin = 0; origin < origins_; ++origin) {
      write_spell_details(origin);
      write_service(origin);
      write_diplomacy(origin);
    }
    write_perceived_risk();
  }

  /// Migrants of a sex as statistics count them.
  std::int64_t counted_of(const RegionTally& tally, std::size_t sex) const {
    std::int64_t persons = 0;
    for (std::size_t status = 0; status < pack_.statuses.size(); ++status) {
      persons += pack_.statuses[status].counted ? tally.stock[status * kSexes + sex] : 0;
    }
    return persons;
  }
  std::int64_t patents_of(const RegionTally& tally) const {
    std::int64_t patents = 0;
    for (std::size_t status = 0; status < pack_.statuses.size(); ++status) {
      patents += pack_.statuses[status].pays_patent ? tally.entries[status] : 0;
    }
    return patents;
  }
  std::int64_t irregular_of(const RegionTally& tally) const {
    std::int64_t persons = 0;
    for (std::size_t status = 0; status < pack_.statuses.size(); ++status) {
      persons += pack_.statuses[status].valid_stay ? 0 : people(tally, status);
    }
    return persons;
  }
  static std::int64_t people(const RegionTally& tally, std::size_t status) {
    return tally.stock[status * kSexes] + tally.stock[status * kSexes + 1];
  }
  std::int64_t people_of_kind(const RegionTally& tally, evidence::StatusKind kind) const {
    std::int64_t persons = 0;
    for (std::size_t status = 0; status < pack_.statuses.size(); ++status) {
      persons += pack_.statuses[status].kind == kind ? people(tally, status) : 0;
    }
    return persons;
  }
  /// Those at the main destination who could be at work there.
  std::int64_t civilians(const RegionTally& tally) const {
    using enum evidence::StatusKind;
    return tally.present() - people_of_kind(tally, serving) -
           people_of_kind(tally, serving_naturalised) - people_of_kind(tally, fallen);
  }

  void write_legal_events() {
    const auto put_events = [&](std::int16_t measure, auto... events) {
      put_counts(measure,
                 [&](const RegionTally& tally) { return (tally.legal[index(events)] + ...); });
    };
    const auto put_people = [&](std::int16_t measure, evidence::StatusKind kind) {
      put_counts(measure, [&](const RegionTally& tally) { return people_of_kind(tally, kind); });
    };
    put_events(measure_id<"citizenship_granted">(), LegalEvent::naturalised);
    put_events(measure_id<"inspections">(), LegalEvent::inspected);
    put_events(measure_id<"detentions">(), LegalEvent::detained, LegalEvent::held_briefly);
    put_events(measure_id<"detentions_in_order">(), LegalEvent::held_briefly_in_order);
    put_events(measure_id<"expulsions_by_court">(), LegalEvent::expelled);
    put_events(measure_id<"entry_bans_imposed">(), LegalEvent::barred);
    put_events(measure_id<"entry_bans_lifted">(), LegalEvent::ban_lifted);
    put_events(measure_id<"registry_legalised">(), LegalEvent::legalised);
    put_people(measure_id<"detained">(), evidence::StatusKind::detained);
    put_people(measure_id<"controlled_registry">(), evidence::StatusKind::controlled);
  }

  /// What the origin did about the treatment of its citizens; acts are not multiplied by the
  /// weight, since reports already are.
  void write_diplomacy(std::size_t origin) {
    const std::array<std::int16_t, diplomacy::kActs> measures = {measure_id<"statements">(),
                                                                 measure_id<"summonses">(),
                                                                 measure_id<"protest_notes">(),
                                                                 measure_id<"advisories">(),
                                                                 measure_id<"talks">(),
                                                                 measure_id<"replies">()};
    const diplomacy::OriginMonth& month = world_.diplomatic_month[origin];
    const Cell cell = at(origin);
    put(measure_id<"incidents">(), cell, static_cast<double>(month.incidents));
    put(measure_id<"incident_reports">(), cell, static_cast<double>(month.reports));
    for (std::size_t act = 0; act < measures.size(); ++act) {
      put(measures[act], cell, month.acts[act]);
    }
  }

  /// Enlistment, service and what follows; the war is counted by country only.
  void write_service(std::size_t origin) {
    using enum evidence::StatusKind;
    const RegionTally& tally = totals_.tally(origin);
    const LegalCounts& so_far = world_.legal_so_far[origin];
    const Cell cell = at(origin);
    const auto now = [&](LegalEvent event) { return tally.legal[index(event)]; };
    const auto ever = [&](std::int16_t measure, LegalEvent event) {
      put_count(measure, cell, so_far[index(event)]);
    };
    put_count(measure_id<"enlisted">(),
              cell,
              now(LegalEvent::enlisted) + now(LegalEvent::enlisted_naturalised));
    put_count(measure_id<"injured_in_war">(), cell, now(LegalEvent::injured));
    put_count(measure_id<"serving">(), cell, people_of_kind(tally, serving));
    put_count(
        measure_id<"serving_naturalised">(), cell, people_of_kind(tally, serving_naturalised));
    ever(measure_id<"enlisted_foreign_cumulative">(), LegalEvent::enlisted);
    ever(measure_id<"enlisted_naturalised_cumulative">(), LegalEvent::enlisted_naturalised);
    ever(measure_id<"deaths_in_war_cumulative">(), LegalEvent::fallen);
    ever(measure_id<"deaths_in_war_naturalised_cumulative">(), LegalEvent::fallen_naturalised);
    ever(measure_id<"prosecuted_cumulative">(), LegalEvent::prosecuted);
  }

  void write_spell_details(std::size_t origin) {
    const RegionTally& tally = totals_.tally(origin);
    const std::int16_t by_status = measure_id<"present_by_status">();
    const std::int16_t entries = measure_id<"status_entries">();
    const std::int16_t by_sector = measure_id<"present_by_sector">();
    for (std::size_t status = 0; status < pack_.statuses.size(); ++status) {
      Cell cell = at(origin);
      cell.status = static_cast<std::int8_t>(status);
      if (pack_.statuses[status].kind == evidence::StatusKind::fallen) {
        continue;
      }
      put_count(by_status, cell, people(tally, status));
      put_count(entries, cell, tally.entries[status]);
    }
    for (std::size_t sector = 0; sector < pack_.sectors.size(); ++sector) {
      Cell cell = at(origin);
      cell.sector = static_cast<std::int8_t>(sector);
      put_count(by_sector, cell, tally.stock_sector[sector]);
    }
  }

  void write_present_by_age(std::size_t origin) {
    if (tables_.month.month_of_year() == 12) {
      put_by_sex_and_age(measure_id<"migrants_present">(), origin, totals_.tally(origin).stock_age);
    }
  }

  using ByDestination = std::array<std::int64_t, mobility::kMaxDestinations>;
  static std::int64_t sum_of(const ByDestination& persons) {
    return std::accumulate(persons.begin(), persons.end(), std::int64_t{0});
  }

  /// Destinations other than the main one, apart; an origin's own country is none for its people.
  template <class Number>
  void put_by_destination(std::int16_t measure, std::size_t origin, const Number& number) {
    for (std::size_t d = 1; d < pack_.destinations.size(); ++d) {
      if (pack_.destinations[d].code != pack_.origins[origin].code) {
        Cell cell = at(origin);
        cell.destination = static_cast<std::int8_t>(d);
        put(measure, cell, number(d));
      }
    }
  }
  /// A count of each place at all destinations but the main one, and of origins by destination.
  template <class Counts>
  void put_elsewhere(std::int16_t measure, const Counts& counts) {
    put_places(
        measure,
        [&](std::size_t place) {
          return weight_ * static_cast<double>(sum_of(counts(totals_.tally(place))));
        },
        [&](std::size_t origin) {
          const ByDestination persons = counts(totals_.tally(origin));
          put_by_destination(measure, origin, [&](std::size_t d) {
            return weight_ * static_cast<double>(persons[d]);
          });
        });
  }

  /// What people believe after this month (docs/model/mobility.md, M6).
  void write_perceived_risk() {
    const std::int16_t id = measure_id<"perceived_risk_pct">();
    for (std::size_t origin = 0; origin < origins_; ++origin) {
      double risk = 0;
      for (const std::size_t region : regions_of(origin)) {
        const RegionState& state = world_.regions[region];
        risk += state.perceived_risk * static_cast<double>(state.persons);
      }
      if (totals_.persons(origin) > 0) {
        put(id, at(origin), 100 * risk / static_cast<double>(totals_.persons(origin)));
      }
    }
    for (std::size_t region = 0; region < world_.regions.size(); ++region) {
      put(id, at(origins_ + region), 100 * world_.regions[region].perceived_risk);
    }
  }

  double major(std::int64_t minor) const { return weight_ * static_cast<double>(minor) / 100; }

  void write_work_and_money() {
    const double rate = pack_.find_series("fx", pack_.destinations.front().code).at(tables_.month);
    const auto at_work = [&](std::size_t place) { return totals_.money(place).earned.at_work; };
    const auto received = [&](std::size_t place) {
      return major(totals_.money(place).earned.sent - totals_.money(place).earned.fees);
    };
    put_places(measure_id<"employed">(), [&](std::size_t place) {
      return weight_ * static_cast<double>(totals_.money(place).earned.at_work);
    });
    put_places(measure_id<"employed_foreign">(), [&](std::size_t place) {
      return weight_ * static_cast<double>(totals_.money(place).foreign_at_work);
    });
    put_ratios(measure_id<"employed_share_pct">(), 100, at_work, [&](std::size_t place) {
      return civilians(totals_.tally(place));
    });
    put_ratios(
        measure_id<"wage_mean_rub">(),
        0.01,
        [&](std::size_t place) { return totals_.money(place).earned.wages; },
        at_work);
    put_places(measure_id<"sent_rub">(),
               [&](std::size_t place) { return major(totals_.money(place).earned.sent); });
    put_places(measure_id<"fees_rub">(),
               [&](std::size_t place) { return major(totals_.money(place).earned.fees); });
    put_places(measure_id<"received_rub">(), received);
    put_places(measure_id<"received_usd">(),
               [&](std::size_t place) { return received(place) / rate; });
    put_places(measure_id<"received_local">(), [&](std::size_t place) {
      return received(place) / rate * local_rate_[origin_of(place)];
    });
    const std::int16_t elsewhere = measure_id<"received_elsewhere_usd">();
    put_places(
        elsewhere,
        [&](std::size_t place) { return received_elsewhere(place); },
        [&](std::size_t origin) {
          put_by_destination(
              elsewhere, origin, [&](std::size_t d) { return received_from(origin, d); });
        });
  }

  /// Money from destinations other than the main one, in dollars (eq. R3).
  double received_elsewhere(std::size_t place) const {
    double usd = 0;
    for (std::size_t d = 1; d < pack_.destinations.size(); ++d) {
      usd += received_from(place, d);
    }
    return usd;
  }
  double received_from(std::size_t place, std::size_t destination) const {
    const std::size_t origin = origin_of(place);
    const double net = world_.params.remittances.other_net_share[origin];
    const double cost = sending_cost_[origin];
    const double wage = wage_usd_[destination];
    const auto persons = static_cast<double>(totals_.tally(place).stock_elsewhere[destination]);
    return weight_ * persons * wage * net * (1 - cost);
  }

  /// What statistics record (eq. R5) with what nobody earned (remittances R6), and its share of
  /// output (eq. O1).
  void write_receipts() {
    const double rate = pack_.find_series("fx", pack_.destinations.front().code).at(tables_.month);
    std::vector<double> receipts;
    for (std::size_t origin = 0; origin < origins_; ++origin) {
      const double premium =
          pack_.find_series("fx_market_premium", pack_.origins[origin].code).at(tables_.month);
      const double elsewhere =
          received_elsewhere(origin) *
          remittances::recorded_share(world_.params.remittances, origin, premium);
      const double earned = weight_ * totals_.money(origin).recorded / 100 / rate + elsewhere;
      const double not_earned =
          pack_.find_series("not_labour_income", pack_.origins[origin].code).at(tables_.month) / 12;
      put(measure_id<"receipts_labour_usd">(), at(origin), earned);
      put(measure_id<"receipts_not_labour_usd">(), at(origin), not_earned);
      receipts.push_back(earned + not_earned);
      put(measure_id<"receipts_recorded_usd">(), at(origin), receipts.back());
    }
    const auto shares =
        origins::receipts_share_of_gdp(pack_, tables_.month, receipts, world_.origins);
    for (std::size_t origin = 0; origin < origins_; ++origin) {
      if (shares[origin]) {
        put(measure_id<"receipts_share_of_gdp_pct">(), at(origin), *shares[origin]);
      }
    }
  }

  World& world_;
  const evidence::Pack& pack_;
  const MonthTables& tables_;
  double weight_;
  std::size_t origins_;
  PlaceTotals totals_;
  std::vector<double> local_rate_;    ///< local money per dollar, [origin]
  std::vector<double> sending_cost_;  ///< [origin]
  std::vector<double> wage_usd_;      ///< [destination], none of the main one
  std::vector<Value> values_;
};

}  // namespace

std::vector<Value> month_values(World& world,
                                const MonthTables& tables,
                                const std::vector<RegionTally>& tallies) {
  return Writer(world, tables, tallies).run();
}

}  // namespace corridor::sim
