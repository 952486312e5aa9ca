"""An invented kind of target, complete: names, discovery, a rule. Nothing else in the project knows of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.findings import Finding, Rule, Severity
from xalias_tui.domain.lookups import Ask
from xalias_tui.domain.targets import Facts, Target
from xalias_tui.targets.shared.evidence import parsed
from xalias_tui.targets.shared.kind import Kind
from xalias_tui.targets.shared.naming import REGION
from xalias_tui.targets.shared.subject import Subject

PIER_CLOSED = Rule(
    id="pier-closed",
    severity=Severity.ERROR,
    when="Open of the pier is false.",
    message="Pier {resource} is closed: visitors of {name} get nothing.",
    remedy="Open it.",
    source="invented",
    stage="demands",
)


@dataclass(frozen=True, slots=True)
class PierFacts(Facts):
    """Whether a pier is open."""

    open: bool = False


class Piers(Kind):
    """The kind ``pier``."""

    key = "pier"
    title = "Pier"
    services = ("piers",)
    arn = r"piers:pier/(?P<name>[^/]+)"
    pattern = re.compile(rf"[a-z]+\.pier\.{REGION}\.on\.aws")
    record_types = ("A",)
    iam_actions = ("piers:ListPiers",)
    inspects = "whether the pier is open"

    def discover(self, ask: Ask) -> Iterator[Target]:
        """One list call."""
        for page in ask.pages("piers", "list_piers"):
            for item in page["Piers"]:
                yield self.target(
                    ask,
                    name=item["Name"],
                    arn=f"arn:{ask.partition}:piers:{ask.region}:{ask.account_id}:pier/{item['Name']}",
                    dns_name=parsed(f"{item['Name']}.pier.{ask.region}.on.aws"),
                    zone_id="ZPIERS",
                    internal=False,
                    facts=PierFacts(open=item["Open"]),
                )

    def judge_target(self, subject: Subject) -> Iterator[Finding]:
        """A closed pier serves no one."""
        facts = subject.target.facts
        if isinstance(facts, PierFacts) and not facts.open:
            yield subject.finding(PIER_CLOSED)


KIND = Piers()
