// Fails when the generator differs from the one its authors package. Theirs needs the instructions
// of a processor for AES; without them the known answers of test_draw.cpp must do.
#include <gtest/gtest.h>

#include "corridor/random/draw.hpp"

#ifdef __AES__
#include <Random123/ars.h>
#endif

namespace corridor::random {

#ifdef __AES__

TEST(Draw, IsThatOfThePackagedGenerator) {
  if (!__builtin_cpu_supports("aes")) {
    GTEST_SKIP() << "this processor has no instructions for AES";
  }
  Sequence chance({3, Stream::synthesis_persons, Month(2010, 1), 0});
  for (int i = 0; i < 2000; ++i) {
    const Key key{std::uint64_t{chance.next()} << 32 | chance.next(),
                  Stream{chance.next()},
                  Month::from_index(static_cast<std::int32_t>(chance.next())),
                  chance.next()};
    const std::uint32_t index = chance.next();
    const ars4x32_key_t packaged_key = {{static_cast<std::uint32_t>(key.seed),
                                         static_cast<std::uint32_t>(key.seed >> 32),
                                         static_cast<std::uint32_t>(key.stream),
                                         static_cast<std::uint32_t>(key.month.index())}};
    const ars4x32_ctr_t counter = {{index, key.district, 0, 0}};
    const ars4x32_ctr_t expected = ars4x32_R(7, counter, packaged_key);
    const Words drawn = draw(key, index);
    for (std::size_t w = 0; w < drawn.size(); ++w) {
      ASSERT_EQ(drawn[w], expected.v[w]) << "draw " << i << ", word " << w;
    }
  }
}

#endif

}  // namespace corridor::random
