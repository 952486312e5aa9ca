"""``--query``: what a JMESPath expression selects of a document, as in the aws cli."""

from __future__ import annotations

from typing import Any, Final

import jmespath
from jmespath.exceptions import JMESPathError
from jmespath.parser import ParsedResult

from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.text import shown

_LONGEST: Final = 300


def compiled(expression: str) -> ParsedResult:
    """The expression, ready to be used.

    Raises:
        UsageError: when it is no JMESPath.
    """
    try:
        return jmespath.compile(expression)
    except JMESPathError as error:
        raise _refused(expression, error) from error


def selected(expression: str, document: object) -> Any:
    """What it selects; None where there is nothing.

    Raises:
        UsageError: when it is no JMESPath, or asks for what values of this kind do not have.
    """
    try:
        return compiled(expression).search(document)
    except JMESPathError as error:
        raise _refused(expression, error) from error


def _refused(expression: str, error: JMESPathError) -> UsageError:
    why = shown(" ".join(str(error).split()), _LONGEST)  # some cite the value that they can't take: a whole zone
    return UsageError(
        "usage", f"--query '{expression}' can't be used: {why}.", "See https://jmespath.org/tutorial.html."
    )
