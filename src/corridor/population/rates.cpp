#include "corridor/population/rates.hpp"

#include <algorithm>

#include "corridor/random/draw.hpp"

namespace corridor::population {

namespace {

/// Education is drawn once for life. Below this age people still learn, so they take the shares of
/// this age.
constexpr int kEducatedAge = 25;

std::uint32_t monthly(double per_year) {
  return random::threshold(random::probability(per_year / 12));
}

}  // namespace

int OriginRates::attained_education(int sex, int age, std::uint32_t word) const {
  const int group = age_group(std::max(age, kEducatedAge));
  const auto& cumulative = education[sex_group_cell(sex, group)];
  int level = 0;
  while (level + 1 < kEducations && word >= cumulative[static_cast<std::size_t>(level)]) {
    ++level;
  }
  return level;
}

/// Deaths and births of a month (population P6 and P7).
std::vector<OriginRates> rates(const evidence::Pack& pack, Month month) {
  const evidence::Demography& d = pack.demography;
  const auto year =
      static_cast<std::size_t>(std::clamp(month.year() - d.first_year, 0, d.years - 1));
  std::vector<OriginRates> result(pack.origins.size());
  for (std::size_t origin = 0; origin < result.size(); ++origin) {
    OriginRates& out = result[origin];
    for (std::size_t i = 0; i < out.death.size(); ++i) {
      out.death[i] = monthly(d.mortality[origin][year][i]);
    }
    for (std::size_t age = 0; age < out.birth.size(); ++age) {
      out.birth[age] = monthly(d.fertility[origin][year][age]);
    }
    const double boys_per_girl = d.sex_ratio_at_birth[origin];
    out.male_birth = random::threshold(boys_per_girl / (1 + boys_per_girl));
    for (std::size_t i = 0; i < out.education.size(); ++i) {
      double cumulative = 0;
      for (std::size_t level = 0; level < kEducations; ++level) {
        cumulative += d.education[origin][i * kEducations + level];
        out.education[i][level] = random::threshold(cumulative);
      }
    }
  }
  return result;
}

std::vector<std::vector<OriginRates>> rates_of_years(const evidence::Pack& pack,
                                                     Month from,
                                                     Month to) {
  std::vector<std::vector<OriginRates>> years;
  for (int year = from.year(); year <= to.year(); ++year) {
    years.push_back(rates(pack, Month(year, 1)));
  }
  return years;
}

}  // namespace corridor::population
