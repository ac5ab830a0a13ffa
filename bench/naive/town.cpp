#include "town.hpp"

namespace corridor::bench {

namespace {

using population::Attributes;
using population::ClassByte;
using population::District;

Person person_of(ClassByte c, Attributes a, const population::Calendar& calendar) {
  Person person;
  person.birth = calendar.birth_index(c, a);
  person.sex = static_cast<std::uint8_t>(population::sex_of(c));
  person.education = static_cast<std::uint8_t>(population::education_of(a));
  person.skill = static_cast<std::uint8_t>(population::skill_of(a));
  person.alive = population::is_alive(c);
  person.away = person.alive && population::is_away(a);
  person.experienced = population::is_experienced(c);
  person.barred = (a & population::kBarredBit) != 0;
  person.partnered = (a & population::kPartneredBit) != 0;
  person.household_abroad = population::has_migrant(c) != 0;
  return person;
}

ClassByte class_of(const Person& person) {
  if (!person.alive) {
    return population::kNobody;
  }
  return static_cast<ClassByte>(person.birth / population::kCohortMonths |
                                (person.household_abroad ? population::kHasMigrantBit : 0) |
                                (person.sex == 1 ? population::kMaleBit : 0) |
                                (person.experienced ? population::kExperiencedBit : 0));
}

Attributes attributes_of(const Person& person) {
  return static_cast<Attributes>(
      person.birth % population::kCohortMonths | person.education << population::kEducationShift |
      person.skill << population::kSkillShift | (person.barred ? population::kBarredBit : 0) |
      (person.away ? population::kAwayBit : 0) |
      (person.partnered ? population::kPartneredBit : 0));
}

void list_person(District& district, const Person& person, std::uint16_t index) {
  if (person.away) {
    district.spells.push_back(
        {.person = index,
         .arrived = person.arrived,
         .destination = person.destination,
         .status = person.status,
         .sector = person.sector,
         .skill = static_cast<std::uint8_t>(person.skill & (population::kSkills - 1)),
         .male = static_cast<std::uint8_t>(person.sex & 1)});
  }
  if (person.barred) {
    district.bans.push_back({index, person.ban_until});
  }
  if (index >= district.laid_out) {
    district.newborns.push_back({person.mother, index});
  }
}

}  // namespace

Town town_of(const District& district, const population::Calendar& calendar) {
  Town town;
  town.region = district.region;
  town.number = district.number;
  town.laid_out = district.laid_out;
  town.households = district.households;
  town.households_with_migrant = district.households_with_migrant;
  town.persons.reserve(district.used + district.used / 20);  // room for the newborns of a year
  for (std::uint32_t i = 0; i < district.used; ++i) {
    town.persons.push_back(person_of(district.classes[i], district.attributes[i], calendar));
    town.persons.back().head = i < district.laid_out && district.is_head(i);
  }
  for (const population::Spell& spell : district.spells) {
    Person& person = town.persons[spell.person];
    person.arrived = spell.arrived;
    person.destination = spell.destination;
    person.status = spell.status;
    person.sector = spell.sector;
  }
  for (const population::Newborn& newborn : district.newborns) {
    town.persons[newborn.person].mother = newborn.mother;
  }
  for (const population::Ban& ban : district.bans) {
    town.persons[ban.person].ban_until = ban.until;
  }
  return town;
}

District district_of(const Town& town) {
  District district;
  district.region = town.region;
  district.number = town.number;
  district.laid_out = town.laid_out;
  district.used = static_cast<std::uint32_t>(town.persons.size());
  district.households = static_cast<std::uint32_t>(town.households);
  district.households_with_migrant = static_cast<std::uint32_t>(town.households_with_migrant);
  district.reserve(district.used);
  for (std::uint32_t i = 0; i < district.used; ++i) {
    const Person& person = town.persons[i];
    district.classes[i] = class_of(person);
    district.attributes[i] = attributes_of(person);
    if (person.head) {
      district.set_head(i);
    }
    list_person(district, person, static_cast<std::uint16_t>(i));
  }
  return district;
}

}  // namespace corridor::bench
