"""What the rules of a kind check: a draft and the target that it points to."""

from __future__ import annotations

from dataclasses import field
from functools import partial
from typing import Any

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.findings import Finding, Rule, Severity, Topic
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Case
from xalias_tui.domain.targets import Target
from xalias_tui.targets.shared.commands import command


@dataclass(frozen=True, slots=True)
class Subject:
    """A draft and the target that it points to, as the rules of a kind check them."""

    case: Case
    target: Target

    @property
    def name(self) -> DnsName:
        """The record's name."""
        return self.case.draft.name

    @property
    def types(self) -> tuple[str, ...]:
        """The drafted record types."""
        return self.case.draft.types

    @property
    def public_zone(self) -> bool:
        """Whether the internet is answered from the draft's zone."""
        return not self.case.zone.private

    @property
    def found(self) -> tuple[Target, ...]:
        """What was found in the accounts searched; targets that are known by their name alone are not among it."""
        return tuple(target for target in self.case.around.targets if target.account_id)

    @property
    def not_among_found(self) -> bool:
        """Whether the target was given by its name, and a search found others but not this one."""
        return not self.target.account_id and bool(self.found)

    @property
    def called(self) -> str:
        """The target as sentences name it."""
        return self.target.dns_name.bare if self.target.dns_name else self.target.name

    def finding(
        self,
        rule: Rule,
        type_: str = "",
        *,
        severity: Severity | None = None,
        message: str | None = None,
        remedy: str | None = None,
        fix: str | None = None,
        **values: Any,
    ) -> Finding:
        """What a rule says of the target, or of the drafted record of ``type_``; see ``Topic.finding``."""
        if self.case.exists and rule.is_note(severity):
            return Finding(rule.id, severity or rule.severity, "", rule=rule)
        return self._topic(type_).finding(rule, severity=severity, message=message, remedy=remedy, fix=fix, **values)

    def _topic(self, type_: str) -> Topic:
        """Fills ``{name}``, ``{target}``, ``{resource}``, ``{arn}``, ``{zone}`` and ``{region}``.

        In a fix also ``{as_owner}`` and ``{here}``: options of the AWS CLI for the target's account and region.
        """
        draft, target = self.case.draft, self.target
        values = {
            "name": self.name.bare,
            "target": self.called,
            "resource": target.name or self.called,
            "arn": target.arn,
            "zone": draft.zone.name.bare,
            "region": target.region,
        }
        record, zone_id = (draft.key(type_), draft.zone.id) if type_ else (None, None)
        return Topic(values, record, zone_id, target.reference, partial(command, target))


@dataclass(frozen=True, slots=True)
class WatchedSubject(Subject):
    """A subject that knows whether a rule looked at the record's name.

    Where none did, and nothing was found, nothing would be found for a record of another name either. Every finding
    but a note names the record, so one that was found is of its name alone.

    Attributes:
        looked_at: The record's name, as often as it was looked at.
    """

    looked_at: list[DnsName] = field(default_factory=list)

    @property
    def name(self) -> DnsName:
        """The record's name."""
        name = self.case.draft.name
        self.looked_at.append(name)
        return name
