#include "corridor/sim/abroad_scan.hpp"

#ifndef CORRIDOR_NO_SIMD
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "corridor/sim/abroad_scan.cpp"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

#include "corridor/random/lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace corridor::sim::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET > HWY_AVX3

/// Where registers cannot hold the tables of a district, nothing is gained: list_eventful() takes
/// one spell after the other.
std::size_t whole_registers(const SpellsOfMonth&, const Thresholds&, Counts&, Listed&) { return 0; }

#else

namespace lanes = corridor::random::HWY_NAMESPACE;

using Lanes = hn::CappedTag<std::uint32_t, 16>;
using Words = hn::Vec<Lanes>;

/// A table of words in registers: one permutation looks up sixteen indices among 32 entries.
template <std::size_t kEntries>
class Table {
 public:
  explicit Table(const std::uint32_t* entries) {
    for (std::size_t r = 0; r < registers_.size(); ++r) {
      registers_[r] = hn::LoadU(Lanes(), entries + 16 * r);
    }
  }

  HWY_INLINE Words of(Words at) const {
    Words found{_mm512_permutex2var_epi32(registers_[0].raw, at.raw, registers_[1].raw)};
    for (std::size_t r = 2; r < registers_.size(); r += 2) {
      const Words here{_mm512_permutex2var_epi32(registers_[r].raw, at.raw, registers_[r + 1].raw)};
      const auto before = hn::Lt(at, hn::Set(Lanes(), static_cast<std::uint32_t>(16 * r)));
      found = hn::IfThenElse(before, found, here);
    }
    return found;
  }

 private:
  std::array<Words, (kEntries + 31) / 32 * 2> registers_;
};

/// The band of each stay, which is the number of bands that have begun before.
HWY_INLINE Words look_up_bands(Words arrived, int now) {
  const hn::RebindToSigned<Lanes> d;
  const auto months = hn::Sub(hn::Set(d, now), hn::BitCast(d, arrived));
  auto band = hn::Zero(d);
  for (const int first : kBandBegins) {
    band = hn::Sub(band, hn::VecFromMask(d, hn::Gt(months, hn::Set(d, first - 1))));
  }
  return hn::BitCast(Lanes(), band);
}

/// Bits of Spell::skill, Spell::male and Spell::dead in the second word of a spell.
constexpr int kSkillShift = 24;
constexpr std::uint32_t kSkill = 0x0F;
constexpr int kMaleShift = 28;
constexpr std::uint32_t kDead = 1U << 29;

/// Sixteen spells, field by field.
struct Spells {
  Words person;
  Words arrived;
  Words place;
  Words job;
  Words skill;
  Words male;  ///< one or zero
  hn::Mask<Lanes> at_main;
  hn::Mask<Lanes> dead;
};

HWY_INLINE Spells load_spells(const std::uint32_t* words) {
  const Lanes d;
  const hn::RebindToSigned<Lanes> di;
  Words first;
  Words second;
  hn::LoadInterleaved2(d, words, first, second);
  const Words byte = hn::Set(d, 0xFFU);
  const Words destination = hn::And(second, byte);
  const Words status = hn::And(hn::ShiftRight<8>(second), byte);
  const Words sector = hn::And(hn::ShiftRight<16>(second), byte);
  Spells spells;
  spells.person = hn::And(first, hn::Set(d, 0xFFFFU));
  spells.arrived = hn::BitCast(d, hn::ShiftRight<16>(hn::BitCast(di, first)));
  spells.at_main = hn::Eq(destination, hn::Zero(d));
  spells.place = hn::IfThenElse(
      spells.at_main, status, hn::Add(destination, hn::Set(d, law::kMaxStatuses - 1U)));
  spells.job = hn::Add(hn::Mul(sector, hn::Set(d, std::uint32_t{kPlaces})), spells.place);
  spells.skill = hn::And(hn::ShiftRight<kSkillShift>(second), hn::Set(d, kSkill));
  spells.male = hn::And(hn::ShiftRight<kMaleShift>(second), hn::Set(d, 1U));
  spells.dead = hn::TestBit(second, hn::Set(d, kDead));
  return spells;
}

/// Counts those of the mask in the cells of their jobs and skills.
HWY_INLINE void count_spells(const Spells& spells,
                             hn::Mask<Lanes> counted,
                             hn::Mask<Lanes> works,
                             Counts& counts) {
  const Lanes d;
  // Written whole before they are read.
  alignas(64) std::array<std::uint32_t, 16> cells;  // NOLINT(*-member-init)
  alignas(64) std::array<std::uint64_t, 16> once;   // NOLINT(*-member-init)
  hn::Store(hn::Add(hn::ShiftLeft<4>(spells.job), spells.skill), d, cells.data());
  // The two halves of Counts::cells: men above, those at work and those present below.
  const Words men = hn::ShiftLeft<2 * Counts::kBits - 32>(spells.male);
  const Words others = hn::Add(
      hn::Set(d, 1U), hn::IfThenElseZero(works, hn::Set(d, std::uint32_t{Counts::kAtWork})));
  hn::StoreInterleaved2(hn::IfThenElseZero(counted, others),
                        hn::IfThenElseZero(counted, men),
                        d,
                        reinterpret_cast<std::uint32_t*>(once.data()));
  for (std::size_t lane = 0; lane < hn::Lanes(d); ++lane) {
    counts.cells[cells[lane]] += once[lane];
  }
}

/// Does what list_eventful() says for as many spells as fill whole registers; returns how many.
std::size_t whole_registers(const SpellsOfMonth& month,
                            const Thresholds& thresholds,
                            Counts& counts,
                            Listed& listed) {
  const Lanes d;
  const std::size_t step = hn::Lanes(d);
  const std::size_t whole = month.count / step * step;
  const lanes::Draws draws(month.key);
  const auto* words_of_spells = reinterpret_cast<const std::uint32_t*>(month.spells);
  const Table<kPlaces> law_table(thresholds.law.data());
  const Table<kPlaces> inspection_table(thresholds.inspection.data());
  const Table<kHomes> home_table(thresholds.home.data());
  const Table<kJobs> work_table(thresholds.at_work.data());
  const Words job_search = hn::Set(d, thresholds.job_search);
  for (std::size_t i = 0; i < whole; i += step) {
    const Spells spells = load_spells(words_of_spells + 2 * i);
    Words law_word;
    Words home_word;
    Words work_word;
    Words search_word;
    draws.of(spells.person, law_word, home_word, work_word, search_word);
    const Words bands = look_up_bands(spells.arrived, month.now);
    const Words stay = hn::Add(hn::Mul(bands, hn::Set(d, std::uint32_t{kPlaces})), spells.place);
    const auto new_there = hn::And(
        spells.at_main, hn::Eq(spells.arrived, hn::Set(d, static_cast<std::uint32_t>(month.now))));
    const auto works = hn::AndNot(new_there, hn::Lt(work_word, work_table.of(spells.job)));
    const auto changed = hn::AndNot(new_there, hn::Lt(law_word, law_table.of(spells.place)));
    const auto goes_home = hn::AndNot(new_there, hn::Lt(home_word, home_table.of(stay)));
    const auto finds_work = hn::AndNot(hn::Or(works, new_there),
                                       hn::And(spells.at_main, hn::Lt(search_word, job_search)));
    const auto happens = hn::Or(hn::Or(spells.dead, changed), goes_home);
    const auto hired = hn::AndNot(happens, finds_work);
    const Words here = hn::Add(hn::Iota(d, 0), hn::Set(d, static_cast<std::uint32_t>(i)));
    const auto list = [d](Words of, auto which, std::uint32_t* to) {
      hn::StoreU(hn::Compress(of, which), d, to);
    };
    list(here, happens, listed.eventful + listed.eventful_count);
    list(law_word, happens, listed.words[0] + listed.eventful_count);
    list(home_word, happens, listed.words[1] + listed.eventful_count);
    list(work_word, happens, listed.words[2] + listed.eventful_count);
    list(search_word, happens, listed.words[3] + listed.eventful_count);
    listed.eventful_count += hn::CountTrue(d, happens);
    list(here, hired, listed.hired + listed.hired_count);
    list(search_word, hired, listed.hired_words + listed.hired_count);
    listed.hired_count += hn::CountTrue(d, hired);
    counts.inspected += static_cast<std::uint32_t>(
        hn::CountTrue(d,
                      hn::AndNot(hn::Or(happens, new_there),
                                 hn::Lt(law_word, inspection_table.of(spells.place)))));
    count_spells(spells, hn::Not(hn::Or(happens, finds_work)), works, counts);
  }
  return whole;
}

#endif

/// What those at work in a job earn and send, [register].
template <class Persons>
Earned earned_by(const Persons& at_work, const std::int64_t* wage, const std::int64_t* amounts) {
  const hn::CappedTag<std::int64_t, 8> d;
  auto wages = hn::Zero(d);
  auto sent = hn::Zero(d);
  auto fees = hn::Zero(d);
  for (const auto& persons : at_work) {
    auto one_sends = hn::Zero(d);
    auto one_pays = hn::Zero(d);
    hn::LoadInterleaved2(d, amounts, one_sends, one_pays);
    wages = hn::Add(wages, hn::Mul(persons, hn::LoadU(d, wage)));
    sent = hn::Add(sent, hn::Mul(persons, one_sends));
    fees = hn::Add(fees, hn::Mul(persons, one_pays));
    wage += hn::Lanes(d);
    amounts += 2 * hn::Lanes(d);
  }
  const auto sum = [d](auto lanes) { return hn::GetLane(hn::SumOfLanes(d, lanes)); };
  return {0, sum(wages), sum(sent), sum(fees)};
}

void take_whole_jobs(std::uint64_t* cells, std::size_t jobs, const Pay& pay, JobCount* taken) {
  const hn::CappedTag<std::uint64_t, 8> d;
  const hn::RebindToSigned<decltype(d)> di;
  constexpr std::size_t kRegisters = labour::kSkills / hn::MaxLanes(d);
  static_assert(sizeof(remittances::Amount) == 2 * sizeof(std::int64_t));
  for (std::size_t job = 0; job < jobs; ++job) {
    std::array<hn::Vec<decltype(di)>, kRegisters> at_work;
    auto sum = hn::Zero(d);
    for (auto& persons : at_work) {
      const auto here = hn::LoadU(d, cells);
      hn::StoreU(hn::Zero(d), d, cells);
      persons =
          hn::BitCast(di, hn::And(hn::ShiftRight<Counts::kBits>(here), hn::Set(d, kCountMask)));
      sum = hn::Add(sum, here);
      cells += hn::Lanes(d);
    }
    taken[job] = count_of(hn::GetLane(hn::SumOfLanes(d, sum)));
    if (taken[job].earned.at_work > 0) {
      taken[job].earned.add(
          earned_by(at_work,
                    pay.wage + job * labour::kSkills,
                    reinterpret_cast<const std::int64_t*>(pay.amount + job * labour::kSkills)));
    }
  }
}

}  // namespace corridor::sim::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif

#if defined(CORRIDOR_NO_SIMD) || HWY_ONCE
namespace corridor::sim {

#ifndef CORRIDOR_NO_SIMD
HWY_EXPORT(whole_registers);
HWY_EXPORT(take_whole_jobs);
#endif

namespace {

/// Calls visit(i, words) for the spells in [begin, end) with the draw of each person.
template <class Visit>
void for_each_drawn(random::Path path,
                    const random::Key& key,
                    const Spell* spells,
                    std::size_t begin,
                    std::size_t end,
                    const Visit& visit) {
  constexpr std::size_t kTogether = 64;
  std::array<std::uint16_t, kTogether> persons{};
  std::array<std::array<std::uint32_t, kTogether>, 4> words{};
  for (; begin < end; begin += kTogether) {
    const std::size_t count = std::min(kTogether, end - begin);
    for (std::size_t i = 0; i < count; ++i) {
      persons[i] = spells[begin + i].person;
    }
    random::draw_batch(path,
                       key,
                       persons.data(),
                       count,
                       {words[0].data(), words[1].data(), words[2].data(), words[3].data()});
    for (std::size_t i = 0; i < count; ++i) {
      visit(begin + i, random::Words{words[0][i], words[1][i], words[2][i], words[3][i]});
    }
  }
}

/// Does what list_eventful() says for the spells from `begin` on, one by one.
void list_one_by_one(random::Path path,
                     const SpellsOfMonth& month,
                     std::size_t begin,
                     const Thresholds& thresholds,
                     Counts& counts,
                     Listed& listed) {
  const auto look = [&](std::size_t i, const random::Words& words) {
    const Spell spell = month.spells[i];
    const std::size_t place = place_of(spell);
    const bool open = spell.destination != 0 || spell.arrived != month.now;
    const bool works = open & (words[2] < thresholds.at_work[job_of(spell)]);
    // Without branches: what happens to whom is chance, and a processor that guesses at chance is
    // often wrong.
    const auto one_if = [](bool condition) { return condition ? std::size_t{1} : std::size_t{0}; };
    const std::size_t happens =
        std::size_t{spell.dead} |
        (one_if(open) & (one_if(words[0] < thresholds.law[place]) |
                         one_if(words[1] < thresholds.home[stay_of(spell, month.now)])));
    const std::size_t hired = (happens ^ 1) & one_if(open) & one_if(!works) &
                              one_if(spell.destination == 0) &
                              one_if(words[3] < thresholds.job_search);
    listed.note_eventful(i, words, happens);
    listed.hired[listed.hired_count] = static_cast<std::uint32_t>(i);
    listed.hired_words[listed.hired_count] = words[3];
    listed.hired_count += hired;
    counts.cells[cell_of(spell)] += present_once(spell, works) * (1 - (happens | hired));
    counts.inspected += static_cast<std::uint32_t>((happens ^ 1) & one_if(open) &
                                                   one_if(words[0] < thresholds.inspection[place]));
  };
  for_each_drawn(path, month.key, month.spells, begin, month.count, look);
}

}  // namespace

void list_eventful(random::Path path,
                   const SpellsOfMonth& month,
                   const Thresholds& thresholds,
                   Counts& counts,
                   Listed& listed) {
  std::size_t done = 0;
#ifndef CORRIDOR_NO_SIMD
  if (path == random::Path::vector) {
    done = HWY_DYNAMIC_DISPATCH(whole_registers)(month, thresholds, counts, listed);
  }
#endif
  list_one_by_one(path, month, done, thresholds, counts, listed);
}

void take_jobs(random::Path path,
               Counts& counts,
               std::size_t first,
               std::size_t jobs,
               const Pay& pay,
               JobCount* taken) {
  std::uint64_t* cells = &counts.cells[first * labour::kSkills];
#ifndef CORRIDOR_NO_SIMD
  if (path == random::Path::vector) {
    HWY_DYNAMIC_DISPATCH(take_whole_jobs)(cells, jobs, pay, taken);
    return;
  }
#endif
  static_cast<void>(path);
  for (std::size_t job = 0; job < jobs; ++job) {
    std::uint64_t sum = 0;
    Earned earned;
    for (std::size_t skill = 0; skill < labour::kSkills; ++skill) {
      std::uint64_t& cell = cells[job * labour::kSkills + skill];
      if (const auto persons = static_cast<std::int64_t>(cell >> Counts::kBits & kCountMask);
          persons > 0) {
        const remittances::Amount& amount = pay.amount[job * labour::kSkills + skill];
        earned.add({0,
                    persons * pay.wage[job * labour::kSkills + skill],
                    persons * amount.sent,
                    persons * amount.fee});
      }
      sum += cell;
      cell = 0;
    }
    taken[job] = count_of(sum);
    taken[job].earned.add(earned);
  }
}

}  // namespace corridor::sim
#endif
