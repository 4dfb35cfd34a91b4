"""What a camera's answers mean: whether to try again, and what its owner can set (RFC 2326)."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from edge_greengrass.recorder.refusing import Absent, Refusal

USUAL_TIMEOUT = 60  # seconds a session lives without a word, when the camera does not say (RFC 2326, 12.37)
_CHANNELS = re.compile(r"interleaved\s*=\s*(\d{1,3})\s*-\s*(\d{1,3})")

WRONG = "The camera refuses the user name or the password. Check them on the camera and enter them again."
ELSEWHERE = "The camera sends us to another address. Enter the address of the stream itself."
_REASONS = {
    403: "The camera forbids this user to watch. Give the user the right to view live video.",
    404: "The camera knows no stream at this path. Check the path of its address.",
    453: "The camera has no bandwidth left. Close other viewers, or lower its bit rate.",
    461: "The camera does not send over TCP. Allow RTP over RTSP (TCP) on it.",
}


def host_of(address: str) -> tuple[str, int]:
    """The host and the port of a camera's address. Raises Refusal."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port or 554
    except ValueError:
        parts, host, port = None, None, 0
    if parts is None or parts.scheme != "rtsp" or not host:
        raise Refusal("The camera's address does not begin with rtsp:// and a host.")
    return host, port


def session_of(told: str) -> tuple[str, int]:
    """The session's name, and how many seconds it lives without a word."""
    name, _, rest = told.partition(";")
    timeout = rest.strip().lower().removeprefix("timeout=")
    seconds = int(timeout) if timeout.isascii() and timeout.isdecimal() and len(timeout) < 6 else USUAL_TIMEOUT
    return name.strip(), max(seconds, 2)


def channel_of(transport: str) -> int:
    """The channel on which the camera sends a track's RTP; RTCP comes on the next. Raises Refusal."""
    found = _CHANNELS.search(transport)
    if found is None or int(found[1]) > 254 or int(found[2]) != int(found[1]) + 1:
        raise Refusal(_REASONS[461])
    return int(found[1])


def refusal(status: int) -> Exception:
    """What an error means: Refusal, or Absent when it may go by itself."""
    if status == 401:
        return Refusal(WRONG)
    if 300 <= status < 400:
        return Refusal(ELSEWHERE)
    if status >= 500:
        return Absent(f"The camera answers with error {status}.")
    return Refusal(_REASONS.get(status, f"The camera refuses with error {status}."))
