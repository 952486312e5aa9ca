"""What CloudFront serves for another service: a name of cloudfront.net that only that service's API tells apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from xalias_tui.domain.findings import Finding
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Recognition
from xalias_tui.domain.zone_ids import GLOBAL_REGION
from xalias_tui.targets.shared import cloudfront_rules as rules
from xalias_tui.targets.shared.naming import GLOBAL, match_name, recognised
from xalias_tui.targets.shared.subject import Subject

NAME: Final = re.compile(r"(?P<name>d[a-z0-9]{10,15})\.cloudfront\.(?P<suffix>net|cn)")


def recognise_served(kind: str, table: str, record_types: tuple[str, ...], name: DnsName) -> Recognition | None:
    """A name of cloudfront.net, which distributions are offered first; ``table`` holds the zone id of the service."""
    match = match_name(NAME, name)
    if match is None or match["suffix"] != "net":
        return None
    return recognised(
        kind,
        name,
        region=GLOBAL,
        record_types=record_types,
        table=(table, GLOBAL_REGION),
        reasons=("A CloudFront distribution has the same form of name and the same zone id.",),
        internal=False,
    )


def judge_cloudfront_zone(subject: Subject) -> Iterator[Finding]:
    """Of everything that CloudFront serves: whether the zone may hold the alias."""
    if not subject.public_zone:
        yield subject.finding(rules.CLOUDFRONT_PRIVATE_ZONE)
