#!/usr/bin/env bash
# Every suite but the slow one, cheapest first. A skipped test is a failure: it would hide a missing engine.
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

suite() {
    local name=$1
    shift
    ls "tests/$name"/test_*.py >/dev/null 2>&1 || return 0
    echo "== tests/$name"
    "$python" -m pytest -q -m "not slow" --durations=3 --junitxml="build/tests/$name.xml" "$@" "tests/$name"
    local code=$?
    [ "$code" = 0 ] || [ "$code" = 5 ] || bad=1 # 5: the suite holds slow tests only
}

if [ -f web/package.json ] && node -e 'process.exit(require("./web/package.json").scripts?.test ? 0 : 1)'; then
    echo "== web"
    npm --prefix web test --silent || bad=1
fi

find build/tests -name '*.xml' ! -name unit.xml -delete
fresh || suite unit -n 2
suite infrastructure
suite edge -n 2
suite conformance
suite integration
suite abuse
suite browser
suite journeys

for file in tests/*/test_*.py; do
    name=$(basename "$(dirname "$file")")
    [ -f "build/tests/$name.xml" ] || { echo "tests/$name was not run: name it in tools/test.sh"; bad=1; }
done
"$python" tools/totals.py build/tests || bad=1
exit "$bad"
