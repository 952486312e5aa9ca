"""What the rules of a kind judge: a draft and the target that it points to."""

from __future__ import annotations

from dataclasses import dataclass

from xalias_tui.domain.findings import Finding, Rule, Severity
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Case
from xalias_tui.domain.targets import Target
from xalias_tui.targets.shared.commands import command


@dataclass(frozen=True, slots=True)
class Subject:
    """A draft and the target that it leads to, as the rules of a kind judge them."""

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
        **values: object,
    ) -> Finding:
        """A finding about the target, or about the drafted record of ``type_``.

        ``message``, ``remedy`` and ``fix`` are templates that replace the usual ones.

        ``{name}``, ``{target}``, ``{resource}``, ``{arn}``, ``{zone}`` and ``{region}`` are always filled in; in a fix
        also ``{as_owner}`` and ``{here}``, the options that make the AWS CLI ask the target's account and region.
        """
        draft = self.case.draft
        filled: dict[str, object] = {
            "name": self.name.bare,
            "target": self.called,
            "resource": self.target.name or self.called,
            "arn": self.target.arn,
            "zone": draft.zone.name.bare,
            "region": self.target.region,
            **values,
        }
        return Finding(
            id=rule.id,
            severity=severity or rule.severity,
            message=(rule.message if message is None else message).format_map(filled),
            remedy=(rule.remedy if remedy is None else remedy).format_map(filled),
            record=draft.key(type_) if type_ else None,
            zone_id=draft.zone.id if type_ else None,
            target=self.target.reference,
            fix=command(rule.fix if fix is None else fix, filled, self.target),
        )
