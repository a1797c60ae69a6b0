#!/bin/sh
# Builds, tests and packs for one system: packages end in out/<os>/packages,
# JUnit XML in out/<os>/reports, where release.yaml looks for them.
set -eu
os=${1:?usage: ci/build.sh <os>}
cd "$(dirname "$0")/.."
mkdir -p "out/$os/packages" "out/$os/reports"
cmake -S . -B "build/$os" -DCMAKE_BUILD_TYPE=Release
cmake --build "build/$os" --parallel
(cd "build/$os" && cpack -B "../../out/$os/packages")
rm -rf "out/$os/packages/_CPack_Packages"
# last, so that a failed test leaves its report and fails the build
ctest --test-dir "build/$os" --output-junit "$PWD/out/$os/reports/ctest.xml"
