#pragma once

#include <optional>
#include <string_view>

#include "corridor/base/month.hpp"
#include "corridor/evidence/continuation.hpp"
#include "corridor/evidence/pack.hpp"

/// What of a pack was known at a month, by the dates of publication that the pack states.
namespace corridor::evidence {

/// What is known of drivers after the month a forecast is made in.
enum class Drivers {
  known,     ///< as they came to be: forecasts are conditional
  forecast,  ///< as the rules of `publication.csv` continue them
};

/// Which release of a figure is meant where the pack has several.
enum class Revisions {
  latest,       ///< the newest one, dated to when its figure was first known
  of_the_time,  ///< the newest one that was out by then
};

struct AsOf {
  Month month;
  Drivers drivers = Drivers::forecast;
  Revisions revisions = Revisions::latest;
  /// Chance in what goes on by a rule; nothing: the rule alone.
  std::optional<DriverDraw> draw = std::nullopt;
  /// Month to which series go on; nothing: they keep their length.
  std::optional<Month> to = std::nullopt;
};

/// A row whose date of publication is asked for.
struct DatedRow {
  std::string_view table;  ///< series, targets, figures, welfare
  std::string_view name;   ///< of the series or quantity
  std::string_view source;
  Month last;  ///< month of the period it is about
};

/// The rule for a row: the one naming both its name and source, else its source, else its name,
/// else the one of its table. The pack must have rules (InvariantError when the table has none).
const PublicationRule& publication_rule(const Pack& pack, const DatedRow& row);

/// The month in which the row became known: the last month of its period and the rule's delay.
Month known_from(const Pack& pack, const DatedRow& row);

/// The pack as somebody could have compiled it in `when.month`.
///
/// - Targets, figures and welfare not published by then are left out, and so are those held out
///   (targets of kind `test`). Of several releases of a figure one is left.
/// - Events after the month are left out. Claims and published results have no date of publication
///   and are left out altogether.
/// - Series keep their length, or reach to `when.to` where that is later. What was not known yet is
///   replaced by the rule of the series, but for drivers when these are known. The same holds of
///   figures that are drivers; an outlook published by then comes before the rule.
/// - With `when.draw` what goes on by a rule is random (see extend()); only what was known by the
///   month is drawn from.
/// - Law is a driver: with drivers forecast, rules that begin later are left out, and those that
///   end later have no end.
///
/// Parameters, and tables of population, births, deaths, education and households stay as they are:
/// the pack has one release of them.
Pack as_of(const Pack& pack, const AsOf& when);

}  // namespace corridor::evidence
