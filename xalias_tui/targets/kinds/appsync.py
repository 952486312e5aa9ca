"""AppSync custom domains: served by CloudFront, known to AppSync's own API alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.findings import Finding, Rule, Severity
from xalias_tui.domain.lookups import Ask
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.tags import read_tags
from xalias_tui.domain.targets import Target
from xalias_tui.targets.shared.certificate_rules import PRESENTED_CHECKS
from xalias_tui.targets.shared.certificates import (
    CLOUDFRONT_REGION,
    PresentedFacts,
    judge_presented,
    named,
    with_certificate,
)
from xalias_tui.targets.shared.cloudfront_served import CloudFrontServed, judge_cloudfront_zone
from xalias_tui.targets.shared.evidence import Document, Evidence, parsed, tagged
from xalias_tui.targets.shared.subject import Subject

APPSYNC_NAME_OR_API = Rule(
    id="appsync-name-or-api",
    severity=Severity.ERROR,
    when="domainName is not the record's name, or associationStatus is not SUCCESS, or no API is associated.",
    message="AppSync's domain {domain} does not serve {name}: {why}.",
    remedy="Make {name} a custom domain of AppSync, and associate it with an API.",
    source="botocore model: appsync DomainNameConfig, ApiAssociation.associationStatus",
    stage="demands",
    needs=frozenset({"appsync:GetApiAssociation"}),
)

_PAGE: Final = 25
_ASSOCIATED: Final = "SUCCESS"
_NONE: Final = "none"
_ABSENT: Final = ("NotFoundException",)


@dataclass(frozen=True, slots=True)
class GraphDomainFacts(PresentedFacts):
    """Evidence about a custom domain.

    Attributes:
        domain: The custom domain.
        association: ``SUCCESS``, ``PROCESSING`` or ``FAILED``; ``none`` where no API is associated, empty where it was
            not read.
    """

    domain: str = ""
    association: str = ""


class GraphDomains(CloudFrontServed):
    """The kind ``appsync``."""

    key = "appsync"
    title = "AppSync custom domain"
    services = ("appsync",)
    precursors = ("AWS::AppSync::GraphQLApi",)
    arn = r"appsync:domainnames/(?P<name>[^/]+)"
    table = "appsync_custom_domain"
    record_types = ("A",)
    iam_actions = ("appsync:ListDomainNames", "appsync:GetApiAssociation", "acm:DescribeCertificate")
    list_actions = ("appsync:ListDomainNames",)
    checks = (APPSYNC_NAME_OR_API, *PRESENTED_CHECKS)
    named_as_hosts = True
    order = 160
    inspects = "the custom domain and the API behind it"

    def discover(self, ask: Ask) -> Iterator[Target]:
        """One paginated call."""
        for page in ask.pages("appsync", "list_domain_names", maxResults=_PAGE):
            yield from (self._target(item, ask) for item in page.get("domainNameConfigs") or ())

    def _target(self, item: Document, ask: Ask) -> Target:
        domain, name = item["domainName"].lower(), parsed(item.get("appsyncDomainName"))
        return self.target(
            ask,
            name=domain,
            arn=item.get("domainNameArn", ""),
            dns_name=name,
            zone_id=item.get("hostedZoneId") or "",
            hostnames=(domain,),
            state="",
            internal=False,
            facts=GraphDomainFacts(domain=domain, certificate=named(item.get("certificateArn", ""))),
            **tagged(read_tags(item.get("tags") or {})),
        )

    def inspect(self, target: Target, ask: Ask, name: DnsName) -> Target:
        """The API that is associated, and the certificate."""
        del name
        facts = target.facts
        if not isinstance(facts, GraphDomainFacts):
            return target
        evidence = Evidence(ask)
        answer = evidence.call("appsync", "get_api_association", absent=_ABSENT, domainName=facts.domain)
        status = "" if answer is None else (answer.get("apiAssociation") or {}).get("associationStatus", _NONE)
        facts = with_certificate(replace(facts, association=status), evidence)
        return evidence.inspected(target, facts, state=status)

    def judge_target(self, subject: Subject) -> Iterator[Finding]:
        """See ``Kind``."""
        yield from judge_cloudfront_zone(subject)
        facts = subject.target.facts
        if not isinstance(facts, GraphDomainFacts):
            return
        obstacles = []
        if parsed(facts.domain) != subject.name:
            obstacles.append("it is another name")
        else:
            yield from judge_presented(subject, facts.certificate, CLOUDFRONT_REGION)
        if facts.association == _NONE:
            obstacles.append("it has no API")
        elif facts.association not in ("", _ASSOCIATED):
            obstacles.append(f"its association with an API is {facts.association}")
        if obstacles:
            yield subject.finding(APPSYNC_NAME_OR_API, domain=facts.domain, why=" and ".join(obstacles))


KIND = GraphDomains()
