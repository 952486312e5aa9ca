"""What CloudFront serves for another service: a name of cloudfront.net that only that service's API identifies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from xalias_tui.domain.findings import Finding
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Recognition
from xalias_tui.domain.zone_ids import GLOBAL_REGION
from xalias_tui.targets.shared import cloudfront_rules as rules
from xalias_tui.targets.shared.kind import Kind
from xalias_tui.targets.shared.naming import GLOBAL, match_name
from xalias_tui.targets.shared.subject import Subject

NAME: Final = re.compile(r"(?P<name>[a-z0-9]{11,16})\.cloudfront\.(?P<suffix>net|cn)")


class CloudFrontServed(Kind):
    """A kind that CloudFront serves: its names are those of distributions, which are offered them first."""

    evaluate_target_health = "forbidden"
    table_row = GLOBAL_REGION
    hints = ("A CloudFront distribution has the same form of name and the same zone id.",)
    internal = False

    def recognise(self, name: DnsName) -> Recognition | None:
        """Names of cloudfront.net."""
        match = match_name(NAME, name)
        return None if match is None or match["suffix"] != "net" else self.recognised(name, GLOBAL)


def judge_cloudfront_zone(subject: Subject) -> Iterator[Finding]:
    """Of everything that CloudFront serves: whether the zone may hold the alias."""
    if not subject.public_zone:
        yield subject.finding(rules.CLOUDFRONT_PRIVATE_ZONE)
