"""VPC interface endpoints: private addresses under a regional name, and one name for each Availability Zone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.findings import Finding
from xalias_tui.domain.lookups import Ask, Where
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.partitions import REGION_FORM
from xalias_tui.domain.tags import read_tags
from xalias_tui.domain.targets import Facts, Recognition, Target
from xalias_tui.targets.shared import vpc_endpoint_rules as rules
from xalias_tui.targets.shared.evidence import Document, parsed
from xalias_tui.targets.shared.kind import Kind
from xalias_tui.targets.shared.naming import AMAZONAWS, REGION, match_name
from xalias_tui.targets.shared.recorded import Many, Recorded
from xalias_tui.targets.shared.subject import Subject

_NAME: Final = re.compile(
    rf"(?:[a-z0-9*-]+\.)*(?P<id>vpce-[0-9a-f]{{8,17}}-[a-z0-9]{{8}})(?:-(?P<az>{REGION_FORM}[a-z]))?"
    rf"\.(?P<service>[a-z0-9.-]+?)\.{REGION}\.vpce\.{AMAZONAWS}"
)
_INTERFACE: Final = [{"Name": "vpc-endpoint-type", "Values": ["Interface"]}]
_PENDING: Final = "ZONEIDPENDING"
_IPV4: Final = frozenset({"ipv4", "dualstack"})
_IPV6: Final = frozenset({"ipv6", "dualstack"})
_OF_A_CUSTOMER: Final = "vpce-svc-"
_TAKES_CUSTOM_NAMES: Final = "execute-api"
"""Private APIs, which present the certificate of their custom domain name (API Gateway Developer Guide:
apigateway-private-custom-domains)."""


@dataclass(frozen=True, slots=True)
class InterfaceEndpointFacts(Facts):
    """Evidence about an interface endpoint.

    Attributes:
        service: Name of the endpoint service, e.g. ``com.amazonaws.eu-west-1.ssm``.
        state: ``available`` …, as the API writes it.
    """

    service: str = ""
    state: str = ""


class InterfaceEndpoints(Kind):
    """The kind ``vpc-endpoint``."""

    key = "vpc-endpoint"
    title = "VPC interface endpoint"
    services = ("ec2",)
    arn = r"ec2:vpc-endpoint/(?P<name>[^/]+)"
    table = "vpc_interface_endpoint"
    hints = ("AAAA answers only where the endpoint has IPv6.",)
    internal = True
    record_types = ("A", "AAAA")
    evaluate_target_health = "no-benefit"
    iam_actions = ("ec2:DescribeVpcEndpoints",)
    order = 180
    recorded = Recorded(
        type="AWS::EC2::VPCEndpoint",
        fields={
            "VpcEndpointId": "configuration.vpcEndpointId",
            "VpcEndpointType": "configuration.vpcEndpointType",
            "ServiceName": "configuration.serviceName",
            "State": "configuration.state.value",
            "IpAddressType": "configuration.ipAddressType",
            "DnsOptions.DnsRecordIpType": "configuration.dnsOptions.dnsRecordIpType",
            "DnsEntries": Many("configuration.dnsEntries", {"DnsName": "dnsName", "HostedZoneId": "hostedZoneId"}),
        },
        required=("VpcEndpointId", "VpcEndpointType"),
        unread={
            "IpAddressType": "record_types",
            "DnsOptions.DnsRecordIpType": "record_types",
            "State": "state",
            "DnsEntries": "dns_name",
        },
        never=("name",),
    )
    exclusions = (rules.VPCE_PRIVATE_DNS_ENTRY,)
    lists_every_name = True
    inspects = "state, service and IP address types of the endpoint"

    def recognise(self, name: DnsName) -> Recognition | None:
        """Names of vpce.amazonaws.com; zonal ones are aliasable, with a warning."""
        match = match_name(_NAME, name)
        if match is None:
            return None
        zonal = (f"The name reaches only the Availability Zone {match['az']}.",) if match["az"] else ()
        return self.recognised(name, match["region"], (*zonal, *self.hints))

    def resource_name(self, name: DnsName) -> DnsName:
        """The regional name, whatever zone and labels of the service's own it has."""
        match = match_name(_NAME, name)
        if match is None:
            return name
        own = name.text[match.start("id") :]
        return DnsName.from_route53(own if match["az"] is None else own.replace(f"-{match['az']}.", ".", 1))

    def has_name(self, target: Target, name: DnsName) -> bool:
        """See ``Kind``; endpoints of S3 answer every name below theirs (``*.vpce-…`` among ``DnsEntries``)."""
        return name in target.names or any(
            own.is_wildcard and own.parent is not None and name.is_inside(own.parent) for own in target.names
        )

    def discover(self, ask: Ask) -> Iterator[Target]:
        """One paginated call."""
        for page in ask.pages("ec2", "describe_vpc_endpoints", Filters=_INTERFACE):
            yield from (self._target(item, ask) for item in page.get("VpcEndpoints") or ())

    def _target(self, item: Document, ask: Where) -> Target:
        entries = item.get("DnsEntries") or ()
        regional = next((entry for entry in entries if is_regional(entry)), None)
        shown: Document = regional or next(iter(entries), {})
        facts = InterfaceEndpointFacts(service=item.get("ServiceName", ""), state=item.get("State", ""))
        excluded = regional is None and bool(shown)
        return self.target(
            ask,
            name=name_tag(item) or item["VpcEndpointId"],
            arn=f"arn:{ask.partition}:ec2:{ask.region}:{ask.account_id}:vpc-endpoint/{item['VpcEndpointId']}",
            dns_name=parsed(shown.get("DnsName")),
            other_names=tuple(_own_names(entry for entry in entries if entry is not shown)),
            zone_id=regional["HostedZoneId"] if regional else "",
            record_types=endpoint_record_types(item),
            state=rules.VPCE_PRIVATE_DNS_ENTRY.id if excluded else facts.state,
            internal=True,
            label=", ".join(part for part in (item["VpcEndpointId"], facts.service) if part),
            facts=facts,
            tags=read_tags(item["Tags"]) if "Tags" in item else None,
        )

    def from_document(self, document: Document, where: Where) -> Target | None:
        """See ``Kind``."""
        return self._target(document, where) if document["VpcEndpointType"] == "Interface" else None

    def judge_target(self, subject: Subject) -> Iterator[Finding]:
        """See ``Kind``."""
        target, facts = subject.target, subject.target.facts
        yield from judge_zonal_name(subject)
        if not target.aliasable:
            return
        if subject.public_zone:
            yield subject.finding(rules.VPCE_IN_PUBLIC_ZONE)
        if isinstance(facts, InterfaceEndpointFacts):
            yield from judge_state(subject, facts.state)
            if _has_certificate_of_aws(facts.service):
                yield subject.finding(rules.VPCE_TLS_NAME, service=facts.service)


def judge_zonal_name(subject: Subject) -> Iterator[Finding]:
    """That a name of an endpoint is that of one Availability Zone."""
    name = subject.target.dns_name
    match = None if name is None else match_name(_NAME, name)
    if match is not None and match["az"]:
        yield subject.finding(rules.VPCE_ZONAL_NAME, az=match["az"])


def _own_names(entries: Iterable[Document]) -> Iterator[DnsName]:
    """The endpoint's own names among DNS entries; private DNS names are the service's and shared by all endpoints."""
    for entry in entries:
        name = parsed(entry.get("DnsName"))
        if name is not None and match_name(_NAME, name) is not None:
            yield name


def name_tag(item: Document) -> str:
    """The tag ``Name``, which the console shows as the name; empty where there is none."""
    return next((tag.get("Value", "") for tag in item.get("Tags") or () if tag["Key"] == "Name"), "")


def endpoint_record_types(item: Document) -> tuple[str, ...]:
    """Types of alias record that the addresses of an endpoint answer, by its addresses and its DNS records."""
    addresses = item.get("IpAddressType") or "ipv4"
    records = (item.get("DnsOptions") or {}).get("DnsRecordIpType") or "ipv4"
    records = addresses if records == "service-defined" else records
    wanted = (("A", _IPV4), ("AAAA", _IPV6))
    return tuple(type_ for type_, having in wanted if addresses in having and records in having)


def judge_state(subject: Subject, state: str, endpoint: str = "") -> Iterator[Finding]:
    """Whether the endpoint is there; the model writes ``Available``, the API ``available``.

    ``endpoint`` names it where it is not itself the target.
    """
    if state and state.lower() != "available":
        named: dict[str, Any] = {"resource": endpoint} if endpoint else {}
        yield subject.finding(rules.VPCE_NOT_AVAILABLE, status=state, **named)


def is_regional(entry: Document) -> bool:
    """Whether a DNS entry is the regional one: neither zonal, nor the service's private name, nor pending."""
    name = parsed(entry.get("DnsName"))
    match = None if name is None else match_name(_NAME, name)
    return match is not None and not match["az"] and entry.get("HostedZoneId") not in (None, "", _PENDING)


def _has_certificate_of_aws(service: str) -> bool:
    """Whether AWS itself offers the service: the certificate of a customer's own is not known here."""
    return bool(service) and _OF_A_CUSTOMER not in service and not service.endswith(f".{_TAKES_CUSTOM_NAMES}")


KIND = InterfaceEndpoints()
