from __future__ import annotations

from tests.jobs.audit.test_judge import ENDPOINT, SITES, bucket
from tests.jobs.fakes import alias, balancer, plain, zone
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.zones import ZoneRecords
from xalias_tui.jobs.audit.used_by import uses_of

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


def test_a_chain_of_a_thousand_records_is_followed_to_its_end() -> None:
    chain = [plain(f"n{at}.example.com", "CNAME", f"n{at + 1}.example.com") for at in range(1_200)]
    records = (*chain, alias("n1200.example.com", "A", WEB))
    uses = uses_of([ZoneRecords(zone(), records)], (balancer(),))[balancer().key]
    assert [len(use.through) for use in uses] == [*range(1_200, -1, -1)]


def test_what_leads_through_a_wildcard_is_found() -> None:
    wild = alias("*.apps.example.com", "A", WEB)
    through = plain("www.example.com", "CNAME", "x.apps.example.com")
    deep = plain("deep.example.com", "CNAME", "a.b.apps.example.com")
    shadowed = plain("off.example.com", "CNAME", "y.apps.example.com")
    exact = alias("exact.example.com", "A", "x.apps.example.com", "Z1")
    records = (wild, through, deep, shadowed, exact, plain("y.apps.example.com", "TXT", '"here"'))
    uses = uses_of([ZoneRecords(zone(), records)], (balancer(),))[balancer().key]
    assert [(use.record, use.through) for use in uses] == [(wild, ()), (through, (wild,)), (deep, (wild,))]


def test_time_grows_with_the_records_that_lead_to_a_target_and_not_with_their_square() -> None:
    records = tuple(alias(f"n{at}.example.com", "A", WEB) for at in range(300))
    compared = 0

    class Counted(RecordSet):
        __slots__ = ()

        def __eq__(self, other: object) -> bool:
            nonlocal compared
            compared += 1
            return super().__eq__(other)

        __hash__ = RecordSet.__hash__

    counted = tuple(Counted.from_wire(record.wire) for record in records)
    assert len(uses_of([ZoneRecords(zone(), counted)], (balancer(),))[balancer().key]) == len(records)
    assert compared <= len(records)


def test_of_buckets_that_share_an_endpoint_each_has_its_own_record() -> None:
    records = (alias("a.example.com", "A", ENDPOINT, SITES), alias("b.example.com", "A", ENDPOINT, SITES))
    buckets = (bucket("a.example.com"), bucket("b.example.com"))
    uses = uses_of([ZoneRecords(zone(), records)], buckets)
    assert {key: [use.record for use in rows] for key, rows in uses.items()} == {
        found.key: [record] for found, record in zip(buckets, records, strict=True)
    }
