"""What an audit says of an alias record, and the evidence that it says it from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Final, Literal

from xalias_tui.domain.coverage import Coverage
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.findings import Finding
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.targets import Target
from xalias_tui.domain.zones import Zone

Verdict = Literal["live", "broken", "takeable", "not-served", "unknown"]
"""``takeable`` is broken in a way that lets another account answer on the name; ``not-served`` is a record that the
internet does not ask for, wherever it points; ``unknown`` concludes nothing."""

Risk = Literal["claimable", "needs-certificate"]
"""How another account could answer on a name: at once, or with a certificate for the name."""

Which = Literal["aliases", "aws", "all"]
"""Which records are judged: aliases alone, every record that points into AWS, or every one that points anywhere."""

WORST_FIRST: Final[tuple[Verdict, ...]] = ("takeable", "broken", "not-served", "unknown", "live")
GLYPHS: Final[Mapping[Verdict, str]] = {
    "takeable": "‼",
    "broken": "✗",
    "not-served": "○",
    "unknown": "?",
    "live": "✓",
}

Subject = str
"""Who is asked whether a name exists: ``dns``, or the key of a kind whose service tells (``Kind.exists``)."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """An answer about one name that no inventory gives.

    Attributes:
        exists: Whether anyone has it: the name resolves, the bucket exists, the prefix is taken.
        evidence: Who was asked and what was answered, e.g. ``s3:HeadBucket answered 404``.
        reserved: Whether AWS answers that no one may choose the name: whether it exists is left open then.
        settles: Whether it decides alone, whatever could not be searched: the DNS says that the name does not exist.
        claims: Names that cover a name more specifically than the target's own do, each with who holds it.
    """

    exists: bool
    evidence: str
    reserved: bool = False
    settles: bool = False
    claims: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Inventory:
    """What is known of the target side. An absence is a fact only where everything that could tell was asked.

    Attributes:
        targets: Everything that was found.
        unscanned: Look-ups that failed.
        accounts: Ids of the accounts that were searched.
        partitions: AWS partitions of those accounts; empty where that is not known.
        kinds: Kinds that were searched; None for all.
        regions: Regions that were searched; None for every enabled one.
        complete: Whether the search came to its end.
        offline: Whether only AWS may be asked: what is in no account searched may then be in another account.
        sightings: Answers about single names: the bucket's name, the environment's or the target's DNS name.
        unanswered: Single names that were asked about too, without a conclusive answer, each with the reason.
        recorded: Kinds of which AWS Config alone was asked in some places.
        asked_live: Kinds and regions of which every account was asked since.
        coverage: How far it reaches; None where it was not worked out.
        suspects: Records about which AWS Config was not taken at its word.
    """

    targets: tuple[Target, ...]
    unscanned: tuple[Unscanned, ...] = ()
    accounts: tuple[str, ...] = ()
    partitions: frozenset[str] = frozenset()
    kinds: frozenset[str] | None = None
    regions: frozenset[str] | None = None
    complete: bool = True
    offline: bool = False
    sightings: Mapping[tuple[Subject, DnsName], Sighting] = field(default_factory=dict)
    unanswered: Mapping[tuple[Subject, DnsName], str] = field(default_factory=dict)
    recorded: frozenset[str] = frozenset()
    asked_live: frozenset[tuple[str, str]] = frozenset()
    coverage: Coverage | None = None
    suspects: int = 0

    def rests_on_config(self, kind: str, region: str) -> bool:
        """Whether that something of a kind does not exist in a region is what AWS Config alone says."""
        return kind in self.recorded and self.asked_live.isdisjoint(((kind, region), (kind, "")))


def coverage_of(inventory: Inventory) -> Coverage:
    """How far an inventory reaches; of one that was read live alone, as far as it was counted."""
    if inventory.coverage is not None:
        return inventory.coverage
    regions = (
        {target.region for target in inventory.targets} - {"global"} if inventory.regions is None else inventory.regions
    )
    return Coverage(accounts=len(inventory.accounts), regions=len(regions), sources=("live",))


@dataclass(frozen=True, slots=True)
class AliasVerdict:
    """The verdict of one record.

    Attributes:
        record: The record.
        zone: Its zone.
        verdict: What follows from the evidence.
        target: What it points to, through aliases of its own zone; None where that was not found.
        findings: Why, most severe first.
        successor: What it should point to instead, where that is known: the load balancer that was recreated under the
            name of the one that is gone, the distribution that lists the name, or the same target with its right
            hosted zone id.
        points_to: The name outside the zones read at which it ends; None where it does not get that far.
        visited: The name that a visitor asked for; None where it is the record's own.
        risk: How another account could answer on the name; None where it can't, or that is not known.
        claimed: Whether a resource of an account that was not searched answers on the name, whatever the record says.
    """

    record: RecordSet
    zone: Zone
    verdict: Verdict
    target: Target | None = None
    findings: tuple[Finding, ...] = ()
    successor: Target | None = None
    points_to: DnsName | None = None
    visited: DnsName | None = None
    risk: Risk | None = None
    claimed: bool = False

    @property
    def name(self) -> DnsName:
        """The name by which services that choose by Host or SNI are judged."""
        return self.visited or self.record.name

    @property
    def is_bad(self) -> bool:
        """Whether it needs to be repaired."""
        return self.verdict in ("broken", "takeable")
