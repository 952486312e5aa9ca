"""VPC endpoints of the types Resource and ServiceNetwork: a name for each association."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.findings import Finding
from xalias_tui.domain.lookups import Ask
from xalias_tui.domain.targets import Facts, Target
from xalias_tui.targets.kinds.vpc_endpoint import endpoint_record_types, judge_state, name_tag
from xalias_tui.targets.kinds.vpc_lattice import judge_lattice_zone
from xalias_tui.targets.shared import common_rules as common
from xalias_tui.targets.shared.evidence import Document, Evidence, merged, parsed
from xalias_tui.targets.shared.kind import Kind
from xalias_tui.targets.shared.naming import REGION
from xalias_tui.targets.shared.subject import Subject
from xalias_tui.targets.shared.vpc_endpoint_rules import VPCE_NOT_AVAILABLE

_NAME: Final = re.compile(
    rf"(?:[a-z0-9*-]+\.)*(?:[a-z0-9-]+\.[0-9a-z]{{7}}\.vpc-lattice-rsc|vpce-[a-z0-9-]+\.[0-9a-z]{{7}}\.vpc-lattice-svcs)"
    rf"\.{REGION}\.on\.aws"
)
_ENDPOINTS: Final = [{"Name": "vpc-endpoint-type", "Values": ["Resource", "ServiceNetwork"]}]
_PAGE: Final = 100


@dataclass(frozen=True, slots=True)
class AssociationFacts(Facts):
    """Evidence about an association of a VPC endpoint.

    Attributes:
        endpoint: Id of the VPC endpoint.
        resource: ARN of what is behind it; empty where the API names none.
        state: State of the endpoint, ``available`` …; empty where not read.
    """

    endpoint: str = ""
    resource: str = ""
    state: str = ""


class LatticeEndpoints(Kind):
    """The kind ``vpc-lattice-endpoint``."""

    key = "vpc-lattice-endpoint"
    title = "VPC Lattice endpoint"
    services = ("ec2", "vpc-lattice")
    arn = r"ec2:vpc-endpoint/(?P<name>[^/]+)"
    pattern = _NAME
    hints = ("AAAA answers only where the endpoint has IPv6.",)
    internal = True
    record_types = ("A", "AAAA")
    iam_actions = ("ec2:DescribeVpcEndpointAssociations", "ec2:DescribeVpcEndpoints")
    list_actions = ("ec2:DescribeVpcEndpointAssociations",)
    checks = (VPCE_NOT_AVAILABLE, common.AAAA_TARGET_IPV4_ONLY)
    order = 200
    inspects = "state and IP address types of the endpoint"

    def discover(self, ask: Ask) -> Iterator[Target]:
        """The associations, and the endpoints that they belong to, which may be refused without loss of targets."""
        associations = list(_associations(ask))
        if not associations:
            return
        evidence = Evidence(ask)
        found = evidence.items("ec2", "describe_vpc_endpoints", "VpcEndpoints", Filters=_ENDPOINTS)
        endpoints = {item["VpcEndpointId"]: item for item in found or ()}
        for item in associations:
            yield self._target(item, endpoints.get(item["VpcEndpointId"], {}), ask, evidence.unread)

    def _target(self, item: Document, endpoint: Document, ask: Ask, unread: tuple[str, ...]) -> Target:
        entry = item.get("DnsEntry") or {}
        facts = AssociationFacts(
            endpoint=item["VpcEndpointId"],
            resource=item.get("AssociatedResourceArn") or item.get("ServiceNetworkArn") or "",
            state=endpoint.get("State", ""),
            unread=merged(unread),
        )
        return self.target(
            ask,
            name=name_tag(item) or item["Id"],
            arn=f"arn:{ask.partition}:ec2:{ask.region}:{ask.account_id}:vpc-endpoint/{facts.endpoint}",
            dns_name=parsed(entry.get("DnsName")),
            zone_id=entry.get("HostedZoneId"),
            record_types=endpoint_record_types(endpoint) if endpoint else None,
            state=facts.state or item.get("AssociatedResourceAccessibility", ""),
            internal=True,
            label=", ".join(part for part in (facts.endpoint, facts.resource) if part),
            facts=facts,
        )

    def judge_target(self, subject: Subject) -> Iterator[Finding]:
        """See ``Kind``."""
        yield from judge_lattice_zone(subject)
        facts = subject.target.facts
        if isinstance(facts, AssociationFacts) and subject.target.aliasable:
            yield from judge_state(subject, facts.state)


def _associations(ask: Ask) -> Iterator[Document]:
    """Every association."""
    for page in ask.pages("ec2", "describe_vpc_endpoint_associations", MaxResults=_PAGE):
        yield from page.get("VpcEndpointAssociations") or ()


KIND = LatticeEndpoints()
