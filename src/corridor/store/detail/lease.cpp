#include "corridor/store/detail/lease.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <iterator>
#include <sstream>

namespace corridor::store::detail {

namespace {

std::string boot_id() {
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::string id;
  file >> id;
  return id;
}

/// Start time in clock ticks since boot: field 22 of /proc/PID/stat, counted after the command's
/// closing bracket because a command may contain blanks. A zombie counts as gone. Empty when there
/// is no such process.
std::string start_time(long pid) {
  std::ifstream file(fmt::format("/proc/{}/stat", pid));
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const std::size_t bracket = text.rfind(')');
  if (bracket == std::string::npos) {
    return {};
  }
  std::istringstream fields(text.substr(bracket + 1));
  std::string state;
  fields >> state;
  if (state == "Z" || state == "X") {
    return {};
  }
  std::string field;
  for (int index = 4; index <= 22; ++index) {
    fields >> field;
  }
  return field;
}

}  // namespace

std::string this_host() {
  std::array<char, 256> name{};
  gethostname(name.data(), name.size() - 1);
  return name.data();
}

std::string this_process() {
  const long pid = static_cast<long>(getpid());
  return fmt::format("{} {} {}", boot_id(), pid, start_time(pid));
}

bool process_lives(const std::string& process) {
  std::istringstream fields(process);
  std::string boot;
  long pid = 0;
  std::string started;
  fields >> boot >> pid >> started;
  return boot == boot_id() && pid > 0 && !started.empty() && start_time(pid) == started;
}

}  // namespace corridor::store::detail
