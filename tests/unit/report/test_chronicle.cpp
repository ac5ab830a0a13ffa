// Fails when a simulated act is lost, told on a day outside its month or out of order, when the
// reports of three months are not the hand-computed ones, when a published act of somebody else is
// told, or when a run without acts, an unknown origin or other months are not refused.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include "corridor/base/error.hpp"
#include "corridor/report/chronicle.hpp"
#include "corridor/sim/measures.hpp"
#include "corridor/store/writer.hpp"
#include "packs/temporary_folder.hpp"

namespace corridor::report {
namespace {

namespace fs = std::filesystem;

constexpr Month kJune(2014, 6);

evidence::Pack two_origins() {
  evidence::Pack pack;
  pack.origins = {{"AAA", "Alpha", "AAD", 0, 0}, {"BBB", "Beta", "BBD", 0, 0}};
  pack.destinations = {{"DDD", "Delta", "DDD"}, {"OTH", "Elsewhere", "USD"}};
  return pack;
}

evidence::Event event(const std::string& date,
                      const std::string& actor,
                      const std::string& target,
                      const std::string& type) {
  evidence::Event made;
  made.date = date;
  made.span = *evidence::parse_date_span(date);
  made.actor = actor;
  made.target = target;
  made.type = type;
  made.statement = "What was said.";
  made.source = "gazette";
  return made;
}

/// A value of the second origin.
sim::Value value_of(std::string_view measure, double value) {
  sim::Value made;
  made.measure = static_cast<std::int16_t>(sim::measure_index(measure));
  made.cell.place = 1;
  made.value = value;
  return made;
}

class ChronicleTest : public ::testing::Test {
 protected:
  void SetUp() override {
    store_ = std::make_unique<store::Store>(folder_.path() / "r.sqlite", store::Access::create);
  }

  /// A year in which the second origin hears of ten cases more each month, from 10 on, and in June
  /// makes two statements and a note, is answered twice and advises its citizens.
  store::RunInfo run(bool with_acts = true) {
    store::RunDescription description;
    description.scenario = "baseline";
    description.from = Month(2014, 1);
    description.to = Month(2014, 12);
    description.seed = 5;
    store::Writer writer(*store_, description, store::vocabulary(two_origins()), sim::measures());
    for (int m = 0; m < 12; ++m) {
      const Month month = Month(2014, 1) + m;
      const double june = month == kJune ? 1 : 0;
      std::vector<sim::Value> values = {value_of("population", 100)};
      if (with_acts) {
        values.insert(values.end(),
                      {value_of("incidents", 100 + m),
                       value_of("incident_reports", 10 * (m + 1)),
                       value_of("statements", 2 * june),
                       value_of("summonses", 0),
                       value_of("protest_notes", june),
                       value_of("advisories", june),
                       value_of("talks", 0),
                       value_of("replies", 2 * june)});
      }
      writer.write_month(month, values);
    }
    writer.finish(store::RunStatus::complete, "{}");
    return store_->find("latest");
  }

  std::string message(const store::RunInfo& run, const ChronicleRequest& request) const {
    try {
      chronicle(*store_, run, {}, request);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::usage);
      return error.what();
    }
    return "no error";
  }

  static ChronicleRequest whole_year(const std::string& origin = "BBB") {
    return {origin, Month(2014, 1), Month(2014, 12)};
  }

  tests::TemporaryFolder folder_;  // outlives what lies in it
  std::unique_ptr<store::Store> store_;
};

TEST_F(ChronicleTest, TellsEveryActInTheOrderOfTheStory) {
  const Chronicle result = chronicle(*store_, run(), {}, whole_year());
  ASSERT_EQ(result.lines.size(), 6U);
  std::vector<std::string> story;
  std::string last;
  for (const ChronicleLine& line : result.lines) {
    EXPECT_TRUE(line.simulated);
    EXPECT_EQ(line.date.substr(0, 8), "2014-06-");
    EXPECT_GE(line.date, last);
    last = line.date;
    EXPECT_EQ(line.reports, 60 + 50 + 40);
    EXPECT_EQ(line.incidents, 105);
    if (line.act != "advisory") {
      story.push_back(line.act);
    }
  }
  EXPECT_EQ(story,
            (std::vector<std::string>{"statement", "statement", "protest note", "reply", "reply"}));
}

TEST_F(ChronicleTest, NamesWhoSpeaksToWhom) {
  for (const ChronicleLine& line : chronicle(*store_, run(), {}, whole_year()).lines) {
    const std::string from_to = line.actor + line.target;
    EXPECT_EQ(from_to,
              line.act == "reply"      ? "DDDBBB"
              : line.act == "advisory" ? "BBBBBB"
                                       : "BBBDDD");
  }
}

TEST_F(ChronicleTest, HasNothingToTellOfOtherMonths) {
  ChronicleRequest request = whole_year();
  request.from = Month(2014, 7);
  EXPECT_TRUE(chronicle(*store_, run(), {}, request).lines.empty());
}

TEST_F(ChronicleTest, PutsPublishedActsOfTheSameKindBeside) {
  const std::vector<evidence::Event> events = {
      event("2014-06", "BBB", "DDD", "protest_note"),  // told, before any day of June
      event("2014-12-31", "DDD", "BBB", "reply"),      // told
      event("2014-06-03", "AAA", "DDD", "statement"),  // another origin
      event("2014-06-03", "DDD", "BBB", "statement"),  // not an act of the origin
      event("2014-06-03", "BBB", "OTH", "statement"),  // towards another destination
      event("2014-06-03", "BBB", "DDD", "law"),        // another kind
      event("2015-01-01", "BBB", "DDD", "summons"),    // after the months asked for
      event("2014-03-02", "BBB", "BBB", "advisory")};  // told
  const Chronicle result = chronicle(*store_, run(), events, whole_year());
  std::vector<std::string> published;
  for (const ChronicleLine& line : result.lines) {
    if (!line.simulated) {
      published.push_back(line.date + " " + line.act);
      EXPECT_EQ(line.source, "gazette");
    }
  }
  EXPECT_EQ(published,
            (std::vector<std::string>{
                "2014-03-02 advisory", "2014-06 protest note", "2014-12-31 reply"}));
  EXPECT_EQ(result.lines.size(), 9U);
  EXPECT_EQ(result.lines[1].date, "2014-06");
  const std::string text = chronicle_text(result);
  EXPECT_NE(text.find("BBB to DDD  protest note  simulated, grade C  150 reports in three months"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("published           What was said. [gazette]"), std::string::npos) << text;
  EXPECT_NE(text.find("6 simulated, 3 published."), std::string::npos) << text;
}

TEST_F(ChronicleTest, RefusesWhatItCannotTell) {
  const store::RunInfo full = run();
  EXPECT_EQ(message(full, whole_year("BBC")),
            "r0001: \"BBC\" is not an origin of this run.\n"
            "    Nearest: BBB. The origins are AAA, BBB.");
  EXPECT_EQ(message(full, whole_year("DDD")).find("r0001: \"DDD\" is not an origin"), 0U);
  EXPECT_EQ(message(full, {"BBB", Month(2016, 1), Month(2016, 5)}),
            "--from, --to: 2016-01 to 2016-05 lies outside the months of r0001.\n"
            "    It holds 2014-01 to 2014-12.");
  EXPECT_EQ(message(run(false), whole_year()),
            "r0002: the run holds no diplomatic acts (missing: statements, summonses, "
            "protest_notes, advisories, talks, replies, incident_reports, incidents).\n"
            "    It was made by a program that did not simulate them: make it anew with "
            "`corridor run`.");
}

}  // namespace
}  // namespace corridor::report
