#include "corridor/report/map_drawing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "corridor/report/html.hpp"
#include "corridor/report/projection.hpp"

namespace corridor::report {

namespace {

using evidence::RegionShape;

// The drawing, in its own units; the page scales it.
constexpr double kWidth = 680;
constexpr double kMostHeight = 470;
constexpr double kSeatRadius = 6;
constexpr double kLetterWidth = 5.9;  ///< of the font of the names, on average
constexpr double kNameHeight = 13;
constexpr double kMayOverhang = 1.1;  ///< how much wider than its region a name may be

/// A region with what is drawn of it.
struct Drawn {
  const evidence::Region* region = nullptr;
  const RegionShape* shape = nullptr;
  std::string path;   ///< SVG path data, empty for a seat
  Point2 middle;      ///< of its largest ring, or the seat
  double area = 0;    ///< of its largest ring
  double extent = 0;  ///< width of its largest ring
};

/// Area, centre and width of a projected ring (shoelace formula).
void measure_ring(const std::vector<Point2>& ring, Drawn& drawn) {
  double twice = 0;
  Point2 sum;
  double west = ring.front().x;
  double east = west;
  for (std::size_t i = 1; i < ring.size(); ++i) {
    const Point2& a = ring[i - 1];
    const Point2& b = ring[i];
    const double cross = a.x * b.y - b.x * a.y;
    twice += cross;
    sum.x += (a.x + b.x) * cross;
    sum.y += (a.y + b.y) * cross;
    west = std::min(west, b.x);
    east = std::max(east, b.x);
  }
  if (std::abs(twice) / 2 > drawn.area) {
    drawn.area = std::abs(twice) / 2;
    drawn.middle = {sum.x / (3 * twice), sum.y / (3 * twice)};
    drawn.extent = east - west;
  }
}

Drawn draw(const evidence::Region& region, const RegionShape& shape, const Projection& projection) {
  Drawn drawn{&region, &shape, {}, {}, 0, 0};
  for (const evidence::GeoRing& ring : shape.rings) {
    std::vector<Point2> points;
    std::string before;
    for (const evidence::GeoPosition& position : ring) {
      points.push_back(projection(position));
      const std::string text = fmt::format("{:.1f} {:.1f}", points.back().x, points.back().y);
      if (text != before) {
        drawn.path += (before.empty() ? "M" : " ") + text;
      }
      before = text;
    }
    drawn.path += "Z";
    measure_ring(points, drawn);
  }
  if (!shape.has_border()) {
    drawn.middle = projection(shape.seat);
  }
  return drawn;
}

struct Box {
  double left = 0;
  double top = 0;
  double right = 0;
  double bottom = 0;
  bool meets(const Box& other) const {
    return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
  }
};

/// Places names: those of seats beside their circles first, then large regions before small ones.
/// A name that meets another, or is much wider than its region, is left to title and table.
class Names {
 public:
  Names(const Projection& projection, const std::vector<Drawn>& regions)
      : frame_{0, 0, projection.width(), projection.height()} {
    for (const Drawn& drawn : regions) {
      if (!drawn.shape->has_border()) {
        taken_.push_back(around(drawn.middle, kSeatRadius, kSeatRadius));
      }
    }
  }

  /// SVG of the name, or nothing.
  std::string text(const Drawn& drawn) {
    const double half = static_cast<double>(drawn.region->name.size()) * kLetterWidth / 2;
    const bool seat = !drawn.shape->has_border();
    if (!seat && 2 * half > drawn.extent * kMayOverhang) {
      return {};
    }
    const double beside = half + kSeatRadius + 2;
    std::vector<Point2> choices = {drawn.middle};
    if (seat) {
      choices = {{drawn.middle.x + beside, drawn.middle.y},
                 {drawn.middle.x - beside, drawn.middle.y}};
    } else {
      choices.push_back({drawn.middle.x, drawn.middle.y - kNameHeight});
      choices.push_back({drawn.middle.x, drawn.middle.y + kNameHeight});
    }
    for (const Point2& place : choices) {
      const Box box = around(place, half, kNameHeight / 2);
      const bool outside = box.left < frame_.left || box.right > frame_.right ||
                           box.top < frame_.top || box.bottom > frame_.bottom;
      const bool taken = std::any_of(
          taken_.begin(), taken_.end(), [&](const Box& other) { return box.meets(other); });
      if (!outside && !taken) {
        taken_.push_back(box);
        return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n",
                           place.x,
                           place.y,
                           escaped(drawn.region->name));
      }
    }
    return {};
  }

 private:
  static Box around(const Point2& middle, double half_width, double half_height) {
    return {middle.x - half_width,
            middle.y - half_height,
            middle.x + half_width,
            middle.y + half_height};
  }

  Box frame_;
  std::vector<Box> taken_;
};

std::string element(const Drawn& drawn, const nlohmann::json& shown) {
  const nlohmann::json& told = shown["regions"][drawn.region->code];
  const int shade = told["shade"].get<int>();
  const std::string about =
      fmt::format("class=\"shade-{}\" data-region=\"{}\" role=\"img\"><title>{}</title>",
                  shade < 0 ? "none" : std::to_string(shade),
                  escaped(drawn.region->code),
                  escaped(told["title"].get<std::string>()));
  if (drawn.shape->has_border()) {
    return fmt::format("<path d=\"{}\" {}</path>\n", drawn.path, about);
  }
  return fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:g}\" {}</circle>\n",
                     drawn.middle.x,
                     drawn.middle.y,
                     kSeatRadius,
                     about);
}

}  // namespace

std::string country_drawing(const evidence::Pack& pack,
                            const evidence::Origin& origin,
                            const nlohmann::json& shown) {
  const auto begin = pack.boundaries.regions.begin() + origin.first_region;
  const std::vector<RegionShape> shapes(begin, begin + origin.region_count);
  const Projection projection(shapes, kWidth, kMostHeight);
  std::vector<Drawn> regions;
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    const std::size_t region = static_cast<std::size_t>(origin.first_region) + i;
    regions.push_back(draw(pack.regions[region], shapes[i], projection));
  }
  // Circles and enclaves would vanish under what is drawn after them.
  std::stable_sort(regions.begin(), regions.end(), [](const Drawn& a, const Drawn& b) {
    return a.area > b.area;
  });
  std::string text = fmt::format(
      "<svg viewBox=\"0 0 {:g} {:.0f}\" role=\"group\" aria-label=\"Map of {} by region\">\n",
      projection.width(),
      projection.height(),
      escaped(origin.name));
  for (const Drawn& drawn : regions) {
    text += element(drawn, shown);
  }
  std::stable_sort(regions.begin(), regions.end(), [](const Drawn& a, const Drawn& b) {
    return !a.shape->has_border() && b.shape->has_border();
  });
  Names names(projection, regions);
  text += "<g class=\"names\" aria-hidden=\"true\">\n";
  for (const Drawn& drawn : regions) {
    text += names.text(drawn);
  }
  return text + "</g></svg>";
}

}  // namespace corridor::report
