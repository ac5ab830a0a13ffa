// Fails when the CSV reader takes a well-formed file of RFC 4180 for a broken one, or the other way
// round, or when a row is told with the wrong line.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "corridor/evidence/csv.hpp"

namespace corridor::evidence {
namespace {

using Kind = CsvFault::Kind;

struct Parsed {
  CsvFile file;
  std::vector<CsvFault> faults;
};

Parsed parse(std::string_view text) {
  Parsed parsed;
  parsed.file = parse_csv({text.begin(), text.end()}, parsed.faults);
  return parsed;
}

TEST(Csv, ReadsFieldsAndLines) {
  const Parsed parsed = parse("a,b\n1,2\n,\n");
  ASSERT_TRUE(parsed.faults.empty());
  ASSERT_EQ(parsed.file.rows(), 2U);
  EXPECT_EQ(parsed.file.header, (std::vector<std::string_view>{"a", "b"}));
  EXPECT_EQ(parsed.file.field(0, 1), "2");
  EXPECT_EQ(parsed.file.field(1, 0), "");
  EXPECT_EQ(parsed.file.lines, (std::vector<int>{2, 3}));
}

TEST(Csv, UnescapesQuotedFieldsWithCommasQuotesAndLineFeeds) {
  const Parsed parsed = parse("a,b\n\"x, \"\"y\"\"\",\"two\nlines\"\nlast,row\n");
  ASSERT_TRUE(parsed.faults.empty());
  EXPECT_EQ(parsed.file.field(0, 0), "x, \"y\"");
  EXPECT_EQ(parsed.file.field(0, 1), "two\nlines");
  EXPECT_EQ(parsed.file.lines, (std::vector<int>{2, 4}));
}

TEST(Csv, AcceptsCarriageReturnsAndAByteOrderMark) {
  const Parsed parsed = parse(
      "\xEF\xBB\xBF"
      "a,b\r\n1,\"2\"\r\n");
  ASSERT_TRUE(parsed.faults.empty());
  EXPECT_EQ(parsed.file.header.front(), "a");
  EXPECT_EQ(parsed.file.header.back(), "b");
  EXPECT_EQ(parsed.file.field(0, 1), "2");
}

TEST(Csv, ReportsEachFaultOfFormWithItsLine) {
  const auto only = [](std::string_view text) {
    const Parsed parsed = parse(text);
    EXPECT_EQ(parsed.faults.size(), 1U) << text;
    return parsed.faults.empty() ? CsvFault{} : parsed.faults.front();
  };
  EXPECT_EQ(only("").kind, Kind::empty);
  EXPECT_EQ(only("a,b\n1,2\n3").kind, Kind::no_final_newline);
  EXPECT_EQ(only("a,b\n1,2\n3").line, 3);
  EXPECT_EQ(only("a,b\n1,2\n3\n").kind, Kind::field_count);
  EXPECT_EQ(only("a,b\n1,2\n3\n").found, 1U);
  EXPECT_EQ(only("a,b\n1,x\"y\n").kind, Kind::stray_quote);
  EXPECT_EQ(only("a,b\n1,\"x\"y\n").kind, Kind::stray_quote);
  EXPECT_EQ(only("a,b\n1,\"never closed\n").kind, Kind::open_quote);
  EXPECT_EQ(only("a,b\n1,\xFF\n").kind, Kind::not_utf8);
  EXPECT_EQ(only("a,b\n1,\xFF\n").line, 2);
}

TEST(Csv, KeepsSoundRowsBesideABrokenOne) {
  const Parsed parsed = parse("a,b\n1\n2,3\n");
  ASSERT_EQ(parsed.file.rows(), 1U);
  EXPECT_EQ(parsed.file.field(0, 0), "2");
  EXPECT_EQ(parsed.file.lines.front(), 3);
}

TEST(Utf8, AcceptsWellFormedTextAndFindsTheFirstBadByte) {
  const auto npos = std::string_view::npos;
  EXPECT_EQ(first_invalid_utf8("Oʻzbekcha, Қирғизча, €, 𝄞"), npos);
  EXPECT_EQ(first_invalid_utf8("ab\xC0\xAF"), 2U);        // overlong
  EXPECT_EQ(first_invalid_utf8("a\xED\xA0\x80"), 1U);     // surrogate
  EXPECT_EQ(first_invalid_utf8("\xF4\x90\x80\x80"), 0U);  // past U+10FFFF
  EXPECT_EQ(first_invalid_utf8("abc\xE2\x82"), 3U);       // cut short
  EXPECT_EQ(first_invalid_utf8("\x80"), 0U);              // stray continuation
}

}  // namespace
}  // namespace corridor::evidence
