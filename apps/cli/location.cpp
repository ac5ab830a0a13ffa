#include "location.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <system_error>

#include "command.hpp"
#include "corridor/base/error.hpp"
#include "corridor/sim/run.hpp"

namespace corridor::cli {

namespace fs = std::filesystem;

namespace {

constexpr const char* kDefaultPack = "data/central-asia";

/// The folder of installed data, beside the folder of the program.
fs::path share_folder() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  return error ? fs::path() : program.parent_path().parent_path() / "share" / "corridor";
}

}  // namespace

fs::path find_pack(const std::string& given) {
  if (!given.empty()) {
    return given;
  }
  // Read once at the start, before any thread exists.
  const char* variable = std::getenv("CORRIDOR_PACK");  // NOLINT(concurrency-mt-unsafe)
  if (variable != nullptr && *variable != '\0') {
    return variable;
  }
  std::error_code error;
  for (const fs::path& folder : {fs::path(kDefaultPack), share_folder() / kDefaultPack}) {
    if (fs::exists(folder / "datapackage.json", error)) {
      return folder;
    }
  }
  fail_files({"--pack",
              "no data pack",
              fmt::format("was named, and there is none at {} or {}.",
                          kDefaultPack,
                          (share_folder() / kDefaultPack).string()),
              "Name a pack folder with --pack or with the variable CORRIDOR_PACK."});
}

evidence::Pack load_pack(const std::string& given) {
  return evidence::load_pack(find_pack(given), sim::parameter_declarations());
}

evidence::Pack pack_of_run(const store::RunInfo& run, const std::string& given) {
  std::error_code error;
  const bool kept = given.empty() && fs::exists(run.pack_folder, error);
  evidence::Pack pack = load_pack(kept ? run.pack_folder : given);
  if (pack.digest != run.pack_digest) {
    fmt::print(stderr,
               "corridor: note: {} is not the pack {} was made with (digest {}, then {}).\n",
               pack.folder.string(),
               run.id,
               pack.digest,
               run.pack_digest);
  }
  return pack;
}

std::vector<fs::path> scenario_folders() { return {"scenarios", share_folder() / "scenarios"}; }

namespace {

/// A TOML file, or one of that name in the folders. `kind` is what it is, with its article.
fs::path find_named(const std::string& given,
                    const std::vector<fs::path>& folders,
                    std::string_view kind,
                    std::string_view remedy) {
  std::error_code error;
  if (fs::is_regular_file(given, error)) {
    return given;
  }
  std::vector<std::string> known;
  for (const fs::path& folder : folders) {
    fs::path file = folder / (given + ".toml");
    if (fs::is_regular_file(file, error)) {
      return file;
    }
    for (const auto& entry : fs::directory_iterator(folder, error)) {
      if (entry.path().extension() == ".toml") {
        known.push_back(entry.path().stem().string());
      }
    }
  }
  const std::string nearest = nearest_name(fs::path(given).stem().string(), known);
  fail_files({given,
              fmt::format("the {}", kind),
              fmt::format("is neither a file nor the name of a shipped {}.", kind),
              (nearest.empty() ? std::string() : fmt::format("Nearest: {}. ", nearest)) +
                  std::string(remedy)});
}

}  // namespace

fs::path find_scenario(const std::string& given) {
  return find_named(
      given, scenario_folders(), "scenario", "List them with `corridor scenario list`.");
}

fs::path find_plan(const std::string& given) {
  return find_named(given,
                    {"calibrations", share_folder() / "calibrations"},
                    "calibration plan",
                    "Write one (docs/formats/calibration.md).");
}

std::pair<Month, Month> months_of(const evidence::Pack& pack) {
  const evidence::Demography& demography = pack.demography;
  Month from(demography.first_year + 1, 1);
  Month to(demography.first_year + demography.years - 1, 12);
  for (const evidence::Series& series : pack.series) {
    from = std::max(from, series.first);
    to = std::min(to, series.yearly ? Month(series.last().year(), 12) : series.last());
  }
  return {from, to};
}

Month month_option(const std::string& option, const std::string& text) {
  Month month;
  if (!Month::parse(text, month)) {
    fail_usage({option,
                fmt::format("\"{}\"", text),
                "is not a month.",
                fmt::format("Write it as YYYY-MM: {} 2014-12.", option)});
  }
  return month;
}

std::int64_t whole_number(const std::string& option, const std::string& text, std::int64_t least) {
  std::int64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end || number < least) {
    fail_usage({option,
                fmt::format("\"{}\"", text),
                fmt::format("is not a whole number from {} on.", least),
                fmt::format("Write for example {} {}.", option, least + 1)});
  }
  return number;
}

void write_output(const std::string& file, const std::string& text) {
  if (file == "-") {
    fmt::print("{}", text);
    return;
  }
  std::error_code error;
  const fs::path path(file);
  if (path.has_parent_path()) {
    fs::create_directories(path.parent_path(), error);
  }
  std::ofstream out(path, std::ios::binary);
  out << text;
  out.close();
  if (!out) {
    fail_files({file,
                "the file",
                "cannot be written.",
                "Check the folder, its permissions and the space on the disk."});
  }
}

store::RunInfo run_with_months(const store::Store& store, const std::string& id) {
  store::RunInfo run = store.find(id);
  if (!run.has_months) {
    fail_usage({run.id,
                "the run",
                "holds no months (" + store::status_text(run) + ").",
                "Choose another with `corridor runs`, or run it again."});
  }
  return run;
}

}  // namespace corridor::cli
