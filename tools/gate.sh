# For other scripts: one line a gate with its seconds. What a gate says is shown only when it fails; then bad=1.
gate() {
    local name=$1 began=$EPOCHREALTIME said state=ok
    shift
    said=$("$@" 2>&1) || { state=FAILED; bad=1; }
    printf '  %-34s %-6s %6.1f s\n' "$name" "$state" "$(seconds_between "$EPOCHREALTIME" "$began")"
    [ "$state" = ok ] || printf '%s\n' "$said"
}

seconds_between() { awk -v a="$1" -v b="$2" 'BEGIN { print a - b }'; }

quick_gates() {
    gate "lint (ruff check)" .venv/bin/ruff check --quiet .
    gate "layout (ruff format)" .venv/bin/ruff format --check --quiet .
    gate "floors (lint-imports)" .venv/bin/lint-imports
}

types() { gate "types (mypy --strict)" .venv/bin/mypy; }
