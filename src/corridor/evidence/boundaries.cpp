#include "corridor/evidence/boundaries.hpp"

namespace corridor::evidence {

bool encloses(const std::vector<GeoRing>& rings, const GeoPosition& position) {
  bool odd = false;
  for (const GeoRing& ring : rings) {
    for (std::size_t i = 1; i < ring.size(); ++i) {
      const GeoPosition& a = ring[i - 1];
      const GeoPosition& b = ring[i];
      if ((a.latitude > position.latitude) == (b.latitude > position.latitude)) {
        continue;
      }
      const double along = (position.latitude - a.latitude) / (b.latitude - a.latitude);
      odd ^= position.longitude < a.longitude + along * (b.longitude - a.longitude);
    }
  }
  return odd;
}

}  // namespace corridor::evidence
