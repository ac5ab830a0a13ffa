#pragma once

#include <cstdint>
#include <vector>

#include "corridor/population/classes.hpp"

namespace corridor::population {

/// A spell abroad: the person stays a member of the household at home.
struct Spell {
  std::uint16_t person = 0;  ///< local index
  std::int16_t arrived = 0;  ///< month of arrival, counted from the start of the run
  std::uint8_t destination = 0;
  std::uint8_t status = 0;     ///< at the main destination
  std::uint8_t sector = 0;     ///< at the main destination
  std::uint8_t skill : 4 = 0;  ///< copies of what the person is, so that nobody looks it up
  std::uint8_t male : 1 = 0;
  std::uint8_t dead : 1 = 0;  ///< since this month: the spell is about to leave the list
};
static_assert(sizeof(Spell) == 8, "spells are read by whole registers");

/// A newborn lies behind the laid-out households until the yearly layout puts it into its mother's
/// household.
struct Newborn {
  std::uint16_t mother = 0;
  std::uint16_t person = 0;
};

/// An entry ban on a person at home.
struct Ban {
  std::uint16_t person = 0;
  std::int16_t until = 0;  ///< first month without the ban, counted from the start of the run
};

/// A homecoming from abroad, kept while the person may look for work.
struct Returnee {
  std::uint16_t person = 0;
  std::int16_t returned = 0;  ///< month, counted from the start of the run
};

/// The atom of the population: 16 to 37 thousand persons of one region in whole households, each
/// household contiguous. Columns have the same length, a multiple of kTile, padded with kNobody.
struct District {
  std::uint16_t region = 0;
  std::uint32_t number = 0;    ///< depends on pack, start month and sample only
  std::uint32_t laid_out = 0;  ///< persons in households; newborns of the year follow
  std::uint32_t used = 0;      ///< laid_out plus newborns of the year
  std::uint32_t households = 0;
  std::uint32_t households_with_migrant = 0;
  std::vector<ClassByte> classes;
  std::vector<Attributes> attributes;
  std::vector<std::uint64_t> heads;  ///< one bit per person: first of a household
  std::vector<Spell> spells;
  std::vector<Newborn> newborns;
  std::vector<Ban> bans;
  std::vector<Returnee> returnees;  ///< ascending by month; one person may stand in it twice

  bool is_head(std::uint32_t person) const {
    return ((heads[person / 64] >> (person % 64)) & 1) != 0;
  }
  void set_head(std::uint32_t person) { heads[person / 64] |= std::uint64_t{1} << (person % 64); }
  /// First person of the household of `person` and one past its last; newborns of the year are not
  /// included.
  std::uint32_t household_begin(std::uint32_t person) const;
  std::uint32_t household_end(std::uint32_t person) const;

  /// Makes room for at least `persons`, keeping what is there; new entries are kNobody.
  void reserve(std::uint32_t persons);
  /// Appends a newborn. Throws InvariantError when the 16-bit index is full.
  std::uint16_t append_newborn(std::uint16_t mother, ClassByte c, Attributes a);
  /// A spell of the person that begins in a month of the run, wherever it leads.
  Spell new_spell(std::uint32_t person, std::int16_t arrived) const;
  /// The person leaves home; every member of the household is marked as living with a member
  /// abroad.
  void send_abroad(std::uint32_t person);
  /// Marks the household of a person who is abroad, unless it is marked.
  void mark_away(std::uint32_t person);
  /// The person comes home in a month of the run, ready to leave again or not; the mark of the
  /// household goes with the last who was away.
  void bring_home(std::uint32_t person, std::int16_t now, bool ready_to_leave_again);
  /// The person dies, at home or abroad, where the spell is marked.
  void remove_dead(std::uint32_t person);
  /// True when a living member of the person's household is abroad.
  bool household_has_member_abroad(std::uint32_t person) const;
  /// Bytes held by the columns and lists.
  std::int64_t bytes() const;

 private:
  void mark_household(std::uint32_t person, bool has_member_abroad);
  void unmark_household(std::uint32_t person);
};

}  // namespace corridor::population
