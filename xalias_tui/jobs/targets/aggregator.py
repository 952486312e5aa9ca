"""AWS Config's aggregator: which one, how far it reaches, and what it holds of the kinds that it records."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field, replace
from datetime import UTC, datetime
from functools import partial
from typing import Final

from xalias_tui.domain.coverage import (
    AGGREGATION_FAILED,
    AGGREGATION_OUTDATED,
    NOT_IN_CONFIG,
    Evidence,
    Recorder,
)
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.tags import read_tags
from xalias_tui.domain.targets import Reading, Target
from xalias_tui.jobs.session.config_source import PAGE, Row, Source, find_source, recorders
from xalias_tui.jobs.session.threads import Pool
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.targets.precursors import Precursors, read_precursors
from xalias_tui.targets import Kind
from xalias_tui.targets import kind as target_kind
from xalias_tui.targets.shared.config_items import from_item
from xalias_tui.targets.shared.recorded import Place, UnreadableItemError

_CODES: Final = {"FAILED": AGGREGATION_FAILED, "OUTDATED": AGGREGATION_OUTDATED}
Tell = Callable[[tuple[Target, ...]], None]


@dataclass(frozen=True, slots=True)
class Recordings:
    """What an aggregator holds.

    Attributes:
        evidence: How far it reaches.
        targets: What it lists, with ``reading`` saying what the listing is worth.
        account_ids: The accounts that it knows.
        partition: The AWS partition of the aggregator.
        precursors: Where it records what kinds that it does not record can't be without.
    """

    evidence: Evidence
    targets: tuple[Target, ...]
    account_ids: frozenset[str]
    partition: str
    precursors: Precursors = frozenset()

    def why_not(self, kind: Kind, account_id: str, region: str) -> str:
        """Why an absence of a kind in a place proves nothing, as a code; empty where it is a fact."""
        assert kind.recorded is not None, kind.key  # noqa: S101 -- only kinds that are recorded are asked
        return self.evidence.why_not(account_id, kind.recorded.home or region, kind.recorded.type)


@dataclass(slots=True)
class _Gathered:
    """What the threads of one reading gather."""

    tell: Tell
    owner_tag: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)
    failed: dict[tuple[str, str], str] = field(default_factory=dict)
    all_failed: str = ""
    recorders: dict[tuple[str, str], Recorder] = field(default_factory=dict)
    missing: dict[str, frozenset[str]] = field(default_factory=dict)
    unreadable: dict[str, set[tuple[str, str]]] = field(default_factory=dict)
    errors: dict[str, tuple[str, str]] = field(default_factory=dict)
    targets: list[Target] = field(default_factory=list)
    accounts: set[str] = field(default_factory=set)
    precursors: Precursors = frozenset()
    rows: int = 0


def gather(
    workspace: Workspace,
    kinds: Sequence[Kind],
    regions: Sequence[str] = (),
    tell: Tell | None = None,
    stop: threading.Event | None = None,
    *,
    profile_of: Callable[[str], str] | None = None,
    others: Sequence[Kind] = (),
) -> Recordings:
    """Everything that the aggregator holds of some kinds, and how far it reaches.

    Args:
        workspace: Whose options name the aggregator.
        kinds: Kinds that are recorded.
        regions: Regions to which regional kinds are narrowed; empty for all.
        tell: Told of targets as they come, on any thread, before it is known what their listing is worth.
        stop: Set it to abandon what has not ended.
        profile_of: How an account is reached; empty where it is not.
        others: Kinds that are not recorded, and are asked live afterwards.

    Raises:
        UsageError: when there is no such aggregator, or ``auto`` finds several.
        AwsError: when AWS Config can't be asked for it.
    """
    source = find_source(workspace)
    found = _Gathered(tell or (lambda _targets: None), workspace.owner_tag)
    reach = profile_of or (lambda _account_id: "")
    began = datetime.now(UTC)
    by_type: dict[str, list[Kind]] = {}
    for kind in kinds:
        assert kind.recorded is not None, kind.key  # noqa: S101 -- as above
        by_type.setdefault(kind.recorded.type, []).append(kind)
    jobs: list[Callable[[], None]] = [partial(_read_recorders, source, found), partial(_read_statuses, source, found)]
    jobs += [partial(_read_type, source, found, type_, of, regions, began, reach) for type_, of in by_type.items()]
    jobs.append(partial(_read_precursors, source, found, others))
    Pool(workers=8).run(jobs, stop)
    with found.lock:
        if stop is not None and stop.is_set():
            found.errors.update(dict.fromkeys(by_type, ("stopped", "It was stopped before AWS Config had answered.")))
        evidence = Evidence(
            aggregator=source.aggregator,
            read_at=began,
            failed=found.failed,
            all_failed=found.all_failed,
            recorders=found.recorders,
            missing=found.missing,
            unreadable={type_: frozenset(places) for type_, places in found.unreadable.items()},
            errors=found.errors,
            is_empty=not found.recorders and not found.rows and not found.errors,
        )
        targets = tuple(_worth(target, evidence) for target in found.targets)
        return Recordings(evidence, targets, frozenset(found.accounts), source.ask.partition, found.precursors)


def _worth(target: Target, evidence: Evidence) -> Target:
    """The target with what its listing is worth: of a recorder that does not run, it may be gone."""
    recorded, reading = target_kind(target.kind).recorded, target.reading
    assert recorded is not None  # noqa: S101 -- it was read by that
    assert reading is not None  # noqa: S101 -- as above
    doubt = reading.doubt or evidence.why_not(target.account_id, recorded.home or target.region, recorded.type)
    return replace(target, reading=replace(reading, doubt=doubt)) if doubt else target


def _read_recorders(source: Source, found: _Gathered) -> None:
    try:
        read = recorders(source)
    except LookupFailedError:  # without recorders no place is covered: each is asked live, or is a gap
        return
    with found.lock:
        found.recorders = read
        found.accounts.update(account_id for account_id, _ in read)


def _read_precursors(source: Source, found: _Gathered, kinds: Sequence[Kind]) -> None:
    read = read_precursors(source, kinds)
    with found.lock:
        found.precursors = read


def _read_statuses(source: Source, found: _Gathered) -> None:
    """Sources that failed or are out of date: short in a healthy organisation, where all would be hundreds of pages."""
    try:
        pages = source.ask.pages(
            "config",
            "describe_configuration_aggregator_sources_status",
            ConfigurationAggregatorName=source.aggregator.name,
            UpdateStatus=["FAILED", "OUTDATED"],
            Limit=PAGE,
        )
        rows = [row for page in pages for row in page["AggregatedSourceStatusList"]]
    except LookupFailedError:
        with found.lock:
            found.all_failed = AGGREGATION_FAILED
        return
    with found.lock:
        for row in rows:
            code = _CODES.get(row.get("LastUpdateStatus", ""), AGGREGATION_FAILED)
            if row.get("SourceType") == "ORGANIZATION":
                found.all_failed = code
            else:
                found.failed[row["SourceId"], row.get("AwsRegion", "")] = code


def _read_type(
    source: Source,
    found: _Gathered,
    type_: str,
    kinds: Sequence[Kind],
    regions: Sequence[str],
    began: datetime,
    reach: Callable[[str], str],
) -> None:
    recorded = kinds[0].recorded
    assert recorded is not None  # noqa: S101 -- only kinds that are recorded are asked
    narrow = regions if kinds[0].scope == "regional" else ()
    where = f"resourceType = '{type_}'"
    if narrow:
        where += f" AND awsRegion IN ({', '.join(_quoted(region) for region in narrow)})"
    partition = source.ask.partition
    seen: Counter[str] = Counter()
    batch: list[Target] = []
    try:
        wanted = (*recorded.properties, *(("tags",) if found.owner_tag else ()))
        for row in source.rows(wanted, where):
            seen[row["accountId"]] += 1
            place = Place(row["accountId"], reach(row["accountId"]), row["awsRegion"], partition)
            try:
                batch.extend(_targets(kinds, row, place, began, found.owner_tag))
            except (UnreadableItemError, KeyError, TypeError, ValueError, AttributeError):
                with found.lock:
                    home = recorded.home or row["awsRegion"]
                    found.unreadable.setdefault(type_, set()).add((row["accountId"], home))
            if len(batch) >= PAGE:
                _keep(found, batch)
                batch = []
        expected = Counter[str]()
        for region in narrow or ("",):
            expected.update(source.counts(type_, region))
    except LookupFailedError as error:
        with found.lock:
            found.errors[type_] = (error.code, error.message)
    else:
        short = frozenset(account for account, many in expected.items() if seen[account] < many)
        with found.lock:
            found.missing[type_] = short
            found.accounts.update(seen)
            found.rows += sum(seen.values())
    _keep(found, batch)


def _keep(found: _Gathered, batch: list[Target]) -> None:
    with found.lock:
        found.targets.extend(batch)
    if batch:
        found.tell(tuple(batch))


def _targets(kinds: Iterable[Kind], row: Row, place: Place, began: datetime, owner_tag: str) -> Iterator[Target]:
    tags = read_tags(row.get("tags")) if owner_tag else None
    if tags is not None:  # of 200,000 targets no more is kept than what is asked for
        tags = tuple(tag for tag in tags if tag[0] == owner_tag)
    for kind in kinds:
        read = from_item(kind, row, place)
        if read is None:
            continue
        doubt = "" if kind.recorded is None or kind.recorded.proves_presence else NOT_IN_CONFIG
        reading = Reading("config", began, _moment(row.get("configurationItemCaptureTime")), read.unread, doubt)
        yield replace(read.target, reading=reading, tags=tags)


def _moment(text: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
