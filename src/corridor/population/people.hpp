#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "corridor/base/month.hpp"
#include "corridor/evidence/pack.hpp"
#include "corridor/parallel/threads.hpp"
#include "corridor/population/district.hpp"
#include "corridor/population/household_year.hpp"
#include "corridor/population/params.hpp"
#include "corridor/population/rates.hpp"
#include "corridor/population/vital.hpp"
#include "corridor/random/draw.hpp"

namespace corridor::population {

/// What a population is made from, besides the pack.
struct PeopleRequest {
  Month from;
  Month to;                 ///< inclusive
  std::int64_t sample = 1;  ///< a simulated person stands for this many
  std::uint64_t seed = 1;
};

/// The lives of a population as far as they do not depend on who is abroad: births, deaths, unions
/// and households (docs/decisions/0006-shared-draws.md). Lived once, they serve every run of the
/// same persons: results are the same bits as if each run had lived them by itself with their seed.
class People {
 public:
  /// Lives all months. The outcome depends on pack and request alone.
  People(const evidence::Pack& pack,
         const PeopleRequest& request,
         random::Path path,
         parallel::Threads& threads);

  const PeopleRequest& request() const { return request_; }
  const Calendar& calendar() const { return calendar_; }
  /// Whether runs of the pack, which may differ from that of the people in its parameters and
  /// drivers, have the same births, deaths and households.
  bool serve(const evidence::Pack& pack) const;
  /// Everybody on the first day, at home.
  std::vector<District> first_day() const;
  /// Births and deaths of a district in a month, in the order of persons.
  std::span<const VitalEvent> events(std::uint32_t district, Month month) const;
  /// What happened to its households, in the month in which they are laid out.
  const HouseholdYear& household_year(std::uint32_t district, Month month) const;
  std::int64_t bytes() const;

 private:
  struct Life {
    District first_day;
    std::vector<VitalEvent> events;
    std::vector<std::uint32_t> months;  ///< where the events of each month begin, and the end
    std::vector<HouseholdYear> years;
  };
  class Living;

  PeopleRequest request_;
  PopulationParams params_;
  std::vector<std::vector<OriginRates>> rates_;  ///< [year][origin]
  Calendar calendar_;
  std::vector<Life> lives_;  ///< [district]
};

}  // namespace corridor::population
