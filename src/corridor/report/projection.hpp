#pragma once

#include <vector>

#include "corridor/evidence/boundaries.hpp"

namespace corridor::report {

/// A position on a drawing; y grows downwards, as in SVG.
struct Point2 {
  double x = 0;
  double y = 0;
};

/// Albers' equal-area conic projection of the sphere, so that a region takes the room of its area
/// (Snyder 1987, Map projections: a working manual, eqs. 14-1 to 14-6). The standard parallels lie
/// a sixth of the height inside the northern and southern end of what is drawn.
class Projection {
 public:
  /// Fits everything that is given into a drawing `width` wide and at most `most_height` high.
  Projection(const std::vector<evidence::RegionShape>& shapes, double width, double most_height);
  Point2 operator()(const evidence::GeoPosition& position) const;
  double width() const { return width_; }
  double height() const { return height_; }

 private:
  Point2 conic(const evidence::GeoPosition& position) const;
  double middle_ = 0;  ///< longitude in degrees that points upwards
  double cone_ = 1;    ///< Snyder's n
  double constant_ = 0;
  double scale_ = 1;
  Point2 corner_;
  double width_ = 0;
  double height_ = 0;
};

}  // namespace corridor::report
