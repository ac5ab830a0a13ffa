#include <fmt/format.h>

#include "corridor/base/check.hpp"
#include "corridor/sim/welfare.hpp"
#include "corridor/sim/world.hpp"

namespace corridor::sim {

namespace {

using welfare::Count;
using welfare::LineCount;
using welfare::StepCount;

/// What a walk over the households of a month finds, without any money.
struct Asked {
  std::int64_t households = 0;
  std::int64_t persons = 0;
  std::int64_t members = 0;
};

/// Households belong to the month in whose stripe of the district their first person lies.
void ask_district(const population::District& district, Month month, Asked& asked) {
  const auto stripe = static_cast<unsigned>(stripe_of(month));
  const auto begin = std::uint64_t{district.laid_out} * stripe / kStripes;
  const auto end = std::uint64_t{district.laid_out} * (stripe + 1) / kStripes;
  for (std::uint32_t head = 0; head < end;) {
    const std::uint32_t next = district.household_end(head);
    std::int64_t alive = 0;
    std::int64_t away = 0;
    for (std::uint32_t i = head; i < next && head >= begin; ++i) {
      const bool lives = population::is_alive(district.classes[i]);
      alive += lives ? 1 : 0;
      away += lives && population::is_away(district.attributes[i]) ? 1 : 0;
    }
    if (alive > away) {
      ++asked.households;
      asked.persons += alive - away;
      asked.members += alive;
    }
    head = next;
  }
}

std::int64_t sum_of_steps(const welfare::Tally& tally, StepCount what) {
  std::int64_t sum = 0;
  for (const auto& step : tally.steps) {
    sum += step[static_cast<std::size_t>(what)];
  }
  return sum;
}

}  // namespace

void check_welfare(const World& world,
                   const MonthTables& tables,
                   const std::vector<welfare::Tally>& answers) {
  std::vector<Asked> asked(answers.size());
  for (const population::District& district : world.districts) {
    ask_district(district, tables.month, asked[district.region]);
  }
  for (std::size_t region = 0; region < answers.size(); ++region) {
    const welfare::Tally& t = answers[region];
    const auto holds = [&](bool right, std::string_view what) {
      if (!right) {
        throw InvariantError(fmt::format("{} in {} in {} (seed {})",
                                         what,
                                         world.pack->regions[region].code,
                                         tables.month.text(),
                                         world.request.seed));
      }
    };
    holds(t[Count::consumption] == t[Count::own] + t[Count::received],
          "consumption of households = own + received");
    holds(t[Count::households] == asked[region].households, "households asked = those of a month");
    holds(t[Count::persons] == asked[region].persons, "persons asked = those at home");
    holds(t[Count::members] == asked[region].members, "members asked = those alive");
    holds(t[Count::persons] == sum_of_steps(t, StepCount::persons),
          "persons = sum over steps of consumption");
    holds(t[Count::households] == sum_of_steps(t, StepCount::households),
          "households = sum over steps of consumption");
    holds(t[Count::households_receiving] == sum_of_steps(t, StepCount::households_receiving),
          "households receiving = sum over steps of consumption");
    for (std::size_t line = 0; line < welfare::kLines; ++line) {
      const std::int64_t poor = t.at(line, LineCount::poor);
      holds(poor <= t.at(line, LineCount::poor_without), "the poor <= the poor without receipts");
      holds(t.at(line, LineCount::poor_without) <= t[Count::persons], "the poor <= persons");
      holds(t.at(line, LineCount::gap) <= poor * welfare::kGapUnit, "shortfalls <= lines");
      holds(t.at(line, LineCount::severity) <= t.at(line, LineCount::gap), "squares <= shortfalls");
    }
  }
}

}  // namespace corridor::sim
