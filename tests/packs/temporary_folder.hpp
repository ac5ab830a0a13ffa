#pragma once

#include <stdlib.h>  // mkdtemp

#include <filesystem>
#include <stdexcept>
#include <string>

namespace corridor::tests {

/// A new folder that goes with the object, and everything in it.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    // mkdtemp() fills in the six last letters.
    std::string pattern =
        (std::filesystem::temp_directory_path() / "corridor-test-").string() + std::string(6, 'X');
    if (mkdtemp(pattern.data()) == nullptr) {
      throw std::runtime_error("no folder could be made from " + pattern);
    }
    path_ = pattern;
  }
  ~TemporaryFolder() {
    std::error_code ignored;  // a destructor may not throw
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace corridor::tests
