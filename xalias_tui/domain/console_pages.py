"""Pages of the AWS Management Console: where a zone or a resource is looked at with one click.

A page opens in whatever account the browser is signed in to; no page names an account.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from xalias_tui.domain.partitions import CHINA, COMMERCIAL, GOVCLOUD, partition_of_arn
from xalias_tui.domain.targets import Target
from xalias_tui.domain.zones import Zone

Resource = Zone | Target
"""What may have a page."""

HOSTS: Final = {
    COMMERCIAL: "console.aws.amazon.com",
    CHINA: "console.amazonaws.cn",
    GOVCLOUD: "console.amazonaws-us-gov.com",
}
"""Host of the console by partition (AWS Management Console Getting Started Guide); others have none that is public."""


def page_of_zone(zone: Zone) -> str:
    """The records of a hosted zone; empty where the partition's console is not known."""
    host = HOSTS.get(zone.partition or COMMERCIAL)
    return f"https://{host}/route53/v2/hostedzones#ListRecordSets/{quote(zone.id, safe='')}" if host else ""


def page_of_arn(arn: str) -> str:
    """What an ARN names; empty where it is not one, or the partition's console is not known.

    The console sends ``/go/view?arn=`` on to the page of the service; AWS's own tools link so
    (aws-solutions/workload-discovery-on-aws).
    """
    host = HOSTS.get(partition_of_arn(arn)) if arn.startswith("arn:") else None
    return f"https://{host}/go/view?arn={quote(arn, safe=':/')}" if host else ""


def page_of(resource: Resource) -> str:
    """The page of a zone or target; empty where there is none that is known."""
    return page_of_zone(resource) if isinstance(resource, Zone) else page_of_arn(resource.arn)
