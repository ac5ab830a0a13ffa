#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

#include "corridor/evidence/pack.hpp"
#include "packs/temporary_folder.hpp"

/// A pack to spoil, and the texts kept of what is said about it. After a deliberate change of
/// wording, run the tests once with CORRIDOR_UPDATE_EXPECTED=1 and read the difference.
namespace corridor::tests {

namespace fs = std::filesystem;
using evidence::KeyedBy;
using evidence::ParameterDeclaration;

/// Declarations of the test's own, so that the messages do not move with the modules.
inline constexpr std::array kDeclarations = {
    ParameterDeclaration{"work.hours", "h", "hours per week", 0, 80, KeyedBy::nothing, "", ""},
    ParameterDeclaration{"work.share", "s", "share", 0, 1, KeyedBy::sector, "", ""},
    ParameterDeclaration{"road.cost", "c", "USD", 0, 900, KeyedBy::origin_destination, "", ""},
};
inline constexpr const char* kParameters =
    "name,key,symbol,value,low,high,coverage,unit,distribution,source,status,grade,note\n"
    "work.hours,,h,40,30,50,,hours per week,,invented,assumed,C,\n"
    "work.share,construction,s,0.5,,,,share,,invented,assumed,C,\n"
    "work.share,services,s,0.5,,,,share,,invented,assumed,C,\n"
    "road.cost,AAA:OTH,c,100,,,,USD,,invented,assumed,C,\n"
    "road.cost,BBB:OTH,c,200,,,,USD,,invented,assumed,C,\n";

inline std::string read_text(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

inline void write_text(const fs::path& file, const std::string& text) {
  std::ofstream(file, std::ios::binary) << text;
}

/// A copy of the invented pack that goes with the test.
class PackCopy {
 public:
  PackCopy() {
    fs::copy(fs::path(CORRIDOR_SOURCE_DIR) / "tests" / "packs" / "tiny", folder());
    write_text(folder_.path() / "parameters.csv", kParameters);
  }

  const fs::path& folder() const { return folder_.path(); }
  std::string text(const std::string& file) const { return read_text(folder_.path() / file); }
  void write(const std::string& file, const std::string& text) const {
    write_text(folder_.path() / file, text);
  }
  void remove(const std::string& file) const { fs::remove(folder_.path() / file); }

  /// Replaces the first occurrence, which must exist.
  void replace(const std::string& file, const std::string& from, const std::string& to) const {
    std::string content = text(file);
    const std::size_t at = content.find(from);
    ASSERT_NE(at, std::string::npos) << file << " holds no " << from;
    write(file, content.replace(at, from.size(), to));
  }
  void replace_all(const std::string& file, const std::string& from, const std::string& to) const {
    std::string content = text(file);
    std::size_t count = 0;
    for (std::size_t at = content.find(from); at != std::string::npos;
         at = content.find(from, at + to.size())) {
      content.replace(at, from.size(), to);
      ++count;
    }
    ASSERT_GT(count, 0U) << file << " holds no " << from;
    write(file, content);
  }
  /// Takes the last column away from every row.
  void drop_last_column(const std::string& file) const {
    std::stringstream lines(text(file));
    std::string content;
    for (std::string line; std::getline(lines, line);) {
      content += line.substr(0, line.rfind(',')) + "\n";
    }
    write(file, content);
  }

 private:
  TemporaryFolder folder_;
};

/// Compares the text of an error, with the folder of the copy written as PACK, with the file kept
/// for the case.
inline void compare(const std::string& name, const PackCopy& pack, std::string found) {
  const std::string folder = pack.folder().generic_string();
  for (std::size_t at = found.find(folder); at != std::string::npos; at = found.find(folder)) {
    found.replace(at, folder.size(), "PACK");
  }
  found += "\n";
  const fs::path file =
      fs::path(CORRIDOR_SOURCE_DIR) / "tests" / "errors" / "expected" / (name + ".txt");
  if (std::getenv("CORRIDOR_UPDATE_EXPECTED") != nullptr) {
    write_text(file, found);
  }
  EXPECT_EQ(found, read_text(file)) << file;
}

}  // namespace corridor::tests
