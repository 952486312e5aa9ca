"""Which absences from an AWS Config aggregator are facts: nine tests of a place, of which each has a code.

A *place* is an account, a region and a kind of target. What fails a test is *not covered*: that AWS Config lists
nothing there proves nothing, and what it lists may be gone.

Sources: AWS Config Developer Guide: aggregate-data, aggregate-data-troubleshooting, querying-AWS-resources,
stop-start-recorder (stopped recorders, drift detection); AWS Config API: RecordingGroup, AggregatedSourceStatus.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from datetime import datetime
from typing import Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.lookups import MANY, MOST_NAMED, Unscanned

NOT_AGGREGATED: Final = "not-aggregated"
TYPE_FILTERED: Final = "type-filtered"
AGGREGATION_FAILED: Final = "aggregation-failed"
AGGREGATION_OUTDATED: Final = "aggregation-outdated"
NOT_RECORDING: Final = "not-recording"
TYPE_NOT_RECORDED: Final = "type-not-recorded"
ROWS_MISSING: Final = "rows-missing"
UNREADABLE_ROW: Final = "unreadable-row"
NOT_IN_CONFIG: Final = "not-in-config"
AGED: Final = "aged"
NAMED_ONLY: Final = "named-only"
"""Of a place that is covered, but of whose resources only those with the name of a record were asked everything."""
AGGREGATOR_EMPTY: Final = "aggregator-empty"

REASONS: Final[Mapping[str, str]] = {
    NOT_AGGREGATED: "The aggregator does not cover the account or the region.",
    TYPE_FILTERED: "A filter of the aggregator leaves the type out.",
    AGGREGATION_FAILED: "The aggregator could not read the account in this region.",
    AGGREGATION_OUTDATED: "The aggregator's data of the account in this region is out of date.",
    NOT_RECORDING: "No recorder of AWS Config runs there, so changes are not noticed.",
    TYPE_NOT_RECORDED: "The recorder there leaves the type out.",
    ROWS_MISSING: "AWS Config counts more resources of the type than its query returns.",
    UNREADABLE_ROW: "AWS Config returned an item that can't be read.",
    NOT_IN_CONFIG: "AWS Config does not record this kind, and the account could not be asked.",
    AGED: "What is kept is older than allowed.",
    AGGREGATOR_EMPTY: "The aggregator holds nothing at all.",
}
"""What each code means, in a sentence."""

AccountRegion = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Recorder:
    """What the recorder of an account records in a region.

    Attributes:
        recording: Whether it runs.
        everything: Whether it records every supported type.
        types: The types that it records, where it does not record all.
        excluded: The types that it leaves out.
    """

    recording: bool
    everything: bool = True
    types: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()

    def records(self, type_: str) -> bool:
        """Whether it records a type."""
        if type_ in self.excluded:
            return False
        return self.everything or bool(self.excluded) or type_ in self.types


@dataclass(frozen=True, slots=True)
class Aggregator:
    """An aggregator as it describes itself.

    Attributes:
        name: Its name.
        arn: Its ARN.
        region: Its region.
        account_id: Its account.
        of_organisation: Whether it aggregates an organisation.
        accounts: The accounts that it aggregates; empty for those of the organisation.
        regions: The regions that it aggregates; empty for all.
        types: The types that its filter admits; empty without a filter.
    """

    name: str
    arn: str
    region: str
    account_id: str
    of_organisation: bool
    accounts: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of an aggregator's sources.

    Attributes:
        aggregator: The aggregator.
        read_at: When it was asked.
        failed: Sources that are not up to date: the code, by account and region.
        all_failed: The code where the organisation as a whole could not be read; else empty.
        recorders: By account and region.
        missing: Accounts of which rows are missing, by type.
        unreadable: Places with an item that could not be read, by type.
        errors: Types that could not be queried at all: code and sentence.
        is_empty: Whether it holds nothing.
    """

    aggregator: Aggregator
    read_at: datetime
    failed: Mapping[AccountRegion, str] = field(default_factory=dict)
    all_failed: str = ""
    recorders: Mapping[AccountRegion, Recorder] = field(default_factory=dict)
    missing: Mapping[str, frozenset[str]] = field(default_factory=dict)
    unreadable: Mapping[str, frozenset[AccountRegion]] = field(default_factory=dict)
    errors: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    is_empty: bool = False

    def why_not(self, account_id: str, region: str, type_: str) -> str:
        """Why an absence there proves nothing, as a code; empty where it is a fact."""
        return next(filter(None, self._codes(account_id, region, type_)), "")

    def _codes(self, account_id: str, region: str, type_: str) -> Iterator[str]:
        """The code of each test in its order, empty where it is passed."""
        place, scope = (account_id, region), self.aggregator
        yield AGGREGATOR_EMPTY if self.is_empty else ""
        yield self.errors.get(type_, ("", ""))[0]
        yield "" if not scope.accounts or account_id in scope.accounts else NOT_AGGREGATED
        yield "" if not scope.regions or region in scope.regions else NOT_AGGREGATED
        yield "" if not scope.types or type_ in scope.types else TYPE_FILTERED
        yield self.all_failed or self.failed.get(place, "")
        recorder = self.recorders.get(place)
        if recorder is None or not recorder.recording:
            yield NOT_RECORDING
        elif not recorder.records(type_):
            yield TYPE_NOT_RECORDED
        yield ROWS_MISSING if account_id in self.missing.get(type_, ()) else ""
        yield UNREADABLE_ROW if place in self.unreadable.get(type_, ()) else ""

    def said(self, code: str, type_: str) -> str:
        """What a code means, in a sentence."""
        return self.errors[type_][1] if type_ in self.errors and code == self.errors[type_][0] else REASONS[code]

    def regions(self) -> frozenset[str]:
        """Regions in which any account has a recorder."""
        return frozenset(region for _, region in self.recorders)

    def regions_by_account(self) -> Mapping[str, tuple[str, ...]]:
        """Regions in which each account has a recorder."""
        found: dict[str, list[str]] = {}
        for account_id, region in sorted(self.recorders):
            found.setdefault(account_id, []).append(region)
        return {account_id: tuple(regions) for account_id, regions in found.items()}


@dataclass(frozen=True, slots=True)
class Gap:
    """Places that are not covered, all for one reason.

    Attributes:
        region: The region; empty for all.
        kind: The kind.
        code: Why not.
        message: The same in a sentence.
        accounts: The accounts.
    """

    region: str
    kind: str
    code: str
    message: str
    accounts: tuple[str, ...]


def grouped(gaps: Iterable[Gap]) -> Iterator[Unscanned]:
    """Rows for places that are not covered, one for each region, kind and code."""
    for gap in together(gaps):
        if len(gap.accounts) == 1:
            yield Unscanned(gap.accounts[0], "", gap.region, gap.kind, gap.code, gap.message)
        else:
            named, many = gap.accounts[:MOST_NAMED], len(gap.accounts)
            row = (MANY, "", gap.region, gap.kind, gap.code, gap.message)
            yield Unscanned(*row, accounts=many, account_ids=named)


def together(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    """Gaps with one for each region, kind, code and sentence."""
    accounts: dict[tuple[str, str, str, str], dict[str, None]] = {}
    for gap in gaps:
        known = accounts.setdefault((gap.region, gap.kind, gap.code, gap.message), {})
        known |= dict.fromkeys(gap.accounts)
    return tuple(Gap(*key, tuple(owners)) for key, owners in accounts.items())


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far an answer reaches.

    Attributes:
        accounts: Accounts that were searched.
        closed: Accounts of the organisation that are not active.
        regions: Regions that were searched.
        places: Accounts, regions and kinds that were to be searched.
        covered: How many of them were, completely.
        aged: How many were read longer ago than allowed.
        sources: Where they were read.
        oldest_read_at: When the oldest of it was read; None where nothing was.
    """

    accounts: int = 0
    closed: int = 0
    regions: int = 0
    places: int = 0
    covered: int = 0
    aged: int = 0
    sources: tuple[str, ...] = ()
    oldest_read_at: datetime | None = None


def coverage_document(coverage: Coverage) -> dict[str, object]:
    """The ``coverage`` of documents."""
    oldest = coverage.oldest_read_at
    return {
        "accounts": coverage.accounts,
        "closed": coverage.closed,
        "regions": coverage.regions,
        "places": coverage.places,
        "covered": coverage.covered,
        "aged": coverage.aged,
        "sources": list(coverage.sources),
        "oldest_read_at": None if oldest is None else oldest.isoformat(),
    }
