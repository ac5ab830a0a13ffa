#include "corridor/report/projection.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace corridor::report {

namespace {

constexpr double kRadians = std::numbers::pi / 180;
constexpr double kMargin = 6;  ///< of the drawing, so that outlines are not cut
constexpr double kSmallest = 1e-9;

/// The rectangle around what is added to it.
struct Extent {
  double west = std::numeric_limits<double>::infinity();
  double east = -std::numeric_limits<double>::infinity();
  double low = west;
  double high = east;
  void add(double x, double y) {
    west = std::min(west, x);
    east = std::max(east, x);
    low = std::min(low, y);
    high = std::max(high, y);
  }
};

template <typename Visit>
void each_position(const std::vector<evidence::RegionShape>& shapes, const Visit& visit) {
  for (const evidence::RegionShape& shape : shapes) {
    for (const evidence::GeoRing& ring : shape.rings) {
      std::for_each(ring.begin(), ring.end(), visit);
    }
    if (!shape.has_border()) {
      visit(shape.seat);
    }
  }
}

}  // namespace

Projection::Projection(const std::vector<evidence::RegionShape>& shapes,
                       double width,
                       double most_height) {
  Extent degrees;
  each_position(shapes, [&](const evidence::GeoPosition& position) {
    degrees.add(position.longitude, position.latitude);
  });
  middle_ = (degrees.west + degrees.east) / 2;
  const double inside = (degrees.high - degrees.low) / 6;
  const double south = (degrees.low + inside) * kRadians;
  const double north = (degrees.high - inside) * kRadians;
  cone_ = (std::sin(south) + std::sin(north)) / 2;
  // Around the equator the cone becomes a cylinder; a cone nearly as wide looks the same.
  cone_ = std::abs(cone_) < kSmallest ? kSmallest : cone_;
  constant_ = std::cos(south) * std::cos(south) + 2 * cone_ * std::sin(south);
  Extent plane;
  each_position(shapes, [&](const evidence::GeoPosition& position) {
    const Point2 point = conic(position);
    plane.add(point.x, point.y);
  });
  const double wide = plane.east - plane.west;
  const double high = plane.high - plane.low;
  scale_ = std::min((width - 2 * kMargin) / std::max(wide, kSmallest),
                    (most_height - 2 * kMargin) / std::max(high, kSmallest));
  width_ = width;
  height_ = high * scale_ + 2 * kMargin;
  corner_ = {plane.west - (width / scale_ - wide) / 2, plane.low - kMargin / scale_};
}

Point2 Projection::conic(const evidence::GeoPosition& position) const {
  const double angle = cone_ * (position.longitude - middle_) * kRadians;
  const double radius =
      std::sqrt(std::max(0.0, constant_ - 2 * cone_ * std::sin(position.latitude * kRadians))) /
      cone_;
  return {radius * std::sin(angle), radius * std::cos(angle)};
}

Point2 Projection::operator()(const evidence::GeoPosition& position) const {
  const Point2 point = conic(position);
  return {(point.x - corner_.x) * scale_, (point.y - corner_.y) * scale_};
}

}  // namespace corridor::report
