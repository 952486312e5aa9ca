"""Who else holds a host name: what CloudFront's ListDomainConflicts answers, and how specific a claim is."""

from __future__ import annotations

from typing import Any, Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Target
from xalias_tui.targets.shared.evidence import Document, parsed

_MOST_CONFLICTS: Final = 100
_MASK: Final = "*"


@dataclass(frozen=True, slots=True)
class Claim:
    """An alternate domain name that a distribution holds; ids of other accounts come half hidden."""

    alias: str
    distribution: str


def asked_of(distribution: str, name: DnsName) -> dict[str, Any]:
    """Who else holds a name, or one that overlaps it, asked of a distribution whose certificate covers it."""
    return {
        "Domain": name.bare,
        "DomainControlValidationResource": {"DistributionId": distribution},
        "MaxItems": _MOST_CONFLICTS,
    }


def others_in(answer: Document, distribution: str) -> tuple[Claim, ...]:
    """What other distributions and tenants than one distribution hold, of an answer of ListDomainConflicts."""
    claims = (Claim(item["Domain"].lower(), item["ResourceId"]) for item in answer.get("DomainConflicts") or ())
    return tuple(claim for claim in claims if not _is_masked(distribution, claim.distribution))


def _is_masked(id_: str, masked: str) -> bool:
    """Whether a half hidden id can be ``id_``."""
    visible = masked.strip(_MASK)
    return bool(visible) and (id_.endswith(visible) if masked.startswith(_MASK) else id_.startswith(visible))


def own_depth(target: Target, name: DnsName) -> int:
    """How specifically a distribution's own alternate domain names cover a name: 0 for not at all."""
    return max((depth(name, alias) for alias in target.hostnames), default=0)


def depth(name: DnsName, alias: str) -> int:
    """How specifically an alternate domain name covers a name: 0 for not at all, an equal name wins."""
    pattern = parsed(alias)
    if pattern is None or not name.matches(pattern, any_depth=True):
        return 0
    return len(pattern.labels) * 2 - (1 if pattern.is_wildcard else 0)
