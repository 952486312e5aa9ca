"""Reading a plan from its file."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from xalias_tui.domain.documents import SCHEMA
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.given import Given, NotGivenError
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.read_documents import plan_from_document
from xalias_tui.store.files import read_json

_REMEDY: Final = "Make one with 'xalias plan … --out FILE'."


def read_plan(file: Path) -> Plan:
    """The plan in a file, as ``xalias plan --out`` or ``--json`` wrote it.

    Raises:
        UsageError: when the file can't be read, holds no plan, or a plan that was changed since it was made.
    """
    document = read_json(
        file,
        code="not-a-plan",
        kind="plan of xalias",
        remedy=_REMEDY,
        unreadable="plan-unreadable",
    )
    try:
        if isinstance(document, dict) and "data" in document:
            _check_schema(Given(document))
        return plan_from_document(document.get("data", document) if isinstance(document, dict) else document)
    except UsageError as error:  # of several files, which one it is
        raise UsageError(error.code, f"{file}: {error.message}", error.remedy) from error


def _check_schema(given: Given) -> None:
    try:
        given.one_of("schema", SCHEMA)
    except NotGivenError as error:
        raise UsageError("not-a-plan", f"This is no plan that this version reads: {error}.", _REMEDY) from error
