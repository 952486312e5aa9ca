"""What an export says in comments, in such a form that no comment becomes code."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from xalias_tui.domain.findings import Severity
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.text import shown
from xalias_tui.export.reading import (
    Obstacle,
    Plans,
    declared,
    left_out,
    nothing_in_the_way,
    removed,
    replaced,
    unchanged,
)

_COMMENT_LIMIT: Final = 500


def about(plans: Plans, title: str, obstacle: Obstacle = nothing_in_the_way) -> list[str]:
    """Sentences that begin every export: where it belongs, what it takes away, and its findings.

    The first two hold nothing that anybody else chose: Python reads an encoding out of the first two lines of a file
    (PEP 263), and UTF-7 would turn a harmless comment into code.
    """
    lines = [
        f"For {title}, from {'a plan' if len(plans) == 1 else f'{len(plans)} plans'} of xalias.",
        "Names, targets and zone ids are as planned; what this format can't say is said in these comments.",
    ]
    for plan in plans:
        lines += _about_one(plan, obstacle)
    if not any(map(declared, plans)):
        lines.append("Nothing is left to declare: take what is removed out of the code that declares it.")
    return list(dict.fromkeys(lines))


def _about_one(plan: Plan, obstacle: Obstacle) -> list[str]:
    zone, target = plan.zone, plan.target
    lines = [f"{zone.visibility.capitalize()} zone {zone.name.text} ({zone.id}) of account {zone.account_id}"]
    if target is not None:
        owner = " ".join(part for part in (target.account_id or "unknown", target.region) if part)
        lines.append(f"Target: {target.kind} {target.name} of account {owner}")
    lines += [f"LEFT OUT: {sentence}" for sentence in left_out((plan,), obstacle)]
    if plan.changes:
        lines += [f"Already so: {record.key}" for record in unchanged(plan)]
    else:
        lines.append("All of it is there already.")
    lines += [f"Replaces {record.key}: {record.summary()}" for record in replaced(plan)]
    lines += [f"Removes {record.key}: {record.summary()}" for record in removed(plan)]
    return lines + [
        f"{finding.severity.value.upper()} {finding.id}: {finding.message}"
        for finding in plan.findings
        if finding.severity is not Severity.INFO
    ]


def commented(mark: str, sentences: Iterable[str]) -> list[str]:
    """Comment lines, each safe to stand behind ``mark`` up to its end of line."""
    return [f"{mark} {_printable(shown(sentence, _COMMENT_LIMIT))}" for sentence in sentences]


def _printable(text: str) -> str:
    """Text without whatever else a language could take for the end of a line."""
    return "".join(char if char.isprintable() else f"U+{ord(char):04X}" for char in text)


def text_of(lines: Iterable[str]) -> str:
    """A file of lines."""
    return "\n".join(lines) + "\n"
