#include "corridor/evidence/pack.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <tuple>

#include "corridor/base/error.hpp"
#include "corridor/evidence/detail/reading.hpp"

namespace corridor::evidence {

namespace {

template <typename Places>
int index_of(const Places& places, std::string_view code) {
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (places[i].code == code) {
      return static_cast<int>(i);
    }
  }
  return -1;
}

std::string title_of(std::string_view name, std::string_view place, std::string_view sector) {
  std::string title(name);
  title += place.empty() ? "" : fmt::format(" of {}", place);
  title += sector.empty() ? "" : fmt::format(", {}", sector);
  return title;
}

}  // namespace

Month Series::last() const {
  const auto count = static_cast<std::int32_t>(values.size());
  return first + (yearly ? 12 * count : count) - 1;
}

Month Series::last_given() const { return last() - (yearly ? 12 * continued : continued); }

double Series::at(Month month) const {
  if (month < first || month > last()) {
    fail_input({"series.csv",
                title_of(name, place, sector),
                fmt::format("has no value for {}; it runs from {} to {}.",
                            month.text(),
                            first.text(),
                            last().text()),
                "Choose months inside, or extend the series in the pack."});
  }
  const int position = yearly ? month.year() - first.year() : month - first;
  return values[static_cast<std::size_t>(position)];
}

const Series& Pack::find_series(std::string_view wanted,
                                std::string_view place,
                                std::string_view sector) const {
  for (const Series& candidate : series) {
    if (candidate.name == wanted && candidate.place == place && candidate.sector == sector) {
      return candidate;
    }
  }
  std::vector<std::string> titles;
  for (const Series& candidate : series) {
    titles.push_back(title_of(candidate.name, candidate.place, candidate.sector));
  }
  const std::string asked = title_of(wanted, place, sector);
  fail_input({(folder / "series.csv").generic_string(),
              asked,
              "is not a series of the pack.",
              detail::nearest_remedy(asked, titles, "Add it to the pack.")});
}

const WelfareFigure* Pack::nearest_welfare(std::string_view quantity,
                                           std::string_view place,
                                           std::string_view key,
                                           int year) const {
  using Asked = std::tuple<std::string_view, std::string_view, std::string_view>;
  const Asked asked{quantity, place, key};
  const auto of = [](const WelfareFigure& figure) {
    return Asked{figure.quantity, figure.place, figure.key};
  };
  const auto first = std::partition_point(
      welfare.begin(), welfare.end(), [&](const auto& figure) { return of(figure) < asked; });
  const WelfareFigure* nearest = nullptr;
  for (auto figure = first; figure != welfare.end() && of(*figure) == asked; ++figure) {
    if (nearest == nullptr || std::abs(figure->year - year) < std::abs(nearest->year - year)) {
      nearest = &*figure;
    }
  }
  return nearest;
}

int Pack::origin_index(std::string_view code) const { return index_of(origins, code); }
int Pack::region_index(std::string_view code) const { return index_of(regions, code); }
int Pack::status_index(std::string_view code) const { return index_of(statuses, code); }

std::vector<std::pair<std::string, std::string>> Pack::places() const {
  std::vector<std::pair<std::string, std::string>> result;
  for (const Origin& origin : origins) {
    result.emplace_back(origin.code, origin.name);
  }
  for (const Region& region : regions) {
    result.emplace_back(region.code, region.name);
  }
  for (const Destination& destination : destinations) {
    if (origin_index(destination.code) < 0) {
      result.emplace_back(destination.code, destination.name);
    }
  }
  return result;
}

Pack load_pack(const std::filesystem::path& folder,
               std::span<const ParameterDeclaration> declarations) {
  if (!std::filesystem::is_directory(folder)) {
    fail_files({folder.generic_string(),
                "the data pack",
                "is not a folder.",
                "Name the folder that holds datapackage.json."});
  }
  detail::Reading reading(folder);
  reading.declarations = declarations;
  detail::read_package(reading);
  const bool codes = detail::read_codes(reading);
  detail::read_tables(reading);
  if (codes) {
    detail::build_series(reading);
    detail::build_demography(reading);
    detail::build_households(reading);
    detail::build_education(reading);
    detail::build_profile(reading);
    detail::build_law(reading);
    detail::build_parameters(reading);
    detail::build_posterior(reading);
    detail::build_targets(reading);
    detail::build_claims(reading);
    detail::build_events(reading);
    detail::build_welfare(reading);
    detail::build_published(reading);
    detail::build_boundaries(reading);
    detail::build_figures(reading);
    detail::build_publication(reading);
  }
  reading.findings.throw_if_any();
  return std::move(reading.pack);
}

}  // namespace corridor::evidence
