"""What every format asks plans: what they declare, what they take away, what to call it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.records import RecordKey, RecordSet, sorted_as_route53
from xalias_tui.domain.zones import Zone

_IDENTIFIER_LIMIT: Final = 60
_DIGEST_LENGTH: Final = 8

Plans = Sequence[Plan]
"""What one file is written from: of any zones and accounts, unless a format says otherwise."""
Obstacle = Callable[[Zone, RecordSet], str | None]
"""Why a format can't hold a record set of a zone, as the end of a sentence; None where it can."""
Address = tuple[str, RecordKey]
"""A zone's id and a record's key, which together mean one record set of all."""


@dataclass(frozen=True, slots=True)
class Block:
    """A record set that becomes a block of code.

    Attributes:
        plan: The plan that it is part of.
        record: The record set.
        name: An identifier in every language, like no other of the file: ``shop_example_com_a``.
    """

    plan: Plan
    record: RecordSet
    name: str

    @property
    def zone(self) -> Zone:
        """The record's zone."""
        return self.plan.zone

    @property
    def pascal(self) -> str:
        """The identifier in the form ``ShopExampleComA``, like no other either."""
        return "".join(part.capitalize() for part in self.name.split("_"))


def nothing_in_the_way(zone: Zone, record: RecordSet) -> str | None:
    """The obstacle of a format that can hold every record set."""
    del zone, record
    return None


def created(plan: Plan) -> tuple[RecordSet, ...]:
    """The record sets that are there once the plan is applied and were not, or not so, before."""
    return tuple(change.record for change in plan.changes if change.action == "CREATE")


def unchanged(plan: Plan) -> tuple[RecordSet, ...]:
    """The record sets that were asked for and are there already: their sisters of other types are created, or none."""
    if not plan.changes:
        return tuple(record for record in plan.after if _leads_to_target(plan, record)) or plan.after
    made = created(plan)
    wanted = {(record.name, record.set_identifier, record.alias) for record in made if record.alias is not None}
    return tuple(
        record
        for record in plan.after
        if record not in made and (record.name, record.set_identifier, record.alias) in wanted
    )


def _leads_to_target(plan: Plan, record: RecordSet) -> bool:
    """Whether a plan that changes nothing asked for a record: other members of its group lead elsewhere."""
    target = plan.target
    if target is None or target.dns_name is None:
        return True
    if record.alias is not None:
        return (record.alias.dns_name, record.alias.zone_id) == (target.dns_name, target.zone_id)
    return record.values == (target.dns_name.route53,)


def declared(plan: Plan) -> tuple[RecordSet, ...]:
    """What a format that declares the end state has to say: what was asked for, whether it is there already or not."""
    return sorted_as_route53((*created(plan), *unchanged(plan)))


def removed(plan: Plan) -> tuple[RecordSet, ...]:
    """The record sets that are gone once the plan is applied."""
    keys = {record.key for record in created(plan)}
    return tuple(record for record in _deleted(plan) if record.key not in keys)


def replaced(plan: Plan) -> tuple[RecordSet, ...]:
    """The record sets that another of the same name, type and set identifier takes the place of."""
    keys = {record.key for record in created(plan)}
    return tuple(record for record in _deleted(plan) if record.key in keys)


def _deleted(plan: Plan) -> tuple[RecordSet, ...]:
    return tuple(change.record for change in plan.changes if change.action == "DELETE")


def takes_away(plans: Plans) -> bool:
    """Whether something that is there is replaced or removed."""
    return any(change.action == "DELETE" for plan in plans for change in plan.changes)


def unwritten(tool: str, record: RecordSet) -> str | None:
    """Why a tool can't hold a record set: it is not the tool's to create, or has what the tool or xalias don't know."""
    if record.traffic_policy_instance_id is not None:
        return "a traffic policy instance owns it"
    if record.unknown:
        return f"xalias does not know {', '.join(record.unknown)}"
    if record.policy == "az-affinity":
        return f"{tool} documents no AZ-affinity routing"
    return None


def blocks(plans: Plans, obstacle: Obstacle = nothing_in_the_way) -> tuple[Block, ...]:
    """The declared record sets that a format can hold."""
    names = _names(plans)
    return tuple(
        Block(plan, record, names[plan.zone.id, record.key])
        for plan in plans
        for record in declared(plan)
        if obstacle(plan.zone, record) is None
    )


def removed_blocks(plans: Plans) -> tuple[Block, ...]:
    """The record sets that are gone once the plans are applied."""
    names = _names(plans)
    return tuple(Block(plan, record, names[plan.zone.id, record.key]) for plan in plans for record in removed(plan))


def left_out(plans: Plans, obstacle: Obstacle) -> list[str]:
    """A sentence for each declared record set that a format can't hold."""
    reasons = [(record, obstacle(plan.zone, record)) for plan in plans for record in declared(plan)]
    return [f"{record.key}: {reason}." for record, reason in reasons if reason is not None]


def plain_name(name: DnsName) -> bool:
    """Whether a name is written without escape codes once its wildcard is written ``*``."""
    return "\\" not in name.text


def _names(plans: Plans) -> dict[Address, str]:
    """Identifiers that stay apart also without their underscores, which other ways of writing them drop."""
    names: dict[Address, str] = {}
    taken: set[str] = set()
    for address in _addresses(plans):
        name = _identifier(address)
        if name.replace("_", "") in taken:
            name = f"{name}_{_hash(address)}"
        taken.add(name.replace("_", ""))
        names[address] = name
    return names


def _addresses(plans: Plans) -> Iterable[Address]:
    return dict.fromkeys((plan.zone.id, record.key) for plan in plans for record in (*declared(plan), *removed(plan)))


def _identifier(address: Address) -> str:
    key = address[1]
    text = "_".join((key.name.bare.replace("*", "wildcard"), key.type, key.set_identifier or ""))
    word = re.sub(r"[^a-z0-9]+", "_", text.lower(), flags=re.ASCII).strip("_")
    if len(word) > _IDENTIFIER_LIMIT:
        word = f"{word[:_IDENTIFIER_LIMIT].rstrip('_')}_{_hash(address)}"
    return word if word[:1].isalpha() else f"record_{word}"


def _hash(address: Address) -> str:
    return hashlib.sha256(" ".join(map(str, address)).encode("utf-8", "backslashreplace")).hexdigest()[:_DIGEST_LENGTH]
