"""Private custom domain names of API Gateway: reached through an interface endpoint with an access association."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.findings import Finding
from xalias_tui.domain.lookups import Ask
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Recognition, Target
from xalias_tui.targets.kinds.vpc_endpoint import KIND as ENDPOINTS
from xalias_tui.targets.kinds.vpc_endpoint import endpoint_record_types, is_regional, judge_state, judge_zonal_name
from xalias_tui.targets.shared import api_domain_rules as rules
from xalias_tui.targets.shared import api_domains
from xalias_tui.targets.shared.evidence import Document, Evidence, parsed
from xalias_tui.targets.shared.kind import Kind
from xalias_tui.targets.shared.subject import Subject

_PAGE: Final = 500
_SERVICE: Final = ".execute-api."


@dataclass(frozen=True, slots=True)
class PrivateDomainFacts(api_domains.ApiDomainFacts):
    """Evidence about a private domain as one endpoint reaches it.

    Attributes:
        domain_id: Its id, as several may have the same name.
        endpoint: Id of the interface endpoint; empty for none.
        endpoint_state: ``available`` …, as the API writes it; empty for one of another account.
    """

    domain_id: str = ""
    endpoint: str = ""
    endpoint_state: str = ""


class PrivateApiDomains(Kind):
    """The kind ``apigateway-private``."""

    key = "apigateway-private"
    title = "API Gateway private domain"
    services = ("apigateway", "ec2")
    precursors = ("AWS::ApiGateway::RestApi",)
    arn = r"apigateway:/domainname(?:s/(?P<name>[^/+]+)[+][^/]+|accessassociations/domainname/[^/]+/vpcesource/[^/]+)"
    record_types = ("A", "AAAA")
    evaluate_target_health = "no-benefit"
    iam_actions = (*api_domains.IAM_ACTIONS, "ec2:DescribeVpcEndpoints")
    list_actions = ("apigateway:GET", "ec2:DescribeVpcEndpoints")
    checks = api_domains.CHECKS
    iam_resources = {  # noqa: RUF012 -- read only, as all of a kind's data
        "apigateway:GET": (
            *api_domains.IAM_RESOURCES["apigateway:GET"],
            "arn:{partition}:apigateway:*:*:/domainnames/*",
            "arn:{partition}:apigateway:*::/domainnameaccessassociations",
            "arn:{partition}:apigateway:*:*:/domainnameaccessassociations",
        )
    }
    named_as_hosts = True
    behind = ENDPOINTS.key
    order = 65
    exclusions = (rules.APIGW_PRIVATE_IN_PUBLIC_ZONE,)
    inspects = "the private domain, its access associations, endpoints and mappings"

    def recognise(self, name: DnsName) -> Recognition | None:
        """Names of execute-api endpoints, which interface endpoints are offered first."""
        recognition = ENDPOINTS.recognise(name) if _SERVICE in name.text else None
        return None if recognition is None else replace(recognition, kind=self.key)

    def discover(self, ask: Ask) -> Iterator[Target]:
        """One target for each endpoint that may reach a domain; only accounts with private domains cost three calls."""
        domains = [item for item in api_domains.rest_domains(ask) if "PRIVATE" in api_domains.endpoint_types(item)]
        if not domains:
            return
        sources: dict[str, list[Document]] = {}
        for association in _associations(ask):
            sources.setdefault(association["domainNameArn"], []).append(association)
        endpoints = _endpoints(ask, [found["accessAssociationSource"] for group in sources.values() for found in group])
        for item in domains:
            ways: list[Document] = sources.get(item.get("domainNameArn", ""), [])
            for way in ways or [{}]:
                yield self._target(item, way, endpoints.get(way.get("accessAssociationSource", "")), ask)

    def _target(self, item: Document, way: Document, endpoint: Document | None, ask: Ask) -> Target:
        domain = api_domains.read_rest(item, "REGIONAL")
        known_facts = {field.name: getattr(domain.facts, field.name) for field in fields(domain.facts)}
        facts = PrivateDomainFacts(
            **known_facts | {"certificate_arn": item.get("certificateArn", "")},
            domain_id=item.get("domainNameId", ""),
            endpoint=way.get("accessAssociationSource", ""),
            endpoint_state="" if endpoint is None else endpoint.get("State", ""),
        )
        entries = () if endpoint is None else endpoint.get("DnsEntries") or ()
        entry: Document = next((entry for entry in entries if is_regional(entry)), {})
        known = api_domains.as_target(self, domain, ask)
        return replace(
            known,
            arn=way.get("domainNameAccessAssociationArn") or item.get("domainNameArn") or known.arn,
            dns_name=parsed(entry.get("DnsName")),
            zone_id=entry.get("HostedZoneId", ""),
            zone_id_origin="api" if entry else "",
            record_types=endpoint_record_types(endpoint) if endpoint is not None and entry else (),
            state=facts.status if entry else rules.APIGW_PRIVATE_IN_PUBLIC_ZONE.id,
            internal=True,
            facts=facts,
        )

    def inspect(self, target: Target, ask: Ask, name: DnsName) -> Target:
        """The mappings, and the certificate."""
        del name
        facts = target.facts
        if not isinstance(facts, PrivateDomainFacts) or not target.aliasable:
            return target
        evidence = Evidence(ask)
        wanted = {"domainName": facts.domain, "domainNameId": facts.domain_id}
        found = evidence.items("apigateway", "get_base_path_mappings", "items", **wanted)
        certificate = api_domains.read_certificate(evidence, facts)
        mappings = None if found is None else len(found)
        return evidence.inspected(target, replace(facts, mappings=mappings, certificate=certificate))

    def judge_target(self, subject: Subject) -> Iterator[Finding]:
        """See ``Kind``."""
        facts = subject.target.facts
        yield from judge_zonal_name(subject)
        if isinstance(facts, PrivateDomainFacts):
            yield from judge_state(subject, facts.endpoint_state, endpoint=facts.endpoint)
        if subject.public_zone and subject.target.aliasable:
            yield subject.finding(rules.APIGW_PRIVATE_IN_PUBLIC_ZONE)
        # private domains are identified by their id, which the commands for the others do not name
        yield from api_domains.judge_api_domain(subject, certificate_region=subject.target.region, fix="")


def _associations(ask: Ask) -> Iterator[Document]:
    """Every access association of the account's domains."""
    for page in ask.pages("apigateway", "get_domain_name_access_associations", limit=_PAGE):
        yield from page.get("items") or ()


def _endpoints(ask: Ask, ids: list[str]) -> dict[str, Document]:
    """Those of the endpoints that are this account's, by id."""
    if not ids:
        return {}
    wanted = [{"Name": "vpc-endpoint-id", "Values": sorted(set(ids))}]
    pages = ask.pages("ec2", "describe_vpc_endpoints", Filters=wanted)
    return {item["VpcEndpointId"]: item for page in pages for item in page.get("VpcEndpoints") or ()}


KIND = PrivateApiDomains()
