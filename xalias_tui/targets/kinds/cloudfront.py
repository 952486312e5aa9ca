"""CloudFront distributions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.findings import Finding
from xalias_tui.domain.lookups import Ask, Where
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.partitions import CHINA, COMMERCIAL, partition_of_arn
from xalias_tui.domain.targets import Certificate, Recognition, Target
from xalias_tui.domain.verdicts import Sighting
from xalias_tui.domain.zone_ids import global_region
from xalias_tui.targets.shared import cloudfront_rules as rules
from xalias_tui.targets.shared import common_rules as common
from xalias_tui.targets.shared.certificate_rules import CERT_KEY_UNSUPPORTED, CERTIFICATE_CHECKS
from xalias_tui.targets.shared.certificates import (
    CLOUDFRONT_KEYS,
    PresentedFacts,
    judge_certificates,
    judge_key,
    with_certificate,
)
from xalias_tui.targets.shared.cloudfront_claims import (
    Claim,
    asked_of,
    depth,
    others_in,
    own_depth,
    sighting_of,
    strongest,
)
from xalias_tui.targets.shared.cloudfront_served import NAME, judge_cloudfront_zone
from xalias_tui.targets.shared.evidence import Document, Evidence, arn_region, below_wildcard, covered, parsed
from xalias_tui.targets.shared.kind import Kind
from xalias_tui.targets.shared.naming import AMAZONAWS, GLOBAL, REGION, match_name
from xalias_tui.targets.shared.recorded import Many, Recorded
from xalias_tui.targets.shared.subject import Subject

_BUCKET: Final = re.compile(rf"(?P<bucket>[a-z0-9.-]+?)\.s3(?:-website)?(?:[.-](?:dualstack\.)?{REGION})?\.{AMAZONAWS}")
_CERTIFICATE_REGION: Final = "us-east-1"
_MULTIPLEXED: Final = frozenset({"http2", "http3", "http2and3"})
_FROM_IAM: Final = "Upload a certificate that covers {name} to IAM: CloudFront in China takes none of ACM."
"""CloudFront in the AWS in China guide."""
_MOST_NAMED: Final = 5
_DEPLOYED: Final = "Deployed"
_APPROVED: Final = "APPROVED"


@dataclass(frozen=True, slots=True)
class Filing:
    """The ICP filing of an alternate domain name, which China requires of every site served there."""

    alias: str
    status: str


@dataclass(frozen=True, slots=True)
class DistributionFacts(PresentedFacts):
    """Evidence about a distribution.

    Attributes:
        enabled: Whether it serves at all.
        status: ``Deployed`` or ``InProgress``.
        ipv6: Whether IPv6 is on.
        http_version: ``http1.1``, ``http2``, ``http3`` or ``http2and3``.
        default_certificate: Whether only the certificate of cloudfront.net is presented.
        claims: What other distributions hold of the picked name; None where it was not read.
        unfiled: Alternate domain names whose ICP filing in China is not approved.
        buckets: S3 buckets among the origins that a cache behavior uses.
    """

    enabled: bool = True
    status: str = "Deployed"
    ipv6: bool = False
    http_version: str = "http2"
    default_certificate: bool = False
    claims: tuple[Claim, ...] | None = None
    unfiled: tuple[Filing, ...] = ()
    buckets: tuple[str, ...] = ()


class Distributions(Kind):
    """The kind ``cloudfront``."""

    key = "cloudfront"
    title = "CloudFront distribution"
    scope = "global"
    services = ("cloudfront",)
    arn = r"cloudfront:distribution/(?P<name>[^/]+)"
    table = "cloudfront"
    hints = (
        "An edge API, AppSync, Cognito, Amplify or Lightsail distribution has the same form of name.",
        "AAAA answers only where IPv6 is on.",
    )
    internal = False
    record_types = ("A", "AAAA", "HTTPS")
    evaluate_target_health = "forbidden"
    iam_actions = ("cloudfront:ListDistributions", "cloudfront:ListDomainConflicts", "acm:DescribeCertificate")
    list_actions = ("cloudfront:ListDistributions",)
    checks = (
        rules.CLOUDFRONT_ALIAS_ON_OTHER_DISTRIBUTION,
        rules.CLOUDFRONT_CERTIFICATE_MISMATCH,
        CERT_KEY_UNSUPPORTED,
        *CERTIFICATE_CHECKS,
    )
    inspects_by_name = True
    order = 40
    exclusions = (rules.CLOUDFRONT_STAGING, rules.CLOUDFRONT_TENANT_ONLY)
    recorded = Recorded(
        type="AWS::CloudFront::Distribution",
        fields={
            "Id": "configuration.id",
            "ARN": "configuration.arn",
            "DomainName": "configuration.domainName",
            "Aliases.Items": "configuration.distributionConfig.aliases.items",
            "Enabled": "configuration.distributionConfig.enabled",
            "IsIPV6Enabled": "configuration.distributionConfig.isIPV6Enabled",
            "HttpVersion": "configuration.distributionConfig.httpVersion",
            "Staging": "configuration.distributionConfig.staging",
            "Comment": "configuration.distributionConfig.comment",
            "ViewerCertificate.ACMCertificateArn": (
                "configuration.distributionConfig.viewerCertificate.aCMCertificateArn"
            ),
            "ViewerCertificate.IAMCertificateId": (
                "configuration.distributionConfig.viewerCertificate.iAMCertificateId"
            ),
            "DefaultCacheBehavior.TargetOriginId": (
                "configuration.distributionConfig.defaultCacheBehavior.targetOriginId"
            ),
            "CacheBehaviors.Items": Many(
                "configuration.distributionConfig.cacheBehaviors.items",
                {"TargetOriginId": "targetOriginId"},
                whole=False,
            ),
            "Origins.Items": Many(
                "configuration.distributionConfig.origins.items", {"Id": "id", "DomainName": "domainName"}, whole=False
            ),
            "OriginGroups.Items": Many(
                "configuration.distributionConfig.originGroups.items",
                {"Id": "id", "Members.Items": Many("members.items", {"OriginId": "originId"})},
            ),
            "AliasICPRecordals": Many(
                "configuration.aliasICPRecordals", {"CNAME": "cNAME", "ICPRecordalStatus": "iCPRecordalStatus"}
            ),
        },
        required=("Id", "DomainName", "Enabled"),
        unread={"IsIPV6Enabled": "record_types", "HttpVersion": "record_types"},
        never=("state",),
        home="us-east-1",
    )
    claim = "host-name"
    inspects = "alternate domain names, certificate, IPv6, HTTP versions and state"

    def recognise(self, name: DnsName) -> Recognition | None:
        """Names of cloudfront.net; several services are served by CloudFront under such names."""
        match = match_name(NAME, name)
        if match is None:
            return None
        return self.recognised(name, GLOBAL, partition=CHINA if match["suffix"] == "cn" else COMMERCIAL)

    def row(self, region: str, partition: str) -> str:
        """See ``Kind``; the whole partition has one row."""
        del region
        return global_region(partition)

    def discover(self, ask: Ask) -> Iterator[Target]:
        """One paginated call."""
        for page in ask.pages("cloudfront", "list_distributions"):
            for item in page["DistributionList"].get("Items") or ():
                yield self._target(item, ask)

    def _target(self, item: Document, ask: Where) -> Target:
        facts = _facts(item)
        state = facts.status if facts.enabled else "Disabled"
        if item.get("Staging"):
            state = rules.CLOUDFRONT_STAGING.id
        elif item.get("ConnectionMode") == "tenant-only":
            state = rules.CLOUDFRONT_TENANT_ONLY.id
        excluded = state in {rule.id for rule in self.exclusions}
        wanted = {"A": True, "AAAA": facts.ipv6, "HTTPS": facts.http_version in _MULTIPLEXED}
        return self.target(
            ask,
            name=item["Id"],
            arn=item["ARN"],
            dns_name=parsed(item["DomainName"]),
            record_types=() if excluded else tuple(type_ for type_, works in wanted.items() if works),
            hostnames=tuple(alias.lower() for alias in (item.get("Aliases") or {}).get("Items") or ()),
            state=state,
            internal=False,
            label=item.get("Comment", ""),
            facts=facts,
        )

    def left_open(self, row: Document, target: Target) -> tuple[str, ...]:
        """See ``Kind``; one without alternate domain names may serve tenants alone, which no item says."""
        del row
        return () if target.hostnames else ("record_types",)

    def from_document(self, document: Document, where: Where) -> Target:
        """See ``Kind``. No item holds ``Status`` and ``ConnectionMode``; the state stays open."""
        arn = f"arn:{where.partition}:cloudfront::{where.account_id}:distribution/{document['Id']}"
        return self._target({"ARN": arn, "Status": _DEPLOYED, **document}, where)

    def inspect(self, target: Target, ask: Ask, name: DnsName) -> Target:
        """The certificate, and who else holds the name."""
        facts = target.facts
        if not isinstance(facts, DistributionFacts) or not target.aliasable:
            return target
        evidence = Evidence(ask)
        certificate = facts.certificate and evidence.certificate(facts.certificate.arn)
        if certificate is not None and (not certificate.read or certificate.covers(name)):
            facts = replace(facts, claims=_claims(evidence, target.name, name))
        return evidence.inspected(target, with_certificate(facts, evidence))

    def claimed(self, target: Target, name: DnsName, ask: Ask) -> Sighting | None:
        """See ``Kind``; asked of a distribution whose certificate covers the name."""
        return sighting_of(target.name, name, own_depth(target, name), ask)

    def with_claims(self, target: Target, claims: Sequence[tuple[str, str]]) -> Target:
        """See ``Kind``."""
        facts = target.facts
        if not isinstance(facts, DistributionFacts):
            return target
        return replace(target, facts=replace(facts, claims=tuple(Claim(*claim) for claim in claims)))

    def buckets_behind(self, target: Target) -> tuple[DnsName, ...]:
        """See ``Kind``."""
        facts = target.facts
        names = facts.buckets if isinstance(facts, DistributionFacts) else ()
        return tuple(name for text in names if (name := parsed(text)) is not None)

    def judge_target(self, subject: Subject) -> Iterator[Finding]:
        """See ``Kind``."""
        yield from judge_cloudfront_zone(subject)
        yield from _judge_https(subject)
        facts = subject.target.facts
        if isinstance(facts, DistributionFacts) and subject.target.aliasable:
            yield from _judge_state(subject, facts)
            yield from _judge_name(subject)
            yield from _judge_owner(subject, facts)
            yield from _judge_certificate(subject, facts)
            yield from _judge_filing(subject, facts)


def _facts(item: Document) -> DistributionFacts:
    presented = item.get("ViewerCertificate") or {}
    arn = presented.get("ACMCertificateArn") or presented.get("IAMCertificateId")
    return DistributionFacts(
        enabled=item["Enabled"],
        status=item["Status"],
        ipv6=bool(item.get("IsIPV6Enabled")),
        http_version=(item.get("HttpVersion") or "http1.1").lower(),
        default_certificate=not arn,
        certificate=Certificate(arn=arn, region=arn_region(arn), read=False) if arn else None,
        unfiled=tuple(
            Filing(filing.get("CNAME", "").lower(), filing["ICPRecordalStatus"])
            for filing in item.get("AliasICPRecordals") or ()
            if filing.get("ICPRecordalStatus", _APPROVED) != _APPROVED
        ),
        buckets=tuple(dict.fromkeys(_buckets(item))),
    )


def _buckets(item: Document) -> Iterator[str]:
    """The S3 buckets of the origins in use; an origin that no behavior and no group names is not in use."""
    behaviors = (item.get("DefaultCacheBehavior") or {}, *((item.get("CacheBehaviors") or {}).get("Items") or ()))
    used = {behavior.get("TargetOriginId") for behavior in behaviors} - {None}
    for group in (item.get("OriginGroups") or {}).get("Items") or ():
        if group.get("Id") in used:
            used |= {member.get("OriginId") for member in (group.get("Members") or {}).get("Items") or ()}
    origins = (item.get("Origins") or {}).get("Items") or ()
    used &= {origin.get("Id") for origin in origins}
    for origin in origins:
        match = _BUCKET.fullmatch((origin.get("DomainName") or "").lower())
        if match is not None and (not used or origin.get("Id") in used):
            yield match["bucket"]


def _claims(evidence: Evidence, distribution: str, name: DnsName) -> tuple[Claim, ...] | None:
    answer = evidence.call("cloudfront", "list_domain_conflicts", **asked_of(distribution, name))
    return None if answer is None else others_in(answer, distribution)


def _judge_https(subject: Subject) -> Iterator[Finding]:
    if "HTTPS" not in subject.types:
        return
    facts = subject.target.facts
    if isinstance(facts, DistributionFacts) and facts.http_version not in _MULTIPLEXED:
        yield subject.finding(rules.HTTPS_RECORD_HTTP1_ONLY, "HTTPS")
    if not any(subject.case.after(subject.name, type_) for type_ in ("A", "AAAA")):
        yield subject.finding(rules.HTTPS_RECORD_ALONE, "HTTPS")


def _judge_state(subject: Subject, facts: DistributionFacts) -> Iterator[Finding]:
    if not facts.enabled:
        yield subject.finding(rules.CLOUDFRONT_DISABLED)
    if facts.status != "Deployed":
        yield subject.finding(rules.CLOUDFRONT_NOT_DEPLOYED)
    if "AAAA" in subject.types and not facts.ipv6:
        yield subject.finding(rules.CLOUDFRONT_IPV6_DISABLED, "AAAA")


def _judge_name(subject: Subject) -> Iterator[Finding]:
    aliases = subject.target.hostnames
    if subject.name.has_literal_asterisk:
        yield subject.finding(rules.CLOUDFRONT_ALIAS_WILDCARD_FORMAT)
    if covered(subject.name, aliases, any_depth=True):
        return
    narrower = below_wildcard(subject.name, aliases)
    if narrower:
        yield subject.finding(
            common.WILDCARD_BROADER_THAN_TARGET,
            parent=subject.name.parent.bare if subject.name.parent else "",
            accepted=", ".join(narrower[:_MOST_NAMED]),
        )
    else:
        yield subject.finding(rules.CLOUDFRONT_ALTERNATE_DOMAIN_MISSING)


def _judge_owner(subject: Subject, facts: DistributionFacts) -> Iterator[Finding]:
    own = own_depth(subject.target, subject.name)
    rival = strongest((*(facts.claims or ()), *_known_claims(subject)), subject.name, own)
    if rival is not None:
        yield subject.finding(rules.CLOUDFRONT_ALIAS_ON_OTHER_DISTRIBUTION, other=rival.distribution, alias=rival.alias)


def _known_claims(subject: Subject) -> Iterable[Claim]:
    """What distributions of the known accounts hold, with their ids in full."""
    for other in subject.case.around.targets:
        if other.kind == subject.target.kind and other.arn != subject.target.arn:
            yield from (Claim(alias, other.name) for alias in other.hostnames)


def _judge_certificate(subject: Subject, facts: DistributionFacts) -> Iterator[Finding]:
    partition = partition_of_arn(subject.target.arn)
    remedy, fix = (_FROM_IAM, "") if partition == CHINA else (None, None)
    if facts.default_certificate and subject.target.hostnames:
        yield subject.finding(rules.CLOUDFRONT_CERTIFICATE_MISSING, remedy=remedy, fix=fix)
    certificate = facts.certificate
    if certificate is None:
        return
    if partition == COMMERCIAL and certificate.region not in ("", _CERTIFICATE_REGION):
        yield subject.finding(rules.CLOUDFRONT_CERTIFICATE_REGION, found=certificate.region)
    if certificate.read and not certificate.covers(subject.name):
        yield subject.finding(rules.CLOUDFRONT_CERTIFICATE_MISMATCH, remedy=remedy, fix=fix)
    yield from judge_certificates(subject, (certificate,))
    yield from judge_key(subject, certificate, CLOUDFRONT_KEYS, "CloudFront")


def _judge_filing(subject: Subject, facts: DistributionFacts) -> Iterator[Finding]:
    for filing in facts.unfiled:
        if depth(subject.name, filing.alias):
            yield subject.finding(rules.CLOUDFRONT_CHINA_ICP, alias=filing.alias, status=filing.status)


KIND = Distributions()
