"""Names of AWS endpoints that look like alias targets and are not: recognised in order to say so.

What belongs to a kind of this package (a default API endpoint, an S3 REST endpoint) is recognised by that kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

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


@dataclass(frozen=True, slots=True)
class _Lookalike:
    pattern: re.Pattern[str]
    service: str
    instead: str = ""


def _like(pattern: str, service: str, instead: str = "") -> _Lookalike:
    return _Lookalike(re.compile(pattern), service, instead)


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
    inspects = "what this name stands for"

    def recognise(self, name: DnsName) -> Recognition | None:
        """See ``Kind``."""
        for lookalike in _LOOKALIKES:
            match = match_name(lookalike.pattern, name)
            if match is not None:
                region = match.groupdict().get("region") or ""
                return self.not_aliasable(name, TARGET_NOT_ALIASABLE, region=region, reason=_reason(lookalike))
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
    advice = f"{ADVICE}, {lookalike.instead}" if lookalike.instead else ADVICE
    return f"It is {lookalike.service}, for which Route 53 has no alias. {advice}."


LOOKALIKE = Lookalikes()
