#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "corridor/base/month.hpp"
#include "corridor/evidence/pack.hpp"
#include "corridor/store/store.hpp"

/// What states did about the treatment of one origin's citizens, act by act: those a run simulated
/// and, beside them, those that were published.
namespace corridor::report {

struct ChronicleRequest {
  std::string origin;
  Month from;
  Month to;
};

/// One act. The month of a simulated act is a result; its day is only for reading (diplomacy D7).
struct ChronicleLine {
  std::string date;  ///< `YYYY-MM-DD`; of a published act as precise as it was published
  std::string actor;
  std::string target;
  std::string act;  ///< in words, as diplomacy::kActNames
  bool simulated = false;
  std::int64_t reports = 0;    ///< of this month and the two before; simulated acts only
  std::int64_t incidents = 0;  ///< of this month; simulated acts only
  std::string statement;       ///< published acts only
  std::string source;          ///< published acts only
};

struct Chronicle {
  store::RunInfo run;
  ChronicleRequest request;
  std::vector<ChronicleLine> lines;  ///< by date; published before simulated
};

/// Throws Error(usage) when the origin is none of the run's, when the run holds no acts, or when
/// none of its months lies in those asked for. Without events only simulated acts are told.
Chronicle chronicle(const store::Store& store,
                    const store::RunInfo& run,
                    std::span<const evidence::Event> events,
                    const ChronicleRequest& request);

std::string chronicle_text(const Chronicle& chronicle);

}  // namespace corridor::report
