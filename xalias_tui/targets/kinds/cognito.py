"""Custom domains of Cognito user pools: CloudFront serves them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.findings import Finding, Rule, Severity
from xalias_tui.domain.lookups import Ask, LookupFailedError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.tags import read_tags
from xalias_tui.domain.targets import Target
from xalias_tui.targets.shared.certificate_rules import PRESENTED_CHECKS
from xalias_tui.targets.shared.certificates import (
    CLOUDFRONT_REGION,
    PresentedFacts,
    judge_presented,
    named,
    with_certificate,
)
from xalias_tui.targets.shared.cloudfront_rules import CLOUDFRONT_ALTERNATE_DOMAIN_MISSING
from xalias_tui.targets.shared.cloudfront_served import CloudFrontServed, judge_cloudfront_zone
from xalias_tui.targets.shared.evidence import Document, Evidence, parsed, tagged
from xalias_tui.targets.shared.subject import Subject

COGNITO_PARENT_NO_A_RECORD = Rule(
    id="cognito-parent-no-a-record",
    severity=Severity.ERROR,
    when="The custom domain is still to be made (its Status is not ACTIVE, or it is another name), and the parent of "
    "the name, which lies in the same zone, has no A record there; once the domain is made the record may go.",
    message="{parent} has no A record; Cognito refuses the custom domain {name}.",
    remedy="Create an A record for {parent} first; any address will do.",
    source="Cognito Developer Guide: cognito-user-pools-add-custom-domain",
    stage="demands",
)
COGNITO_STATUS = Rule(
    id="cognito-status",
    severity=Severity.ERROR,
    when="DomainDescription.Status is not ACTIVE.",
    message="The custom domain {domain} of user pool {resource} is {status}.",
    remedy="Wait until it is ACTIVE, or delete the domain and create it anew.",
    source="botocore model: cognito-idp DomainDescriptionType.Status",
    stage="resource",
)

_PAGE: Final = 60
_ACTIVE: Final = "ACTIVE"
_GONE: Final = "ResourceNotFoundException"


@dataclass(frozen=True, slots=True)
class UserPoolFacts(PresentedFacts):
    """Evidence about the custom domain of a user pool.

    Attributes:
        domain: The custom domain.
        status: ``ACTIVE``, ``CREATING``, ``FAILED`` …
    """

    domain: str = ""
    status: str = _ACTIVE


class UserPools(CloudFrontServed):
    """The kind ``cognito``."""

    key = "cognito"
    title = "Cognito custom domain"
    services = ("cognito-idp",)
    precursors = ("AWS::Cognito::UserPool",)
    arn = r"cognito-idp:userpool/(?P<name>[^/]+)"
    table = "cognito_custom_domain"
    record_types = ("A",)
    iam_actions = (
        "cognito-idp:ListUserPools",
        "cognito-idp:DescribeUserPool",
        "cognito-idp:DescribeUserPoolDomain",
        "acm:DescribeCertificate",
    )
    list_actions = iam_actions[:3]
    checks = PRESENTED_CHECKS
    order = 210
    inspects = "the custom domain of the user pool, its status and certificate"

    def discover(self, ask: Ask) -> Iterator[Target]:
        """A paginated list, two calls for every pool: no list returns custom domains."""
        for page in ask.pages("cognito-idp", "list_user_pools", MaxResults=_PAGE):
            for listed in page.get("UserPools") or ():
                pool = _described(ask, listed["Id"])
                if pool.get("CustomDomain"):
                    yield self._target(pool, ask)

    def _target(self, pool: Document, ask: Ask) -> Target:
        domain = pool["CustomDomain"].lower()
        described = ask.call("cognito-idp", "describe_user_pool_domain", Domain=domain).get("DomainDescription") or {}
        presented = (described.get("CustomDomainConfig") or {}).get("CertificateArn", "")
        facts = UserPoolFacts(domain=domain, status=described.get("Status") or "unknown", certificate=named(presented))
        name = parsed(described.get("CloudFrontDistribution"))
        return self.target(
            ask,
            name=pool["Name"],
            arn=pool["Arn"],
            dns_name=name,
            hostnames=(domain,),
            state=facts.status,
            internal=False,
            facts=facts,
            **tagged(read_tags(pool.get("UserPoolTags") or {})),
        )

    def inspect(self, target: Target, ask: Ask, name: DnsName) -> Target:
        """The certificate: discovery has read everything else."""
        del name
        facts = target.facts
        if not isinstance(facts, UserPoolFacts):
            return target
        evidence = Evidence(ask)
        return evidence.inspected(target, with_certificate(facts, evidence))

    def judge_target(self, subject: Subject) -> Iterator[Finding]:
        """See ``Kind``."""
        yield from judge_cloudfront_zone(subject)
        facts = subject.target.facts
        if not isinstance(facts, UserPoolFacts):
            return
        serves = parsed(facts.domain) == subject.name
        if not serves:
            yield subject.finding(
                CLOUDFRONT_ALTERNATE_DOMAIN_MISSING,
                message="User pool {resource} serves {domain}, not {name}: visitors get a CloudFront error (403).",
                remedy="Make {name} the pool's custom domain, with a certificate of us-east-1 that covers it.",
                fix="",
                domain=facts.domain,
            )
        else:
            yield from judge_presented(subject, facts.certificate, CLOUDFRONT_REGION)
        if facts.status != _ACTIVE:
            yield subject.finding(COGNITO_STATUS, domain=facts.domain, status=facts.status)
        if not serves or facts.status != _ACTIVE:
            yield from _judge_parent(subject)


def _described(ask: Ask, pool_id: str) -> Document:
    """A user pool; an empty document for one that was deleted since it was listed."""
    try:
        pool: Document = ask.call("cognito-idp", "describe_user_pool", UserPoolId=pool_id)["UserPool"]
    except LookupFailedError as error:
        if error.code == _GONE:
            return {}
        raise
    return pool


def _judge_parent(subject: Subject) -> Iterator[Finding]:
    """Whether the parent has an A record, where the draft's zone answers for it and was read as a whole."""
    case, parent = subject.case, subject.name.parent
    records = case.around.records
    if parent is None or not parent.is_inside(case.zone.name) or not records.complete:
        return
    if any(parent.is_inside(child) for child in records.delegations):
        return
    if not case.after(parent, "A") and not case.after(parent, "CNAME"):
        yield subject.finding(COGNITO_PARENT_NO_A_RECORD, parent=parent.bare)


KIND = UserPools()
