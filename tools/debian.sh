#!/usr/bin/env bash
# Installs the Debian packages that the tests need and that are missing, when it may; else says the line to copy.
set -euo pipefail

missing=()
command -v chromium >/dev/null || missing+=(chromium)
java -version 2>&1 | grep -Eq 'version "(1[7-9]|[2-9][0-9])' || missing+=(default-jre-headless)
command -v ffmpeg >/dev/null || missing+=(ffmpeg)
command -v mosquitto >/dev/null || missing+=(mosquitto)
# Another maker's RTSP server, and its recorder: the box's video is held against both.
[ -e /usr/lib/*/girepository-1.0/GstRtspServer-1.0.typelib ] && command -v gst-launch-1.0 >/dev/null &&
    /usr/bin/python3 -c "import gi" 2>/dev/null ||
    missing+=(gstreamer1.0-tools gstreamer1.0-plugins-{base,good,bad} gir1.2-gst-rtsp-server-1.0 python3-gi)
[ ${#missing[@]} -gt 0 ] || exit 0

line="apt-get install -y --no-install-recommends ${missing[*]}"
if [ "$(id -u)" = 0 ]; then
    become=
elif sudo -n true 2>/dev/null; then
    become="sudo -n"
else
    printf 'The tests need packages that only an administrator may install: sudo %s\n' "$line" >&2
    exit 1
fi

printf '  installing %s\n' "${missing[*]}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
# Package lists may be old or absent: they are fetched only when the first try fails.
if ! $become $line >"$log" 2>&1; then
    { $become apt-get update && $become $line; } >"$log" 2>&1 || {
        tail -n 5 "$log" >&2
        printf 'Installing did not work; try: sudo apt-get update && sudo %s\n' "$line" >&2
        exit 1
    }
fi
