"""AppSync custom domains: served by CloudFront, known to AppSync's own API alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from xalias_tui.domain.findings import Finding, Rule, Severity
from xalias_tui.domain.lookups import Ask
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Certificate, Facts, Recognition, Target
from xalias_tui.targets.shared.certificate_rules import PRESENTED_CHECKS
from xalias_tui.targets.shared.certificates import CLOUDFRONT_REGION, judge_presented, named
from xalias_tui.targets.shared.cloudfront_served import judge_cloudfront_zone, recognise_served
from xalias_tui.targets.shared.evidence import Document, Evidence, label_of, merged, parsed
from xalias_tui.targets.shared.kind import Kind
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

_TABLE: Final = "appsync_custom_domain"
_PAGE: Final = 25
_ASSOCIATED: Final = "SUCCESS"
_NONE: Final = "none"
_ABSENT: Final = ("NotFoundException",)


@dataclass(frozen=True, slots=True)
class GraphDomainFacts(Facts):
    """Evidence about a custom domain.

    Attributes:
        domain: The custom domain.
        association: ``SUCCESS``, ``PROCESSING`` or ``FAILED``; ``none`` where no API is associated, empty where it was
            not read.
        certificate: That of the custom domain; None where the API names none.
    """

    domain: str = ""
    association: str = ""
    certificate: Certificate | None = None


class GraphDomains(Kind):
    """The kind ``appsync``."""

    key = "appsync"
    title = "AppSync custom domain"
    services = ("appsync",)
    arn = r"appsync:domainnames/(?P<name>[^/]+)"
    record_types = ("A",)
    evaluate_target_health = "forbidden"
    iam_actions = ("appsync:ListDomainNames", "appsync:GetApiAssociation", "acm:DescribeCertificate")
    list_actions = ("appsync:ListDomainNames",)
    checks = (APPSYNC_NAME_OR_API, *PRESENTED_CHECKS)
    order = 160
    inspects = "the custom domain and the API behind it"

    def recognise(self, name: DnsName) -> Recognition | None:
        """Names of cloudfront.net, which distributions are offered first."""
        return recognise_served(self.key, _TABLE, self.record_types, name)

    def discover(self, ask: Ask) -> Iterator[Target]:
        """One paginated call."""
        for page in ask.pages("appsync", "list_domain_names", maxResults=_PAGE):
            yield from (self._target(item, ask) for item in page.get("domainNameConfigs") or ())

    def _target(self, item: Document, ask: Ask) -> Target:
        domain, name = item["domainName"].lower(), parsed(item.get("appsyncDomainName"))
        return Target(
            kind=self.key,
            name=domain,
            arn=item.get("domainNameArn", ""),
            account_id=ask.account_id,
            profile=ask.profile,
            region=ask.region,
            dns_name=name,
            zone_id=item.get("hostedZoneId", "") if name else "",
            zone_id_origin="api" if name and item.get("hostedZoneId") else "",
            record_types=self.record_types if name else (),
            hostnames=(domain,),
            state="",
            internal=False,
            evaluate_target_health=self.evaluate_target_health,
            label=label_of(item.get("tags") or {}),
            facts=GraphDomainFacts(domain=domain, certificate=named(item.get("certificateArn", ""))),
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
        certificate = facts.certificate and evidence.certificate(facts.certificate.arn)
        facts = replace(
            facts, association=status, certificate=certificate, unread=merged(facts.unread, evidence.unread)
        )
        return replace(target, state=status, facts=facts, inspected=True)

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
