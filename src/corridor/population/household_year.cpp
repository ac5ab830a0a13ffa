#include "corridor/population/household_year.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <span>
#include <vector>

#include "corridor/base/check.hpp"
#include "corridor/population/scan.hpp"
#include "corridor/random/draw.hpp"

namespace corridor::population {

namespace {

constexpr int kUnionAgeFirst = 18;
constexpr int kUnionAgeLast = 34;
constexpr int kGrown = 16;  ///< below this age nobody lives in a household of their own
constexpr std::uint16_t kGone = UINT16_MAX;


class Year {
 public:
  Year(const PopulationParams& params, const Calendar& calendar, Month month, std::uint64_t seed, District& district)
      : params_(params),
        calendar_(calendar),
        month_(month),
        key_{seed, random::Stream::household_year, month, district.number},
        district_(district) {}

  HouseholdYearCounts run() {
    number_households();
    form_unions();
    divide_households();
    bring_children_home();
    move_orphans();
    lay_out();
    return counts_;
  }

 private:
  int age(std::uint32_t person) const {
    return calendar_.age(calendar_.birth_index(district_.classes[person], district_.attributes[person]), month_);
  }
  bool partnered(std::uint32_t person) const { return (district_.attributes[person] & kPartneredBit) != 0; }
  bool male(std::uint32_t person) const { return sex_of(district_.classes[person]) == 1; }

  void number_households() {
    household_of_.assign(district_.used, kGone);
    int current = -1;
    for (std::uint32_t i = 0; i < district_.laid_out; ++i) {
      current += district_.is_head(i) ? 1 : 0;
      if (is_alive(district_.classes[i])) {
        household_of_[i] = static_cast<std::uint16_t>(current);
      }
    }
    households_ = static_cast<std::uint32_t>(current + 1);
  }

  /// Women without a partner meet men of a fitting age in other households (eq. P8).
  void form_unions() {
    std::array<std::vector<std::uint16_t>, kAges> men;
    std::vector<std::uint16_t> women;
    const std::uint32_t meets = random::threshold(params_.union_probability_per_year);
    for (std::uint32_t i = 0; i < district_.laid_out; ++i) {
      if (!is_alive(district_.classes[i]) || partnered(i)) {
        continue;
      }
      const int years = age(i);
      if (years < kUnionAgeFirst) {
        continue;
      }
      if (male(i)) {
        men[static_cast<std::size_t>(years)].push_back(static_cast<std::uint16_t>(i));
      } else if (years <= kUnionAgeLast && random::draw(key_, i)[0] < meets) {
        women.push_back(static_cast<std::uint16_t>(i));
      }
    }
    for (const std::uint16_t woman : women) {
      const random::Words words = random::draw(key_, woman);
      const std::uint16_t man = find_man(men, woman, words[1]);
      if (man != kGone) {
        unite(woman, man, words[2]);
      }
    }
  }

  /// An unpartnered man of the woman's age plus the gap, or as near as possible within eight years; he leaves the list.
  std::uint16_t find_man(std::array<std::vector<std::uint16_t>, kAges>& men, std::uint16_t woman,
                         std::uint32_t word) const {
    constexpr int kReach = 8;
    const int wanted = age(woman) + static_cast<int>(params_.partner_age_gap);
    for (int away = 0; away <= kReach; ++away) {
      for (const int years : {wanted + away, wanted - away}) {
        if (years < kUnionAgeFirst || years > kOldestAge) {
          continue;
        }
        std::vector<std::uint16_t>& bucket = men[static_cast<std::size_t>(years)];
        if (bucket.empty()) {
          continue;
        }
        const auto at = static_cast<std::size_t>((static_cast<std::uint64_t>(word) * bucket.size()) >> 32);
        const std::uint16_t man = bucket[at];
        if (household_of_[man] != household_of_[woman]) {
          bucket[at] = bucket.back();
          bucket.pop_back();
          return man;
        }
      }
    }
    return kGone;
  }

  void unite(std::uint16_t woman, std::uint16_t man, std::uint32_t word) {
    district_.attributes[woman] |= kPartneredBit;
    district_.attributes[man] |= kPartneredBit;
    if (word < random::threshold(params_.neolocal_share)) {
      household_of_[man] = new_household();
    }
    household_of_[woman] = household_of_[man];
    ++counts_.unions;
  }

  std::uint16_t new_household() {
    invariant(households_ < kGone, "a district holds at most 65 534 households");
    return static_cast<std::uint16_t>(households_++);
  }

  /// Large households with two couples divide: the youngest couple leaves with the younger half of the children (eq. P9).
  void divide_households() {
    const std::uint32_t divides = random::threshold(params_.division_probability_per_year);
    const auto smallest = static_cast<std::uint32_t>(params_.division_size);
    for (std::uint32_t begin = 0; begin < district_.laid_out;) {
      const std::uint32_t end = district_.household_end(begin);
      if (end - begin >= smallest && random::draw(key_, begin)[3] < divides) {
        divide(begin, end);
      }
      begin = end;
    }
  }

  void divide(std::uint32_t begin, std::uint32_t end) {
    const std::uint16_t household = household_of_[first_alive(begin, end)];
    std::array<std::vector<std::uint32_t>, kSexes> couples;
    std::vector<std::uint32_t> children;
    std::uint32_t members = 0;
    for (std::uint32_t i = begin; i < end; ++i) {
      if (household_of_[i] == kGone || household_of_[i] != household) {
        continue;
      }
      ++members;
      if (partnered(i)) {
        couples[male(i) ? 1 : 0].push_back(i);
      } else if (age(i) < kGrown) {
        children.push_back(i);
      }
    }
    if (couples[0].size() < 2 || couples[1].size() < 2 || members < params_.division_size) {
      return;
    }
    const auto younger = [&](std::uint32_t a, std::uint32_t b) {
      return calendar_.birth_index(district_.classes[a], district_.attributes[a]) >
             calendar_.birth_index(district_.classes[b], district_.attributes[b]);
    };
    const std::uint16_t founded = new_household();
    for (std::vector<std::uint32_t>& of_sex : couples) {
      household_of_[*std::min_element(of_sex.begin(), of_sex.end(), younger)] = founded;
    }
    std::stable_sort(children.begin(), children.end(), younger);
    for (std::size_t i = 0; i < children.size() / 2; ++i) {
      household_of_[children[i]] = founded;
    }
    ++counts_.divisions;
  }

  std::uint32_t first_alive(std::uint32_t begin, std::uint32_t end) const {
    while (begin + 1 < end && household_of_[begin] == kGone) {
      ++begin;
    }
    return begin;
  }

  /// Children of the year join their mother; those whose mother died join the household she left.
  void bring_children_home() {
    std::uint16_t last = 0;
    for (const Newborn& newborn : district_.newborns) {
      if (!is_alive(district_.classes[newborn.person])) {
        continue;
      }
      std::uint16_t household = household_of_[newborn.mother];
      for (std::uint32_t i = newborn.mother; household == kGone && i-- > 0;) {
        household = household_of_[i];
      }
      household_of_[newborn.person] = household == kGone ? last : household;
      last = household_of_[newborn.person];
    }
  }

  /// Households left without anybody grown join the household before them (the next one for the first).
  void move_orphans() {
    std::vector<std::uint8_t> grown(households_, 0);
    std::vector<std::uint8_t> lived_in(households_, 0);
    for (std::uint32_t i = 0; i < district_.used; ++i) {
      if (household_of_[i] != kGone) {
        lived_in[household_of_[i]] = 1;
        if (age(i) >= kGrown) {
          grown[household_of_[i]] = 1;
        }
      }
    }
    std::vector<std::uint16_t> moves_to(households_);
    std::uint16_t host = kGone;
    for (std::uint32_t h = 0; h < households_; ++h) {
      host = grown[h] != 0 ? static_cast<std::uint16_t>(h) : host;
      moves_to[h] = host;
    }
    const auto first = std::find(grown.begin(), grown.end(), 1);
    if (first == grown.end()) {
      return;
    }
    std::replace(moves_to.begin(), moves_to.end(), kGone, static_cast<std::uint16_t>(first - grown.begin()));
    for (std::uint16_t& household : household_of_) {
      household = household == kGone ? kGone : moves_to[household];
    }
  }

  /// Writes everybody household by household, oldest arrangement first, and corrects the lists that point at persons.
  void lay_out() {
    std::vector<std::uint32_t> begin(households_ + 1, 0);
    for (const std::uint16_t household : household_of_) {
      if (household != kGone) {
        ++begin[household + 1U];
      }
    }
    std::partial_sum(begin.begin(), begin.end(), begin.begin());
    const std::uint32_t alive = begin.back();
    new_index_.assign(district_.used, kGone);
    District next;
    next.reserve(alive);
    std::vector<std::uint32_t> cursor(begin.begin(), begin.end() - 1);
    for (std::uint32_t i = 0; i < district_.used; ++i) {
      if (household_of_[i] != kGone) {
        const std::uint32_t at = cursor[household_of_[i]]++;
        new_index_[i] = static_cast<std::uint16_t>(at);
        next.classes[at] = static_cast<ClassByte>(district_.classes[i] & ~kHasMigrantBit);
        next.attributes[at] = district_.attributes[i];
      }
    }
    district_.classes.swap(next.classes);
    district_.attributes.swap(next.attributes);
    district_.heads.swap(next.heads);
    district_.laid_out = alive;
    district_.used = alive;
    mark_households(begin);
    redirect_lists();
  }

  void mark_households(const std::vector<std::uint32_t>& begin) {
    district_.households = 0;
    district_.households_with_migrant = 0;
    for (std::uint32_t h = 0; h < households_; ++h) {
      const auto members = std::span(district_.classes).subspan(begin[h], begin[h + 1] - begin[h]);
      if (members.empty()) {
        continue;
      }
      district_.set_head(begin[h]);
      ++district_.households;
      if (std::any_of(members.begin(), members.end(), is_away)) {
        ++district_.households_with_migrant;
        for (ClassByte& member : members) {
          member |= kHasMigrantBit;
        }
      }
    }
  }

  void redirect_lists() {
    const auto redirect = [&](auto& list) {
      std::erase_if(list, [&](const auto& item) { return new_index_[item.person] == kGone; });
      for (auto& item : list) {
        item.person = new_index_[item.person];
      }
    };
    redirect(district_.spells);
    redirect(district_.bans);
    district_.newborns.clear();
  }

  const PopulationParams& params_;
  const Calendar& calendar_;
  Month month_;
  random::Key key_;
  District& district_;
  std::vector<std::uint16_t> household_of_;
  std::vector<std::uint16_t> new_index_;
  std::uint32_t households_ = 0;
  HouseholdYearCounts counts_;
};

}  // namespace

HouseholdYearCounts household_year(const PopulationParams& params, const Calendar& calendar, Month month,
                                   std::uint64_t seed, District& district) {
  return district.laid_out == 0 ? HouseholdYearCounts{} : Year(params, calendar, month, seed, district).run();
}

}  // namespace corridor::population
