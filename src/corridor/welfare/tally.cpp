#include "corridor/welfare/tally.hpp"

#include <algorithm>
#include <functional>

namespace corridor::welfare {

namespace {

/// Calls each(number, of_other...) with every number of a tally and those that stand there in
/// others.
template <class Each, class... Others>
void visit(const Each& each, Tally& tally, const Others&... others) {
  const auto all = [&](auto& numbers, const auto&... of_others) {
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      each(numbers[i], of_others[i]...);
    }
  };
  all(tally.counts, others.counts...);
  for (std::size_t line = 0; line < kLines; ++line) {
    all(tally.lines[line], others.lines[line]...);
  }
  for (std::size_t step = 0; step < kSteps; ++step) {
    all(tally.steps[step], others.steps[step]...);
  }
}

using LineCounts = std::array<std::int64_t, kLineCounts>;
void add(LineCounts& counts, LineCount what, std::int64_t n) {
  counts[static_cast<std::size_t>(what)] += n;
}

/// Shortfall of persons who consume so much a head (welfare H6). In whole units a person, so that a
/// sum does not depend on who is counted together.
void count_poor(
    std::int64_t persons, std::int64_t children, double per_head, double line, LineCounts& counts) {
  const double gap = 1 - per_head / line;
  add(counts, LineCount::poor, persons);
  add(counts, LineCount::poor_children, children);
  add(counts, LineCount::gap, persons * static_cast<std::int64_t>(kGapUnit * gap));
  add(counts, LineCount::severity, persons * static_cast<std::int64_t>(kGapUnit * gap * gap));
}

/// Amounts a head, in minor units.
struct PerHead {
  double consumption = 0;
  double own = 0;
  double with_migrants_home = 0;  ///< of all members
};

void count_at_line(const Household& household,
                   const PerHead& per_head,
                   double line,
                   LineCounts& counts) {
  const bool poor = per_head.consumption < line;
  if (poor) {
    count_poor(household.home, household.children, per_head.consumption, line, counts);
  }
  if (per_head.own < line) {
    add(counts, LineCount::poor_without, household.home);
    if (household.away > 0) {
      add(counts, LineCount::poor_with_migrant, poor ? household.home : 0);
      add(counts, LineCount::poor_with_migrant_without, household.home);
    }
  }
  if (per_head.with_migrants_home < line) {
    add(counts, LineCount::poor_home, household.home + household.away);
  }
}

/// Nobody receives anything in a settled household, so that nobody's poverty depends on it.
void count_settled_at_line(std::span<const Settled> settled, double line, LineCounts& counts) {
  LineCounts poor{};
  for (const Settled& some : settled) {
    const auto per_head = static_cast<double>(some.income);
    if (per_head < line) {
      count_poor(some.persons, some.children, per_head, line, poor);
    }
  }
  const std::int64_t persons = poor[static_cast<std::size_t>(LineCount::poor)];
  add(poor, LineCount::poor_without, persons);
  add(poor, LineCount::poor_home, persons);
  std::transform(counts.begin(), counts.end(), poor.begin(), counts.begin(), std::plus<>());
}

std::int64_t dollar_units(double minor, double minor_per_dollar) {
  return static_cast<std::int64_t>(minor / minor_per_dollar * kDollarUnit);
}

void count_step(const Household& household,
                const Budget& budget,
                double per_head,
                double minor_per_dollar,
                Tally& tally) {
  auto& step = tally.steps[step_of(per_head / minor_per_dollar)];
  const auto add_to = [&](StepCount what, std::int64_t n) {
    step[static_cast<std::size_t>(what)] += n;
  };
  const std::int64_t consumption = household.home * dollar_units(per_head, minor_per_dollar);
  add_to(StepCount::persons, household.home);
  add_to(StepCount::households, 1);
  add_to(StepCount::consumption, consumption);
  if (budget.received > 0) {
    add_to(StepCount::households_receiving, 1);
    add_to(StepCount::received,
           dollar_units(static_cast<double>(budget.received), minor_per_dollar));
    add_to(StepCount::consumption_of_receivers, consumption);
  }
}

}  // namespace

/// Own income, receipts and consumption (welfare H3, H4 and H5).
Budget budget_of(const Household& household, const OriginStandards& standards) {
  Budget budget;
  budget.own = household.income * (household.home + household.away);
  if (household.adults > 0) {
    // In whole numbers, so that every compiler gets the same minor units.
    const std::int64_t adults = std::int64_t{household.adults} * kShareUnit;
    const std::int64_t absent =
        std::min(household.away + household.seeking, household.adults) * standards.absent_share;
    budget.own = budget.own * (adults - absent) / adults;
  }
  budget.received =
      static_cast<std::int64_t>(standards.consumed * static_cast<double>(household.received));
  budget.consumption = budget.own + budget.received;
  return budget;
}

void Tally::add(const Tally& other) {
  visit([](std::int64_t& sum, std::int64_t more) { sum += more; }, *this, other);
}

void Tally::exchange(const Tally& part, const Tally& other) {
  visit([](std::int64_t& sum, std::int64_t less, std::int64_t more) { sum += more - less; },
        *this,
        part,
        other);
}

std::vector<Tally> difference(std::vector<Tally> later, const std::vector<Tally>& before) {
  for (std::size_t i = 0; i < later.size(); ++i) {
    visit([](std::int64_t& sum, std::int64_t less) { sum -= less; }, later[i], before[i]);
  }
  return later;
}

void count(const Household& household, const OriginStandards& standards, Tally& tally) {
  const Budget budget = budget_of(household, standards);
  const bool receives = budget.received > 0;
  tally[Count::households] += 1;
  tally[Count::persons] += household.home;
  tally[Count::members] += household.home + household.away;
  tally[Count::children] += household.children;
  tally[Count::adults] += std::max(0, household.adults - household.away);
  tally[Count::households_receiving] += receives ? 1 : 0;
  tally[Count::households_lost] += household.returned > 0 && !receives ? 1 : 0;
  tally[Count::households_with_recent_migrant] += household.away_lately > 0 ? 1 : 0;
  tally[Count::persons_with_migrant] += household.away > 0 ? household.home : 0;
  tally[Count::seeking] += household.seeking;
  tally[Count::own] += budget.own;
  tally[Count::received] += budget.received;
  tally[Count::own_of_receivers] += receives ? budget.own : 0;
  tally[Count::consumption] += budget.consumption;
  const double home = household.home;
  const PerHead per_head{
      static_cast<double>(budget.consumption) / home,
      static_cast<double>(budget.own) / home,
      (static_cast<double>(budget.own) + household.away * standards.returnee_pay) /
          (home + household.away)};
  for (std::size_t line = 0; line < kLines; ++line) {
    count_at_line(household, per_head, standards.line[line], tally.lines[line]);
  }
  count_step(household, budget, per_head.consumption, standards.minor_per_dollar, tally);
}

void count_settled(std::span<const Settled> settled,
                   const OriginStandards& standards,
                   Tally& tally) {
  Settled sum;
  for (const Settled& some : settled) {
    const std::int64_t consumption = some.income * some.persons;
    sum.income += consumption;
    sum.households += some.households;
    sum.persons += some.persons;
    sum.children += some.children;
    sum.adults += some.adults;
    const double dollars = static_cast<double>(some.income) / standards.minor_per_dollar;
    auto& step = tally.steps[step_of(dollars)];
    step[static_cast<std::size_t>(StepCount::persons)] += some.persons;
    step[static_cast<std::size_t>(StepCount::households)] += some.households;
    step[static_cast<std::size_t>(StepCount::consumption)] +=
        some.persons * static_cast<std::int64_t>(dollars * kDollarUnit);
  }
  tally[Count::households] += sum.households;
  tally[Count::persons] += sum.persons;
  tally[Count::members] += sum.persons;
  tally[Count::children] += sum.children;
  tally[Count::adults] += sum.adults;
  tally[Count::own] += sum.income;
  tally[Count::consumption] += sum.income;
  for (std::size_t line = 0; line < kLines; ++line) {
    count_settled_at_line(settled, standards.line[line], tally.lines[line]);
  }
}

}  // namespace corridor::welfare
