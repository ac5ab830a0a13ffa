#include "corridor/evidence/boundaries.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "corridor/evidence/detail/reading.hpp"

namespace corridor::evidence::detail {

namespace {

using nlohmann::json;

constexpr std::string_view kFile = "boundaries.geojson";
constexpr std::size_t kSmallestRing = 4;
constexpr double kEast = 180;
constexpr double kNorth = 90;

/// Reads the file feature by feature into shapes by region; what is wrong goes to the findings.
class BoundaryReader {
 public:
  explicit BoundaryReader(Reading& reading)
      : reading_(reading),
        shapes_(reading.pack.regions.size()),
        found_(shapes_.size()),
        sound_(shapes_.size(), true) {}

  void read(const json& document) {
    const json* features = list(document, "features");
    if (features == nullptr || text(document, "type") != "FeatureCollection") {
      refuse("the file", "is not a GeoJSON FeatureCollection.", "List one feature a region.");
      return;
    }
    read_origin(document);
    for (std::size_t i = 0; i < features->size(); ++i) {
      read_feature((*features)[i], fmt::format("features[{}]", i));
    }
    report_missing();
    check_seats();
    reading_.pack.boundaries.regions = std::move(shapes_);
  }

 private:
  void refuse(std::string what, std::string why, std::string remedy) {
    reading_.findings.add(
        {reading_.findings.where(kFile), std::move(what), std::move(why), std::move(remedy)});
  }

  static const json* list(const json& object, const char* name) {
    const bool held = object.is_object() && object.contains(name) && object.at(name).is_array();
    return held ? &object.at(name) : nullptr;
  }

  static std::string text(const json& object, const char* name) {
    const bool held = object.is_object() && object.contains(name) && object.at(name).is_string();
    return held ? object.at(name).get<std::string>() : std::string();
  }

  void read_origin(const json& document) {
    Boundaries& boundaries = reading_.pack.boundaries;
    boundaries.source = text(document, "source");
    boundaries.credit = text(document, "credit");
    if (reading_.codes.sources.find(boundaries.source) < 0) {
      refuse(fmt::format("source: \"{}\"", boundaries.source),
             "is not a source of sources.csv.",
             nearest_remedy(boundaries.source, reading_.codes.sources.names, "Add it there."));
    }
    if (boundaries.credit.empty()) {
      refuse("credit", "is missing or not a text.", "Write what is printed beside the map.");
    }
  }

  /// Index of the region that a property names, or nothing and a finding.
  std::optional<int> region(const json& properties, const char* name, const std::string& where) {
    const std::string code = text(properties, name);
    const int found = reading_.pack.region_index(code);
    if (found >= 0) {
      return found;
    }
    refuse(fmt::format("{}.properties.{}: \"{}\"", where, name, code),
           "is not a region of places.csv.",
           nearest_remedy(code, reading_.codes.regions.names, "Name a region that stands there."));
    return std::nullopt;
  }

  void read_feature(const json& feature, const std::string& where) {
    const json none = json::object();
    const bool held = feature.is_object() && feature.contains("properties");
    const json& properties = held ? feature.at("properties") : none;
    const std::optional<int> code = region(properties, "code", where);
    if (!code) {
      return;
    }
    const auto position = static_cast<std::size_t>(*code);
    if (found_[position]) {
      refuse(fmt::format("{}.properties.code: \"{}\"", where, text(properties, "code")),
             "is drawn twice.",
             "Keep one of the two; several parts are one MultiPolygon.");
      return;
    }
    found_[position] = true;
    RegionShape& shape = shapes_[position];
    const json& geometry = feature.contains("geometry") ? feature.at("geometry") : none;
    if (!read_geometry(geometry, shape)) {
      refuse(fmt::format("{}.geometry", where),
             "is not a Polygon, MultiPolygon or Point of closed rings in degrees.",
             "Write [longitude, latitude] pairs; a ring ends where it begins.");
      sound_[position] = false;
    } else if (!shape.has_border()) {
      shape.inside = region(properties, "inside", where);
    }
  }

  static bool read_geometry(const json& geometry, RegionShape& shape) {
    const std::string type = text(geometry, "type");
    const json* coordinates = list(geometry, "coordinates");
    if (coordinates == nullptr) {
      return false;
    }
    if (type == "Point") {
      return read_position(*coordinates, shape.seat);
    }
    if (type == "Polygon") {
      return read_rings(*coordinates, shape);
    }
    return type == "MultiPolygon" && !coordinates->empty() &&
           std::all_of(coordinates->begin(), coordinates->end(), [&](const json& part) {
             return read_rings(part, shape);
           });
  }

  static bool read_rings(const json& part, RegionShape& shape) {
    if (!part.is_array() || part.empty()) {
      return false;
    }
    for (const json& line : part) {
      GeoRing ring(line.size());
      for (std::size_t i = 0; i < ring.size(); ++i) {
        if (!line.is_array() || !read_position(line[i], ring[i])) {
          return false;
        }
      }
      if (ring.size() < kSmallestRing || line.front() != line.back()) {
        return false;
      }
      shape.rings.push_back(std::move(ring));
    }
    return true;
  }

  static bool read_position(const json& pair, GeoPosition& position) {
    if (!pair.is_array() || pair.size() != 2 || !pair[0].is_number() || !pair[1].is_number()) {
      return false;
    }
    position = {pair[0].get<double>(), pair[1].get<double>()};
    return std::abs(position.longitude) <= kEast && std::abs(position.latitude) <= kNorth;
  }

  void report_missing() {
    for (std::size_t i = 0; i < found_.size(); ++i) {
      if (!found_[i]) {
        refuse(fmt::format("region {}", reading_.pack.regions[i].code),
               "is not drawn.",
               "Add its border, or its seat as a Point with `inside`.");
      }
    }
  }

  void check_seats() {
    for (std::size_t i = 0; i < shapes_.size(); ++i) {
      if (!shapes_[i].inside) {
        continue;
      }
      const auto holder = static_cast<std::size_t>(*shapes_[i].inside);
      const std::vector<Region>& regions = reading_.pack.regions;
      const bool beside = regions[i].origin != regions[holder].origin ||
                          !encloses(shapes_[holder].rings, shapes_[i].seat);
      if (found_[holder] && sound_[holder] && beside) {
        refuse(fmt::format("region {}", regions[i].code),
               fmt::format("does not lie in {}.", regions[holder].code),
               "Correct its position, or name the region that holds it in `inside`.");
      }
    }
  }

  Reading& reading_;
  std::vector<RegionShape> shapes_;
  std::vector<bool> found_;
  std::vector<bool> sound_;  ///< false where the geometry could not be read
};

}  // namespace

void build_boundaries(Reading& reading) {
  const auto file = reading.files.find(kFile);
  if (file == reading.files.end()) {
    return;
  }
  const json document = json::parse(file->second.begin(), file->second.end(), nullptr, false);
  if (document.is_discarded()) {
    reading.findings.add({reading.findings.where(kFile),
                          "the text",
                          "is not JSON.",
                          "Write a GeoJSON FeatureCollection (docs/formats/data-pack.md)."});
    return;
  }
  BoundaryReader(reading).read(document);
}

}  // namespace corridor::evidence::detail
