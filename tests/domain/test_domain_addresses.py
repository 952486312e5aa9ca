from __future__ import annotations

import pytest

from xalias_tui.domain.addresses import reach_of

NOWHERE = [
    "127.0.0.1", "127.8.8.8", "0.1.2.3", "169.254.169.254", "169.254.0.1", "224.0.0.1", "239.255.255.250",
    "240.0.0.1", "255.255.255.255", "198.18.0.1", "::", "::1", "fe80::1", "ff02::1", "fd00:ec2::254",
    "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "2002:7f00:1::", "100::1", "no address", "",
]  # fmt: skip
PRIVATE = [
    "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "fd12::1", "fec0::1", "::ffff:10.0.0.1",
    "64:ff9b::a00:1",
]  # fmt: skip
PUBLIC = [
    "1.1.1.1", "52.94.76.1", "172.32.0.1", "192.0.2.1", "2001:db8::1", "2606:4700::1111", "::ffff:1.1.1.1",
    "64:ff9b::101:101",
]  # fmt: skip


@pytest.mark.parametrize("text", NOWHERE)
def test_addresses_that_only_a_machine_or_its_link_reaches(text: str) -> None:
    assert reach_of(text) == "nowhere"


@pytest.mark.parametrize("text", PRIVATE)
def test_addresses_of_private_networks(text: str) -> None:
    assert reach_of(text) == "private"


@pytest.mark.parametrize("text", PUBLIC)
def test_addresses_that_visitors_reach(text: str) -> None:
    assert reach_of(text) == "public"
