#include "corridor/inference/sobol.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "corridor/base/error.hpp"
#include "corridor/inference/detail/draws.hpp"
#include "corridor/inference/detail/polynomials.hpp"

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

/// Polynomials that come near the outputs, fitted twice: rows of even and odd place are judged by
/// what was fitted to the others, so that no row speaks for itself.
class Nearby {
 public:
  Nearby(const Matrix& design, const Evaluations& found, const Rows& rows)
      : width_(static_cast<std::size_t>(design.rows()) + 2),
        polynomials_(static_cast<std::size_t>(design.rows()), rows.size() / 2 * width_) {
    for (std::size_t half = 0; half < 2; ++half) {
      const Rows columns = columns_of(rows, 1 - half);
      Matrix terms(polynomials_.count(), static_cast<Index>(columns.size()));
      Matrix values(found.outputs.rows(), terms.cols());
      for (Index j = 0; j < terms.cols(); ++j) {
        const auto column = static_cast<Index>(columns[static_cast<std::size_t>(j)]);
        terms.col(j) = polynomials_.at(design.col(column));
        values.col(j) = found.outputs.col(column);
      }
      coefficients_[half] = detail::Polynomials::fit(terms, values);
    }
    predicted_ = Matrix::Zero(found.outputs.rows(), found.outputs.cols());
    for (std::size_t half = 0; half < 2; ++half) {
      for (const std::size_t column : columns_of(rows, half)) {
        const auto at = static_cast<Index>(column);
        predicted_.col(at) =
            product(coefficients_[half].transpose(), polynomials_.at(design.col(at)));
      }
    }
  }

  double at(Index output, Index column) const { return predicted_(output, column); }
  /// Variance of the polynomials of a half that `counts(term)` takes, exactly.
  template <class Counts>
  double variance(std::size_t half, Index output, const Counts& counts) const {
    double sum = 0;
    for (Index term = 1; term < polynomials_.count(); ++term) {
      const double coefficient = coefficients_[half](term, output);
      sum += counts(polynomials_, term) ? coefficient * coefficient : 0;
    }
    return sum;
  }

 private:
  /// Columns of the design of every second row, from the first or the second on.
  Rows columns_of(const Rows& rows, std::size_t half) const {
    Rows columns;
    for (std::size_t k = half; k < rows.size(); k += 2) {
      for (std::size_t j = 0; j < width_; ++j) {
        columns.push_back(rows[k] * width_ + j);
      }
    }
    return columns;
  }

  std::size_t width_;
  detail::Polynomials polynomials_;
  std::array<Matrix, 2> coefficients_;
  Matrix predicted_;
};

/// What a row of the design says of an output: its means over rows estimate variances.
struct Contributions {
  Vector variance;  ///< of the output
  Matrix others;    ///< [row, input]: left when the input is known
  Matrix total;     ///< [row, input]: left when all others are known
};

bool varies(const Evaluations& found, const Rows& rows, Index output, Index width) {
  const double one = found.outputs(output, static_cast<Index>(rows.front()) * width);
  return std::any_of(rows.begin(), rows.end(), [&](std::size_t row) {
    const auto first = static_cast<Index>(row) * width;
    return (found.outputs.row(output).segment(first, width).array() != one).any();
  });
}

/// Jansen (1999), where polynomials near the output take what they can tell exactly, and the
/// differences tell the rest (inference I15, I16 and I22).
Contributions contributions_of(
    const Evaluations& found, const Nearby& nearby, const Rows& rows, Index output, Index inputs) {
  const auto count = static_cast<Index>(rows.size());
  Contributions result{
      Vector::Zero(count), Matrix::Zero(count, inputs), Matrix::Zero(count, inputs)};
  if (!varies(found, rows, output, inputs + 2)) {
    return result;  // what polynomials leave of nothing is rounding
  }
  const auto rest = [&](Index x, Index y) {
    const double seen = found.outputs(output, x) - found.outputs(output, y);
    const double known = nearby.at(output, x) - nearby.at(output, y);
    return (seen * seen - known * known) / 2;
  };
  for (std::size_t half = 0; half < 2; ++half) {
    const double all =
        nearby.variance(half, output, [](const detail::Polynomials&, Index) { return true; });
    for (Index i = 0; i < inputs; ++i) {
      const double with = nearby.variance(
          half, output, [i](const auto& terms, Index term) { return terms.depends_on(term, i); });
      const double without = nearby.variance(half, output, [i](const auto& terms, Index term) {
        return terms.depends_on_others(term, i);
      });
      for (auto k = static_cast<Index>(half); k < count; k += 2) {
        const Index first = static_cast<Index>(rows[static_cast<std::size_t>(k)]) * (inputs + 2);
        result.variance(k) = all + rest(first, first + 1);
        result.total(k, i) = with + rest(first, first + 2 + i);
        result.others(k, i) = without + rest(first + 1, first + 2 + i);
      }
    }
  }
  return result;
}

struct Shares {
  std::vector<double> first;
  std::vector<double> total;
  double variance = 0;
};

/// Over the given rows, repeated ones counted as often.
Shares shares_over(const Contributions& contributions, const Rows& rows) {
  const auto inputs = static_cast<std::size_t>(contributions.total.cols());
  Shares shares{std::vector<double>(inputs), std::vector<double>(inputs), 0};
  for (const std::size_t row : rows) {
    shares.variance += contributions.variance(static_cast<Index>(row));
  }
  if (!(shares.variance > 0)) {
    shares.variance = 0;
    return shares;
  }
  for (std::size_t i = 0; i < inputs; ++i) {
    double others = 0;
    double total = 0;
    for (const std::size_t row : rows) {
      others += contributions.others(static_cast<Index>(row), static_cast<Index>(i));
      total += contributions.total(static_cast<Index>(row), static_cast<Index>(i));
    }
    shares.first[i] = 1 - others / shares.variance;
    shares.total[i] = total / shares.variance;
  }
  shares.variance /= static_cast<double>(rows.size());
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

void estimate_output(const Contributions& contributions,
                     const SobolOptions& options,
                     parallel::Threads& threads,
                     SobolResult& result) {
  const auto inputs = static_cast<std::size_t>(contributions.total.cols());
  Rows all(static_cast<std::size_t>(contributions.variance.size()));
  for (std::size_t k = 0; k < all.size(); ++k) {
    all[k] = k;
  }
  const Shares shares = shares_over(contributions, all);
  std::vector<Shares> samples(static_cast<std::size_t>(options.resamples));
  threads.for_each(samples.size(), 1, [&](int, std::size_t resample) {
    samples[resample] =
        shares_over(contributions, resampled(all.size(), static_cast<int>(resample), options.seed));
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
  const Nearby nearby(design, found, rows);
  SobolResult result;
  result.evaluations = found.failures.size();
  result.points_kept = rows.size();
  for (std::size_t output = 0; output < outputs; ++output) {
    estimate_output(
        contributions_of(
            found, nearby, rows, static_cast<Index>(output), static_cast<Index>(inputs)),
        options,
        threads,
        result);
  }
  return result;
}

}  // namespace corridor::inference
