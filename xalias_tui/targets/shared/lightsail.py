"""What Lightsail's load balancers, distributions and container services have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.findings import Finding, Rule, Severity
from xalias_tui.domain.lookups import Ask
from xalias_tui.domain.tags import read_tags
from xalias_tui.domain.targets import Certificate, Facts, Target, Validation
from xalias_tui.domain.validations import Progress
from xalias_tui.targets.shared import acm, certificates
from xalias_tui.targets.shared import common_rules as common
from xalias_tui.targets.shared.certificate_rules import CERTIFICATE_CHECKS
from xalias_tui.targets.shared.evidence import Document, Evidence, below_wildcard, covered, tagged, valid_names
from xalias_tui.targets.shared.kind import Kind
from xalias_tui.targets.shared.subject import Subject

LIGHTSAIL_DOMAIN_NOT_ATTACHED = Rule(
    id="lightsail-domain-not-attached",
    severity=Severity.ERROR,
    when="The name is neither in publicDomainNames (container service) nor in alternativeDomainNames (distribution), "
    "or no attached Lightsail certificate covers it; a warning for a load balancer without a certificate.",
    message="Lightsail does not serve {name}: {why}.",
    remedy="Attach the domain and a Lightsail certificate that covers {name} to {resource}.",
    source="botocore model: lightsail LightsailDistribution, ContainerService, LoadBalancer; Lightsail Developer Guide",
    stage="demands",
    needs=frozenset({"lightsail:GetLoadBalancerTlsCertificates", "lightsail:GetCertificates"}),
)
LIGHTSAIL_NOT_RUNNING = Rule(
    id="lightsail-not-running",
    severity=Severity.WARNING,
    when="The state of a container service is not RUNNING, or it has no public endpoint (error where isDisabled).",
    message="{resource} {status}.",
    remedy="Deploy a container with a public endpoint, and enable the service.",
    source="botocore model: lightsail ContainerService.state, isDisabled, url (404 without a public endpoint)",
    stage="resource",
)

CHECKS: Final = (LIGHTSAIL_DOMAIN_NOT_ATTACHED, *CERTIFICATE_CHECKS)
"""What is not checked of load balancers and distributions whose certificates were not read."""

_MOST_NAMED: Final = 5
_RENEWALS: Final = {"PendingValidation": "PENDING_VALIDATION", "Failed": "FAILED"}
"""RenewalStatus of certificates in the words of ACM, which those of load balancers have."""
_CERTIFICATE_REGION: Final = "us-east-1"


@dataclass(frozen=True, slots=True)
class LightsailFacts(Facts):
    """Evidence about a Lightsail resource.

    Attributes:
        enabled: Whether it is switched on.
        attached: Names under which Lightsail keeps the attached certificates.
        certificates: These certificates; None where not read.
        instances: States of the instances behind a load balancer, e.g. ``healthy``.
        public: Whether a container has a public endpoint.
        unattached: Names of certificates of a load balancer that are not attached to it, or not yet.
        requested: Certificates that wait for validation, before which none of them can be attached.
    """

    enabled: bool = True
    attached: tuple[str, ...] = ()
    certificates: tuple[Certificate, ...] | None = None
    instances: tuple[str, ...] = ()
    public: bool = True
    unattached: tuple[str, ...] = ()
    requested: tuple[Certificate, ...] = ()


class LightsailKind(Kind):
    """What is common to the kinds: their certificates are Lightsail's own."""

    def follow(self, target: Target, resource: str, ask: Ask) -> Progress:
        """How far a certificate of the region is."""
        del target
        for page in ask.pages("lightsail", "get_certificates", includeCertificateDetails=True):
            for item in page.get("certificates") or ():
                if item.get("certificateArn") == resource:
                    return progress_of(item.get("certificateDetail") or {}, resource)
        return Progress(resource, "deleted", failed=True)


def progress_of(detail: Document, resource: str) -> Progress:
    """How far a certificate is, as both lists of them describe it."""
    return acm.progress_of(resource, detail.get("status", ""), detail.get("requestFailureReason", ""))


def tags_of(item: Document) -> dict[str, Any]:
    """Tags of a resource as fields of ``Target``."""
    return tagged(read_tags(item.get("tags") or ()))


def certificate_of(detail: Document, region: str = _CERTIFICATE_REGION) -> Certificate:
    """A Lightsail certificate as both lists of them describe it."""
    renewal = (detail.get("renewalSummary") or {}).get("renewalStatus", "")
    return Certificate(
        arn=detail.get("arn", ""),
        names=valid_names([detail.get("domainName", ""), *detail.get("subjectAlternativeNames", ())]),
        status=detail.get("status", ""),
        region=region,
        not_after=detail.get("notAfter"),
        renewal=_RENEWALS.get(renewal, renewal),
        validations=tuple(_validation(item) for item in detail.get("domainValidationRecords") or ()),
        read_at=acm.now(),
        service="Lightsail",
    )


def _validation(item: Document) -> Validation:
    """Certificates nest the record in ``resourceRecord``, those of load balancers have its fields beside the others."""
    record = item.get("resourceRecord") or item
    return Validation(
        name=item.get("domainName", "").lower(),
        status=item.get("validationStatus", ""),
        record_name=record.get("name", ""),
        record_type=record.get("type", "CNAME"),
        record_value=record.get("value", ""),
    )


def requested(evidence: Evidence) -> tuple[Certificate, ...]:
    """The certificates of the region that wait for validation, from one page of the list."""
    answer = evidence.call(
        "lightsail", "get_certificates", certificateStatuses=[acm.PENDING], includeCertificateDetails=True
    )
    found = (item.get("certificateDetail") for item in (answer or {}).get("certificates") or ())
    return tuple(certificate_of(detail, evidence.ask.region) for detail in found if detail)


def judge_domain_names(subject: Subject) -> Iterator[Finding]:
    """Whether the resource lists the name among those that it serves, and its certificate covers it."""
    name, served = subject.name, subject.target.hostnames
    narrower = below_wildcard(name, served)
    if narrower and not covered(name, served):
        yield subject.finding(
            common.WILDCARD_BROADER_THAN_TARGET,
            parent=name.parent.bare if name.parent else "",
            accepted=_listed(narrower),
        )
    elif not covered(name, served):
        why = f"{subject.target.name} serves {_listed(served)}" if served else f"{subject.target.name} has no domain"
        yield subject.finding(LIGHTSAIL_DOMAIN_NOT_ATTACHED, why=why)
    else:
        yield from judge_certificates(subject)


def judge_certificates(subject: Subject) -> Iterator[Finding]:
    """Whether an attached certificate covers the name, is issued and valid, as far as they were read."""
    facts = subject.target.facts
    if not isinstance(facts, LightsailFacts) or not facts.certificates:
        return
    yield from certificates.judge_certificates(subject, facts.certificates)
    if not any(certificate.covers(subject.name) for certificate in facts.certificates):
        named = [name for certificate in facts.certificates for name in certificate.names]
        yield subject.finding(
            LIGHTSAIL_DOMAIN_NOT_ATTACHED, why=f"the certificate of {subject.target.name} covers {_listed(named)}"
        )


def _listed(names: Iterable[str]) -> str:
    found = tuple(dict.fromkeys(names))
    more = f" and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
    return ", ".join(found[:_MOST_NAMED]) + more
