"""One step of a trace, as every screen shows it."""

from __future__ import annotations

from typing import Final

from textual.content import Content

from xalias_tui.domain.traces import Status, TraceStep
from xalias_tui.tui.terminal.untrusted_text import safe
from xalias_tui.tui.text.preview import finding_lines

_MARK: Final[dict[Status, tuple[str, str]]] = {
    "ok": ("✓ ok     ", "$text-success"),
    "warn": ("! warning", "bold $text-warning"),
    "fail": ("✗ broken ", "bold $text-error"),
    "skip": ("– skipped", "dim"),
}
_LONG: Final = 600


def step_lines(step: TraceStep) -> list[Content]:
    """The step with its evidence, then its findings. Pure."""
    words, style = _MARK[step.status]
    lines = [Content.assemble((words, style), f"  {step.step:12}", safe(step.detail, limit=_LONG))]
    lines += [Content.assemble(("           · ", "dim"), safe(line, "dim", limit=_LONG)) for line in step.evidence]
    for finding in step.findings:
        lines += finding_lines(finding)
    return lines
