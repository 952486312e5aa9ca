"""Rules: what xalias checks, and everything that the program knows about each check."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from xalias_tui.domain.dataclass import dataclass

Stage = Literal["target", "resource", "demands", "certificate"]
"""Step of a trace at which a finding about a target is reported."""


class Severity(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"
    """Route 53 refuses it, or it certainly will not work."""
    WARNING = "warning"
    """Likely to fail, or to surprise."""
    INFO = "info"
    """Worth knowing."""

    @property
    def rank(self) -> int:
        """0 for the most severe."""
        return (Severity.ERROR, Severity.WARNING, Severity.INFO).index(self)

    def reaches(self, threshold: Severity) -> bool:
        """Whether this severity is at or over ``threshold``."""
        return self.rank <= threshold.rank


@dataclass(frozen=True, slots=True)
class Rule:
    """An entry of the catalogue. Module-level instances in ``rules``, ``targets`` and ``domain.error_rules`` are it.

    Attributes:
        id: Stable kebab-case key.
        severity: The usual severity; a finding may carry another where ``when`` says so.
        when: The exact condition, in the field names of the API.
        message: Sentence with ``{placeholders}``.
        remedy: What to do, with ``{placeholders}``.
        source: Where the fact was read, or ``unsourced`` for general knowledge.
        fix: Command that does what ``remedy`` says, with ``{placeholders}`` that are quoted for the shell.
        stage: Step of a trace that reports it; None for a rule that no trace can report about a target.
        needs: IAM actions, each of which some kind of target needs to check the rule.
        aliases_only: Whether it is about aliases alone, so that it says nothing against a CNAME.
        drafts_only: Whether it is a note for whoever creates a record, and says nothing about one that exists.
        no_way_back: Whether Route 53 may refuse to create again an alias that it was reported for, once deleted.
        name_unclaimed: Whether it says that the target does not claim the record's name, which others then could.
    """

    id: str
    severity: Severity
    when: str
    message: str
    remedy: str
    source: str
    fix: str = ""
    stage: Stage | None = None
    needs: frozenset[str] = frozenset()
    aliases_only: bool = False
    drafts_only: bool = False
    no_way_back: bool = False
    name_unclaimed: bool = False

    def is_note(self, severity: Severity | None = None) -> bool:
        """Whether it is no verdict on a record that exists: information, or for whoever creates one.

        ``severity`` is that of the finding, where it is not the rule's usual one.
        """
        return self.drafts_only or (severity or self.severity) is Severity.INFO
