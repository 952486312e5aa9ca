"""AWS Config's aggregator: which one, how far it reaches, and what it holds of the kinds that it records."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

from xalias_tui.domain.accounts import Account
from xalias_tui.domain.coverage import (
    AGGREGATION_FAILED,
    AGGREGATION_OUTDATED,
    NOT_IN_CONFIG,
    Aggregator,
    Evidence,
    Recorder,
)
from xalias_tui.domain.errors import AwsError, UsageError
from xalias_tui.domain.lookups import Ask, LookupFailedError
from xalias_tui.domain.partitions import ALWAYS_ON
from xalias_tui.domain.policies import what_to_do
from xalias_tui.domain.targets import Reading, Target
from xalias_tui.domain.ways_in import WayIn
from xalias_tui.jobs.session.threads import Pool
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.targets import Kind
from xalias_tui.targets import kind as target_kind
from xalias_tui.targets.shared.recorded import Place, UnreadableItemError

AUTO: Final = "auto"
RECORDER: Final = "AWS::Config::ConfigurationRecorder"
HOSTED_ZONE: Final = "AWS::Route53::HostedZone"
_PAGE: Final = 100
"""The most that SelectAggregateResourceConfig returns at once; its default is 25."""
_COUNTS: Final = 1_000
_PRINCIPALS: Final = ("config.amazonaws.com", "config-multiaccountsetup.amazonaws.com")
"""Service principals under which AWS Config is delegated (AWS Config Developer Guide: set-up-aggregator-cli)."""
_CODES: Final = {"FAILED": AGGREGATION_FAILED, "OUTDATED": AGGREGATION_OUTDATED}
_OF_RECORDER: Final = (
    "accountId",
    "awsRegion",
    "configuration.Recording",
    "configuration.RecordingGroup.AllSupported",
    "configuration.RecordingGroup.ResourceTypes",
    "configuration.RecordingGroup.ExclusionByResourceTypes.ResourceTypes",
    "configuration.RecordingGroup.RecordingStrategy.UseOnly",
)
Row = Mapping[str, Any]
Tell = Callable[[tuple[Target, ...]], None]


@dataclass(frozen=True, slots=True)
class Source:
    """An aggregator that is asked.

    Attributes:
        aggregator: How it describes itself.
        ask: Questions to its account in its region.
    """

    aggregator: Aggregator
    ask: Ask

    def rows(self, fields: Sequence[str], where: str, group: str = "") -> Iterator[Row]:
        """The rows of a query.

        Raises:
            LookupFailedError: when AWS Config refuses or does not answer.
        """
        expression = f"SELECT {', '.join(fields)} WHERE {where}{f' GROUP BY {group}' if group else ''}"
        pages = self.ask.pages(
            "config",
            "select_aggregate_resource_config",
            Expression=expression,
            ConfigurationAggregatorName=self.aggregator.name,
            Limit=_PAGE,
        )
        for page in pages:
            yield from map(json.loads, page["Results"])

    def counts(self, type_: str, region: str = "") -> dict[str, int]:
        """How many resources of a type AWS Config knows of, by account; recorded or not.

        Raises:
            LookupFailedError: when AWS Config refuses or does not answer.
        """
        narrowed = {"ResourceType": type_, **({"Region": region} if region else {})}
        pages = self.ask.pages(
            "config",
            "get_aggregate_discovered_resource_counts",
            ConfigurationAggregatorName=self.aggregator.name,
            Filters=narrowed,
            GroupByKey="ACCOUNT_ID",
            Limit=_COUNTS,
        )
        found: Counter[str] = Counter()
        for page in pages:
            for group in page.get("GroupedResourceCounts") or ():
                found[group["GroupName"]] += group["ResourceCount"]
        return dict(found)


def find_source(workspace: Workspace) -> Source:
    """The aggregator that the options name.

    It is that of the account that they name, else of the organisation's profile, else of the account that
    administers AWS Config for the organisation.

    Raises:
        UsageError: when there is none, or ``auto`` finds several.
        AwsError: when AWS Config can't be asked.
    """
    options = workspace.inventory
    named = options.aggregator_profile
    first = workspace.organisation.profile if named is None else named
    profile = workspace.profiles[0] if first is None else first
    account = _signed_in(workspace, profile)
    found, failed = _search(workspace, account)
    if not found and named is None:
        for delegate in _delegates(workspace):
            more, _ = _search(workspace, delegate)
            found += more
    if not found and failed:
        worst = failed[0]
        remedy = what_to_do(worst.code, worst.needed, said=worst.message)
        raise AwsError(worst.code, f"AWS Config can't be asked for its aggregators: {worst.message}", remedy)
    if not found:
        what = "aggregator of an organisation" if options.aggregator == AUTO else f"aggregator {options.aggregator}"
        where = options.aggregator_region or "any region"
        raise UsageError(
            "aggregator-unknown",
            f"Account {account.account_id} has no {what} in {where}.",
            "Name the account with --aggregator-profile: it is often the Audit account, not the management account.",
        )
    if len(found) > 1:
        choices = ", ".join(f"{each.aggregator.name} in {each.aggregator.region}" for each in found)
        raise UsageError(
            "aggregator-ambiguous",
            f"There are {len(found)} such aggregators: {choices}.",
            "Name one with --aggregator and --aggregator-region.",
        )
    return found[0]


def _signed_in(workspace: Workspace, profile: str) -> Account:
    account = workspace.accounts.who(profile)
    if account.state != "ready":
        raise AwsError(account.state, f"AWS Config can't be asked: {account.message}", account.remedy)
    return account


def _delegates(workspace: Workspace) -> Iterator[Account]:
    """Accounts that administer AWS Config for the organisation, as far as they can be asked."""
    profile = workspace.organisation.profile
    if profile is None:
        return
    ask = workspace.accounts.ask(profile, "")
    for principal in _PRINCIPALS:
        try:
            pages = list(ask.pages("organizations", "list_delegated_administrators", ServicePrincipal=principal))
        except LookupFailedError:  # it need not be allowed: the account can be named
            return
        ids = [account["Id"] for page in pages for account in page["DelegatedAdministrators"]]
        for account_id in ids:
            way = WayIn("organisation", profile, account_id, workspace.organisation.roles)
            account = workspace.accounts.who(way.text)
            if account.state == "ready":
                yield account
        if ids:
            return


def _search(workspace: Workspace, account: Account) -> tuple[list[Source], list[LookupFailedError]]:
    """The aggregators of an account that the options mean, and the regions that could not be asked."""
    options = workspace.inventory
    name, only = options.aggregator, options.aggregator_region
    regions = (only,) if only else ALWAYS_ON.get(account.partition, ("",))
    found: dict[str, list[Source]] = {}
    failed: list[LookupFailedError] = []
    lock = threading.Lock()

    def search(region: str) -> None:
        ask = workspace.accounts.ask(account.profile, region)
        try:
            described = [
                _described(each, ask)
                for page in ask.pages("config", "describe_configuration_aggregators")
                for each in page["ConfigurationAggregators"]
            ]
        except LookupFailedError as error:
            with lock:
                failed.append(error)
            return
        wanted = [each for each in described if each.name == name or (name == AUTO and each.of_organisation)]
        with lock:
            found[region] = [Source(each, ask) for each in wanted]

    Pool().run([partial(search, region) for region in regions])
    with lock:
        return [each for region in regions for each in found.get(region, ())], failed


def _described(document: Mapping[str, Any], ask: Ask) -> Aggregator:
    whole = document.get("OrganizationAggregationSource")
    parts = document.get("AccountAggregationSources") or ()
    source: Mapping[str, Any] = whole or next(iter(parts), {})
    types = (document.get("AggregatorFilters") or {}).get("ResourceType") or {}
    return Aggregator(
        name=document["ConfigurationAggregatorName"],
        arn=document.get("ConfigurationAggregatorArn", ""),
        region=ask.region,
        account_id=ask.account_id,
        of_organisation=whole is not None,
        accounts=frozenset(id_ for part in parts for id_ in part["AccountIds"]) if whole is None else frozenset(),
        regions=frozenset() if source.get("AllAwsRegions") else frozenset(source.get("AwsRegions") or ()),
        types=frozenset(types.get("Value") or ()) if types.get("Type") == "INCLUDE" else frozenset(),
    )


@dataclass(frozen=True, slots=True)
class Recordings:
    """What an aggregator holds.

    Attributes:
        evidence: How far it reaches.
        targets: What it lists, with ``reading`` saying what the listing is worth.
        account_ids: The accounts that it knows.
        partition: The AWS partition of the aggregator.
    """

    evidence: Evidence
    targets: tuple[Target, ...]
    account_ids: frozenset[str]
    partition: str

    def why_not(self, kind: Kind, account_id: str, region: str) -> str:
        """Why an absence of a kind in a place proves nothing, as a code; empty where it is a fact."""
        assert kind.recorded is not None, kind.key  # noqa: S101 -- only kinds that are recorded are asked
        return self.evidence.why_not(account_id, kind.recorded.home or region, kind.recorded.type)


@dataclass(slots=True)
class _Gathered:
    """What the threads of one reading gather."""

    tell: Tell
    lock: threading.Lock = field(default_factory=threading.Lock)
    failed: dict[tuple[str, str], str] = field(default_factory=dict)
    all_failed: str = ""
    recorders: dict[tuple[str, str], Recorder] = field(default_factory=dict)
    missing: dict[str, frozenset[str]] = field(default_factory=dict)
    unreadable: dict[str, set[tuple[str, str]]] = field(default_factory=dict)
    errors: dict[str, tuple[str, str]] = field(default_factory=dict)
    targets: list[Target] = field(default_factory=list)
    accounts: set[str] = field(default_factory=set)
    rows: int = 0


def gather(
    workspace: Workspace,
    kinds: Sequence[Kind],
    regions: Sequence[str] = (),
    tell: Tell | None = None,
    stop: threading.Event | None = None,
    *,
    profile_of: Callable[[str], str] | None = None,
) -> Recordings:
    """Everything that the aggregator holds of some kinds, and how far it reaches.

    Args:
        workspace: Whose options name the aggregator.
        kinds: Kinds that are recorded.
        regions: Regions to which regional kinds are narrowed; empty for all.
        tell: Told of targets as they come, on any thread, before it is known what their listing is worth.
        stop: Set it to abandon what has not ended.
        profile_of: How an account is reached; empty where it is not.

    Raises:
        UsageError: when there is no such aggregator, or ``auto`` finds several.
        AwsError: when AWS Config can't be asked for it.
    """
    source = find_source(workspace)
    found = _Gathered(tell or (lambda _targets: None))
    reach = profile_of or (lambda _account_id: "")
    began = datetime.now(UTC)
    by_type: dict[str, list[Kind]] = {}
    for kind in kinds:
        assert kind.recorded is not None, kind.key  # noqa: S101 -- as above
        by_type.setdefault(kind.recorded.type, []).append(kind)
    jobs: list[Callable[[], None]] = [partial(_read_recorders, source, found), partial(_read_statuses, source, found)]
    jobs += [partial(_read_type, source, found, type_, of, regions, began, reach) for type_, of in by_type.items()]
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
        return Recordings(evidence, targets, frozenset(found.accounts), source.ask.partition)


def _worth(target: Target, evidence: Evidence) -> Target:
    """The target with what its listing is worth: of a recorder that does not run, it may be gone."""
    recorded, reading = target_kind(target.kind).recorded, target.reading
    assert recorded is not None  # noqa: S101 -- it was read by that
    assert reading is not None  # noqa: S101 -- as above
    doubt = reading.doubt or evidence.why_not(target.account_id, recorded.home or target.region, recorded.type)
    return replace(target, reading=replace(reading, doubt=doubt)) if doubt else target


def _read_recorders(source: Source, found: _Gathered) -> None:
    try:
        rows = list(source.rows(_OF_RECORDER, f"resourceType = '{RECORDER}'"))
    except LookupFailedError:  # without recorders no place is covered: each is asked live, or is a gap
        rows = []
    with found.lock:
        for row in rows:
            configuration = row.get("configuration") or {}
            group = configuration.get("RecordingGroup") or {}
            excluded = (group.get("ExclusionByResourceTypes") or {}).get("ResourceTypes") or ()
            found.accounts.add(row["accountId"])
            found.recorders[row["accountId"], row["awsRegion"]] = Recorder(
                recording=configuration.get("Recording") is True,
                everything=group.get("AllSupported") is True,
                types=frozenset(group.get("ResourceTypes") or ()),
                excluded=frozenset(excluded),
            )


def _read_statuses(source: Source, found: _Gathered) -> None:
    """Sources that failed or are out of date: short in a healthy organisation, where all would be hundreds of pages."""
    try:
        pages = source.ask.pages(
            "config",
            "describe_configuration_aggregator_sources_status",
            ConfigurationAggregatorName=source.aggregator.name,
            UpdateStatus=["FAILED", "OUTDATED"],
            Limit=_PAGE,
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
        for row in source.rows(recorded.properties, where):
            seen[row["accountId"]] += 1
            place = Place(row["accountId"], reach(row["accountId"]), row["awsRegion"], partition)
            try:
                batch.extend(_targets(kinds, row, place, began))
            except (UnreadableItemError, KeyError, TypeError, ValueError, AttributeError):
                with found.lock:
                    home = recorded.home or row["awsRegion"]
                    found.unreadable.setdefault(type_, set()).add((row["accountId"], home))
            if len(batch) >= _PAGE:
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


def _targets(kinds: Iterable[Kind], row: Row, place: Place, began: datetime) -> Iterator[Target]:
    for kind in kinds:
        read = kind.from_item(row, place)
        if read is None:
            continue
        doubt = "" if kind.recorded is None or kind.recorded.proves_presence else NOT_IN_CONFIG
        reading = Reading("config", began, _moment(row.get("configurationItemCaptureTime")), read.unread, doubt)
        yield replace(read.target, reading=reading)


def _moment(text: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def zone_accounts(workspace: Workspace) -> tuple[str, ...]:
    """The accounts that have hosted zones, as far as the aggregator knows.

    Raises:
        UsageError: when there is no such aggregator.
        AwsError: when AWS Config can't be asked for it.
        LookupFailedError: when AWS Config refuses or does not answer.
    """
    rows = find_source(workspace).rows(("accountId", "COUNT(*)"), f"resourceType = '{HOSTED_ZONE}'", "accountId")
    return tuple(sorted(row["accountId"] for row in rows))
