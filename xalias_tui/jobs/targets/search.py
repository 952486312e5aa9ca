"""Finding targets: in AWS Config first where an aggregator is named, and of each account only what that leaves open."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from xalias_tui.domain.accounts import Account
from xalias_tui.domain.coverage import NOT_IN_CONFIG, REASONS, Coverage, Gap, grouped, together
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import AwsError
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.members import Member
from xalias_tui.domain.partitions import ALWAYS_ON, home_region
from xalias_tui.domain.targets import Target
from xalias_tui.jobs.session.accounts import ready_once_an_account
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.targets.aggregator import Recordings, gather
from xalias_tui.jobs.targets.discover import (
    Discovery,
    Found,
    Listener,
    Lookup,
    Scope,
    Sweep,
    add_cards,
    ask_live,
    discover,
    finished,
    interleaved,
    is_asked,
    opened_cards,
    searched_regions,
    within_scope,
)
from xalias_tui.jobs.targets.kept import is_fresh, keep, kept_search, tells_all
from xalias_tui.jobs.targets.listings import Listings
from xalias_tui.jobs.targets.precursors import Precursors, most_promising_first
from xalias_tui.targets import Kind, all_kinds

_LISTS: Final = "targets"
"""What a row is about of an account that can't be asked at all."""


@dataclass(frozen=True, slots=True)
class Open:
    """A place that AWS Config does not cover.

    Attributes:
        account_id: The account.
        kind: The kind.
        region: The region; empty for kinds without one.
        code: Why not.
    """

    account_id: str
    kind: Kind
    region: str
    code: str


def search(
    workspace: Workspace,
    on_event: Listener | None = None,
    stop: threading.Event | None = None,
    *,
    scope: Scope | None = None,
    age: timedelta | None = None,
    listings: Listings | None = None,
) -> Discovery:
    """The targets of the target side.

    Args:
        workspace: Whose target side, aggregator, kinds and regions are asked.
        on_event: Told of targets, failures and progress, on any thread.
        stop: Set it to abandon what has not ended.
        scope: Narrows what the workspace asks for.
        age: What is kept is used where all of it is younger; by default as the command line says.
        listings: Those that other searches of the same moment asked for.

    Raises:
        UsageError: when there is no such aggregator, the side mixes AWS partitions, or a region is of another one.
        AwsError: when nothing could be asked at all.
    """
    within = scope or Scope()
    kinds = [kind for kind in all_kinds() if is_asked(kind, workspace, within)]
    options = workspace.inventory
    if options.cached:
        return _all_kept(workspace, on_event, within, kinds)
    young = workspace.options.inventory.age if age is None else age
    if young and workspace.kept is not None:
        known = kept_search(workspace, within, kinds)
        if is_fresh(known, young, datetime.now(UTC)) and tells_all(workspace.kept, known, within):
            return known
    recorded = [kind for kind in kinds if kind.recorded is not None]
    if options.aggregator and recorded:
        sweep = Sweep(on_event or (lambda _: None), listings=listings or Listings(), hosts=within.hosts)
        found = _Search(workspace, sweep, within, stop).run(kinds, recorded)
    else:
        found = discover(workspace, on_event, stop, scope=scope, listings=listings)
    keep(workspace, found, within, kinds)
    return found


def _all_kept(workspace: Workspace, on_event: Listener | None, within: Scope, kinds: list[Kind]) -> Discovery:
    """What is kept, whatever its age.

    Raises:
        AwsError: when nothing is.
    """
    found = kept_search(workspace, within, kinds)
    if found.coverage is None or found.coverage.oldest_read_at is None:
        raise AwsError("not-kept", "Nothing is kept of the target side.", "Run it once without --cached.")
    if on_event is not None:
        on_event(Found(found.targets))
    return found


class _Search:
    """One search with an aggregator."""

    def __init__(self, workspace: Workspace, sweep: Sweep, within: Scope, stop: threading.Event | None) -> None:
        self._workspace = workspace
        self._sweep = sweep
        self._within = within
        self._stop = stop
        self._wanted = (within.region,) if within.region else workspace.regions
        self._named, self._failed = ready_once_an_account(workspace, workspace.target_profiles)
        roll = workspace.roll
        listing = roll.listing() if workspace.searches_organisation else None
        self._members: dict[str, Member] = {}
        if listing is not None:
            self._members = {member.account_id: member for member in listing.active}
            self._failed = [*self._failed, *listing.failed]
        self._reach = {id_: member.way.text for id_, member in self._members.items() if member.way.roles}
        through = {member.way.through for member in self._members.values() if member.way.origin == "organisation"}
        self._reach |= {workspace.accounts.who(profile).account_id: profile for profile in through}
        self._reach |= {account.account_id: account.profile for account in self._named}
        self._closed = 0 if listing is None else len(listing.members) - len(listing.active)

    def run(self, kinds: list[Kind], recorded: list[Kind]) -> Discovery:
        """Everything."""
        workspace, sweep = self._workspace, self._sweep
        for account in self._failed:
            sweep.miss(Unscanned(account.account_id, account.profile, "", _LISTS, account.state, account.why))
        cards = opened_cards(workspace, self._named)
        others = [kind for kind in kinds if kind.recorded is None]
        recordings = gather(
            workspace,
            recorded,
            self._wanted,
            self._tell,
            self._stop,
            profile_of=lambda id_: self._reach.get(id_, ""),
            others=others,
        )
        accounts = self._accounts(recordings)
        with sweep.lock:  # now it is known what each listing is worth
            sweep.targets = {target.key: target for target in recordings.targets if target.account_id in accounts}
        places, open_ = self._places(accounts, recorded, recordings)
        asked = accounts if others else {each.account_id for each in open_}
        ready = self._sign_in(asked)
        unmet = self._ask(ready, others, open_, recordings.precursors)
        gaps = together([*self._unmet(unmet, recordings), *self._unasked(accounts, ready, others)])
        for row in grouped(gaps):
            sweep.miss(row)
        add_cards(workspace, cards, self._within, sweep)
        found = finished(sweep, tuple(sorted(accounts)))
        whole = places + len(others) * len(accounts)
        regions = {target.region for target in found.targets}
        coverage = Coverage(
            accounts=len(accounts),
            closed=self._closed,
            regions=len(self._wanted or recordings.evidence.regions() or regions),
            places=whole,
            covered=whole - sum(len(gap.accounts) for gap in gaps) - len(sweep.failed),
            sources=tuple(sorted({"config", *(("live",) if sweep.total else ())})),
            oldest_read_at=recordings.evidence.read_at,
        )
        return replace(found, recorded=frozenset(kind.key for kind in recorded), coverage=coverage, gaps=gaps)

    def _tell(self, targets: tuple[Target, ...]) -> None:
        """Show targets at once, of the organisation's accounts where there is one."""
        known = self._members.keys() | self._reach.keys()
        self._sweep.found(target for target in targets if not self._members or target.account_id in known)

    def _accounts(self, recordings: Recordings) -> frozenset[str]:
        """The accounts that are searched: those of the organisation, else those that the aggregator knows."""
        organisation = self._workspace.organisation
        listed = self._members.keys() if self._members else recordings.account_ids
        narrowed = {
            id_
            for id_ in listed
            if (not organisation.accounts or id_ in organisation.accounts) and id_ not in organisation.not_accounts
        }
        return frozenset(narrowed | {account.account_id for account in self._named})

    def _places(self, accounts: Iterable[str], recorded: list[Kind], recordings: Recordings) -> tuple[int, list[Open]]:
        """How many places there are, and those that AWS Config does not cover."""
        total, open_ = 0, []
        own = recordings.evidence.regions_by_account()
        partition = recordings.partition
        usual = self._wanted or ALWAYS_ON.get(partition, ())
        supports = self._workspace.accounts.supports
        for account_id in sorted(accounts):
            regions = usual if self._wanted else tuple(dict.fromkeys((*usual, *own.get(account_id, ()))))
            for kind in recorded:
                if kind.scope == "global":
                    total += 1
                    codes = (recordings.why_not(kind, account_id, region) for region in regions)
                    code = next(filter(None, codes), "")
                    open_ += [Open(account_id, kind, "", code)] if code else []
                    continue
                for region in regions:
                    if not self._within.has(kind.key, region) or not all(
                        supports(name, region) for name in kind.services
                    ):
                        continue
                    total += 1
                    code = recordings.why_not(kind, account_id, region)
                    open_ += [Open(account_id, kind, region, code)] if code else []
        return total, open_

    def _sign_in(self, accounts: Iterable[str]) -> dict[str, Account]:
        """Those of some accounts that can be asked, by id."""
        known = {account.account_id: account for account in self._named}
        others = tuple(self._reach[id_] for id_ in sorted(accounts) if id_ in self._reach and id_ not in known)
        ready, _ = ready_once_an_account(self._workspace, others)
        return {id_: account for id_, account in known.items() if id_ in accounts} | {
            account.account_id: account for account in ready
        }

    def _ask(
        self, ready: dict[str, Account], others: list[Kind], open_: list[Open], precursors: Precursors
    ) -> list[Open]:
        """Ask live what AWS Config leaves open; what no one can be asked about is returned."""
        accounts = list(ready.values())
        regions = searched_regions(self._workspace, accounts, self._within, self._sweep) if accounts else {}
        lookups = within_scope(interleaved(self._workspace, accounts, others, regions), self._within)
        met: list[Lookup] = []
        unmet: list[Open] = []
        for place in open_:
            account = ready.get(place.account_id)
            if account is None:
                unmet.append(place)
            elif not place.region or place.region in regions[place.account_id]:
                met.append(Lookup(account, place.kind, place.region or home_region(account.partition)))
        ask_live(self._workspace, [*most_promising_first(lookups, precursors), *met], self._sweep, self._stop)
        self._forget_ghosts(met)
        return unmet

    def _forget_ghosts(self, met: list[Lookup]) -> None:
        """What AWS Config lists in a place whose account answered, and did not list it, is gone."""
        failed = {(item.account_id, item.kind, item.region) for item in self._sweep.failed}
        answered: dict[tuple[str, str], set[str]] = defaultdict(set)
        for lookup in met:
            region = "" if lookup.kind.scope == "global" else lookup.region
            if (lookup.account.account_id, lookup.kind.key, region) not in failed:
                answered[lookup.account.account_id, lookup.kind.key].add(region)
        if self._stop is not None and self._stop.is_set():
            return
        with self._sweep.lock:
            for key, target in tuple(self._sweep.targets.items()):
                regions = answered.get((target.account_id, target.kind), ())
                if target.reading is not None and ("" in regions or target.region in regions):
                    del self._sweep.targets[key]

    def _unmet(self, unmet: list[Open], recordings: Recordings) -> Iterator[Gap]:
        for place in unmet:
            recorded = place.kind.recorded
            said = REASONS[NOT_IN_CONFIG] if recorded is None else recordings.evidence.said(place.code, recorded.type)
            yield Gap(place.region, place.kind.key, place.code, said, (place.account_id,))

    def _unasked(self, accounts: Iterable[str], ready: dict[str, Account], others: list[Kind]) -> Iterator[Gap]:
        """Kinds that AWS Config does not record, in accounts that can't be asked."""
        for account_id in sorted(accounts):
            if account_id not in ready:
                for kind in others:
                    yield Gap("", kind.key, NOT_IN_CONFIG, REASONS[NOT_IN_CONFIG], (account_id,))
