"""DS records against keys; the example of RFC 4509 section 2.3."""

from __future__ import annotations

from xalias_tui.domain.names import DnsName
from xalias_tui.probes.dnssec import is_chained, key_tags

ZONE = DnsName.parse("dskey.example.com")
KEY = (
    "256 3 5 AQOeiiR0GOMYkDshWoSKz9XzfwJr1AYtsmx3TGkJaNXVbfi/2pHm822aJ5iI9BMzNXxeYCmZDRD99WYwYqUSdjMmmAphXdvx"
    "egXd/M5+X7OrzKBaMbCVdFLUUh6DhweJBjEVv5f2wwjM9XzcnOf+EPbtG9DMBmADjFDc2w/rljwvFw=="
)
DS = "60485 5 2 D4B7D520E7BB5F0F67674A0CCEB1E3E0614B93C4F9E99B8383F6A1E4469DA50A"


def test_the_digest_of_the_key_chains() -> None:
    assert is_chained(ZONE, (DS,), (KEY,))
    assert is_chained(ZONE, ("1 5 2 " + "00" * 32, DS), (KEY,))


def test_another_digest_tag_name_or_no_key_does_not() -> None:
    assert not is_chained(ZONE, (DS[:-1] + "B",), (KEY,))
    assert not is_chained(ZONE, (DS.replace("60485", "60486"),), (KEY,))
    assert not is_chained(DnsName.parse("example.com"), (DS,), (KEY,))
    assert not is_chained(ZONE, (DS,), ())


def test_a_digest_of_a_kind_that_is_not_known_here_accuses_nobody() -> None:
    assert is_chained(ZONE, ("60485 5 3 " + "00" * 32,), (KEY,))


def test_tags_are_told_once_in_order() -> None:
    assert key_tags((DS, "7 13 2 " + "00" * 32, DS)) == (7, 60485)
