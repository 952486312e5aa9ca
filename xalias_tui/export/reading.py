"""What every format asks a plan: what it declares, what it takes away, what to call it, what to say in comments."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from typing import Final

from xalias_tui.domain.findings import Severity
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.records import RecordKey, RecordSet, sorted_as_route53
from xalias_tui.domain.text import shown
from xalias_tui.domain.zones import Zone

_COMMENT_LIMIT: Final = 500
_IDENTIFIER_LIMIT: Final = 60
_DIGEST_LENGTH: Final = 8

Obstacle = Callable[[Zone, RecordSet], str | None]
"""Why a format can't hold a record set of a zone, as the end of a sentence; None where it can."""


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
        return plan.after
    made = created(plan)
    wanted = {(record.name, record.set_identifier, record.alias) for record in made if record.alias is not None}
    return tuple(
        record
        for record in plan.after
        if record not in made and (record.name, record.set_identifier, record.alias) in wanted
    )


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


def sayable(plan: Plan, obstacle: Obstacle) -> tuple[RecordSet, ...]:
    """The declared record sets that a format can hold."""
    return tuple(record for record in declared(plan) if obstacle(plan.zone, record) is None)


def left_out(plan: Plan, obstacle: Obstacle) -> list[str]:
    """A sentence for each declared record set that a format can't hold."""
    reasons = [(record, obstacle(plan.zone, record)) for record in declared(plan)]
    return [f"LEFT OUT: {record.key}: {reason}." for record, reason in reasons if reason is not None]


def plain_name(name: DnsName) -> bool:
    """Whether a name is written without escape codes once its wildcard is written ``*``."""
    return "\\" not in name.text


def identifiers(records: Iterable[RecordSet]) -> dict[RecordKey, str]:
    """A name for each record set that every language takes as an identifier: ``shop_example_com_a``."""
    names: dict[RecordKey, str] = {}
    for record in records:
        name = _identifier(record.key)
        names[record.key] = f"{name}_{_hash(record.key)}" if name in names.values() else name
    return names


def _identifier(key: RecordKey) -> str:
    text = "_".join((key.name.bare.replace("*", "wildcard"), key.type, key.set_identifier or ""))
    word = re.sub(r"[^a-z0-9]+", "_", text.lower(), flags=re.ASCII).strip("_")
    if len(word) > _IDENTIFIER_LIMIT:
        word = f"{word[:_IDENTIFIER_LIMIT].rstrip('_')}_{_hash(key)}"
    return word if word[:1].isalpha() else f"record_{word}"


def _hash(key: RecordKey) -> str:
    return hashlib.sha256(str(key).encode("utf-8", "backslashreplace")).hexdigest()[:_DIGEST_LENGTH]


def pascal(identifier: str) -> str:
    """An identifier in the form ``ShopExampleComA``."""
    return "".join(part.capitalize() for part in identifier.split("_"))


def about(plan: Plan, title: str, obstacle: Obstacle = nothing_in_the_way) -> list[str]:
    """Sentences that begin every export: where it belongs, what it takes away, and what stands against it.

    The first two hold nothing that anybody else chose: Python reads an encoding out of the first two lines of a file
    (PEP 263), and UTF-7 would turn a harmless comment into code.
    """
    zone, target = plan.zone, plan.target
    lines = [
        f"For {title}, from a plan of xalias. Names, targets and zone ids stand here as planned.",
        "What this format can't say is said in these comments.",
        f"{zone.visibility.capitalize()} zone {zone.name.text} ({zone.id}) of account {zone.account_id}",
    ]
    if target is not None:
        owner = " ".join(part for part in (target.account_id or "unknown", target.region) if part)
        lines.append(f"Target: {target.kind} {target.name} of account {owner}")
    lines += left_out(plan, obstacle)
    lines += [f"Already so: {record.key}" for record in unchanged(plan)]
    lines += [f"Replaces {record.key}: {record.summary()}" for record in replaced(plan)]
    lines += [f"Removes {record.key}: {record.summary()}" for record in removed(plan)]
    if not declared(plan):
        lines.append("Nothing is left to declare: take what is removed out of the code that declares it.")
    lines += [
        f"{finding.severity.value.upper()} {finding.id}: {finding.message}"
        for finding in plan.findings
        if finding.severity is not Severity.INFO
    ]
    return lines


def commented(mark: str, sentences: Iterable[str]) -> list[str]:
    """Comment lines, each safe to stand behind ``mark`` up to its end of line."""
    return [f"{mark} {_printable(shown(sentence, _COMMENT_LIMIT))}" for sentence in sentences]


def _printable(text: str) -> str:
    """Text without whatever else a language could take for the end of a line."""
    return "".join(char if char.isprintable() else f"U+{ord(char):04X}" for char in text)


def text_of(lines: Iterable[str]) -> str:
    """A file of lines."""
    return "\n".join(lines) + "\n"
