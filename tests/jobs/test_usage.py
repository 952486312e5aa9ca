from __future__ import annotations

from tests.jobs.fakes import alias, balancer, plain, zone
from tests.jobs.test_audit import ENDPOINT, SITES, bucket
from xalias_tui.domain.zones import ZoneRecords
from xalias_tui.jobs.usage import uses_of

WEB = "web-1.eu-west-1.elb.amazonaws.com"


def test_aliases_and_cnames_are_found_through_chains_in_every_zone() -> None:
    direct = alias("www.example.com", "A", f"dualstack.{WEB}")
    near = alias("near.example.com", "A", "www.example.com", "Z1")
    far = alias("far.example.com", "A", "near.example.com", "Z1")
    cname = plain("c.example.com", "CNAME", "WEB-1.eu-west-1.elb.amazonaws.com.")
    through = plain("d.example.com", "CNAME", "far.example.com")
    other = alias("x.example.org", "AAAA", WEB)
    records = [
        direct,
        near,
        far,
        cname,
        through,
        plain("host.example.com"),
        alias("z.example.com", "A", "o-1." + WEB[6:]),
    ]
    zones = [ZoneRecords(zone(), tuple(records)), ZoneRecords(zone("Z2", "example.org"), (other,))]
    uses = uses_of(zones, (balancer(),))[balancer().key]
    assert [(use.zone.id, use.record, use.through) for use in uses] == [
        ("Z1", direct, ()),
        ("Z1", near, (direct,)),
        ("Z1", far, (near, direct)),
        ("Z1", cname, ()),
        ("Z1", through, (far, near, direct)),
        ("Z2", other, ()),
    ]


def test_loops_end_and_lead_nowhere() -> None:
    records = (
        alias("a.example.com", "A", "b.example.com", "Z1"),
        alias("b.example.com", "A", "a.example.com", "Z1"),
        plain("c.example.com", "CNAME", "c.example.com"),
    )
    assert uses_of([ZoneRecords(zone(), records)], (balancer(),)) == {}


def test_of_buckets_that_share_an_endpoint_each_has_its_own_record() -> None:
    records = (alias("a.example.com", "A", ENDPOINT, SITES), alias("b.example.com", "A", ENDPOINT, SITES))
    buckets = (bucket("a.example.com"), bucket("b.example.com"))
    uses = uses_of([ZoneRecords(zone(), records)], buckets)
    assert {key: [use.record for use in rows] for key, rows in uses.items()} == {
        found.key: [record] for found, record in zip(buckets, records, strict=True)
    }
