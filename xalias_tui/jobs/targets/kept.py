"""Targets that were found are kept for the next run, and found again without asking anyone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Final

from xalias_tui.domain.coverage import AGED, REASONS, Coverage, Gap, grouped
from xalias_tui.domain.errors import XaliasError
from xalias_tui.domain.given import Given, NotGivenError
from xalias_tui.domain.inventories import USUAL_AGE
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.targets import Reading, Target
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.targets.cards import full_document, read_full
from xalias_tui.jobs.targets.discover import Discovery, Scope
from xalias_tui.store.inventory import Place
from xalias_tui.targets import Kind, all_kinds

NOT_KEPT: Final = "not-kept"
_NOTHING: Final = "Nothing is kept of it, and no one in AWS was asked."
_FIRST: Final = 100
_MORE: Final = 2_000
_ALL: Final = ""
"""The region of a place that stands for every region."""


def wanted_places(workspace: Workspace, within: Scope, kinds: Sequence[Kind]) -> tuple[tuple[str, str], ...]:
    """Kinds and regions that a search is about; the region is empty where it is about all."""
    regions = (within.region,) if within.region else workspace.regions
    found: dict[tuple[str, str], None] = {}
    for kind in kinds:
        if kind.scope == "global":
            found[kind.key, _ALL] = None
        elif regions:
            found |= dict.fromkeys((kind.key, region) for region in regions if within.has(kind.key, region))
        elif within.places is None or (kind.key, _ALL) in within.places:
            found[kind.key, _ALL] = None
        else:
            found |= dict.fromkeys(place for place in within.places if place[0] == kind.key)
    return tuple(found)


def keep(workspace: Workspace, found: Discovery, within: Scope, kinds: Sequence[Kind]) -> None:
    """Keep what a search found in place of what was kept of the same places; nothing of one that was stopped."""
    kept = workspace.kept
    if kept is None or found.done < found.total:
        return
    wanted = wanted_places(workspace, within, kinds)
    read_at = datetime.now(UTC) if found.coverage is None else found.coverage.oldest_read_at or datetime.now(UTC)
    failed: dict[tuple[str, str], dict[str, tuple[str, str]]] = {}
    for gap in (*found.gaps, *map(_gap, found.unscanned)):
        for account_id in gap.accounts:
            failed.setdefault((account_id, gap.kind), {})[gap.region] = (gap.code, gap.message)
    places: list[Place] = []
    for account_id in found.accounts:
        for kind, region in wanted:
            source = "config" if kind in found.recorded else "live"
            codes = failed.get((account_id, kind), {})
            code, message = codes.get(region, codes.get(_ALL, ("", "")))
            places.append(Place(account_id, kind, region, source, read_at, not code, code, message))
            if region == _ALL:
                places += [
                    Place(account_id, kind, where, source, read_at, covered=False, code=why[0], message=why[1])
                    for where, why in codes.items()
                    if where
                ]
    scopes = {kind.key: kind.scope for kind in all_kinds()}
    asked, accounts = set(wanted), set(found.accounts)
    rows = (
        (target.account_id, target.kind, _region(target, scopes), _document(target))
        for target in found.targets
        if target.card is None and target.account_id in accounts
        if {(target.kind, _ALL), (target.kind, _region(target, scopes))} & asked
    )
    kept.replace(places, rows)


def _gap(item: Unscanned) -> Gap:
    return Gap(item.region, item.kind, item.code, item.message, (item.account_id,))


def _region(target: Target, scopes: Mapping[str, str]) -> str:
    return _ALL if scopes.get(target.kind) == "global" else target.region


def _document(target: Target) -> dict[str, object]:
    """The target's document without what is as usual."""
    document = {**full_document(target), "doubt": "" if target.reading is None else target.reading.doubt}
    return {key: value for key, value in document.items() if value != _USUAL.get(key, _NEVER)}


_NEVER: Final = object()
_USUAL: Final[Mapping[str, object]] = {
    "card": None,
    "doubt": "",
    "evaluate_target_health": "allowed",
    "hostnames": [],
    "inspected": False,
    "internal": False,
    "label": "",
    "other_names": [],
    "source": "live",
    "state": "active",
    "unchanged_since": None,
    "unread": [],
    "zone_id_origin": "api",
}
"""Members that are left out where they have these values."""


def kept_targets(workspace: Workspace) -> Iterator[tuple[Target, ...]]:
    """Everything that is kept of the target side, with its age, some at a time and few at first. Asks no one."""
    kept = workspace.kept
    if kept is None:
        return
    within, wanted = Scope(), wanted_places(workspace, Scope(), all_kinds())
    places = {(row.account_id, row.kind, row.region): row for row in kept.places()}
    accounts = {account_id for account_id, _, _ in places}
    rows = _targets(workspace, within, _by_kind(wanted), places, accounts, datetime.now(UTC), _limit(workspace))
    many = _FIRST
    while batch := tuple(islice(rows, many)):
        yield batch
        many = _MORE


def _by_kind(wanted: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for kind, region in wanted:
        found.setdefault(kind, []).append(region)
    return found


def _limit(workspace: Workspace) -> timedelta:
    return USUAL_AGE if workspace.inventory.age is None else workspace.inventory.age


def kept_search(
    workspace: Workspace,
    within: Scope,
    kinds: Sequence[Kind],
    now: datetime | None = None,
    accounts: set[str] | None = None,
) -> Discovery:
    """What is kept of a search's places, and what is not.

    Args:
        workspace: Whose file is read.
        within: What is searched for.
        kinds: The kinds that are searched.
        now: The time.
        accounts: Of which accounts; by default those of the target side.
    """
    kept, moment = workspace.kept, now or datetime.now(UTC)
    if kept is None:
        return Discovery((), (), 0, 0)
    limit = _limit(workspace)
    wanted = wanted_places(workspace, within, kinds)
    by_kind = _by_kind(wanted)
    places = {(row.account_id, row.kind, row.region): row for row in kept.places() if row.kind in by_kind}
    accounts = _accounts(workspace, places) if accounts is None else accounts
    targets = tuple(_targets(workspace, within, by_kind, places, accounts, moment, limit))
    gaps = list(_gaps(wanted, places, accounts))
    known = [row for row in places.values() if row.account_id in accounts]
    aged = sum(moment - row.read_at > limit for row in known)
    coverage = Coverage(
        accounts=len(accounts),
        regions=len({target.region for target in targets} - {"global"}),
        places=len(wanted) * len(accounts),
        covered=max(0, len(wanted) * len(accounts) - len(gaps)),
        aged=aged,
        sources=tuple(sorted({"cache", *(row.source for row in known)})),
        oldest_read_at=min((row.read_at for row in known), default=None),
    )
    return Discovery(
        targets,
        tuple(grouped(gaps)),
        len(wanted),
        len(wanted),
        tuple(sorted(accounts)),
        frozenset(by_kind),
        coverage,
    )


def is_fresh(found: Discovery, age: timedelta, now: datetime) -> bool:
    """Whether what is kept answers a search completely, and is young enough."""
    oldest = None if found.coverage is None else found.coverage.oldest_read_at
    return oldest is not None and not found.unscanned and timedelta() <= now - oldest <= age


def _accounts(workspace: Workspace, places: dict[tuple[str, str, str], Place]) -> set[str]:
    """The accounts that a search is about: those of the side, else those that are kept."""
    roll = workspace.roll
    profiles = [workspace.accounts.who(profile) for profile in workspace.target_profiles]
    named = {account.account_id for account in profiles if account.account_id}
    if workspace.searches_organisation:
        named |= {member.account_id for member in roll.listing().active}
    return named or {account for account, _, _ in places}


def _targets(
    workspace: Workspace,
    within: Scope,
    by_kind: dict[str, list[str]],
    places: dict[tuple[str, str, str], Place],
    accounts: set[str],
    moment: datetime,
    limit: timedelta,
) -> Iterator[Target]:
    assert workspace.kept is not None  # noqa: S101 -- who calls has looked
    for document in workspace.kept.targets(by_kind):
        try:
            given = Given({**_USUAL, **document})
            target = read_full(given)
        except (NotGivenError, XaliasError):  # of another version: it is read again when its account is
            continue
        regions = by_kind[target.kind]
        if target.account_id not in accounts or not (_ALL in regions or target.region in regions):
            continue
        place = places.get((target.account_id, target.kind, target.region)) or places.get(
            (target.account_id, target.kind, _ALL)
        )
        if place is None or not within.has(target.kind, target.region):
            continue
        before, doubt = target.reading, given.text("doubt", "") or place.code
        aged = AGED if moment - place.read_at > limit else ""
        reading = Reading(
            "cache",
            place.read_at,
            None if before is None else before.unchanged_since,
            () if before is None else before.unread,
            doubt or aged,
        )
        yield replace(target, reading=reading, read_at=None, inspected=False)


def _gaps(
    wanted: Iterable[tuple[str, str]], places: dict[tuple[str, str, str], Place], accounts: set[str]
) -> Iterator[Gap]:
    missing: dict[tuple[str, str], list[str]] = {}
    for account_id in sorted(accounts):
        for kind, region in wanted:
            row = places.get((account_id, kind, region)) or places.get((account_id, kind, _ALL))
            if row is None:
                missing.setdefault((kind, region), []).append(account_id)
    for (kind, region), owners in missing.items():
        yield Gap(region, kind, NOT_KEPT, _NOTHING, tuple(owners))
    for row in places.values():
        if not row.covered and row.account_id in accounts:
            yield Gap(row.region, row.kind, row.code, row.message or REASONS.get(row.code, ""), (row.account_id,))


def coverage_of_kept(places: Sequence[Place], now: datetime, limit: timedelta = USUAL_AGE) -> Coverage:
    """How far reaches what is kept."""
    return Coverage(
        accounts=len({row.account_id for row in places}),
        regions=len({row.region for row in places if row.region}),
        places=len(places),
        covered=sum(row.covered for row in places),
        aged=sum(now - row.read_at > limit for row in places),
        sources=tuple(sorted({row.source for row in places})),
        oldest_read_at=min((row.read_at for row in places), default=None),
    )
