#!/usr/bin/env bash
# Every suite without its slow tests. A skipped test is a failure: it would hide a missing engine.
set -uo pipefail
cd "$(dirname "$0")/.."
mkdir -p build/tests
python=.venv/bin/python
bad=0

# The unit tests of `make check` count when nothing they could see has changed since.
fresh() {
    [ -f build/tests/unit.xml ] &&
        [ -z "$(find layers functions infrastructure local tests pyproject.toml -newer build/tests/unit.xml \
            \( -name '*.py' -o -name '*.toml' \) -print -quit)" ]
}

tests() { # report, which of the tests that are not slow (or ""), then what pytest gets
    local report=build/tests/$1.xml which="not slow${2:+ and $2}"
    shift 2
    "$python" -m pytest -q -m "$which" --durations=3 --junitxml="$report" "$@" || { bad=1; return 1; }
}

# What runs in the background hears no Ctrl-C of its own.
trap 'trap "" TERM; kill 0; exit 130' INT

# Beside what comes next, one after the other in processes of their own: what pytest needs once a process (a city, a
# browser that is driven) is there once. `together` waits for them and shows what they said.
beside() {
    (
        bad=0
        for run in "$@"; do eval "tests $run"; done
        exit "$bad"
    ) >build/tests/beside.txt 2>&1 &
}
together() {
    wait "$!" || bad=1
    cat build/tests/beside.txt
}

if [ -f web/package.json ] && node -e 'process.exit(require("./web/package.json").scripts?.test ? 0 : 1)'; then
    echo "== web"
    npm --prefix web test --silent || bad=1
fi

find build/tests -name '*.xml' ! -name unit.xml -delete
if ! fresh; then
    echo "== tests/unit"
    tests unit "" -n 2 tests/unit
fi
echo "== tests/edge"
tests edge "" -n 2 tests/edge
echo "== tests/{integration,conformance,infrastructure}"
"$python" -m infrastructure.synth || bad=1 # before two want to make the templates
beside 'engines "not city" tests/integration tests/conformance tests/infrastructure'
tests city "city" tests/integration tests/conformance tests/infrastructure
together
echo "== tests/{browser,journeys}"
beside 'browser "" tests/browser' 'pages "not alone and not city" tests/journeys'
tests journeys "not alone and city" tests/journeys
together
echo "== tests/journeys, alone"
tests alone "alone" tests/journeys

"$python" tools/totals.py build/tests || bad=1
exit "$bad"
