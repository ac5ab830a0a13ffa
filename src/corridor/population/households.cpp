#include "corridor/population/households.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>

namespace corridor::population {

namespace {

constexpr int kAdult = 18;

struct Couple {
  std::uint8_t man = 0;
  std::uint8_t woman = 0;
};

/// Everybody of the district, sorted into those who need a place of a certain kind.
struct Pools {
  std::vector<Couple> couples;  ///< by age
  std::vector<Draft> singles;   ///< adults without a partner
  std::vector<Draft> children;
};

template <class T>
void shuffle(std::vector<T>& items, random::Sequence& random) {
  for (std::size_t i = items.size(); i > 1; --i) {
    std::swap(items[i - 1], items[random.below(static_cast<std::uint32_t>(i))]);
  }
}

/// Whole numbers with the given expectations whose running sums are rounded running sums.
std::vector<std::int64_t> round_running(std::span<const double> expected) {
  std::vector<std::int64_t> whole;
  double sum = 0;
  std::int64_t given = 0;
  for (const double value : expected) {
    sum += value;
    whole.push_back(std::llround(sum) - given);
    given += whole.back();
  }
  return whole;
}

/// Persons with a partner by age: women by eq. P3, men by the same curve shifted by the age gap and
/// scaled to as many.
std::vector<std::int64_t> partnered_by_age(const PopulationParams& params,
                                           std::span<const std::int64_t> persons,
                                           double shift,
                                           double scale) {
  std::vector<double> expected;
  for (std::size_t age = 0; age < persons.size(); ++age) {
    const double share = scale * partnered_share(params, static_cast<double>(age) - shift);
    expected.push_back(std::min(share, 0.98) * static_cast<double>(persons[age]));
  }
  std::vector<std::int64_t> whole = round_running(expected);
  for (std::size_t age = 0; age < whole.size(); ++age) {
    whole[age] = std::min(whole[age], persons[age]);
  }
  return whole;
}

std::vector<std::uint8_t> ages_of(const std::vector<std::int64_t>& by_age) {
  std::vector<std::uint8_t> ages;
  for (std::size_t age = 0; age < by_age.size(); ++age) {
    ages.insert(ages.end(), static_cast<std::size_t>(by_age[age]), static_cast<std::uint8_t>(age));
  }
  return ages;
}

Pools make_pools(const PopulationParams& params, std::span<const std::int64_t> persons) {
  const auto women = persons.subspan(0, kAges);
  const auto men = persons.subspan(kAges, kAges);
  std::vector<std::int64_t> wives = partnered_by_age(params, women, 0, 1);
  const auto total = [](const std::vector<std::int64_t>& v) {
    return std::accumulate(v.begin(), v.end(), 0.0);
  };
  const double unscaled = total(partnered_by_age(params, men, params.partner_age_gap, 1));
  const double scale = unscaled > 0 ? total(wives) / unscaled : 1;
  std::vector<std::int64_t> husbands = partnered_by_age(params, men, params.partner_age_gap, scale);
  const std::vector<std::uint8_t> wife_ages = ages_of(wives);
  const std::vector<std::uint8_t> husband_ages = ages_of(husbands);
  Pools pools;
  const std::size_t couples = std::min(wife_ages.size(), husband_ages.size());
  std::vector<std::int64_t> left(persons.begin(), persons.end());
  for (std::size_t i = 0; i < couples; ++i) {
    pools.couples.push_back({husband_ages[i], wife_ages[i]});
    --left[wife_ages[i]];
    --left[kAges + husband_ages[i]];
  }
  for (std::size_t cell = 0; cell < left.size(); ++cell) {
    const Draft person{static_cast<std::uint8_t>(cell / kAges),
                       static_cast<std::uint8_t>(cell % kAges),
                       false,
                       false};
    std::vector<Draft>& pool = person.age < kAdult ? pools.children : pools.singles;
    pool.insert(pool.end(), static_cast<std::size_t>(left[cell]), person);
  }
  return pools;
}

/// The households being filled.
class Houses {
 public:
  Houses(std::span<const double> size_share, std::int64_t persons, random::Sequence& random)
      : random_(random) {
    double mean = 0;
    for (std::size_t i = 0; i < size_share.size(); ++i) {
      mean += static_cast<double>(i + 1) * size_share[i];
    }
    const double count = std::max(1.0, std::round(static_cast<double>(persons) / mean));
    std::vector<double> expected;
    for (const double share : size_share) {
      expected.push_back(share * count);
    }
    const std::vector<std::int64_t> by_size = round_running(expected);
    for (std::size_t i = 0; i < by_size.size(); ++i) {
      size_.insert(
          size_.end(), static_cast<std::size_t>(by_size[i]), static_cast<std::uint8_t>(i + 1));
    }
    if (size_.empty()) {
      size_.push_back(1);
    }
    shuffle(size_, random_);
    fit_total(persons, size_share.size());
    begin_.resize(size_.size() + 1, 0);
    for (std::size_t house = 0; house < size_.size(); ++house) {
      begin_[house + 1] = begin_[house] + size_[house];
    }
    filled_.resize(size_.size(), 0);
    slots_.resize(static_cast<std::size_t>(persons));
    open_.resize(size_.size());
    std::iota(open_.begin(), open_.end(), 0U);
  }

  std::size_t count() const { return size_.size(); }
  int room(std::size_t house) const { return size_[house] - filled_[house]; }
  bool empty(std::size_t house) const { return filled_[house] == 0; }
  int size(std::size_t house) const { return size_[house]; }

  void put(std::size_t house, Draft person) {
    person.head = filled_[house] == 0;
    slots_[begin_[house] + filled_[house]] = person;
    ++filled_[house];
  }
  void put(std::size_t house, const Couple& couple) {
    put(house, Draft{1, couple.man, true, false});
    put(house, Draft{0, couple.woman, true, false});
  }
  /// A random household with at least `room` places left, or -1 when `tries` draws found none.
  std::ptrdiff_t random_with_room(int wanted, int tries) {
    while (!open_.empty() && tries > 0) {
      const std::uint32_t pick = random_.below(static_cast<std::uint32_t>(open_.size()));
      const std::uint32_t house = open_[pick];
      if (room(house) == 0) {
        open_[pick] = open_.back();
        open_.pop_back();
        continue;
      }
      if (room(house) >= wanted) {
        return house;
      }
      --tries;
    }
    return -1;
  }
  std::vector<Draft> take() { return std::move(slots_); }

 private:
  /// Rounding leaves a few persons too many or too few: random households grow or shrink by one.
  void fit_total(std::int64_t persons, std::size_t largest) {
    std::int64_t sum = std::accumulate(size_.begin(), size_.end(), std::int64_t{0});
    while (sum < persons) {
      std::uint8_t& size = size_[random_.below(static_cast<std::uint32_t>(size_.size()))];
      if (size < largest || persons > static_cast<std::int64_t>(largest * size_.size())) {
        ++size;
        ++sum;
      }
    }
    while (sum > persons) {
      std::uint8_t& size = size_[random_.below(static_cast<std::uint32_t>(size_.size()))];
      if (size > 1) {
        --size;
        --sum;
      }
    }
  }

  random::Sequence& random_;
  std::vector<std::uint8_t> size_;
  std::vector<std::uint8_t> filled_;
  std::vector<std::uint32_t> begin_;
  std::vector<Draft> slots_;
  std::vector<std::uint32_t> open_;
};

/// Households by the age of the woman who heads them, alone or in a couple.
class ByWomanAge {
 public:
  void add(std::size_t house, int age) { buckets_[static_cast<std::size_t>(age)].push_back(house); }
  /// A household with room whose woman is of the wanted age, or as near as possible within `reach`
  /// years; -1 when none.
  std::ptrdiff_t find(
      Houses& houses, int wanted, int lowest, int highest, int room, random::Sequence& random) {
    for (int away = 0; away <= highest - lowest; ++away) {
      for (const int age : {wanted + away, wanted - away}) {
        if (age < std::max(lowest, 0) || age > std::min(highest, kOldestAge)) {
          continue;
        }
        const std::ptrdiff_t house =
            pick(houses, buckets_[static_cast<std::size_t>(age)], room, random);
        if (house >= 0) {
          return house;
        }
      }
    }
    return -1;
  }

 private:
  static std::ptrdiff_t pick(Houses& houses,
                             std::vector<std::size_t>& bucket,
                             int room,
                             random::Sequence& random) {
    for (int tries = 0; tries < 4 && !bucket.empty();) {
      const std::uint32_t at = random.below(static_cast<std::uint32_t>(bucket.size()));
      const std::size_t house = bucket[at];
      if (houses.room(house) == 0) {
        bucket[at] = bucket.back();
        bucket.pop_back();
        continue;
      }
      if (houses.room(house) >= room) {
        return static_cast<std::ptrdiff_t>(house);
      }
      ++tries;
    }
    return -1;
  }

  std::array<std::vector<std::size_t>, kAges> buckets_;
};

/// Approximately normal: sum of four uniforms, exact mean and variance.
double bell(random::Sequence& random) {
  const double sum = random.uniform() + random.uniform() + random.uniform() + random.uniform();
  return (sum - 2) * std::sqrt(3.0);
}

/// Couples in the order in which they should head households: those of 25 to 59 first, then the
/// younger, then the older.
void order_for_heading(std::vector<Couple>& couples, random::Sequence& random) {
  shuffle(couples, random);
  const auto rank = [](const Couple& c) {
    return c.woman >= 25 && c.woman < 60 ? 0 : c.woman < 25 ? 1 : 2;
  };
  std::stable_sort(couples.begin(), couples.end(), [&](const Couple& a, const Couple& b) {
    return rank(a) < rank(b);
  });
}

/// Gives each household its head; returns the couples and leaves the singles that found none.
std::vector<Couple> place_heads(Pools& pools,
                                Houses& houses,
                                ByWomanAge& women,
                                random::Sequence& random) {
  order_for_heading(pools.couples, random);
  shuffle(pools.singles, random);
  // The oldest of those without a partner live alone more often: they stand last and are taken
  // first.
  std::stable_sort(pools.singles.begin(), pools.singles.end(), [](const Draft& a, const Draft& b) {
    return a.age / 15 < b.age / 15;
  });
  std::size_t next = 0;
  for (std::size_t house = 0; house < houses.count(); ++house) {
    if (houses.size(house) >= 2 && next < pools.couples.size()) {
      women.add(house, pools.couples[next].woman);
      houses.put(house, pools.couples[next++]);
    } else if (!pools.singles.empty()) {
      const Draft person = pools.singles.back();
      pools.singles.pop_back();
      if (person.sex == 0) {
        women.add(house, person.age);
      }
      houses.put(house, person);
    }
  }
  return {pools.couples.begin() + static_cast<std::ptrdiff_t>(next), pools.couples.end()};
}

/// Further couples join a household of another generation, else any with room, else live as single
/// persons.
void place_further_couples(const std::vector<Couple>& couples,
                           Pools& pools,
                           Houses& houses,
                           ByWomanAge& women,
                           random::Sequence& random) {
  constexpr int kGeneration = 26;
  for (const Couple& couple : couples) {
    const int wanted = couple.woman >= 45 ? couple.woman - kGeneration : couple.woman + kGeneration;
    std::ptrdiff_t house = women.find(houses, wanted, wanted - 10, wanted + 10, 2, random);
    if (house < 0) {
      house = houses.random_with_room(2, 16);
    }
    if (house >= 0) {
      houses.put(static_cast<std::size_t>(house), couple);
    } else {
      pools.singles.push_back({1, couple.man, false, false});
      pools.singles.push_back({0, couple.woman, false, false});
    }
  }
}

std::vector<Draft> place_children(const PopulationParams& params,
                                  Pools& pools,
                                  Houses& houses,
                                  ByWomanAge& women,
                                  random::Sequence& random) {
  shuffle(pools.children, random);
  std::vector<Draft> left;
  for (const Draft& child : pools.children) {
    const double mother = params.childbearing_age_mean + params.childbearing_age_sd * bell(random);
    const int wanted = child.age + std::clamp(static_cast<int>(std::lround(mother)), 15, 50);
    const std::ptrdiff_t house =
        women.find(houses, wanted, child.age + 15, child.age + 50, 1, random);
    if (house >= 0) {
      houses.put(static_cast<std::size_t>(house), child);
    } else {
      left.push_back(child);
    }
  }
  return left;
}

void place_anywhere(const std::vector<Draft>& persons, Houses& houses) {
  for (const Draft& person : persons) {
    houses.put(static_cast<std::size_t>(houses.random_with_room(1, 1)), person);
  }
}

std::int64_t count_without_adult(const std::vector<Draft>& persons) {
  std::int64_t count = 0;
  for (std::size_t i = 0; i < persons.size();) {
    bool adult = false;
    do {
      adult = adult || persons[i].age >= kAdult;
      ++i;
    } while (i < persons.size() && !persons[i].head);
    count += adult ? 0 : 1;
  }
  return count;
}

}  // namespace

double partnered_share(const PopulationParams& params, double age) {
  if (age <= params.partnered_age_start) {
    return 0;
  }
  const double rising =
      1 - std::exp(-(age - params.partnered_age_start) / params.partnered_age_scale);
  const double widowed = params.widowhood_per_year * std::max(0.0, age - 50);
  return std::max(0.0, params.partnered_share_max * rising - widowed);
}

std::vector<Draft> compose_households(const PopulationParams& params,
                                      std::span<const std::int64_t> persons,
                                      std::span<const double> size_share,
                                      random::Sequence& random,
                                      CompositionErrors& errors) {
  const std::int64_t total = std::accumulate(persons.begin(), persons.end(), std::int64_t{0});
  if (total == 0) {
    return {};
  }
  Pools pools = make_pools(params, persons);
  Houses houses(size_share, total, random);
  ByWomanAge women;
  const std::vector<Couple> further = place_heads(pools, houses, women, random);
  place_further_couples(further, pools, houses, women, random);
  const std::vector<Draft> left = place_children(params, pools, houses, women, random);
  place_anywhere(pools.singles, houses);
  place_anywhere(left, houses);
  errors.households += static_cast<std::int64_t>(houses.count());
  errors.children += static_cast<std::int64_t>(pools.children.size());
  errors.children_misplaced += static_cast<std::int64_t>(left.size());
  std::vector<Draft> everybody = houses.take();
  errors.without_adult += count_without_adult(everybody);
  return everybody;
}

}  // namespace corridor::population
