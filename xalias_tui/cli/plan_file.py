"""Reading a plan from its file."""

from __future__ import annotations

from pathlib import Path

from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.read_documents import plan_from_document
from xalias_tui.store.files import read_json


def read_plan(file: Path) -> Plan:
    """The plan in a file, as ``xalias plan --out`` or ``--json`` wrote it.

    Raises:
        UsageError: when the file can't be read, holds no plan, or a plan that was changed since it was made.
    """
    document = read_json(
        file,
        code="not-a-plan",
        kind="plan of xalias",
        remedy="Make one with 'xalias plan … --out FILE'.",
        unreadable="plan-unreadable",
    )
    try:
        return plan_from_document(document.get("data", document) if isinstance(document, dict) else document)
    except UsageError as error:  # of several files, which one it is
        raise UsageError(error.code, f"{file}: {error.message}", error.remedy) from error
