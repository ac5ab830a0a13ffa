#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "corridor/base/month.hpp"
#include "corridor/evidence/pack.hpp"

/// How drivers go on after what is known of them: by the rules of `publication.csv`, and with
/// chance around these where a draw is given (docs/decisions/0021-continued-drivers.md).
namespace corridor::evidence {

/// Address of the chance in drivers that go on: members of an ensemble differ by `member` alone.
struct DriverDraw {
  std::uint64_t seed = 0;
  std::uint32_t member = 0;
};

/// First month of which no series is given any more that the program does not carry on itself: the
/// earliest month after the end of a series.
Month first_continued(const Pack& pack);

/// The pack with every series lengthened by its rule, from its own last value to `to` (to the year
/// of `to` where it is yearly). Series that reach so far stay as they are, and so does all else,
/// law among it. Series that the program carries on itself (SeriesSchema::carried) keep their end.
///
/// With a draw the values that are added are random: one past month is drawn for every month to
/// come, the same for all series, and each moves as it moved then against its rule. Values that are
/// given stay as they are, to the bit. Throws Error(input) when a draw is given and the pack does
/// not state the length of blocks.
Pack extend(Pack pack, Month to, const std::optional<DriverDraw>& draw = std::nullopt);

/// Gives a series room to the month, for a rule to fill; nothing where it reaches so far already or
/// is carried on by the program.
void lengthen(Series& series, Month to);

/// The steps below are those of extend() and of as_of(): first the rule of each series, then the
/// chance that all of them share.
namespace continuation {

/// One line of values, of which the first `known` are known and the others go on by a rule.
struct Line {
  std::vector<double>* values = nullptr;
  std::size_t known = 0;
  After after = After::none;
  int window = 0;  ///< of After::mean (values) and After::fading (cycles)
  bool yearly = true;
  int first = 0;       ///< index of the first month, or the first year
  double minimum = 0;  ///< range of the values
  double maximum = 0;
};

/// Replaces the values from `known` on by what the rule makes of those before. Without a known
/// value nothing is left, but of After::zero; After::none leaves what is known.
void apply_rule(const Line& line);

/// What came in each known period against what the rule had said a period before: of After::last
/// the change of the value, of After::season and After::fading its change less that of a cycle
/// before, of After::mean the value less the mean. Changes are those of logarithms where all known
/// values are positive, plain ones otherwise and of After::mean. [known]; nothing where too little
/// was known.
std::vector<std::optional<double>> innovations(const Line& line);

/// Adds chance to the lines, whose rules have been applied: apply_rule() first, then this once for
/// all. Values outside a range are put on its end.
void apply_draw(const Pack& pack, const DriverDraw& draw, std::span<const Line> lines);

}  // namespace continuation

/// The line of a series of the pack, of which the first `known` values are known.
continuation::Line line_of(const Pack& pack, std::size_t known, Series& series);

}  // namespace corridor::evidence
