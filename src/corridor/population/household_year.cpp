#include "corridor/population/household_year.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

#include "corridor/population/bitmap.hpp"
#include "corridor/population/household_layout.hpp"
#include "corridor/random/draw.hpp"

namespace corridor::population {

namespace {

constexpr int kUnionAgeFirst = 18;
constexpr int kUnionAgeLast = 34;
constexpr int kUnionReach = 8;  ///< years between the wanted age of a man and the accepted one
constexpr int kUnionAges = 64;  ///< men of this age and older are not looked for
constexpr int kGrown = 16;      ///< below this age nobody lives in a household of their own
constexpr std::uint16_t kGone = HouseholdLayout::kGone;

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
        path_(path),
        layout_(district) {}

  HouseholdYear run() {
    form_unions();
    divide_households();
    bring_children_home();
    move_orphans();
    year_.layout = layout_.relayout();
    lay_out(year_.layout, district_);
    return std::move(year_);
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

  /// Those of one sex and of so many completed years who have no partner.
  std::vector<std::uint64_t> unpartnered(int sex, int first_age, int last_age) const {
    const BirthRange births = calendar_.births_of_ages(first_age, last_age, month_);
    const auto first = static_cast<std::uint16_t>(births.begin);
    const auto count = static_cast<std::uint16_t>(births.end - births.begin);
    const ClassByte of_sex = sex == 1 ? kMaleBit : 0;
    const ClassByte* classes = district_.classes.data();
    const Attributes* attributes = district_.attributes.data();
    std::vector<std::uint64_t> bitmap;
    fill_bitmap(
        district_.laid_out,
        [=](std::size_t i) {
          const auto since = static_cast<std::uint16_t>((classes[i] & kCohortBits) * kCohortMonths +
                                                        (attributes[i] & kCohortMonthBits) - first);
          const bool alone = (attributes[i] & kPartneredBit) == 0;
          const bool fits = (classes[i] & kMaleBit) == of_sex;
          return static_cast<std::uint8_t>((since < count) & alone & fits);
        },
        bitmap);
    return bitmap;
  }

  void list_unpartnered(std::vector<std::uint16_t>& women, Men& men) const {
    for_each_bit(unpartnered(0, kUnionAgeFirst, kUnionAgeLast),
                 [&](std::uint32_t i) { women.push_back(static_cast<std::uint16_t>(i)); });
    const int oldest_man = kUnionAgeLast + kUnionReach + static_cast<int>(params_.partner_age_gap);
    std::vector<std::pair<std::uint16_t, std::uint8_t>> found;
    for_each_bit(unpartnered(1, kUnionAgeFirst, std::min(oldest_man, kUnionAges - 1)),
                 [&](std::uint32_t i) {
                   const int years = age(i);
                   found.emplace_back(i, static_cast<std::uint8_t>(years));
                   ++men.end[static_cast<std::size_t>(years)];
                 });
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
        if (layout_.household_of(man) != layout_.household_of(woman)) {
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
      layout_.move(man, layout_.found());
    }
    layout_.move(woman, layout_.household_of(man));
    year_.united.insert(year_.united.end(), {woman, man});
  }

  /// Large households with two couples divide: the youngest couple leaves with the younger half of
  /// the children (eq. P9).
  void divide_households() {
    const auto smallest = static_cast<std::uint32_t>(params_.division_size);
    // One entry too many, for the end moves without a branch: sizes cannot be foreseen.
    std::vector<std::uint16_t> large(layout_.households_before() + 1U);
    std::size_t count = 0;
    for (std::uint32_t household = 0; household < layout_.households_before(); ++household) {
      large[count] = static_cast<std::uint16_t>(layout_.begin(household));
      count += layout_.end(household) - layout_.begin(household) >= smallest ? 1U : 0U;
    }
    large.resize(count);
    draw(large);
    const std::uint32_t divides = random::threshold(params_.division_probability_per_year);
    for (std::size_t i = 0; i < large.size(); ++i) {
      if (words_[3][i] < divides) {
        divide(large[i], district_.household_end(large[i]));
      }
    }
  }

  void divide(std::uint32_t begin, std::uint32_t end) {
    const std::uint16_t household = layout_.household_of(first_alive(begin, end));
    std::array<std::vector<std::uint32_t>, kSexes>& couples = couples_;
    std::vector<std::uint32_t>& children = children_;
    for (std::vector<std::uint32_t>& of_sex : couples) {
      of_sex.clear();
    }
    children.clear();
    std::uint32_t members = 0;
    for (std::uint32_t i = begin; i < end; ++i) {
      if (layout_.household_of(i) == kGone || layout_.household_of(i) != household) {
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
    const std::uint16_t founded = layout_.found();
    for (std::vector<std::uint32_t>& of_sex : couples) {
      layout_.move(*std::min_element(of_sex.begin(), of_sex.end(), younger), founded);
    }
    std::stable_sort(children.begin(), children.end(), younger);
    for (std::size_t i = 0; i < children.size() / 2; ++i) {
      layout_.move(children[i], founded);
    }
    ++year_.divisions;
  }

  std::uint32_t first_alive(std::uint32_t begin, std::uint32_t end) const {
    while (begin + 1 < end && layout_.household_of(begin) == kGone) {
      ++begin;
    }
    return begin;
  }

  /// Household of a person, or of the first living of those the person lived with; kGone when
  /// nobody is left.
  std::uint16_t household_left_by(std::uint32_t person) const {
    std::uint16_t household = layout_.household_of(person);
    const std::uint32_t end = district_.household_end(person);
    for (std::uint32_t i = district_.household_begin(person); household == kGone && i < end; ++i) {
      household = layout_.household_of(i);
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
      last = household == kGone ? last : household;
      layout_.move(newborn.person, last);
    }
  }

  /// For each household, 1 when anybody grown lives there. Lists those in which nobody grown has
  /// stayed.
  std::vector<std::uint8_t> households_with_grown(std::vector<std::uint16_t>& doubtful) const {
    // A cohort in which everybody is grown settles it; exact ages decide in the others.
    const int surely_grown =
        (month_ - calendar_.zero() - kGrown * 12 - kCohortMonths + 1) / kCohortMonths;
    const auto grown = [&](std::uint32_t person) {
      return (district_.classes[person] & kCohortBits) <= surely_grown || age(person) >= kGrown;
    };
    std::vector<std::uint8_t> with_grown(layout_.households(), 0);
    for (std::uint32_t household = 0; household < layout_.households_before(); ++household) {
      const std::uint32_t end = layout_.end(household);
      std::uint32_t i = layout_.begin(household);
      while (i < end && !(layout_.household_of(i) == household && grown(i))) {
        ++i;  // seldom: mostly the first one asked is grown
      }
      if (i < end) {
        with_grown[household] = 1;
      } else {
        doubtful.push_back(static_cast<std::uint16_t>(household));
      }
    }
    layout_.each_moved([&](std::uint32_t person) {
      if (grown(person)) {
        with_grown[layout_.household_of(person)] = 1;
      }
    });
    return with_grown;
  }

  /// Households left without anybody grown join the household before them (the next one for the
  /// first).
  void move_orphans() {
    std::vector<std::uint16_t> doubtful;
    const std::vector<std::uint8_t> with_grown = households_with_grown(doubtful);
    const auto first = std::find(with_grown.begin(), with_grown.end(), 1);
    if (first == with_grown.end()) {
      return;
    }
    const auto host_of = [&](std::uint16_t household) {
      while (household > 0 && with_grown[household] == 0) {
        --household;
      }
      return with_grown[household] != 0 ? household
                                        : static_cast<std::uint16_t>(first - with_grown.begin());
    };
    const auto move_orphan = [&](std::uint32_t person) {
      const std::uint16_t household = layout_.household_of(person);
      if (household != kGone && with_grown[household] == 0) {
        layout_.move(person, host_of(household));
      }
    };
    layout_.each_moved(move_orphan);
    for (const std::uint16_t household : doubtful) {
      for (std::uint32_t i = layout_.begin(household); i < layout_.end(household); ++i) {
        move_orphan(i);
      }
    }
  }

  const PopulationParams& params_;
  const Calendar& calendar_;
  Month month_;
  random::Key key_;
  District& district_;
  random::Path path_;
  std::array<std::vector<std::uint32_t>, 4> words_;
  std::array<std::vector<std::uint32_t>, kSexes> couples_;  ///< of the household that divides
  std::vector<std::uint32_t> children_;                     ///< as well
  HouseholdLayout layout_;
  HouseholdYear year_;
};

}  // namespace

HouseholdYear household_year(const PopulationParams& params,
                             const Calendar& calendar,
                             Month month,
                             std::uint64_t seed,
                             District& district,
                             random::Path path) {
  return district.laid_out == 0 ? HouseholdYear{}
                                : Year(params, calendar, month, seed, district, path).run();
}

void repeat_year(const HouseholdYear& year, District& district) {
  for (const std::uint16_t person : year.united) {
    district.attributes[person] |= kPartneredBit;
  }
  lay_out(year.layout, district);
}

}  // namespace corridor::population
