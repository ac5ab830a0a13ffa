#include "corridor/population/district.hpp"

#include <algorithm>
#include <bit>

#include "corridor/base/check.hpp"
#include "corridor/population/scan.hpp"

namespace corridor::population {

std::uint32_t District::household_begin(std::uint32_t person) const {
  std::uint32_t word = person / 64;
  std::uint64_t bits = heads[word] << (63 - person % 64);
  if (bits != 0) {
    return person - static_cast<std::uint32_t>(std::countl_zero(bits));
  }
  while (heads[--word] == 0) {
  }
  return word * 64 + 63 - static_cast<std::uint32_t>(std::countl_zero(heads[word]));
}

std::uint32_t District::household_end(std::uint32_t person) const {
  std::uint32_t word = (person + 1) / 64;
  if (person + 1 >= laid_out) {
    return laid_out;
  }
  const std::uint64_t bits = heads[word] >> ((person + 1) % 64);
  if (bits != 0) {
    return person + 1 + static_cast<std::uint32_t>(std::countr_zero(bits));
  }
  while (++word < heads.size()) {
    if (heads[word] != 0) {
      return word * 64 + static_cast<std::uint32_t>(std::countr_zero(heads[word]));
    }
  }
  return laid_out;
}

void District::reserve(std::uint32_t persons) {
  const std::size_t padded = (persons + kTile - 1) / kTile * kTile;
  if (padded > classes.size()) {
    // Room for the newborns of a year, seldom more than one in thirty: a vector left to itself
    // would double, and every byte counts eighty million times.
    if (padded > classes.capacity()) {
      const std::size_t room = (padded + padded / 30 + kTile - 1) / kTile * kTile;
      classes.reserve(room);
      attributes.reserve(room);
      heads.reserve(room / 64);
    }
    classes.resize(padded, kNobody);
    attributes.resize(padded, 0);
    heads.resize(padded / 64, 0);
  }
}

std::uint16_t District::append_newborn(std::uint16_t mother, ClassByte c, Attributes a) {
  invariant(used < UINT16_MAX, "a district holds at most 65 534 persons");
  reserve(used + 1);
  const auto person = static_cast<std::uint16_t>(used++);
  classes[person] = c;
  attributes[person] = a;
  newborns.push_back({mother, person});
  return person;
}

void District::mark_household(std::uint32_t person, bool has_member_abroad) {
  if (person >= laid_out) {
    return;
  }
  const std::uint32_t end = household_end(person);
  for (std::uint32_t i = household_begin(person); i < end; ++i) {
    if (is_alive(classes[i])) {
      classes[i] = static_cast<ClassByte>(has_member_abroad ? classes[i] | kHasMigrantBit
                                                            : classes[i] & ~kHasMigrantBit);
    }
  }
}

void District::unmark_household(std::uint32_t person) {
  if (!household_has_member_abroad(person)) {
    mark_household(person, false);
    --households_with_migrant;
  }
}

void District::mark_away(std::uint32_t person) {
  if (has_migrant(classes[person]) == 0) {
    mark_household(person, true);
    ++households_with_migrant;
  }
}

Spell District::new_spell(std::uint32_t person, std::int16_t arrived) const {
  Spell spell;
  spell.person = static_cast<std::uint16_t>(person);
  spell.arrived = arrived;
  spell.skill = skill_of(attributes[person]) & (kSkills - 1);
  spell.male = sex_of(classes[person]) & 1;
  return spell;
}

void District::send_abroad(std::uint32_t person) {
  mark_away(person);
  classes[person] &= static_cast<ClassByte>(~kExperiencedBit);
  attributes[person] |= kAwayBit;
}

void District::bring_home(std::uint32_t person, std::int16_t now, bool ready_to_leave_again) {
  returnees.push_back({static_cast<std::uint16_t>(person), now});
  if (ready_to_leave_again) {
    classes[person] |= kExperiencedBit;
  }
  attributes[person] &= static_cast<Attributes>(~kAwayBit);
  unmark_household(person);
}

void District::remove_dead(std::uint32_t person) {
  classes[person] = kNobody;
  if (is_away(attributes[person])) {
    for (Spell& spell : spells) {
      if (spell.person == person) {
        spell.dead = 1;
      }
    }
    unmark_household(person);
  }
}

bool District::household_has_member_abroad(std::uint32_t person) const {
  if (person >= laid_out) {
    return false;
  }
  const std::uint32_t end = household_end(person);
  for (std::uint32_t i = household_begin(person); i < end; ++i) {
    if (is_alive(classes[i]) && is_away(attributes[i])) {
      return true;
    }
  }
  return false;
}

std::int64_t District::bytes() const {
  const std::size_t total =
      classes.capacity() * sizeof(ClassByte) + attributes.capacity() * sizeof(Attributes) +
      heads.capacity() * sizeof(std::uint64_t) + spells.capacity() * sizeof(Spell) +
      newborns.capacity() * sizeof(Newborn) + bans.capacity() * sizeof(Ban) +
      returnees.capacity() * sizeof(Returnee) + sizeof(District);
  return static_cast<std::int64_t>(total);
}

}  // namespace corridor::population
