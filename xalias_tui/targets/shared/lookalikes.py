"""Names of AWS endpoints that look like alias targets and are not: recognised in order to say so.

What belongs to a kind of this package (a default API endpoint, an S3 REST endpoint) is recognised by that kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.error_rules import TARGET_NOT_ALIASABLE
from xalias_tui.domain.findings import Finding
from xalias_tui.domain.lookups import Ask
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Recognition, Target
from xalias_tui.targets.shared import common_rules as common
from xalias_tui.targets.shared.kind import Kind
from xalias_tui.targets.shared.naming import AMAZONAWS, REGION, match_name
from xalias_tui.targets.shared.subject import Subject

ADVICE: Final = "Write a CNAME (not at the zone's apex)"
_OWN_NAME_ONLY: Final = "A CNAME does not help either, since it answers only for its own name. Instead,"


@dataclass(frozen=True, slots=True)
class _Lookalike:
    """A form of names.

    Attributes:
        pattern: The form, a regular expression of a whole name.
        service: What has such a name.
        instead: What to do besides, or in place of, a CNAME.
        own_name_only: Whether it refuses requests for the record's name, so that no CNAME works.
    """

    pattern: str
    service: str
    instead: str = ""
    own_name_only: bool = False


_compiled: Final = cache(re.compile)
"""Compiled when a name is recognised: no listing of targets needs it."""


def _like(pattern: str, service: str, instead: str = "", *, own_name_only: bool = False) -> _Lookalike:
    return _Lookalike(pattern, service, instead, own_name_only)


_LOOKALIKES: Final = (
    _like(rf".+\.appsync(?:-realtime)?-api\.{REGION}\.{AMAZONAWS}", "the default endpoint of an AppSync API",
          "or give the API a custom domain and alias to its d….cloudfront.net name"),
    _like(rf".+\.{REGION}\.es\.{AMAZONAWS}", "an OpenSearch endpoint of version 1",
          "or make the domain dual-stack and alias to its version 2 endpoint (….aos.REGION.on.aws)"),
    _like(rf".+\.lambda-url\.{REGION}\.on\.aws", "a Lambda function URL", "or put CloudFront in front"),
    _like(rf".+\.{REGION}\.(?:rds|docdb|neptune)\.{AMAZONAWS}",
          "a database endpoint (RDS, Aurora, DocumentDB, Neptune)"),
    _like(rf".+\.rds\.{REGION}\.{AMAZONAWS}", "a database endpoint (RDS, Aurora)"),
    _like(rf".+\.{REGION}\.(?:redshift|redshift-serverless)\.{AMAZONAWS}", "a Redshift endpoint"),
    _like(rf".+\.cache\.{AMAZONAWS}", "an ElastiCache endpoint"),
    _like(rf".+\.efs\.{REGION}\.{AMAZONAWS}", "an EFS file system"),
    _like(rf".+\.kafka(?:-serverless)?\.{REGION}\.{AMAZONAWS}", "an MSK broker"),
    _like(rf".+\.mq\.{REGION}\.{AMAZONAWS}", "an Amazon MQ broker"),
    _like(rf".+\.iot\.{REGION}\.{AMAZONAWS}", "an IoT endpoint"),
    _like(rf".+\.server\.transfer\.{REGION}\.{AMAZONAWS}", "a Transfer Family server"),
    _like(rf".+\.prod\.verified-access\.{REGION}\.{AMAZONAWS}", "a Verified Access endpoint"),
    _like(rf".+\.transfer-webapp\.{REGION}\.on\.aws", "a Transfer Family web app",
          "put a CloudFront distribution for the record's name in front and alias to that", own_name_only=True),
    _like(r".+\.amplifyapp\.com", "the default domain of an Amplify app",
          "add the record's name to the app as a custom domain and alias to its d….cloudfront.net name",
          own_name_only=True),
    _like(rf".+\.auth(?:-fips)?\.{REGION}\.amazoncognito\.com", "the prefix domain of a Cognito user pool",
          "give the user pool a custom domain and alias to its d….cloudfront.net name", own_name_only=True),
    _like(rf".+\.s3-accesspoint(?:-fips)?\.(?:dualstack\.)?{REGION}\.{AMAZONAWS}", "an S3 access point",
          "put CloudFront in front and alias to the distribution", own_name_only=True),
    _like(r".+\.accesspoint\.s3-global\.amazonaws\.com", "an S3 Multi-Region Access Point",
          "put CloudFront in front and alias to the distribution", own_name_only=True),
    _like(r".+\.s3-accelerate\.(?:dualstack\.)?amazonaws\.com", "an S3 Transfer Acceleration endpoint",
          "put CloudFront in front and alias to the distribution", own_name_only=True),
    _like(rf".+\.{REGION}\.aoss\.{AMAZONAWS}", "an OpenSearch Serverless collection"),
    _like(rf".+\.{REGION}\.eks\.{AMAZONAWS}", "the API server of an EKS cluster"),
    _like(rf".+\.eks-cluster\.{REGION}\.api\.aws", "the API server of an EKS cluster"),
    _like(rf".+\.memorydb\.{REGION}\.{AMAZONAWS}", "a MemoryDB endpoint"),
    _like(rf".+\.fsx\.{REGION}\.{AMAZONAWS}", "an FSx file system"),
    _like(rf".+\.dsql(?:-[a-z0-9]+)?\.{REGION}\.on\.aws", "an Aurora DSQL cluster"),
    _like(rf"ec2-[0-9-]+\.(?:compute-1|{REGION}\.compute)\.{AMAZONAWS}", "the public name of an EC2 instance",
          "or write the address into an A record"),
)  # fmt: skip


class Lookalikes(Kind):
    """The kind of names that are no alias target; it is in no list."""

    key = ""
    title = "no alias target"
    services = ()
    record_types = ()
    iam_actions = ()
    inspects = "what this name is"

    def recognise(self, name: DnsName) -> Recognition | None:
        """See ``Kind``."""
        for lookalike in _LOOKALIKES:
            match = match_name(_compiled(lookalike.pattern), name)
            if match is not None:
                region = match.groupdict().get("region") or ""
                return Recognition(self.key, name, region, rule_id=TARGET_NOT_ALIASABLE.id, reason=_reason(lookalike))
        return None

    def discover(self, ask: Ask) -> Iterator[Target]:
        """Nothing: these resources can't be aliased."""
        del ask
        return iter(())

    def judge_target(self, subject: Subject) -> Iterator[Finding]:
        """That the name can't be aliased, or that its form is not known."""
        name = subject.target.dns_name
        answer = None if name is None else self.recognise(name)
        if answer is None:
            yield subject.finding(common.TARGET_SHAPE_UNKNOWN)
        else:
            yield subject.finding(TARGET_NOT_ALIASABLE, why=answer.reason)


def _reason(lookalike: _Lookalike) -> str:
    if lookalike.own_name_only:
        advice = f"{_OWN_NAME_ONLY} {lookalike.instead}"
    else:
        advice = f"{ADVICE}, {lookalike.instead}" if lookalike.instead else ADVICE
    return f"It is {lookalike.service}, for which Route 53 has no alias. {advice}."


LOOKALIKE = Lookalikes()
