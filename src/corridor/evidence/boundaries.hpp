#pragma once

#include <optional>
#include <string>
#include <vector>

/// The regions of a pack as an overview map draws them (`boundaries.geojson`).
namespace corridor::evidence {

/// Degrees, as GeoJSON has them.
struct GeoPosition {
  double longitude = 0;
  double latitude = 0;
};

/// A closed line: its last position is its first.
using GeoRing = std::vector<GeoPosition>;

/// One region: rings, or the seat of a unit that has no border of its own on the map.
struct RegionShape {
  std::vector<GeoRing> rings;  ///< outer and inner ones of all parts, to be filled by the even-odd
                               ///< rule; empty for a seat
  GeoPosition seat;            ///< where rings is empty
  std::optional<int> inside;   ///< of a seat: the region whose rings hold it, as index of regions
  bool has_border() const { return !rings.empty(); }
};

/// Shapes of all regions, in their order, or none at all for a pack without a map.
struct Boundaries {
  std::vector<RegionShape> regions;
  std::string source;  ///< id of sources.csv
  std::string credit;  ///< printed beside every map
  bool drawn() const { return !regions.empty(); }
};

/// Whether a line from the position crosses the rings an odd number of times.
bool encloses(const std::vector<GeoRing>& rings, const GeoPosition& position);

}  // namespace corridor::evidence
