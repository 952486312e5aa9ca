"""Lines of the debug log: what happened, then ``key=value``; one line each, whatever the values hold."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping

from xalias_tui.domain.redaction import scrubbed
from xalias_tui.domain.text import shown

_LIMIT = 1_000


def record(log: logging.Logger, what: str, values: Mapping[str, object]) -> None:
    """Write a line to the debug log, where there is one."""
    if log.isEnabledFor(logging.DEBUG):
        log.debug("%s", line(what, values))


def line(what: str, values: Mapping[str, object]) -> str:
    """One line; a value that is not known is left out."""
    said = [f"{key}={_written(value)}" for key, value in values.items() if value is not None]
    return scrubbed(" ".join([shown(what, _LIMIT), *said]))


def _written(value: object) -> str:
    text = shown(str(value), _LIMIT)
    return text if text and not set(text) & set(" \"'=\\") else json.dumps(text, ensure_ascii=False)
