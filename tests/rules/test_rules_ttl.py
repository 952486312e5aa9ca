from __future__ import annotations

import pytest

from tests.rules.examples import INFO, Example, Quiet, Raises, alias, case, check, found, label, plain

WWW = alias("www.example.com.")
SOA = plain("example.com.", "SOA", "ns-1.example.net. hostmaster.example.net. 1 7200 900 1209600 300", ttl=900)
SHORT = plain("example.com.", "SOA", "ns-1.example.net. hostmaster.example.net. 1 7200 900 1209600 86400", ttl=60)

EXAMPLES: tuple[Example, ...] = (
    Raises("negative-cache", INFO, "www.example.com does not exist for up to 300 s", case(WWW, standing=[SOA])),
    Raises("negative-cache", INFO, "up to 60 s", case(WWW, standing=[SHORT])),
    Quiet("negative-cache", case(WWW)),
    Raises(
        "negative-cache",
        INFO,
        "www.example.com has no AAAA for up to 300 s",
        case(alias("www.example.com.", "AAAA"), standing=[SOA, WWW]),
    ),
    Raises(
        "negative-cache",
        INFO,
        "www.example.com has no A for up to 300 s",
        case(WWW, standing=[SOA, plain("*.example.com.", "TXT", '"x"')]),
    ),
    Raises(
        "negative-cache",
        INFO,
        "a.b.example.com does not exist",
        case(alias("a.b.example.com."), standing=[SOA, plain("*.example.com."), plain("x.b.example.com.")]),
    ),
    Quiet("negative-cache", case(WWW, standing=[SOA, plain("*.example.com.")])),
    Quiet("negative-cache", case(WWW, standing=[SOA, plain("*.example.com.", "CNAME", "host.example.net.")])),
    Quiet("negative-cache", case(WWW, standing=[SOA], deleted=[plain("www.example.com.", "CNAME", "example.net.")])),
    Raises(
        "zone-cached-old-record",
        INFO,
        "old answer of www.example.com A for 3600 s",
        case(WWW, deleted=[plain("www.example.com.", ttl=3600)]),
    ),
    Raises("zone-cached-old-record", INFO, "for 60 s", case(WWW, deleted=[alias("www.example.com.", "AAAA")])),
    Quiet("zone-cached-old-record", case(WWW)),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=label)
def test_caches(example: Example) -> None:
    check(example)


def test_the_longest_memory_is_told() -> None:
    both = case(WWW, deleted=[plain("www.example.com.", ttl=30), plain("www.example.com.", "AAAA", "::1", ttl=90)])
    (finding,) = found("zone-cached-old-record", both)
    assert "AAAA for 90 s" in finding.message
