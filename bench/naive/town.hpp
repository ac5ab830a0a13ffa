#pragma once

#include <cstdint>
#include <vector>

#include "corridor/population/district.hpp"
#include "corridor/sim/world.hpp"

/// The month as a plain loop over an array of structs: what the speed and the counts of the engine
/// are held against. It reads the same tables and the same addressed draws, one at a time.
namespace corridor::bench {

/// A person with a field for everything the model knows of them; nobody is stored elsewhere.
struct Person {
  std::int32_t birth = 0;      ///< month of birth on the calendar of the population
  std::int16_t arrived = 0;    ///< month of the run in which the spell abroad began
  std::int16_t ban_until = 0;  ///< first month of the run without the entry ban
  std::uint16_t mother = 0;    ///< of a newborn: index in the town
  std::uint8_t sex = 0;
  std::uint8_t education = 0;
  std::uint8_t skill = 0;
  std::uint8_t destination = 0;
  std::uint8_t status = 0;
  std::uint8_t sector = 0;
  bool alive = false;
  bool away = false;
  bool experienced = false;  ///< at home after a spell abroad, ready for the next
  bool barred = false;
  bool partnered = false;
  bool head = false;              ///< first of a household
  bool household_abroad = false;  ///< somebody of the household is away
};

/// The persons of one district, household by household, newborns of the year at the end.
struct Town {
  std::uint16_t region = 0;
  std::uint32_t number = 0;
  std::uint32_t laid_out = 0;
  std::int64_t households = 0;
  std::int64_t households_with_migrant = 0;
  std::vector<Person> persons;
};

Town town_of(const population::District& district, const population::Calendar& calendar);
population::District district_of(const Town& town);

/// One month of a town without the yearly change of households: bans, events at home, spells
/// abroad, household by household.
void town_month(const sim::World& world,
                const sim::MonthTables& tables,
                Town& town,
                sim::RegionTally& tally);

}  // namespace corridor::bench
