"""Discovery: every kind of target in every region of every target account, at the same time, told as it is found."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field, replace
from datetime import UTC, datetime
from functools import partial
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from xalias_tui.domain.accounts import Account
from xalias_tui.domain.coverage import Coverage, Gap
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.denied_regions import REGIONS
from xalias_tui.domain.errors import AwsError, XaliasError
from xalias_tui.domain.lookups import INVALID_ANSWER, LookupFailedError, Unscanned
from xalias_tui.domain.partitions import ALWAYS_ON, home_region
from xalias_tui.domain.policies import what_to_do
from xalias_tui.domain.targets import Target
from xalias_tui.jobs.session.accounts import none_ready, ready_once_an_account, target_side
from xalias_tui.jobs.session.partitions import check_one_partition, check_regions, own_regions
from xalias_tui.jobs.session.threads import Pool
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.targets.listings import Listings, SharingAsk
from xalias_tui.targets import Kind, all_kinds
from xalias_tui.targets.shared.by_host import Hosts, discover_for

if TYPE_CHECKING:
    from xalias_tui.jobs.targets.cards import Card


_AT_ONCE: Final = 256
"""Accounts that take turns; more would be signed in to again and again, as only so many sessions are held."""


@dataclass(frozen=True, slots=True)
class Found:
    """More targets."""

    targets: Sequence[Target]


@dataclass(frozen=True, slots=True)
class Missed:
    """A look-up that failed."""

    unscanned: Unscanned


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of how many look-ups ended, over how many regions."""

    done: int
    total: int
    regions: int


DiscoveryEvent = Found | Missed | Progress
Listener = Callable[[DiscoveryEvent], None]


@dataclass(frozen=True, slots=True)
class Discovery:
    """What was found, and what could not be asked.

    Attributes:
        targets: In order of kind, name and region; of those that are kept only what is looked at is read.
        unscanned: Look-ups that failed: an absence is a fact only where this is empty and ``done == total``.
        done: Look-ups that ended.
        total: Look-ups begun.
        accounts: Ids of the accounts that were searched.
        recorded: Kinds of which some places were searched in AWS Config only.
        coverage: How far it reaches; None where it was not worked out.
        gaps: Of ``unscanned`` the rows about many accounts, with all of them.
    """

    targets: Sequence[Target]
    unscanned: tuple[Unscanned, ...]
    done: int
    total: int
    accounts: tuple[str, ...] = ()
    recorded: frozenset[str] = frozenset()
    coverage: Coverage | None = None
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Lookup:
    """One kind in one region of one account."""

    account: Account
    kind: Kind
    region: str

    def unscanned(self, code: str, message: str, action: str = "") -> Unscanned:
        """The value that stands for it where it failed."""
        region = "" if self.kind.scope == "global" else self.region
        return Unscanned(self.account.account_id, self.account.profile, region, self.kind.key, code, message, action)


@dataclass(slots=True)
class Sweep:
    """What the threads of one discovery gather."""

    tell: Listener
    total: int = 0
    regions: int = 0
    done: int = 0
    targets: dict[str, Target] = field(default_factory=dict)
    missed: list[Unscanned] = field(default_factory=list)
    failed: list[Unscanned] = field(default_factory=list)
    """Of what was missed, the look-ups that were begun here."""
    lock: threading.Lock = field(default_factory=threading.Lock)
    listings: Listings = field(default_factory=Listings)
    hosts: Hosts | None = None

    def found(self, targets: Iterable[Target]) -> None:
        """More targets; what an account says itself takes the place of what AWS Config says of it."""
        with self.lock:
            new = tuple(target for target in targets if self._is_new(target))
            self.targets.update((target.key, target) for target in new)
        if new:
            self.tell(Found(new))

    def _is_new(self, target: Target) -> bool:
        known = self.targets.get(target.key)
        return known is None or (known.reading is not None and target.reading is None)

    def miss(self, item: Unscanned) -> None:
        """A look-up that failed."""
        with self.lock:
            self.missed.append(item)
        self.tell(Missed(item))

    def fail(self, item: Unscanned) -> None:
        """A look-up that was begun here and failed."""
        with self.lock:
            self.failed.append(item)
        self.miss(item)

    def ended(self) -> None:
        """A look-up that was begun here ended."""
        with self.lock:
            self.done += 1
            progress = Progress(self.done, self.total, self.regions)
        self.tell(progress)


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to look when something is already known of the target; None means everywhere.

    Attributes:
        kinds: Keys of kinds.
        region: A region code.
        places: Pairs of a kind and a region, which is empty for every region.
        hosts: The names for which targets are sought; see ``ByHost``.
    """

    kinds: frozenset[str] | None = None
    region: str | None = None
    places: frozenset[tuple[str, str]] | None = None
    hosts: Hosts | None = None

    def has(self, kind: str, region: str) -> bool:
        """Whether a look-up for a kind in a region is one of the places."""
        return self.places is None or not self.places.isdisjoint(((kind, region), (kind, "")))


def discover(
    workspace: Workspace,
    on_event: Listener | None = None,
    stop: threading.Event | None = None,
    *,
    scope: Scope | None = None,
    profiles: tuple[str, ...] | None = None,
    listings: Listings | None = None,
) -> Discovery:
    """Ask every target account for every kind in every enabled region.

    Args:
        workspace: Whose target profiles, kinds and regions are asked.
        on_event: Told of targets, failures and progress, on any thread.
        stop: Set it to abandon what has not ended.
        scope: Narrows what the workspace asks for.
        profiles: Who is asked; by default the target side.
        listings: Those that other searches of the same moment asked for.

    Raises:
        UsageError: when the side mixes AWS partitions, or a region is of another one.
        AwsError: when no target profile could be asked at all.
    """
    within, began = scope or Scope(), datetime.now(UTC)
    sweep = Sweep(on_event or (lambda _: None), listings=listings or Listings(), hosts=within.hosts)
    ready, failed = ready_once_an_account(workspace, target_side(workspace) if profiles is None else profiles)
    check_regions(workspace.regions, ready)
    if not ready and not workspace.cards:
        raise none_ready(failed)
    for account in failed:
        sweep.miss(Unscanned(account.account_id, account.profile, "", "targets", account.state, account.why))
    cards = opened_cards(workspace, ready)
    kinds = [kind for kind in all_kinds() if is_asked(kind, workspace, within)]
    regions = searched_regions(workspace, ready, within, sweep)
    ask_live(workspace, within_scope(interleaved(workspace, ready, kinds, regions), within), sweep, stop)
    add_cards(workspace, cards, within, sweep)
    found = finished(sweep, tuple(account.account_id for account in ready))
    listing = workspace.roll.known()
    coverage = Coverage(
        accounts=len(ready),
        closed=0 if listing is None else len(listing.members) - len(listing.active),
        regions=sweep.regions,
        places=sweep.total,
        covered=sweep.done - len(sweep.failed),
        sources=("live",),
        oldest_read_at=began,
    )
    return replace(found, coverage=coverage)


def searched_regions(
    workspace: Workspace, ready: list[Account], within: Scope, sweep: Sweep
) -> dict[str, tuple[str, ...]]:
    """The regions of each account that are searched: those that were named, else all that are enabled there."""
    wanted = (within.region,) if within.region else workspace.regions
    if wanted:
        return {account.account_id: own_regions(account, wanted) for account in ready}
    return enabled_regions(workspace, ready, sweep, Pool())


def within_scope(lookups: Iterable[Lookup], within: Scope) -> list[Lookup]:
    """Those look-ups that are wanted."""
    return [row for row in lookups if within.has(row.kind.key, row.region)]


def ask_live(workspace: Workspace, lookups: list[Lookup], sweep: Sweep, stop: threading.Event | None = None) -> None:
    """Make look-ups at the same time, told as they end."""
    sweep.total = len(lookups)
    sweep.regions = len({lookup.region for lookup in lookups if lookup.kind.scope == "regional"})
    sweep.tell(Progress(0, sweep.total, sweep.regions))
    Pool().run([partial(look_up, workspace, lookup, sweep) for lookup in lookups], stop)


def opened_cards(workspace: Workspace, ready: list[Account]) -> tuple[Card, ...]:
    """The target cards of the options.

    Raises:
        UsageError: when one can't be read, or is of another partition than the accounts.
    """
    cards = _cards(workspace)
    check_one_partition((*ready, *(owner for card in cards for owner in card.owners)))
    return cards


def add_cards(workspace: Workspace, cards: tuple[Card, ...], within: Scope, sweep: Sweep) -> None:
    """Add what cards hold, last: what was asked now is newer than any card."""
    for card in cards:
        sweep.found(target for target in card.targets if _is_wanted(target, workspace, within))
        for item in card.unscanned:
            sweep.miss(item)


def finished(sweep: Sweep, accounts: tuple[str, ...]) -> Discovery:
    """What a sweep gathered, in an order that no thread decides.

    Raises:
        AwsError: when nothing could be looked up at all.
    """
    with sweep.lock:
        order = {kind.key: at for at, kind in enumerate(all_kinds())}
        targets = sorted(
            sweep.targets.values(),
            key=lambda found: (order.get(found.kind, len(order)), found.name, found.region, found.key),
        )
        missed = sorted(
            sweep.missed,
            key=lambda row: (
                row.profile,
                row.account_id,
                order.get(row.kind, len(order)),
                row.kind,
                row.region,
                row.code,
            ),
        )
        if not targets and sweep.total and len(sweep.failed) >= sweep.total:
            last = sweep.failed[-1]
            raise AwsError(
                last.code,
                f"Nothing could be looked up: {last.message}",
                what_to_do(last.code, last.action, last.kind, last.message),
            )
        return Discovery(tuple(targets), tuple(missed), sweep.done, sweep.total, accounts)


def look_up(workspace: Workspace, lookup: Lookup, sweep: Sweep) -> None:
    """Make one look-up; what it finds and why it fails goes to the sweep."""
    batch: list[Target] = []
    try:
        ask = workspace.accounts.ask(lookup.account.profile, lookup.region)
        for target in discover_for(lookup.kind, SharingAsk(ask, sweep.listings), sweep.hosts):
            batch.append(replace(target, read_at=datetime.now(UTC)))
            if len(batch) >= 100:  # noqa: PLR2004 -- first rows at once, yet not a message a row
                sweep.found(batch)
                batch = []
    except LookupFailedError as error:
        sweep.fail(lookup.unscanned(error.code, error.message, error.needed))
    except XaliasError as error:
        sweep.fail(lookup.unscanned(error.code, error.message))
    except Exception as error:  # noqa: BLE001 -- an answer that we misread must neither end the others nor pass for absence
        sweep.fail(lookup.unscanned(INVALID_ANSWER, f"The answer can't be read: {type(error).__name__}: {error}."))
    finally:
        sweep.found(batch)
        sweep.ended()


def _cards(workspace: Workspace) -> tuple[Card, ...]:
    if not workspace.cards:
        return ()
    from xalias_tui.jobs.targets.cards import open_cards  # noqa: PLC0415 -- few ever open one

    return open_cards(workspace.cards, datetime.now(UTC))


def _is_wanted(target: Target, workspace: Workspace, scope: Scope) -> bool:
    kinds = (not workspace.kinds or target.kind in workspace.kinds) and (
        scope.kinds is None or target.kind in scope.kinds
    )
    regions = (scope.region,) if scope.region else workspace.regions
    return kinds and (not regions or target.region in (*regions, "global"))


def is_asked(kind: Kind, workspace: Workspace, scope: Scope) -> bool:
    """Whether a kind is searched for; of the others not even the SDK's description is read."""
    given = not workspace.kinds or kind.key in workspace.kinds
    placed = scope.places is None or any(kind.key == key for key, _ in scope.places)
    return given and placed and (scope.kinds is None or kind.key in scope.kinds)


def enabled_regions(
    workspace: Workspace, accounts: list[Account], sweep: Sweep, pool: Pool
) -> dict[str, tuple[str, ...]]:
    """Regions to search per account id; an account whose regions can't be told is a look-up that failed.

    Where listing them is denied, those that are always on are searched.
    """
    found: dict[str, tuple[str, ...]] = {}

    def read(account: Account) -> None:
        try:
            regions = workspace.accounts.enabled_regions(account.profile)
        except (LookupFailedError, AwsError) as error:
            needed = error.needed if isinstance(error, LookupFailedError) else ""
            regions = ALWAYS_ON.get(account.partition, ()) if needed else ()
            message = error.message
            if regions:
                message += f" Only the {len(regions)} regions that no account can turn off are searched."
            sweep.miss(Unscanned(account.account_id, account.profile, "", REGIONS, error.code, message, needed))
        with sweep.lock:
            found[account.account_id] = regions

    pool.run([partial(read, account) for account in accounts])
    return found


def interleaved(
    workspace: Workspace, accounts: list[Account], kinds: list[Kind], regions: dict[str, tuple[str, ...]]
) -> list[Lookup]:
    """Look-ups in an order in which neither an account nor a host is asked many times in a row."""
    columns: list[list[Lookup]] = []
    for account in accounts:
        home = home_region(account.partition)
        there = [kind for kind in kinds if account.partition not in kind.absent_from]
        column = [
            Lookup(account, kind, home)
            for kind in there
            if kind.scope == "global"
            if all(workspace.accounts.supports(service, home) for service in kind.services)
        ]
        column += [
            Lookup(account, kind, region)
            for kind in there
            if kind.scope == "regional"
            for region in regions.get(account.account_id, ())
            if all(workspace.accounts.supports(service, region) for service in kind.services)
        ]
        columns.append(column)
    together = (columns[at : at + _AT_ONCE] for at in range(0, len(columns), _AT_ONCE))
    rows = (row for group in together for row in zip_longest(*_apart(group)))
    return [lookup for row in rows for lookup in row if lookup is not None]


def _apart(columns: list[list[Lookup]]) -> Iterator[list[Lookup]]:
    """Columns begun as far apart as can be: threads that ask a host at the same time connect to it, each on its own."""
    for at, column in enumerate(columns):
        begin = len(column) * at // len(columns)
        yield column[begin:] + column[:begin]
