"""Which addresses may be a camera: RTSP, in the establishment's own camera network, and nothing else (abuse 63)."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from edge_greengrass.kit import subnet
from rtcc.foundation.errors import Invalid

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve = Callable[[str, int], Iterable[str]]

LONGEST = 300  # characters


def resolve(host: str, port: int) -> list[str]:
    """Every address that a name leads to. Raises OSError."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


@dataclass(frozen=True, slots=True)
class Rules:
    """What the owner's network looks like: its camera subnet, and on which ports cameras answer."""

    subnet: Network
    ports: tuple[range, ...]
    resolve: Resolve = resolve

    @classmethod
    def read(cls, network: str, ports: str) -> Rules:
        """From the configuration: `192.168.50.0/24` and `554,8554,30000-30100`. Raises ValueError."""
        spans = [part.strip().partition("-") for part in ports.split(",")]
        return cls(
            ipaddress.ip_network(network, strict=False),
            tuple(range(int(low), int(high or low) + 1) for low, _, high in spans),
        )

    def pinned(self, address: str) -> str:
        """The address with its host resolved once, so that no later answer of a name server moves it.

        Raises Invalid, with a sentence for the owner.
        """
        host, port, rest = _parts(address)
        if not any(port in span for span in self.ports):
            raise Invalid("Cameras of this box do not answer on that port.", slug="address")
        one = self._one(host, port)
        return f"rtsp://{f'[{one}]' if one.version == 6 else one}:{port}{rest}"

    def host(self, host: str) -> str:
        """The IP address of a host that is asked what it streams, resolved once. Raises Invalid."""
        if not host or len(host) > LONGEST or any(not 0x20 < ord(char) < 0x7F or char in "/@?#" for char in host):
            raise Invalid("Give the camera's own address, such as 192.168.50.11.", slug="address")
        return str(self._one(host, 0))

    def holds(self, host: str) -> bool:
        """Whether this is an IP address that a camera of this box can have."""
        return subnet.may_be_camera(host, self.subnet)

    def _one(self, host: str, port: int) -> Address:
        try:
            found = {_plain(text) for text in self.resolve(host, port)}
        except (OSError, ValueError):
            raise Invalid("That host name leads nowhere.", slug="address") from None
        if not found or not all(subnet.holds(self.subnet, one) for one in found):
            raise Invalid("That address is not in the camera network of this box.", slug="address")
        return min(found, key=lambda each: (each.version, int(each)))


def _parts(address: str) -> tuple[str, int, str]:
    wrong = Invalid("Give the camera's address as rtsp://host:port/path.", slug="address")
    if len(address) > LONGEST or "\\" in address or any(not 0x20 < ord(char) < 0x7F for char in address):
        raise wrong
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, 554 if parts.port is None else parts.port
    except ValueError:
        raise wrong from None
    if parts.scheme.lower() != "rtsp" or not host or parts.fragment:
        raise wrong
    if "@" in parts.netloc:
        raise Invalid("User and password have their own fields: they may not be in the address.", slug="address")
    return host, port, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _plain(text: str) -> Address:
    """An address; an IPv4 address in IPv6's clothes is what it is underneath."""
    one = ipaddress.ip_address(text.partition("%")[0])
    return one.ipv4_mapped or one if isinstance(one, ipaddress.IPv6Address) else one
