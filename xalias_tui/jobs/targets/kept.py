"""Targets that were found are kept for the next run, and found again without asking anyone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from xalias_tui.domain.coverage import NAMED_ONLY, REASONS, Coverage, Gap, grouped
from xalias_tui.domain.inventories import USUAL_AGE
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.targets import Target
from xalias_tui.jobs.session.kept_lines import NEVER, USUAL, given_of, line_of
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.targets.cards import full_document, read_full
from xalias_tui.jobs.targets.discover import Discovery, Scope
from xalias_tui.jobs.targets.kept_rows import Age, fuller
from xalias_tui.jobs.targets.kept_targets import MANY, KeptTargets
from xalias_tui.store.inventory import Inventory
from xalias_tui.store.inventory_tables import TargetRow
from xalias_tui.store.place_table import Place
from xalias_tui.store.target_table import KeptRow, View
from xalias_tui.targets import Kind, all_kinds
from xalias_tui.targets import kind as target_kind
from xalias_tui.targets.shared.by_host import NOT_ASKED
from xalias_tui.targets.words import key_word

_NAMED_ONLY: Final = "Only resources that have the name of a record were asked everything."
NOT_KEPT: Final = "not-kept"
_NOTHING: Final = "Nothing is kept of it, and no one in AWS was asked."
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
    """Keep what a search found in place of what was kept of the same places; nothing of one that was stopped.

    A target of which less was asked than what is kept of it, and is young, stays as it is kept, with its own time; its
    place is as old as the oldest of these.
    """
    kept = workspace.kept
    if kept is None or found.done < found.total:
        return
    wanted = wanted_places(workspace, within, kinds)
    read_at = datetime.now(UTC) if found.coverage is None else found.coverage.oldest_read_at or datetime.now(UTC)
    failed: dict[tuple[str, str], dict[str, tuple[str, str]]] = {}
    for gap in (*found.gaps, *map(_gap, found.unscanned)):
        for account_id in gap.accounts:
            failed.setdefault((account_id, gap.kind), {})[gap.region] = (gap.code, gap.message)
    less = {target.key: target for target in _not_asked(found.targets, within)}
    more = fuller(kept.targets, less.values(), datetime.now(UTC) - max(_limit(workspace), USUAL_AGE))
    partly = {(target.account_id, target.kind) for key, target in less.items() if key not in more}
    since: dict[tuple[str, str], datetime] = {}
    for row in more.values():
        since[row.account_id, row.kind] = min(row.read_at, since.get((row.account_id, row.kind), read_at))
    places: list[Place] = []
    for account_id in found.accounts:
        for kind, region in wanted:
            source = "config" if kind in found.recorded else "live"
            codes = failed.get((account_id, kind), {})
            code, message = codes.get(region, codes.get(_ALL, ("", "")))
            covered = not code
            if covered and (account_id, kind) in partly:
                code, message = NAMED_ONLY, _NAMED_ONLY
            oldest = since.get((account_id, kind), read_at)
            places.append(Place(account_id, kind, region, source, oldest, covered, code, message))
            if region == _ALL:
                places += [
                    Place(account_id, kind, where, source, read_at, covered=False, code=why[0], message=why[1])
                    for where, why in codes.items()
                    if where
                ]
    asked, accounts = set(wanted), set(found.accounts)
    rows = (
        _row_beside(target, more.get(target.key), read_at if (target.account_id, target.kind) in since else None)
        for target in found.targets
        if target.card is None and target.account_id in accounts
        if {(target.kind, _ALL), (target.kind, _region(target))} & asked
    )
    kept.targets.replace(places, rows)


def keep_one(workspace: Workspace, before: Target, now: Target | None) -> None:
    """Keep a target that was read again by itself in place of what was kept of it; None where it is gone."""
    if workspace.kept is not None:
        row = None if now is None else row_of(now)
        workspace.kept.targets.replace_one(key_word(before.key), row, datetime.now(UTC))


def light(workspace: Workspace, found: Discovery) -> Discovery:
    """What a search of everything found, held in memory where it is little, and else read from what was kept of it."""
    kept, coverage = workspace.kept, found.coverage
    if len(found.targets) <= MANY:
        return replace(found, targets=tuple(found.targets))
    if isinstance(found.targets, KeptTargets) or kept is None or kept.problem or coverage is None:
        return found
    if found.done < found.total or any(target.card is not None for target in found.targets):
        return found  # not all of it is kept
    view = View(_by_kind(wanted_places(workspace, Scope(), all_kinds())), frozenset(found.accounts))
    age = Age(datetime.now(UTC), _limit(workspace), coverage.oldest_read_at)
    return replace(found, targets=KeptTargets.of(kept, view, age))


def _gap(item: Unscanned) -> Gap:
    return Gap(item.region, item.kind, item.code, item.message, (item.account_id,))


def row_of(target: Target) -> TargetRow:
    """A target as it is kept."""
    return TargetRow(target.account_id, target.kind, _region(target), _document(target), line_of(target))


def _row_beside(target: Target, before: KeptRow | None, read_at: datetime | None) -> TargetRow:
    """A target as it is kept: as it was ``before`` where that is more, else as it was read now."""
    if before is None:
        return replace(row_of(target), read_at=read_at)
    known = read_full(given_of(before.document))
    return TargetRow(known.account_id, known.kind, _region(known), before.document, line_of(known), before.read_at)


def _region(target: Target) -> str:
    """The region of its place."""
    return _ALL if target_kind(target.kind).scope == "global" else target.region


def _document(target: Target) -> dict[str, object]:
    """The target's document without what is as usual, and without when it was read: that is known of its place."""
    document = {**full_document(target), "doubt": target.doubt}
    del document["read_at"]
    return {key: value for key, value in document.items() if value != USUAL.get(key, NEVER)}


def kept_targets(workspace: Workspace, at_most: int = -1) -> KeptTargets | None:
    """Everything that is kept of the target side, with its age, or the first of it; None where nothing is.

    Asks no one.
    """
    if workspace.kept is None:
        return None
    view = View(_by_kind(wanted_places(workspace, Scope(), all_kinds())))
    found = KeptTargets.of(workspace.kept, view, Age(datetime.now(UTC), _limit(workspace)), at_most)
    return found or None


def _by_kind(wanted: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Kinds, each with its regions; without any where all are meant."""
    found: dict[str, tuple[str, ...]] = {}
    for kind, region in wanted:
        found[kind] = (*found.get(kind, ()), region)
    return {kind: () if _ALL in regions else regions for kind, regions in found.items()}


def _limit(workspace: Workspace) -> timedelta:
    return USUAL_AGE if workspace.inventory.age is None else workspace.inventory.age


def kept_search(workspace: Workspace, within: Scope, kinds: Sequence[Kind]) -> Discovery:
    """What is kept of a search's places, and what is not.

    Args:
        workspace: Whose file is read.
        within: What is searched for.
        kinds: The kinds that are searched.
    """
    kept, moment = workspace.kept, datetime.now(UTC)
    if kept is None:
        return Discovery((), (), 0, 0)
    limit = _limit(workspace)
    wanted = wanted_places(workspace, within, kinds)
    by_kind = _by_kind(wanted)
    accounts = _accounts(workspace) or kept.places.accounts()
    targets = KeptTargets.of(kept, View(by_kind, accounts), Age(moment, limit))
    gaps = list(_gaps(kept, wanted, accounts))
    known = kept.places.summary(by_kind, accounts, moment - limit)
    coverage = Coverage(
        accounts=len(accounts),
        regions=len(targets.regions - {"global"}),
        places=len(wanted) * len(accounts),
        covered=max(0, len(wanted) * len(accounts) - sum(len(gap.accounts) for gap in gaps)),
        aged=known.aged,
        sources=tuple(sorted({"cache", *known.sources})),
        oldest_read_at=known.oldest_read_at,
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


def tells_all(kept: Inventory, found: Discovery, within: Scope) -> bool:
    """Whether everything was asked of the resources that a search is about, when what is kept of them was read."""
    if not kept.places.any_with(NAMED_ONLY, found.recorded, found.accounts):
        return True
    hosts = within.hosts
    return hosts is not None and not any(target.name in hosts for target in _not_asked(found.targets, within))


def _not_asked(targets: Iterable[Target], within: Scope) -> Iterator[Target]:
    """The targets of which not everything was asked; none of a search that asks everything of all."""
    if within.hosts is not None:
        yield from (target for target in targets if target.facts is not None and NOT_ASKED in target.facts.unread)


def _accounts(workspace: Workspace) -> frozenset[str]:
    """The accounts of the target side that are known."""
    profiles = [workspace.accounts.who(profile) for profile in workspace.target_profiles]
    named = {account.account_id for account in profiles if account.account_id}
    if workspace.searches_organisation:
        named |= {member.account_id for member in workspace.roll.listing().active}
    return frozenset(named)


def _gaps(kept: Inventory, wanted: Iterable[tuple[str, str]], accounts: frozenset[str]) -> Iterator[Gap]:
    kinds = {kind for kind, _ in wanted}
    for kind, region in wanted:
        owners = accounts - kept.places.accounts(kind, {region, _ALL})
        if owners:
            yield Gap(region, kind, NOT_KEPT, _NOTHING, tuple(sorted(owners)))
    yield from _uncovered(kept.places.uncovered(kinds, accounts))


def _uncovered(places: Iterable[Place]) -> Iterator[Gap]:
    for row in places:
        if not row.covered:
            yield Gap(row.region, row.kind, row.code, row.message or REASONS.get(row.code, ""), (row.account_id,))


def unread(places: Iterable[Place]) -> tuple[Unscanned, ...]:
    """Look-ups that failed when what is kept was read: a row for each region, kind and reason."""
    return tuple(grouped(_uncovered(places)))


def coverage_of_kept(places: Sequence[Place], now: datetime) -> Coverage:
    """How far reaches what is kept."""
    return Coverage(
        accounts=len({row.account_id for row in places}),
        regions=len({row.region for row in places if row.region}),
        places=len(places),
        covered=sum(row.covered for row in places),
        aged=sum(now - row.read_at > USUAL_AGE for row in places),
        sources=tuple(sorted({row.source for row in places})),
        oldest_read_at=min((row.read_at for row in places), default=None),
    )
