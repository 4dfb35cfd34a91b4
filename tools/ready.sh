#!/usr/bin/env bash
# What Python needs and the built pages: side by side, for neither needs the other.
set -uo pipefail
cd "$(dirname "$0")/.."

trap 'trap "" TERM; kill 0; exit 130' INT # what runs in the background hears no Ctrl-C of its own
bash tools/setup.sh &
bash tools/pages.sh
built=$?
wait "$!" && exit "$built"
