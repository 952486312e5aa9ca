"""Who can reach an IP address: the internet, the inside of a network, or only the machine that has it.

Whoever answers a name chooses the addresses that a visitor's machine calls, so this machine calls none that belongs
to itself, to its neighbours or to the metadata of its cloud.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final, Literal

Reach = Literal["public", "private", "nowhere"]
"""``nowhere`` stands for loopback, link-local with the metadata services, unspecified, multicast and reserved."""

_Address = IPv4Address | IPv6Address

_PUBLIC_EXAMPLES: Final = (
    IPv4Network("192.0.2.0/24"), IPv4Network("198.51.100.0/24"), IPv4Network("203.0.113.0/24"),
    IPv6Network("2001:db8::/32"),
)  # fmt: skip
"""Documentation (RFC 5737, RFC 3849): what examples and our own sandbox use for public addresses."""
_PRIVATE: Final = (
    IPv4Network("10.0.0.0/8"), IPv4Network("172.16.0.0/12"), IPv4Network("192.168.0.0/16"),
    IPv4Network("100.64.0.0/10"), IPv6Network("fc00::/7"), IPv6Network("fec0::/10"),
)  # fmt: skip
"""RFC 1918, RFC 6598, RFC 4193 and the site-local addresses before it."""
_METADATA: Final = (IPv6Network("fd00:ec2::/32"), IPv6Network("fd20:ce::/32"))
"""Metadata services of clouds that have unique local addresses (EC2 User Guide: instancedata-data-retrieval)."""
_TRANSLATED: Final = IPv6Network("64:ff9b::/96")
"""IPv4 addresses as a translator writes them (RFC 6052)."""


def reach_of(text: str) -> Reach:
    """Who can reach an address; ``nowhere`` for any other text."""
    try:
        address = _meant(ip_address(text))
    except ValueError:
        return "nowhere"
    if any(address in net for net in _PUBLIC_EXAMPLES):
        return "public"
    if any(address in net for net in _METADATA):
        return "nowhere"
    if any(address in net for net in _PRIVATE):
        return "private"
    return "public" if address.is_global and not address.is_multicast else "nowhere"


def _meant(address: _Address) -> _Address:
    """The IPv4 address that an IPv6 address stands for, where it does."""
    if isinstance(address, IPv4Address):
        return address
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour or address
