"""CloudFront distribution tenants: their names are reached through the routing endpoint of a connection group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.findings import Finding, Rule, Severity
from xalias_tui.domain.lookups import Ask
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Certificate, Facts, Target
from xalias_tui.domain.verdicts import Sighting
from xalias_tui.targets.shared import cloudfront_rules as rules
from xalias_tui.targets.shared import common_rules as common
from xalias_tui.targets.shared.certificate_rules import CERT_KEY_UNSUPPORTED, CERTIFICATE_CHECKS
from xalias_tui.targets.shared.certificates import CLOUDFRONT_KEYS, judge_certificates, judge_key
from xalias_tui.targets.shared.cloudfront_claims import Claim, asked_of, depth, others_in, sighting_of, strongest
from xalias_tui.targets.shared.cloudfront_served import CloudFrontServed, judge_cloudfront_zone
from xalias_tui.targets.shared.evidence import Document, Evidence, covered, merged, parsed
from xalias_tui.targets.shared.kind import Ipv6
from xalias_tui.targets.shared.subject import Subject

CLOUDFRONT_TENANT_DOMAIN_INACTIVE = Rule(
    id="cloudfront-tenant-domain-inactive",
    severity=Severity.ERROR,
    when="Status of the tenant's domain is inactive, or tenant or connection group are not Enabled.",
    message="{name} is not served: {why}.",
    remedy="Finish the validation of the domain, and enable tenant and connection group.",
    source="botocore model: cloudfront DomainResult.Status, DistributionTenant.Enabled, ConnectionGroup.Enabled",
    stage="demands",
)
CLOUDFRONT_WRONG_CONNECTION_GROUP = Rule(
    id="cloudfront-wrong-connection-group",
    severity=Severity.ERROR,
    when="The tenant that owns the name belongs to another connection group.",
    message="{name} belongs to connection group {group}, not to {resource}.",
    remedy="Use that group's routing endpoint, {endpoint}.",
    source="botocore model: cloudfront DistributionTenant.ConnectionGroupId; consequence unsourced",
    stage="demands",
)

_INACTIVE: Final = "inactive"
_MOST_NAMED: Final = 5
_TENANT: Final = "DistributionTenantId"
_ON_OTHER: Final = (
    "Distribution or tenant {other} already owns {alias}; CloudFront will send visitors of {name} there whatever DNS "
    "says."
)
_MOVE: Final = (
    "aws cloudfront update-domain-association --domain {alias} --target-resource DistributionTenantId={tenant_id} "
    "{as_owner}"
)


@dataclass(frozen=True, slots=True)
class TenantDomain:
    """A name that a tenant owns.

    Attributes:
        name: The name, maybe a wildcard.
        active: Whether CloudFront serves it.
        tenant: Name of the tenant.
        enabled: Whether the tenant is switched on.
        distribution: Id of the tenant's distribution.
        certificate: ARN of the tenant's own certificate; empty where the distribution's is presented.
        group: Name of the tenant's connection group.
        endpoint: Routing endpoint of that group.
        tenant_id: Id of the tenant; empty where an earlier version did not keep it.
    """

    name: str
    active: bool
    tenant: str
    enabled: bool
    distribution: str
    certificate: str
    group: str
    endpoint: str
    tenant_id: str = ""


@dataclass(frozen=True, slots=True)
class ConnectionGroupFacts(Facts):
    """Evidence about a connection group.

    Attributes:
        enabled: Whether it is switched on.
        status: ``Deployed`` or ``InProgress``.
        ipv6: Whether IPv6 is on; None where it was not read.
        domains: The names of all tenants of the account, also of those in other groups.
        certificate: What is presented for the picked name; None where no tenant owns it.
        claims: What other tenants and distributions hold that overlaps the picked name; None where it was not asked.
    """

    enabled: bool = True
    status: str = "Deployed"
    ipv6: bool | None = None
    domains: tuple[TenantDomain, ...] = ()
    certificate: Certificate | None = None
    claims: tuple[Claim, ...] | None = None


class ConnectionGroups(CloudFrontServed):
    """The kind ``cloudfront-tenant``."""

    key = "cloudfront-tenant"
    title = "CloudFront tenants"
    scope = "global"
    services = ("cloudfront",)
    arn = r"cloudfront:connection-group/(?P<name>[^/]+)"
    table = "cloudfront_connection_group"
    record_types = ("A", "AAAA")
    iam_actions = (
        "cloudfront:ListConnectionGroups",
        "cloudfront:ListDistributionTenants",
        "cloudfront:GetConnectionGroup",
        "cloudfront:GetDistributionConfig",
        "cloudfront:ListDomainConflicts",
        "acm:DescribeCertificate",
    )
    list_actions = ("cloudfront:ListConnectionGroups", "cloudfront:ListDistributionTenants")
    checks = (
        rules.CLOUDFRONT_IPV6_DISABLED,
        common.AAAA_TARGET_IPV4_ONLY,
        rules.CLOUDFRONT_ALIAS_ON_OTHER_DISTRIBUTION,
        rules.CLOUDFRONT_CERTIFICATE_MISMATCH,
        CERT_KEY_UNSUPPORTED,
        *CERTIFICATE_CHECKS,
    )
    order = 45
    claim = "host-name"
    inspects = "the tenants' domains, certificate, IPv6 and state of the connection group"

    def discover(self, ask: Ask) -> Iterator[Target]:
        """Two paginated lists: connection groups, and the tenants that name theirs; tenants only where groups are."""
        pages = ask.pages("cloudfront", "list_connection_groups")
        groups = [group for page in pages for group in page.get("ConnectionGroups") or ()]
        if not groups:
            return
        domains = tuple(_domains(ask, groups))
        yield from (self._target(group, domains, ask) for group in groups)

    def _target(self, group: Document, domains: tuple[TenantDomain, ...], ask: Ask) -> Target:
        name = parsed(group["RoutingEndpoint"])
        facts = ConnectionGroupFacts(
            enabled=group.get("Enabled", True), status=group.get("Status", ""), domains=domains
        )
        own = [domain for domain in domains if domain.endpoint == group["RoutingEndpoint"]]
        return self.target(
            ask,
            name=group["Name"],
            arn=group["Arn"],
            dns_name=name,
            record_types=("A",),
            hostnames=merged(domain.name for domain in own if domain.active and domain.enabled),
            state=facts.status if facts.enabled else "Disabled",
            internal=False,
            label=", ".join(sorted({domain.tenant for domain in own})),
            facts=facts,
        )

    def inspect(self, target: Target, ask: Ask, name: DnsName) -> Target:
        """Whether the group has IPv6, and what the tenant that owns the name presents."""
        facts = target.facts
        if not isinstance(facts, ConnectionGroupFacts):
            return target
        evidence = Evidence(ask)
        group = evidence.call("cloudfront", "get_connection_group", Identifier=target.arn.rpartition("/")[2])
        ipv6 = None if group is None else bool(group["ConnectionGroup"].get("Ipv6Enabled"))
        owner = _owner(facts.domains, name)
        certificate = _certificate(evidence, owner)
        facts = replace(facts, ipv6=ipv6, certificate=certificate, claims=_claims(evidence, owner, certificate, name))
        types = ("A",) if ipv6 is False else self.record_types
        return evidence.inspected(target, facts, record_types=types)

    def claimed(self, target: Target, name: DnsName, ask: Ask) -> Sighting | None:
        """See ``Kind``; asked of the tenant whose domain covers the name, if its certificate does, too."""
        facts = target.facts
        owner = _owner(facts.domains, name) if isinstance(facts, ConnectionGroupFacts) else None
        if owner is not None and not owner.tenant_id:
            owner = _owner(tuple(_domains(ask, [])), name)
        if owner is None:
            return None
        return sighting_of(owner.tenant_id, name, depth(name, owner.name), ask, _TENANT)

    def with_claims(self, target: Target, claims: Sequence[tuple[str, str]]) -> Target:
        """See ``Kind``."""
        facts = target.facts
        if not isinstance(facts, ConnectionGroupFacts):
            return target
        return replace(target, facts=replace(facts, claims=tuple(Claim(*claim) for claim in claims)))

    def judge_target(self, subject: Subject) -> Iterator[Finding]:
        """See ``Kind``."""
        yield from judge_cloudfront_zone(subject)
        facts = subject.target.facts
        if not isinstance(facts, ConnectionGroupFacts):
            return
        yield from _judge_name(subject, facts)
        yield from _judge_owner(subject, facts)
        if facts.status != "Deployed":
            yield subject.finding(rules.CLOUDFRONT_NOT_DEPLOYED, fix="")
        if "AAAA" in subject.types and facts.ipv6 is False:
            yield subject.finding(rules.CLOUDFRONT_IPV6_DISABLED, "AAAA", fix="")
        yield from _judge_certificate(subject, facts.certificate)

    def ipv6(self, target: Target) -> Ipv6:
        """See ``Kind``; no list returns whether a connection group has IPv6."""
        facts = target.facts
        return super().ipv6(target) if isinstance(facts, ConnectionGroupFacts) and facts.ipv6 is not None else "unknown"


def _domains(ask: Ask, groups: list[Document]) -> Iterator[TenantDomain]:
    by_id = {group["Id"]: group for group in groups}
    default = next((group for group in groups if group.get("IsDefault")), {"Name": "", "RoutingEndpoint": ""})
    for page in ask.pages("cloudfront", "list_distribution_tenants"):
        for tenant in page.get("DistributionTenantList") or ():
            group = by_id.get(tenant.get("ConnectionGroupId", ""), default)
            own = ((tenant.get("Customizations") or {}).get("Certificate") or {}).get("Arn", "")
            for domain in tenant["Domains"]:
                yield TenantDomain(
                    name=domain["Domain"].lower(),
                    active=domain.get("Status") != _INACTIVE,
                    tenant=tenant["Name"],
                    enabled=tenant.get("Enabled", True),
                    distribution=tenant["DistributionId"],
                    certificate=own,
                    group=group["Name"],
                    endpoint=group["RoutingEndpoint"],
                    tenant_id=tenant.get("Id", ""),
                )


def _owner(domains: tuple[TenantDomain, ...], name: DnsName) -> TenantDomain | None:
    """Whose the name is; the more specific domain wins."""
    mine = [domain for domain in domains if covered(name, [domain.name])]
    return max(mine, key=lambda domain: not domain.name.startswith("*"), default=None)


def _certificate(evidence: Evidence, owner: TenantDomain | None) -> Certificate | None:
    if owner is None:
        return None
    arn = owner.certificate
    if not arn:
        answer = evidence.call("cloudfront", "get_distribution_config", Id=owner.distribution)
        viewer = {} if answer is None else answer["DistributionConfig"].get("ViewerCertificate") or {}
        arn = viewer.get("ACMCertificateArn", "")
    return evidence.certificate(arn) if arn else None


def _claims(
    evidence: Evidence, owner: TenantDomain | None, certificate: Certificate | None, name: DnsName
) -> tuple[Claim, ...] | None:
    """Who else holds the name, which CloudFront says only where the tenant's certificate covers it."""
    if owner is None or certificate is None or (certificate.read and not certificate.covers(name)):
        return None
    answer = evidence.call("cloudfront", "list_domain_conflicts", **asked_of(owner.tenant_id, name, _TENANT))
    return None if answer is None else others_in(answer, owner.tenant_id)


def _judge_name(subject: Subject, facts: ConnectionGroupFacts) -> Iterator[Finding]:
    target, owner = subject.target, _owner(facts.domains, subject.name)
    if owner is None:
        served = ", ".join(target.hostnames[:_MOST_NAMED]) or "no name"
        yield subject.finding(
            rules.CLOUDFRONT_ALTERNATE_DOMAIN_MISSING,
            message="No tenant of connection group {resource} owns {name}; it serves {served}.",
            remedy="Add {name} to the domains of a tenant of this group.",
            fix="",
            served=served,
        )
        return
    if parsed(owner.endpoint) != target.dns_name:
        yield subject.finding(
            CLOUDFRONT_WRONG_CONNECTION_GROUP, group=owner.group or "of another account", endpoint=owner.endpoint
        )
    obstacles = {
        f"the domain {owner.name} of tenant {owner.tenant} is inactive": not owner.active,
        f"tenant {owner.tenant} is disabled": not owner.enabled,
        f"connection group {target.name} is disabled": not facts.enabled,
    }
    why = " and ".join(text for text, applies in obstacles.items() if applies)
    if why:
        yield subject.finding(CLOUDFRONT_TENANT_DOMAIN_INACTIVE, why=why)


def _judge_owner(subject: Subject, facts: ConnectionGroupFacts) -> Iterator[Finding]:
    """A more specific domain of another tenant or distribution goes before that of the tenant."""
    owner = _owner(facts.domains, subject.name)
    rival = None if owner is None else strongest(facts.claims or (), subject.name, depth(subject.name, owner.name))
    if owner is not None and rival is not None:
        yield subject.finding(
            rules.CLOUDFRONT_ALIAS_ON_OTHER_DISTRIBUTION,
            message=_ON_OTHER,
            fix=_MOVE if owner.tenant_id else "",
            other=rival.distribution,
            alias=rival.alias,
            tenant_id=owner.tenant_id,
        )


def _judge_certificate(subject: Subject, certificate: Certificate | None) -> Iterator[Finding]:
    if certificate is None:
        return
    if certificate.read and not certificate.covers(subject.name):
        yield subject.finding(rules.CLOUDFRONT_CERTIFICATE_MISMATCH)
    yield from judge_certificates(subject, (certificate,))
    yield from judge_key(subject, certificate, CLOUDFRONT_KEYS, "CloudFront")


KIND = ConnectionGroups()
