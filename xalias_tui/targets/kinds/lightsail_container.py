"""Lightsail container services, by the host of their URL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from xalias_tui.domain.findings import Finding, Severity
from xalias_tui.domain.lookups import Ask
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Target
from xalias_tui.targets.shared.evidence import Document, Evidence, parsed, valid_names
from xalias_tui.targets.shared.lightsail import (
    LIGHTSAIL_NOT_RUNNING,
    LightsailFacts,
    LightsailKind,
    judge_domain_names,
    requested,
    tags_of,
)
from xalias_tui.targets.shared.naming import REGION
from xalias_tui.targets.shared.subject import Subject
from xalias_tui.targets.shared.validation_rules import VALIDATION_CHECKS

_NAME: Final = re.compile(rf"(?P<name>[a-z0-9-]+)\.(?P<id>[a-z0-9]+)\.{REGION}\.cs\.amazonlightsail\.com")
_RUNNING: Final = "RUNNING"


class LightsailContainers(LightsailKind):
    """The kind ``lightsail-container``."""

    key = "lightsail-container"
    title = "Lightsail container service"
    services = ("lightsail",)
    arn = r"lightsail:ContainerService/(?P<name>[^/]+)"
    pattern = _NAME
    table = "lightsail_container_service"
    internal = False
    record_types = ("A",)
    iam_actions = ("lightsail:GetContainerServices", "lightsail:GetCertificates")
    list_actions = ("lightsail:GetContainerServices",)
    checks = VALIDATION_CHECKS
    order = 250
    inspects = "the public domain names, the deployment and its state"

    def discover(self, ask: Ask) -> Iterator[Target]:
        """One call: the list has no pages."""
        for item in ask.call("lightsail", "get_container_services").get("containerServices") or ():
            yield self._target(item, ask)

    def _target(self, item: Document, ask: Ask) -> Target:
        name = parsed(urlsplit(item.get("url") or "").hostname)
        deployed = item.get("currentDeployment") or {}
        facts = LightsailFacts(enabled=not item.get("isDisabled"), public=bool(deployed.get("publicEndpoint")))
        served = (host for hosts in (item.get("publicDomainNames") or {}).values() for host in hosts)
        return self.target(
            ask,
            name=item["containerServiceName"],
            arn=item["arn"],
            dns_name=name,
            hostnames=valid_names(served),
            state=item.get("state", ""),
            internal=False,
            facts=facts,
            **tags_of(item),
        )

    def inspect(self, target: Target, ask: Ask, name: DnsName) -> Target:
        """Where no domain is attached, the certificates that wait for validation; the list returned the rest."""
        del name
        facts = target.facts
        if not isinstance(facts, LightsailFacts):
            return target
        evidence = Evidence(ask)
        waiting = () if target.hostnames else requested(evidence)
        return evidence.inspected(target, replace(facts, requested=waiting))

    def judge_target(self, subject: Subject) -> Iterator[Finding]:
        """See ``Kind``."""
        facts, state = subject.target.facts, subject.target.state
        if not isinstance(facts, LightsailFacts):
            return
        if not facts.enabled:
            yield subject.finding(LIGHTSAIL_NOT_RUNNING, severity=Severity.ERROR, status="is disabled")
        elif state != _RUNNING:
            yield subject.finding(LIGHTSAIL_NOT_RUNNING, status=f"is {state or 'in no known state'}")
        elif not facts.public:
            yield subject.finding(LIGHTSAIL_NOT_RUNNING, status="has no public endpoint, its address answers 404")
        yield from judge_domain_names(subject)


KIND = LightsailContainers()
