#include "progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace corridor::cli {

namespace {

constexpr int kBarWidth = 24;

std::string short_number(double value) {
  if (value >= 1e9) {
    return fmt::format("{:.2f} G", value / 1e9);
  }
  if (value >= 1e6) {
    return fmt::format("{:.1f} M", value / 1e6);
  }
  return fmt::format("{:.0f} k", value / 1e3);
}

std::string state_text(const sim::Progress& progress) {
  const double seconds = std::max(progress.seconds, 1e-9);
  const double speed = static_cast<double>(progress.person_months) / seconds;
  const int done = std::max(progress.months_done, 1);
  const double left = seconds / done * (progress.months_total - progress.months_done);
  return fmt::format("{} persons, {} person-months/s, {:.0f} s left",
                     short_number(static_cast<double>(progress.persons)),
                     short_number(speed),
                     left);
}

}  // namespace

std::string bar_text(const sim::Progress& progress) {
  const int total = std::max(progress.months_total, 1);
  const auto full = static_cast<std::size_t>(kBarWidth * progress.months_done / total);
  return fmt::format("[{}{}] {}  {}/{} months, {}",
                     std::string(full, '#'),
                     std::string(kBarWidth - full, '.'),
                     progress.month.text(),
                     progress.months_done,
                     progress.months_total,
                     state_text(progress));
}

std::string line_text(const sim::Progress& progress) {
  return fmt::format("{}: {} of {} months, {}",
                     progress.month.text(),
                     progress.months_done,
                     progress.months_total,
                     state_text(progress));
}

ProgressDisplay::ProgressDisplay(bool quiet, std::string label)
    : quiet_(quiet), label_(std::move(label)), terminal_(isatty(STDERR_FILENO) == 1) {}

void ProgressDisplay::update(const sim::Progress& progress) {
  if (quiet_) {
    return;
  }
  const bool last = progress.months_done == progress.months_total;
  if (terminal_) {
    fmt::print(stderr, "\r\033[K{}{}", label_, bar_text(progress));
    std::fflush(stderr);
    drawn_ = true;
  } else if (progress.month.month_of_year() == 12 || last) {
    fmt::print(stderr, "{}{}\n", label_, line_text(progress));
  }
}

void ProgressDisplay::finish() {
  if (drawn_) {
    fmt::print(stderr, "\r\033[K");
    drawn_ = false;
  }
}

Counter::Counter(bool quiet, int total, std::string what)
    : shown_(!quiet && isatty(STDERR_FILENO) == 1), total_(total), what_(std::move(what)) {}

void Counter::done() {
  const std::lock_guard lock(mutex_);
  ++count_;
  if (shown_) {
    fmt::print(stderr, "\r\033[K{} of {} {}", count_, total_, what_);
    std::fflush(stderr);
  }
}

void Counter::clear() {
  const std::lock_guard lock(mutex_);
  count_ = 0;
  if (shown_) {
    fmt::print(stderr, "\r\033[K");
  }
}

}  // namespace corridor::cli
