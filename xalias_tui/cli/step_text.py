"""The steps of a trace, or of a verification, as text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from xalias_tui.cli.output import echo, styled
from xalias_tui.cli.plan_text import finding_lines
from xalias_tui.cli.tables import hanging
from xalias_tui.domain.text import shown
from xalias_tui.domain.traces import TraceStep

_MARKS: Final = {"ok": "✓ ok  ", "warn": "! warn", "fail": "✗ fail", "skip": "– skip"}
_COLOURS: Final = {"ok": "green", "warn": "yellow", "fail": "red", "skip": None}
_LONG: Final = 600
_DETAIL: Final = 21
"""Columns before what a step found."""
_MARGIN: Final = "      "
_EVIDENCE: Final = 10
"""Columns before its evidence."""


def print_steps(steps: Iterable[TraceStep]) -> None:
    """Print each step with its evidence and findings."""
    for step in steps:
        mark = styled(_MARKS[step.status], fg=_COLOURS[step.status], bold=True)
        echo(hanging(f"{mark}  {step.step:11}  ", shown(step.detail, _LONG), _DETAIL))
        for line in step.evidence:
            echo(hanging("        · ", shown(line, _LONG), _EVIDENCE))
        for line in tuple(finding_lines(step.findings, _MARGIN))[1:]:
            echo(line)
