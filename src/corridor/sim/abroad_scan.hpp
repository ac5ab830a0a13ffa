#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "corridor/labour/market.hpp"
#include "corridor/law/rules_in_force.hpp"
#include "corridor/mobility/params.hpp"
#include "corridor/population/district.hpp"
#include "corridor/random/draw.hpp"
#include "corridor/remittances/sending.hpp"

/// The first look at everybody abroad in a month: for most of them nothing happens that would have
/// to be decided one by one (docs/model/engine.md).
namespace corridor::sim {

using population::Spell;

/// Where somebody abroad is, in one number: a status at the main destination or another
/// destination.
constexpr std::size_t kPlaces = law::kMaxStatuses + mobility::kMaxDestinations - 1;
constexpr std::size_t place_of(const Spell& spell) {
  return spell.destination == 0 ? spell.status : law::kMaxStatuses - 1U + spell.destination;
}
constexpr std::size_t job_of(const Spell& spell) {
  return spell.sector * kPlaces + place_of(spell);
}
constexpr std::size_t kJobs = labour::kMaxSectors * kPlaces;

/// Place and band of stay in one number.
constexpr std::size_t kHomes = mobility::kStayBands * kPlaces;

/// Tables are read by whole registers.
constexpr std::size_t padded(std::size_t entries) { return (entries + 31) / 32 * 32; }

/// What a word must be below for something to happen to somebody abroad. All but the chance to come
/// home are zero at other destinations, and at the main one nothing happens in the month of
/// arrival.
struct Thresholds {
  std::array<std::uint32_t, padded(kPlaces)> law{};         ///< changes something
  std::array<std::uint32_t, padded(kPlaces)> inspection{};  ///< nothing more, when not below law
  std::array<std::uint32_t, padded(kHomes)> home{};         ///< [band * kPlaces + place]
  std::array<std::uint32_t, padded(kJobs)> at_work{};
  std::uint32_t job_search = 0;  ///< of those at the main destination and out of work
};

/// Counts of one district, small enough for the first-level cache; added to the region's at the
/// end, and zero again. A cell holds three counts in one word, and skill keeps neighbours in the
/// list apart: one addition a person, which seldom waits for that of the person before.
struct Counts {
  static constexpr int kBits = 20;  ///< more than persons of a district
  static constexpr std::uint64_t kPresent = 1;
  static constexpr std::uint64_t kAtWork = kPresent << kBits;
  static constexpr std::uint64_t kMale = kAtWork << kBits;
  std::array<std::uint64_t, kJobs * labour::kSkills> cells{};  ///< [job * kSkills + skill]
  std::uint32_t inspected = 0;                                 ///< and nothing followed
};

constexpr std::uint64_t kCountMask = Counts::kAtWork - 1;

/// Money of those at work in a month, in minor units of the destination's money, of simulated
/// persons.
struct Earned {
  std::int64_t at_work = 0;  ///< persons
  std::int64_t wages = 0;
  std::int64_t sent = 0;
  std::int64_t fees = 0;
  void add(const Earned& other) {
    at_work += other.at_work;
    wages += other.wages;
    sent += other.sent;
    fees += other.fees;
  }
};

/// Everybody in a job, whatever the skill.
struct JobCount {
  std::int64_t present = 0;
  std::int64_t men = 0;
  Earned earned;
};

/// A sum of cells, read; of money nothing yet.
constexpr JobCount count_of(std::uint64_t cells) {
  JobCount count;
  count.present = static_cast<std::int64_t>(cells & kCountMask);
  count.men = static_cast<std::int64_t>(cells >> 2 * Counts::kBits);
  count.earned.at_work = static_cast<std::int64_t>(cells >> Counts::kBits & kCountMask);
  return count;
}

/// What one of each skill earns and sends in some jobs, [job * kSkills + skill].
struct Pay {
  const std::int64_t* wage = nullptr;
  const remittances::Amount* amount = nullptr;
};

constexpr std::size_t cell_of(const Spell& spell) {
  return job_of(spell) * labour::kSkills + spell.skill;
}
constexpr std::uint64_t present_once(const Spell& spell, bool works) {
  return Counts::kPresent + (works ? Counts::kAtWork : 0) + spell.male * Counts::kMale;
}

/// First month of each band of stay but the first.
constexpr auto kBandBegins = [] {
  std::array<int, mobility::kStayBands - 1> begins{};
  for (int months = 1, band = 1; band < mobility::kStayBands; ++months) {
    if (mobility::stay_band(months) == band) {
      begins[static_cast<std::size_t>(band++ - 1)] = months;
    }
  }
  return begins;
}();

/// Band of each number of months abroad; everything longer is in the last.
constexpr auto kBands = [] {
  std::array<std::uint8_t, 64> bands{};
  for (std::size_t months = 0; months < bands.size(); ++months) {
    bands[months] = static_cast<std::uint8_t>(mobility::stay_band(static_cast<int>(months)));
  }
  return bands;
}();

/// Where in Thresholds::home the spell finds its chance (mobility M4).
constexpr std::size_t stay_of(const Spell& spell, int now) {
  const auto months = static_cast<std::size_t>(now - spell.arrived);
  return kBands[std::min(months, kBands.size() - 1)] * kPlaces + place_of(spell);
}

/// Spells of a district, and the draws of a month.
struct SpellsOfMonth {
  const Spell* spells = nullptr;
  std::size_t count = 0;
  random::Key key;  ///< of the draws of their persons
  int now = 0;
};

/// Spells in whose month something happens, in their order.
struct Listed {
  std::uint32_t* eventful = nullptr;
  std::array<std::uint32_t*, 4> words{};  ///< of the eventful
  std::uint32_t* hired = nullptr;         ///< who find a sector, and nothing else happens to them
  std::uint32_t* hired_words = nullptr;   ///< the last word of each
  std::size_t eventful_count = 0;
  std::size_t hired_count = 0;

  /// Notes a spell, which stays on the list where `counts` is one and not where it is zero.
  void note_eventful(std::size_t spell, const random::Words& drawn, std::size_t counts) {
    eventful[eventful_count] = static_cast<std::uint32_t>(spell);
    for (std::size_t w = 0; w < words.size(); ++w) {
      words[w][eventful_count] = drawn[w];
    }
    eventful_count += counts;
  }
};

/// Lists are written by whole registers.
constexpr std::size_t kRegister = 16;

/// Counts the spells to which the month brings nothing but work or none and an inspection without
/// consequence, and adds the others to the lists; of those hired the inspection alone is counted.
/// Each list has room for all spells and one register more.
void list_eventful(random::Path path,
                   const SpellsOfMonth& month,
                   const Thresholds& thresholds,
                   Counts& counts,
                   Listed& listed);

/// Counts each of `jobs` jobs from `first` on, of which nothing is left in `counts`. Where nobody
/// works the pay is not read.
void take_jobs(random::Path path,
               Counts& counts,
               std::size_t first,
               std::size_t jobs,
               const Pay& pay,
               JobCount* taken);

}  // namespace corridor::sim
