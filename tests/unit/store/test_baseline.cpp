// Fails when a run with changes, of another question or not complete is taken for a baseline, when
// a fitting one is not found, or when a baseline read from a store differs by a bit from the one
// that was computed.
#include <gtest/gtest.h>

#include <functional>

#include "corridor/store/baseline.hpp"
#include "corridor/store/writer.hpp"
#include "packs/altered_pack.hpp"
#include "packs/recorded_run.hpp"
#include "packs/temporary_folder.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::store {
namespace {

constexpr Month kFrom(2010, 1);
constexpr Month kTo(2011, 12);

RunDescription description(const evidence::Pack& pack) {
  RunDescription result;
  result.scenario = "pack-as-it-is";
  result.pack = pack.name;
  result.pack_digest = pack.digest;
  result.from = kFrom;
  result.to = kTo;
  result.version = "1.0.0 (0123456789ab)";
  return result;
}

class StoredBaseline : public ::testing::Test {
 protected:
  /// Stores a run under way to its last month with this summary; gives its id.
  std::string keep(const RunDescription& told,
                   const std::string& summary = R"({"changes": 0})",
                   RunStatus status = RunStatus::complete) {
    Writer writer(store_, told, vocabulary(pack_), sim::measures());
    const sim::RunRequest wanted = tests::request(told.from, told.to, told.seed);
    sim::run(
        pack_,
        wanted,
        [&](Month month, std::span<const sim::Value> values) { writer.write_month(month, values); },
        {});
    writer.finish(status, summary);
    return writer.id();
  }

  std::string found(const RunDescription& wanted) const {
    const std::optional<RunInfo> run = find_baseline(store_, wanted);
    return run ? run->id : "none";
  }

  tests::TemporaryFolder folder_;
  evidence::Pack pack_ = tests::load_tiny();
  Store store_{folder_.path() / "results.sqlite", Access::create};
};

TEST_F(StoredBaseline, IsTheNewestCompleteRunWithoutChanges) {
  const RunDescription told = description(pack_);
  EXPECT_EQ(found(told), "none");
  keep(told);
  const std::string second = keep(told);
  keep(told, R"({"changes": 3})");
  keep(told, "{}");
  keep(told, R"({"changes": 0})", RunStatus::stopped);
  EXPECT_EQ(found(told), second);
}

TEST_F(StoredBaseline, MayBeLongerOnOtherThreadsAndOfAnotherName) {
  RunDescription told = description(pack_);
  told.to = kTo + 6;
  told.scenario = "baseline";
  told.threads = 7;
  told.engine = "reference";
  const std::string longer = keep(told);
  EXPECT_EQ(found(description(pack_)), longer);
  RunDescription wanted = told;
  wanted.to = told.to + 1;
  EXPECT_EQ(found(wanted), "none");
}

TEST_F(StoredBaseline, IsOfTheSamePackMonthsSampleSeedAndProgram) {
  keep(description(pack_));
  const std::vector<std::function<void(RunDescription&)>> differences = {
      [](RunDescription& d) { d.pack_digest = "another"; },
      [](RunDescription& d) { d.from = kFrom + 1; },
      [](RunDescription& d) { d.sample = 2; },
      [](RunDescription& d) { d.seed = 2; },
      [](RunDescription& d) { d.version = "1.0.1 (0123456789ab)"; },
  };
  for (std::size_t i = 0; i < differences.size(); ++i) {
    RunDescription wanted = description(pack_);
    differences[i](wanted);
    EXPECT_EQ(found(wanted), "none") << i;
  }
}

TEST_F(StoredBaseline, IsNotOfAProgramWithLocalChanges) {
  for (const char* version : {"1.0.0 (0123456789ab+changes)", "1.0.0 (unknown)"}) {
    RunDescription told = description(pack_);
    told.version = version;
    keep(told);
    EXPECT_EQ(found(told), "none") << version;
  }
}

TEST_F(StoredBaseline, HoldsTheBitsThatWereComputed) {
  RunDescription told = description(pack_);
  told.to = kTo + 6;
  keep(told);
  const auto stored = read_baseline(store_, *find_baseline(store_, description(pack_)), kTo);
  const auto computed = sim::compute_baseline(pack_, tests::request(kFrom, kTo), {});
  EXPECT_EQ(stored->identity(), computed->identity());
  EXPECT_EQ(stored->months(), computed->months());
  ASSERT_EQ(stored->places(), computed->places());
  double total = 0;
  for (const std::string_view measure : sim::Baseline::kept()) {
    for (std::size_t place = 0; place < computed->places(); ++place) {
      for (Month month = kFrom; month <= kTo; ++month) {
        total += computed->at(measure, place, month);
        ASSERT_EQ(stored->at(measure, place, month), computed->at(measure, place, month))
            << measure << " " << place << " " << month.text();
      }
    }
  }
  EXPECT_GT(total, 0);
}

}  // namespace
}  // namespace corridor::store
