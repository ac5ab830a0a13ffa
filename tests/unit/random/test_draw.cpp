// Fails when the generator is not ARS4x32-7, when an address changes its draw, when the vector code
// gives other bits than the plain code, or when a threshold misses its probability.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <vector>

#include "corridor/random/ars.hpp"
#include "corridor/random/draw.hpp"

namespace corridor::random {
namespace {

/// What Random123 1.14 answers for ars4x32 with seven rounds: nothing, all bits, digits of pi.
TEST(Draw, MeetsTheKnownAnswers) {
  constexpr std::uint32_t kOnes = UINT32_MAX;
  EXPECT_EQ(encipher(round_keys({0, Stream{0}, Month::from_index(0), 0}), {0, 0, 0, 0}),
            (Words{0xDACF61FF, 0xC45798F3, 0x113C7EEB, 0x101E27F3}));
  EXPECT_EQ(encipher(round_keys({UINT64_MAX, Stream{kOnes}, Month::from_index(-1), 0}),
                     {kOnes, kOnes, kOnes, kOnes}),
            (Words{0xFBAAFF1F, 0xBB547EF9, 0x13D8CD78, 0x7AAA969B}));
  EXPECT_EQ(encipher(round_keys({0x299F31D0A4093822,
                                 Stream{0x082EFA98},
                                 Month::from_index(static_cast<std::int32_t>(0xEC4E6C89)),
                                 0}),
                     {0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344}),
            (Words{0xD1DF87AF, 0xF67D43BA, 0x4F66AFDB, 0x393DCB2D}));
}

std::vector<Key> some_keys() {
  std::vector<Key> keys;
  for (std::uint32_t i = 0; i < 24; ++i) {
    keys.push_back({0x9E3779B97F4A7C15ULL * i,
                    Stream{1 + i % 7},
                    Month(2010, 1) + static_cast<std::int32_t>(17 * i),
                    i * i * 40503U});
  }
  return keys;
}

TEST(Draw, IsAddressedBySeedStreamMonthDistrictAndIndex) {
  for (const Key& key : some_keys()) {
    for (const std::uint32_t index : {0U, 1U, 255U, 65535U, 4000000000U}) {
      const Words expected = encipher(round_keys(key), {index, key.district, 0, 0});
      EXPECT_EQ(draw(key, index), expected);
    }
  }
}

void expect_batch(Path path,
                  const Key& key,
                  const std::vector<std::uint16_t>& indices,
                  std::size_t count) {
  constexpr std::uint32_t kUntouched = 0xDEADBEEF;
  const std::size_t room = (count + 15) / 16 * 16;
  std::array<std::vector<std::uint32_t>, 4> words;
  for (std::vector<std::uint32_t>& word : words) {
    word.assign(room + 16, kUntouched);
  }
  draw_batch(path,
             key,
             indices.data(),
             count,
             {words[0].data(), words[1].data(), words[2].data(), words[3].data()});
  for (std::size_t i = 0; i < count; ++i) {
    const Words expected = draw(key, indices[i]);
    for (std::size_t w = 0; w < 4; ++w) {
      ASSERT_EQ(words[w][i], expected[w]) << "count " << count << ", draw " << i;
    }
  }
  for (std::size_t w = 0; w < 4; ++w) {
    for (std::size_t i = room; i < words[w].size(); ++i) {
      ASSERT_EQ(words[w][i], kUntouched) << "written past the promised end, count " << count;
    }
  }
}

TEST(DrawBatch, GivesTheSameBitsOnBothPathsAtEveryLength) {
  std::vector<std::uint16_t> indices(256);
  for (std::size_t i = 0; i < indices.size(); ++i) {
    indices[i] = static_cast<std::uint16_t>(i * 40503U);
  }
  for (const Key& key : some_keys()) {
    for (const std::size_t count : {0U, 1U, 3U, 4U, 7U, 8U, 15U, 16U, 17U, 33U, 100U, 240U}) {
      expect_batch(Path::vector, key, indices, count);
      expect_batch(Path::reference, key, indices, count);
    }
  }
}

TEST(Sequence, TakesTheWordsOfItsDrawsInOrder) {
  const Key key{7, Stream::household_year, Month(2012, 5), 3};
  Sequence sequence(key);
  for (std::uint32_t index = 0; index < 5; ++index) {
    for (const std::uint32_t word : draw(key, index)) {
      EXPECT_EQ(sequence.next(), word);
    }
  }
}

TEST(Sequence, StaysBelowItsBoundAndReachesEveryNumber) {
  Sequence sequence({1, Stream::synthesis_persons, Month(2010, 1), 0});
  std::array<int, 7> seen{};
  for (int i = 0; i < 700; ++i) {
    ++seen.at(sequence.below(7));
    const double uniform = sequence.uniform();
    EXPECT_GE(uniform, 0);
    EXPECT_LT(uniform, 1);
  }
  EXPECT_GT(*std::min_element(seen.begin(), seen.end()), 50);
  EXPECT_EQ(sequence.below(1), 0U);
}

TEST(Threshold, IsTheProbabilityInUnitsOfTwoToTheMinus32) {
  EXPECT_EQ(threshold(0), 0U);
  EXPECT_EQ(threshold(-0.5), 0U);
  EXPECT_EQ(threshold(std::nan("")), 0U);
  EXPECT_EQ(threshold(0.5), 0x80000000U);
  EXPECT_EQ(threshold(0.25), 0x40000000U);
  EXPECT_EQ(threshold(0x1p-32), 1U);
  EXPECT_EQ(threshold(1), UINT32_MAX);
  EXPECT_EQ(threshold(2), UINT32_MAX);
  for (const double p : {1e-6, 0.001, 0.3, 0.9999}) {
    EXPECT_NEAR(threshold(p) * 0x1p-32, p, 0x1p-33);
  }
}

}  // namespace
}  // namespace corridor::random
