"""Custom domains of Amplify apps: CloudFront serves them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.findings import Finding, Rule, Severity
from xalias_tui.domain.lookups import Ask
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Facts, Target
from xalias_tui.domain.validations import Progress, ValidationRecord
from xalias_tui.targets.shared import common_rules as common
from xalias_tui.targets.shared.cloudfront_served import CloudFrontServed, judge_cloudfront_zone
from xalias_tui.targets.shared.evidence import Document, below_wildcard, covered, parsed
from xalias_tui.targets.shared.subject import Subject

AMPLIFY_SUBDOMAIN_MISSING = Rule(
    id="amplify-subdomain-missing",
    severity=Severity.ERROR,
    when="The name is not in subDomains, or its verified is false, or domainStatus is not AVAILABLE.",
    message="Amplify app {resource} does not serve {name}: {status}.",
    remedy="Add the sub-domain to the app's domain {domain}, and let Amplify verify it.",
    source="botocore model: amplify SubDomain.verified, DomainAssociation.domainStatus",
    stage="demands",
)

_PAGE: Final = 50
_AVAILABLE: Final = "AVAILABLE"
_FAILED: Final = "FAILED"
_WORDS: Final = 3
"""Of ``_a1b2.example.com. CNAME _c3d4.acm-validations.aws.``."""
_MOST_NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class AppDomainFacts(Facts):
    """Evidence about a domain association of an app.

    Attributes:
        domain: The domain that the app is associated with.
        status: ``domainStatus``: ``AVAILABLE``, ``PENDING_VERIFICATION`` …
        reason: ``statusReason``, may be empty; untrusted text.
        unverified: Host names whose DNS record Amplify has not seen.
        verification: The record that proves the domain, as one line ``NAME CNAME VALUE``; empty where there is none.
    """

    domain: str = ""
    status: str = _AVAILABLE
    reason: str = ""
    unverified: tuple[str, ...] = ()
    verification: str = ""


class AppDomains(CloudFrontServed):
    """The kind ``amplify``."""

    key = "amplify"
    title = "Amplify app domain"
    services = ("amplify",)
    precursors = ("AWS::Amplify::App",)
    arn = r"amplify:apps/[^/]+/domains/(?P<name>[^/]+)"
    table = "amplify"
    record_types = ("A",)
    iam_actions = ("amplify:ListApps", "amplify:ListDomainAssociations")
    order = 220
    inspects = "the app's domain, its sub-domains and their state"

    def discover(self, ask: Ask) -> Iterator[Target]:
        """A paginated list of apps, and one of the domains of each."""
        for page in ask.pages("amplify", "list_apps", maxResults=_PAGE):
            for app in page["apps"]:
                for domains in ask.pages("amplify", "list_domain_associations", appId=app["appId"], maxResults=_PAGE):
                    for association in domains["domainAssociations"]:
                        yield from self._targets(app, association, ask)

    def _targets(self, app: Document, association: Document, ask: Ask) -> Iterator[Target]:
        """One target for each name of cloudfront.net, with all sub-domains that point to it."""
        groups: dict[DnsName | None, list[Document]] = {}
        for item in association["subDomains"]:
            groups.setdefault(_cloudfront_name(item), []).append(item)
        for name, members in groups.items():
            hosts = {_host(item, association["domainName"]): item["verified"] for item in members}
            facts = AppDomainFacts(
                domain=association["domainName"].lower(),
                status=association["domainStatus"],
                reason=association.get("statusReason", ""),
                unverified=tuple(host for host, is_verified in hosts.items() if not is_verified),
                verification=_verification(association),
            )
            yield self.target(
                ask,
                name=app["name"],
                arn=association["domainAssociationArn"],
                dns_name=name,
                hostnames=tuple(hosts),
                state=facts.status,
                internal=False,
                label=facts.domain,
                facts=facts,
            )

    def awaited(self, target: Target, name: DnsName) -> tuple[ValidationRecord, ...]:
        """The one record that proves the domain, until the app serves it."""
        facts = target.facts
        if not isinstance(facts, AppDomainFacts) or facts.status in (_AVAILABLE, _FAILED):
            return ()
        words = facts.verification.split()
        record = parsed(words[0]) if len(words) == _WORDS else None
        if record is None or not covered(name, target.hostnames):
            return ()
        return (ValidationRecord(record, words[1], words[2], facts.domain, "Amplify", target.arn, facts.status),)

    def follow(self, target: Target, resource: str, ask: Ask) -> Progress:
        """How far the association of the domain is."""
        del target
        app_id = resource.rpartition(":apps/")[2].partition("/")[0]
        for page in ask.pages("amplify", "list_domain_associations", appId=app_id, maxResults=_PAGE):
            for item in page["domainAssociations"]:
                if item["domainAssociationArn"] == resource:
                    status, why = item["domainStatus"], item.get("statusReason", "")
                    return Progress(resource, status, done=status == _AVAILABLE, failed=status == _FAILED, detail=why)
        return Progress(resource, "no longer associated", failed=True)

    def judge_target(self, subject: Subject) -> Iterator[Finding]:
        """See ``Kind``."""
        yield from judge_cloudfront_zone(subject)
        target, facts = subject.target, subject.target.facts
        if not isinstance(facts, AppDomainFacts):
            return
        narrower = below_wildcard(subject.name, target.hostnames)
        if narrower and not covered(subject.name, target.hostnames):
            yield subject.finding(
                common.WILDCARD_BROADER_THAN_TARGET,
                parent=subject.name.parent.bare if subject.name.parent else "",
                accepted=", ".join(narrower[:_MOST_NAMED]),
            )
            return
        status = "; ".join(_obstacles(subject.name, target.hostnames, facts))
        if status:
            yield subject.finding(AMPLIFY_SUBDOMAIN_MISSING, status=status, domain=facts.domain)


def _obstacles(name: DnsName, hosts: tuple[str, ...], facts: AppDomainFacts) -> Iterator[str]:
    """Why the app does not serve a name."""
    if not covered(name, hosts):
        yield f"it lists {', '.join(hosts[:_MOST_NAMED])}"
    elif covered(name, facts.unverified):
        yield "its sub-domain is not verified"
    if facts.status != _AVAILABLE:
        yield f"the domain is {facts.status}" + (f" ({facts.reason.rstrip('.')})" if facts.reason else "")


def _host(item: Document, domain: str) -> str:
    prefix = item["subDomainSetting"]["prefix"]
    return f"{prefix}.{domain}".lower() if prefix else domain.lower()


def _verification(association: Document) -> str:
    """The record from the association, or from its certificate: the API has both fields."""
    certificate = association.get("certificate") or {}
    found = association.get("certificateVerificationDNSRecord") or certificate.get("certificateVerificationDNSRecord")
    return str(found or "")


def _cloudfront_name(item: Document) -> DnsName | None:
    """The last word of ``www CNAME d111111abcdef8.cloudfront.net``; None until Amplify knows the distribution."""
    words = item["dnsRecord"].split()
    return parsed(words[-1]) if words and words[-1].rstrip(".").endswith(".cloudfront.net") else None


KIND = AppDomains()
