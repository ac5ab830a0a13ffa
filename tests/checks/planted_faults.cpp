// Faults planted on purpose, one a line. test_checks.py runs clang-tidy over this file and expects, on each marked line,
// the check its mark names. It is no part of any build.
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace planted {

int counter = 0;  // planted: cppcoreguidelines-avoid-non-const-global-variables

struct wrong_name {  // planted: readability-identifier-naming
  int value = 0;
};

class Implicit {
 public:
  Implicit(int value) : value_(value) {}  // planted: google-explicit-constructor
  int value() const { return value_; }

 private:
  int value_;
};

struct Uninitialised {
  Uninitialised() {}  // planted: cppcoreguidelines-pro-type-member-init
  int months;
};

int camelCase() { return 1; }  // planted: readability-identifier-naming

int draw() {
  return std::rand();  // planted: cert-msc50-cpp
}

unsigned seedless() {
  std::mt19937 generator(1);  // planted: cert-msc51-cpp
  return static_cast<unsigned>(generator());
}

std::tm* calendar(const std::time_t* when) {
  return std::localtime(when);  // planted: concurrency-mt-unsafe
}

int unset(bool known) {
  int result;  // planted: cppcoreguidelines-init-variables
  if (known) {
    result = 1;
  }
  return result;  // planted: clang-analyzer-core.uninitialized.UndefReturn
}

int narrow(double value) {
  const int result = value;  // planted: cppcoreguidelines-narrowing-conversions
  return result;
}

int braceless(int value) {
  if (value > 0) return 1;  // planted: readability-braces-around-statements
  return 0;
}

std::size_t copied(std::vector<std::string> names) {  // planted: performance-unnecessary-value-param
  return names.size();
}

std::string moved(std::string text) {
  std::string taken = std::move(text);
  return taken + text;  // planted: bugprone-use-after-move
}

int steps() {
  int count = 0;
  for (float x = 0.0F; x < 1.0F; x += 0.1F) {  // planted: cert-flp30-c
    ++count;
  }
  return count;
}

int many(int a, int b, int c, int d, int e, int f, int g) {  // planted: readability-function-size
  return a + b + c + d + e + f + g;
}

int tangled(int a, int b) {  // planted: readability-function-cognitive-complexity
  int sum = 0;
  for (int i = 0; i < a; ++i) {
    if (i % 2 == 0) {
      for (int j = 0; j < b; ++j) {
        if (j % 3 == 0) {
          if (i > j) {
            ++sum;
          } else if (i < j && j > 4) {
            --sum;
          }
        } else if (j % 5 == 0) {
          sum += (i == 5 || j == 7) ? 2 : 3;
        }
      }
    }
  }
  return sum;
}

}  // namespace planted
