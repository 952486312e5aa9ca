"""The audit's list: rows that can be marked and ordered."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from xalias_tui.domain.audits import Audit
from xalias_tui.tui.widgets.arranged_list import ArrangedList
from xalias_tui.tui.widgets.audit_rows import AUDIT, AuditRow, audit_rows
from xalias_tui.tui.widgets.pane import Pane


class AuditPane(Pane):
    """Aliases by verdict."""

    NAME = "Audit"
    FILTER = "filter: words, e.g. broken cloudfront, verdict:unknown, !accepted"
    HELP = """\
## Audit

Every alias of every zone against the targets of every account given: `✓ live`, `! live` with a warning, `✗ broken`
(points to nothing), `‼ takeable` (someone else could answer on the name), `? unknown` (something that decides could
not be checked; press `f` for what). An alias is never called broken because a look-up failed.

`space` marks rows; `r` repoints and `d` deletes the marked ones, or the highlighted one: one reviewed plan a zone, all
of them shown before the first is sent. `r` asks for the target, the likeliest first. `o` orders the list; `t` traces
the name and offers what repairs it.
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "mark", "Mark", id="audit-mark", tooltip="Select the row for a bulk action"),
    ]

    _audit: Audit | None = None

    def lists(self) -> ComposeResult:
        """The list."""
        yield ArrangedList(AUDIT, id="aliases")

    @property
    def _rows(self) -> ArrangedList[AuditRow]:
        return self.query_one("#aliases", ArrangedList)

    @property
    def highlighted(self) -> AuditRow | None:
        """The row under the cursor."""
        return self._rows.highlighted

    @property
    def chosen(self) -> tuple[AuditRow, ...]:
        """The marked rows, else the highlighted one."""
        return self._rows.chosen

    @property
    def marks(self) -> int:
        """How many rows are marked."""
        return len(self._rows.marked)

    def show(self, audit: Audit | None) -> None:
        """The rows of an audit; those marked before stay marked."""
        self._audit = audit
        if audit is None:
            self._rows.show(())
            return
        self._rows.show(audit_rows(audit))
        self._show_counts()
        if audit.verdicts:
            self.show_rows()
        else:
            self.explain("There is no alias in the zones that were read.", "", "press f for what could not be read")

    def unmark(self) -> None:
        """Mark nothing."""
        self._rows.unmark()

    def action_mark(self) -> None:
        """Mark the row, and go to the next."""
        self._rows.action_mark()

    def _show_counts(self) -> None:
        audit = self._audit
        if audit is None:
            return
        counts = audit.counts()
        words = ["1 alias" if len(audit.verdicts) == 1 else f"{len(audit.verdicts):,} aliases"]
        named = (("broken", "broken"), ("takeable", "takeable"), ("not_served", "not served"), ("unknown", "unknown"))
        words += [f"{counts[key]} {word}" for key, word in named if counts[key]]
        words += [f"{len(audit.unscanned)} not checked: f"] if audit.unscanned else []
        self.status(" · ".join(words), audit.at)
