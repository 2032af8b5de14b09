#!/bin/sh
# Runs the tests of static/js under node, all or those that are named, or says why not.
# With COVERAGE=1 it prints which lines they run, and fails where that is too few.
cd "$(dirname "$0")/../.." || exit 1
if ! command -v node >/dev/null 2>&1; then
  echo "skipped: the tests of static/js, as there is no node (20 or newer)"
  exit 0
fi
major=$(node -p 'process.versions.node.split(".")[0]')
if [ "$major" -lt 20 ]; then
  echo "skipped: the tests of static/js, as node is $(node --version) and they need 20 or newer"
  exit 0
fi
files=${*:-$(find tests/js -name '*.test.js' | sort)}
if [ -z "$files" ]; then
  echo "skipped: the tests of static/js, as there are none"
  exit 0
fi
# By itself node leaves a core free, which of two is half; the first releases of its 20 cannot be told.
wide=
if node --help | grep -q -e --test-concurrency; then wide="--test-concurrency=$(getconf _NPROCESSORS_ONLN)"; fi
# shellcheck disable=SC2086 # one argument a file
exec node --test $wide ${COVERAGE:+--experimental-test-coverage --test-reporter=./tests/js/coverage.js} $files
