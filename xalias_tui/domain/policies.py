"""IAM policies: statements, the document that IAM takes, and where an operator finds the one that is missing."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from xalias_tui.domain.names import DnsName

VERSION: Final = "2012-10-17"
"""The current version of IAM's policy language (IAM User Guide: reference_policies_elements_version)."""
MOST_CHARACTERS: Final = 6_144
"""What a managed policy can hold, white space not counted (IAM User Guide: reference_iam-quotas)."""
EVERYTHING: Final = ("*",)
"""The resources of an action that cannot be narrowed, or whose narrowing would leave the same resources."""

Conditions = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Values by condition operator and condition key."""

_MOST_NAMES: Final = 5


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement that allows something.

    Attributes:
        sid: Its id; letters and digits.
        actions: IAM actions.
        resources: ARNs, or ``EVERYTHING``.
        conditions: What must hold as well; empty where nothing must.
    """

    sid: str
    actions: tuple[str, ...]
    resources: tuple[str, ...] = EVERYTHING
    conditions: Conditions = field(default_factory=dict)

    @property
    def document(self) -> dict[str, Any]:
        """The statement as IAM takes it."""
        document: dict[str, Any] = {
            "Sid": self.sid,
            "Effect": "Allow",
            "Action": list(self.actions),
            "Resource": self.resources[0] if len(self.resources) == 1 else list(self.resources),
        }
        if self.conditions:
            document["Condition"] = {
                operator: {key: list(values) for key, values in keys.items()}
                for operator, keys in self.conditions.items()
            }
        return document


def policy_document(statements: Iterable[Statement]) -> dict[str, Any]:
    """The policy as IAM takes it."""
    return {"Version": VERSION, "Statement": [statement.document for statement in statements]}


def policy_size(document: Mapping[str, Any]) -> int:
    """The characters of a policy that count against ``MOST_CHARACTERS``."""
    return len(json.dumps(document, separators=(",", ":")))


def normalised(name: DnsName) -> str:
    r"""A name as Route 53's condition keys hold it: lower case, no final dot, other characters as ``\ooo``.

    That is also how a wildcard record is told from a pattern of names: ``\052.example.com`` (Route 53 Developer Guide:
    specifying-rrset-conditions).
    """
    return name.route53.removesuffix(".")


def how_to_allow(action: str, kind: str = "") -> str:
    """Which statement a denied action needs, in a sentence.

    Args:
        action: The IAM action.
        kind: The kind of target that was asked for; empty where it was none.
    """
    side = "zone" if action.startswith("route53:") else "target"
    narrowed = f" --kind {kind}" if kind and side == "target" else ""
    return f"Allow {action}: 'xalias policy {side}{narrowed}' prints the statement."


def how_to_allow_change(zone_id: str, batch: Mapping[str, Any]) -> str:
    """The command that prints the statement without which a change batch was denied."""
    changes = batch.get("Changes") or ()
    names = tuple(dict.fromkeys(change["ResourceRecordSet"]["Name"] for change in changes))
    types = tuple(dict.fromkeys(change["ResourceRecordSet"]["Type"] for change in changes))
    words = ["xalias", "policy", "zone", "--zone", zone_id]
    if len(names) <= _MOST_NAMES:  # more make no command that is read
        words.extend(word for name in names for word in ("--name", name.removesuffix(".")))
    words.extend(word for type_ in types for word in ("--type", type_))
    return shlex.join(words)
