"""OpenSearch Service domains: only the version 2 endpoint of a dual-stack domain can be aliased."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.findings import Finding, Rule, Severity
from xalias_tui.domain.lookups import Ask
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Facts, Recognition, Target
from xalias_tui.targets.shared.evidence import Document, parsed
from xalias_tui.targets.shared.kind import Kind
from xalias_tui.targets.shared.naming import REGION, match_name
from xalias_tui.targets.shared.subject import Subject
from xalias_tui.targets.shared.vpc_endpoint_rules import VPCE_IN_PUBLIC_ZONE

OPENSEARCH_NO_V2_ENDPOINT = Rule(
    id="opensearch-no-v2-endpoint",
    severity=Severity.ERROR,
    when="The domain has neither EndpointV2 nor DomainEndpointV2HostedZoneId: it gets them where IPAddressType is "
    "dualstack and a custom endpoint is enabled.",
    message="Domain {resource} has no version 2 endpoint, the only one that an alias could point to.",
    remedy="Make the domain dual-stack and enable its custom endpoint, or write a CNAME to its version 1 endpoint (not "
    "at the zone's apex).",
    source="Route 53 Developer Guide: routing-to-open-search-service; botocore model: opensearch "
    "DomainStatus.EndpointV2, DomainEndpointV2HostedZoneId",
    fix="aws opensearch update-domain-config --domain-name {resource} --ip-address-type dualstack {here}",
    stage="demands",
)
OPENSEARCH_CUSTOM_ENDPOINT_MISMATCH = Rule(
    id="opensearch-custom-endpoint-mismatch",
    severity=Severity.ERROR,
    when="DomainEndpointOptions.CustomEndpointEnabled is not true, or CustomEndpoint is not the record's name.",
    message="Domain {resource}'s custom endpoint is {custom}, not {name}.",
    remedy="Set the domain's custom endpoint to {name}, with a certificate that covers it.",
    source="botocore model: opensearch DomainEndpointOptions; OpenSearch Service Developer Guide: customendpoint",
    fix="aws opensearch update-domain-config --domain-name {resource} --domain-endpoint-options "
    'CustomEndpointEnabled=true,CustomEndpoint={name},CustomEndpointCertificateArn="$CERTIFICATE_ARN" {here}',
    stage="demands",
)

_V2: Final = re.compile(rf"(?P<sort>search|vpc)-[a-z0-9-]+-[a-z0-9]{{26}}\.aos\.{REGION}\.on\.aws")
_MOST_DESCRIBED: Final = 5
"""Domains that one DescribeDomains answers; the figure is unsourced."""


@dataclass(frozen=True, slots=True)
class SearchDomainFacts(Facts):
    """Evidence about an OpenSearch domain.

    Attributes:
        custom_endpoint: The custom host name; empty where none is enabled.
        in_vpc: Whether its names resolve to addresses of a VPC.
    """

    custom_endpoint: str = ""
    in_vpc: bool = False


class SearchDomains(Kind):
    """The kind ``opensearch``."""

    key = "opensearch"
    title = "OpenSearch domain"
    services = ("opensearch",)
    precursors = ("AWS::OpenSearch::Domain",)
    arn = r"es:domain/(?P<name>[^/]+)"
    record_types = ("A", "AAAA")
    evaluate_target_health = "no-benefit"
    iam_actions = ("es:ListDomainNames", "es:DescribeDomains")
    order = 170
    exclusions = (OPENSEARCH_NO_V2_ENDPOINT,)
    inspects = "the custom endpoint and the zone id of the domain"

    def recognise(self, name: DnsName) -> Recognition | None:
        """Version 2 endpoints; those of version 1 are near misses. No table has their zone ids."""
        match = match_name(_V2, name)
        if match is None:
            return None
        return replace(self.recognised(name, match["region"]), internal=match["sort"] == "vpc")

    def discover(self, ask: Ask) -> Iterator[Target]:
        """One call for the names, one for every five domains."""
        listed = ask.call("opensearch", "list_domain_names").get("DomainNames") or ()
        names = [item["DomainName"] for item in listed]
        for first in range(0, len(names), _MOST_DESCRIBED):
            answer = ask.call("opensearch", "describe_domains", DomainNames=names[first : first + _MOST_DESCRIBED])
            yield from (self._target(item, ask) for item in answer["DomainStatusList"])

    def _target(self, item: Document, ask: Ask) -> Target:
        facts = _facts(item)
        endpoints = item.get("Endpoints") or {}
        second = parsed(item.get("EndpointV2") or endpoints.get("vpcv2"))
        first = parsed(item.get("Endpoint") or endpoints.get("vpc"))
        listed = (parsed(name) for name in (item.get("Endpoint"), item.get("EndpointV2"), *endpoints.values()))
        excluded = second is None and first is not None
        return self.target(
            ask,
            name=item["DomainName"],
            arn=item["ARN"],
            dns_name=second or first,
            other_names=tuple({name: None for name in listed if name not in (None, second or first)}),
            zone_id=item.get("DomainEndpointV2HostedZoneId") if second else "",
            hostnames=(facts.custom_endpoint,) if facts.custom_endpoint else (),
            state=OPENSEARCH_NO_V2_ENDPOINT.id if excluded else _state(item),
            internal=facts.in_vpc,
            facts=facts,
        )

    def judge_target(self, subject: Subject) -> Iterator[Finding]:
        """See ``Kind``."""
        facts = subject.target.facts
        if not isinstance(facts, SearchDomainFacts) or not subject.target.aliasable:
            return
        if facts.in_vpc and subject.public_zone:
            yield subject.finding(VPCE_IN_PUBLIC_ZONE)
        if not facts.custom_endpoint:
            yield subject.finding(
                OPENSEARCH_CUSTOM_ENDPOINT_MISMATCH, message="Domain {resource} has no custom endpoint, so not {name}."
            )
        elif parsed(facts.custom_endpoint) != subject.name:
            yield subject.finding(OPENSEARCH_CUSTOM_ENDPOINT_MISMATCH, custom=facts.custom_endpoint)


def _facts(item: Document) -> SearchDomainFacts:
    options = item.get("DomainEndpointOptions") or {}
    custom = options.get("CustomEndpoint", "") if options.get("CustomEndpointEnabled") else ""
    return SearchDomainFacts(custom_endpoint=custom.lower(), in_vpc=bool((item.get("VPCOptions") or {}).get("VPCId")))


def _state(item: Document) -> str:
    status: str = item.get("DomainProcessingStatus") or "Active"
    return "Deleting" if item.get("Deleted") else status


KIND = SearchDomains()
