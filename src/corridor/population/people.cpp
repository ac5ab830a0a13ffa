#include "corridor/population/people.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include "corridor/base/check.hpp"
#include "corridor/population/synthesis.hpp"

namespace corridor::population {

namespace {

/// What the scan of one origin in one month is held against; nobody is away.
struct VitalBounds {
  std::array<std::uint32_t, kClasses> ceiling{};
  ByteBounds bounds{};
};

VitalBounds vital_bounds(const OriginRates& rates, const Calendar& calendar, Month month) {
  const std::array<std::uint32_t, kSexAgeCells> chances = vital_chances(rates);
  const auto ages = cohort_ages(calendar, month);
  VitalBounds result;
  for (int sex = 0; sex < kSexes; ++sex) {
    for (std::size_t cohort = 0; cohort < ages.size(); ++cohort) {
      std::uint32_t& largest = result.ceiling[cohort | (sex == 1 ? kMaleBit : 0U)];
      for (int age = ages[cohort].first; age <= ages[cohort].last; ++age) {
        largest = std::max(largest, chances[sex_age_cell(sex, age)]);
      }
    }
  }
  result.bounds = byte_bounds(result.ceiling);
  return result;
}

}  // namespace

/// The months of one district.
class People::Living {
 public:
  Living(const People& people, std::size_t origin, random::Path path)
      : people_(people), origin_(origin), path_(path) {}

  Life live(District district, std::span<const VitalBounds> bounds) {
    life_.first_day = district;
    for (Month month = people_.request_.from; month <= people_.request_.to; ++month) {
      life_.months.push_back(static_cast<std::uint32_t>(life_.events.size()));
      if (are_laid_out(district, month)) {
        life_.years.push_back(population::household_year(
            people_.params_, people_.calendar_, month, people_.request_.seed, district, path_));
      }
      const auto position = static_cast<std::size_t>(month - people_.request_.from);
      one_month(district, month, bounds[position]);
    }
    life_.months.push_back(static_cast<std::uint32_t>(life_.events.size()));
    life_.events.shrink_to_fit();
    return std::move(life_);
  }

 private:
  void one_month(District& district, Month month, const VitalBounds& bounds) {
    const std::uint64_t seed = people_.request_.seed;
    grow(district.classes.size());
    const std::size_t padded = (district.used + kTile - 1) / kTile * kTile;
    const std::size_t candidates = scan(path_,
                                        {seed, random::Stream::month_scan, month, district.number},
                                        std::span(district.classes).first(padded),
                                        bounds.bounds,
                                        indices_.data(),
                                        bytes_.data());
    random::draw_batch(path_,
                       {seed, random::Stream::month_settle, month, district.number},
                       indices_.data(),
                       candidates,
                       {words_[0].data(), words_[1].data(), words_[2].data(), words_[3].data()});
    for (std::size_t i = 0; i < candidates; ++i) {
      const random::Words words = {words_[0][i], words_[1][i], words_[2][i], words_[3][i]};
      const std::uint32_t word = month_word(bytes_[i], words[0]);
      if (word < bounds.ceiling[district.classes[indices_[i]]]) {
        settle(district, month, indices_[i], word, words);
      }
    }
  }

  void settle(District& district,
              Month month,
              std::uint16_t person,
              std::uint32_t word,
              const random::Words& words) {
    const auto year = static_cast<std::size_t>(month.year() - people_.request_.from.year());
    const OriginRates& rates = people_.rates_[year][origin_];
    const Calendar& calendar = people_.calendar_;
    const ClassByte c = district.classes[person];
    const int age = calendar.age(calendar.birth_index(c, district.attributes[person]), month);
    const VitalIntervals intervals = vital_intervals(rates, sex_of(c), age);
    if (word >= intervals.birth) {
      return;
    }
    VitalEvent event{person};
    if (word >= intervals.death) {
      std::tie(event.c, event.a) = newborn(rates, calendar.index(month), words);
    }
    happen(event, district);
    life_.events.push_back(event);
  }

  void grow(std::size_t persons) {
    if (indices_.size() < persons) {
      const std::size_t room = persons + 64;  // vector code may write a register past the end
      indices_.resize(room);
      bytes_.resize(room);
      for (std::vector<std::uint32_t>& word : words_) {
        word.resize(room);
      }
    }
  }

  const People& people_;
  std::size_t origin_;
  random::Path path_;
  Life life_;
  std::vector<std::uint16_t> indices_;
  std::vector<std::uint8_t> bytes_;
  std::array<std::vector<std::uint32_t>, 4> words_;
};

People::People(const evidence::Pack& pack,
               const PeopleRequest& request,
               random::Path path,
               parallel::Threads& threads)
    : request_(request),
      params_(read_params(pack)),
      rates_(rates_of_years(pack, request.from, request.to)) {
  Synthesis start =
      synthesise(pack, params_, {request.from, request.sample, request.seed}, threads);
  calendar_ = start.calendar;
  std::vector<std::vector<VitalBounds>> bounds(pack.origins.size());  // [origin][month]
  threads.for_each(bounds.size(), 1, [&](int, std::size_t origin) {
    for (Month month = request.from; month <= request.to; ++month) {
      const auto year = static_cast<std::size_t>(month.year() - request.from.year());
      bounds[origin].push_back(vital_bounds(rates_[year][origin], calendar_, month));
    }
  });
  lives_.resize(start.districts.size());
  threads.for_each(lives_.size(), 1, [&](int, std::size_t i) {
    const auto origin = static_cast<std::size_t>(pack.regions[start.districts[i].region].origin);
    lives_[i] = Living(*this, origin, path).live(std::move(start.districts[i]), bounds[origin]);
  });
}

bool People::serve(const evidence::Pack& pack) const {
  return read_params(pack) == params_ && rates_of_years(pack, request_.from, request_.to) == rates_;
}

std::vector<District> People::first_day() const {
  std::vector<District> districts;
  districts.reserve(lives_.size());
  for (const Life& life : lives_) {
    districts.push_back(life.first_day);
  }
  return districts;
}

std::span<const VitalEvent> People::events(std::uint32_t district, Month month) const {
  const Life& life = lives_[district];
  const auto position = static_cast<std::size_t>(month - request_.from);
  return std::span(life.events)
      .subspan(life.months[position], life.months[position + 1] - life.months[position]);
}

const HouseholdYear& People::household_year(std::uint32_t district, Month month) const {
  const Life& life = lives_[district];
  invariant(are_laid_out(life.first_day, month), "households are laid out once a year");
  return life.years.at(static_cast<std::size_t>((month - request_.from) / kMonthsPerYear));
}

std::int64_t People::bytes() const {
  std::int64_t bytes = 0;
  for (const Life& life : lives_) {
    bytes += life.first_day.bytes();
    bytes += static_cast<std::int64_t>(life.events.capacity() * sizeof(VitalEvent) +
                                       life.months.capacity() * sizeof(std::uint32_t));
    for (const HouseholdYear& year : life.years) {
      bytes += static_cast<std::int64_t>(year.united.capacity() * sizeof(std::uint16_t) +
                                         year.layout.bytes());
    }
  }
  return bytes;
}

}  // namespace corridor::population
