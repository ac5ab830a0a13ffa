#include "corridor/sim/abroad_scan.hpp"

#ifndef CORRIDOR_NO_SIMD
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "corridor/sim/abroad_scan.cpp"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace corridor::sim::HWY_NAMESPACE {

#if HWY_TARGET > HWY_AVX3

/// Where registers cannot hold the tables of a district, nothing is gained: list_eventful() takes
/// one spell after the other.
std::size_t whole_registers(
    const SettledSpells&, const Thresholds&, Counts&, std::uint32_t*, std::size_t&) {
  return 0;
}

#else

namespace hn = hwy::HWY_NAMESPACE;

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

/// Does what list_eventful() says for as many spells as fill whole registers; returns how many.
std::size_t whole_registers(const SettledSpells& settled,
                            const Thresholds& thresholds,
                            Counts& counts,
                            std::uint32_t* eventful,
                            std::size_t& found) {
  const Lanes d;
  const std::size_t lanes = hn::Lanes(d);
  const std::size_t whole = settled.count / lanes * lanes;
  const auto* words_of_spells = reinterpret_cast<const std::uint32_t*>(settled.spells);
  const Table<kPlaces> law_table(thresholds.law.data());
  const Table<kPlaces> inspection_table(thresholds.inspection.data());
  const Table<kHomes> home_table(thresholds.home.data());
  const Table<kJobs> work_table(thresholds.at_work.data());
  const Words job_search = hn::Set(d, thresholds.job_search);
  const Words byte = hn::Set(d, 0xFFU);
  const Words one = hn::Set(d, 1U);
  // Written whole before they are read.
  alignas(64) std::array<std::uint32_t, 16> cells;  // NOLINT(*-member-init)
  alignas(64) std::array<std::uint64_t, 16> once;   // NOLINT(*-member-init)
  for (std::size_t i = 0; i < whole; i += lanes) {
    Words first;
    Words second;
    hn::LoadInterleaved2(d, words_of_spells + 2 * i, first, second);
    const hn::RebindToSigned<Lanes> di;
    const Words arrived = hn::BitCast(d, hn::ShiftRight<16>(hn::BitCast(di, first)));
    const Words destination = hn::And(second, byte);
    const Words status = hn::And(hn::ShiftRight<8>(second), byte);
    const Words sector = hn::And(hn::ShiftRight<16>(second), byte);
    const Words skill = hn::ShiftRight<24>(second);
    const auto at_main = hn::Eq(destination, hn::Zero(d));
    const Words place = hn::IfThenElse(
        at_main, status, hn::Add(destination, hn::Set(d, std::uint32_t{law::kMaxStatuses - 1})));
    const Words job =
        hn::Add(hn::Mul(sector, hn::Set(d, static_cast<std::uint32_t>(kPlaces))), place);
    const hn::Rebind<std::uint8_t, Lanes> d8;
    const Words classes = hn::PromoteTo(d, hn::LoadU(d8, settled.classes + i));
    const Words stay = hn::Add(
        hn::Mul(look_up_bands(arrived, settled.now), hn::Set(d, std::uint32_t{kPlaces})), place);
    const Words law_word = hn::LoadU(d, settled.words[0] + i);
    const auto works = hn::Lt(hn::LoadU(d, settled.words[2] + i), work_table.of(job));
    const auto dead = hn::Eq(hn::And(classes, hn::Set(d, std::uint32_t{population::kCohortBits})),
                             hn::Set(d, std::uint32_t{population::kNobody}));
    const auto changed = hn::Lt(law_word, law_table.of(place));
    const auto goes_home = hn::Lt(hn::LoadU(d, settled.words[1] + i), home_table.of(stay));
    const auto finds_work =
        hn::AndNot(works, hn::And(at_main, hn::Lt(hn::LoadU(d, settled.words[3] + i), job_search)));
    const auto happens = hn::Or(hn::Or(dead, changed), hn::Or(goes_home, finds_work));
    const Words here = hn::Add(hn::Iota(d, 0), hn::Set(d, static_cast<std::uint32_t>(i)));
    hn::StoreU(hn::Compress(here, happens), d, eventful + found);
    found += hn::CountTrue(d, happens);
    counts.inspected += static_cast<std::uint32_t>(
        hn::CountTrue(d, hn::AndNot(changed, hn::Lt(law_word, inspection_table.of(place)))));
    hn::Store(hn::Add(hn::ShiftLeft<4>(job), skill), d, cells.data());
    // The two halves of Counts::cells: men above, those at work and those present below.
    const Words men =
        hn::ShiftLeft<2 * Counts::kBits - 32>(hn::And(hn::ShiftRight<6>(classes), one));
    const Words others =
        hn::Add(one, hn::IfThenElseZero(works, hn::Set(d, std::uint32_t{Counts::kAtWork})));
    hn::StoreInterleaved2(others, men, d, reinterpret_cast<std::uint32_t*>(once.data()));
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      counts.cells[cells[lane]] += once[lane];
    }
  }
  return whole;
}

#endif

}  // namespace corridor::sim::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif

#if defined(CORRIDOR_NO_SIMD) || HWY_ONCE
namespace corridor::sim {

#ifndef CORRIDOR_NO_SIMD
HWY_EXPORT(whole_registers);
#endif

std::size_t list_eventful(random::Path path,
                          const SettledSpells& settled,
                          const Thresholds& thresholds,
                          Counts& counts,
                          std::uint32_t* eventful) {
  std::size_t found = 0;
  std::size_t i = 0;
#ifndef CORRIDOR_NO_SIMD
  if (path == random::Path::vector) {
    i = HWY_DYNAMIC_DISPATCH(whole_registers)(settled, thresholds, counts, eventful, found);
  }
#endif
  static_cast<void>(path);
  for (; i < settled.count; ++i) {
    const Spell spell = settled.spells[i];
    const population::ClassByte c = settled.classes[i];
    const std::size_t place = place_of(spell);
    const std::uint32_t law_word = settled.words[0][i];
    const bool works = settled.words[2][i] < thresholds.at_work[job_of(spell)];
    counts.cells[cell_of(spell)] += present_once(c, works);
    counts.inspected += only_inspected(thresholds, place, law_word) ? 1 : 0;
    // Without branches: what happens to whom is chance, and a processor that guesses at chance is
    // often wrong.
    const auto one_if = [](bool condition) { return condition ? std::size_t{1} : std::size_t{0}; };
    eventful[found] = static_cast<std::uint32_t>(i);
    found += one_if(!population::is_alive(c)) | one_if(law_word < thresholds.law[place]) |
             one_if(settled.words[1][i] < thresholds.home[stay_of(spell, settled.now)]) |
             (one_if(!works) & one_if(spell.destination == 0) &
              one_if(settled.words[3][i] < thresholds.job_search));
  }
  return found;
}

}  // namespace corridor::sim
#endif
