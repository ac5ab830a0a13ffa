// Fails when the vector scan finds other candidates or bytes than the plain loops, or when a
// person's byte is not the one its address promises.
#include <gtest/gtest.h>

#include <vector>

#include "corridor/population/scan.hpp"

namespace corridor::population {
namespace {

struct Found {
  std::vector<std::uint16_t> candidates;
  std::vector<std::uint8_t> bytes;
  bool operator==(const Found&) const = default;
};

Found run(random::Path path,
          const random::Key& key,
          const std::vector<ClassByte>& classes,
          const ByteBounds& bounds) {
  Found found;
  constexpr std::size_t kMore = 2;
  found.candidates.resize(classes.size() + kMore);
  found.bytes.resize(classes.size() + kMore);
  const std::size_t count =
      scan(path, key, classes, bounds, found.candidates.data(), found.bytes.data());
  found.candidates.resize(count);
  found.bytes.resize(count);
  return found;
}

/// Byte of a person, by the address in the contract of scan().
std::uint8_t byte_of(const random::Key& key, std::size_t person) {
  const random::Words words = random::draw(key, static_cast<std::uint32_t>(person / 16));
  return static_cast<std::uint8_t>(words[person % 16 / 4] >> (8 * (person % 4)));
}

TEST(Scan, FindsWhatThePlainLoopsFind) {
  random::Sequence random({1, random::Stream::synthesis_persons, Month(2010, 1), 0});
  for (std::uint32_t trial = 0; trial < 60; ++trial) {
    std::vector<ClassByte> classes(kTile * (1 + random.below(trial < 50 ? 12 : 255)));
    for (ClassByte& c : classes) {
      c = static_cast<ClassByte>(random.next() >> 24);
    }
    ByteBounds bounds{};
    for (std::uint8_t& bound : bounds) {
      bound = static_cast<std::uint8_t>(random.next() >> (trial % 3 == 0 ? 30 : 24));
    }
    const random::Key key{random.next(), random::Stream::month_scan, Month(2010, 1), trial};
    const Found plain = run(random::Path::reference, key, classes, bounds);
    EXPECT_EQ(run(random::Path::vector, key, classes, bounds), plain);
    std::size_t next = 0;
    for (std::size_t person = 0; person < classes.size(); ++person) {
      const std::uint8_t byte = byte_of(key, person);
      if (byte < bounds[classes[person]]) {
        ASSERT_LT(next, plain.candidates.size());
        ASSERT_EQ(plain.candidates[next], person);
        ASSERT_EQ(plain.bytes[next], byte);
        ++next;
      }
    }
    EXPECT_EQ(next, plain.candidates.size());
  }
}

TEST(Scan, FindsNobodyWhereNothingCanHappen) {
  const std::vector<ClassByte> classes(kTile * 3, kNobody);
  ByteBounds bounds;
  bounds.fill(255);
  bounds[kNobody] = 0;
  const random::Key key{1, random::Stream::month_scan, Month(2010, 1), 0};
  for (const random::Path path : {random::Path::vector, random::Path::reference}) {
    EXPECT_TRUE(run(path, key, classes, bounds).candidates.empty());
    EXPECT_TRUE(run(path, key, {}, bounds).candidates.empty());
  }
}

}  // namespace
}  // namespace corridor::population
