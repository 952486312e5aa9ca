"""A target that was chosen from an inventory is read of its account before a record is made from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import ConflictError, RefusedError
from xalias_tui.domain.findings import Finding, Severity, Topic
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.targets import Reading, Target
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.targets.again import asked_again, same_again
from xalias_tui.rules.inventories import TARGET_CHANGED_SINCE_INVENTORY, TARGET_FROM_INVENTORY, TARGET_GONE
from xalias_tui.targets.shared.load_balancers import name_but_number
from xalias_tui.targets.shared.naming import plain_name

STILL_FRESH: Final = timedelta(minutes=5)
"""For how long what an account said of a target holds."""
_SOURCES: Final = {"config": "AWS Config", "cache": "what was kept"}
_PARTS: Final = {"dns_name": "its DNS name", "zone_id": "its hosted zone id", "record_types": "the types it answers"}
"""What a record is made from."""


@dataclass(frozen=True, slots=True)
class Reread:
    """A target as its account describes it now.

    Attributes:
        target: The target to go on with.
        findings: What is to be said of the difference, or of an account that could not be asked.
        is_gone: Whether its account no longer lists it.
        changed: What is different, in words; empty where nothing is.
        asked: Whether its account could be asked.
    """

    target: Target
    findings: tuple[Finding, ...] = ()
    is_gone: bool = False
    changed: str = ""
    asked: bool = True


def reread(workspace: Workspace, target: Target) -> Reread:
    """A target that is known from an inventory, as its account describes it now."""
    reading = target.reading
    if reading is None:
        return Reread(target)
    found = asked_again(workspace, target)
    if found is None:
        return Reread(target, (_unasked(target, reading),), asked=False)
    topic = _topic(target, reading)
    now = same_again(target, found.targets)
    if now is None:
        instead = (
            f"Choose {successor} instead." if (successor := _successor(target, found.targets)) else "Choose another."
        )
        return Reread(target, (topic.finding(TARGET_GONE, instead=instead),), is_gone=True)
    changed = "; ".join(_differences(target, now, reading.unread))
    said = (topic.finding(TARGET_CHANGED_SINCE_INVENTORY, what=changed),) if changed else ()
    return Reread(now, said, changed=changed)


def reread_all(workspace: Workspace, targets: Iterable[Target]) -> tuple[tuple[Target, ...], tuple[Finding, ...]]:
    """Targets as their accounts describe them now, and what is to be said of that."""
    answers = tuple(reread(workspace, target) for target in targets)
    return tuple(answer.target for answer in answers), tuple(row for answer in answers for row in answer.findings)


def check_target(workspace: Workspace, plan: Plan, now: datetime, *, allow_errors: bool) -> None:
    """Read the target of a plan once more just before it is sent, unless its account was asked a moment ago.

    Raises:
        ConflictError: when it has changed, so that the plan is made from what is no longer so.
        RefusedError: when it is gone.
    """
    target = plan.target
    creates = any(change.action == "CREATE" for change in plan.changes)
    if target is None or not target.arn or target.card is not None or not creates:
        return
    reading = target.reading
    if reading is None:
        if target.read_at is None or now - target.read_at <= STILL_FRESH:
            return
        reading = Reading("cache", target.read_at)
    answer = reread(workspace, replace(target, reading=reading))
    if answer.is_gone and not allow_errors:
        gone = answer.findings[0]
        raise RefusedError(gone.id, f"{gone.message} Nothing was sent.", gone.remedy)
    if answer.changed:
        raise ConflictError(
            TARGET_CHANGED_SINCE_INVENTORY.id,
            f"{target.name} has changed since the plan was made: {answer.changed}. Nothing was sent.",
            "Make a new plan.",
        )


def _differences(then: Target, now: Target, unread: tuple[str, ...]) -> Iterator[str]:
    for part, words in _PARTS.items():
        was, is_ = getattr(then, part), getattr(now, part)
        if part not in unread and was != is_:
            yield f"{words} is {_text(is_)}, not {_text(was)}"


def _text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value or "none")


def _successor(target: Target, found: Iterable[Target]) -> str:
    """The load balancer that has the name of one that is gone."""
    if target.dns_name is None:
        return ""
    wanted = name_but_number(plain_name(target.dns_name))
    names = [row.dns_name for row in found if row.dns_name is not None and row.kind == target.kind]
    alike = [name for name in names if wanted is not None and name_but_number(plain_name(name)) == wanted]
    return alike[0].bare if len(alike) == 1 else ""


def _unasked(target: Target, reading: Reading) -> Finding:
    """Its account can't be asked: a warning where the inventory proves that it was there, an error elsewhere."""
    severity = Severity.ERROR if reading.doubt or reading.unread else Severity.WARNING
    return _topic(target, reading).finding(TARGET_FROM_INVENTORY, severity=severity)


def _topic(target: Target, reading: Reading) -> Topic:
    values = {
        "target": target.name,
        "source": _SOURCES[reading.source],
        "read_at": f"{reading.read_at:%Y-%m-%d %H:%M} UTC",
    }
    return Topic(values, target=target.reference)
