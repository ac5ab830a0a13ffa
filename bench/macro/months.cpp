// Whole runs on the shipped pack at three sizes, on one and two threads, beside a naive loop of the
// same model and the machine's own reading speed. Fails when the naive loop counts otherwise.

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "../naive/compare.hpp"
#include "../support/machine.hpp"
#include "../support/pack.hpp"
#include "corridor/base/error.hpp"
#include "corridor/sim/run.hpp"

namespace {

using corridor::Month;
using Json = nlohmann::ordered_json;

/// From here on the population of the pack is about eighty million one to one.
constexpr Month kStart(2024, 1);

struct Scale {
  std::string_view name;  ///< million persons
  std::int64_t sample = 1;
  int months = 24;
  int repeats = 1;  ///< of every measurement; medians are reported
  Month from = kStart;
};

/// Small, and long enough for every rule of the pack to act: what the naive loop must count too.
constexpr Scale kToy = {"toy", 400, 192, 1, Month(2010, 1)};
constexpr Scale kScales[] = {{"0.8", 100, 24, 15}, {"8", 10, 24, 7}, {"80", 1, 24, 3}};
constexpr int kThreads[] = {1, 2};

struct Options {
  std::vector<Scale> scales;
  bool json = false;
  bool help = false;
  std::int64_t yardstick_bytes = std::int64_t{1} << 30;
};

constexpr std::string_view kUsage =
    "usage: bench_months [--persons 0.8|8|80]... [--toy] [--json]\n"
    "  --persons N   million persons; all three when not given\n"
    "  --toy         a tenth of a million persons and one repeat, to see that it works\n"
    "  --json        one JSON object instead of tables\n";

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

/// Seconds of every repeat on one number of threads, and what the last one reported.
struct Measured {
  int threads = 1;
  std::vector<double> synthesis;
  std::vector<double> months;
  std::vector<double> engine;
  std::vector<double> naive;
  std::vector<double> ratio;
  corridor::sim::RunSummary run;
  corridor::bench::Comparison compared;
  double read_seconds = 0;  ///< to read the resident bytes of the population once
};

struct ScaleResult {
  Scale scale;
  std::vector<Measured> measured;
  std::int64_t peak_rss_bytes = 0;
};

void measure(const corridor::evidence::Pack& pack, const Scale& scale, Measured& into) {
  corridor::sim::RunRequest request;
  request.from = scale.from;
  request.to = scale.from + (scale.months - 1);
  request.sample = scale.sample;
  request.threads = into.threads;
  into.run = corridor::sim::run(pack, request, nullptr, nullptr);
  into.synthesis.push_back(into.run.seconds_synthesis);
  into.months.push_back(into.run.seconds_months);
}

void compare(const corridor::evidence::Pack& pack, const Scale& scale, Measured& into) {
  corridor::sim::RunRequest request;
  request.from = scale.from;
  request.to = scale.from + (scale.months - 1);
  request.sample = scale.sample;
  request.threads = into.threads;
  into.compared = corridor::bench::compare(pack, request);
  into.engine.push_back(into.compared.engine_seconds);
  into.naive.push_back(into.compared.naive_seconds);
  into.ratio.push_back(into.compared.naive_seconds / into.compared.engine_seconds);
}

ScaleResult measure_scale(const corridor::evidence::Pack& pack,
                          const Scale& scale,
                          const std::vector<double>& bandwidth) {
  ScaleResult result{scale, {}, 0};
  for (const int threads : kThreads) {
    result.measured.emplace_back().threads = threads;
  }
  corridor::bench::forget_peak_rss();
  // Thread counts take turns, so that a slow minute of the machine falls on both.
  for (int repeat = 0; repeat < scale.repeats; ++repeat) {
    for (Measured& measured : result.measured) {
      measure(pack, scale, measured);
    }
  }
  // The structs of the naive loop are many times larger; until here the peak is the engine's own.
  result.peak_rss_bytes = corridor::bench::peak_rss_bytes();
  for (int repeat = 0; repeat < scale.repeats; ++repeat) {
    for (Measured& measured : result.measured) {
      compare(pack, scale, measured);
    }
  }
  for (std::size_t i = 0; i < result.measured.size(); ++i) {
    Measured& measured = result.measured[i];
    measured.read_seconds = static_cast<double>(measured.run.bytes_resident) / bandwidth[i];
  }
  return result;
}

/// What a Measured says once its repeats are summed up.
struct Figures {
  double persons = 0;
  double months_seconds = 0;
  double rate = 0;
  double bytes_per_person = 0;
  double naive_rate = 0;
  double naive_bytes_per_person = 0;
  double ratio = 0;
  double month_over_read = 0;
};

Figures figures(const ScaleResult& result, const Measured& m) {
  Figures f;
  f.persons = static_cast<double>(m.run.persons_end) / static_cast<double>(result.scale.sample);
  f.months_seconds = median(m.months);
  f.rate = static_cast<double>(m.run.person_months) / f.months_seconds;
  f.bytes_per_person = static_cast<double>(m.run.bytes_resident) / f.persons;
  f.naive_rate = static_cast<double>(m.compared.person_months) / median(m.naive);
  f.naive_bytes_per_person = static_cast<double>(m.compared.naive_bytes) / f.persons;
  f.ratio = median(m.ratio);
  f.month_over_read = f.months_seconds / m.run.months / m.read_seconds;
  return f;
}

Json measured_json(const ScaleResult& result, const Measured& m) {
  const Figures f = figures(result, m);
  Json json;
  json["threads"] = m.threads;
  json["seconds_synthesis"] = m.synthesis;
  json["seconds_months"] = m.months;
  json["person_months"] = m.run.person_months;
  json["person_months_per_second"] = f.rate;
  json["bytes_resident"] = m.run.bytes_resident;
  json["bytes_per_person"] = f.bytes_per_person;
  json["months_over_reading_once"] = f.month_over_read;
  json["results_digest"] = m.run.results_digest;
  json["engine_district_seconds"] = m.engine;
  json["naive_district_seconds"] = m.naive;
  json["naive_person_months_per_second"] = f.naive_rate;
  json["naive_bytes_per_person"] = f.naive_bytes_per_person;
  json["naive_over_engine"] = f.ratio;
  json["engine_checksum"] = m.compared.engine_checksum;
  json["naive_checksum"] = m.compared.naive_checksum;
  return json;
}

Json scale_json(const ScaleResult& result) {
  const corridor::sim::RunSummary& run = result.measured.front().run;
  Json json;
  json["million_persons"] = result.scale.name;
  json["sample"] = result.scale.sample;
  json["from"] = result.scale.from.text();
  json["months"] = run.months;
  json["repeats"] = result.scale.repeats;
  json["persons_start"] = run.persons_start / result.scale.sample;
  json["persons_end"] = run.persons_end / result.scale.sample;
  json["peak_rss_bytes"] = result.peak_rss_bytes;
  for (const Measured& measured : result.measured) {
    json["threads"].push_back(measured_json(result, measured));
  }
  return json;
}

Json report_json(const corridor::bench::Machine& machine,
                 const std::vector<double>& bandwidth,
                 const std::vector<ScaleResult>& results) {
  Json json;
  json["benchmark"] = "months";
  json["machine"] = {{"cpu", machine.cpu},
                     {"cores", machine.cores},
                     {"memory_bytes", machine.memory_bytes},
                     {"compiler", machine.compiler},
                     {"flags", machine.flags},
                     {"version", machine.version},
                     {"commit", machine.commit}};
  for (std::size_t i = 0; i < bandwidth.size(); ++i) {
    json["read_bandwidth"].push_back(
        {{"threads", kThreads[i]}, {"bytes_per_second", bandwidth[i]}});
  }
  for (const ScaleResult& result : results) {
    json["scales"].push_back(scale_json(result));
  }
  return json;
}

void print_scale(const ScaleResult& result) {
  for (const Measured& m : result.measured) {
    const Figures f = figures(result, m);
    fmt::print(
        "{:>7} {:>7} {:>6} {:>10.3f} {:>9.3f} {:>9.1f} {:>8.2f} {:>9.1f} {:>8.1f} {:>8.1f}\n",
        result.scale.name,
        m.threads,
        m.run.months,
        median(m.synthesis),
        f.months_seconds,
        f.rate / 1e6,
        f.bytes_per_person,
        f.naive_rate / 1e6,
        f.ratio,
        f.month_over_read);
  }
}

void print_report(const corridor::bench::Machine& machine,
                  const std::vector<double>& bandwidth,
                  const std::vector<ScaleResult>& results) {
  fmt::print("{}, {} cores, {}, {}, corridor {} ({})\n",
             machine.cpu,
             machine.cores,
             machine.compiler,
             machine.flags,
             machine.version,
             machine.commit);
  for (std::size_t i = 0; i < bandwidth.size(); ++i) {
    fmt::print("memory read on {} threads: {:.1f} GB/s\n", kThreads[i], bandwidth[i] / 1e9);
  }
  fmt::print("{:>7} {:>7} {:>6} {:>10} {:>9} {:>9} {:>8} {:>9} {:>8} {:>8}\n",
             "persons",
             "threads",
             "months",
             "synthesis",
             "seconds",
             "M pm/s",
             "bytes/p",
             "naive",
             "ratio",
             "reads");
  for (const ScaleResult& result : results) {
    print_scale(result);
  }
  for (const ScaleResult& result : results) {
    fmt::print("{} M persons: peak {:.0f} MB, results {}, counts {}\n",
               result.scale.name,
               static_cast<double>(result.peak_rss_bytes) / 1e6,
               result.measured.front().run.results_digest,
               result.measured.front().compared.engine_checksum);
  }
}

/// Says what disagrees; true when nothing does.
bool agree(const std::vector<ScaleResult>& results) {
  bool all = true;
  for (const ScaleResult& result : results) {
    const Measured& first = result.measured.front();
    for (const Measured& m : result.measured) {
      if (m.compared.engine_checksum != m.compared.naive_checksum) {
        fmt::print(stderr,
                   "{} M persons, {} threads: the naive loop counts otherwise: {}\n",
                   result.scale.name,
                   m.threads,
                   m.compared.first_difference);
        all = false;
      }
      if (m.run.results_digest != first.run.results_digest ||
          m.compared.engine_checksum != first.compared.engine_checksum) {
        fmt::print(stderr,
                   "{} M persons: {} threads give other results than {}\n",
                   result.scale.name,
                   m.threads,
                   first.threads);
        all = false;
      }
    }
  }
  return all;
}

void add_scale(std::string_view name, Options& options) {
  for (const Scale& scale : kScales) {
    if (scale.name == name) {
      options.scales.push_back(scale);
      return;
    }
  }
  corridor::fail_usage({"--persons",
                        fmt::format("\"{}\"", name),
                        "is not a size of this benchmark.",
                        "Write 0.8, 8 or 80."});
}

Options read_options(int count, char** values) {
  Options options;
  const std::vector<std::string_view> words(values + 1, values + count);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--help") {
      fmt::print("{}", kUsage);
      options.help = true;
      return options;
    }
    if (words[i] == "--json") {
      options.json = true;
    } else if (words[i] == "--toy") {
      options.scales = {kToy};
      options.yardstick_bytes = std::int64_t{1} << 26;
    } else if (words[i] == "--persons" && i + 1 < words.size()) {
      add_scale(words[++i], options);
    } else {
      corridor::fail_usage({"bench_months",
                            fmt::format("\"{}\"", words[i]),
                            "is not an option, or lacks its value.",
                            std::string(kUsage)});
    }
  }
  if (options.scales.empty()) {
    options.scales.assign(std::begin(kScales), std::end(kScales));
  }
  return options;
}

int measure_all(const Options& options) {
  if (options.help) {
    return 0;
  }
  std::vector<double> bandwidth;
  for (const int threads : kThreads) {
    bandwidth.push_back(corridor::bench::read_bandwidth(threads, options.yardstick_bytes));
  }
  std::vector<ScaleResult> results;
  for (const Scale& scale : options.scales) {
    results.push_back(measure_scale(corridor::bench::shipped_pack(), scale, bandwidth));
  }
  const corridor::bench::Machine machine = corridor::bench::machine();
  if (options.json) {
    fmt::print("{}\n", report_json(machine, bandwidth, results).dump(2));
  } else {
    print_report(machine, bandwidth, results);
  }
  return agree(results) ? 0 : static_cast<int>(corridor::ExitCode::invariant);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return measure_all(read_options(argc, argv));
  } catch (const corridor::Error& error) {
    fmt::print(stderr, "{}\n", error.what());
    return static_cast<int>(error.code());
  } catch (const std::exception& error) {
    fmt::print(stderr, "bench_months: {}\n", error.what());
    return static_cast<int>(corridor::ExitCode::invariant);
  }
}
