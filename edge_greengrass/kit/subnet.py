"""Whether an address may be a camera's: the guard asks when it is entered, the recorder whenever it connects."""

from __future__ import annotations

import ipaddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

METADATA = {ipaddress.ip_address("169.254.169.254"), ipaddress.ip_address("fd00:ec2::254")}


def may_be_camera(host: str, network: Network) -> bool:
    """Whether `host` is an IP address, not a name, and one that a camera in this network can have (abuse 63).

    Never one of this machine, of the link alone or of a cloud's metadata, unless the network is exactly that.
    """
    try:
        return holds(network, ipaddress.ip_address(host))
    except ValueError:
        return False


def holds(network: Network, one: Address) -> bool:
    """Whether an address lies in the network and is neither special nor the network's own."""
    one = one.ipv4_mapped or one if isinstance(one, ipaddress.IPv6Address) else one
    if one not in network or one.is_multicast or one.is_unspecified:
        return False
    if network.num_addresses > 2 and one in {network.network_address, network.broadcast_address}:
        return False
    if one in METADATA and network.num_addresses > 1:
        return False
    is_own = network.is_loopback or not one.is_loopback
    return is_own and (network.is_link_local or not one.is_link_local)
