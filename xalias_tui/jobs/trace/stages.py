"""Which step of a trace a finding belongs to; what is named nowhere here is a demand of the target on its name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from xalias_tui.domain.findings import Finding, by_severity
from xalias_tui.domain.traces import StepName

OF_THE_TARGET: Final = frozenset(
    """
    alias-zone-id-mismatch alias-loop alias-same-zone-type-mismatch same-zone-alias-chain-broken https-record-stale
    zone-id-differs-from-table target-not-aliasable target-shape-unknown nlb-zonal-name vpce-zonal-name
    dualstack-prefix-missing dualstack-prefix-on-nlb ipv6-prefix-clb clb-legacy-zone-id lattice-own-zone-id
    s3-bucket-in-dnsname eb-legacy-domain ga-ipv4-name-for-aaaa apigw-edge-regional-mixup
""".split()  # noqa: SIM905 -- a list of words reads better as one
)
"""About the alias itself: where it leads, and under which hosted zone id."""
OF_THE_RESOURCE: Final = frozenset(
    """
    lb-deleted-recreated routing-group-member-broken lb-not-active cloudfront-disabled cloudfront-not-deployed
    ga-disabled apprunner-paused eb-environment-not-ready vpce-not-available apigw-domain-not-available cognito-status
    lightsail-not-running s3-bucket-foreign-or-missing target-card-aged target-card-edited
""".split()  # noqa: SIM905 -- as above
)
"""About whether the resource is there, whose it is and in which state."""


def stage(finding: Finding) -> StepName:
    """The step at which an operator looks for a finding."""
    if finding.id in OF_THE_TARGET:
        return "target"
    if finding.id in OF_THE_RESOURCE or finding.id.startswith("dangling-"):
        return "resource"
    if finding.id.startswith("cert-") or "certificate" in finding.id:
        return "certificate"
    return "demands"


def of_stage(step: StepName, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings of a step, the most severe first; what says the same of several records is said once."""
    told = {(row.id, row.message): row for row in by_severity(findings) if stage(row) == step}
    return by_severity(told.values())
