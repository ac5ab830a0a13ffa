// Fails when the example of docs/formats/forecasts.md is read otherwise than written, when a
// publisher answers with a value that was not out yet or has gone stale, or when a bad file gets
// another answer than place, value, reason and remedy.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "corridor/backtest/forecasts.hpp"
#include "corridor/base/error.hpp"
#include "packs/temporary_folder.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::backtest {
namespace {

namespace fs = std::filesystem;

const evidence::Pack& tiny() {
  static const evidence::Pack pack = tests::load_tiny();
  return pack;
}

fs::path example() {
  return fs::path(CORRIDOR_SOURCE_DIR) / "docs" / "formats" / "examples" / "forecasts.csv";
}

TEST(Forecasts, TheExampleIsRead) {
  const auto forecasts = read_forecasts(example(), tiny());
  ASSERT_EQ(forecasts.size(), 4U);
  EXPECT_EQ(forecasts[0].publisher, "Bank, research department");
  EXPECT_EQ(forecasts[0].country, "BBB");
  EXPECT_EQ(forecasts[1].published, Month(2012, 10));
  EXPECT_EQ(forecasts[1].year, 2012);
  EXPECT_EQ(forecasts[1].value, 1450000);
  EXPECT_EQ(forecasts[2].year, 2013);
  EXPECT_EQ(forecasts[2].value, 1.6e6);
  EXPECT_EQ(forecasts[3].published, Month(2013, 4));
}

TEST(Forecasts, APublisherSaysTheNewestThatIsOut) {
  const auto forecasters = published_forecasters(read_forecasts(example(), tiny()));
  ASSERT_EQ(forecasters.size(), 2U);
  EXPECT_EQ(forecasters[1].name, "The Institute");
  const auto said = [&](Month month, int year) -> double {
    const evidence::AsOf when{month};
    const auto answer = forecasters[1].forecast({tiny(), when, "AAA", year, 1});
    return answer ? answer->point : 0;
  };
  EXPECT_EQ(said(Month(2012, 9), 2013), 0);
  EXPECT_EQ(said(Month(2012, 10), 2013), 1600000);
  EXPECT_EQ(said(Month(2013, 3), 2013), 1600000);
  EXPECT_EQ(said(Month(2013, 5), 2013), 1580000);
  EXPECT_EQ(said(Month(2014, 4), 2013), 1580000);
  EXPECT_EQ(said(Month(2014, 5), 2013), 0);  // a year and a month old
  EXPECT_EQ(said(Month(2012, 10), 2014), 0);
}

/// What people read of a file with this text, with the file written as FILE.
std::string refusal(const std::string& text) {
  const tests::TemporaryFolder folder;
  const fs::path file = folder.path() / "forecasts.csv";
  std::ofstream(file, std::ios::binary) << text;
  std::string said;
  try {
    read_forecasts(file, tiny());
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::input);
    for (const Problem& problem : error.problems()) {
      said += problem.text() + "\n";
    }
  }
  const std::string name = file.generic_string();
  for (std::size_t at = said.find(name); at != std::string::npos; at = said.find(name)) {
    said.replace(at, name.size(), "FILE");
  }
  return said;
}

constexpr const char* kHeader = "published,publisher,country,period,quantity,value\n";

TEST(Forecasts, EveryProblemIsToldTogether) {
  const std::string rows = std::string(kHeader) +
                           "2013,Bank,AAA,2013,receipts_usd,5\n"
                           "2013-04,,RUR,2013-Q1,receipt_usd,many\n"
                           "2014-02,Bank,AAA,2013,receipts_usd,-5\n";
  EXPECT_EQ(refusal(rows),
            "FILE:2: published: \"2013\" is not a month or a day.\n"
            "    Write YYYY-MM or YYYY-MM-DD.\n"
            "FILE:3: publisher: \"\" is empty.\n"
            "    Say who made the forecast.\n"
            "FILE:3: country: \"RUR\" is not a country whose receipts the pack holds.\n"
            "    The countries are AAA, BBB.\n"
            "FILE:3: period: \"2013-Q1\" is not a year.\n"
            "    Write YYYY; forecasts of other periods are not scored.\n"
            "FILE:3: quantity: \"receipt_usd\" is not a quantity that forecasts are scored on.\n"
            "    Write receipts_usd, or leave the row out.\n"
            "FILE:3: value: \"many\" is not a number.\n"
            "    Write USD of the year, as 14200000000 or 14.2e9.\n"
            "FILE:4: value: \"-5\" is not above zero.\n"
            "    Write USD of the year.\n"
            "FILE:4: published: \"2014-02\" lies after 2013, the year it is about.\n"
            "    Leave out what is no forecast, or correct the date.\n");
}

TEST(Forecasts, RowsMayNotRepeat) {
  const std::string row = "2013-04,Bank,AAA,2013,receipts_usd,5\n";
  EXPECT_EQ(refusal(kHeader + row + row),
            "FILE:3: published: \"2013-04\" stands twice for publisher, country and year.\n"
            "    Keep one row.\n");
}

TEST(Forecasts, ABrokenFileIsNotReadAtAll) {
  EXPECT_EQ(refusal(""),
            "FILE:1: the file is empty.\n    Write CSV as RFC 4180 has it, in UTF-8.\n");
  EXPECT_EQ(refusal("published,publisher,country,period,quantity,valeu\n"),
            "FILE:1: value is a column that is missing.\n"
            "    Write the header published,publisher,country,period,quantity,value.\n"
            "FILE:1: \"valeu\" is not a column of forecasts.\n"
            "    Nearest: value.\n");
  EXPECT_EQ(refusal(kHeader), "FILE: the file holds no forecast.\n    Add a row a forecast.\n");
  EXPECT_EQ(refusal(std::string(kHeader) + "2013-04,Bank,AAA,2013,receipts_usd,5,6\n"),
            "FILE:2: the line has 7 fields, the header has 6.\n"
            "    Write CSV as RFC 4180 has it, in UTF-8.\n");
  try {
    read_forecasts("no/such/file.csv", tiny());
    FAIL() << "a missing file was read";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::files);
  }
}

}  // namespace
}  // namespace corridor::backtest
