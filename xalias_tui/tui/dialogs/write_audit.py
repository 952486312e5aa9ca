"""Asks in which form an audit is written to a file, and writes it."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar, Final, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from xalias_tui.domain.audits import Audit
from xalias_tui.tui.dialogs.base import Dialog

Form = Literal["html", "csv", "sarif", "json"]

_FORMS: Final[tuple[tuple[str, Form, str], ...]] = (
    ("h", "html", "one page: a manager reads its first lines, an engineer filters it"),
    ("c", "csv", "a table for a spreadsheet, a finding a row"),
    ("s", "sarif", "a log for code scanning (SARIF 2.1.0)"),
    ("j", "json", "the document of xalias audit --json"),
)


class ReportDialog(Dialog[Form]):
    """The form that was chosen."""

    TITLE = "Write the audit"
    HELP = """\
## Report

Writes the audit into a file in the working directory, in the form that you choose.
"""
    KEYS: ClassVar[str] = "h c s j writes it into the working directory · esc closes"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, f"choose('{form}')", form.upper(), show=False, id=f"report-{form}", tooltip=words)
        for key, form, words in _FORMS
    ]

    def body(self) -> ComposeResult:
        """The forms."""
        lines = [
            Content.assemble((f"{key}  ", "bold $text-accent"), f"{form:<6} {words}") for key, form, words in _FORMS
        ]
        yield Static(Content("\n").join(lines), classes="dialog-text")

    def action_choose(self, form: Form) -> None:
        """Take this one."""
        self.dismiss(form)


def write_report(audit: Audit, form: Form, folder: Path) -> Path:
    """Write an audit into a folder; the file is returned.

    Raises:
        UsageError: when the file can't be written.
    """
    from xalias_tui.store.files import write_text

    file = folder / f"xalias-audit-{audit.at:%Y%m%d-%H%M%S}.{form}"
    write_text(file, _rendered(audit, form))
    return file


def _rendered(audit: Audit, form: Form) -> str:
    if form == "html":
        from xalias_tui.export.reports import page

        return page.render(audit)
    if form == "csv":
        from xalias_tui.export.reports import csv_table

        return csv_table.render(audit)
    if form == "sarif":
        from xalias_tui.export.reports import sarif
        from xalias_tui.jobs.catalogue import rules

        return sarif.render(audit, {rule.id: rule for rule in rules()})
    import json

    from xalias_tui.domain.audit_documents import audit_document
    from xalias_tui.domain.documents import envelope

    return json.dumps(envelope("audit", audit_document(audit), audit.unscanned), indent=2) + "\n"
