"""The findings of a plan, most severe first, each explained: when it applies, what to do, why it is believed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.findings import Finding, Rule, Severity, by_severity
from xalias_tui.domain.text import shown
from xalias_tui.tui.dialogs.base import Dialog
from xalias_tui.tui.terminal.untrusted_text import safe
from xalias_tui.tui.text.preview import FINDING_STYLE, FINDING_WORD
from xalias_tui.tui.widgets.row_list import RowList
from xalias_tui.tui.widgets.rows import Column, Spec

RuleOf = Callable[[str], Rule | None]
"""The rule of an id; None where the catalogue has none."""

_VARIABLE: Final = re.compile(r"\$([A-Z][A-Z_]+)")
_TONE: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: ""}
_LONG: Final = 2_000
_FINDINGS: Final[Spec[Finding]] = Spec(
    columns=(
        Column("Severity", lambda finding: FINDING_WORD[finding.severity].strip(), 8, toned=True),
        Column("Finding", lambda finding: shown(finding.id, 60), 12, share=1),
        Column("Fix", lambda finding: "command" if finding.fix else "", 7, drops=50),
        Column("What", lambda finding: shown(finding.message, 200), 20, share=3, drops=90),
    ),
    key=lambda finding: f"{finding.id} {finding.record} {finding.target} {finding.message}",
    haystack=lambda finding: finding.id,
    tone=lambda finding: _TONE[finding.severity],
)


class FindingsDialog(Dialog[None]):
    """A list above, the explanation of the highlighted finding below; enter gives it the whole box."""

    TITLE = "Findings"
    HELP = """\
## Findings

Every finding about the change, the worst first: when it applies, what to do, and why it is believed.
"""
    BELOW = "J"
    KEYS: ClassVar[str] = "↑ ↓ next · enter in full · y copies the fix · esc closes"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy_fix", "Copy fix", show=False, id="finding-copy", tooltip="Copy the command that fixes it"),
        Binding("enter", "explain", "Explain", show=False, id="finding-explain", tooltip="Explain in full, and back"),
        Binding("J,ctrl+down", "scroll(1)", "Down", show=False, id="finding-down", tooltip="Scroll the explanation"),
        Binding("K,ctrl+up", "scroll(-1)", "Up", show=False, id="finding-up", tooltip="Scroll the explanation"),
    ]

    def __init__(self, findings: Sequence[Finding], rule_of: RuleOf) -> None:
        super().__init__()
        self._findings = by_severity(findings)
        self._rule_of = rule_of

    def body(self) -> ComposeResult:
        """The list, the explanation, and a line for what was copied."""
        yield RowList(_FINDINGS, id="findings")
        with VerticalScroll(classes="dialog-body", id="explanation"):
            yield Static(id="explanation-text", classes="dialog-text")
        yield Static(id="finding-says")

    def on_mount(self) -> None:
        """The worst one is explained first."""
        self.query_one("#finding-says").display = False
        self.query_one(RowList).show(self._findings)
        self._explain()

    @property
    def finding(self) -> Finding | None:
        """The highlighted finding."""
        found: Finding | None = self.query_one(RowList).highlighted
        return found

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """Explain another one."""
        event.stop()
        self._explain()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Give the explanation the whole box."""
        event.stop()
        self.action_explain()

    def action_explain(self) -> None:
        """Show the explanation alone, or beside the list again."""
        rows = self.query_one(RowList)
        rows.display = not rows.display
        self.set_focus(rows if rows.display else self.query_one("#explanation"))

    def action_copy_fix(self) -> None:
        """Copy the command through the terminal (OSC 52)."""
        finding = self.finding
        if finding is None:
            return
        if not finding.fix:
            self._say("No single command fixes this; follow the steps above.")
            return
        self.app.copy_to_clipboard(finding.fix)
        self._say("Copied, if the terminal takes it (OSC 52). Read it before you run it.")

    def action_cancel(self) -> None:
        """Back to the list, else close."""
        if self.query_one(RowList).display:
            super().action_cancel()
        else:
            self.action_explain()

    def _say(self, words: str) -> None:
        says = self.query_one("#finding-says", Static)
        says.display = True
        says.update(Content(words))

    def _explain(self) -> None:
        finding = self.finding
        self.query_one("#finding-says").display = False
        text = self.query_one("#explanation-text", Static)
        text.update(Content("No findings.") if finding is None else explanation(finding, self._rule_of(finding.id)))
        self.query_one("#explanation").scroll_home(animate=False)


def known_rule(id_: str) -> Rule | None:
    """The catalogue's entry of a finding; None for one of a newer version's plan."""
    from xalias_tui.jobs import catalogue

    try:
        return catalogue.rule(id_)
    except UsageError:
        return None


def explanation(finding: Finding, rule: Rule | None) -> Content:
    """Everything that is known of a finding. Pure."""
    word, style = FINDING_WORD[finding.severity].strip(), FINDING_STYLE[finding.severity]
    lines = [
        Content.assemble((f"{word} ", style), safe(finding.id, "bold")),
        safe(finding.message, limit=_LONG),
    ]
    if finding.remedy:
        lines += _part("What to do", finding.remedy)
    if finding.fix:
        lines += _part("The command that fixes it, for the target's account", finding.fix)
        choices = ", ".join(dict.fromkeys(_VARIABLE.findall(finding.fix)))
        if choices:
            lines.append(Content(f"Set first: {choices}."))
    if finding.record is not None:
        lines += _part("About the record", f"{finding.record} in zone {finding.zone_id}")
    if finding.target:
        lines += _part("About the target", finding.target)
    if rule is not None:
        lines += [*_part("When it applies", rule.when), *_part("Source", rule.source)]
    return Content("\n").join(lines)


def _part(title: str, text: str) -> list[Content]:
    return [Content(""), Content.styled(title, "bold"), safe(text, limit=_LONG)]
