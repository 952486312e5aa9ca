"""The steps of a trace as a vertical rail, as every screen shows them; what went well is one row a step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

from textual.content import Content

from xalias_tui.domain.findings import Finding
from xalias_tui.domain.traces import Status, TraceStep
from xalias_tui.tui.terminal.untrusted_text import safe
from xalias_tui.tui.text.page import Hanging, Line
from xalias_tui.tui.text.preview import FINDING_STYLE, FINDING_WORD

_MARK: Final[dict[Status, tuple[str, str]]] = {
    "ok": ("✓", "$text-success"),
    "warn": ("!", "bold $text-warning"),
    "fail": ("✗", "bold $text-error"),
    "skip": ("–", "$text-muted"),
}
_WORD: Final[dict[Status, str]] = {"warn": "warning  ", "fail": "broken  ", "ok": "", "skip": "skipped  "}
_LONG: Final = 600
_WIDTH: Final = 15
"""Cells of the mark and the name of a step."""
RAIL: Final = Content.styled("│", "$text-muted")
_SEEN: Final = ("answers", "tls", "http")


def rail(steps: Sequence[TraceStep], *, folded: bool = True) -> list[Line]:
    """Every step with its findings; folded, without evidence, and those that went well in one row. Pure."""
    lines: list[Line] = []
    for _, alike in groupby(steps, key=lambda step: (step.status, step.detail) if step.status == "skip" else step):
        lines += _step_lines(tuple(alike), folded=folded)
    return lines


def _step_lines(alike: tuple[TraceStep, ...], *, folded: bool) -> list[Line]:
    """A step, or several in a row that were skipped for the same reason."""
    step = alike[0]
    mark, style = _MARK[step.status]
    name = ", ".join(each.label for each in alike)
    label = Content.assemble((mark, style), f" {name}  ".ljust(_WIDTH))
    fine = step.status in ("ok", "skip") and not step.findings
    text = Content.assemble((_WORD[step.status], style), safe(step.detail, _detail_style(step), limit=_LONG))
    lines: list[Line] = [Hanging(label, text, below=RAIL, cut=folded and fine)]
    if not folded:
        lines += [_beside(Content.styled("· ", "$text-muted"), safe(line, "$text-muted")) for line in step.evidence]
    for finding in step.findings:
        lines += _finding_lines(finding, said=step.detail)
    return lines


def _detail_style(step: TraceStep) -> str:
    return "$text-muted" if step.status == "skip" else ""


def _beside(label: Content, text: Content) -> Hanging:
    """A line beside the rail, where the texts of steps begin."""
    margin = Content.assemble(RAIL, " " * _WIDTH)
    return Hanging(margin + label, text, below=RAIL)


def _finding_lines(finding: Finding, *, said: str) -> list[Line]:
    """A finding below its step; what the step has said already is not said again."""
    head = Content.assemble(
        (f"{FINDING_WORD[finding.severity].strip()} ", FINDING_STYLE[finding.severity]), safe(finding.id, "bold")
    )
    text = head if finding.message == said else Content.assemble(head, "  ", safe(finding.message, limit=_LONG))
    lines: list[Line] = [_beside(Content(""), text)]
    if finding.remedy:
        lines.append(_beside(Content("→ "), safe(finding.remedy, limit=_LONG)))
    return lines


def seen(steps: Iterable[TraceStep]) -> str:
    """What visitors get: address, certificate, status, as far as that was looked at; untrusted text."""
    last = [step for step in steps if step.step in _SEEN]
    found = [_short(step) for step in last if step.status == "ok"]
    missing = [step for step in last if step.status == "skip"]
    if found and missing:
        names = " and ".join(step.step.upper() for step in missing)
        found.append(f"{names} not tested: {_lower(missing[0].detail.removeprefix('Not tested: '))}")
    return " · ".join(found)


def _short(step: TraceStep) -> str:
    words = step.detail.rpartition(": ")[2] if step.step == "answers" else step.detail
    return words.rstrip(".")


def _lower(sentence: str) -> str:
    return f"{sentence[:1].lower()}{sentence[1:]}".rstrip(".")
