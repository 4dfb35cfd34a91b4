#!/usr/bin/env bash
# The fast gates, one line each with its seconds; what a gate says is shown only when it fails.
set -uo pipefail
cd "$(dirname "$0")/.."
mkdir -p build/tests
bin=.venv/bin
bad=0

gate() {
    local name=$1 began=$EPOCHREALTIME said state=ok
    shift
    said=$("$@" 2>&1) || { state=FAILED; bad=1; }
    printf '  %-34s %-6s %6.1f s\n' "$name" "$state" "$(seconds_between "$EPOCHREALTIME" "$began")"
    [ "$state" = ok ] || printf '%s\n' "$said"
}

seconds_between() { awk -v a="$1" -v b="$2" 'BEGIN { print a - b }'; }

# A result is kept only when all passed: tools/test.sh takes it over while no source is newer.
unit_tests() {
    rm -f build/tests/unit.xml
    "$bin/python" -m pytest -q -n 2 -m "not slow" --junitxml=build/tests/unit.part tests/unit &&
        mv build/tests/unit.part build/tests/unit.xml
}

# The types take two minutes on one processor when nothing is cached: they are judged beside the tests.
gate "types (mypy --strict)" "$bin/mypy" >build/tests/types.said &
types=$!
trap 'kill "$types" 2>/dev/null' EXIT
gate "lint (ruff check)" "$bin/ruff" check --quiet .
gate "layout (ruff format)" "$bin/ruff" format --check --quiet .
gate "floors (lint-imports)" "$bin/lint-imports"
gate "fast tests (tests/unit)" unit_tests
wait "$types"
cat build/tests/types.said
grep -q FAILED build/tests/types.said && bad=1
exit "$bad"
