"""Who changed a record, when, with what, and what became of it: as the journal, Route 53 and CloudTrail tell it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Any, Final, Literal

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.documents import record_document
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordKey, RecordSet

Source = Literal["journal", "change-history", "cloudtrail"]
ChangeKind = Literal["create", "replace", "delete", "upsert", "unknown"]

_TOOLS: Final = (
    (r"\bxalias/", "xalias"),
    (r"\bTerraform/|terraform-provider-aws", "Terraform"),
    (r"\bOpenTofu/", "OpenTofu"),
    (r"\bPulumi/", "Pulumi"),
    (r"\bExternalDNS/|\bexternal-dns", "external-dns"),
    (r"\bcert-manager", "cert-manager"),
    (r"\bcrossplane", "Crossplane"),
    (r"\baws-controllers-k8s|\back-route53", "ACK"),
    (r"\boctodns", "octoDNS"),
    (r"\bdnscontrol", "DNSControl"),
    (r"\bAnsible|\bAPN/1\.0 Ansible", "Ansible"),
    (r"\bcloudformation\.amazonaws\.com", "CloudFormation"),
    (r"\bAWS Internal\b|\bconsole\.(?:\w+\.)*amazon(?:aws)?\.com|\bAWSConsole|^Mozilla/", "console"),
    (r"\baws-cli/", "AWS CLI"),
    (r"^[\w.-]+\.amazonaws\.com$", "AWS service"),
    (r"\bBoto3?/", "boto3"),
    (r"\baws-sdk-(\S+?)/", "AWS SDK"),
)  # fmt: skip
"""What callers say that they are; the first that fits counts, since tools name the SDK that they are built on too."""
_SPOKEN: Final = tuple((re.compile(pattern, re.IGNORECASE), name) for pattern, name in _TOOLS)


def tool_of(user_agent: str) -> str:
    """What a user agent is in a word: ``console``, ``Terraform`` …; otherwise its own first word.

    It is what the caller said of itself: anybody can say anything.
    """
    for pattern, name in _SPOKEN:
        if pattern.search(user_agent):
            return name
    return user_agent.split("/", maxsplit=1)[0].split(" ", maxsplit=1)[0][:40]


@dataclass(frozen=True, slots=True)
class RecordChange:
    """One change of one record set. Texts of callers are untrusted.

    Attributes:
        at: When it was made, UTC.
        key: The record set.
        action: ``replace`` where one batch deleted and created it; ``unknown`` where the batch was not told.
        before: What was there; None if nothing was, or it is not known.
        after: What was left; None if nothing was, or it is not known.
        who: ARN of the caller; empty if not known.
        user_agent: What the caller said that it is; empty if not known.
        address: Where the call came from; empty if not known.
        comment: Comment of the change batch.
        zone_id: The hosted zone.
        account_id: Its account.
        change_id: Route 53's id, without ``/change/``; empty if not known.
        entry: The journal's entry; empty where it was not made from here.
        status: What the journal says became of it; empty where it was not made from here.
        sources: Who told.
    """

    at: datetime
    key: RecordKey
    action: ChangeKind
    before: RecordSet | None = None
    after: RecordSet | None = None
    who: str = ""
    user_agent: str = ""
    address: str = ""
    comment: str = ""
    zone_id: str = ""
    account_id: str = ""
    change_id: str = ""
    entry: str = ""
    status: str = ""
    sources: tuple[Source, ...] = ()

    @property
    def tool(self) -> str:
        """What it was made with, in a word; empty if not known."""
        if self.user_agent:
            return tool_of(self.user_agent)
        return "xalias" if self.entry else ""

    def effect(self) -> str:
        """Before and after in one line, as far as they are told."""
        before = self.before.summary() if self.before else ""
        after = self.after.summary() if self.after else ""
        if self.action == "create":
            return after
        if self.action == "delete":
            return f"{before or 'what was there'} → nothing"
        if self.action == "unknown":
            return "CloudTrail left out what the batch holds"
        return f"{before or 'what was there'} → {after}"


@dataclass(frozen=True, slots=True)
class Reach:
    """How far back a source was read.

    Attributes:
        source: The source.
        account_id: The account asked; empty for the journal.
        since: The earliest moment that was looked at; None for everything that there is.
        complete: Whether everything since then was looked at.
        note: What else there is to say, in a sentence; usually empty.
    """

    source: Source
    account_id: str = ""
    since: datetime | None = None
    complete: bool = True
    note: str = ""


_IN: Final[Mapping[Source, str]] = {
    "journal": "the journal", "change-history": "Change History", "cloudtrail": "CloudTrail",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChangesOfName:
    """Every change of a name that is known.

    Attributes:
        name: The name.
        changes: Newest first.
        reaches: How far back each source was read.
        unscanned: Sources that could not be read: what is absent there proves nothing.
    """

    name: DnsName
    changes: tuple[RecordChange, ...]
    reaches: tuple[Reach, ...] = ()
    unscanned: tuple[Unscanned, ...] = field(default=())

    @property
    def nothing(self) -> str:
        """That no change is known, in a sentence; what could not be read is not among the sources that it names."""
        read = {reach.source for reach in self.reaches}
        *rest, last = [words for source, words in _IN.items() if source in read or source == "journal"]
        sources = f"{', '.join(rest)} or {last}" if rest else last
        return f"No change to {self.name.bare} found in {sources}."


def changes_document(told: ChangesOfName) -> dict[str, Any]:
    """The ``data`` of ``changes``."""
    return {
        "name": told.name.text,
        "changes": [_change_document(change) for change in told.changes],
        "reach": [
            {
                "source": reach.source,
                "account_id": reach.account_id,
                "since": None if reach.since is None else reach.since.isoformat(),
                "complete": reach.complete,
                "note": reach.note,
            }
            for reach in told.reaches
        ],
    }


def _change_document(change: RecordChange) -> dict[str, Any]:
    return {
        "at": change.at.isoformat(),
        "name": change.key.name.text,
        "type": change.key.type,
        "set_identifier": change.key.set_identifier,
        "action": change.action,
        "before": None if change.before is None else record_document(change.before),
        "after": None if change.after is None else record_document(change.after),
        "who": change.who,
        "tool": change.tool,
        "user_agent": change.user_agent,
        "address": change.address,
        "comment": change.comment,
        "zone_id": change.zone_id,
        "account_id": change.account_id,
        "change_id": change.change_id,
        "entry": change.entry,
        "status": change.status,
        "sources": list(change.sources),
    }
