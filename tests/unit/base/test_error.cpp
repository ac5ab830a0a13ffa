// Fails when a message loses a part, when only the first of several problems is told, when an exit
// code changes its family, or when a misspelt name no longer finds the one that was meant.
#include <gtest/gtest.h>

#include <string>

#include "corridor/base/check.hpp"
#include "corridor/base/error.hpp"

namespace corridor {
namespace {

TEST(Problem, SaysWhereWhatWhyAndWhatToDo) {
  const Problem problem{"law.csv:4", "value -1", "is negative.", "Write 0 or more."};
  EXPECT_EQ(problem.text(), "law.csv:4: value -1 is negative.\n    Write 0 or more.");
  EXPECT_EQ((Problem{"a", "b", "c", ""}).text(), "a: b c");
}

TEST(Problems, AreReportedTogether) {
  Problems problems;
  EXPECT_NO_THROW(problems.throw_if_any());
  problems.add({"a", "one", "is wrong.", ""});
  problems.add({"b", "two", "is wrong.", ""});
  try {
    problems.throw_if_any();
    FAIL() << "two problems and no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::input);
    EXPECT_EQ(error.problems().size(), 2U);
    EXPECT_STREQ(error.what(), "a: one is wrong.\nb: two is wrong.");
  }
}

TEST(Error, KeepsTheExitCodesOfTheManual) {
  const auto code = [](void (*fails)(Problem)) {
    try {
      fails({"a", "b", "c", ""});
    } catch (const Error& error) {
      return static_cast<int>(error.code());
    }
    return 0;
  };
  EXPECT_EQ(code(fail_usage), 2);
  EXPECT_EQ(code(fail_input), 3);
  EXPECT_EQ(code(fail_files), 4);
  EXPECT_EQ(static_cast<int>(ExitCode::invariant), 5);
  EXPECT_EQ(static_cast<int>(ExitCode::stopped), 6);
}

TEST(NearestName, FindsTheOneThatWasMeant) {
  EXPECT_EQ(nearest_name("wage_responce", {"wage_response", "network_response"}), "wage_response");
  EXPECT_EQ(nearest_name("zzzzzz", {"wage_response", "network_response"}), "");
  EXPECT_EQ(nearest_name("fx", {}), "");
}

TEST(Invariant, ThrowsWithItsSentence) {
  EXPECT_NO_THROW(invariant(true, "never told"));
  EXPECT_THROW(invariant(false, "told"), InvariantError);
}

}  // namespace
}  // namespace corridor
