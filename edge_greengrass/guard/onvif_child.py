"""The child that speaks ONVIF: reads one question, asks one camera or the network, says one line, and ends.

Alone here is a foreign client loaded. Whatever a camera answers, this process may use so much memory and processor and
no more; it writes no file, and it knows nothing but what stands in the question.
"""

from __future__ import annotations

import ipaddress
import json
import resource
import socket
import sys
from typing import Any
from urllib.parse import urlsplit

from onveef import OnvifAuthError, OnvifClient, OnvifError, wsdiscovery

MEMORY, PROCESSOR = 512 << 20, 10  # bytes of address space, seconds
LARGEST_ANSWER = 256 * 1024  # bytes
PATIENCE, LISTENING = 4.0, 3.0  # seconds for one answer; for who answers a call
MOST_PROFILES = 8
KBIT = 4_000  # asked for when the camera says none
NO_B_FRAMES = "Baseline"  # the one H.264 profile that has none: ONVIF knows no other word for it


def main() -> None:
    """Answer the question on standard input."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR, PROCESSOR))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    asked = json.loads(sys.stdin.buffer.readline(64 * 1024))
    found = probe(asked["subnet"]) if asked["do"] == "probe" else streams(asked)
    sys.stdout.write(json.dumps(found) + "\n")


def probe(subnet: str) -> dict[str, Any]:
    """Who answers in the camera network; the call leaves by its interface and goes no router further."""
    net = ipaddress.ip_network(subnet)
    devices = wsdiscovery.discover(timeout_s=LISTENING, interface_ip=_own_address(net), ttl=1)
    hosts = {urlsplit(xaddr).hostname or "": device.name for device in devices for xaddr in device.xaddrs}
    return {"found": [{"host": host, "name": name} for host, name in sorted(hosts.items()) if _is_in(host, net)]}


def streams(asked: dict[str, Any]) -> dict[str, Any]:
    """Every stream of one camera, after one of them was set, when that was asked."""
    client = OnvifClient(
        asked["host"], asked["port"], asked["user"], asked["password"], timeout_s=PATIENCE, http_auth="digest",
        retries=0, max_response_bytes=LARGEST_ANSWER,
    )  # fmt: skip
    with client:
        try:
            profiles = client.get_profiles()[:MOST_PROFILES]
            if asked.get("token"):
                _set(client, next(one for one in profiles if one["token"] == asked["token"]))
                profiles = client.get_profiles()[:MOST_PROFILES]
            return {"streams": [_stream(client, one) for one in profiles if one.get("video_encoder")]}
        except OnvifAuthError:
            return {"why": "password"}
        except (StopIteration, _Unsettable):
            return {"why": "unsettable"}
        except (OnvifError, OSError, ValueError, RecursionError):
            return {"why": "silent"}


class _Unsettable(Exception):
    """The camera does not take what it was asked to be."""


def _set(client: OnvifClient, profile: dict[str, Any]) -> None:
    """H.264, a key frame each second, no B-frames; size and speed stay as they are."""
    encoder = profile["video_encoder"]
    fps = encoder.get("fps_limit") or 15
    try:
        client.set_video_encoder_configuration(
            token=encoder["token"], name=encoder["name"], encoding="H264", width=encoder["width"],
            height=encoder["height"], quality=float(encoder["quality"] or 4), fps=fps,
            bitrate_kbps=encoder.get("bitrate_kbps") or KBIT, gop=fps, h264_profile=NO_B_FRAMES,
        )  # fmt: skip
    except OnvifAuthError:
        raise
    except (OnvifError, KeyError, TypeError, ValueError):
        raise _Unsettable from None


def _stream(client: OnvifClient, profile: dict[str, Any]) -> dict[str, Any]:
    encoder = profile["video_encoder"]
    address = urlsplit(client.get_stream_uri(profile_token=profile["token"]))
    host = address.netloc.rpartition("@")[2]  # what a camera says of users and passwords is not taken over
    return {
        "token": profile["token"],
        "name": profile["name"],
        "encoding": encoder.get("encoding", ""),
        "width": encoder.get("width"),
        "height": encoder.get("height"),
        "fps": encoder.get("fps_limit"),
        "gop": encoder.get("gop"),
        "address": address._replace(netloc=host, fragment="").geturl(),
    }


def _own_address(net: ipaddress.IPv4Network | ipaddress.IPv6Network) -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        out.connect((str(net[1 if net.num_addresses > 1 else 0]), 9))  # asks the routes, sends nothing
        return str(out.getsockname()[0])


def _is_in(host: str, net: ipaddress.IPv4Network | ipaddress.IPv6Network) -> bool:
    try:
        return ipaddress.ip_address(host) in net
    except ValueError:
        return False


if __name__ == "__main__":
    main()
