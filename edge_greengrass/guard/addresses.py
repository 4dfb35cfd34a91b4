"""Which addresses may be a camera: RTSP, in the establishment's own camera network, and nothing else (abuse 63)."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from rtcc.foundation.errors import Invalid

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve = Callable[[str, int], Iterable[str]]

LONGEST = 300  # characters
METADATA = {ipaddress.ip_address("169.254.169.254"), ipaddress.ip_address("fd00:ec2::254")}


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
    def read(cls, subnet: str, ports: str) -> Rules:
        """From the configuration: `192.168.50.0/24` and `554,8554,30000-30100`. Raises ValueError."""
        spans = [part.strip().partition("-") for part in ports.split(",")]
        return cls(
            ipaddress.ip_network(subnet, strict=False),
            tuple(range(int(low), int(high or low) + 1) for low, _, high in spans),
        )

    def pinned(self, address: str) -> str:
        """The address with its host resolved once, so that no later answer of a name server moves it.

        Raises Invalid, with a sentence for the owner.
        """
        host, port, rest = _parts(address)
        if not any(port in span for span in self.ports):
            raise Invalid("Cameras of this box do not answer on that port.", slug="address")
        try:
            found = {_plain(text) for text in self.resolve(host, port)}
        except (OSError, ValueError):
            raise Invalid("That host name leads nowhere.", slug="address") from None
        if not found or not all(self._holds(one) for one in found):
            raise Invalid("That address is not in the camera network of this box.", slug="address")
        one = min(found, key=lambda each: (each.version, int(each)))
        return f"rtsp://{f'[{one}]' if one.version == 6 else one}:{port}{rest}"

    def _holds(self, one: Address) -> bool:
        net = self.subnet
        if one not in net or one.is_multicast or one.is_unspecified:
            return False
        if net.num_addresses > 2 and one in {net.network_address, net.broadcast_address}:
            return False
        if one in METADATA and net.num_addresses > 1:
            return False
        return (net.is_loopback or not one.is_loopback) and (net.is_link_local or not one.is_link_local)


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
