"""Every sentence with which Route 53 refuses a change of names and batches, over the wire."""

from __future__ import annotations

import pytest

from tests.raised import Raised, raises
from tests.sandbox.change_batches import (
    ALB,
    ALB_ZONE,
    CNAME,
    FAILOVER,
    GEO,
    LATENCY,
    OTHER,
    WEIGHTED,
    ZONE,
    Case,
    Change,
    alias,
    create,
    plain,
    rows,
)
from xalias_tui.rules.commit import parse_refusal
from xalias_tui.sandbox.route53.zones import Zone
from xalias_tui.sandbox.world import World

_LONG = "a" * 64
_TOO_LONG = ".".join(["a" * 60] * 5) + ".example.com"
_TWICE = "[The request contains an invalid set of changes for a resource record set 'A www.example.com.']"
NAMES = [
    Case(
        "record-name-outside-zone",
        create(plain("www.example.net")),
        "[RRSet with DNS name www.example.net. is not permitted in zone example.com.]",
    ),
    Case(
        "record-name-outside-zone: label boundary",
        create(plain("notexample.com")),
        "[RRSet with DNS name notexample.com. is not permitted in zone example.com.]",
    ),
    Case(
        "record-label-too-long",
        create(plain(f"{_LONG}.example.com")),
        f"[FATAL problem: DomainLabelTooLong (Domain label is too long) encountered with '{_LONG}.example.com']",
    ),
    Case(
        "record-name-too-long",
        create(plain(_TOO_LONG)),
        f"[FATAL problem: DomainNameTooLong (Domain name is too long) encountered with '{_TOO_LONG}']",
    ),
    Case(
        "record-name-empty",
        create(plain("")),
        "[FATAL problem: DomainNameEmpty (Domain name is empty) encountered with '']",
    ),
    Case(
        "record-label-empty",
        create(plain("www..example.com")),
        "[FATAL problem: DomainLabelEmpty (Domain label is empty) encountered with 'www..example.com']",
    ),
    Case(
        "record-name-not-punycode",
        create(plain("bücher.example.com")),
        "[FATAL problem: UnsupportedCharacter (Value contains unsupported characters) encountered with 'ü']",
    ),
    Case(
        "wildcard-ns-forbidden",
        create(plain("*.example.com", "NS", "ns.example.net")),
        "[RRSet of type NS with DNS name \\052.example.com. is not permitted in zone example.com.]",
    ),
]

COEXISTENCE = [
    Case(
        "record-already-exists",
        create(plain("TAKEN.example.com", value="192.0.2.9")),
        "[Tried to create resource record set [name='taken.example.com.', type='A'] but it already exists]",
    ),
    Case(
        "cname-conflict-creating-cname",
        create(plain("taken.example.com", "CNAME", "x.example.net")),
        "[RRSet of type CNAME with DNS name taken.example.com. is not permitted as it conflicts with other records "
        "with the same DNS name in zone example.com.]",
    ),
    Case(
        "cname-conflict-existing-cname",
        create(plain("old.example.com")),
        "[RRSet of type A with DNS name old.example.com. is not permitted because a conflicting RRSet of type CNAME "
        "with the same DNS name already exists in zone example.com.]",
    ),
    Case(
        "cname-conflict-existing-cname: the delete comes too late",
        (("CREATE", alias("old.example.com", ALB, ALB_ZONE)), ("DELETE", CNAME)),
        "[RRSet of type A with DNS name old.example.com. is not permitted because a conflicting RRSet of type CNAME "
        "with the same DNS name already exists in zone example.com.]",
    ),
    Case(
        "cname-at-apex",
        create(plain("example.com", "CNAME", "x.example.net")),
        "[RRSet of type CNAME with DNS name example.com. is not permitted at apex in zone example.com.]",
    ),
    Case(
        "routing-policy-mix: weighted beside simple",
        create(plain("taken.example.com", SetIdentifier="S", Weight=1)),
        "[RRSet with DNS name taken.example.com., type A, SetIdentifier S cannot be created as a non-weighted set "
        "exists with the same name and type.]",
    ),
    Case(
        "routing-policy-mix: multivalue beside simple",
        create(plain("taken.example.com", SetIdentifier="S", MultiValueAnswer=True)),
        "[RRSet with DNS name taken.example.com., type A, SetIdentifier S cannot be created because a non multivalue "
        "answer rrset exists with the same name and type.]",
    ),
    Case(
        "routing-policy-mix: simple beside weighted",
        (("UPSERT", plain("weighted.example.com")),),
        "[RRSet with DNS name weighted.example.com., type A cannot be created as other RRSets exist with the same "
        "name and type.]",
    ),
    Case(
        "weighted-ttl-differs",
        create(plain("weighted.example.com", ttl=61, SetIdentifier="S", Weight=1)),
        "[RRSet with DNS name weighted.example.com., type A, SetIdentifier S cannot be created as weighted sets must "
        "contain the same TTL.]",
    ),
    Case(
        "latency-region-duplicate",
        create({**LATENCY, "SetIdentifier": "S"}),
        "[RRSet with DNS name latency.example.com., type A, SetIdentifier S cannot be created as another RRSet exists "
        "with the same name, type and region.]",
    ),
    Case(
        "failover-duplicate",
        create({**FAILOVER, "SetIdentifier": "S"}),
        "[RRSet with DNS name failover.example.com., type A, SetIdentifier S cannot be created as another RRSet exists "
        "with the same name, type and failover value.]",
    ),
    Case(
        "geo-location-duplicate",
        create({**GEO, "SetIdentifier": "S"}),
        "[RRSet with DNS name geo.example.com., type A, SetIdentifier S cannot be created as another RRSet exists "
        "with the same name, type and location.]",
    ),
    Case(
        "routing-group-quota",
        create(plain("full.example.com", SetIdentifier="one-more", Weight=1)),
        "[Exceeded limit on number of weighted RRSets for full.example.com, type A in this zone.]",
    ),
    Case(
        "set-identifier-duplicate",
        create(plain("weighted.example.com", SetIdentifier="one", Weight=3)),
        "[Tried to create resource record set [name='weighted.example.com.', type='A', set-identifier='one'] but it "
        "already exists]",
    ),
]

DELETES = [
    Case(
        "delete-not-found",
        (("DELETE", plain("nobody.example.com")),),
        "[Tried to delete resource record set [name='nobody.example.com.', type='A'] but it was not found]",
    ),
    Case(
        "delete-not-found: set identifier",
        (("DELETE", {**WEIGHTED, "SetIdentifier": "two"}),),
        "[Tried to delete resource record set [name='weighted.example.com.', type='A', set-identifier='two'] but it "
        "was not found]",
    ),
    *(
        Case(
            f"delete-values-differ: {what}",
            (("DELETE", record),),
            f"[Tried to delete resource record set [name='{record['Name']}.', type='A'] but the values provided do not "
            "match the current values]",
        )
        for what, record in {
            "value": plain("taken.example.com", value="192.0.2.2"),
            "ttl": plain("taken.example.com", ttl=61),
            "alias instead": alias("taken.example.com", ALB, ALB_ZONE),
            "alias zone": alias("b.example.com", "taken.example.com", OTHER),
            "alias name": alias("b.example.com", "other.example.com", ZONE),
            "target health": alias("b.example.com", "taken.example.com", ZONE, eth=True),
        }.items()
    ),
    Case(
        "protected SOA and NS",
        (("DELETE", plain("example.com", "NS", "", 172800)), ("DELETE", plain("example.com", "SOA", "", 900))),
        "[A HostedZone must contain exactly one SOA record., "
        "A HostedZone must contain at least one NS record for the zone itself.]",
    ),
]

BATCHES = [
    Case("batch-same-record-twice: CREATE", create(plain("www.example.com")) * 2, _TWICE),
    Case(
        "batch-same-record-twice: CREATE then DELETE",
        (("CREATE", plain("www.example.com")), ("DELETE", plain("www.example.com"))),
        _TWICE,
    ),
    Case("batch-same-record-twice: UPSERT", (("UPSERT", plain("www.example.com")),) * 2, _TWICE),
    Case("batch-same-record-twice: DELETE", (("DELETE", plain("www.example.com")),) * 2, _TWICE),
    Case(
        "batch-too-many-records",
        tuple(("CREATE", plain(f"n{n}.example.com")) for n in range(1001)),
        "[Number of records limit of 1000 exceeded.]",
    ),
    Case(
        "batch-too-many-records: aliases count",
        tuple(("CREATE", alias(f"n{n}.example.com", ALB, ALB_ZONE)) for n in range(1001)),
        "[Number of records limit of 1000 exceeded.]",
    ),
    Case(
        "batch-too-many-records: UPSERT counts twice",
        tuple(("UPSERT", plain(f"n{n}.example.com")) for n in range(501)),
        "[Number of records limit of 1000 exceeded.]",
    ),
    Case(
        "batch-too-many-characters",
        tuple(("CREATE", plain(f"n{n}.example.com", "TXT", ('"' + "x" * 248 + '"') * 16)) for n in range(9)),
        "[Number of characters limit of 32000 exceeded.]",
    ),
    Case(
        "several sentences in one list",
        (
            ("CREATE", plain("taken.example.com")),
            ("CREATE", plain("fine.example.com")),
            ("CREATE", plain("www.example.net")),
        ),
        "[Tried to create resource record set [name='taken.example.com.', type='A'] but it already exists, "
        "RRSet with DNS name www.example.net. is not permitted in zone example.com.]",
    ),
]


@pytest.mark.parametrize("case", rows([*NAMES, *COEXISTENCE, *BATCHES]))
def test_refused(refused: Change, world: World, raised: Raised, case: Case) -> None:
    code, message = refused(*case.steps, zone_id=case.zone_id)
    assert (code, message) == (case.code, case.message)
    raised(world, parse_refusal(code, message))


@pytest.mark.parametrize("case", rows(DELETES))
def test_delete_refused(refused: Change, crowded_zone: Zone, world: World, raised: Raised, case: Case) -> None:
    there = {(record["Name"], record["Type"]): record for record in crowded_zone.at("example.com.").values()}
    steps = [(action, there.get((f"{record['Name']}.", record["Type"]), record)) for action, record in case.steps]
    code, message = refused(*steps)
    assert (code, message) == (case.code, case.message)
    raised(world, parse_refusal(code, message))


@raises("batch-comment-too-long")
def test_a_comment_that_is_too_long(refused: Change, world: World, raised: Raised) -> None:
    code, message = refused(("CREATE", plain("www.example.com")), Comment="c" * 257)
    assert code == "InvalidInput"
    assert message.endswith("'changeBatch.comment' failed to satisfy constraint: Member must have length less than or "
                            "equal to 256")  # fmt: skip
    raised(world, parse_refusal(code, message))


@pytest.mark.parametrize("action", ["REPLACE", "create"])
def test_an_action_that_is_none(refused: Change, action: str) -> None:
    code, message = refused((action, plain("www.example.com")))
    assert code == "InvalidInput"
    assert f"Value '{action}' at 'changeBatch.changes.1.member.action' failed to satisfy constraint" in message


def test_an_empty_batch(refused: Change) -> None:
    assert refused()[0] == "InvalidInput"
