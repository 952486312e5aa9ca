"""App Runner services, for the host names that are associated with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.findings import Finding, Rule, Severity
from xalias_tui.domain.lookups import Ask, LookupFailedError, Where
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Facts, Target
from xalias_tui.domain.validations import Progress, ValidationRecord
from xalias_tui.targets.shared import common_rules as common
from xalias_tui.targets.shared.evidence import Document, Evidence, below_wildcard, covered, merged, parsed
from xalias_tui.targets.shared.kind import Ipv6, Kind
from xalias_tui.targets.shared.naming import REGION
from xalias_tui.targets.shared.recorded import Recorded
from xalias_tui.targets.shared.subject import Subject
from xalias_tui.targets.shared.validation_rules import VALIDATION_CHECKS

APPRUNNER_NOT_ASSOCIATED = Rule(
    id="apprunner-not-associated",
    severity=Severity.ERROR,
    when="The name is not in CustomDomains, or its Status is CREATE_FAILED, DELETING or DELETE_FAILED; a warning "
    "while the certificate is validated or bound.",
    message="App Runner service {resource} does not serve {name}: {why}.",
    remedy="Associate {name} with the service, and create the validation records that it names.",
    source="botocore model: apprunner CustomDomain.Status; App Runner Developer Guide: manage-custom-domains",
    stage="demands",
    needs=frozenset({"apprunner:DescribeCustomDomains"}),
)
APPRUNNER_TOO_OLD = Rule(
    id="apprunner-too-old",
    severity=Severity.ERROR,
    when="The service was created before 1 August 2022.",
    message="{resource} was created on {created}; only services created since 1 August 2022 can be aliased.",
    remedy="Write a CNAME (not at the zone's apex), or move the application to ECS Express Mode and alias to its load "
    "balancer.",
    source="Route 53 Developer Guide: routing-to-app-runner; App Runner Developer Guide: apprunner-availability-change "
    "(no longer open to new customers; AWS recommends ECS Express Mode)",
    stage="demands",
    aliases_only=True,
)
APPRUNNER_PAUSED = Rule(
    id="apprunner-paused",
    severity=Severity.ERROR,
    when="Status is neither RUNNING nor OPERATION_IN_PROGRESS.",
    message="App Runner service {resource} is {status}.",
    remedy="Resume the service, or move the application to ECS Express Mode and alias to its load balancer.",
    source="botocore model: apprunner ServiceStatus; App Runner Developer Guide: apprunner-availability-change",
    stage="resource",
)
APPRUNNER_PRIVATE = Rule(
    id="apprunner-private",
    severity=Severity.WARNING,
    when="IsPubliclyAccessible is false, and the zone is public.",
    message="App Runner service {resource} is reached only from inside its VPC.",
    remedy="Create the record in a private zone, or make the service public.",
    source="botocore model: apprunner IngressConfiguration.IsPubliclyAccessible",
    stage="demands",
    needs=frozenset({"apprunner:DescribeService"}),
)

_NAME: Final = re.compile(rf"(?P<name>[a-z0-9]+)\.{REGION}\.awsapprunner\.com")
_SINCE: Final = datetime(2022, 8, 1, tzinfo=UTC)
_WORKING: Final = frozenset({"RUNNING", "OPERATION_IN_PROGRESS"})
_COMING: Final = {
    "CREATING": "the association is being made",
    "PENDING_CERTIFICATE_DNS_VALIDATION": "its certificate waits for validation",
    "BINDING_CERTIFICATE": "its certificate is being bound",
}
_ACTIVE: Final = "ACTIVE"
_MOST_NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class CustomDomain:
    """A host name that is associated with a service.

    Attributes:
        names: The name, and that with ``www.`` before it where it was requested.
        status: Of the association, e.g. ``ACTIVE``.
        validation: Name and value of each CNAME that validates its certificate.
    """

    names: tuple[str, ...]
    status: str
    validation: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceFacts(Facts):
    """Evidence about a service.

    Attributes:
        created: When it was created; None where the API does not say.
        public: Whether the internet reaches it; None where it was not read.
        domains: What is associated with it; None where it was not read.
        ip_address_type: ``IPV4`` or ``DUAL_STACK``; empty where it was not read.
    """

    created: datetime | None = None
    public: bool | None = None
    domains: tuple[CustomDomain, ...] | None = None
    ip_address_type: str = ""


class RunnerServices(Kind):
    """The kind ``apprunner``."""

    key = "apprunner"
    title = "App Runner service"
    services = ("apprunner",)
    arn = r"apprunner:service/(?P<name>[^/]+)/.+"
    pattern = _NAME
    table = "app_runner"
    record_types = ("A",)
    iam_actions = ("apprunner:ListServices", "apprunner:DescribeService", "apprunner:DescribeCustomDomains")
    list_actions = ("apprunner:ListServices",)
    checks = (APPRUNNER_PRIVATE, APPRUNNER_NOT_ASSOCIATED, common.WILDCARD_BROADER_THAN_TARGET, *VALIDATION_CHECKS)
    order = 150
    recorded = Recorded(
        type="AWS::AppRunner::Service",
        fields={
            "ServiceName": "configuration.ServiceName",
            "ServiceArn": "configuration.ServiceArn",
            "ServiceUrl": "configuration.ServiceUrl",
            "Status": "configuration.Status",
        },
        required=("ServiceName", "ServiceArn"),
        unread={"ServiceUrl": "dns_name", "Status": "state"},
        proves_presence=False,  # services of before August 2022 take no alias, and no item says when one was created
    )
    inspects = "the associated host names, and whether the service is public"

    def discover(self, ask: Ask) -> Iterator[Target]:
        """One list, page by page."""
        for page in ask.pages("apprunner", "list_services"):
            yield from (self.from_document(item, ask) for item in page.get("ServiceSummaryList") or ())

    def from_document(self, document: Document, where: Where) -> Target:
        """See ``Kind``."""
        return self.target(
            where,
            name=document["ServiceName"],
            arn=document["ServiceArn"],
            dns_name=parsed(document.get("ServiceUrl")),
            state=document.get("Status", ""),
            facts=ServiceFacts(created=document.get("CreatedAt")),
        )

    def inspect(self, target: Target, ask: Ask, name: DnsName) -> Target:
        """Whether it is public, and the host names that are associated with it."""
        del name
        facts = target.facts
        if not isinstance(facts, ServiceFacts):
            return target
        evidence = Evidence(ask)
        described = evidence.call("apprunner", "describe_service", ServiceArn=target.arn)
        domains = _domains(evidence, target.arn)
        facts = replace(
            facts,
            public=None if described is None else _is_public(described["Service"]),
            domains=domains,
            ip_address_type="" if described is None else _ip_address_type(described["Service"]),
        )
        served = merged(*(domain.names for domain in domains or () if domain.status == _ACTIVE))
        internal = None if facts.public is None else not facts.public
        return evidence.inspected(target, facts, hostnames=served, internal=internal)

    def awaited(self, target: Target, name: DnsName) -> tuple[ValidationRecord, ...]:
        """The records of the association that covers the name, until it is active."""
        facts = target.facts
        domains = (facts.domains or ()) if isinstance(facts, ServiceFacts) else ()
        return tuple(
            ValidationRecord(record, "CNAME", value, domain.names[0], "App Runner", domain.names[0], domain.status)
            for domain in domains
            if domain.status in _COMING and covered(name, domain.names)
            for text, value in domain.validation
            if (record := parsed(text)) is not None
        )

    def follow(self, target: Target, resource: str, ask: Ask) -> Progress:
        """How far the association of a host name is."""
        for page in ask.pages("apprunner", "describe_custom_domains", ServiceArn=target.arn):
            for domain in map(_domain, page.get("CustomDomains") or ()):
                if domain.names[0] == resource:
                    status = domain.status
                    over = status not in (*_COMING, _ACTIVE)
                    return Progress(resource, status, done=status == _ACTIVE, failed=over)
        return Progress(resource, "no longer associated", failed=True)

    def ipv6(self, target: Target) -> Ipv6:
        """See ``Kind``; that dual-stack services take an AAAA alias is not documented."""
        known = isinstance(target.facts, ServiceFacts) and target.facts.ip_address_type == "IPV4"
        return "off" if known else super().ipv6(target)

    def judge_target(self, subject: Subject) -> Iterator[Finding]:
        """See ``Kind``."""
        facts, status = subject.target.facts, subject.target.state
        if not isinstance(facts, ServiceFacts):
            return
        if facts.created is not None and facts.created < _SINCE:
            yield subject.finding(APPRUNNER_TOO_OLD, created=f"{facts.created:%Y-%m-%d}")
        if status not in _WORKING:
            yield subject.finding(APPRUNNER_PAUSED, status=status or "in no known state")
        if facts.public is False and subject.public_zone:
            yield subject.finding(APPRUNNER_PRIVATE)
        if facts.domains is not None:
            yield from _judge_domains(subject, facts.domains)


def _judge_domains(subject: Subject, domains: tuple[CustomDomain, ...]) -> Iterator[Finding]:
    name = subject.name
    mine = [domain for domain in domains if covered(name, domain.names)]
    if any(domain.status == _ACTIVE for domain in mine):
        return
    listed = tuple(text for domain in domains for text in domain.names)
    narrower = below_wildcard(name, listed)
    if narrower and not mine:
        parent = name.parent.bare if name.parent else ""
        accepted = ", ".join(narrower[:_MOST_NAMED])
        yield subject.finding(common.WILDCARD_BROADER_THAN_TARGET, parent=parent, accepted=accepted)
    elif not mine:
        why = f"it knows {', '.join(listed[:_MOST_NAMED])}" if listed else "no host name is associated with it"
        yield subject.finding(APPRUNNER_NOT_ASSOCIATED, why=why)
    elif mine[0].status in _COMING:
        records = "; ".join(f"{record} CNAME {value}".rstrip(".") for record, value in mine[0].validation)
        remedy = f"Create {records}." if records else "Wait until the association is ACTIVE."
        why = _COMING[mine[0].status]
        yield subject.finding(APPRUNNER_NOT_ASSOCIATED, severity=Severity.WARNING, why=why, remedy=_literal(remedy))
    else:
        yield subject.finding(APPRUNNER_NOT_ASSOCIATED, why=f"the association is {mine[0].status}")


def _literal(text: str) -> str:
    """Text of others as a template of which nothing is filled in."""
    return text.replace("{", "{{").replace("}", "}}")


def _is_public(service: Document) -> bool:
    ingress = (service.get("NetworkConfiguration") or {}).get("IngressConfiguration") or {}
    return bool(ingress.get("IsPubliclyAccessible", True))


def _ip_address_type(service: Document) -> str:
    return str((service.get("NetworkConfiguration") or {}).get("IpAddressType", ""))


def _domains(evidence: Evidence, arn: str) -> tuple[CustomDomain, ...] | None:
    found: list[CustomDomain] = []
    try:
        for page in evidence.ask.pages("apprunner", "describe_custom_domains", ServiceArn=arn):
            found += [_domain(item) for item in page.get("CustomDomains") or ()]
    except LookupFailedError as error:
        evidence.miss(error.action if error.denied and error.action else f"its custom domains ({error.code})")
        return None
    return tuple(found)


def _domain(item: Document) -> CustomDomain:
    name = item["DomainName"].lower()
    records = item.get("CertificateValidationRecords") or ()
    return CustomDomain(
        names=(name, f"www.{name}") if item.get("EnableWWWSubdomain") else (name,),
        status=item["Status"],
        validation=tuple((record["Name"], record["Value"]) for record in records),
    )


KIND = RunnerServices()
