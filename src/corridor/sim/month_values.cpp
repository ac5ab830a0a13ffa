#include <algorithm>
#include <numeric>

#include "corridor/base/check.hpp"
#include "corridor/population/margins.hpp"
#include "corridor/sim/welfare_values.hpp"
#include "corridor/sim/world.hpp"

namespace corridor::sim {

namespace {

/// Money of one place in one month, in minor units of the destination's money, of simulated
/// persons.
struct Money {
  std::int64_t wages = 0;
  std::int64_t sent = 0;
  std::int64_t fees = 0;
  std::int64_t at_work = 0;
  std::int64_t foreign_at_work = 0;  ///< of these, citizens of the origin
  double recorded = 0;               ///< of received, by status (eq. R5)
  void add(const Money& other) {
    wages += other.wages;
    sent += other.sent;
    fees += other.fees;
    at_work += other.at_work;
    foreign_at_work += other.foreign_at_work;
    recorded += other.recorded;
  }
};

/// Values by measure, then cell. Each measure gets its part of the list; most parts are written in
/// the order of their cells, and only the others are sorted.
std::vector<Value> in_order(const std::vector<Value>& values) {
  std::vector<std::size_t> begins(measures().size() + 1, 0);
  for (const Value& value : values) {
    ++begins[static_cast<std::size_t>(value.measure) + 1];
  }
  std::partial_sum(begins.begin(), begins.end(), begins.begin());
  std::vector<Value> ordered(values.size());
  std::vector<std::size_t> next(begins);
  for (const Value& value : values) {
    ordered[next[static_cast<std::size_t>(value.measure)]++] = value;
  }
  const auto by_cell = [](const Value& a, const Value& b) { return a.cell < b.cell; };
  for (std::size_t measure = 0; measure + 1 < begins.size(); ++measure) {
    const auto begin = ordered.begin() + static_cast<std::ptrdiff_t>(begins[measure]);
    const auto end = ordered.begin() + static_cast<std::ptrdiff_t>(begins[measure + 1]);
    if (!std::is_sorted(begin, end, by_cell)) {
      std::stable_sort(begin, end, by_cell);
    }
  }
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
        origins_(pack_.origins.size()) {
    std::vector<Money> of_regions;
    for (std::size_t region = 0; region < tallies.size(); ++region) {
      of_regions.push_back(
          money_of(tallies[region], static_cast<std::size_t>(pack_.regions[region].origin)));
    }
    for (std::size_t origin = 0; origin < origins_; ++origin) {
      RegionTally sum;
      sum.at_work.assign(tallies.front().at_work.size(), 0);
      Money money;
      std::int64_t persons = 0;
      for (const std::size_t region : regions_of(origin)) {
        sum.add(tallies[region]);
        money.add(of_regions[region]);
        persons += world.regions[region].persons;
      }
      sums_.push_back(std::move(sum));
      money_.push_back(money);
      persons_.push_back(persons);
    }
    for (const RegionTally& sum : sums_) {
      tallies_.push_back(&sum);
    }
    for (std::size_t region = 0; region < tallies.size(); ++region) {
      tallies_.push_back(&tallies[region]);
      money_.push_back(of_regions[region]);
      persons_.push_back(world.regions[region].persons);
    }
  }

  std::vector<Value> run() {
    write_people();
    write_spells();
    write_work_and_money();
    write_receipts();
    const std::vector<Value> of_households = welfare_values(world_, tables_);
    values_.insert(values_.end(), of_households.begin(), of_households.end());
    write_economy(world_, tables_.month, values_);
    return in_order(values_);
  }

 private:
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
  void put(std::string_view measure, const Cell& cell, double value) {
    const int index = measure_index(measure);
    invariant(index >= 0, "a value belongs to a declared measure");
    values_.push_back({static_cast<std::int16_t>(index), cell, value});
  }
  void put_count(std::string_view measure, const Cell& cell, std::int64_t count) {
    put(measure, cell, weight_ * static_cast<double>(count));
  }
  void put_ratio(std::string_view measure,
                 const Cell& cell,
                 double factor,
                 std::int64_t part,
                 std::int64_t whole) {
    if (whole > 0) {
      put(measure, cell, factor * static_cast<double>(part) / static_cast<double>(whole));
    }
  }

  Money money_of(const RegionTally& tally, std::size_t origin) const {
    Money money;
    const auto& amounts = tables_.remittances.amount[origin];
    const std::size_t statuses = pack_.statuses.size();
    for (std::size_t cell = 0; cell < tally.at_work.size(); ++cell) {
      const std::int64_t persons = tally.at_work[cell];
      if (persons == 0) {
        continue;
      }
      const std::size_t status = cell / labour::kSkills % statuses;
      money.at_work += persons;
      money.foreign_at_work += pack_.statuses[status].counted ? persons : 0;
      money.wages += persons * tables_.labour.wage_minor[cell];
      money.sent += persons * amounts[cell].sent;
      money.fees += persons * amounts[cell].fee;
      money.recorded += static_cast<double>(persons * amounts[cell].received()) *
                        tables_.remittances.recorded_share[origin][status];
    }
    return money;
  }

  void write_people() {
    for (std::size_t place = 0; place < tallies_.size(); ++place) {
      const RegionTally& tally = *tallies_[place];
      const Cell cell = at(place);
      put_count("population", cell, persons_[place]);
      put_count("births", cell, tally.births);
      put_count("deaths", cell, tally.deaths);
      put_count("households", cell, tally.households);
      put_ratio("household_size_mean", cell, 1, persons_[place], tally.households);
      put_ratio("households_with_migrant_pct",
                cell,
                100,
                tally.households_with_migrant,
                tally.households);
    }
    for (std::size_t origin = 0; origin < origins_; ++origin) {
      const double migration =
          population::net_migration(pack_, origin, world_.request.from, tables_.month);
      put("population_with_migration",
          at(origin),
          weight_ * static_cast<double>(persons_[origin]) + migration);
      write_pyramid(origin);
    }
  }

  void write_pyramid(std::size_t origin) {
    std::array<std::int64_t, kSexGroupCells> groups{};
    for (int group = 0; group < kAgeGroups; ++group) {
      const population::BirthRange births =
          world_.calendar.births_of_ages(group * 5, group * 5 + 4, tables_.month);
      for (const std::size_t region : regions_of(origin)) {
        for (int sex = 0; sex < kSexes; ++sex) {
          groups[sex_group_cell(sex, group)] += world_.regions[region].count(sex, births);
        }
      }
    }
    put_by_sex_and_age("population", origin, groups);
  }

  void put_by_sex_and_age(std::string_view measure,
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
    for (std::size_t place = 0; place < tallies_.size(); ++place) {
      const RegionTally& tally = *tallies_[place];
      const Cell cell = at(place);
      std::array<std::int64_t, kSexes> counted{};
      std::int64_t patents = 0;
      std::int64_t irregular = 0;
      for (std::size_t status = 0; status < pack_.statuses.size(); ++status) {
        const evidence::Status& s = pack_.statuses[status];
        for (std::size_t sex = 0; sex < kSexes; ++sex) {
          counted[sex] += s.counted ? tally.stock[status * kSexes + sex] : 0;
        }
        patents += s.pays_patent ? tally.entries[status] : 0;
        irregular += s.valid_stay ? 0 : people(tally, status);
      }
      put_count("migrants_present", cell, counted[0] + counted[1]);
      put_ratio("women_share_present_pct", cell, 100, counted[0], counted[0] + counted[1]);
      put_count("migrants_elsewhere", cell, sum_of(tally.stock_elsewhere));
      put_count("departures", cell, tally.departures);
      put_count("departures_elsewhere", cell, sum_of(tally.departures_elsewhere));
      put_count("returns", cell, tally.returns);
      put_count("removals", cell, tally.removals);
      put_count("entry_bans_in_force", cell, tally.barred);
      put_count("patents_issued", cell, patents);
      put_count("irregular_present", cell, irregular);
      write_legal_events(tally, cell);
    }
    for (std::size_t origin = 0; origin < origins_; ++origin) {
      write_spell_details(origin);
      write_service(origin);
      write_diplomacy(origin);
      write_elsewhere(origin);
    }
    write_perceived_risk();
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

  void write_legal_events(const RegionTally& tally, const Cell& cell) {
    const auto of = [&](LegalEvent event) { return tally.legal[index(event)]; };
    put_count("citizenship_granted", cell, of(LegalEvent::naturalised));
    put_count("inspections", cell, of(LegalEvent::inspected));
    put_count("detentions", cell, of(LegalEvent::detained) + of(LegalEvent::held_briefly));
    put_count("detentions_in_order", cell, of(LegalEvent::held_briefly_in_order));
    put_count("expulsions_by_court", cell, of(LegalEvent::expelled));
    put_count("entry_bans_imposed", cell, of(LegalEvent::barred));
    put_count("entry_bans_lifted", cell, of(LegalEvent::ban_lifted));
    put_count("registry_legalised", cell, of(LegalEvent::legalised));
    put_count("detained", cell, people_of_kind(tally, evidence::StatusKind::detained));
    put_count("controlled_registry", cell, people_of_kind(tally, evidence::StatusKind::controlled));
  }

  /// What the origin did about the treatment of its citizens; acts are not multiplied by the
  /// weight, since reports already are.
  void write_diplomacy(std::size_t origin) {
    constexpr std::array<std::string_view, diplomacy::kActs> kMeasures = {
        "statements", "summonses", "protest_notes", "advisories", "talks", "replies"};
    const diplomacy::OriginMonth& month = world_.diplomatic_month[origin];
    const Cell cell = at(origin);
    put("incidents", cell, static_cast<double>(month.incidents));
    put("incident_reports", cell, static_cast<double>(month.reports));
    for (std::size_t act = 0; act < kMeasures.size(); ++act) {
      put(kMeasures[act], cell, month.acts[act]);
    }
  }

  /// Enlistment, service and what follows; the war is counted by country only.
  void write_service(std::size_t origin) {
    using enum evidence::StatusKind;
    const RegionTally& tally = *tallies_[origin];
    const LegalCounts& so_far = world_.legal_so_far[origin];
    const Cell cell = at(origin);
    const auto now = [&](LegalEvent event) { return tally.legal[index(event)]; };
    const auto ever = [&](std::string_view measure, LegalEvent event) {
      put_count(measure, cell, so_far[index(event)]);
    };
    put_count("enlisted", cell, now(LegalEvent::enlisted) + now(LegalEvent::enlisted_naturalised));
    put_count("injured_in_war", cell, now(LegalEvent::injured));
    put_count("serving", cell, people_of_kind(tally, serving));
    put_count("serving_naturalised", cell, people_of_kind(tally, serving_naturalised));
    ever("enlisted_foreign_cumulative", LegalEvent::enlisted);
    ever("enlisted_naturalised_cumulative", LegalEvent::enlisted_naturalised);
    ever("deaths_in_war_cumulative", LegalEvent::fallen);
    ever("deaths_in_war_naturalised_cumulative", LegalEvent::fallen_naturalised);
    ever("prosecuted_cumulative", LegalEvent::prosecuted);
  }

  void write_spell_details(std::size_t origin) {
    const RegionTally& tally = *tallies_[origin];
    for (std::size_t status = 0; status < pack_.statuses.size(); ++status) {
      Cell cell = at(origin);
      cell.status = static_cast<std::int8_t>(status);
      if (pack_.statuses[status].kind == evidence::StatusKind::fallen) {
        continue;
      }
      put_count("present_by_status",
                cell,
                tally.stock[status * kSexes] + tally.stock[status * kSexes + 1]);
      put_count("status_entries", cell, tally.entries[status]);
    }
    for (std::size_t sector = 0; sector < pack_.sectors.size(); ++sector) {
      Cell cell = at(origin);
      cell.sector = static_cast<std::int8_t>(sector);
      put_count("present_by_sector", cell, tally.stock_sector[sector]);
    }
    if (tables_.month.month_of_year() == 12) {
      put_by_sex_and_age("migrants_present", origin, tally.stock_age);
    }
  }

  using ByDestination = std::array<std::int64_t, mobility::kMaxDestinations>;
  static std::int64_t sum_of(const ByDestination& persons) {
    return std::accumulate(persons.begin(), persons.end(), std::int64_t{0});
  }

  /// Destinations other than the main one, apart; an origin's own country is none for its people.
  void write_elsewhere(std::size_t origin) {
    const RegionTally& tally = *tallies_[origin];
    for (std::size_t d = 1; d < pack_.destinations.size(); ++d) {
      if (pack_.destinations[d].code == pack_.origins[origin].code) {
        continue;
      }
      Cell cell = at(origin);
      cell.destination = static_cast<std::int8_t>(d);
      put_count("migrants_elsewhere", cell, tally.stock_elsewhere[d]);
      put_count("departures_elsewhere", cell, tally.departures_elsewhere[d]);
      put("received_elsewhere_usd", cell, received_from(origin, d));
    }
  }

  /// What people believe after this month (docs/model/mobility.md, M6).
  void write_perceived_risk() {
    for (std::size_t origin = 0; origin < origins_; ++origin) {
      double risk = 0;
      for (const std::size_t region : regions_of(origin)) {
        const RegionState& state = world_.regions[region];
        risk += state.perceived_risk * static_cast<double>(state.persons);
        put("perceived_risk_pct", at(origins_ + region), 100 * state.perceived_risk);
      }
      if (persons_[origin] > 0) {
        put("perceived_risk_pct", at(origin), 100 * risk / static_cast<double>(persons_[origin]));
      }
    }
  }

  double major(std::int64_t minor) const { return weight_ * static_cast<double>(minor) / 100; }

  void write_work_and_money() {
    const double rate = pack_.find_series("fx", pack_.destinations.front().code).at(tables_.month);
    for (std::size_t place = 0; place < tallies_.size(); ++place) {
      const Money& money = money_[place];
      const Cell cell = at(place);
      const double local =
          pack_.find_series("fx", pack_.origins[origin_of(place)].code).at(tables_.month);
      put_count("employed", cell, money.at_work);
      put_count("employed_foreign", cell, money.foreign_at_work);
      put_ratio("employed_share_pct", cell, 100, money.at_work, civilians(*tallies_[place]));
      put_ratio("wage_mean_rub", cell, 0.01, money.wages, money.at_work);
      put("sent_rub", cell, major(money.sent));
      put("fees_rub", cell, major(money.fees));
      put("received_rub", cell, major(money.sent - money.fees));
      put("received_usd", cell, major(money.sent - money.fees) / rate);
      put("received_local", cell, major(money.sent - money.fees) / rate * local);
      put("received_elsewhere_usd", cell, received_elsewhere(place));
    }
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
    const double cost =
        pack_.find_series("sending_cost", pack_.origins[origin].code).at(tables_.month);
    const double wage =
        pack_.find_series("wage_usd", pack_.destinations[destination].code).at(tables_.month);
    const auto persons = static_cast<double>(tallies_[place]->stock_elsewhere[destination]);
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
      const double earned = weight_ * money_[origin].recorded / 100 / rate + elsewhere;
      const double not_earned =
          pack_.find_series("not_labour_income", pack_.origins[origin].code).at(tables_.month) / 12;
      put("receipts_labour_usd", at(origin), earned);
      put("receipts_not_labour_usd", at(origin), not_earned);
      receipts.push_back(earned + not_earned);
      put("receipts_recorded_usd", at(origin), receipts.back());
    }
    const auto shares =
        origins::receipts_share_of_gdp(pack_, tables_.month, receipts, world_.origins);
    for (std::size_t origin = 0; origin < origins_; ++origin) {
      if (shares[origin]) {
        put("receipts_share_of_gdp_pct", at(origin), *shares[origin]);
      }
    }
  }

  World& world_;
  const evidence::Pack& pack_;
  const MonthTables& tables_;
  double weight_;
  std::size_t origins_;
  std::vector<RegionTally> sums_;            ///< [origin]
  std::vector<const RegionTally*> tallies_;  ///< by place: sums of origins, then regions
  std::vector<Money> money_;                 ///< by place
  std::vector<std::int64_t> persons_;        ///< by place
  std::vector<Value> values_;
};

}  // namespace

std::vector<Value> month_values(World& world,
                                const MonthTables& tables,
                                const std::vector<RegionTally>& tallies) {
  return Writer(world, tables, tallies).run();
}

}  // namespace corridor::sim
