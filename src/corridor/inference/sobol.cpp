#include "corridor/inference/sobol.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "corridor/base/error.hpp"
#include "corridor/inference/detail/draws.hpp"

namespace corridor::inference {

namespace {

using Eigen::Index;
using Rows = std::vector<std::size_t>;

void check(std::size_t inputs, const SobolOptions& options) {
  if (inputs < 1 || options.points < 2 || options.resamples < 1 || options.coverage <= 0 ||
      options.coverage >= 1) {
    fail_input({"the shares of variance",
                fmt::format("{} inputs, {} points, {} resamples, coverage {}",
                            inputs,
                            options.points,
                            options.resamples,
                            options.coverage),
                "cannot be: there must be an input, two points, one resample and a coverage "
                "between 0 and 1.",
                "Correct the options."});
  }
}

/// The outputs of one kind, as columns of the design: A, B, and A with input i from B.
struct Answers {
  Vector a;
  Vector b;
  Matrix ab;  ///< rows of the design x inputs
};

/// The rows of the design without a failed evaluation.
Rows whole_rows(const Evaluations& found, std::size_t points, std::size_t width) {
  Rows rows;
  for (std::size_t k = 0; k < points; ++k) {
    const auto first = found.failures.begin() + static_cast<std::ptrdiff_t>(k * width);
    if (std::all_of(first,
                    first + static_cast<std::ptrdiff_t>(width),
                    [](const std::string& reason) { return reason.empty(); })) {
      rows.push_back(k);
    }
  }
  return rows;
}

Answers answers_of(const Evaluations& found, Index output, const Rows& rows, Index inputs) {
  const auto count = static_cast<Index>(rows.size());
  Answers answers{Vector(count), Vector(count), Matrix(count, inputs)};
  for (Index k = 0; k < count; ++k) {
    const Index first = static_cast<Index>(rows[static_cast<std::size_t>(k)]) * (inputs + 2);
    answers.a(k) = found.outputs(output, first);
    answers.b(k) = found.outputs(output, first + 1);
    for (Index i = 0; i < inputs; ++i) {
      answers.ab(k, i) = found.outputs(output, first + 2 + i);
    }
  }
  return answers;
}

double variance_over(const Answers& answers, const Rows& rows) {
  double sum = 0;
  for (const std::size_t row : rows) {
    sum += answers.a(static_cast<Index>(row)) + answers.b(static_cast<Index>(row));
  }
  const double count = 2 * static_cast<double>(rows.size());
  const double mean = sum / count;
  double squares = 0;
  for (const std::size_t row : rows) {
    const double a = answers.a(static_cast<Index>(row)) - mean;
    const double b = answers.b(static_cast<Index>(row)) - mean;
    squares += a * a + b * b;
  }
  return squares / (count - 1);
}

struct Shares {
  std::vector<double> first;
  std::vector<double> total;
  double variance = 0;
};

/// Jansen (1999), over the given rows, repeated ones counted as often (inference I15 and I16).
Shares shares_over(const Answers& answers, const Rows& rows) {
  const auto inputs = static_cast<std::size_t>(answers.ab.cols());
  Shares shares{
      std::vector<double>(inputs), std::vector<double>(inputs), variance_over(answers, rows)};
  if (!(shares.variance > 0)) {
    return shares;
  }
  const double twice = 2 * shares.variance * static_cast<double>(rows.size());
  for (std::size_t i = 0; i < inputs; ++i) {
    double from_a = 0;
    double from_b = 0;
    for (const std::size_t row : rows) {
      const auto k = static_cast<Index>(row);
      const double ab = answers.ab(k, static_cast<Index>(i));
      from_a += (answers.a(k) - ab) * (answers.a(k) - ab);
      from_b += (answers.b(k) - ab) * (answers.b(k) - ab);
    }
    shares.first[i] = 1 - from_b / twice;
    shares.total[i] = from_a / twice;
  }
  return shares;
}

/// The central interval of a sample, by the nearest ranks outwards.
Estimate with_interval(double value, std::vector<double> sample, double coverage) {
  std::sort(sample.begin(), sample.end());
  const auto last = static_cast<double>(sample.size() - 1);
  const double tail = (1 - coverage) / 2;
  return {value,
          sample[static_cast<std::size_t>(std::floor(tail * last))],
          sample[static_cast<std::size_t>(std::ceil((1 - tail) * last))]};
}

/// Rows drawn with replacement: the whole row of the design, since its evaluations belong together
/// (inference I17).
Rows resampled(std::size_t rows, int resample, std::uint64_t seed) {
  Rows drawn(rows);
  for (std::size_t k = 0; k < rows; ++k) {
    drawn[k] = detail::below({seed, random::Stream::inference_bootstrap, 0, resample}, k, rows);
  }
  return drawn;
}

void estimate_output(const Answers& answers,
                     const SobolOptions& options,
                     parallel::Threads& threads,
                     SobolResult& result) {
  const auto inputs = static_cast<std::size_t>(answers.ab.cols());
  Rows all(static_cast<std::size_t>(answers.a.size()));
  for (std::size_t k = 0; k < all.size(); ++k) {
    all[k] = k;
  }
  const Shares shares = shares_over(answers, all);
  std::vector<Shares> samples(static_cast<std::size_t>(options.resamples));
  threads.for_each(samples.size(), 1, [&](int, std::size_t resample) {
    samples[resample] =
        shares_over(answers, resampled(all.size(), static_cast<int>(resample), options.seed));
  });
  std::vector<Estimate>& first = result.first.emplace_back();
  std::vector<Estimate>& total = result.total.emplace_back();
  for (std::size_t i = 0; i < inputs; ++i) {
    std::vector<double> firsts;
    std::vector<double> totals;
    for (const Shares& sample : samples) {
      firsts.push_back(sample.first[i]);
      totals.push_back(sample.total[i]);
    }
    first.push_back(with_interval(shares.first[i], std::move(firsts), options.coverage));
    total.push_back(with_interval(shares.total[i], std::move(totals), options.coverage));
  }
  result.variance.push_back(shares.variance);
}

}  // namespace

Matrix sobol_design(std::size_t inputs, const SobolOptions& options) {
  check(inputs, options);
  const auto rows = static_cast<Index>(inputs);
  Matrix design(rows, options.points * (rows + 2));
  for (int k = 0; k < options.points; ++k) {
    const detail::Address at{options.seed, random::Stream::inference_design, 1, k};
    Vector a(rows);
    Vector b(rows);
    for (Index i = 0; i < rows; ++i) {
      a(i) = detail::uniform(at, static_cast<std::size_t>(2 * i));
      b(i) = detail::uniform(at, static_cast<std::size_t>(2 * i + 1));
    }
    const Index first = k * (rows + 2);
    design.col(first) = a;
    design.col(first + 1) = b;
    for (Index i = 0; i < rows; ++i) {
      design.col(first + 2 + i) = a;
      design(i, first + 2 + i) = b(i);
    }
  }
  return design;
}

SobolResult sobol(std::size_t inputs,
                  std::size_t outputs,
                  const SobolOptions& options,
                  const Evaluate& evaluate,
                  parallel::Threads& threads) {
  const Matrix design = sobol_design(inputs, options);
  const Evaluations found = evaluate_all(evaluate, 0, design, outputs, threads);
  const Rows rows = whole_rows(found, static_cast<std::size_t>(options.points), inputs + 2);
  if (rows.size() < 2) {
    fail_input({"the shares of variance",
                fmt::format("{} of {} evaluations", found.failed(), found.failures.size()),
                "failed, and too few rows of the design are left.",
                "Narrow the inputs to values that the model accepts, or take more points."});
  }
  SobolResult result;
  result.evaluations = found.failures.size();
  result.points_kept = rows.size();
  for (std::size_t output = 0; output < outputs; ++output) {
    estimate_output(answers_of(found, static_cast<Index>(output), rows, static_cast<Index>(inputs)),
                    options,
                    threads,
                    result);
  }
  return result;
}

}  // namespace corridor::inference
