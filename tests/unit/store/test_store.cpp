// Fails when a value comes back other than it was written, when a sum over a dimension differs from
// the hand-computed one, when a broken run is not marked, or when a store that cannot be used is
// not refused with a full message.
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/wait.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "corridor/base/error.hpp"
#include "corridor/store/store.hpp"
#include "corridor/store/writer.hpp"
#include "packs/temporary_folder.hpp"

namespace corridor::store {
namespace {

namespace fs = std::filesystem;

constexpr std::array<sim::Measure, 3> kMeasures = {{
    {"people", "persons", sim::OverYear::december, true, "Persons at the end of the month.", "B"},
    {"money", "USD", sim::OverYear::sum, true, "Money received in the month.", "B"},
    {"share", "percent", sim::OverYear::december, false, "Money over income.", "C"},
}};

Vocabulary words() {
  Vocabulary result;
  result.places = {{"AAA", "origin", "", "Alpha"},
                   {"BBB", "origin", "", "Beta"},
                   {"AA-1", "region", "AAA", "North"},
                   {"AA-2", "region", "AAA", "South"},
                   {"BB-1", "region", "BBB", "East"},
                   {"DDD", "destination", "", "Delta"}};
  result.statuses = {"patent", "resident"};
  result.sectors = {"building", "trade"};
  result.destinations = {"DDD"};
  return result;
}

RunDescription description() {
  RunDescription result;
  result.scenario = "baseline";
  result.question = "What happened?";
  result.pack = "tiny";
  result.pack_digest = "abc";
  result.from = Month(2010, 1);
  result.to = Month(2011, 12);
  result.seed = 18446744073709551615ULL;
  return result;
}

class StoreTest : public ::testing::Test {
 protected:
  void SetUp() override { file_ = folder_.path() / "results.sqlite"; }

  /// Month m of the run: people by region and status, money by origin, a share by origin.
  static std::vector<sim::Value> month_values(int m) {
    std::vector<sim::Value> values;
    const auto add = [&](int measure, int place, int status, double value) {
      sim::Value row;
      row.measure = static_cast<std::int16_t>(measure);
      row.cell.place = static_cast<std::int16_t>(place);
      row.cell.status = static_cast<std::int8_t>(status);
      row.value = value;
      values.push_back(row);
    };
    for (int place = 2; place <= 4; ++place) {
      add(0, place, 0, 100.0 * place + m);
      add(0, place, 1, 10.0);
    }
    add(1, 0, -1, 1000.0 + m);
    add(1, 1, -1, 0.5);
    add(2, 0, -1, 40.0 + m);
    return values;
  }

  static void write_months(Writer& writer, int months) {
    for (int m = 0; m < months; ++m) {
      writer.write_month(Month(2010, 1) + m, month_values(m));
    }
  }

  std::string write_run(int months = 24) {
    Store store(file_, Access::create);
    Writer writer(store, description(), words(), kMeasures);
    write_months(writer, months);
    writer.finish(RunStatus::complete, R"({"months":24})");
    return writer.id();
  }

  tests::TemporaryFolder folder_;  // outlives what lies in it
  fs::path file_;
};

std::string message_of(const std::function<void()>& action, ExitCode code) {
  try {
    action();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), code);
    return error.what();
  }
  return "no error";
}

TEST_F(StoreTest, KeepsTheDescriptionOfARun) {
  EXPECT_EQ(write_run(), "r0001");
  const Store store(file_, Access::existing);
  const RunInfo run = store.find("latest");
  EXPECT_EQ(run.id, "r0001");
  EXPECT_EQ(run.seed, 18446744073709551615ULL);
  EXPECT_EQ(run.question, "What happened?");
  EXPECT_EQ(run.last_month, Month(2011, 12));
  EXPECT_EQ(status_text(run), "complete");
  EXPECT_EQ(run.summary, R"({"months":24})");
  EXPECT_EQ(store.places(run).size(), 6U);
  ASSERT_EQ(store.measures(run).size(), 3U);
  EXPECT_EQ(store.measures(run)[2].grade, "C");
}

TEST_F(StoreTest, AddsRegionsAndStatusesOnlyWhereAsked) {
  write_run();
  const Store store(file_, Access::existing);
  const RunInfo run = store.find("r0001");
  // Regions 2 and 3 of the first origin in the first month: 200 + 10 + 300 + 10.
  const auto country = store.series(run, {"people", "AAA", {}, {}});
  ASSERT_EQ(country.size(), 1U);
  ASSERT_EQ(country[0].points.size(), 24U);
  EXPECT_DOUBLE_EQ(country[0].points[0].value, 520.0);
  EXPECT_DOUBLE_EQ(country[0].points[23].value, 520.0 + 2 * 23);
  EXPECT_DOUBLE_EQ(store.series(run, {"people", "", {}, {}})[0].points[0].value, 930.0);
  EXPECT_DOUBLE_EQ(store.series(run, {"people", "AA-2", {}, {}})[0].points[0].value, 310.0);
  CellCodes resident;
  resident.status = "resident";
  EXPECT_DOUBLE_EQ(store.series(run, {"people", "AAA", resident, {}})[0].points[5].value, 20.0);
  const auto by_status = store.series(run, {"people", "AAA", {}, {"status"}});
  ASSERT_EQ(by_status.size(), 2U);
  EXPECT_EQ(by_status[0].cell.status, "patent");
  EXPECT_DOUBLE_EQ(by_status[0].points[0].value, 500.0);
  const auto by_place = store.series(run, {"people", "AAA", {}, {"place"}});
  ASSERT_EQ(by_place.size(), 2U);
  EXPECT_EQ(by_place[1].cell.place, "AA-2");
}

TEST_F(StoreTest, DoesNotAddWhatCannotBeAdded) {
  write_run();
  const Store store(file_, Access::existing);
  const RunInfo run = store.find("r0001");
  EXPECT_DOUBLE_EQ(store.series(run, {"share", "AAA", {}, {}})[0].points[0].value, 40.0);
  const std::string message = message_of(
      [&] {
        store.series(run, {"share", "", {}, {}});
      },
      ExitCode::usage);
  EXPECT_EQ(message,
            "r0001: share of all origins is not kept in the detail asked for.\n"
            "    The run keeps it by: place.");
}

TEST_F(StoreTest, YearsFollowTheRuleOfTheMeasure) {
  const std::vector<Point> months = {{Month(2010, 11), 1}, {Month(2010, 12), 2}};
  EXPECT_TRUE(by_year(months, sim::OverYear::sum).empty());
  ASSERT_EQ(by_year(months, sim::OverYear::december).size(), 1U);
  EXPECT_DOUBLE_EQ(by_year(months, sim::OverYear::december)[0].value, 2.0);
  write_run();
  const Store store(file_, Access::existing);
  const auto money = store.series(store.find("latest"), {"money", "AAA", {}, {}});
  // 12 x 1000 and the months 0 to 11, whose numbers add to 66.
  EXPECT_DOUBLE_EQ(by_year(money[0].points, sim::OverYear::sum)[0].value, 12066.0);
}

TEST_F(StoreTest, NamesTheNearestMeasurePlaceAndRun) {
  write_run();
  const Store store(file_, Access::existing);
  const RunInfo run = store.find("r0001");
  EXPECT_EQ(message_of(
                [&] {
                  store.series(run, {"peopel", "", {}, {}});
                },
                ExitCode::usage),
            "r0001: \"peopel\" is not a measure of this run.\n"
            "    Nearest: people. List the measures with `corridor show r0001`.");
  EXPECT_EQ(message_of(
                [&] {
                  store.series(run, {"people", "AAB", {}, {}});
                },
                ExitCode::usage),
            "r0001: \"AAB\" is not a place of this run.\n"
            "    Nearest: AAA. List the places with `corridor show r0001`.");
  EXPECT_NE(message_of([&] { store.find("r0007"); }, ExitCode::usage).find("Nearest: r0001."),
            std::string::npos);
}

TEST_F(StoreTest, TwoRunsShareTheDictionaryAndNotTheirValues) {
  write_run();
  EXPECT_EQ(write_run(), "r0002");
  Store store(file_, Access::existing);
  EXPECT_EQ(store.runs().size(), 2U);
  store.remove(store.find("r0001"));
  ASSERT_EQ(store.runs().size(), 1U);
  const RunInfo second = store.find("latest");
  EXPECT_EQ(second.id, "r0002");
  int rows = 0;
  store.each_row(second, [&](const ResultRow&) { ++rows; });
  EXPECT_EQ(rows, 24 * 9);
  // Numbers of deleted runs are not given again, so a note about r0002 stays true.
  store.remove(second);
  EXPECT_EQ(write_run(), "r0003");
}

TEST_F(StoreTest, ARunWhoseProcessWasKilledIsInterrupted) {
  const pid_t child = fork();
  if (child == 0) {
    Store store(file_, Access::create);
    Writer writer(store, description(), words(), kMeasures);
    write_months(writer, 15);
    _exit(1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  const Store store(file_, Access::existing);
  // Fifteen months were computed; the year that was committed is what survives.
  EXPECT_EQ(status_text(store.find("latest")), "interrupted at 2010-12");
}

TEST_F(StoreTest, ARunInTheHandsOfALivingProcessIsRunning) {
  Store writing(file_, Access::create);
  Writer writer(writing, description(), words(), kMeasures);
  write_months(writer, 12);
  Store store(file_, Access::existing);
  const RunInfo run = store.find("latest");
  EXPECT_EQ(status_text(run), "running, at 2010-12");
  EXPECT_NE(message_of([&] { store.remove(run); }, ExitCode::usage).find("still being computed"),
            std::string::npos);
}

TEST_F(StoreTest, AnAbandonedWriterLeavesAnInterruptedRun) {
  Store store(file_, Access::create);
  { const Writer writer(store, description(), words(), kMeasures); }
  EXPECT_EQ(status_text(store.find("latest")), "interrupted before its first month");
}

TEST_F(StoreTest, RefusesAStoreOfAnotherVersion) {
  write_run();
  sqlite3* handle = nullptr;
  sqlite3_open(file_.c_str(), &handle);
  sqlite3_exec(handle, "PRAGMA user_version = 7", nullptr, nullptr, nullptr);
  sqlite3_close(handle);
  EXPECT_EQ(message_of([&] { Store(file_, Access::existing); }, ExitCode::files),
            file_.string() +
                ": the results store has schema version 7 and this program reads version 2.\n"
                "    Open it with the program that wrote it, or name another store with --store.");
}

TEST_F(StoreTest, RefusesWhatIsNotAStore) {
  std::ofstream(file_) << std::string(5000, 'x');
  EXPECT_NE(message_of([&] { Store(file_, Access::create); }, ExitCode::files)
                .find("is not a readable results store"),
            std::string::npos);
  EXPECT_NE(
      message_of([&] { Store(folder_.path() / "none.sqlite", Access::existing); }, ExitCode::files)
          .find("there is no results store at this place yet."),
      std::string::npos);
  EXPECT_NE(message_of([&] { Store("/dev/null/x/y.sqlite", Access::create); }, ExitCode::files)
                .find("cannot be made"),
            std::string::npos);
}

TEST_F(StoreTest, AFullDiskLeavesNothingHalfWritten) {
  Store store(file_, Access::create);
  Writer writer(store, description(), words(), kMeasures);
  write_months(writer, 12);
  {
    sqlite3* handle = nullptr;
    sqlite3_open(file_.c_str(), &handle);
    sqlite3_exec(handle,
                 "CREATE TRIGGER full BEFORE INSERT ON value WHEN NEW.period > 24138 "
                 "BEGIN SELECT RAISE(ABORT, 'disk full in this test'); END",
                 nullptr,
                 nullptr,
                 nullptr);
    sqlite3_close(handle);
  }
  const auto second_year = [&] {
    for (int m = 12; m < 24; ++m) {
      writer.write_month(Month(2010, 1) + m, month_values(m));
    }
  };
  EXPECT_NE(message_of(second_year, ExitCode::files).find("disk full in this test"),
            std::string::npos);
  const RunInfo run = store.find("latest");
  EXPECT_EQ(run.last_month, Month(2010, 12));
  int rows = 0;
  store.each_row(run, [&](const ResultRow&) { ++rows; });
  EXPECT_EQ(rows, 12 * 9);
}

TEST_F(StoreTest, SixteenYearsOfMonthsAreStoredInLessThanTwoSeconds) {
  // 192 months of 2 500 values: the load of a run over the whole corridor. Prints the size a year
  // takes.
  Vocabulary many = words();
  many.places.clear();
  for (int place = 0; place < 500; ++place) {
    many.places.push_back({"P" + std::to_string(place), "region", "", ""});
  }
  std::vector<sim::Value> values(2500);
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i].measure = static_cast<std::int16_t>(i % 3);
    values[i].cell.place = static_cast<std::int16_t>(i % 500);
    values[i].cell.status = static_cast<std::int8_t>(i / 1500);
    values[i].cell.sector = static_cast<std::int8_t>(i / 500 % 3);
    values[i].cell.sex = static_cast<std::int8_t>(i % 3 - 1);
  }
  const auto start = std::chrono::steady_clock::now();
  {
    Vocabulary wide = many;
    wide.sectors = {"a", "b", "c"};
    Store store(file_, Access::create);
    RunDescription asked = description();
    Writer writer(store, asked, wide, kMeasures);
    for (int m = 0; m < 192; ++m) {
      for (std::size_t i = 0; i < values.size(); ++i) {
        values[i].value = static_cast<double>(i * 7 + static_cast<std::size_t>(m));
      }
      writer.write_month(Month(2010, 1) + m, values);
    }
    writer.finish(RunStatus::complete, "{}");
  }
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  RecordProperty("seconds", std::to_string(seconds.count()));
  std::printf("stored in %.2f s, %.0f KiB a year\n",
              seconds.count(),
              static_cast<double>(fs::file_size(file_)) / 16 / 1024);
  // Sanitizers slow this several times over; the bound is for what a person would notice.
  EXPECT_LT(seconds.count(), 10.0);
  EXPECT_LT(fs::file_size(file_), 192U * 2500U * 24U);
}

}  // namespace
}  // namespace corridor::store
