"""Plain A records on addresses of EC2: whether an account that was searched holds the address.

An address of EC2 goes to the next customer when it is given back. AWS gives each of them a reverse name with the region
in it (EC2 User Guide: using-instance-addressing); addresses with another reverse name are not looked at.
"""

from __future__ import annotations

import ipaddress
import re
import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import field
from functools import partial
from typing import TYPE_CHECKING, Final

from xalias_tui.domain.accounts import Account
from xalias_tui.domain.addresses import reach_of
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import XaliasError
from xalias_tui.domain.findings import Topic
from xalias_tui.domain.lookups import LookupFailedError, Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.partitions import REGION_FORM
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.verdicts import AliasVerdict
from xalias_tui.domain.zones import Zone, ZoneRecords
from xalias_tui.jobs.audit.resolve_names import MOST_SILENT
from xalias_tui.jobs.session.accounts import ready_once_an_account, target_side
from xalias_tui.jobs.session.threads import Pool
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.rules.dangling import ADDRESS_IN_NO_ACCOUNT
from xalias_tui.targets.shared.common_rules import INVESTIGATION_INCOMPLETE

if TYPE_CHECKING:
    from xalias_tui.jobs.session.probes import Dns

MOST_ASKED: Final = 500
"""Addresses of one audit whose reverse names are asked for."""
_MOST_VALUES: Final = 200
"""Values of one filter (EC2 API Reference: Filter)."""
_REVERSE: Final = re.compile(
    rf"ec2-[0-9-]+\.(?:(?P<region>{REGION_FORM})\.compute|compute-1)\.amazonaws\.com(?:\.cn)?\.?"
)
_FIRST_REGION: Final = "us-east-1"
"""The region whose reverse names have none: ``compute-1``."""
_WORKERS: Final = 16


@dataclass(frozen=True, slots=True)
class Addresses:
    """What was found out about plain records on addresses of EC2.

    Attributes:
        verdicts: One for each record.
        unscanned: Look-ups that failed.
    """

    verdicts: tuple[AliasVerdict, ...] = ()
    unscanned: tuple[Unscanned, ...] = ()


@dataclass(slots=True)
class _Held:
    """Which addresses accounts hold, by region, and where that could not be asked."""

    held: set[str] = field(default_factory=set)
    missed: dict[str, list[Unscanned]] = field(default_factory=lambda: defaultdict(list))
    lock: threading.Lock = field(default_factory=threading.Lock)


def judge_addresses(
    workspace: Workspace, records: tuple[ZoneRecords, ...], dns: Dns | None, stop: threading.Event | None = None
) -> Addresses:
    """The verdict of every plain A record of a public zone on an address of EC2, where a resolver may be asked.

    Args:
        workspace: Whose target side is asked.
        records: The zones as they were read.
        dns: Who is asked for reverse names; None for no one.
        stop: Set it to ask nothing more.
    """
    plain = tuple(row for zone in records if not zone.zone.private for row in _plain(zone))
    texts = dict.fromkeys(value for _, record in plain for value in record.values if reach_of(value) == "public")
    if dns is None or not texts:
        return Addresses()
    regions = _regions(dns, tuple(texts)[:MOST_ASKED], stop)
    if not regions:
        return Addresses()
    found = _ask(workspace, regions, stop)
    verdicts = tuple(
        _judged(zone, record, regions, found)
        for zone, record in plain
        if any(value in regions for value in record.values)
    )
    return Addresses(verdicts, tuple(dict.fromkeys(row for rows in found.missed.values() for row in rows)))


def _plain(records: ZoneRecords) -> Iterator[tuple[Zone, RecordSet]]:
    for record in records.records:
        if record.type == "A" and record.alias is None and record.values:
            yield records.zone, record


def _regions(dns: Dns, addresses: tuple[str, ...], stop: threading.Event | None) -> dict[str, str]:
    """The region of each address that has a reverse name of EC2; a resolver that is silent is asked no more."""
    found: dict[str, str] = {}
    rcodes: list[str] = []
    lock = threading.Lock()

    def ask(address: str) -> None:
        with lock:
            if len(rcodes) >= MOST_SILENT and not any(rcodes):
                return
        answer = dns.ask(DnsName.from_route53(ipaddress.ip_address(address).reverse_pointer), "PTR")
        matches = [match for value in answer.values if (match := _REVERSE.fullmatch(value.lower())) is not None]
        with lock:
            rcodes.append(answer.rcode)
            found.update((address, match["region"] or _FIRST_REGION) for match in matches)

    Pool(workers=_WORKERS, name="xalias-dns").run([partial(ask, address) for address in addresses], stop)
    with lock:
        return {address: found[address] for address in addresses if address in found}


def _ask(workspace: Workspace, regions: Mapping[str, str], stop: threading.Event | None) -> _Held:
    ready, failed = ready_once_an_account(workspace, target_side(workspace))
    found = _Held()
    by_region: dict[str, list[str]] = defaultdict(list)
    for address, region in regions.items():
        by_region[region].append(address)
    for region in by_region:
        found.missed[region].extend(
            Unscanned(account.account_id, account.profile, "", "targets", account.state, account.why)
            for account in failed
        )
    jobs = [
        partial(_ask_account, workspace, account, region, tuple(addresses[at : at + _MOST_VALUES]), found)
        for region, addresses in by_region.items()
        for account in ready
        for at in range(0, len(addresses), _MOST_VALUES)
    ]
    Pool().run(jobs, stop)
    return found


def _ask_account(workspace: Workspace, account: Account, region: str, addresses: tuple[str, ...], found: _Held) -> None:
    try:
        ask = workspace.accounts.ask(account.profile, region)
        elastic = ask.call("ec2", "describe_addresses", Filters=[{"Name": "public-ip", "Values": list(addresses)}])
        held = {item["PublicIp"] for item in elastic.get("Addresses") or ()}
        wanted = [{"Name": "association.public-ip", "Values": list(addresses)}]
        for page in ask.pages("ec2", "describe_network_interfaces", Filters=wanted):
            for item in page.get("NetworkInterfaces") or ():
                held |= set(_public(item))
    except (LookupFailedError, XaliasError) as error:
        action = error.needed if isinstance(error, LookupFailedError) else ""
        row = Unscanned(account.account_id, account.profile, region, "addresses", error.code, str(error), action)
        with found.lock:
            found.missed[region].append(row)
    else:
        with found.lock:
            found.held |= held


def _public(item: Mapping[str, object]) -> Iterator[str]:
    """Every public address of a network interface: of its first private address, and of the others."""
    private = item.get("PrivateIpAddresses")
    for entry in (item, *(private if isinstance(private, list) else ())):
        association = entry.get("Association")
        if isinstance(association, dict) and association.get("PublicIp"):
            yield association["PublicIp"]


def _judged(zone: Zone, record: RecordSet, regions: Mapping[str, str], found: _Held) -> AliasVerdict:
    foreign = [value for value in record.values if value in regions and value not in found.held]
    if not foreign:
        return AliasVerdict(record, zone, "live")
    topic = Topic.of_record(zone, record)
    gaps = [row for value in foreign for row in found.missed.get(regions[value], ())]
    if gaps:
        what = f"whether {', '.join(foreign)} belongs to an account ({gaps[0].message.rstrip('.')})"
        return AliasVerdict(record, zone, "unknown", findings=(topic.finding(INVESTIGATION_INCOMPLETE, what=what),))
    where = ", ".join(dict.fromkeys(regions[value] for value in foreign))
    about = topic.finding(ADDRESS_IN_NO_ACCOUNT, addresses=", ".join(foreign), where=where)
    return AliasVerdict(record, zone, "unknown", findings=(about,))
