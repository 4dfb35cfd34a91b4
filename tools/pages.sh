#!/usr/bin/env bash
# Builds the pages with Vite. Installs again only when the lock has changed, builds again only when a source has.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '  %s\n' "$*"; }
fail() { printf 'pages: %s\n' "$*" >&2; exit 1; }

node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' \
    2>/dev/null || fail "Node.js 20.19 or newer is needed to build the pages: https://nodejs.org/en/download"
command -v npm >/dev/null || fail "npm is needed to build the pages: sudo apt-get install -y npm"

mkdir -p build
run() { # what, log, command…
    local what=$1 log=build/$2.log
    shift 2
    "$@" >"$log" 2>&1 || { tail -n 15 "$log" >&2; fail "$what failed; all of it is in $log"; }
}
hash() { sha256sum | cut -c1-64; }

locked=$(cat web/package-lock.json web/package.json web/*/package.json | hash)
if [ "$(cat web/node_modules/.stamp 2>/dev/null)" != "$locked" ]; then
    say "installing the locked packages of the pages"
    run "npm ci" npm npm --prefix web ci --no-audit --no-fund
    echo "$locked" >web/node_modules/.stamp
fi

# Names count as well as bytes: a file that was removed is a change too.
sources=$(find web -type f -not -path '*/node_modules/*' -not -path '*/dist/*' -print0 | LC_ALL=C sort -z |
    xargs -0 sha256sum | hash)
for page in citizen console owner agency; do
    [ -f "web/$page/dist/index.html" ] || rm -f build/pages.stamp
done
if [ "$(cat build/pages.stamp 2>/dev/null)" != "$sources" ]; then
    say "building the pages"
    run "the build of the pages" vite npm --prefix web run build
    echo "$sources" >build/pages.stamp
fi
