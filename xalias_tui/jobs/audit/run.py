"""Audit: every zone is read, and of the target side exactly what decides whether their aliases work."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from xalias_tui.domain.accounts import Account
from xalias_tui.domain.audits import Acceptance, Audit
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import AwsError
from xalias_tui.domain.inventories import Confirm
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.partitions import partition_of_arn
from xalias_tui.domain.records import RecordKey, RecordSet
from xalias_tui.domain.targets import Target
from xalias_tui.domain.verdicts import AliasVerdict, Inventory, Which
from xalias_tui.domain.zones import ZoneRecords, stays_inside
from xalias_tui.jobs.audit.addresses import Addresses, judge_addresses
from xalias_tui.jobs.audit.confirm import confirm
from xalias_tui.jobs.audit.delegations import judge_delegations
from xalias_tui.jobs.audit.judge import judge_records
from xalias_tui.jobs.audit.owner_tags import owner_tags
from xalias_tui.jobs.audit.recorded import asked_live, left_open, suspects_among
from xalias_tui.jobs.audit.resolve_names import Resolved, resolve, resolver_of
from xalias_tui.jobs.audit.served import as_served
from xalias_tui.jobs.session.accounts import ask_all, asked_first, check_sides, ready_once_an_account
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.targets.discover import Scope
from xalias_tui.jobs.targets.index import Directory, place_of, places_by_zone_id, shapes
from xalias_tui.jobs.targets.listings import Listings
from xalias_tui.jobs.targets.search import search
from xalias_tui.jobs.zones.all_records import Tell, read_all_records
from xalias_tui.jobs.zones.read import read_zones
from xalias_tui.jobs.zones.ways import Ways
from xalias_tui.store import accepted
from xalias_tui.targets import all_kinds
from xalias_tui.targets.shared.by_host import Hosts

if TYPE_CHECKING:
    from xalias_tui.jobs.session.probes import Dns

Judge = Callable[[Inventory], tuple[AliasVerdict, ...]]
"""The verdicts of some records, given what is known of the target side."""
Foreign = Mapping[DnsName, frozenset[str]]
"""Names outside the zones of the records that point to them, each with the zone ids of the aliases among these."""


def audit(
    workspace: Workspace,
    tell: Tell | None = None,
    stop: threading.Event | None = None,
    *,
    clock: Callable[[], float] = time.monotonic,
    dns: Dns | None = None,
    which: Which = "aws",
    how: Confirm = "suspects",
) -> Audit:
    """Judge every alias of every zone, and every other record that points into AWS.

    Args:
        workspace: Whose zones are read and whose target side is searched.
        tell: Told in words how far it is, on any thread.
        stop: Set it to abandon what has not ended.
        clock: Seconds.
        dns: Whom to ask whether names resolve; by default the resolver that the options mean.
        which: Which records are judged.
        how: What is asked live besides an inventory.

    Raises:
        AwsError: when no zone profile could be asked at all.
        UsageError: when the file of accepted findings can't be read.
    """
    began = clock()
    say = tell or (lambda _: None)
    say("reading zones")
    check_sides(workspace)
    read = read_zones(workspace)
    records, missed = read_all_records(workspace, read.zones, say, stop)
    inventory = look_up(workspace, foreign_names(records, which), say, stop, hosts=hosts_of(records))
    judge = partial(judge_records, records, which=which)
    settled = conclude(workspace, judge, inventory, say, stop, dns=dns or resolver_of(workspace), how=how)
    say("asking who serves the zones")
    delegations = judge_delegations(workspace, records, stop, dns=dns) if which != "aliases" else ()
    addresses = Addresses()
    if which != "aliases":
        addresses = judge_addresses(workspace, records, dns or resolver_of(workspace), stop)
    served = as_served(workspace, records, (*settled.verdicts, *addresses.verdicts), stop, dns=dns)
    verdicts = (*served, *delegations)
    return Audit(
        zones=read.zones,
        records=sum(len(zone.records) for zone in records),
        verdicts=verdicts,
        unscanned=(*read.unscanned, *missed, *settled.inventory.unscanned, *settled.missed, *addresses.unscanned),
        inventory=settled.inventory,
        seconds=clock() - began,
        at=datetime.now(UTC),
        acceptances=acceptances(workspace),
        owners=owner_tags(workspace, verdicts, stop),
    )


@dataclass(frozen=True, slots=True)
class Settled:
    """Verdicts after the last questions.

    Attributes:
        verdicts: One for each alias.
        inventory: With what these questions told.
        missed: Those without an answer.
    """

    verdicts: tuple[AliasVerdict, ...]
    inventory: Inventory
    missed: tuple[Unscanned, ...]


def _settled(
    workspace: Workspace, judge: Judge, inventory: Inventory, say: Tell, stop: threading.Event | None, dns: Dns | None
) -> Settled:
    verdicts = judge(inventory)
    confirmed = confirm(workspace, verdicts, Directory(inventory), say, stop)
    told = resolve(dns, verdicts, say, stop) if dns is not None else Resolved({}, {})
    known = told.added_to(confirmed.added_to(inventory))
    if known == inventory:
        return Settled(verdicts, inventory, ())
    return Settled(judge(known), known, (*confirmed.missed, *told.missed))


def conclude(
    workspace: Workspace,
    judge: Judge,
    inventory: Inventory,
    tell: Tell | None = None,
    stop: threading.Event | None = None,
    *,
    dns: Dns | None,
    how: Confirm = "suspects",
) -> Settled:
    """What follows from an inventory, single questions, and what accounts say of what AWS Config alone says.

    Args:
        workspace: Whose accounts are asked.
        judge: Judges by an inventory; called again when more is known.
        inventory: What is known of the target side.
        tell: Told in words how far it is.
        stop: Set it to ask nothing more.
        dns: Whom to ask whether names resolve; None for no one.
        how: What is asked live.
    """
    say = tell or (lambda _: None)
    settled = _settled(workspace, judge, inventory, say, stop, dns)
    if not any(target.reading is not None for target in settled.inventory.targets) and not settled.inventory.recorded:
        return settled
    asked = "never" if workspace.inventory.cached else how
    suspects = suspects_among(settled.verdicts, settled.inventory, asked)
    if not suspects.are_none:
        say(f"asking the accounts themselves about {suspects.count} records")
        known = replace(asked_live(workspace, settled.inventory, suspects, stop), suspects=suspects.count)
        again = _settled(workspace, judge, known, say, stop, dns)
        settled = replace(again, missed=(*settled.missed, *again.missed))
    known = left_open(settled.verdicts, settled.inventory)
    if known is settled.inventory:
        return settled
    return Settled(judge(known), known, settled.missed)


def acceptances(workspace: Workspace) -> tuple[Acceptance, ...]:
    """The findings that were accepted.

    Raises:
        UsageError: when their file can't be read.
    """
    return accepted.load(accepted.beside(workspace.settings_path))


def look_up(
    workspace: Workspace,
    names: Foreign,
    tell: Tell | None = None,
    stop: threading.Event | None = None,
    *,
    hosts: Hosts | None = None,
) -> Inventory:
    """What some names can mean.

    Names that several kinds share are searched among the most common kind first, and only what is not found there
    among the others; at last where the zone ids of aliases point, if the form of the name says something else.

    Args:
        workspace: Whose target side is searched.
        names: The names.
        tell: Told in words how far it is, on any thread.
        stop: Set it to abandon what has not ended.
        hosts: The names that visitors ask for; None where any may matter.
    """
    say = tell or (lambda _: None)
    say("searching the targets of the aliases")
    ready, _ = ready_once_an_account(workspace, asked_first(workspace))
    inventory = _inventory(workspace, ready)
    searched = partial(_searched, workspace, stop=stop, listings=Listings(), hosts=hosts)
    first = frozenset((form.kind, place_of(form)[0]) for name in names for form in shapes(name)[:1])
    inventory = searched(inventory, first)
    directory = Directory(inventory)
    open_names = [name for name in names if not directory.look_up(name).targets]
    others = frozenset((form.kind, place_of(form)[0]) for name in open_names for form in shapes(name)[1:])
    if others - first:
        say(f"searching further for {len(open_names)} names")
        inventory = searched(inventory, others - first)
        directory = Directory(inventory)
    odd = frozenset(
        place
        for name in open_names
        if not directory.look_up(name).targets
        for zone_id in names[name] - directory.look_up(name).zone_ids
        for place in places_by_zone_id(zone_id)
    )
    if odd - first - others:
        say("searching where the zone ids of aliases point")
        inventory = searched(inventory, odd - first - others)
    if stop is not None and stop.is_set():
        return replace(inventory, complete=False)
    return inventory


def verdicts_of(
    workspace: Workspace, records: ZoneRecords, targets: tuple[Target, ...], unscanned: tuple[Unscanned, ...]
) -> Mapping[RecordKey, AliasVerdict]:
    """The verdicts of one zone's aliases against what discovery found, and what single questions settle."""
    ready = [account for account in ask_all(workspace, asked_first(workspace)) if account.state == "ready"]
    rests = _resting(workspace, targets)
    known = replace(_inventory(workspace, ready), targets=targets, unscanned=unscanned, recorded=rests)
    judge = partial(judge_records, (records,))
    settled = conclude(workspace, judge, known, dns=resolver_of(workspace), how="never")
    return {verdict.record.key: verdict for verdict in settled.verdicts}


def _resting(workspace: Workspace, targets: Iterable[Target]) -> frozenset[str]:
    """Kinds whose absence AWS Config, or what is kept, alone says."""
    if workspace.inventory.cached or any(target.source == "cache" for target in targets):
        return frozenset(kind.key for kind in all_kinds())
    asked = workspace.inventory.aggregator
    return frozenset(kind.key for kind in all_kinds() if asked and kind.recorded is not None)


def _inventory(workspace: Workspace, ready: Iterable[Account]) -> Inventory:
    """An inventory of no target yet, of the accounts that can be asked."""
    accounts = tuple(ready)
    return Inventory(
        targets=(),
        accounts=tuple(dict.fromkeys(account.account_id for account in accounts)),
        partitions=frozenset(account.partition for account in accounts),
        kinds=frozenset(workspace.kinds) or None,
        regions=frozenset(workspace.regions) or None,
        offline=workspace.offline,
    )


def hosts_of(zones: Iterable[ZoneRecords]) -> Hosts:
    """The names of records: those that visitors ask for."""
    return frozenset(record.name.bare for zone in zones for record in zone.records)


def foreign_names(zones: Iterable[ZoneRecords], which: Which = "aliases") -> Foreign:
    """Names outside their own zone that records point to; of CNAMEs only those that AWS could have."""
    found: dict[DnsName, frozenset[str]] = {}
    for zone in zones:
        for record in zone.records:
            alias, to = record.alias, record.leads_to
            if alias is not None:
                if not stays_inside(alias, zone.zone):
                    found[alias.dns_name] = found.get(alias.dns_name, frozenset()) | {alias.bare_zone_id}
            elif which != "aliases" and to is not None and to not in found and shapes(to):
                found[to] = frozenset()
    return found


def foreign_ends(records: Iterable[RecordSet], zone: ZoneRecords) -> Foreign:
    """Names outside a zone at which ways of some of its records end; of CNAMEs only those that AWS could have."""
    found: dict[DnsName, frozenset[str]] = {}
    ways = Ways((zone,))
    for record in records:
        for way in ways.of(record, zone):
            alias, to = way.last.alias, way.last.leads_to
            if way.stop == "outside" and to is not None and (alias is not None or shapes(to)):
                zone_ids = () if alias is None else (alias.bare_zone_id,)
                found[to] = found.get(to, frozenset()).union(zone_ids)
    return found


def _searched(
    workspace: Workspace,
    inventory: Inventory,
    places: frozenset[tuple[str, str]],
    *,
    stop: threading.Event | None,
    listings: Listings,
    hosts: Hosts | None,
) -> Inventory:
    if not places:
        return inventory
    try:
        found = search(workspace, None, stop, scope=Scope(places=places, hosts=hosts), listings=listings)
    except AwsError as error:
        failed = Unscanned("", "", "", "targets", error.code, str(error))
        return replace(inventory, unscanned=_united(inventory.unscanned, (failed,)))
    targets: dict[str, Target] = {target.key: target for target in (*inventory.targets, *found.targets)}
    of_cards = tuple(target for target in found.targets if target.card is not None)
    return replace(
        inventory,
        targets=tuple(targets.values()),
        unscanned=_united(inventory.unscanned, found.unscanned),
        accounts=tuple(
            dict.fromkeys((*inventory.accounts, *found.accounts, *(target.account_id for target in of_cards)))
        ),
        recorded=inventory.recorded | found.recorded,
        coverage=found.coverage or inventory.coverage,
        partitions=inventory.partitions | {partition_of_arn(target.arn) for target in of_cards},
        complete=inventory.complete and found.done == found.total,
    )


def _united(first: tuple[Unscanned, ...], second: tuple[Unscanned, ...]) -> tuple[Unscanned, ...]:
    return tuple(dict.fromkeys((*first, *second)))
