#!/bin/sh
# Builds once more with counters, runs the tests and leaves the coverage as a
# Cobertura report in out/<os>/coverage. Needs gcc and gcovr.
set -eu
os=${1:?usage: ci/coverage.sh <os>}
cd "$(dirname "$0")/.."
mkdir -p "out/$os/coverage"
cmake -S . -B "build/$os-coverage" -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS=--coverage
cmake --build "build/$os-coverage" --parallel
# counters of an earlier run would add up
find "build/$os-coverage" -name '*.gcda' -delete
ctest --test-dir "build/$os-coverage"
gcovr --root . --filter src/ --xml "out/$os/coverage/cobertura.xml" "build/$os-coverage"
