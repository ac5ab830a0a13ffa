#include "corridor/diplomacy/act_day.hpp"

#include <chrono>

#include "corridor/diplomacy/counts.hpp"

namespace corridor::diplomacy {

namespace {

/// Each step of the story takes its acts within so many days after the step before it began.
constexpr int kStepDays = 2;
constexpr int kSteps = 4;  // statement, summons, protest note, reply
constexpr std::uint32_t kActsPerKind = 1U << 12;

int days_in(Month month) {
  const std::chrono::year_month_day_last last(std::chrono::year(month.year()),
                                              std::chrono::month_day_last(std::chrono::month(
                                                  static_cast<unsigned>(month.month_of_year()))));
  return static_cast<int>(static_cast<unsigned>(last.day()));
}

/// Uniform whole number from 0 to below `n`.
int below(int n, std::uint32_t word) {
  return static_cast<int>((static_cast<std::uint64_t>(word) * static_cast<std::uint64_t>(n)) >> 32);
}

/// Place of an act in the order of the story; -1 for acts that stand beside it.
int step_of(Act act) {
  switch (act) {
    case Act::statement:
      return 0;
    case Act::summons:
      return 1;
    case Act::protest_note:
      return 2;
    case Act::reply:
      return kSteps - 1;
    case Act::advisory:
    case Act::talks:
      break;
  }
  return -1;
}

}  // namespace

int incident_day(std::uint64_t seed, Month month, int origin) {
  const random::Words words =
      random::draw(draw_key(seed, month, origin), draw_index(DrawBlock::incident_day, 0));
  // The whole story must fit into the month.
  return 1 + below(days_in(month) - kSteps * kStepDays, words[0]);
}

int act_day(std::uint64_t seed, Month month, int origin, Act act, int number) {
  const auto index =
      static_cast<std::uint32_t>(act) * kActsPerKind + static_cast<std::uint32_t>(number);
  const random::Words words =
      random::draw(draw_key(seed, month, origin), draw_index(DrawBlock::act_day, index));
  const int incident = incident_day(seed, month, origin);
  const int step = step_of(act);
  if (step < 0) {
    return incident + below(days_in(month) - incident + 1, words[0]);
  }
  return incident + step * kStepDays + below(kStepDays + 1, words[0]);
}

}  // namespace corridor::diplomacy
