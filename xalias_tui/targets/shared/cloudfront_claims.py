"""Who else holds a host name: what CloudFront's ListDomainConflicts answers, and how specific a claim is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, Literal

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.lookups import Ask, LookupFailedError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Target
from xalias_tui.domain.verdicts import Sighting
from xalias_tui.targets.shared.evidence import Document, parsed

_MOST_CONFLICTS: Final = 100
_MASK: Final = "*"
_NO_FITTING_CERTIFICATE: Final = "InvalidArgument"
"""ListDomainConflicts tells only the holder of a certificate for the name (API reference)."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A domain that a distribution or tenant holds; ids of other accounts come half hidden."""

    alias: str
    distribution: str


Holder = Literal["DistributionId", "DistributionTenantId"]
"""What may ask: a distribution or a tenant (DomainControlValidationResource of ListDomainConflicts)."""


def asked_of(id_: str, name: DnsName, holder: Holder = "DistributionId") -> dict[str, Any]:
    """Who else holds a name, or one that overlaps it, asked of what has a certificate that covers it."""
    return {"Domain": name.bare, "DomainControlValidationResource": {holder: id_}, "MaxItems": _MOST_CONFLICTS}


def others_in(answer: Document, id_: str) -> tuple[Claim, ...]:
    """What other distributions and tenants than one hold, of an answer of ListDomainConflicts."""
    claims = (Claim(item["Domain"].lower(), item["ResourceId"]) for item in answer.get("DomainConflicts") or ())
    return tuple(claim for claim in claims if not _is_masked(id_, claim.distribution))


def sighting_of(id_: str, name: DnsName, own: int, ask: Ask, holder: Holder = "DistributionId") -> Sighting | None:
    """Who claims a name more specifically than its holder; None where its certificate does not cover the name.

    Args:
        id_: Who asks.
        name: The name.
        own: How specifically the holder's own domain covers it, see ``depth``; 0 for not at all.
        ask: Questions to its account.
        holder: What ``id_`` is the id of.

    Raises:
        LookupFailedError: when it was refused or did not come.
    """
    try:
        answer = ask.call("cloudfront", "list_domain_conflicts", **asked_of(id_, name, holder))
    except LookupFailedError as error:
        if error.code == _NO_FITTING_CERTIFICATE:
            return None
        raise
    found = [claim for claim in others_in(answer, id_) if depth(name, claim.alias) > own]
    said = f"cloudfront:ListDomainConflicts names {found[0].distribution if found else 'no other distribution'}"
    claims = tuple((claim.alias, claim.distribution) for claim in found) if own else ()
    return Sighting(exists=bool(found), evidence=said, claims=claims)


def strongest(claims: Iterable[Claim], name: DnsName, own: int) -> Claim | None:
    """The claim that goes before a holder's own, which covers the name so specifically; None where none does."""
    rivals = [claim for claim in claims if depth(name, claim.alias) > own]
    return max(rivals, key=lambda claim: depth(name, claim.alias), default=None)


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
