#!/usr/bin/env bash
# Installs what the lock names into .venv, and nothing else. Runs again only when a lock has changed.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '  %s\n' "$*"; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }

python=
for candidate in python3 python3.13 python3.12 python3.11; do
    # A version manager's shim may exist and still not run: only what runs counts.
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$candidate; break; fi
done
[ -n "$python" ] || fail "Python 3.11 or newer is needed: sudo apt-get install -y python3 python3-venv"

stamp=.venv/.stamp
want=$(cat requirements.lock pyproject.toml | sha256sum | cut -c1-64)
if [ ! -f "$stamp" ] || [ "$(cat "$stamp")" != "$want" ]; then
    if [ ! -x .venv/bin/python ]; then
        say "making .venv with $("$python" --version)"
        "$python" -m venv .venv || fail "the venv module is missing: sudo apt-get install -y python3-venv"
    fi
    say "installing the locked Python packages"
    # uv itself comes from the same lock, with its hashes.
    awk '/^uv==/{on=1} on{print} on&&!/\\$/{exit}' requirements.lock > .venv/uv.lock.txt
    .venv/bin/python -m pip install -q --require-hashes --no-deps -r .venv/uv.lock.txt
    .venv/bin/uv pip sync -q --python .venv/bin/python --require-hashes requirements.lock
    .venv/bin/uv pip install -q --python .venv/bin/python --no-deps --no-build-isolation -e .
    echo "$want" > "$stamp"
fi
