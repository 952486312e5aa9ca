"""Custom domain names of API Gateway: one object of REST and HTTP APIs, with a regional and an edge endpoint."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final, Literal

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.findings import Finding, Severity
from xalias_tui.domain.lookups import Ask
from xalias_tui.domain.tags import read_tags
from xalias_tui.domain.targets import Certificate, Facts, Target
from xalias_tui.domain.zone_ids import reverse
from xalias_tui.targets.shared import api_domain_rules as rules
from xalias_tui.targets.shared import common_rules as common
from xalias_tui.targets.shared.certificate_rules import PRESENTED_CHECKS
from xalias_tui.targets.shared.certificates import judge_presented
from xalias_tui.targets.shared.evidence import (
    Document,
    Evidence,
    arn_region,
    arn_service,
    below_wildcard,
    covered,
    parsed,
    tagged,
)
from xalias_tui.targets.shared.kind import Kind
from xalias_tui.targets.shared.subject import Subject

Endpoint = Literal["REGIONAL", "EDGE"]

IAM_ACTIONS: Final = ("apigateway:GET", "acm:DescribeCertificate")
CHECKS: Final = (rules.APIGW_NO_MAPPING, *PRESENTED_CHECKS)
"""Rules that need more than the list: permission to list domains does not include what is below them."""
IAM_RESOURCES: Final = {
    "apigateway:GET": ("arn:{partition}:apigateway:*::/domainnames", "arn:{partition}:apigateway:*::/domainnames/*")
}
"""Domain names and what is below them; ``apigateway:GET`` on everything would read API keys too.

API Gateway Developer Guide: arn-format-reference. ARNs have no account there, and no ``/v2`` either.
"""
INSPECTS: Final = "the custom domain name, its state, IP address type, certificate and mappings"

_PAGE: Final = 500
_DUALSTACK: Final = "dualstack"
_BLOCKED: Final = frozenset({"PENDING_CERTIFICATE_REIMPORT", "PENDING_OWNERSHIP_VERIFICATION", "FAILED"})


@dataclass(frozen=True, slots=True)
class ApiDomainFacts(Facts):
    """Evidence about one endpoint of a custom domain name.

    Attributes:
        domain: The custom domain name, perhaps a wildcard.
        status: ``AVAILABLE`` …
        status_message: The service's own words, may be empty.
        ip_address_type: ``ipv4`` or ``dualstack``.
        certificate_arn: Empty where the API names none.
        routing_mode: ``BASE_PATH_MAPPING_ONLY`` (the default), ``ROUTING_RULE_ONLY`` …
        other_endpoint: Name of the other endpoint, while a domain migrates between edge and regional.
        mappings: How many base path or API mappings; None where not read.
        routing_rules: How many routing rules; None where not read or not needed.
        certificate: As ACM describes it; None where it was not read.
    """

    domain: str = ""
    status: str = "AVAILABLE"
    status_message: str = ""
    ip_address_type: str = "ipv4"
    certificate_arn: str = ""
    routing_mode: str = ""
    other_endpoint: str = ""
    mappings: int | None = None
    routing_rules: int | None = None
    certificate: Certificate | None = None

    @property
    def uses_rules(self) -> bool:
        """Whether routing rules are looked at."""
        return self.routing_mode.startswith("ROUTING_RULE")

    @property
    def uses_mappings(self) -> bool:
        """Whether mappings are looked at."""
        return self.routing_mode != "ROUTING_RULE_ONLY"


@dataclass(frozen=True, slots=True)
class ApiDomain:
    """One endpoint of a custom domain name as either API lists it.

    Attributes:
        dns_name: What the alias points to; empty until the service has made it.
        zone_id: As the API returns it, may be empty.
        tags: Untrusted text.
        facts: The rest.
    """

    dns_name: str
    zone_id: str
    tags: Mapping[str, str]
    facts: ApiDomainFacts


def rest_domains(ask: Ask) -> Iterator[Document]:
    """Every custom domain name as the REST API lists it: those of HTTP APIs and private ones are among them.

    Raises:
        LookupFailedError: when the list was refused or did not come.
    """
    for page in ask.pages("apigateway", "get_domain_names", limit=_PAGE):
        yield from page.get("items") or ()


def endpoint_types(item: Document) -> tuple[str, ...]:
    """``REGIONAL``, ``EDGE``, both during a migration, or ``PRIVATE``."""
    types = (item.get("endpointConfiguration") or {}).get("types")
    return tuple(types or (["REGIONAL"] if item.get("regionalDomainName") else ["EDGE"]))


def read_rest(item: Document, endpoint: Endpoint) -> ApiDomain:
    """One endpoint of a domain of the REST API."""
    prefix, other = ("regional", "distribution") if endpoint == "REGIONAL" else ("distribution", "regional")
    arn = item.get("regionalCertificateArn") if endpoint == "REGIONAL" else item.get("certificateArn")
    both = len(endpoint_types(item)) > 1
    return ApiDomain(
        dns_name=item.get(f"{prefix}DomainName") or "",
        zone_id=item.get(f"{prefix}HostedZoneId") or "",
        tags=item.get("tags") or {},
        facts=ApiDomainFacts(
            domain=item["domainName"].lower(),
            status=item.get("domainNameStatus", "AVAILABLE"),
            status_message=item.get("domainNameStatusMessage", ""),
            ip_address_type=(item.get("endpointConfiguration") or {}).get("ipAddressType", "ipv4"),
            certificate_arn=arn or "",
            routing_mode=item.get("routingMode", ""),
            other_endpoint=item.get(f"{other}DomainName") or "" if both else "",
        ),
    )


def http_domains(ask: Ask, endpoint: Endpoint) -> Iterator[ApiDomain]:
    """Every endpoint as the API of HTTP and WebSocket APIs lists it.

    Raises:
        LookupFailedError: when the list was refused or did not come.
    """
    for page in ask.pages("apigatewayv2", "get_domain_names"):
        for item in page.get("Items") or ():
            configurations = item.get("DomainNameConfigurations") or ()
            yield from (_read_http(item, found) for found in configurations if found.get("EndpointType") == endpoint)


def _read_http(item: Document, configuration: Document) -> ApiDomain:
    return ApiDomain(
        dns_name=configuration.get("ApiGatewayDomainName") or "",
        zone_id=configuration.get("HostedZoneId") or "",
        tags=item.get("Tags") or {},
        facts=ApiDomainFacts(
            domain=item["DomainName"].lower(),
            status=configuration.get("DomainNameStatus", "AVAILABLE"),
            status_message=configuration.get("DomainNameStatusMessage", ""),
            ip_address_type=configuration.get("IpAddressType", "ipv4"),
            certificate_arn=configuration.get("CertificateArn", ""),
            routing_mode=item.get("RoutingMode", ""),
        ),
    )


def as_target(kind: Kind, domain: ApiDomain, ask: Ask) -> Target:
    """The target that an endpoint is."""
    facts = domain.facts
    return kind.target(
        ask,
        name=facts.domain,
        arn=f"arn:{ask.partition}:apigateway:{ask.region}::/domainnames/{facts.domain}",
        dns_name=parsed(domain.dns_name),
        zone_id=domain.zone_id or None,
        record_types=("A", "AAAA") if facts.ip_address_type == _DUALSTACK else ("A",),
        hostnames=(facts.domain,),
        state=facts.status,
        internal=False,
        facts=facts,
        **tagged(read_tags(domain.tags)),
    )


def inspect(target: Target, ask: Ask) -> Target:
    """The target with its mappings and routing rules counted, and its certificate read."""
    facts = target.facts
    if not isinstance(facts, ApiDomainFacts) or not target.aliasable:
        return target
    evidence = Evidence(ask)
    mappings = _count_mappings(evidence, facts.domain) if facts.uses_mappings else None
    routes = (
        _count(evidence.items("apigatewayv2", "list_routing_rules", "RoutingRules", DomainName=facts.domain))
        if facts.uses_rules
        else None
    )
    certificate = read_certificate(evidence, facts)
    facts = replace(facts, mappings=mappings, routing_rules=routes, certificate=certificate)
    return evidence.inspected(target, facts)


def read_certificate(evidence: Evidence, facts: ApiDomainFacts) -> Certificate | None:
    """The certificate of ACM that the endpoint presents; None where ACM does not hold it."""
    arn = facts.certificate_arn
    return evidence.certificate(arn) if arn_service(arn) == "acm" else None


def _count(items: list[Document] | None) -> int | None:
    return None if items is None else len(items)


def _count_mappings(evidence: Evidence, domain: str) -> int | None:
    """Mappings of REST APIs; only without any of those, the mappings that the newer API lists."""
    old = _count(evidence.items("apigateway", "get_base_path_mappings", "items", domainName=domain))
    if old:
        return old
    answer = evidence.call("apigatewayv2", "get_api_mappings", DomainName=domain)
    new = None if answer is None else len(answer.get("Items") or ())
    return new or (None if old is None or new is None else 0)


def judge_api_domain(subject: Subject, *, certificate_region: str, fix: str | None = None) -> Iterator[Finding]:
    """The rules that hold for the endpoints of all domains.

    Args:
        subject: The draft and its target.
        certificate_region: Where the endpoint reads its certificate from.
        fix: Replaces the commands that change a domain or make one; None where the rules' own are right.
    """
    facts = subject.target.facts
    if not isinstance(facts, ApiDomainFacts) or not subject.target.aliasable:
        return
    yield from _judge_name(subject, facts, fix)
    yield from _judge_state(subject, facts)
    yield from _judge_mappings(subject, facts, fix)
    found = arn_region(facts.certificate_arn)
    if arn_service(facts.certificate_arn) == "acm" and found != certificate_region:
        yield subject.finding(rules.APIGW_CERTIFICATE, domain=facts.domain, found=found, wanted=certificate_region)
    if covered(subject.name, [facts.domain]):
        yield from judge_presented(subject, facts.certificate)
    if "AAAA" in subject.types and facts.ip_address_type != _DUALSTACK:
        yield subject.finding(rules.APIGW_AAAA_IPV4, "AAAA", fix=fix, domain=facts.domain)
    if facts.other_endpoint:
        yield _both_endpoints(subject, facts)


def judge_mixup(subject: Subject, wrong_service: str) -> Iterator[Finding]:
    """Whether the zone id belongs to the other sort of endpoint."""
    if any(entry.service == wrong_service for entry in reverse(subject.target.zone_id)):
        yield subject.finding(rules.APIGW_EDGE_REGIONAL_MIXUP, zone_id=subject.target.zone_id)


def _judge_name(subject: Subject, facts: ApiDomainFacts, fix: str | None) -> Iterator[Finding]:
    name = subject.name
    if covered(name, [facts.domain]):
        return
    if below_wildcard(name, [facts.domain]):
        parent = name.parent.bare if name.parent else ""
        yield subject.finding(common.WILDCARD_BROADER_THAN_TARGET, parent=parent, accepted=facts.domain)
    else:
        yield subject.finding(rules.APIGW_NAME_MISMATCH, fix=fix, domain=facts.domain)


def _judge_state(subject: Subject, facts: ApiDomainFacts) -> Iterator[Finding]:
    if facts.status != "AVAILABLE":
        yield subject.finding(
            rules.APIGW_DOMAIN_NOT_AVAILABLE,
            severity=Severity.ERROR if facts.status in _BLOCKED else None,
            domain=facts.domain,
            status=facts.status,
            detail=f": {facts.status_message.rstrip('.')}" if facts.status_message else "",
        )


def _judge_mappings(subject: Subject, facts: ApiDomainFacts, fix: str | None) -> Iterator[Finding]:
    if not subject.target.inspected:
        return
    counts = [facts.mappings] if facts.uses_mappings else []
    counts += [facts.routing_rules] if facts.uses_rules else []
    if all(count == 0 for count in counts):
        yield subject.finding(
            rules.APIGW_NO_MAPPING, fix=fix, domain=facts.domain, mode=facts.routing_mode or "BASE_PATH_MAPPING_ONLY"
        )


def _both_endpoints(subject: Subject, facts: ApiDomainFacts) -> Finding:
    other = parsed(facts.other_endpoint)
    standing = subject.case.around.records.at(subject.name)
    uses_other = any(record.alias is not None and record.alias.dns_name == other for record in standing)
    return subject.finding(
        rules.APIGW_EDGE_REGIONAL_MIXUP,
        severity=Severity.INFO,
        message="{domain} has an edge and a regional endpoint; this alias uses {target}{today}.",
        remedy="Keep to one of them once the migration is done.",
        domain=facts.domain,
        today=f", today DNS uses {facts.other_endpoint}" if uses_other else "",
    )
