#include "corridor/evidence/parameter.hpp"

#include <fmt/format.h>

#include "corridor/base/error.hpp"
#include "corridor/evidence/pack.hpp"

namespace corridor::evidence {

namespace {

template <typename Places>
std::vector<std::string> codes_of(const Places& places) {
  std::vector<std::string> codes;
  codes.reserve(places.size());
  for (const auto& place : places) {
    codes.push_back(place.code);
  }
  return codes;
}

/// Nobody migrates to their own country, and the main destination is what others are held against.
std::vector<std::string> origin_destination_keys(const Pack& pack) {
  std::vector<std::string> keys;
  for (const Origin& origin : pack.origins) {
    for (std::size_t d = 1; d < pack.destinations.size(); ++d) {
      if (pack.destinations[d].code != origin.code) {
        keys.push_back(origin_destination_key(origin.code, pack.destinations[d].code));
      }
    }
  }
  return keys;
}

std::vector<std::string> month_keys() {
  std::vector<std::string> keys;
  for (int month = 1; month <= 12; ++month) {
    keys.push_back(fmt::format("{:02d}", month));
  }
  return keys;
}

std::vector<std::string> age_and_sex_keys() {
  std::vector<std::string> keys;
  for (const std::string_view sex : kSexCodes) {
    for (int group = 0; group < kAgeGroups; ++group) {
      const bool open = group == kAgeGroups - 1;
      keys.push_back(open ? fmt::format("{}:{}+", sex, kOldestAge)
                          : fmt::format("{}:{}-{}", sex, 5 * group, 5 * group + 4));
    }
  }
  return keys;
}

}  // namespace

std::string origin_destination_key(std::string_view origin, std::string_view destination) {
  return fmt::format("{}:{}", origin, destination);
}

std::vector<std::string> parameter_keys(KeyedBy keyed_by, const Pack& pack) {
  switch (keyed_by) {
    case KeyedBy::nothing:
      return {};
    case KeyedBy::origin:
      return codes_of(pack.origins);
    case KeyedBy::destination:
      return codes_of(pack.destinations);
    case KeyedBy::origin_destination:
      return origin_destination_keys(pack);
    case KeyedBy::sector:
      return codes_of(pack.sectors);
    case KeyedBy::status:
      return codes_of(pack.statuses);
    case KeyedBy::month_of_year:
      return month_keys();
    case KeyedBy::education:
      return {kEducationCodes.begin(), kEducationCodes.end()};
    case KeyedBy::stay_band:
      return {kStayBandCodes.begin(), kStayBandCodes.end()};
    case KeyedBy::age_group_by_sex:
      return age_and_sex_keys();
  }
  return {};
}

std::string_view keyed_by_text(KeyedBy keyed_by) {
  switch (keyed_by) {
    case KeyedBy::nothing:
      return "empty";
    case KeyedBy::origin:
      return "an origin of places.csv";
    case KeyedBy::destination:
      return "a destination of places.csv";
    case KeyedBy::origin_destination:
      return "an origin and another destination with a colon between them";
    case KeyedBy::sector:
      return "a sector of sectors.csv";
    case KeyedBy::status:
      return "a status of statuses.csv";
    case KeyedBy::month_of_year:
      return "a calendar month (01 to 12)";
    case KeyedBy::education:
      return "a level of education";
    case KeyedBy::stay_band:
      return "a band of months abroad";
    case KeyedBy::age_group_by_sex:
      return "a sex and age group, as f:20-24";
  }
  return {};
}

double ParameterSet::value(std::string_view name, std::string_view key) const {
  const ParameterRow* general = nullptr;
  for (const ParameterRow& row : rows_) {
    if (row.name != name) {
      continue;
    }
    if (row.key == key) {
      return row.value;
    }
    general = row.key.empty() ? &row : general;
  }
  if (general != nullptr) {
    return general->value;
  }
  std::vector<std::string> names;
  for (const ParameterRow& row : rows_) {
    names.push_back(row.name);
  }
  const std::string nearest = nearest_name(std::string(name), names);
  const std::string wanted =
      key.empty() ? std::string(name) : fmt::format("{} for \"{}\"", name, key);
  fail_input(
      {"parameters.csv",
       wanted,
       "has no value in the pack.",
       nearest.empty() || nearest == name ? "Add a row for it." : "Nearest: " + nearest + "."});
}

}  // namespace corridor::evidence
