"""Delegations in our zones to name servers of Route 53 that no longer serve what is delegated to them."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Final

from xalias_tui.domain.errors import AwsError
from xalias_tui.domain.findings import Topic
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.verdicts import AliasVerdict
from xalias_tui.domain.zones import Zone, ZoneRecords
from xalias_tui.jobs.session.threads import Pool
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.zones.delegation import asked_all, who_is_asked
from xalias_tui.rules.dangling import DANGLING_DELEGATION

if TYPE_CHECKING:
    from xalias_tui.jobs.session.probes import Dns

_ROUTE53: Final = re.compile(r"ns-(?:[a-z]+-)?\d+\.awsdns-(?:cn-)?\d+\.(?:com|net|org|co\.uk|biz|com\.cn)\.?")
"""Form of the name servers of public hosted zones."""
_NOT_HERE: Final = frozenset({"REFUSED", "NOTAUTH"})
"""What a name server says of a zone that it does not have; SERVFAIL may pass."""
_WORKERS: Final = 8


def judge_delegations(
    workspace: Workspace,
    records: tuple[ZoneRecords, ...],
    stop: threading.Event | None = None,
    *,
    dns: Dns | None = None,
) -> tuple[AliasVerdict, ...]:
    """The verdict of every delegation to Route 53 below the apex of a public zone, where name servers may be asked."""
    if workspace.offline:
        return ()
    found: dict[int, AliasVerdict] = {}

    def look(zone: Zone, record: RecordSet) -> None:
        try:
            whom = dns or who_is_asked(workspace, zone)
        except AwsError:  # its account signed out meanwhile, which reading its records says
            return
        if not isinstance(whom, str):
            found[id(record)] = _judged(whom, zone, record)

    wanted = tuple(row for zone in records if not zone.zone.private for row in _delegations(zone))
    Pool(workers=_WORKERS, name="xalias-dns").run([partial(look, zone, record) for zone, record in wanted], stop)
    return tuple(found[id(record)] for _, record in wanted if id(record) in found)


def _delegations(records: ZoneRecords) -> Iterator[tuple[Zone, RecordSet]]:
    """Those that hand a name to Route 53; mail and other services have name servers of their own."""
    for name in records.delegations:
        for record in records.at(name, "NS"):
            if record.values and all(_ROUTE53.fullmatch(value.lower()) for value in record.values):
                yield records.zone, record


def _judged(dns: Dns, zone: Zone, record: RecordSet) -> AliasVerdict:
    servers = tuple(value.rstrip(".").lower() for value in record.values)
    told = asked_all(dns, servers, record.name, "SOA")
    if any(answer.rcode == "NOERROR" and (answer.values or answer.authoritative) for answer in told):
        return AliasVerdict(record, zone, "live")
    if len(told) < len(servers) or not all(answer.rcode in _NOT_HERE for answer in told):
        return AliasVerdict(record, zone, "unknown")
    said = ", ".join(f"{answer.server} answers {answer.rcode}" for answer in told)
    about = Topic.of_record(zone, record).finding(DANGLING_DELEGATION, said=said)
    return AliasVerdict(record, zone, "broken", findings=(about,))
