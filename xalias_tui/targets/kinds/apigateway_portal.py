"""Developer portals of API Gateway, under the name that their custom domain is aliased to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.findings import Finding
from xalias_tui.domain.lookups import Ask
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.partitions import CHINA
from xalias_tui.domain.tags import read_tags
from xalias_tui.domain.targets import Target
from xalias_tui.targets.shared import api_domain_rules as rules
from xalias_tui.targets.shared.certificate_rules import PRESENTED_CHECKS
from xalias_tui.targets.shared.certificates import (
    CLOUDFRONT_REGION,
    PresentedFacts,
    judge_presented,
    named,
    with_certificate,
)
from xalias_tui.targets.shared.evidence import Document, Evidence, parsed, tagged
from xalias_tui.targets.shared.kind import Kind
from xalias_tui.targets.shared.naming import REGION
from xalias_tui.targets.shared.subject import Subject

_NAME: Final = re.compile(rf"p-(?P<name>[a-z0-9]+)\.apigw-portal\.{REGION}\.on\.aws")
"""Default domain of a portal (API Gateway Developer Guide: apigateway-portals-create-portal)."""
_SERVING: Final = frozenset({"PUBLISHED", "PUBLISH_IN_PROGRESS"})


@dataclass(frozen=True, slots=True)
class PortalFacts(PresentedFacts):
    """Evidence about a portal.

    Attributes:
        domain: Its custom domain; empty where it has none.
        status: ``PUBLISHED`` …; empty where it was never published.
    """

    domain: str = ""
    status: str = ""


class Portals(Kind):
    """The kind ``apigateway-portal``; the zone ids of portals were never published.

    CloudFront serves a portal's custom domain, which is why its certificate must be in us-east-1 wherever the portal is
    (API Gateway Developer Guide: apigateway-portals-create-portal).
    """

    key = "apigateway-portal"
    title = "API Gateway developer portal"
    services = ("apigatewayv2",)
    absent_from = frozenset({CHINA})  # API Gateway in the AWS in China guide: portals are not supported
    arn = r"apigateway:/portals/(?P<name>[^/]+)"
    pattern = _NAME
    record_types = ("A",)
    iam_actions = ("apigateway:GET", "acm:DescribeCertificate")
    list_actions = ("apigateway:GET",)
    iam_resources = {  # noqa: RUF012 -- read only, as all of a kind's data
        "apigateway:GET": ("arn:{partition}:apigateway:*::/portals", "arn:{partition}:apigateway:*:*:/portals")
    }
    checks = PRESENTED_CHECKS
    order = 68
    inspects = "the portal's custom domain, certificate and state"

    def discover(self, ask: Ask) -> Iterator[Target]:
        """One paginated call."""
        for page in ask.pages("apigatewayv2", "list_portals"):
            yield from (self._target(item, ask) for item in page.get("Items") or ())

    def _target(self, item: Document, ask: Ask) -> Target:
        endpoint = item["EndpointConfiguration"]
        domain, name = endpoint.get("DomainName", "").lower(), parsed(endpoint.get("PortalDefaultDomainName"))
        arn = endpoint.get("CertificateArn", "")
        facts = PortalFacts(domain=domain, status=item.get("PublishStatus", ""), certificate=named(arn))
        return self.target(
            ask,
            name=(item.get("PortalContent") or {}).get("DisplayName") or item["PortalId"],
            arn=item["PortalArn"],
            dns_name=name,
            zone_id=endpoint.get("PortalDomainHostedZoneId", ""),
            hostnames=(domain,) if domain else (),
            state=facts.status or "never published",
            internal=False,
            facts=facts,
            **tagged(read_tags(item.get("Tags") or {})),
        )

    def inspect(self, target: Target, ask: Ask, name: DnsName) -> Target:
        """The certificate of the custom domain."""
        del name
        facts = target.facts
        if not isinstance(facts, PortalFacts):
            return target
        evidence = Evidence(ask)
        return evidence.inspected(target, with_certificate(facts, evidence))

    def judge_target(self, subject: Subject) -> Iterator[Finding]:
        """See ``Kind``."""
        facts = subject.target.facts
        if not isinstance(facts, PortalFacts):
            return
        if parsed(facts.domain) != subject.name:
            yield subject.finding(
                rules.APIGW_NAME_MISMATCH,
                message="Portal {resource} serves {domain}, not {name}.",
                remedy="Make {name} the portal's custom domain.",
                fix="",
                domain=facts.domain or "no custom domain",
            )
        if facts.status not in _SERVING:
            yield subject.finding(
                rules.APIGW_DOMAIN_NOT_AVAILABLE,
                message="Portal {resource} is {status}, so nothing is published under its name.",
                remedy="Publish the portal.",
                status=facts.status or "not published",
            )
        if parsed(facts.domain) == subject.name:
            yield from judge_presented(subject, facts.certificate, CLOUDFRONT_REGION)


KIND = Portals()
