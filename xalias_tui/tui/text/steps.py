"""One step of a trace, as every screen shows it."""

from __future__ import annotations

from typing import Final

from textual.content import Content

from xalias_tui.domain.traces import Status, TraceStep
from xalias_tui.tui.terminal.untrusted_text import safe
from xalias_tui.tui.text.page import Hanging, Line
from xalias_tui.tui.text.preview import finding_lines

_MARK: Final[dict[Status, tuple[str, str]]] = {
    "ok": ("✓ ok     ", "$text-success"),
    "warn": ("! warning", "bold $text-warning"),
    "fail": ("✗ broken ", "bold $text-error"),
    "skip": ("– skipped", "$text-muted"),
}
_LABEL: Final = {"demands": "requirements"}
"""Labels of steps whose value in JSON is another word."""
_LONG: Final = 600


def step_lines(step: TraceStep) -> list[Line]:
    """The step with its evidence, then its findings. Pure."""
    words, style = _MARK[step.status]
    label = Content.assemble((words, style), f"  {_LABEL.get(step.step, step.step):13}")
    lines: list[Line] = [Hanging(label, safe(step.detail, limit=_LONG))]
    evidence = Content.styled("           · ", "$text-muted")
    lines += [Hanging(evidence, safe(line, "$text-muted", limit=_LONG)) for line in step.evidence]
    for finding in step.findings:
        lines += finding_lines(finding)
    return lines
