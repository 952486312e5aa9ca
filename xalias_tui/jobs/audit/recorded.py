"""AWS Config proposes, a live answer disposes: what may be concluded from targets that AWS Config lists or does not."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from dataclasses import replace

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import XaliasError
from xalias_tui.domain.findings import Finding, Severity, Topic
from xalias_tui.domain.inventories import Confirm
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.targets import Reading, Target
from xalias_tui.domain.verdicts import AliasVerdict, Inventory, Subject, Verdict
from xalias_tui.domain.zones import Zone
from xalias_tui.jobs.audit.dangling import confirmable
from xalias_tui.jobs.audit.pointing import question
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.targets.discover import Scope, discover
from xalias_tui.jobs.targets.index import Directory, Pointed, claim_of, place_of
from xalias_tui.rules.inventories import TARGET_FROM_INVENTORY
from xalias_tui.targets.shared.common_rules import INVESTIGATION_INCOMPLETE
from xalias_tui.targets.shared.naming import plain_name

SOURCES = {"config": "AWS Config", "cache": "what was kept"}
_ABSENT = "AWS Config, or what is kept, does not list it, and its account could not be asked"
_BAD: frozenset[Verdict] = frozenset({"broken", "takeable"})


def concluded(
    zone: Zone,
    record: RecordSet,
    target: Target,
    verdict: Verdict,
    said: Iterable[Finding],
    beside: Iterable[Target] = (),
) -> tuple[Verdict, tuple[Finding, ...]]:
    """The verdict about a target that was found, with its findings: what AWS Config alone says is never broken.

    Args:
        zone: The zone.
        record: The record.
        target: What it points to.
        verdict: What would follow if its account had said the same.
        said: Why.
        beside: Other targets that serve the record's name, on which the verdict may rest too.
    """
    findings = tuple(said)
    rested = next((one for one in (target, *beside) if one.reading is not None), None)
    if rested is None or (reading := rested.reading) is None:
        return verdict, findings
    topic = Topic.of_record(zone, record, target.dns_name)
    if verdict == "live" and proves(reading):
        about = topic.finding(
            TARGET_FROM_INVENTORY, source=SOURCES[reading.source], read_at=f"{reading.read_at:%Y-%m-%d %H:%M} UTC"
        )
        return "live", (*findings, about)
    softened = (replace(row, severity=Severity.WARNING) if row.severity is Severity.ERROR else row for row in findings)
    what = f"whether {rested.name} is as {SOURCES[reading.source]} has it ({_why(reading)})"
    return "unknown", (*softened, topic.finding(INVESTIGATION_INCOMPLETE, what=what))


def proves(reading: Reading) -> bool:
    """Whether a reading shows that records of its target work; what it did not hold is never taken for granted."""
    return not reading.doubt and "record_types" not in reading.unread and "dns_name" not in reading.unread


def _why(reading: Reading) -> str:
    if reading.doubt:
        return reading.doubt
    if not proves(reading):
        return f"it does not hold {' and '.join(reading.unread)}"
    return "its account was not asked"


@dataclass(frozen=True, slots=True)
class Suspects:
    """What has to be asked live before anything is concluded.

    Attributes:
        places: Kinds and regions in which something seems to be missing.
        owners: Profiles of accounts whose targets seem to be wrong, with kind and region.
        count: About how many records it is.
    """

    places: frozenset[tuple[str, str]] = frozenset()
    owners: frozenset[tuple[str, str, str]] = frozenset()
    count: int = 0

    @property
    def are_none(self) -> bool:
        """Whether nothing is to be asked."""
        return not self.places and not self.owners


def suspects_among(verdicts: Iterable[AliasVerdict], inventory: Inventory, confirm: Confirm) -> Suspects:
    """The verdicts that rest on AWS Config and are more than it can say."""
    if confirm == "never":
        return Suspects()
    directory = Directory(inventory)
    places: set[tuple[str, str]] = set()
    owners: set[tuple[str, str, str]] = set()
    count = 0
    for verdict in verdicts:
        target = verdict.target
        if target is not None and target.reading is None and verdict.verdict == "unknown":
            beside = directory.serving(verdict.name)
            found = {(other.kind, "") for other in beside if other.reading is not None and other.kind == target.kind}
            count += bool(found)
            places |= found
        elif target is not None and target.reading is not None:
            if verdict.verdict == "live" and confirm != "all":
                continue
            count += 1
            region = "" if target.region == "global" or claim_of(target.kind) else target.region
            if claim_of(target.kind):  # another account may have what this one seems to lack
                places.add((target.kind, region))
            elif target.profile:
                owners.add((target.profile, target.kind, region))
        elif target is None and verdict.verdict in _BAD and verdict.points_to is not None:
            found = set(_resting(verdict.name, directory.look_up(verdict.points_to), inventory))
            count += bool(found)
            places |= found
    return Suspects(frozenset(places), frozenset(owners), count)


def _resting(name: DnsName, pointed: Pointed, inventory: Inventory) -> Iterator[tuple[str, str]]:
    """The kinds and regions whose absence AWS Config alone says; none where a live answer about the name says it."""
    seen = inventory.sightings.get(_question(name, pointed))
    if seen is not None and not seen.exists and not seen.reserved:
        return
    for form in pointed.forms:
        place = (form.kind, place_of(form)[0])
        if inventory.rests_on_config(*place):
            yield place


def _question(name: DnsName, pointed: Pointed) -> tuple[Subject, DnsName]:
    subject = confirmable(name, pointed) or "dns"
    return question(name, plain_name(pointed.name), subject)


def asked_live(
    workspace: Workspace, inventory: Inventory, suspects: Suspects, stop: threading.Event | None = None
) -> Inventory:
    """The inventory with what the accounts themselves say of the suspects, as far as they can be asked."""
    known = inventory
    if suspects.owners:
        profiles = tuple(sorted({profile for profile, _, _ in suspects.owners}))
        scope = Scope(places=frozenset((kind, region) for _, kind, region in suspects.owners))
        known, _ = _merged(workspace, known, scope, stop, profiles)
    if suspects.places:
        scope = Scope(places=suspects.places)
        known, missed = _merged(workspace, known, scope, stop, None)
        whole = {place for place in suspects.places if not any(_concerns(item, place) for item in missed)}
        known = replace(known, asked_live=known.asked_live | whole)
    return known


def _concerns(item: Unscanned, place: tuple[str, str]) -> bool:
    kind, region = place
    return item.kind in ("targets", "regions") or (item.kind == kind and (not region or item.region in ("", region)))


def _merged(
    workspace: Workspace,
    inventory: Inventory,
    scope: Scope,
    stop: threading.Event | None,
    profiles: tuple[str, ...] | None,
) -> tuple[Inventory, tuple[Unscanned, ...]]:
    """The inventory with a live search in place of what AWS Config says there, and what could not be asked."""
    try:
        found = discover(workspace, None, stop, scope=scope, profiles=profiles)
    except XaliasError as error:
        return inventory, (Unscanned("", "", "", "targets", error.code, str(error)),)
    answered = set(found.accounts) - {item.account_id for item in found.unscanned if item.kind == "regions"}
    failed = {(item.account_id, item.kind, item.region) for item in found.unscanned}

    def is_replaced(target: Target) -> bool:
        if target.reading is None or target.account_id not in answered:
            return False
        places = {(target.account_id, target.kind, target.region), (target.account_id, target.kind, "")}
        return scope.has(target.kind, target.region) and not places & failed

    before = {target.key: target for target in inventory.targets}
    kept = {key: target for key, target in before.items() if not is_replaced(target)}
    kept |= {target.key: _with_tags(target, before.get(target.key)) for target in found.targets}
    # An account that can't be asked is covered by AWS Config: that it could not be asked is no gap of every other kind.
    gaps = tuple(item for item in found.unscanned if item.kind not in ("targets", "regions"))
    unscanned = tuple(dict.fromkeys((*inventory.unscanned, *gaps)))
    complete = inventory.complete and found.done == found.total
    return replace(inventory, targets=tuple(kept.values()), unscanned=unscanned, complete=complete), found.unscanned


def _with_tags(target: Target, before: Target | None) -> Target:
    """A target with the tags that were read of it elsewhere, where its list does not hold them."""
    return target if before is None or target.tags is not None else replace(target, tags=before.tags)


def left_open(verdicts: Iterable[AliasVerdict], inventory: Inventory) -> Inventory:
    """The inventory that says of each name whose absence still rests on AWS Config that it is not settled."""
    directory = Directory(inventory)
    open_: dict[tuple[Subject, DnsName], str] = {}
    for verdict in verdicts:
        if verdict.target is None and verdict.verdict in _BAD and verdict.points_to is not None:
            pointed = directory.look_up(verdict.points_to)
            if any(_resting(verdict.name, pointed, inventory)):
                open_[_question(verdict.name, pointed)] = _ABSENT
    return inventory if not open_ else replace(inventory, unanswered={**inventory.unanswered, **open_})
