"""Names that are planned together and point to each other: each is judged as if those that it points to were made.

Route 53 takes an alias to a record that the same batch creates before it (StackExchange/dnscontrol#937,
octodns/octodns#366), so that www may point to a name of the same file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Surroundings
from xalias_tui.domain.records import RecordKey, RecordSet, sorted_as_route53
from xalias_tui.jobs.plans.pipeline import Wanted
from xalias_tui.jobs.plans.surroundings import in_a_zone
from xalias_tui.jobs.session.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Seen:
    """What a name is judged by.

    Attributes:
        wanted: What is wanted at the name.
        around: What is around it, with what the names that it points to will have.
        waits_for: Names planned with it that it points to.
    """

    wanted: Wanted
    around: Surroundings
    waits_for: frozenset[DnsName]


def among_each_other(workspace: Workspace, many: Iterable[Wanted], around: Surroundings) -> tuple[Seen, ...]:
    """What each name is judged by, in an order in which none comes before a name that it points to.

    Names that point to each other in a circle come last, and are judged as if all of the others were made: each finds
    the way back to itself.

    Args:
        workspace: Who is asked for records that were not read.
        many: What is wanted, at one name each.
        around: What was read of their zone.
    """
    pending = {wanted.name: wanted for wanted in many}
    waits = {name: _waits_for(wanted, pending) for name, wanted in pending.items()}
    needed = frozenset(name for names in waits.values() for name in names)
    created: dict[RecordKey, RecordSet] = {}
    ordered: list[Seen] = []
    placed: set[DnsName] = set()
    while ready := [name for name in pending if waits[name] <= placed]:
        for name in ready:
            wanted = pending.pop(name)
            seen = _with(around, created, name) if waits[name] else around
            ordered.append(Seen(wanted, seen, waits[name]))
            placed.add(name)
            if name in needed:
                created |= _created(workspace, wanted, seen)
    for wanted in pending.values():
        created |= _created(workspace, wanted, around)
    return (*ordered, *(Seen(one, _with(around, created, one.name), frozenset()) for one in pending.values()))


def _created(workspace: Workspace, wanted: Wanted, around: Surroundings) -> dict[RecordKey, RecordSet]:
    """The records that will be made at a name."""
    targets = tuple(in_a_zone(workspace, target, around) for target in wanted.targets)
    changes = wanted.propose(targets, around).plan.changes
    return {one.record.key: one.record for one in changes if one.action == "CREATE"}


def _waits_for(wanted: Wanted, planned: Mapping[DnsName, Wanted]) -> frozenset[DnsName]:
    """Names planned with it that its targets are: names that are nothing else."""
    names = (target.dns_name for target in wanted.targets if not (target.kind or target.arn))
    return frozenset(name for name in names if name is not None and name in planned and name != wanted.name)


def _with(around: Surroundings, created: Mapping[RecordKey, RecordSet], own: DnsName) -> Surroundings:
    """What will be around a name once others are made; at the name itself only what was read."""
    new = {key: record for key, record in created.items() if key.name != own}
    kept = [record for record in around.records.records if record.key not in new]
    return replace(around, records=replace(around.records, records=sorted_as_route53([*kept, *new.values()])))
