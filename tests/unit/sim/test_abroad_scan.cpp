// Fails when the first look at those abroad lists somebody to whom nothing happens, leaves out
// somebody to whom something does, takes one for the other who finds work, counts somebody listed,
// or counts otherwise sixteen at a time than one by one. What it should list is said here once
// more, in words of their own.
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "corridor/mobility/params.hpp"
#include "corridor/random/draw.hpp"
#include "corridor/sim/abroad_scan.hpp"

namespace corridor::sim {

namespace {

constexpr int kNow = 40;
constexpr std::size_t kSectors = 6;
constexpr std::size_t kStatuses = 10;
constexpr std::uint32_t kPersons = 30000;

constexpr random::Key kDraws{11, random::Stream::month_abroad, Month(2024, 1), 5};

/// Spells by chance, with many of every kind.
struct People {
  std::vector<Spell> spells;

  SpellsOfMonth month() const { return {spells.data(), spells.size(), kDraws, kNow}; }
  random::Words words(std::size_t i) const { return random::draw(kDraws, spells[i].person); }
};

People people(std::size_t count, random::Sequence& chance) {
  People all;
  for (std::size_t i = 0; i < count; ++i) {
    Spell spell;
    spell.person = static_cast<std::uint16_t>(chance.below(kPersons));
    spell.arrived = static_cast<std::int16_t>(kNow - static_cast<int>(chance.below(90)));
    spell.destination =
        static_cast<std::uint8_t>(chance.below(2) * chance.below(mobility::kMaxDestinations));
    if (spell.destination == 0) {
      spell.status = static_cast<std::uint8_t>(chance.below(kStatuses));
      spell.sector = static_cast<std::uint8_t>(chance.below(kSectors));
    }
    spell.skill = chance.next() & (labour::kSkills - 1);
    spell.male = chance.next() & 1;
    spell.dead = chance.below(10) == 0 ? 1 : 0;
    all.spells.push_back(spell);
  }
  return all;
}

Thresholds some_thresholds(random::Sequence& chance) {
  Thresholds result;
  for (std::size_t status = 0; status < kStatuses; ++status) {
    result.law[status] = chance.next() / 8;
    result.inspection[status] = result.law[status] + chance.next() / 8;
    for (std::size_t sector = 0; sector < kSectors; ++sector) {
      result.at_work[sector * kPlaces + status] = chance.next();
    }
  }
  for (std::size_t cell = 0; cell < kHomes; ++cell) {
    result.home[cell] = chance.next() / 4;
  }
  result.job_search = chance.next() / 2;
  return result;
}

/// Nothing happens in the month of arrival at the main destination.
bool came_this_month(const Spell& spell) { return spell.destination == 0 && spell.arrived == kNow; }

bool something_happens(const People& all, std::size_t i, const Thresholds& thresholds) {
  const Spell& spell = all.spells[i];
  const random::Words words = all.words(i);
  const auto band = static_cast<std::size_t>(mobility::stay_band(kNow - spell.arrived));
  if (spell.dead != 0) {
    return true;
  }
  if (spell.destination != 0) {
    return words[1] < thresholds.home[band * kPlaces + law::kMaxStatuses - 1 + spell.destination];
  }
  return !came_this_month(spell) && (words[0] < thresholds.law[spell.status] ||
                                     words[1] < thresholds.home[band * kPlaces + spell.status]);
}

bool finds_work(const People& all, std::size_t i, const Thresholds& thresholds) {
  const Spell& spell = all.spells[i];
  const random::Words words = all.words(i);
  return spell.destination == 0 && !came_this_month(spell) &&
         words[2] >= thresholds.at_work[spell.sector * kPlaces + spell.status] &&
         words[3] < thresholds.job_search;
}

struct Looked {
  std::vector<std::uint32_t> eventful;
  std::array<std::vector<std::uint32_t>, 4> words;  ///< of the eventful
  std::vector<std::uint32_t> hired;
  std::vector<std::uint32_t> hired_words;
  Counts counts;
};

Looked look(random::Path path, const People& all, const Thresholds& thresholds) {
  Looked result;
  const std::size_t room = all.spells.size() + kRegister;
  Listed listed;
  const auto list = [room](std::vector<std::uint32_t>& entries) {
    entries.resize(room);
    return entries.data();
  };
  listed.eventful = list(result.eventful);
  for (std::size_t w = 0; w < listed.words.size(); ++w) {
    listed.words[w] = list(result.words[w]);
  }
  listed.hired = list(result.hired);
  listed.hired_words = list(result.hired_words);
  list_eventful(path, all.month(), thresholds, result.counts, listed);
  result.eventful.resize(listed.eventful_count);
  for (std::vector<std::uint32_t>& words : result.words) {
    words.resize(listed.eventful_count);
  }
  result.hired.resize(listed.hired_count);
  result.hired_words.resize(listed.hired_count);
  return result;
}

}  // namespace

TEST(AbroadScan, ListsThoseToWhomSomethingHappens) {
  random::Sequence chance({7, random::Stream::month_abroad, Month(2024, 1), 1});
  for (const std::size_t count : {0, 1, 15, 16, 17, 1000}) {
    const Thresholds thresholds = some_thresholds(chance);
    const People all = people(count, chance);
    std::vector<std::uint32_t> eventful;
    std::array<std::vector<std::uint32_t>, 4> words;
    std::vector<std::uint32_t> hired;
    std::vector<std::uint32_t> hired_words;
    for (std::uint32_t i = 0; i < count; ++i) {
      const random::Words drawn = all.words(i);
      if (something_happens(all, i, thresholds)) {
        eventful.push_back(i);
        for (std::size_t w = 0; w < words.size(); ++w) {
          words[w].push_back(drawn[w]);
        }
      } else if (finds_work(all, i, thresholds)) {
        hired.push_back(i);
        hired_words.push_back(drawn[3]);
      }
    }
    for (const random::Path path : {random::Path::reference, random::Path::vector}) {
      const Looked looked = look(path, all, thresholds);
      EXPECT_EQ(looked.eventful, eventful) << count;
      EXPECT_EQ(looked.words, words) << count;
      EXPECT_EQ(looked.hired, hired) << count;
      EXPECT_EQ(looked.hired_words, hired_words) << count;
    }
  }
}

TEST(AbroadScan, CountsTheSameOnBothPaths) {
  random::Sequence chance({8, random::Stream::month_abroad, Month(2024, 1), 1});
  const Thresholds thresholds = some_thresholds(chance);
  const People all = people(5003, chance);
  const Looked vector = look(random::Path::vector, all, thresholds);
  const Looked reference = look(random::Path::reference, all, thresholds);
  EXPECT_EQ(vector.counts.cells, reference.counts.cells);
  EXPECT_EQ(vector.counts.inspected, reference.counts.inspected);
  std::uint64_t present = 0;
  for (const std::uint64_t cell : reference.counts.cells) {
    present += static_cast<std::uint64_t>(count_of(cell).present);
  }
  EXPECT_EQ(present, all.spells.size() - reference.eventful.size() - reference.hired.size());
}

// Fails when somebody is lost or counted twice between cells and jobs, when a wage, a transfer or a
// fee is, when a job outside of those asked for is touched, or when the two paths differ.
TEST(AbroadScan, TakesJobsOneByOneOutOfTheCounts) {
  random::Sequence chance({9, random::Stream::month_abroad, Month(2024, 1), 1});
  constexpr std::size_t kFirst = 3;
  constexpr std::size_t kTaken = 20;
  Counts before;
  for (std::uint64_t& cell : before.cells) {
    const std::uint32_t all = chance.below(40);
    cell = all * Counts::kPresent + chance.below(all + 1) * Counts::kAtWork +
           chance.below(all + 1) * Counts::kMale;
  }
  std::fill_n(
      &before.cells[std::size_t{5} * labour::kSkills], labour::kSkills, 7 * Counts::kPresent);
  std::vector<std::int64_t> wage;
  std::vector<remittances::Amount> amount;
  for (std::size_t cell = 0; cell < kTaken * labour::kSkills; ++cell) {
    wage.push_back(chance.below(20'000'000));
    amount.push_back({chance.below(9'000'000), chance.below(100'000)});
  }
  for (const random::Path path : {random::Path::reference, random::Path::vector}) {
    Counts counts = before;
    std::vector<JobCount> taken(kTaken, count_of(UINT64_MAX));
    take_jobs(path, counts, kFirst, kTaken, {wage.data(), amount.data()}, taken.data());
    for (std::size_t cell = 0; cell < counts.cells.size(); ++cell) {
      const std::size_t job = cell / labour::kSkills;
      const bool asked = job >= kFirst && job < kFirst + kTaken;
      EXPECT_EQ(counts.cells[cell], asked ? 0 : before.cells[cell]) << cell;
      if (asked) {
        const auto was = static_cast<std::int64_t>(before.cells[cell]);
        const std::int64_t works = was >> 20 & 0xFFFFF;
        const std::size_t at = cell - kFirst * labour::kSkills;
        JobCount& count = taken[job - kFirst];
        count.present -= was & 0xFFFFF;
        count.men -= was >> 40;
        count.earned.add(
            {-works, -works * wage[at], -works * amount[at].sent, -works * amount[at].fee});
      }
    }
    for (const JobCount& left : taken) {
      EXPECT_EQ(left.present, 0);
      EXPECT_EQ(left.men, 0);
      EXPECT_EQ(left.earned.at_work, 0);
      EXPECT_EQ(left.earned.wages, 0);
      EXPECT_EQ(left.earned.sent, 0);
      EXPECT_EQ(left.earned.fees, 0);
    }
  }
}

}  // namespace corridor::sim
