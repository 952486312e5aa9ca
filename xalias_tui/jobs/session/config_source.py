"""The AWS Config aggregator that the options name, and queries to it."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from xalias_tui.domain.accounts import Account
from xalias_tui.domain.coverage import Aggregator, Recorder
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import AwsError, UsageError
from xalias_tui.domain.lookups import Ask, LookupFailedError
from xalias_tui.domain.partitions import ALWAYS_ON, home_region
from xalias_tui.domain.policies import what_to_do
from xalias_tui.domain.ways_in import WayIn
from xalias_tui.jobs.session.threads import Pool
from xalias_tui.jobs.session.workspace import Workspace

AUTO: Final = "auto"
RECORDER: Final = "AWS::Config::ConfigurationRecorder"
HOSTED_ZONE: Final = "AWS::Route53::HostedZone"
PAGE: Final = 100
"""The most that SelectAggregateResourceConfig returns at once; its default is 25."""
_COUNTS: Final = 1_000
_PRINCIPALS: Final = ("config.amazonaws.com", "config-multiaccountsetup.amazonaws.com")
"""Service principals under which AWS Config is delegated (AWS Config Developer Guide:
aggregated-register-delegated-administrator)."""
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
            Limit=PAGE,
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
    shut: list[Account] = []
    unlisted: list[LookupFailedError] = []
    if not found and named is None:
        for delegate in _delegates(workspace, unlisted):
            if delegate.state == "ready":
                there, refused = _search(workspace, delegate)
                found += there
                failed = refused or failed
            else:
                shut.append(delegate)
    if not found and failed:
        worst = failed[0]
        remedy = what_to_do(worst.code, worst.needed, said=worst.message)
        where = "" if len(failed) == 1 else f" in {len(failed)} regions"
        what = f"AWS Config can't be asked for its aggregators{where}: {worst.message}"
        raise AwsError(worst.code, what, remedy)
    if not found and shut:
        raise _not_entered(workspace, shut[0])
    if not found:
        what = "aggregator of an organisation" if options.aggregator == AUTO else f"aggregator {options.aggregator}"
        where = options.aggregator_region or "any region"
        if unlisted:
            raise _unknown_delegate(f"Account {account.account_id} has no {what} in {where}", unlisted[0])
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


def _not_entered(workspace: Workspace, delegate: Account) -> AwsError:
    """The error for an account that has the aggregator, presumably, and that no role opens."""
    roles = " or ".join(workspace.organisation.roles)
    through = f" with the role {roles}" if roles else ""
    return AwsError(
        delegate.state,
        f"Account {delegate.account_id}, to which AWS Config is delegated, can't be asked{through}: {delegate.message}",
        delegate.remedy
        or "Name a role that exists there with --role, or the account's profile with --aggregator-profile.",
    )


def _unknown_delegate(none_there: str, error: LookupFailedError) -> AwsError:
    """The error where an account has no aggregator and it is not known which other one might."""
    return AwsError(
        error.code,
        f"{none_there}, and whom AWS Config is delegated to can't be listed: {error.message}",
        "Name the account with --aggregator-profile: it is often the Audit account. "
        f"Or allow {error.action or 'organizations:ListDelegatedAdministrators'}.",
    )


def _delegates(workspace: Workspace, unlisted: list[LookupFailedError]) -> Iterator[Account]:
    """Accounts that administer AWS Config for the organisation; those that can't be asked too.

    Where that is not known, ``unlisted`` gets the reason.
    """
    profile = workspace.organisation.profile
    if profile is None:
        return
    ask = workspace.accounts.ask(profile, "")
    for principal in _PRINCIPALS:
        try:
            pages = list(ask.pages("organizations", "list_delegated_administrators", ServicePrincipal=principal))
        except LookupFailedError as error:  # it need not be allowed: the account can be named
            unlisted.append(error)
            return
        ids = [account["Id"] for page in pages for account in page["DelegatedAdministrators"]]
        for account_id in ids:
            of = workspace.organisation
            way = WayIn("organisation", profile, account_id, of.roles, of.external_id)
            yield replace(workspace.accounts.who(way.text), account_id=account_id)
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


def recorders(source: Source, region: str = "") -> dict[tuple[str, str], Recorder]:
    """The recorders of every account, in every region or one, by account and region.

    Raises:
        LookupFailedError: when AWS Config refuses or does not answer.
    """
    where = f"resourceType = '{RECORDER}'" + (f" AND awsRegion = '{region}'" if region else "")
    found: dict[tuple[str, str], Recorder] = {}
    for row in source.rows(_OF_RECORDER, where):
        configuration = row.get("configuration") or {}
        group = configuration.get("RecordingGroup") or {}
        excluded = (group.get("ExclusionByResourceTypes") or {}).get("ResourceTypes") or ()
        found[row["accountId"], row["awsRegion"]] = Recorder(
            recording=configuration.get("Recording") is True,
            everything=group.get("AllSupported") is True,
            types=frozenset(group.get("ResourceTypes") or ()),
            excluded=frozenset(excluded),
        )
    return found


def zone_accounts(workspace: Workspace) -> tuple[str, ...]:
    """Accounts that have hosted zones, or of which AWS Config can't tell, as they are reached.

    Raises:
        UsageError: when there is no such aggregator.
        AwsError: when AWS Config can't be asked for it.
        LookupFailedError: when AWS Config refuses or does not answer.
    """
    source = find_source(workspace)
    home = home_region(source.ask.partition)
    rows = source.rows(("accountId", "COUNT(*)"), f"resourceType = '{HOSTED_ZONE}'", "accountId")
    having = {row["accountId"] for row in rows}
    sure = {owner for (owner, _), one in recorders(source, home).items() if one.recording and one.records(HOSTED_ZONE)}
    members = workspace.roll.listing().active
    return tuple(member.way.text for member in members if member.account_id in having or member.account_id not in sure)


def zone_side(workspace: Workspace) -> tuple[str, ...]:
    """Who is asked for hosted zones: the profiles that were named; else, with an aggregator, who has any.

    Where no one is asked it is who had any when they were kept.

    Raises:
        UsageError: when there is no such aggregator.
        AwsError: when AWS Config can't be asked.
    """
    if not workspace.reads_zones_of_organisation:
        return workspace.zone_profiles
    if workspace.inventory.cached:
        return _kept_with_zones(workspace) or workspace.zone_profiles
    try:
        return zone_accounts(workspace)
    except LookupFailedError as error:
        raise AwsError(error.code, f"AWS Config can't be asked who has hosted zones: {error.message}") from error


def _kept_with_zones(workspace: Workspace) -> tuple[str, ...]:
    """Accounts of the organisation of which hosted zones are kept, as they are reached."""
    accounts = workspace.accounts
    ways = (member.way.text for member in workspace.roll.listing().active)
    known = (way for way in ways if accounts.who(way).state == "ready")
    return tuple(way for way in known if any(accounts.hosted_zones(way).zones()))
