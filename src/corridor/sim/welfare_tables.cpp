#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "corridor/sim/welfare.hpp"
#include "corridor/sim/world.hpp"
#include "corridor/welfare/search.hpp"

namespace corridor::sim {

namespace {

/// What migrants of an origin may be expected to send home, chance of work included (eq. H4).
std::vector<std::int64_t> expected_receipts(const World& world,
                                            const MonthTables& tables,
                                            const welfare::OriginStandards& standards,
                                            std::size_t origin) {
  const evidence::Pack& pack = *world.pack;
  const auto& amounts = tables.remittances.amount[origin];
  std::vector<std::int64_t> expected;
  expected.reserve(amounts.size() + pack.destinations.size());
  expected.resize(amounts.size());
  for (std::size_t job = 0; job * labour::kSkills < amounts.size(); ++job) {
    if (tables.labour.at_work[job] == 0) {
      continue;
    }
    const double at_work = tables.labour.at_work[job] * 0x1p-32;
    for (std::size_t cell = job * labour::kSkills; cell < (job + 1) * labour::kSkills; ++cell) {
      const auto received = static_cast<double>(amounts[cell].received());
      expected[cell] =
          static_cast<std::int64_t>(at_work * received * standards.minor_per_destination_minor);
    }
  }
  const double cost = pack.find_series("sending_cost", pack.origins[origin].code).at(tables.month);
  for (std::size_t d = 1; d < pack.destinations.size(); ++d) {
    const double wage = pack.find_series("wage_usd", pack.destinations[d].code).at(tables.month);
    const double usd = wage * world.params.remittances.other_net_share[origin] * (1 - cost);
    expected.push_back(static_cast<std::int64_t>(usd * standards.minor_per_usd));
  }
  return expected;
}

}  // namespace

std::size_t expected_cell(std::size_t sectors,
                          std::size_t statuses,
                          const population::Spell& spell) {
  const std::size_t main = sectors * statuses * labour::kSkills;
  return spell.destination == 0
             ? (spell.sector * statuses + spell.status) * labour::kSkills + spell.skill
             : main + spell.destination - 1;
}

SearchTable search_table(const evidence::Pack& pack, int year) {
  SearchTable table;
  for (const double hazard : welfare::absorption(pack, year)) {
    auto& still = table.emplace_back();
    for (std::size_t months = 0; months < kSearchMonths; ++months) {
      still[months] = random::threshold(std::exp(-hazard * static_cast<double>(months)));
    }
    still.back() = 0;
  }
  return table;
}

WelfareTables welfare_tables(const World& world, const MonthTables& tables) {
  WelfareTables result;
  std::vector<welfare::Response> responses;
  for (const origins::ResponseMemory& memory : world.responses) {
    responses.push_back({memory.wage_factor, memory.price_factor});
  }
  result.standards = world.standards.at(*world.pack, tables.month, responses);
  for (std::size_t origin = 0; origin < world.pack->origins.size(); ++origin) {
    result.expected.push_back(
        expected_receipts(world, tables, result.standards.origins[origin], origin));
  }
  result.still_seeking =
      &world.search[static_cast<std::size_t>(tables.month.year() - world.request.from.year())];
  return result;
}

void WelfareScratch::grow(std::size_t persons) {
  if (flags.size() < persons) {
    flags.resize(persons);
    members_before.resize(persons + 1);
    received.resize(persons);
    unsettled.grow(persons);
  }
}

void WelfareScratch::grow_found(std::size_t entries) {
  if (found.size() < entries + kRegister) {
    found.resize(entries + kRegister);
  }
}

void WelfareScratch::take_settled(WelfareScratch& other) {
  for (std::size_t region = 0; region < settled.size(); ++region) {
    for (std::size_t place = 0; place < welfare::kPlaces; ++place) {
      settled[region][place].add(other.settled[region][place]);
      other.settled[region][place] = {};
    }
  }
}

void WelfareScratch::take_tallies(WelfareScratch& other) {
  for (std::size_t region = 0; region < tallies.size(); ++region) {
    tallies[region].add(other.tallies[region]);
    other.tallies[region] = {};
  }
}

void WelfareScratch::count_settled(const WelfareTables& tables, const evidence::Pack& pack) {
  std::array<std::uint16_t, welfare::kPlaces> met{};
  std::array<welfare::Settled, welfare::kPlaces> groups;
  for (std::size_t region = 0; region < pack.regions.size(); ++region) {
    const auto origin = static_cast<std::size_t>(pack.regions[region].origin);
    const welfare::OwnIncomes& incomes = tables.standards.own_income[region];
    std::size_t count = 0;
    // Without branches: nobody can foresee which places were met.
    for (std::size_t place = 0; place < welfare::kPlaces; ++place) {
      met[count] = static_cast<std::uint16_t>(place);
      count += settled[region][place].any() ? 1 : 0;
    }
    for (std::size_t i = 0; i < count; ++i) {
      groups[i] = settled[region][met[i]].take(incomes[met[i]]);
    }
    welfare::count_settled(
        std::span(groups).first(count), tables.standards.origins[origin], tallies[region]);
  }
}

void WelfareYear::add_quarter(int months, std::vector<welfare::Tally>& answers) {
  Quarter& oldest = quarters_[next_];
  oldest.months = months;
  oldest.answers.resize(answers.size());
  sums_.resize(answers.size());
  for (std::size_t region = 0; region < answers.size(); ++region) {
    sums_[region].exchange(oldest.answers[region], answers[region]);
  }
  oldest.answers.swap(answers);
  answers.assign(oldest.answers.size(), welfare::Tally{});
  next_ = (next_ + 1) % quarters_.size();
}

bool WelfareYear::complete() const {
  int months = 0;
  for (const Quarter& quarter : quarters_) {
    months += quarter.months;
  }
  return months == kMonthsPerYear;
}

}  // namespace corridor::sim
