#include <fmt/format.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "corridor/evidence/detail/reading.hpp"

namespace corridor::evidence::detail {

namespace {

constexpr std::string_view kPackageFile = "datapackage.json";

nlohmann::json parse_package(const Reading& reading) {
  const std::vector<char> bytes = read_bytes(reading.pack.folder / kPackageFile);
  try {
    return nlohmann::json::parse(bytes.begin(), bytes.end());
  } catch (const nlohmann::json::parse_error& error) {
    const auto stop =
        bytes.begin() + static_cast<std::ptrdiff_t>(std::min(error.byte, bytes.size()));
    const auto line = std::count(bytes.begin(), stop, '\n') + 1;
    fail_input({reading.findings.where(kPackageFile, static_cast<int>(line)),
                "the text",
                bytes.empty() ? "is empty." : "is not JSON.",
                "Write a Tabular Data Package description (docs/formats/data-pack.md)."});
  }
}

/// A pack of another schema is refused at once: nothing else said about it could be trusted.
void check_schema(const Reading& reading, const nlohmann::json& package) {
  const std::string where = reading.findings.where(kPackageFile);
  if (!package.is_object() || !package.contains("corridor_schema")) {
    fail_input({where,
                "corridor_schema",
                "is missing.",
                fmt::format("Write \"corridor_schema\": {}.", kPackSchema)});
  }
  const nlohmann::json& schema = package.at("corridor_schema");
  if (schema != kPackSchema) {
    fail_input({where,
                fmt::format("corridor_schema: {}", schema.dump()),
                fmt::format("cannot be read; this program reads schema {}.", kPackSchema),
                "Convert the pack, or use a version of corridor that reads its schema."});
  }
}

std::string text_member(Reading& reading, const nlohmann::json& package, const char* name) {
  const auto found = package.find(name);
  if (found != package.end() && found->is_string() && !found->get<std::string>().empty()) {
    return found->get<std::string>();
  }
  reading.findings.add({reading.findings.where(kPackageFile),
                        name,
                        "is missing or not a text.",
                        fmt::format("Write \"{}\": \"...\".", name)});
  return {};
}

/// Years of an optional list; an empty list when the member is absent.
std::vector<int> year_list(Reading& reading, const nlohmann::json& package, const char* name) {
  std::vector<int> years;
  const auto found = package.find(name);
  if (found == package.end()) {
    return years;
  }
  const bool sound =
      found->is_array() && std::all_of(found->begin(), found->end(), [](const auto& year) {
        return year.is_number_integer();
      });
  if (!sound) {
    reading.findings.add({reading.findings.where(kPackageFile),
                          fmt::format("{}: {}", name, found->dump()),
                          "is not a list of years.",
                          fmt::format("Write \"{}\": [2013, 2014].", name)});
    return years;
  }
  return found->get<std::vector<int>>();
}

bool leaves_folder(const std::filesystem::path& path) {
  return path.is_absolute() || std::find(path.begin(), path.end(), "..") != path.end();
}

std::vector<std::string> resource_paths(Reading& reading, const nlohmann::json& package) {
  std::vector<std::string> paths;
  const auto resources = package.find("resources");
  if (resources == package.end() || !resources->is_array()) {
    reading.findings.add({reading.findings.where(kPackageFile),
                          "resources",
                          "is not a list.",
                          "List every table with its path and schema."});
    return paths;
  }
  for (const nlohmann::json& resource : *resources) {
    const bool named =
        resource.is_object() && resource.contains("path") && resource.at("path").is_string();
    const std::string path = named ? resource.at("path").get<std::string>() : std::string();
    if (path.empty() || leaves_folder(path)) {
      reading.findings.add({reading.findings.where(kPackageFile),
                            fmt::format("resources[{}].path: \"{}\"", paths.size(), path),
                            "is not a file of the pack's folder.",
                            "Write a path relative to the folder, as \"places.csv\"."});
    }
    paths.push_back(path);
  }
  return paths;
}

void report_unlisted(Reading& reading, const std::vector<std::string>& paths) {
  for (const TableSchema& table : pack_tables()) {
    if (std::find(paths.begin(), paths.end(), table.file) == paths.end()) {
      reading.findings.add({reading.findings.where(kPackageFile),
                            fmt::format("resources: {}", table.file),
                            "is not listed.",
                            fmt::format("Add the table ({}) and list it.", table.meaning)});
    }
  }
}

/// Digest of the files that were read, in the order of the description: names, sizes and bytes.
std::string digest_of(const Reading& reading,
                      const std::vector<std::string>& paths,
                      std::string_view without) {
  XXH3_state_t state;
  XXH3_128bits_reset(&state);
  for (const std::string& path : paths) {
    const auto file = reading.files.find(path);
    if (path == without || file == reading.files.end()) {
      continue;
    }
    const std::string head = fmt::format("{}\n{}\n", path, file->second.size());
    XXH3_128bits_update(&state, head.data(), head.size());
    XXH3_128bits_update(&state, file->second.data(), file->second.size());
  }
  const XXH128_hash_t hash = XXH3_128bits_digest(&state);
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

/// Reads the files.
void read_files(Reading& reading, const std::vector<std::string>& paths) {
  for (const std::string& path : paths) {
    if (path.empty() || leaves_folder(path)) {
      continue;
    }
    if (!std::filesystem::is_regular_file(reading.pack.folder / path)) {
      reading.findings.add({reading.findings.where(path),
                            "the file",
                            fmt::format("is missing, though {} lists it.", kPackageFile),
                            "Put it there, or take it from the list if it is no table."});
      continue;
    }
    reading.files.emplace(path, read_bytes(reading.pack.folder / path));
  }
}

}  // namespace

void read_package(Reading& reading) {
  const nlohmann::json package = parse_package(reading);
  check_schema(reading, package);
  reading.pack.name = text_member(reading, package, "name");
  reading.pack.title = text_member(reading, package, "title");
  reading.pack.version = text_member(reading, package, "version");
  reading.pack.table_years = year_list(reading, package, "corridor_years");
  reading.pack.change_years = year_list(reading, package, "corridor_change");
  reading.pack.crisis_years = year_list(reading, package, "corridor_crisis");
  if (!package.contains("licenses")) {
    reading.findings.add({reading.findings.where(kPackageFile),
                          "licenses",
                          "is missing.",
                          "State the licence of the compilation."});
  }
  const std::vector<std::string> paths = resource_paths(reading, package);
  report_unlisted(reading, paths);
  read_files(reading, paths);
  reading.pack.digest = digest_of(reading, paths, "");
  reading.pack.digest_before_posterior = digest_of(reading, paths, kPosteriorFile);
}

}  // namespace corridor::evidence::detail
