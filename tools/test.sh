#!/usr/bin/env bash
# Every gate, and every suite without its slow tests. A skipped test is a failure: it would hide a missing engine.
#
# Two processors are kept busy: what only reckons (unit tests, types) goes on aside, with less right to them, while the
# suites wait for real time to pass. Journeys whose pictures must come in time wait for what else runs, and have nothing
# beside them but what takes a processor that nobody wants. What pytest needs once a process (a city, a browser that is
# driven) is there once.
set -uo pipefail
cd "$(dirname "$0")/.."
mkdir -p build/tests
. tools/gate.sh
python=.venv/bin/python
bad=0
declare -A asides

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

pages_code() { npm --prefix web test --silent || bad=1; }

# What runs in the background hears no Ctrl-C of its own.
trap 'trap "" TERM; kill 0; exit 130' INT

aside() { # name, its right to the processors (as nice counts, or "idle"), then what is run, one after the other
    local name=$1 right=$2
    shift 2
    (
        bad=0
        if [ "$right" = idle ]; then chrt -i -p 0 "$BASHPID"; else renice -n "$right" "$BASHPID" >&2; fi
        for run in "$@"; do eval "$run"; done
        exit "$bad"
    ) >"build/tests/$name.txt" 2>&1 &
    asides[$name]=$!
}
together() { # wait for what runs aside under these names, and show what it said
    local name
    for name in "$@"; do
        wait "${asides[$name]}" || bad=1
        echo "== aside: $name"
        grep -v "old priority" "build/tests/$name.txt"
    done
}

quick_gates
[ "$bad" = 0 ] || exit 1

find build/tests -name '*.xml' ! -name unit.xml -delete
quick=()
if fresh; then
    echo "== tests/unit: passed in make check, and nothing has changed since"
else
    rm -f build/tests/unit.xml # the first half of the alphabet can wait: nothing in it has a limit of time
    quick=('tests reckoned "" -n 2 --timeout=900 tests/unit/test_[a-o]*.py')
    aside unit 10 'tests started "" -n 2 --timeout=900 tests/unit/test_[!a-o]*.py'
fi
echo "== tests/edge"
tests edge "" -n 2 tests/edge
echo "== tests/{integration,conformance,infrastructure}"
"$python" -m infrastructure.synth || bad=1 # before two want to make the templates
aside engines 0 'tests engines "not city" tests/integration tests/conformance tests/infrastructure'
tests city "city" tests/integration
together engines ${asides[unit]+unit}
echo "== tests/{browser,journeys}"
aside pages 0 'tests browser "" tests/browser' 'tests pages "not alone and not city" tests/journeys'
aside reckoning idle "${quick[@]}" types pages_code
BESIDE=${asides[pages]} tests journeys "city" tests/journeys
together pages
echo "== tests/journeys, the whole story"
tests story "alone and not city" tests/journeys
together reckoning

"$python" tools/totals.py build/tests || bad=1
exit "$bad"
