"""VPC Lattice services: names with link-local addresses that work inside associated VPCs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.findings import Finding, Rule, Severity
from xalias_tui.domain.lookups import Ask
from xalias_tui.domain.targets import Facts, Target
from xalias_tui.targets.shared.evidence import Document, arn_account, parsed
from xalias_tui.targets.shared.kind import Kind
from xalias_tui.targets.shared.naming import REGION
from xalias_tui.targets.shared.subject import Subject

_NAME: Final = re.compile(rf"(?!vpce-)[a-z0-9-]+-[0-9a-f]{{17}}\.[0-9a-z]{{7}}\.vpc-lattice-svcs\.{REGION}\.on\.aws")


LATTICE_CUSTOM_DOMAIN_MISMATCH = Rule(
    id="lattice-custom-domain-mismatch",
    severity=Severity.ERROR,
    when="customDomainName of the service is not the record's name; it cannot be changed after the service is created.",
    message="Lattice service {resource} was created with {custom}, not {name}; it cannot change.",
    remedy="Recreate the service with {name} as its custom domain name.",
    source="VPC Lattice User Guide: service-custom-domain-name; "
    "botocore model: vpc-lattice ServiceSummary.customDomainName",
    stage="demands",
)
LATTICE_IN_PUBLIC_ZONE = Rule(
    id="lattice-in-public-zone",
    severity=Severity.INFO,
    when="The target is a name of VPC Lattice, and the zone is public.",
    message="{target} answers with addresses that work only inside associated VPCs.",
    remedy="Write the record into a private hosted zone, unless the name is meant to be public.",
    source="VPC Lattice User Guide: security-groups (managed prefix lists: link-local and non-routable addresses)",
    stage="demands",
)
LATTICE_OWN_ZONE_ID = Rule(
    id="lattice-own-zone-id",
    severity=Severity.ERROR,
    when="The zone id of the alias is that of the record's own zone, not dnsEntry.hostedZoneId.",
    message="{zone_id} is the id of your own zone {zone}, not the one of VPC Lattice.",
    remedy="Use the hosted zone id from the dnsEntry of {resource}.",
    source="botocore model: vpc-lattice DnsEntry.hostedZoneId; a sample of the VPC Lattice User Guide misleads",
    stage="target",
)


@dataclass(frozen=True, slots=True)
class LatticeServiceFacts(Facts):
    """Evidence about a Lattice service.

    Attributes:
        custom_domain: ``customDomainName``, fixed when the service was created; empty where it has none.
    """

    custom_domain: str = ""


class LatticeServices(Kind):
    """The kind ``vpc-lattice``."""

    key = "vpc-lattice"
    title = "VPC Lattice service"
    services = ("vpc-lattice",)
    arn = r"vpc-lattice:service/(?P<name>[^/]+)"
    pattern = _NAME
    hints = ("It answers with link-local addresses, which work only inside associated VPCs.",)
    internal = True
    record_types = ("A", "AAAA")
    evaluate_target_health = "no-benefit"
    iam_actions = ("vpc-lattice:ListServices",)
    order = 190
    inspects = "the custom domain name and the zone id of the service"

    def discover(self, ask: Ask) -> Iterator[Target]:
        """One paginated call; services that other accounts share are among the answers."""
        for page in ask.pages("vpc-lattice", "list_services"):
            yield from (self._target(item, ask) for item in page.get("items") or ())

    def _target(self, item: Document, ask: Ask) -> Target:
        entry = item.get("dnsEntry") or {}
        custom = (item.get("customDomainName") or "").lower()
        return self.target(
            ask,
            name=item["name"],
            arn=item["arn"],
            account_id=arn_account(item["arn"]),
            dns_name=parsed(entry.get("domainName")),
            zone_id=entry.get("hostedZoneId"),
            hostnames=(custom,) if custom else (),
            state=item.get("status", ""),
            internal=True,
            facts=LatticeServiceFacts(custom_domain=custom),
        )

    def judge_target(self, subject: Subject) -> Iterator[Finding]:
        """See ``Kind``."""
        yield from judge_lattice_zone(subject)
        facts = subject.target.facts
        if not isinstance(facts, LatticeServiceFacts) or not subject.target.aliasable:
            return
        if not facts.custom_domain:
            yield subject.finding(
                LATTICE_CUSTOM_DOMAIN_MISMATCH,
                message="Lattice service {resource} was created without a custom domain name; it cannot get one.",
            )
        elif parsed(facts.custom_domain) != subject.name:
            yield subject.finding(LATTICE_CUSTOM_DOMAIN_MISMATCH, custom=facts.custom_domain)


def judge_lattice_zone(subject: Subject) -> Iterator[Finding]:
    """Of every Lattice name: the zone of the record, and the zone id of the alias."""
    if subject.target.zone_id and subject.target.zone_id == subject.case.zone.id:
        yield subject.finding(LATTICE_OWN_ZONE_ID, zone_id=subject.target.zone_id)
    if subject.public_zone:
        yield subject.finding(LATTICE_IN_PUBLIC_ZONE)


KIND = LatticeServices()
