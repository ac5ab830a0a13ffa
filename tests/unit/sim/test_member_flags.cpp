// Fails when somebody is taken for what they are not at the limits of working age, when the dead or
// those away are counted at home, or when the vector code differs from the plain one, in whole
// registers and behind them.
#include <gtest/gtest.h>

#include <vector>

#include "corridor/sim/member_flags.hpp"

namespace corridor::sim {

namespace {

using population::Attributes;
using population::ClassByte;

constexpr WorkingAges kAdults{600, 564};

struct Person {
  int birth;
  bool away;
  bool dead;
};
ClassByte class_of(const Person& person) {
  return person.dead ? population::kNobody
                     : static_cast<ClassByte>(person.birth / population::kCohortMonths |
                                              population::kMaleBit);
}
Attributes attributes_of(const Person& person) {
  return static_cast<Attributes>(person.birth % population::kCohortMonths |
                                 (person.away ? population::kAwayBit : 0) | population::kBarredBit);
}

std::vector<std::uint8_t> flags_of(random::Path path,
                                   const std::vector<ClassByte>& classes,
                                   const std::vector<Attributes>& attributes) {
  std::vector<std::uint8_t> flags(classes.size(), 0xEE);
  flag_members(path, classes.data(), attributes.data(), classes.size(), kAdults, flags.data());
  return flags;
}

}  // namespace

TEST(MemberFlags, TellWhoIsWhatAtTheLimitsOfWorkingAge) {
  const std::vector<Person> persons = {{599, false, false},
                                       {600, false, false},
                                       {1163, false, false},
                                       {1164, false, false},
                                       {599, true, false},
                                       {600, true, false},
                                       {1164, true, false},
                                       {600, false, true},
                                       {600, true, true}};
  const std::vector<std::uint8_t> one_by_one = {
      bit(kHome),
      bit(kHome) | bit(kAdult),
      bit(kHome) | bit(kAdult),
      bit(kHome) | bit(kChild),
      bit(kAway),
      bit(kAway) | bit(kAdult),
      bit(kAway),
      0,
      0,
  };
  std::vector<ClassByte> classes;
  std::vector<Attributes> attributes;
  std::vector<std::uint8_t> expected;
  // Long enough for every person to stand in whole registers.
  for (int round = 0; round < 32; ++round) {
    for (std::size_t i = 0; i < persons.size(); ++i) {
      classes.push_back(class_of(persons[i]));
      attributes.push_back(attributes_of(persons[i]));
      expected.push_back(one_by_one[i]);
    }
  }
  for (const random::Path path : {random::Path::reference, random::Path::vector}) {
    EXPECT_EQ(flags_of(path, classes, attributes), expected);
  }
}

TEST(MemberFlags, AreTheSameOnBothPaths) {
  random::Sequence chance({12, random::Stream::month_abroad, Month(2024, 1), 1});
  for (const std::size_t count : {0, 1, 31, 32, 33, 1000}) {
    std::vector<ClassByte> classes;
    std::vector<Attributes> attributes;
    for (std::size_t i = 0; i < count; ++i) {
      classes.push_back(static_cast<ClassByte>(chance.next() >> 24));
      attributes.push_back(static_cast<Attributes>(
          (chance.next() >> 16 & ~std::uint32_t{population::kCohortMonthBits}) | chance.below(60)));
    }
    EXPECT_EQ(flags_of(random::Path::vector, classes, attributes),
              flags_of(random::Path::reference, classes, attributes))
        << count;
  }
}

}  // namespace corridor::sim
