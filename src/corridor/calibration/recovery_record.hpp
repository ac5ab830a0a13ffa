#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "corridor/calibration/recovery.hpp"
#include "corridor/calibration/second_method.hpp"

/// Trials as a file, to go on after a stop, and their results as people and programs read them.
namespace corridor::calibration {

/// What the trials were made with.
struct RecoveryLineage {
  std::string plan;
  std::string pack_digest;
  std::string program;
  Month from;
  Month to;
  std::int64_t sample = 1;
};

/// First line of a file of trials: all that a trial depends on.
std::string recovery_header(const Recoverable& subject, const RecoveryLineage& lineage);

/// The trials of a file, one a line after the header; a last line that a killed program left
/// unfinished is cut off. A file that does not exist, or has no whole line, is begun. Throws
/// Error(input) for a file of another header or one that is damaged, Error(files) where it cannot
/// be read or written.
std::vector<RecoveryTrial> open_trials(const std::filesystem::path& path,
                                       const std::string& header,
                                       const Recoverable& subject);

/// Adds a line, whole on the disk when this returns. Throws Error(files).
void append_trial(const std::filesystem::path& path, const RecoveryTrial& trial);

std::string recovery_text(const Recoverable& subject, const Recovery& recovery);
std::string recovery_json(const Recoverable& subject,
                          const RecoveryLineage& lineage,
                          const Recovery& recovery,
                          const std::vector<RecoveryTrial>& trials);

std::string second_text(const SecondResult& result);
std::string second_json(const Recoverable& subject,
                        const RecoveryLineage& lineage,
                        const SecondResult& result);

}  // namespace corridor::calibration
