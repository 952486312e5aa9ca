"""Session policies: what the keys of an assumed role are limited to, whatever else the role may do.

What is allowed is the intersection of the role's own policies and the session policy (AWS STS API reference:
AssumeRole; IAM User Guide: access_policies, section on session policies).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any, Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.sandbox.calls import Refusal

MOST_CHARACTERS: Final = 2_048
"""``Policy`` of AssumeRole in the AWS STS API reference."""
_MALFORMED: Final = "MalformedPolicyDocument"
_ELEMENTS: Final = frozenset({"Sid", "Effect", "Action", "Resource"})
"""Elements of a statement that the sandbox carries out; a policy with others is refused rather than half obeyed."""


@dataclass(frozen=True, slots=True)
class _Statement:
    allows: bool
    actions: tuple[str, ...]
    resources: tuple[str, ...]

    def covers(self, action: str, resource: str) -> bool:
        named = any(fnmatchcase(action.lower(), pattern.lower()) for pattern in self.actions)
        return named and any(fnmatchcase(resource, pattern) for pattern in self.resources)


@dataclass(frozen=True, slots=True)
class SessionPolicy:
    """The policy that was given with AssumeRole."""

    statements: tuple[_Statement, ...]

    def allows(self, action: str, resource: str) -> bool:
        """Whether an IAM action on a resource is left; ``*`` stands for the resource of an action that knows none."""
        covering = [statement for statement in self.statements if statement.covers(action, resource)]
        return bool(covering) and all(statement.allows for statement in covering)


def read_session_policy(text: str) -> SessionPolicy:
    """The policy of a text.

    Raises:
        Refusal: as AWS STS refuses what is too long or is not a policy.
    """
    if len(text) > MOST_CHARACTERS:
        raise Refusal(
            "ValidationError",
            f"1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must have length "
            f"less than or equal to {MOST_CHARACTERS}",
        )
    try:
        document = json.loads(text)
        found = document["Statement"]
        statements = tuple(_statement(each) for each in (found if isinstance(found, list) else [found]))
    except (KeyError, TypeError, ValueError) as error:
        raise Refusal(_MALFORMED, "The policy is not in the valid JSON format.") from error
    if document.get("Version") != "2012-10-17" or not statements:
        raise Refusal(_MALFORMED, "Syntax errors in policy.")
    return SessionPolicy(statements)


def _statement(document: Mapping[str, Any]) -> _Statement:
    if not set(document) <= _ELEMENTS or document["Effect"] not in ("Allow", "Deny"):
        raise Refusal(_MALFORMED, "Syntax errors in policy.")
    return _Statement(document["Effect"] == "Allow", _texts(document["Action"]), _texts(document["Resource"]))


def _texts(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
