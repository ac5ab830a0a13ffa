#pragma once

#include <string>

/// Tells whether the process that began a run still lives, so that a run whose process was killed
/// is not shown as running for ever.
namespace corridor::store::detail {

/// Name of this machine.
std::string this_host();
/// This process: boot id, process id and start time. A number reused after a restart gives another
/// text.
std::string this_process();
/// False when the process is certainly gone. Only meaningful for processes of this machine.
bool process_lives(const std::string& process);

}  // namespace corridor::store::detail
