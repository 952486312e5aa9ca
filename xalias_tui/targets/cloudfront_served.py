"""What CloudFront serves for another service: a name of cloudfront.net that only that service's API tells apart."""

from __future__ import annotations

from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Recognition
from xalias_tui.domain.zone_ids import GLOBAL_REGION
from xalias_tui.targets.cloudfront import NAME
from xalias_tui.targets.naming import GLOBAL, match_name, recognised


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
