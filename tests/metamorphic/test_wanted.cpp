// Fails when a run that is asked for some measures gives other values for them than a whole run,
// leaves one out, hands out what nobody wanted, or takes a name that is none: inference reads such
// runs.
#include <gtest/gtest.h>

#include <algorithm>

#include "corridor/base/error.hpp"
#include "packs/recorded_run.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::sim {
namespace {

using tests::record;
using tests::RecordedRun;
using tests::request;

constexpr Month kFrom(2014, 1);
constexpr Month kTo(2015, 12);

RecordedRun run_wanting(std::vector<std::string> wanted) {
  RunRequest asked = request(kFrom, kTo);
  asked.wanted = std::move(wanted);
  return record(tests::load_tiny(), asked);
}

/// What of a whole run belongs to the measures.
std::vector<Value> part_of(const std::vector<Value>& values,
                           const std::vector<std::string>& wanted) {
  std::vector<Value> part;
  std::copy_if(values.begin(), values.end(), std::back_inserter(part), [&](const Value& value) {
    const std::string_view name = measures()[static_cast<std::size_t>(value.measure)].name;
    return std::find(wanted.begin(), wanted.end(), name) != wanted.end();
  });
  return part;
}

void expect_part_of_whole(const std::vector<std::string>& wanted) {
  const RecordedRun whole = run_wanting({});
  const RecordedRun part = run_wanting(wanted);
  ASSERT_EQ(part.months.size(), whole.months.size());
  std::size_t values = 0;
  for (std::size_t month = 0; month < whole.months.size(); ++month) {
    const std::vector<Value> expected = part_of(whole.months[month].second, wanted);
    const std::vector<Value>& given = part.months[month].second;
    values += given.size();
    EXPECT_TRUE(std::equal(expected.begin(),
                           expected.end(),
                           given.begin(),
                           given.end(),
                           [](const Value& a, const Value& b) {
                             return a.measure == b.measure && a.cell == b.cell &&
                                    a.value == b.value;
                           }))
        << whole.months[month].first.text();
  }
  EXPECT_GT(values, 0U);
}

TEST(WantedMeasures, HaveTheValuesOfAWholeRunWithoutAskingHouseholds) {
  expect_part_of_whole({"migrants_present", "receipts_recorded_usd", "irregular_present"});
}

TEST(WantedMeasures, HaveTheValuesOfAWholeRunWhenHouseholdsAreAsked) {
  expect_part_of_whole({"migrants_present", "gini_pct"});
}

TEST(WantedMeasures, HaveTheValuesOfAWholeRunInTheEconomiesAtHome) {
  expect_part_of_whole({"product_usd", "population"});
}

TEST(WantedMeasures, MustExist) {
  try {
    run_wanting({"migrants_presents"});
    FAIL() << "a measure that does not exist was taken";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("Did you mean \"migrants_present\"?"),
              std::string::npos);
  }
}

}  // namespace
}  // namespace corridor::sim
