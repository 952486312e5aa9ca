"""IAM policies: statements, the document that IAM takes, and where an operator finds the one that is missing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Any, Final

from xalias_tui.domain.commands import joined, within_sentence
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.lookups import INVALID_ANSWER, Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.zones import Zone

VERSION: Final = "2012-10-17"
"""The current version of IAM's policy language (IAM User Guide: reference_policies_elements_version)."""
CHANGE_RECORDS: Final = "route53:ChangeResourceRecordSets"
MOST_CHARACTERS: Final = 6_144
"""What a managed policy can hold, white space not counted (IAM User Guide: reference_iam-quotas)."""
EVERYTHING: Final = ("*",)
"""The resources of an action that cannot be narrowed, or whose narrowing would leave the same resources."""

Conditions = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Values by condition operator and condition key."""

_MOST_NAMES: Final = 5
_EXPLICIT: Final = "explicit deny"
"""AWS's words where a policy denies, as opposed to none allowing (IAM User Guide: troubleshoot_access-denied)."""
_SESSION_LIMIT: Final = "no session policy allows"
"""AWS's words where a session policy leaves out what the role allows (same page)."""
_OTHER_PARTITION: Final = re.compile(r"arn:(aws-[a-z-]+):")
_NO_KINDS: Final = frozenset({"", "zones", "records", "regions", "tags", "protections", "changes"})
"""What look-ups are about that are for no kind of target."""
_NOT_AWS: Final = (
    "Sign in to the network if it asks for that, check the proxy and endpoint settings (HTTPS_PROXY, "
    "AWS_ENDPOINT_URL), then try again."
)
_OF_ZONES: Final = ("route53:", "cloudtrail:")
"""Services that only the zone side is asked."""


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


def change_statement(zone: Zone) -> Statement:
    """What sending change batches to one zone, and nothing else, needs."""
    arn = f"arn:{zone.partition}:route53:::hostedzone/{zone.id}"
    return Statement("XaliasChange", (CHANGE_RECORDS,), (arn,))


def normalised(name: DnsName) -> str:
    r"""A name as Route 53's condition keys hold it: lower case, no final dot, other characters as ``\ooo``.

    That is also how a wildcard record is told from a pattern of names: ``\052.example.com`` (Route 53 Developer Guide:
    specifying-conditions-route53).
    """
    return name.route53.removesuffix(".")


def is_explicit(said: str) -> bool:
    """Whether AWS says that a policy denies, so that no added statement helps."""
    return _EXPLICIT in said


def is_session_limit(said: str) -> bool:
    """Whether AWS says that the session policy leaves an action out, whatever the role itself may do."""
    return _SESSION_LIMIT in said


def how_to_allow(action: str, kind: str = "", said: str = "", side: str = "") -> str:
    """Which statement a denied action needs, in a sentence.

    Args:
        action: The IAM action.
        kind: The kind of target that was asked for, or the subject of the look-up; empty where it was none.
        said: AWS's own sentence, which shows whether a statement would help.
        side: Whose policy lacks it, ``zone`` or ``target``; empty where the action tells.
    """
    if is_explicit(said):
        return f"No statement helps where {action} is denied explicitly: that deny has to go."
    if is_session_limit(said):
        return f"No statement of the role helps: the session that was opened with it leaves {action} out."
    return f"Allow {action}: {within_sentence(_command(side or _side(action), (kind,), said))} prints the statement."


def what_to_do(code: str, action: str = "", kind: str = "", said: str = "") -> str:
    """The remedy for a look-up that failed, in a sentence.

    Args:
        code: Its code.
        action: The IAM action that was missing; empty where it failed for another reason.
        kind: The kind of target that was asked for, or the subject of the look-up; empty where it was none.
        said: AWS's own sentence.
    """
    if action:
        return how_to_allow(action, kind, said)
    return _NOT_AWS if code == INVALID_ANSWER else "Try again."


def how_to_allow_change(zone: Zone, batch: Mapping[str, Any], said: str = "") -> str:
    """Which statement a denied change batch needs, in a sentence that has the command for this very batch."""
    if is_explicit(said) or is_session_limit(said):
        return how_to_allow(CHANGE_RECORDS, said=said)
    changes = batch.get("Changes") or ()
    names = tuple(dict.fromkeys(change["ResourceRecordSet"]["Name"] for change in changes))
    words = ["xalias", "policy", "zone", "--zone", zone.id]
    if zone.partition != "aws":
        words.extend(("--partition", zone.partition))
    if len(names) <= _MOST_NAMES:  # more make no command that is read
        words.extend(word for name in names for word in ("--name", name.removesuffix(".")))
    for option, values in (
        ("--type", [change["ResourceRecordSet"]["Type"] for change in changes]),
        ("--action", [change["Action"] for change in changes]),
    ):
        words.extend(word for value in dict.fromkeys(values) for word in (option, value))
    (arn,) = change_statement(zone).resources
    return f"Allow {CHANGE_RECORDS} on {arn}; this prints the statement: {joined(*words)}"


def printing(items: Iterable[Unscanned]) -> tuple[str, ...]:
    """The commands that print what failed look-ups were denied, at most one a side.

    Look-ups that failed for another reason, or that are denied explicitly, are left out: no statement helps there.
    """
    kinds: dict[str, dict[str, None]] = {}
    said: dict[str, str] = {}
    for item in items:
        if item.action and not is_explicit(item.message):
            kinds.setdefault(_side(item.action), {})[item.kind] = None
            said.setdefault(_side(item.action), item.message)
    return tuple(_command(side, sorted(kinds[side]), said[side]) for side in sorted(kinds))


def _side(action: str) -> str:
    return "zone" if action.startswith(_OF_ZONES) else "target"


def _command(side: str, kinds: Iterable[str], said: str) -> str:
    """The command, for the partition of the ARNs that AWS's sentence names."""
    kinds = tuple(kinds)
    narrowed = side == "target" and _NO_KINDS.isdisjoint(kinds)
    elsewhere = _OTHER_PARTITION.search(said)
    where = ("--partition", elsewhere[1]) if elsewhere else ()
    asked = (word for kind in kinds if narrowed for word in ("--kind", kind))
    return joined("xalias", "policy", side, *asked, *where)
