"""Whatever knowledge is taken away, verdicts only move to unknown: silence makes no record broken or takeable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

import pytest

from tests.jobs.audit.test_judge import CDN, ENDPOINT, SITES, bucket, distribution
from tests.jobs.fakes import alias, balancer, plain, zone
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.targets import Target
from xalias_tui.domain.verdicts import Inventory, Sighting, Subject, Verdict
from xalias_tui.domain.zones import ZoneRecords
from xalias_tui.jobs.audit.judge import judge_records

ACCOUNTS: Final = ("222222222222", "333333333333")
EB: Final = "Z2NYPWQ7DFZAZH"
LIVE_LB: Final = "web-1.eu-west-1.elb.amazonaws.com"
THEIRS: Final = "foreign-3.eu-west-1.elb.amazonaws.com"
DENIED_LB: Final = "denied-4.eu-west-1.elb.amazonaws.com"
GONE_LB: Final = "gone-2.eu-west-1.elb.amazonaws.com"
FREE: Final = "free-prefix.eu-west-1.elasticbeanstalk.com"
TAKEN: Final = "taken-prefix.eu-west-1.elasticbeanstalk.com"

RECORDS: Final[tuple[RecordSet, ...]] = (
    alias("live.example.com", "A", f"dualstack.{LIVE_LB}"),
    alias("gone.example.com", "A", f"dualstack.{GONE_LB}"),
    alias("theirs.example.com", "A", f"dualstack.{THEIRS}"),
    alias("chain.example.com", "A", "gone.example.com", "Z1"),
    alias("works.example.com", "A", "live.example.com", "Z1"),
    alias("site.example.com", "A", ENDPOINT, SITES),
    alias("nosite.example.com", "A", ENDPOINT, SITES),
    alias("far.example.com", "A", ENDPOINT, SITES),
    alias("free.example.com", "A", FREE, EB),
    alias("taken.example.com", "A", TAKEN, EB),
    alias("cdn.example.com", "A", "d111111abcdef8.cloudfront.net", CDN),
    alias("dropped.example.com", "A", "d111111abcdef8.cloudfront.net", CDN),
    alias("moved.example.com", "A", "d111111abcdef8.cloudfront.net", CDN),
    alias("unheard.example.com", "A", "d111111abcdef8.cloudfront.net", CDN),
    alias("served.example.com", "A", "d111111abcdef8.cloudfront.net", CDN),
    alias("denied.example.com", "A", DENIED_LB),
    alias("origin.example.com", "A", "d222222abcdef8.cloudfront.net", CDN),
    alias("nocdn.example.com", "A", "d999999abcdef8.cloudfront.net", CDN),
    plain("cname.example.com", "CNAME", GONE_LB),
    plain("through.example.com", "CNAME", "cname.example.com"),
)
TARGETS: Final[tuple[Target, ...]] = (
    replace(balancer(), account_id=ACCOUNTS[0]),
    replace(bucket("site.example.com"), account_id=ACCOUNTS[1]),
    replace(distribution("E1", "d111111abcdef8", "cdn.example.com"), account_id=ACCOUNTS[0]),
    replace(distribution("E2", "d222222abcdef8", "origin.example.com", buckets=("old",)), account_id=ACCOUNTS[1]),
    replace(distribution("E3", "d333333abcdef8", "moved.example.com", "served.example.com"), account_id=ACCOUNTS[1]),
)
_NAMES: Final = {LIVE_LB: True, THEIRS: True, GONE_LB: False, FREE: False, TAKEN: True}
_CDNS: Final = {"d111111abcdef8": True, "d222222abcdef8": True, "d333333abcdef8": True, "d999999abcdef8": False}
ANSWERS: Final[Mapping[tuple[Subject, DnsName], Sighting]] = {
    (subject, DnsName.parse(name)): Sighting(exists, "it was asked")
    for subject, names in (
        ("dns", {**_NAMES, **{f"{name}.cloudfront.net": there for name, there in _CDNS.items()}}),
        ("s3-website", {"site.example.com": True, "nosite.example.com": False, "far.example.com": True, "old": False}),
        ("elasticbeanstalk", {FREE: False, TAKEN: True}),
        ("cloudfront", {"dropped.example.com": False, "moved.example.com": True}),
    )
    for name, exists in names.items()
} | {("dns", DnsName.parse(DENIED_LB)): Sighting(exists=False, evidence="it does not resolve", settles=True)}
"""What was answered of single names; whether another account has ``unheard`` and ``served`` CloudFront does not say."""


@dataclass(frozen=True)
class Lack:
    """What is taken away: an account, a look-up of a kind and region, an answer, or everything but AWS's answers.

    Attributes:
        what: Which of them.
        of: Its name.
    """

    what: str
    of: object = ""


LACKS: Final = (
    *(Lack("account", account) for account in ACCOUNTS),
    *(Lack("kind", kind) for kind in ("alb", "cloudfront", "s3-website", "elasticbeanstalk", "clb")),
    *(Lack("region", region) for region in ("eu-west-1", "global")),
    *(Lack("answer", question) for question in ANSWERS),
    Lack("offline"),
    Lack("records"),
)


def known(*lacks: Lack) -> Inventory:
    """What is known of the same world without some of the knowledge."""
    whole = Inventory(TARGETS, accounts=ACCOUNTS, sightings=ANSWERS)
    for lack in lacks:
        whole = _without(whole, lack)
    return whole


def _without(told: Inventory, lack: Lack) -> Inventory:
    if lack.what == "account":
        rest = tuple(target for target in told.targets if target.account_id != lack.of)
        return replace(told, targets=rest, accounts=tuple(id_ for id_ in told.accounts if id_ != lack.of))
    if lack.what in ("kind", "region"):
        rest = tuple(target for target in told.targets if lack.of not in (target.kind, target.region))
        kind, region = (lack.of, "") if lack.what == "kind" else ("targets", lack.of)
        missed = Unscanned(ACCOUNTS[0], "shop", str(region), str(kind), "AccessDenied", "You may not.")
        return replace(told, targets=rest, unscanned=(*told.unscanned, missed))
    if lack.what == "answer":
        seen = {asked: answer for asked, answer in told.sightings.items() if asked != lack.of}
        return replace(told, sightings=seen, unanswered={**told.unanswered, lack.of: "nobody answered"})  # type: ignore[dict-item] # a question
    if lack.what == "offline":
        seen = {asked: answer for asked, answer in told.sightings.items() if asked[0] != "dns"}
        return replace(told, sightings=seen, offline=True)
    return told


def verdicts(*lacks: Lack) -> dict[str, Verdict]:
    """The verdict of each record by its name."""
    records, complete = RECORDS, True
    if Lack("records") in lacks:
        records, complete = RECORDS[2:], False
    zones = [ZoneRecords(zone(), records, complete=complete)]
    return {row.record.name.bare: row.verdict for row in judge_records(zones, known(*lacks), which="aws")}


def test_with_everything_known_each_record_has_its_verdict() -> None:
    assert verdicts() == {
        "live.example.com": "live",
        "gone.example.com": "broken",
        "theirs.example.com": "unknown",
        "chain.example.com": "broken",
        "works.example.com": "live",
        "site.example.com": "live",
        "nosite.example.com": "takeable",
        "far.example.com": "unknown",
        "free.example.com": "takeable",
        "taken.example.com": "unknown",
        "cdn.example.com": "live",
        "dropped.example.com": "takeable",
        "moved.example.com": "live",
        "unheard.example.com": "unknown",
        "served.example.com": "live",
        "denied.example.com": "broken",
        "origin.example.com": "takeable",
        "nocdn.example.com": "takeable",
        "cname.example.com": "broken",
        "through.example.com": "broken",
    }


@pytest.mark.parametrize("many", [1, 2])
def test_taking_knowledge_away_only_moves_verdicts_to_unknown(many: int) -> None:
    whole = verdicts()
    wrong = [
        (lacks, name, whole[name], verdict)
        for lacks in combinations(LACKS, many)
        for name, verdict in verdicts(*lacks).items()
        if verdict not in (whole[name], "unknown")
    ]
    assert wrong == []
