"""Whose a record is, for those who read an audit by account and by team: nothing here is guessed.

A record counts for the account and the owner of its target; one whose target is in no account that was searched counts
for those of its hosted zone, where it has to be changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.findings import Severity
from xalias_tui.domain.meant import did_you_mean
from xalias_tui.domain.tags import Tags, tag_value
from xalias_tui.domain.text import shown
from xalias_tui.domain.verdicts import AliasVerdict


@dataclass(frozen=True, slots=True)
class OwnerTags:
    """What is known of owners.

    Attributes:
        tag: The tag whose value names an owner; empty where owners are not asked for.
        zones: Tags of hosted zones by id; of those that were not read there are none.
        names: What accounts are called, by id.
    """

    tag: str = ""
    zones: Mapping[str, Tags] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def of(self, verdict: AliasVerdict) -> str | None:
        """The owner of a record: empty where the resource lacks the tag, None where its tags were not read."""
        if not self.tag:
            return None
        target = verdict.target
        return tag_value(self.zones.get(verdict.zone.id) if target is None else target.tags, self.tag)

    def word(self, verdict: AliasVerdict, without: str = "") -> str:
        """The owner of a record for a table: ``unknown`` where it was not read, empty where owners are not asked for.

        Args:
            verdict: The record.
            without: Said of a resource that lacks the tag.
        """
        owner = self.of(verdict)
        if owner is None:
            return "unknown" if self.tag else ""
        return owner or without

    def none_found(self, verdicts: Iterable[AliasVerdict]) -> str:
        """One sentence where none of some records has an owner, for the tag may be misspelt; else empty."""
        if not self.tag:
            return ""
        read: list[Tags | None] = []
        for verdict in verdicts:
            if self.of(verdict):
                return ""
            read.append(self.zones.get(verdict.zone.id) if verdict.target is None else verdict.target.tags)
        if not read:
            return ""
        none = "No record of this audit has an owner:"
        if all(tags is None for tags in read):
            return f"{none} the tags of no target or hosted zone were read."
        so_far = ", as far as tags were read" if None in read else ""
        meant = self._meant({key for tags in read for key, _ in tags or ()})
        return f"{none} no target or hosted zone has the tag '{shown(self.tag)}'{so_far}. {meant}".rstrip()

    def _meant(self, keys: Iterable[str]) -> str:
        """Keys are told apart by their case, too (Tag naming limits in the AWS General Reference)."""
        known = {key.lower(): shown(key) for key in sorted(keys)}
        same = known.get(self.tag.lower())
        return f"Did you mean '{same}'?" if same else did_you_mean(self.tag, known.values())


def account_of(verdict: AliasVerdict) -> str:
    """The account that a record counts for."""
    target = verdict.target
    return (target.account_id if target is not None else "") or verdict.zone.account_id


@dataclass(frozen=True, slots=True)
class Share:
    """What an audit found for one account or owner.

    Attributes:
        key: The account's id, or the owner; None for what is not known.
        name: What the account is called; empty for an owner.
        verdicts: How many records have which verdict.
        errors: Open findings of severity error.
        warnings: Those of severity warning.
        new: Findings that an earlier audit did not have; None without one to compare with.
    """

    key: str | None
    name: str
    verdicts: Mapping[str, int]
    errors: int
    warnings: int
    new: int | None

    @property
    def records(self) -> int:
        """How many records were judged."""
        return sum(self.verdicts.values())

    @property
    def broken(self) -> int:
        """How many are broken, those that can be taken over among them."""
        return self.verdicts.get("broken", 0) + self.verdicts.get("takeable", 0)


Weighed = tuple[AliasVerdict, Severity, bool, bool | None]
"""A finding as it counts: its record, its severity, whether it is open, and whether it is new."""


def shares(
    verdicts: Iterable[AliasVerdict],
    findings: Iterable[Weighed],
    key_of: Callable[[AliasVerdict], str | None],
    names: Mapping[str, str],
) -> tuple[Share, ...]:
    """What was found for each key, the worst first; what is not known comes last."""
    records: dict[str | None, Counter[str]] = {}
    open_: dict[str | None, Counter[Severity]] = {}
    new: Counter[str | None] = Counter()
    compared = False
    for verdict in verdicts:
        records.setdefault(key_of(verdict), Counter())[verdict.verdict] += 1
    for verdict, severity, is_open, is_new in findings:
        key = key_of(verdict)
        compared = compared or is_new is not None
        new[key] += bool(is_new)
        if is_open:
            open_.setdefault(key, Counter())[severity] += 1
    made = [
        Share(
            key,
            "" if key is None else names.get(key, ""),
            dict(found),
            open_.get(key, Counter())[Severity.ERROR],
            open_.get(key, Counter())[Severity.WARNING],
            new[key] if compared else None,
        )
        for key, found in records.items()
    ]
    return tuple(sorted(made, key=lambda one: (one.key is None, -(one.new or 0), -one.errors, one.key or "")))
