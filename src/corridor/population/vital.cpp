#include "corridor/population/vital.hpp"

#include <algorithm>

namespace corridor::population {

void happen(const VitalEvent& event, District& district) {
  if (event.is_death()) {
    district.remove_dead(event.person);
    return;
  }
  const auto marked = static_cast<ClassByte>(district.classes[event.person] & kHasMigrantBit);
  district.append_newborn(event.person, event.c | marked, event.a);
}

std::pair<ClassByte, Attributes> newborn(const OriginRates& rates,
                                         int birth_index,
                                         const random::Words& words) {
  const int sex = words[1] < rates.male_birth ? 1 : 0;
  const int education = rates.attained_education(sex, 0, words[2]);
  return {static_cast<ClassByte>(birth_index / kCohortMonths | (sex == 1 ? kMaleBit : 0)),
          static_cast<Attributes>(birth_index % kCohortMonths | education << kEducationShift |
                                  (words[3] >> 28) << kSkillShift)};
}

std::array<CohortAges, kCohorts> cohort_ages(const Calendar& calendar, Month month) {
  std::array<CohortAges, kCohorts> ages;
  for (int cohort = 0; cohort < kCohorts; ++cohort) {
    const int oldest = month - calendar.zero() - cohort * kCohortMonths;
    const int youngest = std::max(0, oldest - kCohortMonths + 1);
    if (oldest >= 0) {
      ages[static_cast<std::size_t>(cohort)] = {std::min(youngest / 12, kOldestAge),
                                                std::min(oldest / 12, kOldestAge)};
    }
  }
  return ages;
}

std::array<std::uint32_t, kSexAgeCells> vital_chances(const OriginRates& rates) {
  std::array<std::uint32_t, kSexAgeCells> chances{};
  for (int sex = 0; sex < kSexes; ++sex) {
    for (int age = 0; age < static_cast<int>(kAges); ++age) {
      chances[sex_age_cell(sex, age)] = static_cast<std::uint32_t>(
          std::min<std::uint64_t>(vital_intervals(rates, sex, age).birth, UINT32_MAX));
    }
  }
  return chances;
}

ByteBounds byte_bounds(const std::array<std::uint32_t, kClasses>& ceiling) {
  ByteBounds bounds{};
  for (std::size_t c = 0; c < bounds.size(); ++c) {
    const std::uint32_t rounded_up = (ceiling[c] >> 24) + ((ceiling[c] & 0xFFFFFF) != 0 ? 1U : 0U);
    bounds[c] = static_cast<std::uint8_t>(std::min(rounded_up, 255U));
  }
  return bounds;
}

}  // namespace corridor::population
