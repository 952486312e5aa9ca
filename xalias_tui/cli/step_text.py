"""The steps of a trace, or of a verification, as text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from xalias_tui.cli.output import echo, styled
from xalias_tui.cli.plan_text import finding_lines
from xalias_tui.domain.text import shown
from xalias_tui.domain.traces import TraceStep

_MARKS: Final = {"ok": "✓ ok  ", "warn": "! warn", "fail": "✗ fail", "skip": "– skip"}
_COLOURS: Final = {"ok": "green", "warn": "yellow", "fail": "red", "skip": None}
_LONG: Final = 600


def print_steps(steps: Iterable[TraceStep]) -> None:
    """Print each step with its evidence and findings."""
    for step in steps:
        mark = styled(_MARKS[step.status], fg=_COLOURS[step.status], bold=True)
        echo(f"{mark}  {step.step:11}  {shown(step.detail, _LONG)}")
        for line in step.evidence:
            echo(f"        · {shown(line, _LONG)}")
        for line in tuple(finding_lines(step.findings))[1:]:
            echo(f"      {line}")
