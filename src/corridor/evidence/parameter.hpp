#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace corridor::evidence {

/// What the `key` column of a parameter row means.
enum class KeyedBy {
  nothing,
  origin,
  destination,
  origin_destination,  ///< every origin with every destination but the main one and its own
  sector,
  status,
  month_of_year,
  education,
  stay_band,
  age_group_by_sex
};

/// Keys of `stay_band`: months abroad.
inline constexpr std::array<std::string_view, 6> kStayBandCodes = {
    "0", "1-3", "4-6", "7-12", "13-36", "37+"};

/// Key of an origin and a destination: both codes with a colon between them.
std::string origin_destination_key(std::string_view origin, std::string_view destination);

/// The one declaration of a parameter. It stands in the `params.hpp` of the module that owns it;
/// the value lives in the pack. Schema, reference page and `corridor explain parameter` are made
/// from it.
struct ParameterDeclaration {
  std::string_view name;    ///< `module.name`
  std::string_view symbol;  ///< as in the chapter
  std::string_view unit;    ///< unit the pack must state
  double minimum = 0;       ///< smallest value that makes sense
  double maximum = 0;       ///< largest value that makes sense
  KeyedBy keyed_by = KeyedBy::nothing;
  std::string_view sentence;  ///< one sentence for people
  std::string_view equation;  ///< chapter and number, as `mobility M1`
};

/// Families of priors that a row may name.
inline constexpr std::array<std::string_view, 4> kDistributions = {
    "normal", "lognormal", "logitnormal", "fixed"};
/// What low and high of a row mean where it does not say: a central interval of this probability.
inline constexpr double kDefaultCoverage = 0.9;

/// One row of the pack's `parameters.csv`.
struct ParameterRow {
  std::string name;
  std::string key;  ///< empty: every key without a row of its own
  std::string symbol;
  std::string unit;
  double value = 0;
  double low = 0;
  double high = 0;
  double coverage = kDefaultCoverage;  ///< probability that the prior puts between low and high
  std::string distribution;            ///< family of the prior; empty: by the unit, inference I2
  std::string source;
  std::string status;  ///< measured, estimated, assumed, calibrated
  std::string grade;   ///< A, B, C
  std::string note;
  int line = 0;        ///< in the file, for messages
  double minimum = 0;  ///< smallest and largest value that make sense, as declared
  double maximum = 0;
};

/// The parameter rows of a pack, looked up by name and key.
class ParameterSet {
 public:
  ParameterSet() = default;
  explicit ParameterSet(std::vector<ParameterRow> rows) : rows_(std::move(rows)) {}
  /// The value for `key`, or the value of the row without key. Throws Error(input) when neither
  /// exists.
  double value(std::string_view name, std::string_view key = {}) const;
  const std::vector<ParameterRow>& rows() const { return rows_; }
  std::vector<ParameterRow>& rows() { return rows_; }

 private:
  std::vector<ParameterRow> rows_;
};

struct Pack;
/// Every key the pack may give for a parameter keyed in this way, in the order of the pack; empty
/// for `nothing`.
std::vector<std::string> parameter_keys(KeyedBy keyed_by, const Pack& pack);
/// What a key is, in words: `an origin of places.csv`.
std::string_view keyed_by_text(KeyedBy keyed_by);

}  // namespace corridor::evidence
