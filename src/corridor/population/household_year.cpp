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
constexpr int kUnionReach = 8;  ///< years between the wanted age of a man and the accepted one
constexpr int kUnionAges = 64;  ///< men of this age and older are not looked for
constexpr int kGrown = 16;      ///< below this age nobody lives in a household of their own
constexpr std::uint16_t kGone = UINT16_MAX;

class Year {
 public:
  Year(const PopulationParams& params,
       const Calendar& calendar,
       Month month,
       std::uint64_t seed,
       District& district,
       random::Path path)
      : params_(params),
        calendar_(calendar),
        month_(month),
        key_{seed, random::Stream::household_year, month, district.number},
        district_(district),
        path_(path) {}

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
    return calendar_.age(
        calendar_.birth_index(district_.classes[person], district_.attributes[person]), month_);
  }
  bool partnered(std::uint32_t person) const {
    return (district_.attributes[person] & kPartneredBit) != 0;
  }
  bool male(std::uint32_t person) const { return sex_of(district_.classes[person]) == 1; }

  void number_households() {
    household_of_.resize(district_.used);
    std::uint32_t heads = 0;
    for (std::uint32_t i = 0; i < district_.laid_out; ++i) {
      heads += district_.is_head(i) ? 1U : 0U;
      household_of_[i] =
          is_alive(district_.classes[i]) ? static_cast<std::uint16_t>(heads - 1) : kGone;
    }
    std::fill(household_of_.begin() + district_.laid_out, household_of_.end(), kGone);
    households_ = heads;
  }

  /// Women without a partner meet men of a fitting age in other households (eq. P8).
  void form_unions() {
    Men men;
    std::vector<std::uint16_t> women;
    list_unpartnered(women, men);
    draw(women);
    const std::uint32_t meets = random::threshold(params_.union_probability_per_year);
    for (std::size_t i = 0; i < women.size(); ++i) {
      if (words_[0][i] < meets) {
        const std::uint16_t man = find_man(men, women[i], words_[1][i]);
        if (man != kGone) {
          unite(women[i], man, words_[2][i]);
        }
      }
    }
  }

  /// Unpartnered men of the ages in question, sorted by age: those of age `a` are at [begin[a],
  /// end[a]).
  struct Men {
    std::vector<std::uint16_t> persons;
    std::array<std::uint32_t, kUnionAges> begin{};
    std::array<std::uint32_t, kUnionAges> end{};
  };

  void list_unpartnered(std::vector<std::uint16_t>& women, Men& men) const {
    const int oldest_man = kUnionAgeLast + kUnionReach + static_cast<int>(params_.partner_age_gap);
    std::array<std::uint8_t, kCohorts + 1> in_question{};
    for (int cohort = 0; cohort < kCohorts; ++cohort) {
      const int oldest = month_ - calendar_.zero() - cohort * kCohortMonths;
      in_question[static_cast<std::size_t>(cohort)] =
          oldest >= kUnionAgeFirst * 12 && (oldest - kCohortMonths + 1) / 12 <= oldest_man ? 1 : 0;
    }
    // First everybody of the cohorts in question without a partner, without branches: most persons
    // are neither.
    std::vector<std::uint16_t> unpartnered(district_.laid_out + 1U);
    std::size_t count = 0;
    for (std::uint32_t i = 0; i < district_.laid_out; ++i) {
      unpartnered[count] = static_cast<std::uint16_t>(i);
      const unsigned alone = (district_.attributes[i] & kPartneredBit) == 0 ? 1U : 0U;
      count += in_question[district_.classes[i] & kCohortBits] & alone;
    }
    std::vector<std::pair<std::uint16_t, std::uint8_t>> found;
    for (const std::uint16_t i : std::span(unpartnered).first(count)) {
      const int years = age(i);
      if (years < kUnionAgeFirst) {
        continue;
      }
      if (male(i) && years < kUnionAges) {
        found.emplace_back(i, static_cast<std::uint8_t>(years));
        ++men.end[static_cast<std::size_t>(years)];
      } else if (!male(i) && years <= kUnionAgeLast) {
        women.push_back(i);
      }
    }
    std::exclusive_scan(men.end.begin(), men.end.end(), men.begin.begin(), 0U);
    men.end = men.begin;
    men.persons.resize(found.size());
    for (const auto& [person, years] : found) {
      men.persons[men.end[years]++] = person;
    }
  }

  /// An unpartnered man of the woman's age plus the gap, or as near as possible; he leaves the
  /// list.
  std::uint16_t find_man(Men& men, std::uint16_t woman, std::uint32_t word) const {
    const int wanted = age(woman) + static_cast<int>(params_.partner_age_gap);
    for (int away = 0; away <= kUnionReach; ++away) {
      for (const int years : {wanted + away, wanted - away}) {
        if (years < kUnionAgeFirst || years >= kUnionAges) {
          continue;
        }
        const std::uint32_t begin = men.begin[static_cast<std::size_t>(years)];
        std::uint32_t& end = men.end[static_cast<std::size_t>(years)];
        if (begin == end) {
          continue;
        }
        const std::uint32_t at =
            begin +
            static_cast<std::uint32_t>((static_cast<std::uint64_t>(word) * (end - begin)) >> 32);
        const std::uint16_t man = men.persons[at];
        if (household_of_[man] != household_of_[woman]) {
          men.persons[at] = men.persons[--end];
          return man;
        }
      }
    }
    return kGone;
  }

  /// The words of this year's draw of each of the given persons, in words_.
  void draw(const std::vector<std::uint16_t>& persons) {
    std::vector<std::uint16_t> padded = persons;
    padded.resize(persons.size() + 64, 0);
    std::array<std::uint32_t*, 4> out{};
    for (std::size_t word = 0; word < out.size(); ++word) {
      words_[word].resize(padded.size());
      out[word] = words_[word].data();
    }
    random::draw_batch(path_, key_, padded.data(), persons.size(), out);
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

  /// Large households with two couples divide: the youngest couple leaves with the younger half of
  /// the children (eq. P9).
  void divide_households() {
    const auto smallest = static_cast<std::uint32_t>(params_.division_size);
    std::vector<std::uint16_t> large;
    for (std::uint32_t begin = 0; begin < district_.laid_out;) {
      const std::uint32_t end = district_.household_end(begin);
      if (end - begin >= smallest) {
        large.push_back(static_cast<std::uint16_t>(begin));
      }
      begin = end;
    }
    draw(large);
    const std::uint32_t divides = random::threshold(params_.division_probability_per_year);
    for (std::size_t i = 0; i < large.size(); ++i) {
      if (words_[3][i] < divides) {
        divide(large[i], district_.household_end(large[i]));
      }
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

  /// Household of a person, or of the first living of those the person lived with; kGone when
  /// nobody is left.
  std::uint16_t household_left_by(std::uint32_t person) const {
    std::uint16_t household = household_of_[person];
    const std::uint32_t end = district_.household_end(person);
    for (std::uint32_t i = district_.household_begin(person); household == kGone && i < end; ++i) {
      household = household_of_[i];
    }
    return household;
  }

  /// Children of the year join their mother; those whose mother died join the household she left.
  void bring_children_home() {
    std::uint16_t last = 0;
    for (const Newborn& newborn : district_.newborns) {
      if (!is_alive(district_.classes[newborn.person])) {
        continue;
      }
      const std::uint16_t household = household_left_by(newborn.mother);
      household_of_[newborn.person] = household == kGone ? last : household;
      last = household_of_[newborn.person];
    }
  }

  /// Households with anybody grown. Most have somebody of a cohort grown to a person; exact ages
  /// decide in the others.
  std::vector<std::uint8_t> households_with_grown() const {
    const int first_young =
        (month_ - calendar_.zero() - kGrown * 12 - kCohortMonths + 1) / kCohortMonths;
    std::vector<std::uint8_t> grown(households_, 0);
    for (std::uint32_t i = 0; i < district_.used; ++i) {
      if (household_of_[i] != kGone) {
        const bool surely = (district_.classes[i] & kCohortBits) <= first_young;
        grown[household_of_[i]] =
            static_cast<std::uint8_t>(grown[household_of_[i]] | (surely ? 1 : 0));
      }
    }
    for (std::uint32_t i = 0; i < district_.used; ++i) {
      if (household_of_[i] != kGone && grown[household_of_[i]] == 0 && age(i) >= kGrown) {
        grown[household_of_[i]] = 1;
      }
    }
    return grown;
  }

  /// Households left without anybody grown join the household before them (the next one for the
  /// first).
  void move_orphans() {
    std::vector<std::uint8_t> grown = households_with_grown();
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
    std::replace(
        moves_to.begin(), moves_to.end(), kGone, static_cast<std::uint16_t>(first - grown.begin()));
    for (std::uint16_t& household : household_of_) {
      household = household == kGone ? kGone : moves_to[household];
    }
  }

  /// Writes everybody household by household, oldest arrangement first, and corrects the lists that
  /// point at persons.
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
    redirect_lists();
    mark_households(begin);
  }

  void mark_households(const std::vector<std::uint32_t>& begin) {
    district_.households = 0;
    district_.households_with_migrant = 0;
    for (std::uint32_t h = 0; h < households_; ++h) {
      if (begin[h] != begin[h + 1]) {
        district_.set_head(begin[h]);
        ++district_.households;
      }
    }
    for (const Spell& spell : district_.spells) {
      district_.mark_away(spell.person);
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
  random::Path path_;
  std::array<std::vector<std::uint32_t>, 4> words_;
  std::vector<std::uint16_t> household_of_;
  std::vector<std::uint16_t> new_index_;
  std::uint32_t households_ = 0;
  HouseholdYearCounts counts_;
};

}  // namespace

HouseholdYearCounts household_year(const PopulationParams& params,
                                   const Calendar& calendar,
                                   Month month,
                                   std::uint64_t seed,
                                   District& district,
                                   random::Path path) {
  return district.laid_out == 0 ? HouseholdYearCounts{}
                                : Year(params, calendar, month, seed, district, path).run();
}

}  // namespace corridor::population
