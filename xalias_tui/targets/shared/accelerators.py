"""What both kinds of Global Accelerator have in common: names, state, and whether they have endpoints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.findings import Finding, Rule, Severity
from xalias_tui.domain.lookups import Ask, Where
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Facts, Recognition, Target
from xalias_tui.domain.zone_ids import GLOBAL_REGION
from xalias_tui.targets.shared.evidence import Document, Evidence, parsed
from xalias_tui.targets.shared.kind import Kind
from xalias_tui.targets.shared.naming import GLOBAL, match_name
from xalias_tui.targets.shared.subject import Subject

GA_DISABLED = Rule(
    id="ga-disabled",
    severity=Severity.ERROR,
    when="Enabled is false; information while Status is IN_PROGRESS.",
    message="Accelerator {resource} is disabled, so nothing answers behind its name.",
    remedy="Enable the accelerator.",
    source="botocore model: globalaccelerator Accelerator.Enabled, Status",
    stage="resource",
)
GA_NO_ENDPOINTS = Rule(
    id="ga-no-endpoints",
    severity=Severity.WARNING,
    when="The accelerator has no listener, a listener no endpoint group, or the groups no endpoint.",
    message="Accelerator {resource} has no {missing}, so nothing answers behind its name.",
    remedy="Add a listener with an endpoint group and an endpoint.",
    source="botocore model: globalaccelerator ListListeners, EndpointGroup.EndpointDescriptions",
    stage="demands",
    needs=frozenset(
        {
            "globalaccelerator:ListListeners",
            "globalaccelerator:ListEndpointGroups",
            "globalaccelerator:ListCustomRoutingListeners",
            "globalaccelerator:ListCustomRoutingEndpointGroups",
        }
    ),
)

TABLE: Final = "global_accelerator"
LISTED: Final = 100
_NAME: Final = re.compile(r"(?P<id>[a-z0-9]+)(?:\.(?P<dual>dualstack))?\.awsglobalaccelerator\.com")


@dataclass(frozen=True, slots=True)
class AcceleratorFacts(Facts):
    """Evidence about an accelerator.

    Attributes:
        enabled: Whether it is switched on.
        missing: What is absent behind it: ``listener``, ``endpoint group`` or ``endpoint``; empty for nothing, None
            where it was not read.
    """

    enabled: bool = True
    missing: str | None = None


class AcceleratorKind(Kind):
    """What both kinds have in common."""

    scope = "global"
    services = ("globalaccelerator",)
    arn = r"globalaccelerator:accelerator/(?P<name>[^/]+)"
    table = TABLE
    table_row = GLOBAL_REGION
    internal = False
    checks = (GA_NO_ENDPOINTS,)
    inspects = "whether it is enabled, its listeners, endpoint groups and endpoints"

    def recognise(self, name: DnsName) -> Recognition | None:
        """Names of awsglobalaccelerator.com; AAAA goes with the dual-stack form alone."""
        match = match_name(_NAME, name)
        if match is None or (match["dual"] and "AAAA" not in self.record_types):
            return None
        return replace(self.recognised(name, GLOBAL), record_types=("A", "AAAA") if match["dual"] else ("A",))

    def under(self, target: Target, name: DnsName) -> Target:
        """Which name it is decides whether AAAA goes with it."""
        known = self.recognise(name)
        return target.under(name) if known is None else replace(target.under(name), record_types=known.record_types)

    def from_document(self, document: Document, where: Where) -> Target:
        """See ``Kind``; under its dual-stack name where it has one. No item holds that: there only IPv4's is known."""
        dual, own = parsed(document.get("DualStackDnsName")), parsed(document.get("DnsName"))
        return self.target(
            where,
            name=document.get("Name") or document["AcceleratorArn"].rpartition("/")[2],
            arn=document["AcceleratorArn"],
            dns_name=dual or own,
            other_names=(own,) if dual and own else (),
            record_types=("A", "AAAA") if dual else ("A",),
            state=document.get("Status", ""),
            internal=False,
            facts=AcceleratorFacts(enabled=document.get("Enabled", True)),
        )


def inspect_accelerator(target: Target, ask: Ask, listeners: str, groups: str) -> Target:
    """The accelerator with what is missing behind it; ``listeners`` and ``groups`` are the operations that list."""
    facts = target.facts
    if not isinstance(facts, AcceleratorFacts):
        return target
    evidence = Evidence(ask)
    missing = _missing(evidence, target.arn, listeners, groups)
    return evidence.inspected(target, replace(facts, missing=missing))


def _missing(evidence: Evidence, arn: str, listeners: str, groups: str) -> str | None:
    service = "globalaccelerator"
    listening = evidence.items(service, listeners, "Listeners", AcceleratorArn=arn)
    if not listening:
        return None if listening is None else "listener"
    missing = "endpoint group"
    for listener in listening:
        found = evidence.items(service, groups, "EndpointGroups", ListenerArn=listener["ListenerArn"])
        if found is None:
            return None
        if any(group.get("EndpointDescriptions") for group in found):
            return ""
        missing = "endpoint" if found else missing
    return missing


def judge_accelerator(subject: Subject) -> Iterator[Finding]:
    """Whether it is enabled, and has endpoints."""
    facts = subject.target.facts
    if not isinstance(facts, AcceleratorFacts):
        return
    if not facts.enabled:
        yield subject.finding(GA_DISABLED)
    elif subject.target.state == "IN_PROGRESS":
        message = "Accelerator {resource} is being deployed; its name may not answer everywhere yet."
        yield subject.finding(GA_DISABLED, severity=Severity.INFO, message=message, remedy="Wait until it is DEPLOYED.")
    if facts.missing:
        yield subject.finding(GA_NO_ENDPOINTS, missing=facts.missing)
