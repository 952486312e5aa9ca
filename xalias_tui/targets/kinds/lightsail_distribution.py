"""Lightsail distributions: CloudFront serves them, only Lightsail's API in us-east-1 lists them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from xalias_tui.domain.findings import Finding
from xalias_tui.domain.lookups import Ask
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Target
from xalias_tui.targets.shared import cloudfront_rules
from xalias_tui.targets.shared.cloudfront_served import CloudFrontServed, judge_cloudfront_zone
from xalias_tui.targets.shared.evidence import Document, Evidence, parsed, valid_names
from xalias_tui.targets.shared.lightsail import (
    CHECKS,
    LightsailFacts,
    LightsailKind,
    certificate_of,
    judge_domain_names,
    requested,
    tags_of,
)
from xalias_tui.targets.shared.subject import Subject

_DEPLOYED: Final = "Deployed"


class LightsailDistributions(LightsailKind, CloudFrontServed):
    """The kind ``lightsail-distribution``."""

    key = "lightsail-distribution"
    title = "Lightsail distribution"
    scope = "global"
    services = ("lightsail",)
    arn = r"lightsail:Distribution/(?P<name>[^/]+)"
    table = "lightsail_distribution"
    record_types = ("A", "AAAA")
    iam_actions = ("lightsail:GetDistributions", "lightsail:GetCertificates")
    list_actions = ("lightsail:GetDistributions",)
    checks = CHECKS
    order = 240
    inspects = "alternative domain names, certificate, IP address type and state"

    def discover(self, ask: Ask) -> Iterator[Target]:
        """The pages of one list."""
        for page in ask.pages("lightsail", "get_distributions"):
            yield from (self._target(item, ask) for item in page.get("distributions") or ())

    def _target(self, item: Document, ask: Ask) -> Target:
        name = parsed(item.get("domainName"))
        certificate = item.get("certificateName")
        facts = LightsailFacts(
            enabled=bool(item.get("isEnabled", True)), attached=(certificate,) if certificate else ()
        )
        types = self.record_types if item.get("ipAddressType") == "dualstack" else ("A",)
        return self.target(
            ask,
            name=item["name"],
            arn=item["arn"],
            dns_name=name,
            record_types=types,
            hostnames=valid_names(item.get("alternativeDomainNames") or ()),
            state=item.get("status", "") if facts.enabled else "Disabled",
            internal=False,
            facts=facts,
            **tags_of(item),
        )

    def inspect(self, target: Target, ask: Ask, name: DnsName) -> Target:
        """The certificate, by the name that the distribution calls it; without one, those that wait for validation."""
        del name
        facts = target.facts
        if not isinstance(facts, LightsailFacts):
            return target
        evidence = Evidence(ask)
        if not facts.attached:
            return evidence.inspected(target, replace(facts, certificates=(), requested=requested(evidence)))
        answer = evidence.call(
            "lightsail", "get_certificates", certificateName=facts.attached[0], includeCertificateDetails=True
        )
        certificates = None
        if answer is not None:
            found = (item.get("certificateDetail") for item in answer.get("certificates") or ())
            certificates = tuple(certificate_of(detail) for detail in found if detail)
        return evidence.inspected(target, replace(facts, certificates=certificates))

    def judge_target(self, subject: Subject) -> Iterator[Finding]:
        """See ``Kind``."""
        yield from judge_cloudfront_zone(subject)
        facts = subject.target.facts
        if not isinstance(facts, LightsailFacts):
            return
        if not facts.enabled:
            yield subject.finding(cloudfront_rules.CLOUDFRONT_DISABLED, fix="")
        elif subject.target.state != _DEPLOYED:
            yield subject.finding(cloudfront_rules.CLOUDFRONT_NOT_DEPLOYED, fix="")
        yield from judge_domain_names(subject)


KIND = LightsailDistributions()
