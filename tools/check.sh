#!/usr/bin/env bash
# The fast gates, one line each with its seconds.
set -uo pipefail
cd "$(dirname "$0")/.."
mkdir -p build/tests
. tools/gate.sh
bad=0

# A result is kept only when all passed: tools/test.sh takes it over while no source is newer.
unit_tests() {
    rm -f build/tests/unit.xml
    .venv/bin/python -m pytest -q -n 2 -m "not slow" --junitxml=build/tests/unit.part tests/unit &&
        mv build/tests/unit.part build/tests/unit.xml
}

# The types take more than a minute on one processor when nothing is cached: they are judged beside the tests.
types >build/tests/types.txt &
trap 'kill "$!" 2>/dev/null' EXIT
quick_gates
gate "fast tests (tests/unit)" unit_tests
wait "$!"
cat build/tests/types.txt
grep -q FAILED build/tests/types.txt && bad=1
exit "$bad"
